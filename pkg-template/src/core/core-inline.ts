// Loads the core in hosts that cannot import a module. It is inlined as text and compiled by the first call.

import { CORE } from "../generated/core-blob.js";
import { decode } from "./decode.js";
import { early } from "./early.js";
import { refused } from "./refused.js";

const compiled = early(CORE);

export function load(): WebAssembly.Module | BufferSource {
	try {
		return compiled ?? decode(CORE);
	} catch (error) {
		throw refused(error);
	}
}
