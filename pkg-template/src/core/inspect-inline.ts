// Loads the module for reports in hosts that cannot import one. It is inlined as text and compiled by the first call.

import { INSPECT } from "../generated/inspect-blob.js";
import { decode } from "./decode.js";
import { early } from "./early.js";

const compiled = early(INSPECT);

export function load(): WebAssembly.Module {
	// No message of its own: a host that refuses this module has refused the core before.
	return compiled ?? new WebAssembly.Module(decode(INSPECT));
}
