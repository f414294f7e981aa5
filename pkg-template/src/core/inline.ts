// The core where a module cannot be imported: inlined, compiled synchronously on first use.

import { CORE } from "../generated/blob.js";

export function load(): WebAssembly.Module {
	return new WebAssembly.Module(decode(CORE));
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
	const binary = atob(base64);
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < bytes.length; i++) {
		bytes[i] = binary.charCodeAt(i);
	}
	return bytes;
}
