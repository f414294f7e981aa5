import { bytesOf, encodeWtf8, isWellFormed } from "../core/bytes.js";
import { copied } from "../core/copied.js";
import { type Core, stopped, theCore } from "../core/core.js";
import { setMember } from "../core/member.js";
import {
	FIELDS_TO_SET,
	GENERATION,
	INVALID,
	IS_COPIED,
	ISSUE_BYTE,
	ISSUE_CODE,
	ISSUE_COLUMN,
	ISSUE_COUNT,
	ISSUE_EXPECTED,
	ISSUE_LINE,
	ISSUE_PATH,
	ISSUE_PATH_END,
	ISSUE_RECEIVED,
	ISSUE_UNIT,
	ISSUES_AT,
	MORE_ISSUES,
	MORE_MEMBERS,
	NON_ASCII,
	PATHS_AT,
	REASON,
	SHAPE_MASK,
	SPARSE,
	UNDOCUMENTED_AT,
	UNDOCUMENTED_COUNT,
	UNDOCUMENTED_NAME,
	UNDOCUMENTED_VALUE,
	UNKNOWN,
	WORDS_PER_ISSUE,
	WORDS_PER_UNDOCUMENTED,
} from "../generated/abi.js";
import { EVENT_WORD, MESSAGE_TYPE_WORD, setFields, shapes } from "../generated/builders.js";
import {
	BODY,
	BYTES,
	NOT_SERIALIZABLE,
	NOTHING,
	OBJECT,
	reasons,
	TOO_LARGE,
	UNSUPPORTED_BODY,
} from "../generated/texts.js";
import type { AzeerEvent, UnknownEvent } from "../generated/types.js";
import { type Body, describe, Failure } from "./failure.js";
import type { Shape } from "./shape.js";

/**
 * A string longer than a quarter of the body is not copied: copying takes time, and its slice holds at most four
 * times its size.
 */
const LONGEST_COPY = 4;

/** The caller's options, with defaults filled in. */
export interface Rules {
	readonly maxBytes: number;
	readonly strict: boolean;
}

/** Parses a body into an event or a failure. */
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
	// A code unit takes at least one byte.
	if (length > maxBytes) {
		return tooLarge(source, maxBytes);
	}
	// A larger body is cut. The encoder writes whole characters and leaves at most three bytes free, so `written`
	// still exceeds the limit.
	const written = core.write(source, Math.min(length * 3, maxBytes + 4));
	if (written > maxBytes) {
		return tooLarge(source, maxBytes);
	}
	const code = core.exports.parse(written, maxBytes, strict ? 1 : 0, 0);
	// The encoder silently replaces a lone surrogate by U+FFFD.
	if (written > length && core.exports.is_doubtful(written) !== 0 && !isWellFormed(source)) {
		return readIllFormed(core, source, written, rules);
	}
	return code === INVALID ? failure(core, source, source, maxBytes) : event(core, code, source);
}

/** Refuses a string with a lone surrogate. It takes three bytes, as U+FFFD does, so `length` is still right. */
function readIllFormed(core: Core, source: string, length: number, { maxBytes, strict }: Rules): Failure {
	const written = encodeWtf8(source, core.inputFor(length));
	core.exports.parse(written, maxBytes, strict ? 1 : 0, 1);
	return failure(core, source, source, maxBytes);
}

