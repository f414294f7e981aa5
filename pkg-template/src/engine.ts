import { load } from "#core";
import { bytesOf, encodeWtf8 } from "./bytes.js";
import { type Body, describe, type Failure } from "./failure.js";
import { shapes } from "./generated/builders.js";
import {
	BODY,
	BYTES,
	NOT_SERIALIZABLE,
	NOTHING,
	OBJECT,
	reasons,
	TOO_LARGE,
	UNSUPPORTED_BODY,
} from "./generated/texts.js";
import type { AzeerEvent, UnknownEvent } from "./generated/types.js";
import type { Layout, Shape } from "./shape.js";
import { Tape } from "./tape.js";

/** What the core says in place of a shape's number. */
const UNKNOWN = -1;
const INVALID = -2;

/** Room for a body before a larger one comes. */
const ROOM = 1 << 16;

interface Exports {
	readonly memory: WebAssembly.Memory;
	reserve(length: number): number;
	parse(length: number, maxBytes: number, strict: boolean, wtf8: boolean): number;
	instant(length: number): boolean;
	essence(length: number): boolean;
	hash(length: number): void;
	tape(): number;
	paths(): number;
}

/** What a caller can set. */
export interface Rules {
	readonly maxBytes: number;
	readonly strict: boolean;
}

/** The core's instance and the views of its memory, made on first use. */
class Core {
	readonly exports: Exports;
	readonly encoder = new TextEncoder();
	readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
	readonly tape: Tape;
	/** The room for input, and how much of it there is. */
	#input: Uint8Array;

	constructor(module: WebAssembly.Module) {
		this.exports = new WebAssembly.Instance(module).exports as unknown as Exports;
		this.tape = new Tape(this.exports.memory.buffer);
		this.#input = this.#reserve(ROOM);
	}

	/** Room for `length` bytes at least. */
	input(length: number): Uint8Array {
		// Memory that has grown since leaves views without a length.
		if (this.#input.length < length) {
			this.#input = this.#reserve(Math.max(length, ROOM));
		}
		return this.#input;
	}

	#reserve(length: number): Uint8Array {
		const address = this.exports.reserve(length);
		return new Uint8Array(this.exports.memory.buffer, address, length);
	}

	/** Parses what is in the room and finds the tape. */
	parse(length: number, { maxBytes, strict }: Rules, wtf8: boolean): number {
		const verdict = this.exports.parse(length, maxBytes, strict, wtf8);
		this.tape.seek(this.exports.memory.buffer, this.exports.tape());
		return verdict;
	}

	/** Puts a short text to one of the core's rules, and finds the tape. */
	ask(rule: "instant" | "essence", text: string): boolean {
		const { written } = this.encoder.encodeInto(text, this.input(text.length * 3));
		const answer = this.exports[rule](written);
		this.tape.seek(this.exports.memory.buffer, this.exports.tape());
		return answer;
	}

	/** What was parsed, as text; bytes that are none become U+FFFD. */
	text(length: number): string {
		return this.decoder.decode(this.input(length).subarray(0, length));
	}

	/** The paths of all issues, one behind the other. */
	path(start: number, end: number): string {
		const address = this.exports.paths();
		return this.decoder.decode(new Uint8Array(this.exports.memory.buffer, address + start, end - start));
	}
}

let core: Core | undefined;

/** Runs with the core, which is made on first use. */
function using<T>(run: (core: Core) => T): T {
	try {
		core ??= new Core(load());
		return run(core);
	} catch (error) {
		// Whatever stopped it, the instance can be in any state: the next call gets a new one.
		core = undefined;
		if (error instanceof WebAssembly.RuntimeError) {
			throw new Error("azeer-webhooks: the WebAssembly core has stopped, which no input should bring about", {
				cause: error,
			});
		}
		throw error;
	}
}

/** The event in `body`, or what is wrong with it. */
export function read(body: unknown, rules: Rules): AzeerEvent | Failure {
	return using((core) => {
		if (typeof body === "string") {
			return readString(core, body, rules);
		}
		let bytes: Uint8Array | undefined;
		try {
			// A copy would be too much, but a look is not: where its buffer is detached, it throws here.
			bytes = bytesOf(body);
			bytes?.subarray();
		} catch {
			return refused(body, UNSUPPORTED_BODY, BODY, "a buffer that is detached or cannot be read");
		}
		return bytes === undefined
			? refused(body, UNSUPPORTED_BODY, BODY, typeName(body))
			: readBytes(core, bytes, rules);
	});
}

/** The instant of an RFC 3339 date-time; `undefined` where it is none. */
export function instant(text: string): { seconds: number; nanoseconds: number } | undefined {
	return using((core) => {
		const { tape } = core;
		return core.ask("instant", text) ? { seconds: tape.number(0), nanoseconds: tape.word(0, 1) } : undefined;
	});
}

/** A hash of a body that was parsed, in hexadecimal digits. */
export function hash(body: Body): string {
	return using((core) => {
		const bytes = typeof body === "string" ? core.encoder.encode(body) : bytesOf(body);
		core.input(bytes?.length ?? 0).set(bytes ?? []);
		core.exports.hash(bytes?.length ?? 0);
		const { tape } = core;
		tape.seek(core.exports.memory.buffer, core.exports.tape());
		return [0, 1, 2, 3].map((word) => tape.word(0, word).toString(16).padStart(8, "0")).join("");
	});
}

/** The same text in memory of its own, so that it does not keep the body alive that it is a part of. */
export function flat(text: string): string {
	return using((core) => core.decoder.decode(core.encoder.encode(text)));
}

