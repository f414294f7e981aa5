// The core where a module cannot be imported: inlined, compiled on first use.

import { CORE } from "../generated/core-blob.js";
import { decode } from "./decode.js";

export function load(): BufferSource {
	return decode(CORE);
}
