// workerd, as miniflare runs it.

import { Miniflare } from "miniflare";

/** The behaviour of workerd that is asked for; older than what lets a worker compile bytes as it starts. */
export const COMPATIBILITY_DATE = "2025-01-01";

/** That of a worker which asks for what Node has: it gets buffers, and a process that says it is Node's. */
export const LIKE_NODE = { compatibilityDate: "2026-07-01", compatibilityFlags: ["nodejs_compat"] };

/** A worker of these modules, the first of which is its entry: scripts, and WebAssembly modules. */
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

/** What such a worker answers to an empty request. */
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
