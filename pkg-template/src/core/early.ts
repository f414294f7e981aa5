import { decode } from "./decode.js";

/**
 * Compiles an inlined module now, in a Cloudflare Worker: where one has come without the condition `workerd`, this is the one moment at
 * which newer compatibility dates let it. Elsewhere nothing is done before the first call.
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
