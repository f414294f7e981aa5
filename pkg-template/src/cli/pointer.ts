import type { JsonValue } from "../index.js";

/** The names in a JSON Pointer (RFC 6901) such as `/message_body/text`. */
export function pointerNames(pointer: string): readonly string[] {
	return pointer
		.slice(1)
		.split("/")
		.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value that names lead to; `undefined` if there is none. */
export function valueAt(value: JsonValue | undefined, names: readonly string[]): JsonValue | undefined {
	let found = value;
	for (const name of names) {
		if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) {
			return undefined;
		}
		found = (found as { [name: string]: JsonValue })[name];
	}
	return found;
}
