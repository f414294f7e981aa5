import type { JsonValue } from "../generated/types.js";
import { setMember } from "./member.js";

/** Above this length, in UTF-16 code units, JSON.parse is faster. */
const SHORT = 256;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACKET_END = 0x5d;
const BRACE_END = 0x7d;

/** What the reader needs: the source, and how to take a string out of it. */
interface Text {
	readonly source: string;
	slice(start: number, end: number): string;
}

/**
 * The array or object between two offsets of the source. Nothing is checked, as the core has done so.
 *
 * `JSON.parse` takes about 300 ns to start, as long as the core takes for a whole body. In some versions of V8
 * (Node.js 24.21) it also returns a wrong name for an escaped one, depending on what it parsed before. So text with
 * escapes is read here at any length.
 */
export function nested(text: Text, start: number, end: number): JsonValue {
	const { source } = text;
	if (end - start > SHORT) {
		const json = source.slice(start, end);
		if (!json.includes("\\")) {
			return JSON.parse(json);
		}
	}
	return new Reader(text, start).value();
}

/**
 * Names that were read before, as property keys: adding a member takes an engine several times as long with any other
 * string.
 */
let names = new Map<string, string>();

const MAX_NAMES = 64;

function keyOf(text: string): string {
	let name = names.get(text);
	if (name === undefined) {
		if (names.size === MAX_NAMES) {
			names = new Map();
		}
		// The key of an object is a copy, and keeps no other text in memory.
		name = Object.keys({ [text]: 0 })[0] as string;
		names.set(name, name);
	}
	return name;
}

class Reader {
	readonly text: Text;
	readonly source: string;
	at: number;

	constructor(text: Text, at: number) {
		this.text = text;
		this.source = text.source;
		this.at = at;
	}

	value(): JsonValue {
		switch (this.source[this.at]) {
			case '"':
				return this.string();
			case "{":
				return this.object();
			case "[":
				return this.array();
			case "t":
				this.at += 4;
				return true;
			case "f":
				this.at += 5;
				return false;
			case "n":
				this.at += 4;
				return null;
			default:
				return this.number();
		}
	}

	string(): string {
		const { source } = this;
		const start = this.at + 1;
		let end = start;
		let isEscaped = false;
		for (let code = source.charCodeAt(end); code !== QUOTE; code = source.charCodeAt(++end)) {
			if (code === BACKSLASH) {
				isEscaped = true;
				// Skips the escaped character, which may be a quote.
				end += 1;
			}
		}
		this.at = end + 1;
		return isEscaped ? JSON.parse(source.slice(start - 1, end + 1)) : this.text.slice(start, end);
	}

	number(): number {
		const start = this.at;
		let code: number;
		do {
			code = this.source.charCodeAt(++this.at);
		} while (code !== COMMA && code !== BRACKET_END && code !== BRACE_END);
		// White space after the number is in the slice; Number ignores it.
		return Number(this.source.slice(start, this.at));
	}

	object(): JsonValue {
		const object: { [name: string]: JsonValue } = {};
		this.at += 1;
		for (let code = this.skip(); code !== BRACE_END; code = this.skip()) {
			if (code === COMMA) {
				this.at += 1;
				this.skip();
			}
			const name = keyOf(this.string());
			this.skip();
			// Skips the colon.
			this.at += 1;
			this.skip();
			const value = this.value();
			setMember(object, name, value);
		}
		this.at += 1;
		return object;
	}

	array(): JsonValue {
		const array: JsonValue[] = [];
		this.at += 1;
		for (let code = this.skip(); code !== BRACKET_END; code = this.skip()) {
			if (code === COMMA) {
				this.at += 1;
				this.skip();
			}
			array.push(this.value());
		}
		this.at += 1;
		return array;
	}

	/** Skips white space, and returns the code of the character after it. */
	skip(): number {
		let code = this.source.charCodeAt(this.at);
		while (code <= SPACE) {
			code = this.source.charCodeAt(++this.at);
		}
		return code;
	}
}
