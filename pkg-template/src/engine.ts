import { bytesOf, encodeWtf8, isWellFormed } from "./bytes.js";
import { copied } from "./copied.js";
import { type Core, stopped, theCore } from "./core.js";
import { type Body, describe, Failure } from "./failure.js";
import { addRare, CONTENT_WORD, EVENT_WORD, shapes } from "./generated/builders.js";
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
import { setMember } from "./member.js";
import type { Shape } from "./shape.js";

/** What the core says of a body that is no documented event; the same as in its `tape.rs`. */
export const UNKNOWN = -1;
export const INVALID = -2;

/** What it says otherwise: the number of a shape, and these flags. */
const SHAPE = 0xff;
const SPARSE = 0x100;
const MORE_MEMBERS = 0x200;
const NON_ASCII = 0x400;

/** Words of its head, in each of the three cases. */
const OTHERS_AT = 0;
const OTHER_COUNT = 1;
const GENERATION = 2;
const COPIES = 3;
const REASON = 5;
const ADDED = 6;
const ISSUES_AT = 0;
const ISSUE_COUNT = 1;
const MORE = 3;
const PATHS_AT = 4;

/** Words of a member that is not documented: name, value, and the number of the name where it is known. */
const WORDS_PER_VALUE = 5;
const WORDS_PER_OTHER = 2 * WORDS_PER_VALUE + 1;
const WORDS_PER_ISSUE = 9;

/** Of a body whose strings are copied, which part the longest of them may be: a copy takes as long as it is. */
const COPIED_PART = 4;

/** What a caller can set. */
export interface Rules {
	readonly maxBytes: number;
	readonly strict: boolean;
}

/** The event in `body`, or what is wrong with it. */
export function read(body: unknown, rules: Rules): AzeerEvent | Failure {
	const core = theCore();
	try {
		return typeof body === "string" ? readString(core, body, rules) : readOther(core, body, rules);
	} catch (error) {
		throw stopped(error);
	}
}

function readString(core: Core, source: string, rules: Rules): AzeerEvent | Failure {
	const { maxBytes, strict } = rules;
	const { length } = source;
	// No character is less than a byte.
	if (length > maxBytes) {
		return tooLarge(source, maxBytes);
	}
	// What is larger than allowed need not fit, as long as that is seen.
	const written = core.write(source, Math.min(length * 3, maxBytes + 4));
	if (written > maxBytes) {
		return tooLarge(source, maxBytes);
	}
	const code = core.exports.parse(written, maxBytes, strict ? 1 : 0, 0);
	// The encoder replaces half of a surrogate pair, in silence.
	if (written > length && core.exports.is_doubtful(written) !== 0 && !isWellFormed(source)) {
		return readIllFormed(core, source, written, rules);
	}
	return code === INVALID ? failure(core, source, source, maxBytes) : event(core, code, source);
}

/** Of a string that takes `length` bytes: half of a pair takes three, as what the encoder puts in its place does. */
function readIllFormed(core: Core, source: string, length: number, { maxBytes, strict }: Rules): Failure {
	const written = encodeWtf8(source, core.room(length));
	core.exports.parse(written, maxBytes, strict ? 1 : 0, 1);
	return failure(core, source, source, maxBytes);
}

function readOther(core: Core, body: unknown, rules: Rules): AzeerEvent | Failure {
	let bytes: Uint8Array | undefined;
	try {
		bytes = bytesOf(body);
		// Empty, or its buffer is detached: then this throws.
		if (bytes?.length === 0) {
			bytes.subarray();
		}
	} catch {
		return refused(body, UNSUPPORTED_BODY, BODY, "a buffer that is detached or cannot be read");
	}
	return bytes === undefined
		? refused(body, UNSUPPORTED_BODY, BODY, typeName(body))
		: readBytes(core, bytes, rules);
}

function readBytes(core: Core, bytes: Uint8Array, { maxBytes, strict }: Rules): AzeerEvent | Failure {
	const { length } = bytes;
	if (length > maxBytes) {
		return tooLarge(bytes, maxBytes);
	}
	core.room(length).set(bytes);
	const code = core.exports.parse(length, maxBytes, strict ? 1 : 0, 0);
	// From the core's copy: the caller's bytes may be shared with somebody who writes to them.
	const source = sourceText(core, code, 0, length);
	return code === INVALID ? failure(core, bytes, source, maxBytes) : event(core, code, source);
}

/** A part of the room as text, of which `code` was said. */
export function sourceText(core: Core, code: number, start: number, end: number): string {
	core.refresh();
	const { buffer } = core;
	if (buffer === undefined) {
		return core.decoder.decode(core.input.subarray(start, end));
	}
	return code >= 0 && (code & NON_ASCII) === 0
		? buffer.latin1Slice(start, end)
		: buffer.utf8Slice(start, end);
}

