// Loads the module for reports in Cloudflare Workers. They cannot compile bytes, but compile the modules that a
// worker imports.

import inspect from "./inspect.wasm";

export function load(): WebAssembly.Module {
	return inspect;
}
