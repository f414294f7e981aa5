// Runs workers in workerd, by miniflare.

import { Miniflare } from "miniflare";

/** workerd's compatibility date. With this one, a worker may not compile bytes as it starts. */
export const COMPATIBILITY_DATE = "2025-01-01";

/** Options for a worker with Node.js compatibility. It gets buffers, and a `process` that claims to be Node.js. */
export const LIKE_NODE = { compatibilityDate: "2026-07-01", compatibilityFlags: ["nodejs_compat"] };

/** A worker made from scripts and WebAssembly modules. The first is its entry. */
export function makeWorker(modules, options = {}) {
	return new Miniflare({
		compatibilityDate: COMPATIBILITY_DATE,
		...options,
		cf: false,
		modules: Object.entries(modules).map(([path, contents]) => ({
			type: path.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
			path,
			contents: typeof contents === "string" ? contents : new Uint8Array(contents),
		})),
	});
}

/** The worker's answer to an empty request. */
export async function answered(modules, options) {
	const worker = makeWorker(modules, options);
	try {
		const response = await worker.dispatchFetch("http://worker/");
		if (!response.ok) {
			throw new Error(`the worker has answered with ${response.status}: ${await response.text()}`);
		}
		return await response.json();
	} finally {
		await worker.dispose();
	}
}
