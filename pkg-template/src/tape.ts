import { copied } from "./copied.js";
import type { JsonValue } from "./generated/types.js";
import { nested } from "./nested.js";

/** Kinds of values; the same numbers as in `json/scan.rs`. */
const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
const STRING = 4;
const ESCAPED = 5;

/** Words of a value: its kind; its start and its end, each in bytes and in UTF-16 units. */
const START = 2;
const END = 4;

/** Words of a documented member: its value, and a word for the core itself. As many as there can be of them. */
export const WORDS_PER_SLOT = 6;
export const SLOTS = 64;

/** Engines copy shorter strings anyway. */
const SHORTEST_COPY = 13;

/** The values that the core found, as offsets into the source and as numbers. */
export class Tape {
	/** The text that offsets are of. */
	source = "";
	/** Strings up to this length are copied; 0 where none is. */
	longestCopy = 0;
	/** The core's memory from the first documented member's slot on. */
	words!: Int32Array;
	/** The numbers among them, by their entries. */
	doubles!: Float64Array;

	/**
	 * A part of the source. Engines keep a whole string alive for a slice of it, so what is kept of a large body is copied, unless
	 * that would take a good part of the body.
	 */
	slice(start: number, end: number): string {
		const length = end - start;
		const text = this.source.slice(start, end);
		return length >= SHORTEST_COPY && length <= this.longestCopy ? copied(text) : text;
	}

	/** The string at its first word. */
	string(word: number): string {
		return this.other(word) as string;
	}

	/** Any value, by its entry. */
	value(entry: number): JsonValue {
		const { words } = this;
		const word = entry * WORDS_PER_SLOT;
		if (words[word] === NUMBER) {
			const double = this.doubles[entry] as number;
			// Not a number where it takes a parser.
			if (!Number.isNaN(double)) {
				return double;
			}
		}
		return this.other(word);
	}

	/** Any value at its first word. */
	other(word: number, words = this.words): JsonValue {
		const start = words[word + START] as number;
		const end = words[word + END] as number;
		switch (words[word]) {
			case NULL:
				return null;
			case FALSE:
				return false;
			case TRUE:
				return true;
			case STRING:
				return this.slice(start + 1, end - 1);
			case NUMBER:
				return Number(this.source.slice(start, end));
			case ESCAPED:
				return JSON.parse(this.source.slice(start, end));
			default:
				return nested(this, start, end);
		}
	}
}
