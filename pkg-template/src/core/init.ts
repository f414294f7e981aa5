import { prepare } from "./core.js";

/**
 * Compiles the core, in the background if the host can. Optional: without it, the first call compiles.
 *
 * @throws {Error} if the host cannot compile WebAssembly: a page with a Content-Security-Policy has to allow `'wasm-unsafe-eval'`
 *
 * @example
 * await init();
 */
export async function init(): Promise<void> {
	await prepare();
}
