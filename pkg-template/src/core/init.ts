import { prepare } from "./core.js";

/**
 * Compiles the core now, which otherwise the first call does. Nobody has to call it: it is for those who would rather pay at the
 * start than with the first delivery. Where the host can, it compiles beside what else there is to do.
 *
 * @throws {Error} where the host compiles no WebAssembly, as a page does not whose Content-Security-Policy lacks `'wasm-unsafe-eval'`
 *
 * @example
 * await init();
 */
export async function init(): Promise<void> {
	await prepare();
}
