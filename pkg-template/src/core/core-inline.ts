// The core where a module cannot be imported: inlined, compiled on first use.

import { CORE } from "../generated/core-blob.js";
import { compile, compileBytes, decode } from "./compile.js";

export function load(): WebAssembly.Module {
	return compile(CORE);
}

export function loadAsync(): Promise<WebAssembly.Module> {
	return compileBytes(decode(CORE));
}
