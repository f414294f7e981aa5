// The core where a module cannot be imported: inlined, compiled on first use.

import { CORE } from "../generated/core-blob.js";
import { decode } from "./decode.js";
import { early } from "./early.js";

const compiled = early(CORE);

export function load(): WebAssembly.Module | BufferSource {
	return compiled ?? decode(CORE);
}
