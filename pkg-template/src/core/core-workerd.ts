// Loads the core in Cloudflare Workers. They cannot compile bytes, but compile the modules that a worker imports.

import core from "./core.wasm";

export function load(): WebAssembly.Module {
	return core;
}
