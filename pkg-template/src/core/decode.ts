import { DECODER } from "../generated/decoder-blob.js";
import { fromBase64 } from "./base64.js";

/** The exports of wasm/decode.wat. */
interface Decoder {
	readonly memory: WebAssembly.Memory;
	decode(length: number): number;
}

/**
 * Decodes a module that is inlined as text.
 *
 * Base64 would be as long, but a third longer when compressed, because it spreads a byte over two characters. Only the
 * module that decodes, of a hundred bytes, is in base64.
 *
 * @throws {WebAssembly.CompileError} if the host does not compile WebAssembly
 */
export function decode(text: string): Uint8Array<ArrayBuffer> {
	const module = new WebAssembly.Module(fromBase64(DECODER));
	const { memory, decode } = new WebAssembly.Instance(module).exports as unknown as Decoder;
	const bytes = new Uint8Array(memory.buffer);
	// A backslash would be two characters in the package's files.
	const { written } = new TextEncoder().encodeInto(text.replaceAll("~", "\\"), bytes);
	return bytes.slice(0, decode(written));
}
