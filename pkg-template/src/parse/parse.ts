import { HIGHEST_LIMIT } from "../generated/abi.js";
import { DEFAULT_MAX_BYTES } from "../generated/texts.js";
import type { AzeerEvent } from "../generated/types.js";
import { type Rules, read, readValue } from "./engine.js";
import { PayloadError } from "./error.js";
import { type Body, Failure } from "./failure.js";
import { readLines } from "./lines.js";

/** Options of {@link parse}, {@link safeParse}, {@link validate} and {@link parseMany}. */
export interface ParseOptions {
	/** The largest body, in bytes of UTF-8: 1 MiB by default, 256 MiB at most. */
	maxBytes?: number | undefined;
	/**
	 * Refuses a documented event that has an undocumented member, or lacks one that every documented example has;
	 * `false` by default. For contract tests, which should refuse unknown events too: nothing of those is checked. In
	 * production it breaks with the next member that Azeer adds.
	 */
	strict?: boolean | undefined;
}

/** What {@link safeParse} returns. */
export type ParseResult =
	| { readonly ok: true; readonly event: AzeerEvent }
	| { readonly ok: false; readonly error: PayloadError };

/**
 * Parses and checks a webhook body. Returns a typed event; an unknown one is not an error, but an `UnknownEvent`.
 *
 * @throws {PayloadError} if the body is not a JSON object, or breaks a rule of its event
 * @throws {RangeError | TypeError} if an option is out of range or of the wrong type
 * @throws {Error} if the host cannot run WebAssembly
 *
 * @example
 * const event = parse(body);
 * if (event.webhook_event_type === "incoming_msg" && event.message_type === "text") console.log(event.text);
 */
export function parse(body: Body, options?: ParseOptions): AzeerEvent {
	const result = read(body, rules(options));
	if (result instanceof Failure) {
		throw PayloadError.of(result);
	}
	return result;
}

/**
 * Like {@link parse}, but returns the `PayloadError` instead of throwing it. Faster for a bad body, as no stack trace
 * is captured.
 *
 * @throws {RangeError | TypeError} if an option is out of range or of the wrong type
 * @throws {Error} if the host cannot run WebAssembly
 *
 * @example
 * const result = safeParse(body);
 * if (!result.ok) console.warn(result.error.message);
 */
export function safeParse(body: Body, options?: ParseOptions): ParseResult {
	return toResult(read(body, rules(options)));
}

/**
 * Checks a value that is parsed already, such as a framework's `req.body`. If you have the raw body, parse that
 * instead: it is faster, and issues have its positions.
 *
 * The value is written by `JSON.stringify` and parsed again, so the event is a copy: a `Date` becomes its text, `NaN`
 * null, a member that is `undefined` absent. A value that cannot be written (a cycle, a `BigInt`, a getter that
 * throws, `undefined`) is an issue. Its message quotes nothing of the value; `JSON.stringify(value)` throws the
 * reason.
 *
 * @throws {RangeError | TypeError} if an option is out of range or of the wrong type
 * @throws {Error} if the host cannot run WebAssembly
 *
 * @example
 * const result = validate({ webhook_event_type: "chat_closed" });
 * if (result.ok) console.log(result.event.webhook_event_type);
 */
export function validate(value: unknown, options?: ParseOptions): ParseResult {
	return toResult(readValue(value, rules(options)));
}

/** The result of {@link parseMany} for a line: that of {@link safeParse}, and where the line is. */
export type LineResult = ParseResult & {
	/** The line's number, from 1. */
	readonly line: number;
	/** The line's offset in the body: in UTF-16 code units of a string, in bytes of bytes. */
	readonly offset: number;
};

/**
 * Parses NDJSON, such as a log with a body on each line: one result for each line, in order. Blank lines are skipped,
 * but counted. Lines end with U+000A or U+000D U+000A. `maxBytes` limits a line, and issues have positions in their
 * line: add its offset for the place in the body.
 *
 * A line is read when its result is taken: do not change bytes before that. Needs memory for 64 KiB of the body, or
 * for its longest line if that is longer. An event keeps no other line in memory.
 *
 * @throws {TypeError} if the body is neither a string nor bytes (a stream or a `Blob`), or is compressed by gzip
 * @throws {RangeError | TypeError} if an option is out of range or of the wrong type
 * @throws {Error} if the host cannot run WebAssembly
 *
 * @example
 * for (const result of parseMany(ndjson)) {
 *   if (result.ok) console.log(result.event.webhook_event_type);
 *   else console.warn(`line ${result.line}: ${result.error.message}`);
 * }
 */
export function parseMany(body: Body, options?: ParseOptions): IterableIterator<LineResult> {
	return readLines(body, rules(options), toLineResult);
}

function toLineResult(result: AzeerEvent | Failure, line: number, offset: number): LineResult {
	return result instanceof Failure
		? { ok: false, error: withoutStack(result), line, offset }
		: { ok: true, event: result, line, offset };
}

function toResult(result: AzeerEvent | Failure): ParseResult {
	return result instanceof Failure ? { ok: false, error: withoutStack(result) } : { ok: true, event: result };
}

const DEFAULTS: Rules = { maxBytes: DEFAULT_MAX_BYTES, strict: false };

function rules(options: ParseOptions | undefined): Rules {
	if (options === undefined) {
		return DEFAULTS;
	}
	if (typeof options !== "object" || options === null) {
		throw new TypeError("options have to be an object");
	}
	const { maxBytes = DEFAULT_MAX_BYTES, strict = false } = options;
	if (!Number.isInteger(maxBytes) || maxBytes < 1 || maxBytes > HIGHEST_LIMIT) {
		throw new RangeError(`maxBytes has to be a whole number from 1 to ${HIGHEST_LIMIT}`);
	}
	if (typeof strict !== "boolean") {
		throw new TypeError("strict has to be true or false");
	}
	return { maxBytes, strict };
}

/**
 * Makes an error without a stack trace, which V8 takes long to capture. Only V8 and JavaScriptCore have
 * `stackTraceLimit`.
 */
function withoutStack(failure: Failure): PayloadError {
	const errors = Error as { stackTraceLimit?: number };
	const before = errors.stackTraceLimit;
	// If `Error` is frozen, the error has a stack trace, which only costs time.
	const isSet = before !== undefined && Reflect.set(errors, "stackTraceLimit", 0);
	try {
		return PayloadError.of(failure);
	} finally {
		if (isSet) {
			errors.stackTraceLimit = before;
		}
	}
}
