/** The built-in type of a value from any realm, such as `[object ArrayBuffer]`. */
export function tagOf(value: unknown): string {
	return Object.prototype.toString.call(value);
}

/** A view of the bytes of an array or a buffer from any realm, without a copy; `undefined` for any other value. */
export function bytesOf(body: unknown): Uint8Array | undefined {
	if (body instanceof Uint8Array) {
		return body;
	}
	if (ArrayBuffer.isView(body)) {
		return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
	}
	const tag = tagOf(body);
	return tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]"
		? new Uint8Array(body as ArrayBuffer)
		: undefined;
}

/** Whether bytes begin as gzip does (RFC 1952, section 2.3.1). UTF-8 cannot begin so, and no text does. */
export function isGzip(bytes: ArrayLike<unknown>): boolean {
	return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Whether a string has no lone surrogate. Some supported hosts do not have the method `String.prototype.isWellFormed`
 * yet.
 */
export function isWellFormed(text: string): boolean {
	return !/\p{Cs}/u.test(text);
}

/**
 * Writes a string into `target` as UTF-8 and returns how many bytes it wrote. A lone surrogate becomes three bytes as
 * well, so that the core finds it and reports its position.
 */
export function encodeWtf8(source: string, target: Uint8Array): number {
	let at = 0;
	for (const character of source) {
		const point = character.codePointAt(0) as number;
		if (point < 0x80) {
			target[at++] = point;
		} else if (point < 0x800) {
			target[at++] = 0xc0 | (point >> 6);
			target[at++] = 0x80 | (point & 0x3f);
		} else {
			if (point < 0x10000) {
				target[at++] = 0xe0 | (point >> 12);
			} else {
				target[at++] = 0xf0 | (point >> 18);
				target[at++] = 0x80 | ((point >> 12) & 0x3f);
			}
			target[at++] = 0x80 | ((point >> 6) & 0x3f);
			target[at++] = 0x80 | (point & 0x3f);
		}
	}
	return at;
}

/**
 * A string as UTF-8. A lone surrogate becomes three bytes that are not UTF-8, so that the core reports it. `TextEncoder` would replace it.
 */
export function encoded(text: string): Uint8Array {
	if (isWellFormed(text)) {
		return new TextEncoder().encode(text);
	}
	const bytes = new Uint8Array(text.length * 3);
	return bytes.subarray(0, encodeWtf8(text, bytes));
}
