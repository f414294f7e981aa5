import { decode } from "./decode.js";

/**
 * Compiles an inlined module at import, in Cloudflare Workers only. A worker that was bundled without the condition
 * `workerd` may compile bytes while it starts (from the compatibility date 2025-06-02 on), and never later. Other
 * hosts compile at the first call.
 */
export function early(text: string): WebAssembly.Module | undefined {
	try {
		return globalThis.navigator?.userAgent === "Cloudflare-Workers"
			? new WebAssembly.Module(decode(text))
			: undefined;
	} catch {
		return undefined;
	}
}
