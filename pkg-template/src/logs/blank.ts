export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;

/** Whether a byte is white space of JSON. */
export function isSpace(byte: number | undefined): boolean {
	return byte === 0x20 || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === 0x09;
}

/** Whether bytes are nothing but white space. */
export function isBlank(bytes: Uint8Array): boolean {
	// Without a closure for lines that begin with something else.
	return bytes.length === 0 || (isSpace(bytes[0]) && bytes.every(isSpace));
}
