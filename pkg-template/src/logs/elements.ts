import { isSpace, LINE_FEED } from "./blank.js";
import { Pending } from "./pending.js";
import type { PartReader, Position } from "./split.js";

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;
const BRACE_END = 0x7d;

const NOTHING = new Uint8Array();

/** Splits one JSON array into its elements. The parser checks what they are, so only strings and nesting are followed here. */
export class Elements<T> {
	readonly #reader: PartReader<T>;
	/** Where the next byte is. */
	readonly #position: Position;
	readonly #pending: Pending;
	/** Where the current element begins; `undefined` between elements. */
	#start: Position | undefined;
	/** 1 in the array. */
	#depth = 0;
	#isString = false;
	#isEscaped = false;
	#isAfterComma = false;

	constructor(reader: PartReader<T>, position: Position, maxBytes: number) {
		this.#reader = reader;
		this.#position = position;
		this.#pending = new Pending(maxBytes + 1);
	}

	/** Reads up to the end of the array. Returns what follows it; `undefined` if the array goes on. */
	*write(bytes: Uint8Array): Generator<T, Uint8Array | undefined> {
		const position = this.#position;
		const begin = position.offset;
		let start = 0;
		for (let at = 0; at < bytes.length; at++) {
			const byte = bytes[at] as number;
			if (byte === LINE_FEED) {
				position.line += 1;
			}
			if (this.#isString) {
				this.#followString(byte);
			} else if (this.#depth === 1 && (byte === COMMA || byte === BRACKET_END)) {
				position.offset = begin + at;
				if (this.#start !== undefined) {
					this.#pending.append(bytes.subarray(start, at));
				}
				yield* this.#element(byte === COMMA);
				if (byte === BRACKET_END) {
					this.#depth = 0;
					position.offset += 1;
					return at + 1 < bytes.length ? bytes.subarray(at + 1) : NOTHING;
				}
			} else if (this.#depth === 0) {
				// White space, then the bracket.
				this.#depth = byte === BRACKET ? 1 : 0;
			} else if (!isSpace(byte)) {
				if (this.#start === undefined) {
					this.#start = { line: position.line, offset: begin + at };
					start = at;
				}
				this.#follow(byte);
			}
		}
		position.offset = begin + bytes.length;
		if (this.#start !== undefined) {
			this.#pending.append(bytes.subarray(start));
		}
		return undefined;
	}

	/** Reads the element that the log ends with. If only the bracket is missing, a body that is empty stands for the rest. */
	*end(): Generator<T, undefined> {
		const isWhole = this.#depth === 1 && !this.#isString;
		if (this.#start !== undefined) {
			yield* this.#element(false);
		}
		if (isWhole) {
			yield* this.#missing();
		}
	}

	#followString(byte: number): void {
		if (this.#isEscaped) {
			this.#isEscaped = false;
		} else if (byte === BACKSLASH) {
			this.#isEscaped = true;
		} else if (byte === QUOTE) {
			this.#isString = false;
		}
	}

	#follow(byte: number): void {
		if (byte === QUOTE) {
			this.#isString = true;
		} else if (byte === BRACE || byte === BRACKET) {
			this.#depth += 1;
		} else if ((byte === BRACE_END || byte === BRACKET_END) && this.#depth > 1) {
			this.#depth -= 1;
		}
	}

	/** Reads the element that ends here. */
	*#element(isBeforeComma: boolean): Generator<T, undefined> {
		const start = this.#start;
		if (start !== undefined) {
			const { isCut } = this.#pending;
			const bytes = this.#pending.take();
			this.#start = undefined;
			yield* this.#reader.body(isCut ? bytes : trimmed(bytes), start.line, start.offset);
		} else if (isBeforeComma || this.#isAfterComma) {
			yield* this.#missing();
		}
		this.#isAfterComma = isBeforeComma;
	}

	#missing(): Iterable<T> {
		return this.#reader.body(NOTHING, this.#position.line, this.#position.offset);
	}
}

/** Bytes without white space at the end. */
function trimmed(bytes: Uint8Array): Uint8Array {
	let end = bytes.length;
	while (isSpace(bytes[end - 1])) {
		end -= 1;
	}
	return bytes.subarray(0, end);
}
