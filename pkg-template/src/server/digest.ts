import { nodeHash } from "../core/host.js";

/** SHA-256 of a text. WebCrypto asks another thread in Node.js, which takes thirty times as long as its own hash of a token. */
export async function digest(text: string): Promise<Uint8Array> {
	const hash = nodeHash();
	return hash !== undefined
		? hash("sha256", text, "buffer")
		: new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** Takes the same time wherever two digests differ. */
export function isSame(left: Uint8Array, right: Uint8Array): boolean {
	return left.reduce((difference, byte, at) => difference | (byte ^ (right[at] as number)), 0) === 0;
}
