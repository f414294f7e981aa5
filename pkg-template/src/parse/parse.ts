import { MAX_MAX_BYTES } from "../generated/abi.js";
import { DEFAULT_MAX_BYTES } from "../generated/texts.js";
import type { AzeerEvent } from "../generated/types.js";
import { type Rules, read, readValue } from "./engine.js";
import { PayloadError } from "./error.js";
import { type Body, Failure } from "./failure.js";
import { readLines } from "./lines.js";

/** Options of {@link parse} and {@link safeParse}. */
export interface ParseOptions {
	/** How many bytes a body may have, in UTF-8; 1 MiB unless set, 256 MiB at most. */
	maxBytes?: number | undefined;
	/**
	 * Whether a documented event may have nothing but what Azeer documents for it, and has to have what every documented
	 * example has; `false` unless set. For contract tests, which should refuse unknown events as well: of those nothing is
	 * checked. In production it breaks with the next member that Azeer adds.
	 */
	strict?: boolean | undefined;
}

/** What {@link safeParse} returns. */
export type ParseResult =
	| { readonly ok: true; readonly event: AzeerEvent }
	| { readonly ok: false; readonly error: PayloadError };

/**
 * Parses a webhook body: a validated, typed event.
 *
 * @param body the text of the body, or its UTF-8 bytes
 * @throws {PayloadError} where the body is no JSON object, or breaks a rule of the payload its discriminants name
 * @throws {RangeError | TypeError} where an option is out of range or of another type
 * @throws {Error} where the host cannot run the core, and says so at the first call
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
 * Parses as {@link parse} does, and returns what that throws. No stack is captured, which makes it the faster way to
 * refuse.
 *
 * @throws {RangeError | TypeError} where an option is out of range or of another type
 * @throws {Error} where the host cannot run the core, and says so at the first call
 *
 * @example
 * const result = safeParse(body);
 * if (!result.ok) console.warn(result.error.message);
 */
export function safeParse(body: Body, options?: ParseOptions): ParseResult {
	return toResult(read(body, rules(options)));
}

/**
 * Checks a value that something else has parsed already, such as a framework's `req.body`. The value is written as
 * JSON and that is parsed: the event is a checked copy, and what JSON cannot express is read as `JSON.stringify` does:
 * a `Date` as its text, `NaN` as null, a member that is `undefined` as absent.
 *
 * A cycle, a `BigInt`, a getter that throws or `undefined` itself is an issue, whose message says nothing of the value: `JSON.stringify(value)`
 * throws the reason. Where the body is at hand, parse that:
 * it is faster, and positions are those of the body.
 *
 * @throws {RangeError | TypeError} where an option is out of range or of another type
 * @throws {Error} where the host cannot run the core, and says so at the first call
 *
 * @example
 * const result = validate({ webhook_event_type: "chat_closed" });
 * if (result.ok) console.log(result.event.webhook_event_type);
 */
export function validate(value: unknown, options?: ParseOptions): ParseResult {
	return toResult(readValue(value, rules(options)));
}

/** What {@link parseMany} gives for a line: what {@link safeParse} would, and the line's number, from 1. */
export type LineResult = ParseResult & { readonly line: number };

/**
 * Parses NDJSON, a body on each line (as a log of deliveries has them): one result for each line, in order. Blank lines are
 * skipped; lines end with U+000A, with or without U+000D before it, which is no part of the line. `maxBytes` is the limit of a line.
 *
 * Lines are read as results are taken, and until then bytes must not be changed. Beside the body this needs memory for 64 KiB of it, or
 * for one line where that is longer. An event holds no memory of other lines. Positions in issues are those in the line.
 *
 * @throws {TypeError} where the body is no string and no bytes, as a stream or a `Blob` is none, or is compressed by gzip
 * @throws {RangeError | TypeError} where an option is out of range or of another type
 * @throws {Error} where the host cannot run the core, and says so at the first call
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

function toLineResult(result: AzeerEvent | Failure, line: number): LineResult {
	return result instanceof Failure
		? { ok: false, error: withoutStack(result), line }
		: { ok: true, event: result, line };
}

function toResult(result: AzeerEvent | Failure): ParseResult {
	return result instanceof Failure ? { ok: false, error: withoutStack(result) } : { ok: true, event: result };
}

const USUAL: Rules = { maxBytes: DEFAULT_MAX_BYTES, strict: false };

function rules(options: ParseOptions | undefined): Rules {
	if (options === undefined) {
		return USUAL;
	}
	if (typeof options !== "object" || options === null) {
		throw new TypeError("options have to be an object");
	}
	const { maxBytes = DEFAULT_MAX_BYTES, strict = false } = options;
	if (!Number.isInteger(maxBytes) || maxBytes < 1 || maxBytes > MAX_MAX_BYTES) {
		throw new RangeError(`maxBytes has to be a whole number from 1 to ${MAX_MAX_BYTES}`);
	}
	if (typeof strict !== "boolean") {
		throw new TypeError("strict has to be true or false");
	}
	return { maxBytes, strict };
}

/** V8 alone has the limit, and it alone takes long over a stack. */
function withoutStack(failure: Failure): PayloadError {
	const errors = Error as { stackTraceLimit?: number };
	const before = errors.stackTraceLimit;
	// Where nothing can be set any more, the stack is only a waste.
	const isSet = before !== undefined && Reflect.set(errors, "stackTraceLimit", 0);
	try {
		return PayloadError.of(failure);
	} finally {
		if (isSet) {
			errors.stackTraceLimit = before;
		}
	}
}
