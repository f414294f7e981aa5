// Loads the module for reports in Vercel's edge runtime. It cannot compile bytes; its bundlers compile an import with
// `?module`.

import inspect from "./inspect.wasm?module";

export function load(): WebAssembly.Module {
	return inspect;
}
