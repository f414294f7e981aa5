// The core in Vercel's edge runtime, which compiles no bytes either: its bundlers know imports by `?module`.

import core from "./core.wasm?module";

export function load(): WebAssembly.Module {
	return core;
}
