// Loads the core in Vercel's edge runtime. It cannot compile bytes; its bundlers compile a module that is imported
// with `?module`.

import core from "./core.wasm?module";

export function load(): WebAssembly.Module {
	return core;
}
