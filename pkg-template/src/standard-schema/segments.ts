/** The segments of a JSON Pointer (RFC 6901) into a JSON value. Indices of arrays are numbers. */
export function segments(pointer: string, value: unknown): (string | number)[] {
	let at = value;
	return pointer
		.split("/")
		.slice(1)
		.map((part) => {
			const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
			const key = Array.isArray(at) ? Number(name) : name;
			at = (at as { [key: string | number]: unknown } | null | undefined)?.[key];
			return key;
		});
}
