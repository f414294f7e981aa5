/**
 * An error that names the remedy if a host refuses the core. Each host words its reason differently, some only when
 * instantiating.
 */
export function refused(cause: unknown): Error {
	return new Error(
		`azeer-webhooks: the WebAssembly core could not be started (${cause}). A page needs 'wasm-unsafe-eval' in its Content-Security-Policy's script-src; workers need to be bundled with the condition workerd or edge-light`,
		{ cause },
	);
}
