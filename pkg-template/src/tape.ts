import type { JsonValue } from "./generated/types.js";

/** What a record holds; the same numbers as in the core's `tape.rs`. */
const ABSENT = 0;
const NULL = 1;
const FALSE = 2;
const TRUE = 3;
const NUMBER = 4;
const STRING = 5;

const WORDS_PER_RECORD = 4;

/** The values that the core found, as offsets into the source and as numbers. Its first record is a head. */
export class Tape {
	/** The text that offsets are of. */
	source = "";
	#words: Uint32Array;
	#doubles: Float64Array;
	/** Index of the first word behind the head. */
	#at = 0;

	constructor(buffer: ArrayBufferLike) {
		this.#words = new Uint32Array(buffer);
		this.#doubles = new Float64Array(buffer);
	}

	/** Where the tape is; `buffer` changes when the core's memory grows. */
	seek(buffer: ArrayBufferLike, address: number): void {
		if (this.#words.buffer !== buffer) {
			this.#words = new Uint32Array(buffer);
			this.#doubles = new Float64Array(buffer);
		}
		this.#at = address / 4 + WORDS_PER_RECORD;
	}

	/** A word of the head. */
	head(word: number): number {
		return this.word(-1, word);
	}

	word(record: number, word: number): number {
		return this.#words[this.#at + record * WORDS_PER_RECORD + word] as number;
	}

	/** A string, which may have escapes. */
	string(record: number): string {
		const at = this.#at + record * WORDS_PER_RECORD;
		const words = this.#words;
		const text = this.source.slice(words[at + 2], words[at + 3]);
		return words[at] === STRING ? text : (JSON.parse(text) as string);
	}

	number(record: number): number {
		return this.#doubles[(this.#at + record * WORDS_PER_RECORD) / 2 + 1] as number;
	}

	boolean(record: number): boolean {
		return this.#words[this.#at + record * WORDS_PER_RECORD] === TRUE;
	}

	/** Any value; `undefined` where it is absent. */
	value(record: number): JsonValue | undefined {
		switch (this.word(record, 0)) {
			case ABSENT:
				return undefined;
			case NULL:
				return null;
			case FALSE:
				return false;
			case TRUE:
				return true;
			case NUMBER:
				return this.number(record);
			case STRING:
				return this.string(record);
			default:
				return JSON.parse(this.source.slice(this.word(record, 2), this.word(record, 3)));
		}
	}
}
