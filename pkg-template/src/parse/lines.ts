import { bytesOf, isGzip, isWellFormed, tagOf } from "../core/bytes.js";
import { copied } from "../core/copied.js";
import { BUFFER_STEP, type Core, stopped, theCore } from "../core/core.js";
import { BLANK, INVALID, LINE_END, TEXT_END, UNFINISHED } from "../generated/abi.js";
import type { AzeerEvent } from "../generated/types.js";
import { event, failure, type Rules, read, sourceText } from "./engine.js";
import type { Body, Failure } from "./failure.js";

/** White space of JSON, and nothing else. */
const BLANK_TEXT = /^[ \t\r]*$/;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Offsets in the input buffer: the end of a line's text, and its line feed or else the end of the body. */
interface End {
	readonly text: number;
	readonly line: number;
}

/** The lines of a body, of which one part at a time is in the input buffer. */
abstract class Lines<T extends string | Uint8Array> {
	/** Where the next line begins, in bytes or UTF-16 code units of the body. */
	at = 0;
	/** Whether the input buffer has the end of the body. */
	isLast = false;
	readonly body: T;

	constructor(body: T) {
		this.body = body;
	}

	/** Fills the input buffer with the body from `at` on. Returns how many bytes it wrote. */
	abstract fill(core: Core): number;
	/** Reads the next line, which is in the input buffer. */
	abstract take(core: Core, code: number, start: number, end: End, rules: Rules): AzeerEvent | Failure;
	/** Offset of the next line feed, or -1. */
	protected abstract find(): number;
	/** The code unit or byte at an offset. */
	protected abstract code(at: number): number | undefined;
	/** A copy of a part of the body. */
	protected abstract part(start: number, end: number): T;

	/** Takes the next line, which is longer than the input buffer. */
	takeLong(): T {
		const { at } = this;
		const feed = this.find();
		const end = feed < 0 ? this.body.length : feed;
		this.at = end + 1;
		const hasReturn = this.code(feed - 1) === CARRIAGE_RETURN;
		return this.part(at, hasReturn ? end - 1 : end);
	}
}

class LinesOfBytes extends Lines<Uint8Array> {
	fill(core: Core): number {
		const part = this.body.subarray(this.at, this.at + BUFFER_STEP);
		core.inputFor(BUFFER_STEP).set(part);
		this.isLast = this.at + part.length === this.body.length;
		return part.length;
	}

	take(core: Core, code: number, start: number, end: End, { maxBytes }: Rules): AzeerEvent | Failure {
		const source = sourceText(core, code, start, end.text);
		const { at } = this;
		this.at += end.line - start + 1;
		return code === INVALID
			? failure(core, this.part(at, at + end.text - start), source, maxBytes)
			: event(core, code, source);
	}

	protected find(): number {
		return this.body.indexOf(LINE_FEED, this.at);
	}

	protected code(at: number): number | undefined {
		return this.body[at];
	}

	protected part(start: number, end: number): Uint8Array {
		return this.body.slice(start, end);
	}
}

class LinesOfString extends Lines<string> {
	fill(core: Core): number {
		// A code unit takes at most three bytes. A surrogate pair may be cut in two, but a line is only read once all
		// of it is there.
		const part = this.body.slice(this.at, this.at + BUFFER_STEP / 3);
		this.isLast = this.at + part.length === this.body.length;
		return core.encoder.encodeInto(part, core.inputFor(BUFFER_STEP)).written;
	}

	take(core: Core, code: number, start: number, end: End, rules: Rules): AzeerEvent | Failure {
		// Decoded, not sliced: a slice would keep all lines in memory.
		const source = sourceText(core, code, start, end.text);
		const { at } = this;
		this.at += source.length + end.line - end.text + 1;
		if (source.includes("\ufffd")) {
			// U+FFFD may replace a lone surrogate.
			const original = this.part(at, at + source.length);
			if (!isWellFormed(original)) {
				return read(original, rules);
			}
		}
		return code === INVALID ? failure(core, source, source, rules.maxBytes) : event(core, code, source);
	}

	protected find(): number {
		return this.body.indexOf("\n", this.at);
	}

	protected code(at: number): number {
		return this.body.charCodeAt(at);
	}

	protected part(start: number, end: number): string {
		return copied(this.body.slice(start, end));
	}
}

/** Whether a line is nothing but white space. */
function isBlank(line: string | Uint8Array): boolean {
	return typeof line === "string"
		? BLANK_TEXT.test(line)
		: line.every((byte) => byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN);
}

/** The lines of a body; throws if it is not one. */
function linesOf(body: unknown): LinesOfString | LinesOfBytes {
	if (typeof body === "string") {
		return new LinesOfString(body);
	}
	const bytes = bytesOf(body);
	if (bytes === undefined) {
		throw new TypeError(
			`parseMany takes a string, a Uint8Array or an ArrayBuffer, not ${tagOf(body).slice("[object ".length, -1)}; read a stream or a Blob first`,
		);
	}
	if (isGzip(bytes)) {
		throw new TypeError(
			"parseMany takes text or its UTF-8 bytes; these are compressed by gzip, decompress them first",
		);
	}
	return new LinesOfBytes(bytes);
}

/**
 * Calls `make` with the event or the failure of each line with its number, from 1, and with its offset, and yields
 * what it returns. A line is read when its result is taken.
 *
 * @throws {TypeError} at once, if the body is not one
 */
export function readLines<T>(
	body: Body,
	rules: Rules,
	make: (result: AzeerEvent | Failure, line: number, offset: number) => T,
): Generator<T, undefined> {
	return readAll(linesOf(body), rules, make);
}

function* readAll<T>(
	lines: LinesOfString | LinesOfBytes,
	rules: Rules,
	make: (result: AzeerEvent | Failure, line: number, offset: number) => T,
): Generator<T, undefined> {
	const { maxBytes } = rules;
	const strict = rules.strict ? 1 : 0;
	let line = 0;
	while (lines.at < lines.body.length) {
		const core = theCore();
		try {
			const length = lines.fill(core);
			core.owner = lines;
			let start = 0;
			// Between two results the caller may have parsed another body.
			while (start < length && core.owner === lines) {
				const code = core.exports.parse_line(start, length, lines.isLast ? 1 : 0, maxBytes, strict);
				if (code === UNFINISHED) {
					if (start === 0) {
						line += 1;
						const { at } = lines;
						const long = lines.takeLong();
						if (!isBlank(long)) {
							yield make(read(long, rules), line, at);
						}
					}
					break;
				}
				core.refresh();
				line += 1;
				const end: End = { text: core.header[TEXT_END] as number, line: core.header[LINE_END] as number };
				if (code === BLANK) {
					lines.at += end.line - start + 1;
				} else {
					const { at } = lines;
					yield make(lines.take(core, code, start, end, rules), line, at);
				}
				start = end.line + 1;
			}
		} catch (error) {
			throw stopped(error);
		} finally {
			// Frees the body if the caller stops early.
			if (core.owner === lines) {
				core.owner = undefined;
			}
		}
	}
}
