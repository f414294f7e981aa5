/** Compiles a module that is inlined in base64, synchronously. */
export function compile(base64: string): WebAssembly.Module {
	const binary = atob(base64);
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < bytes.length; i++) {
		bytes[i] = binary.charCodeAt(i);
	}
	return new WebAssembly.Module(bytes);
}
