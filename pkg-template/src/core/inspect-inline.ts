// The module of reports where a module cannot be imported: inlined, compiled on first use.

import { INSPECT } from "../generated/inspect-blob.js";
import { decode } from "./decode.js";

export function load(): WebAssembly.Module {
	// Where that is refused, the core was refused before.
	return new WebAssembly.Module(decode(INSPECT));
}