/** The essence of a MIME type, in the letter case it has; `undefined` where it is none. */
export function essence(text: string): string | undefined {
	return using((core) => {
		const { tape } = core;
		return core.ask("essence", text) ? text.slice(tape.word(0, 2), tape.word(0, 3)) : undefined;
	});
}

function readString(core: Core, source: string, rules: Rules): AzeerEvent | Failure {
	const { maxBytes } = rules;
	// No character is less than a byte.
	if (source.length > maxBytes) {
		return tooLarge(source, maxBytes);
	}
	// A unit is three bytes at most. What is larger than allowed need not fit, as long as that is seen.
	const input = core.input(Math.min(source.length * 3, maxBytes + 3));
	const isText = source.isWellFormed();
	let written: number;
	if (isText) {
		const result = core.encoder.encodeInto(source, input);
		written = result.read < source.length ? Number.POSITIVE_INFINITY : result.written;
	} else {
		written = encodeWtf8(source, input);
	}
	if (written > maxBytes) {
		return tooLarge(source, maxBytes);
	}
	const verdict = core.parse(written, rules, !isText);
	return verdict === INVALID ? failure(core, source, source, maxBytes) : event(core.tape, verdict, source);
}

function readBytes(core: Core, bytes: Uint8Array, rules: Rules): AzeerEvent | Failure {
	const length = bytes.length;
	if (length > rules.maxBytes) {
		return tooLarge(bytes, rules.maxBytes);
	}
	core.input(length).set(bytes);
	const verdict = core.parse(length, rules, false);
	// From the core's copy: the caller's bytes may be shared with somebody who writes to them.
	const source = core.text(length);
	return verdict === INVALID
		? failure(core, bytes, source, rules.maxBytes)
		: event(core.tape, verdict, source);
}

function event(tape: Tape, verdict: number, source: string): AzeerEvent {
	if (verdict === UNKNOWN) {
		tape.source = source;
		const event: UnknownEvent = {
			webhook_event_type: "unknown",
			reason: reasons[tape.head(0)] as UnknownEvent["reason"],
			event_type: tape.value(0) as string,
			payload: JSON.parse(source),
		};
		const messageType = tape.value(1);
		if (messageType !== undefined) {
			event.message_type = messageType as string;
		}
		tape.source = "";
		return event;
	}
	const shape = shapes[verdict] as Shape;
	if (shape.layout === undefined) {
		// Nothing to tell apart: the wire object is the event.
		return JSON.parse(source);
	}
	tape.source = source;
	const built = tape.head(0) === 1 ? shape.layout.build(tape, shape) : sparse(tape, shape.layout);
	const others = tape.head(1);
	if (others > 0) {
		addOthers(built, tape, shape.layout.names.length, others);
	}
	// So that the last body is not kept alive until the next one comes.
	tape.source = "";
	return built as AzeerEvent;
}

/** An event of which some documented members are absent or null. */
function sparse(tape: Tape, layout: Layout): object {
	const event: Record<string, unknown> = {};
	for (const [record, name] of layout.names.entries()) {
		const value = tape.value(record);
		if (value !== undefined) {
			event[name] = value;
		}
	}
	return event;
}

/** Adds the members that are not documented, from record `first` on: names and values. */
function addOthers(event: object, tape: Tape, first: number, count: number): void {
	for (let record = first; record < first + 2 * count; record += 2) {
		// Not by assignment, for which the name __proto__ has a meaning.
		Object.defineProperty(event, tape.string(record), {
			value: tape.value(record + 1),
			writable: true,
			enumerable: true,
			configurable: true,
		});
	}
}

function failure(core: Core, body: Body, source: string, maxBytes: number): Failure {
	const { tape } = core;
	const issues = [];
	for (let i = 0; i < tape.head(0); i++) {
		const record = 3 * i;
		const unit = tape.word(record, 2);
		issues.push(
			describe(source, unit, maxBytes, {
				code: tape.word(record, 0),
				path: core.path(tape.word(record + 2, 0), tape.word(record + 2, 1)),
				offset: typeof body === "string" ? unit : tape.word(record, 1),
				line: tape.word(record, 3),
				column: tape.word(record + 1, 0),
				expected: tape.word(record + 1, 1),
				received: tape.word(record + 1, 2),
			}),
		);
	}
	return { issues, more: tape.head(1), body, source };
}

/** A fault of the body as a whole, found before the core reads it. */
function refused(
	body: unknown,
	code: number,
	expected: number,
	received: number | string,
	maxBytes = 0,
): Failure {
	const fault = { path: "", offset: 0, line: 1, column: 1, code, expected, received };
	return { issues: [describe("", 0, maxBytes, fault)], more: 0, body, source: undefined };
}

function tooLarge(body: Body, maxBytes: number): Failure {
	return refused(body, TOO_LARGE, BYTES, NOTHING, maxBytes);
}

/** The event in a value that is parsed already, or what is wrong with it. */
export function readValue(value: unknown, rules: Rules): AzeerEvent | Failure {
	let text: string | undefined;
	try {
		text = JSON.stringify(value);
	} catch (error) {
		return refused(value, NOT_SERIALIZABLE, OBJECT, error instanceof Error ? error.message : String(error));
	}
	// JSON has nothing for undefined, a function or a symbol.
	return text === undefined ? refused(value, NOT_SERIALIZABLE, OBJECT, typeName(value)) : read(text, rules);
}

function typeName(value: unknown): string {
	if (value === null || value === undefined) {
		return String(value);
	}
	const type = Array.isArray(value) ? "array" : typeof value;
	return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
