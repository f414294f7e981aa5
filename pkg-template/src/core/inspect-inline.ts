// The module of reports where a module cannot be imported: inlined, compiled on first use.

import { INSPECT } from "../generated/inspect-blob.js";
import { decode } from "./decode.js";
import { early } from "./early.js";

const compiled = early(INSPECT);

export function load(): WebAssembly.Module {
	// Where that is refused, the core was refused before.
	return compiled ?? new WebAssembly.Module(decode(INSPECT));
}
