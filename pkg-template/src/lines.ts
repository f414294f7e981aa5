import { bytesOf, isWellFormed } from "./bytes.js";
import { type Core, ROOM, stopped, theCore } from "./core.js";
import { event, failure, INVALID, type Rules, read, sourceText } from "./engine.js";
import type { Body, Failure } from "./failure.js";
import type { AzeerEvent } from "./generated/types.js";

/** What the core says of a line that it has not read; the same as in its `tape.rs`. */
const UNFINISHED = -3;
const BLANK = -4;

/** Word of its head. */
const LINE_END = 8;

/** The half of a surrogate pair that comes first. */
const HIGH_SURROGATE = /[\ud800-\udbff]$/;

/** The lines of a body, a part of it in the core's room at a time. */
abstract class Lines {
	/** Where in the body the next line begins, in its own units. */
	at = 0;
	abstract readonly length: number;

	/** Puts the body from `at` on into the room, as much as fits, and says how many bytes that are. */
	abstract fill(core: Core): number;
	/** Whether `fill` has put all that is left. */
	isLast = false;
	/** Takes the next line, which does not fit. */
	abstract takeLong(core: Core): Body;
	/** Takes the next line, which is in the room between two offsets: the event, or what is wrong. */
	abstract take(core: Core, code: number, start: number, end: number, rules: Rules): AzeerEvent | Failure;
	/** Passes the next line, whose end was looked for, and says from where to where it goes. */
	pass(found: number): [number, number] {
		const start = this.at;
		const end = found < 0 ? this.length : found;
		this.at = end + 1;
		return [start, end];
	}

	/** Passes a blank line. */
	skip(length: number): void {
		this.at += length + 1;
	}
}

class LinesOfBytes extends Lines {
	readonly #bytes: Uint8Array;
	readonly length: number;

	constructor(bytes: Uint8Array) {
		super();
		this.#bytes = bytes;
		this.length = bytes.length;
	}

	fill(core: Core): number {
		const part = this.#bytes.subarray(this.at, this.at + ROOM);
		core.room(ROOM).set(part);
		this.isLast = this.at + part.length === this.length;
		return part.length;
	}

	takeLong(): Uint8Array {
		return this.#bytes.slice(...this.pass(this.#bytes.indexOf(0x0a, this.at)));
	}

	take(core: Core, code: number, start: number, end: number, { maxBytes }: Rules): AzeerEvent | Failure {
		const source = sourceText(core, code, start, end);
		const { at } = this;
		this.at += end - start + 1;
		return code === INVALID
			? failure(core, this.#bytes.slice(at, this.at - 1), source, maxBytes)
			: event(core, code, source);
	}
}

class LinesOfString extends Lines {
	readonly #source: string;
	readonly length: number;

	constructor(source: string) {
		super();
		this.#source = source;
		this.length = source.length;
	}

	fill(core: Core): number {
		// No unit is more than three bytes; a pair is not to be cut in two.
		let part = this.#source.slice(this.at, this.at + ROOM / 3);
		this.isLast = this.at + part.length === this.length;
		if (!this.isLast && HIGH_SURROGATE.test(part)) {
			part = part.slice(0, -1);
		}
		return core.encoder.encodeInto(part, core.room(ROOM)).written;
	}

	takeLong(core: Core): string {
		const line = this.#source.slice(...this.pass(this.#source.indexOf("\n", this.at)));
		// What is not well-formed is refused: only the error has it.
		return isWellFormed(line) ? core.copy(line) : line;
	}

	take(core: Core, code: number, start: number, end: number, rules: Rules): AzeerEvent | Failure {
		// Not a slice, which would keep all lines alive.
		const source = sourceText(core, code, start, end);
		const { at } = this;
		this.at += source.length + 1;
		if (source.includes("\ufffd")) {
			// It may be in place of half of a surrogate pair.
			const original = this.#source.slice(at, this.at - 1);
			if (!isWellFormed(original)) {
				return read(original, rules);
			}
		}
		return code === INVALID ? failure(core, source, source, rules.maxBytes) : event(core, code, source);
	}
}

/** What is made of the events in the lines of a body, or of what is wrong with them. Reads on only as they are taken. */
export function* readLines<T>(
	body: Body,
	rules: Rules,
	make: (result: AzeerEvent | Failure, line: number) => T,
): Generator<T, undefined> {
	const { maxBytes } = rules;
	const strict = rules.strict ? 1 : 0;
	const bytes = typeof body === "string" ? undefined : bytesOf(body);
	if (typeof body !== "string" && bytes === undefined) {
		// As one body that is none.
		yield make(read(body, rules), 1);
		return;
	}
	const lines = bytes === undefined ? new LinesOfString(body as string) : new LinesOfBytes(bytes);
	let line = 0;
	while (lines.at < lines.length) {
		const core = theCore();
		try {
			const length = lines.fill(core);
			core.user = lines;
			let start = 0;
			// Whoever has the event may parse another body meanwhile.
			while (start < length && core.user === lines) {
				const code = core.exports.parse_line(start, length, lines.isLast ? 1 : 0, maxBytes, strict);
				if (code === UNFINISHED) {
					if (start === 0) {
						line += 1;
						yield make(read(lines.takeLong(core), rules), line);
					}
					break;
				}
				core.refresh();
				line += 1;
				const end = core.head[LINE_END] as number;
				if (code === BLANK) {
					lines.skip(end - start);
				} else {
					yield make(lines.take(core, code, start, end, rules), line);
				}
				start = end + 1;
			}
		} catch (error) {
			throw stopped(error);
		} finally {
			// Whoever stops early need not keep the body either.
			if (core.user === lines) {
				core.user = undefined;
			}
		}
	}
}