/** The event of which `code` was said. */
export function event(core: Core, code: number, source: string): AzeerEvent {
	core.refresh();
	const { tape, head } = core;
	tape.source = source;
	tape.longestCopy = head[COPIES] === 0 ? 0 : source.length / COPIED_PART;
	const built = code === UNKNOWN ? unknownEvent(core) : knownEvent(core, code);
	// So that the last body is not kept alive until the next one comes.
	tape.source = "";
	return built as AzeerEvent;
}

function knownEvent(core: Core, code: number): object {
	const { tape } = core;
	const shape = shapes[code & SHAPE] as Shape;
	if ((code & (SPARSE | MORE_MEMBERS)) === 0) {
		return shape.build(tape, shape);
	}
	return addMembers(core, (code & SPARSE) === 0 ? shape.build(tape, shape) : {});
}

function unknownEvent(core: Core): UnknownEvent {
	const { tape, head } = core;
	const reason = reasons[head[REASON] as number] as UnknownEvent["reason"];
	const event: UnknownEvent = {
		webhook_event_type: "unknown",
		reason,
		event_type: tape.string(EVENT_WORD),
		payload: addMembers(core, {}) as UnknownEvent["payload"],
	};
	if (reason !== "event_type") {
		event.message_type = tape.string(CONTENT_WORD);
	}
	return event;
}

/** Adds the members that the core says are to be added, and all that are not documented. */
function addMembers(core: Core, event: object): object {
	const { head, tape } = core;
	addRare(event as Record<string, unknown>, tape, head[ADDED] as number, head[ADDED + 1] as number);
	if (head[OTHER_COUNT] !== 0) {
		addOthers(core, event);
	}
	return event;
}

/** Adds the members that are not documented. */
function addOthers(core: Core, event: object): void {
	const { head, tape, words } = core;
	if (core.generation !== head[GENERATION]) {
		core.generation = head[GENERATION] as number;
		core.names = [];
	}
	const start = (head[OTHERS_AT] as number) / 4;
	const end = start + (head[OTHER_COUNT] as number) * WORDS_PER_OTHER;
	for (let at = start; at < end; at += WORDS_PER_OTHER) {
		const known = words[at + 2 * WORDS_PER_VALUE] as number;
		const name = core.names[known] ?? nameOf(core, words, at, known);
		const value = tape.other(at + WORDS_PER_VALUE, words);
		setMember(event, name, value);
	}
}

function nameOf(core: Core, words: Int32Array, at: number, known: number): string {
	const name = core.tape.other(at, words) as string;
	if (known < 0) {
		return name;
	}
	// It is kept, and must not keep the body.
	const kept = copied(name);
	core.names[known] = kept;
	return kept;
}

export function failure(core: Core, body: Body, source: string, maxBytes: number): Failure {
	core.refresh();
	const { head, words } = core;
	const paths = head[PATHS_AT] as number;
	const start = (head[ISSUES_AT] as number) / 4;
	const end = start + (head[ISSUE_COUNT] as number) * WORDS_PER_ISSUE;
	const issues = [];
	for (let at = start; at < end; at += WORDS_PER_ISSUE) {
		const [code, byte, unit, line, column, expected, received, path, pathEnd] = words.subarray(
			at,
			at + WORDS_PER_ISSUE,
		) as unknown as [number, number, number, number, number, number, number, number, number];
		issues.push(
			describe(source, unit, maxBytes, {
				code,
				path: core.text(paths + path, pathEnd - path),
				offset: typeof body === "string" ? unit : byte,
				line,
				column,
				expected,
				received,
			}),
		);
	}
	return new Failure(issues, head[MORE] as number, body, source);
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
	return new Failure([describe("", 0, maxBytes, fault)], 0, body, undefined);
}

export function tooLarge(body: Body, maxBytes: number): Failure {
	return refused(body, TOO_LARGE, BYTES, NOTHING, maxBytes);
}

/** The event in a value that is parsed already, or what is wrong with it. */
export function readValue(value: unknown, rules: Rules): AzeerEvent | Failure {
	let text: string | undefined;
	try {
		text = JSON.stringify(value);
	} catch (error) {
		return refused(value, NOT_SERIALIZABLE, OBJECT, thrown(error));
	}
	// JSON has nothing for undefined, a function or a symbol.
	return text === undefined ? refused(value, NOT_SERIALIZABLE, OBJECT, typeName(value)) : read(text, rules);
}

/** What JSON.stringify has thrown. Not its message, which can have names and texts of the value in it. */
function thrown(error: unknown): string {
	if (error instanceof TypeError) {
		return "JSON.stringify throws a TypeError, as it does for a cycle or a BigInt";
	}
	return error instanceof RangeError
		? "JSON.stringify throws a RangeError, as it does where arrays are nested too deep"
		: "JSON.stringify throws, as a getter or toJSON of the value may";
}

function typeName(value: unknown): string {
	if (value === null || value === undefined) {
		return String(value);
	}
	const type = Array.isArray(value) ? "array" : typeof value;
	return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
