/** The first character behind the quote, which would end the text. */
const FIRST = 0x23;
const SPACE = 0x20;

/**
 * Reads a module that is inlined as text.
 *
 * Of bytes below 91 each is a printable character, with a space or an exclamation mark before it 91 or 182 more; a tilde stands
 * for the backslash among them. Base64 is as long, but spreads bytes over characters, so that compressed it is a third longer.
 */
export function decode(text: string): Uint8Array<ArrayBuffer> {
	// In place, and little in the loop: it runs once, before any engine has made it fast.
	const bytes = new TextEncoder().encode(text.replaceAll("~", "\\"));
	const end = bytes.length;
	let length = 0;
	for (let i = 0; i < end; i++) {
		const code = bytes[i] as number;
		bytes[length++] =
			code >= FIRST ? code - FIRST : (bytes[++i] as number) - FIRST + (code === SPACE ? 91 : 182);
	}
	return bytes.subarray(0, length);
}

/** Compiles a module that is inlined as text. */
export function compile(text: string): WebAssembly.Module {
	try {
		return new WebAssembly.Module(decode(text));
	} catch (error) {
		throw refused(error);
	}
}

/** Compiles the bytes of a module, beside what else there is to do where the host can. */
export async function compileBytes(bytes: BufferSource): Promise<WebAssembly.Module> {
	try {
		return await WebAssembly.compile(bytes);
	} catch (error) {
		throw refused(error);
	}
}

/** Says what can be done about a host that does not compile: hosts say why, and that in words of their own. */
function refused(cause: unknown): Error {
	return new Error(
		`azeer-webhooks: the WebAssembly core was not compiled: ${cause}. A page needs 'wasm-unsafe-eval' in the script-src of its Content-Security-Policy; for hosts that compile no bytes there is azeer-webhooks/slim`,
		{ cause },
	);
}
