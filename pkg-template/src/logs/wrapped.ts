import { fromBase64 } from "../core/base64.js";
import type { JsonValue } from "../generated/types.js";

/**
 * The names of a JSON Pointer; `undefined` if there is none.
 *
 * @throws {TypeError} if it is not a JSON Pointer to a member
 */
export function pointerNames(pointer: unknown): readonly string[] | undefined {
	if (pointer === undefined) {
		return undefined;
	}
	if (typeof pointer !== "string" || !/^\/(?:[^~]|~[01])*$/s.test(pointer)) {
		throw new TypeError('pointer has to be a JSON Pointer such as "/body"');
	}
	return pointer
		.slice(1)
		.split("/")
		.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A line that wraps a body. */
export interface Wrapped {
	/** The body's text, or its bytes; empty if there is none. */
	readonly body: string | Uint8Array;
	/** The whole line. */
	readonly wrapper: JsonValue;
}

/** What a line wraps; `undefined` if the line is not JSON. */
export function unwrap(line: Uint8Array, names: readonly string[]): Wrapped | undefined {
	let wrapper: JsonValue;
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
		wrapper = JSON.parse(text);
	} catch {
		return undefined;
	}
	let owner: JsonValue | undefined;
	let value: JsonValue | undefined = wrapper;
	for (const name of names) {
		owner = value;
		value = memberOf(owner, name);
	}
	if (value === undefined) {
		return { body: bytesOf(memberOf(owner, "base64")), wrapper };
	}
	return { body: typeof value === "string" ? value : textAt(text, names), wrapper };
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
	return typeof value === "object" && value !== null && Object.hasOwn(value, name)
		? (value as { [name: string]: JsonValue })[name]
		: undefined;
}

function bytesOf(base64: JsonValue | undefined): Uint8Array | string {
	try {
		return typeof base64 === "string" ? fromBase64(base64) : "";
	} catch {
		return "";
	}
}

/** The text of the value that a pointer names. The text is JSON and has that value. */
function textAt(text: string, names: readonly string[]): string {
	const cursor = new Cursor(text);
	for (const name of names) {
		cursor.enter(name);
	}
	const start = cursor.at;
	cursor.skip();
	return text.slice(start, cursor.at);
}

/** A place in JSON, at the first character of a value. Nothing is checked. */
class Cursor {
	readonly text: string;
	at = 0;

	constructor(text: string) {
		this.text = text;
		this.#skipTo(/\S/g);
	}

	/** Goes to a member of the object or the array. Of repeated members it takes the last, as `JSON.parse` does. */
	enter(name: string): void {
		const { text } = this;
		const isArray = text[this.at] === "[";
		let found = this.at;
		this.at += 1;
		for (let index = 0; ; index++) {
			this.#skipTo(/[^\s,]/g);
			if (text[this.at] === "}" || text[this.at] === "]") {
				break;
			}
			let key = String(index);
			if (!isArray) {
				const start = this.at;
				this.skip();
				key = JSON.parse(text.slice(start, this.at));
				this.#skipTo(/[^\s:]/g);
			}
			if (key === name) {
				found = this.at;
			}
			this.skip();
		}
		this.at = found;
	}

	/** Goes to the end of the value. */
	skip(): void {
		const { text } = this;
		let depth = 0;
		do {
			this.#skipTo(/[^\s,:]/g);
			const first = text[this.at] as string;
			if (first === '"') {
				this.#skipString();
			} else if ("{}[]".includes(first)) {
				depth += "{[".includes(first) ? 1 : -1;
				this.at += 1;
			} else {
				this.#skipTo(/[\s,:{}[\]]/g);
			}
		} while (depth > 0);
	}

	#skipString(): void {
		const { text } = this;
		this.at += 1;
		for (;;) {
			this.#skipTo(/["\\]/g);
			if (text[this.at] === '"') {
				this.at += 1;
				return;
			}
			// Skips the escaped character, which may be a quote.
			this.at += 2;
		}
	}

	/** Goes to the next character that a pattern matches, or to the end. */
	#skipTo(pattern: RegExp): void {
		pattern.lastIndex = this.at;
		this.at = pattern.exec(this.text)?.index ?? this.text.length;
	}
}
