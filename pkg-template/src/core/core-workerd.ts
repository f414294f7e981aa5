// The core in Cloudflare Workers, which compile no bytes but bring imported modules compiled.

import core from "./core.wasm";

export function load(): WebAssembly.Module {
	return core;
}
