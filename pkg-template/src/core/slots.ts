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

/** The shortest string to copy: an engine copies shorter slices itself. */
const SHORTEST_COPY = 13;

/** Reads the values that the core found. A slot holds a value's kind and its offsets in the source. */
export class Slots {
	/** The body as text. */
	source = "";
	/** Strings up to this length are copied; 0 if none are. */
	longestCopy = 0;
	/** Slots of the documented fields, in the core's memory. */
	words!: Int32Array;
	/** Numbers of the documented fields, by the index of the field. NaN if the text has to be parsed. */
	doubles!: Float64Array;

	/**
	 * A part of the source. Engines keep a whole string in memory for a slice of it, so strings of a large body are
	 * copied, unless one is a large part of the body itself.
	 */
	slice(start: number, end: number): string {
		const length = end - start;
		const text = this.source.slice(start, end);
		return length >= SHORTEST_COPY && length <= this.longestCopy ? copied(text) : text;
	}

	/** The string whose value begins at `word`. */
	string(word: number): string {
		return this.valueAt(word) as string;
	}

	/** The value of a documented field, by its index. */
	field(index: number): JsonValue {
		const { words } = this;
		const word = index * WORDS_PER_SLOT;
		if (words[word + VALUE_KIND] === NUMBER) {
			const double = this.doubles[index] as number;
			if (!Number.isNaN(double)) {
				return double;
			}
		}
		return this.valueAt(word);
	}

	/** The value that begins at `word`. */
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
