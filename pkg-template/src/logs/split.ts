import { isSpace, LINE_FEED } from "./blank.js";
import { Elements } from "./elements.js";
import { joined } from "./joined.js";
import { Lines } from "./lines.js";

/** Makes results of the parts of a log. The bytes change after the call. */
export interface PartReader<T> {
	/** Reads whole lines, of which the first has this number and begins at this offset. Returns how many there are. */
	lines(bytes: Uint8Array, line: number, offset: number): Generator<T, number>;
	/** Reads one body: an element of an array, or the beginning of a line or an element that is too large. */
	body(bytes: Uint8Array, line: number, offset: number): Iterable<T>;
}

/** A place in a log. */
export interface Position {
	/** The line's number, from 1. */
	line: number;
	/** The offset in bytes. */
	offset: number;
}

/** How many of the first bytes may tell the kind of a log. */
const MAX_UNDECIDED = 1 << 16;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;

/** Splits a log, which comes in chunks, into lines or into the elements of an array. */
export class Splitter<T> {
	readonly #position: Position = { line: 1, offset: 0 };
	readonly #lines: Lines<T>;
	readonly #elements: Elements<T>;
	#mode: "undecided" | "lines" | "array";
	#isFirst = true;
	#undecided = new Uint8Array();
	#last: number | undefined = LINE_FEED;

	/** With `isRest`, what is split is the rest of a log of lines, which may begin as an array does. */
	constructor(reader: PartReader<T>, maxBytes: number, isRest = false) {
		this.#mode = isRest ? "lines" : "undecided";
		this.#lines = new Lines(reader, this.#position, maxBytes);
		this.#elements = new Elements(reader, this.#position, maxBytes);
	}

	/** How many lines were read to their end. */
	get lines(): number {
		return this.#position.line - 1;
	}

	/** How many bytes were read. */
	get bytes(): number {
		return this.#position.offset;
	}

	/** Reads a chunk that is not empty. The first has a whole byte order mark, if there is one. */
	*write(chunk: Uint8Array): Generator<T, undefined> {
		this.#last = chunk[chunk.length - 1];
		let rest: Uint8Array | undefined = chunk;
		while (rest !== undefined) {
			if (this.#mode === "undecided") {
				rest = this.#decide(rest, false);
			} else if (this.#mode === "lines") {
				rest = yield* this.#lines.write(rest);
			} else {
				rest = yield* this.#elements.write(rest);
				if (rest !== undefined) {
					this.#mode = "undecided";
				}
			}
		}
	}

	/** Reads what is left at the end of the log. */
	*end(): Generator<T, undefined> {
		if (this.#mode === "undecided") {
			yield* this.#lines.write(this.#decide(new Uint8Array(), true) as Uint8Array);
		}
		yield* this.#mode === "array" ? this.#elements.end() : this.#lines.end();
		if (this.#last !== LINE_FEED) {
			this.#position.line += 1;
		}
	}

	/** Finds out how to read the bytes. Returns them without a byte order mark; `undefined` if it takes more to tell and this is not the last. */
	#decide(bytes: Uint8Array, isLast: boolean): Uint8Array | undefined {
		const all = this.#undecided.length > 0 ? joined(this.#undecided, bytes) : bytes;
		const hasMark = this.#isFirst && BYTE_ORDER_MARK.every((byte, i) => all[i] === byte);
		const start = hasMark ? BYTE_ORDER_MARK.length : 0;
		// Never more bytes, so that the result does not depend on where the chunks end.
		const kind = kindOf(all.subarray(0, MAX_UNDECIDED), start);
		if (kind === undefined && !isLast && all.length < MAX_UNDECIDED) {
			this.#undecided = all.slice();
			return undefined;
		}
		this.#mode = kind ?? "lines";
		this.#undecided = new Uint8Array();
		this.#isFirst = false;
		this.#position.offset += start;
		return all.subarray(start);
	}
}

/**
 * What bytes begin: an array of objects, or lines. A line can begin with a bracket too, as `[info]` does. `undefined` if it takes more to
 * tell.
 */
function kindOf(bytes: Uint8Array, start: number): "array" | "lines" | undefined {
	const first = nextOf(bytes, start);
	if (first < 0) {
		return undefined;
	}
	if (bytes[first] !== BRACKET) {
		return "lines";
	}
	const second = nextOf(bytes, first + 1);
	if (second < 0) {
		return undefined;
	}
	return bytes[second] === BRACE || bytes[second] === BRACKET_END ? "array" : "lines";
}

/** Offset of the next byte that is not white space, or -1. */
function nextOf(bytes: Uint8Array, start: number): number {
	for (let at = start; at < bytes.length; at++) {
		if (!isSpace(bytes[at])) {
			return at;
		}
	}
	return -1;
}
