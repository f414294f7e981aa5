import type { JsonValue } from "./generated/types.js";

/** Above this, in code units, JSON.parse is quicker. */
const SHORT = 256;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACKET_END = 0x5d;
const BRACE_END = 0x7d;

/**
 * The array or object between two offsets, of which the core has found that it is JSON: so there is nothing to check.
 * JSON.parse takes about 300 ns to begin with, as long as the core takes for a whole body.
 */
export function nested(source: string, start: number, end: number): JsonValue {
	if (end - start <= SHORT) {
		const reader = new Reader(source, start);
		const value = reader.value();
		if (!reader.isOdd) {
			return value;
		}
	}
	return JSON.parse(source.slice(start, end));
}

/** Names that came before, as engines keep names of properties: others take them several times as long to add. */
let names = new Map<string, string>();

const MAX_NAMES = 64;

function known(text: string): string {
	let name = names.get(text);
	if (name === undefined) {
		if (names.size === MAX_NAMES) {
			names = new Map();
		}
		// A copy that keeps nothing else alive.
		name = Object.keys({ [text]: 0 })[0] as string;
		names.set(name, name);
	}
	return name;
}

class Reader {
	/** There is something that is better left to JSON.parse. */
	isOdd = false;
	readonly source: string;
	at: number;

	constructor(source: string, at: number) {
		this.source = source;
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
		for (let code = source.charCodeAt(end); code !== QUOTE; code = source.charCodeAt(++end)) {
			if (code === BACKSLASH) {
				this.isOdd = true;
				// The character behind it, which may be a quote.
				end += 1;
			}
		}
		this.at = end + 1;
		return source.slice(start, end);
	}

	number(): number {
		const start = this.at;
		let code: number;
		do {
			code = this.source.charCodeAt(++this.at);
		} while (code > SPACE && code !== COMMA && code !== BRACKET_END && code !== BRACE_END);
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
			const name = known(this.string());
			this.skip();
			// The colon.
			this.at += 1;
			this.skip();
			const value = this.value();
			if (name in object) {
				// There before, or with a meaning of its own.
				this.isOdd = true;
			} else {
				object[name] = value;
			}
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

	/** Skips white space, and says what is behind it. */
	skip(): number {
		let code = this.source.charCodeAt(this.at);
		while (code <= SPACE) {
			code = this.source.charCodeAt(++this.at);
		}
		return code;
	}
}
