// The module of reports where a module cannot be imported: inlined, compiled on first use.

import { INSPECT } from "../generated/inspect-blob.js";
import { compile } from "./compile.js";

export function load(): WebAssembly.Module {
	return compile(INSPECT);
}
