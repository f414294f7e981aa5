/** `String.fromCharCode` takes its characters as arguments, and engines limit how many those are. */
const CHUNK = 0x2000;

/** Bytes in base64. */
export function toBase64(bytes: Uint8Array): string {
	let binary = "";
	for (let at = 0; at < bytes.length; at += CHUNK) {
		binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
	}
	return btoa(binary);
}

/** @throws {DOMException} if the text is not base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
