// Loads the core in hosts that cannot import a module. It is inlined as text and compiled by the first call.

import { CORE } from "../generated/core-blob.js";
import { decode } from "./decode.js";
import { early } from "./early.js";

const compiled = early(CORE);

export function load(): WebAssembly.Module | BufferSource {
	return compiled ?? decode(CORE);
}