function readOther(core: Core, body: unknown, rules: Rules): AzeerEvent | Failure {
	let bytes: Uint8Array | undefined;
	try {
		bytes = bytesOf(body);
		// A detached buffer looks empty, but subarray throws.
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
	core.inputFor(length).set(bytes);
	const code = core.exports.parse(length, maxBytes, strict ? 1 : 0, 0);
	// Decodes the copy, not `bytes`: another thread may write to a SharedArrayBuffer.
	const source = sourceText(core, code, 0, length);
	return code === INVALID ? failure(core, bytes, source, maxBytes) : event(core, code, source);
}

/** The text of a part of the input buffer, for which the core returned `code`. */
export function sourceText(core: Core, code: number, start: number, end: number): string {
	core.refresh();
	const { buffer } = core;
	if (buffer === undefined) {
		return core.decoder.decode(core.input.subarray(start, end));
	}
	if (code < 0) {
		return buffer.utf8Slice(start, end);
	}
	return (code & NON_ASCII) === 0 ? buffer.latin1Slice(start, end) : core.validText(buffer, start, end);
}

/** Builds the event for a result code. */
export function event(core: Core, code: number, source: string): AzeerEvent {
	core.refresh();
	const { slots, header } = core;
	slots.source = source;
	slots.longestCopy = header[IS_COPIED] === 0 ? 0 : source.length / LONGEST_COPY;
	const built = code === UNKNOWN ? unknownEvent(core) : knownEvent(core, code);
	// Frees the body before the next one comes.
	slots.source = "";
	return built as AzeerEvent;
}

function knownEvent(core: Core, code: number): object {
	const { slots } = core;
	const shape = shapes[code & SHAPE_MASK] as Shape;
	if ((code & (SPARSE | MORE_MEMBERS)) === 0) {
		return shape.build(slots, shape);
	}
	return setMembers(core, (code & SPARSE) === 0 ? shape.build(slots, shape) : {});
}

function unknownEvent(core: Core): UnknownEvent {
	const { slots, header } = core;
	const reason = reasons[header[REASON] as number] as UnknownEvent["reason"];
	const event: UnknownEvent = {
		webhook_event_type: "unknown",
		reason,
		event_type: slots.string(EVENT_WORD),
		payload: setMembers(core, {}) as UnknownEvent["payload"],
	};
	if (reason !== "event_type") {
		event.message_type = slots.string(MESSAGE_TYPE_WORD);
	}
	return event;
}

/** Sets the documented fields that the header lists, and all undocumented members. */
function setMembers(core: Core, event: object): object {
	const { header, slots } = core;
	setFields(
		event as Record<string, unknown>,
		slots,
		header[FIELDS_TO_SET] as number,
		header[FIELDS_TO_SET + 1] as number,
	);
	if (header[UNDOCUMENTED_COUNT] !== 0) {
		setUndocumented(core, event);
	}
	return event;
}

function setUndocumented(core: Core, event: object): void {
	const { header, slots, words } = core;
	if (core.generation !== header[GENERATION]) {
		core.generation = header[GENERATION] as number;
		core.learnedNames = [];
	}
	const start = (header[UNDOCUMENTED_AT] as number) / 4;
	const end = start + (header[UNDOCUMENTED_COUNT] as number) * WORDS_PER_UNDOCUMENTED;
	for (let at = start; at < end; at += WORDS_PER_UNDOCUMENTED) {
		const learned = words[at + UNDOCUMENTED_NAME] as number;
		const name = core.learnedNames[learned] ?? undocumentedName(core, at, learned);
		setMember(event, name, slots.valueAt(at + UNDOCUMENTED_VALUE, words));
	}
}

function undocumentedName(core: Core, at: number, learned: number): string {
	const name = core.slots.valueAt(at, core.words) as string;
	if (learned < 0) {
		return name;
	}
	// A slice would keep the body in memory.
	const kept = copied(name);
	core.learnedNames[learned] = kept;
	return kept;
}

/** Makes the failure of a body that is `INVALID`, from the issues in the core's memory. */
export function failure(core: Core, body: Body, source: string, maxBytes: number): Failure {
	core.refresh();
	const { header, words } = core;
	const paths = header[PATHS_AT] as number;
	const start = (header[ISSUES_AT] as number) / 4;
	const end = start + (header[ISSUE_COUNT] as number) * WORDS_PER_ISSUE;
	const issues = [];
	for (let at = start; at < end; at += WORDS_PER_ISSUE) {
		const word = (index: number): number => words[at + index] as number;
		const [unit, path] = [word(ISSUE_UNIT), word(ISSUE_PATH)];
		issues.push(
			describe(source, unit, maxBytes, {
				code: word(ISSUE_CODE),
				path: core.text(paths + path, word(ISSUE_PATH_END) - path),
				offset: typeof body === "string" ? unit : word(ISSUE_BYTE),
				line: word(ISSUE_LINE),
				column: word(ISSUE_COLUMN),
				expected: word(ISSUE_EXPECTED),
				received: word(ISSUE_RECEIVED),
			}),
		);
	}
	return new Failure(issues, header[MORE_ISSUES] as number, body, source);
}

/** A failure of the whole body, found without the core. Its only issue is at the start. */
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

/** Writes a value as JSON and parses that. */
export function readValue(value: unknown, rules: Rules): AzeerEvent | Failure {
	let text: string | undefined;
	try {
		text = JSON.stringify(value);
	} catch (error) {
		return refused(value, NOT_SERIALIZABLE, OBJECT, thrown(error));
	}
	// JSON.stringify returns undefined for undefined, a function or a symbol.
	return text === undefined ? refused(value, NOT_SERIALIZABLE, OBJECT, typeName(value)) : read(text, rules);
}

/** Describes what JSON.stringify threw, without its message, which can contain names and texts of the value. */
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
