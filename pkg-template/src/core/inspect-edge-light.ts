// The module of reports in Vercel's edge runtime, which compiles no bytes either.

import inspect from "./inspect.wasm?module";

export function load(): WebAssembly.Module {
	return inspect;
}
