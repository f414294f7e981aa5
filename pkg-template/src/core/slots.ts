import {
	ESCAPED,
	FALSE,
	NULL,
	NUMBER,
	STRING,
	TRUE,
	VALUE_END,
	VALUE_KIND,
	VALUE_START,
	WORDS_PER_SLOT,
} from "../generated/abi.js";
import type { JsonValue } from "../generated/types.js";
import { copied } from "./copied.js";
import { nested } from "./nested.js";

/** Engines copy slices that are shorter. */
const SHORTEST_COPY = 13;

/** Reads the values that the core found: offsets into the source, and numbers. */
export class Slots {
	/** The body as text, in which values are offsets. */
	source = "";
	/** Strings up to this length are copied; 0 if none are. */
	longestCopy = 0;
	/** Slots of the documented fields, in the core's memory. */
	words!: Int32Array;
	/** Their numbers, by the index of the field. */
	doubles!: Float64Array;

	/**
	 * A part of the source. Engines keep a whole string in memory for a slice of it, so strings of a large body are copied,
	 * unless one is a large part of the body itself.
	 */
	slice(start: number, end: number): string {
		const length = end - start;
		const text = this.source.slice(start, end);
		return length >= SHORTEST_COPY && length <= this.longestCopy ? copied(text) : text;
	}

	/** A string, by its first word. */
	string(word: number): string {
		return this.valueAt(word) as string;
	}

	/** The value of a documented field, by its index. */
	field(index: number): JsonValue {
		const { words } = this;
		const word = index * WORDS_PER_SLOT;
		if (words[word + VALUE_KIND] === NUMBER) {
			const double = this.doubles[index] as number;
			// NaN: the number has to be parsed.
			if (!Number.isNaN(double)) {
				return double;
			}
		}
		return this.valueAt(word);
	}

	/** Any value, by its first word. */
	valueAt(word: number, words = this.words): JsonValue {
		const start = words[word + VALUE_START] as number;
		const end = words[word + VALUE_END] as number;
		switch (words[word + VALUE_KIND]) {
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
