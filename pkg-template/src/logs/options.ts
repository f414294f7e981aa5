import { HIGHEST_LIMIT } from "../generated/abi.js";
import { DEFAULT_MAX_BYTES } from "../generated/texts.js";
import { type ParseOptions, parseMany } from "../index.js";
import { refuseOthers } from "../parse/options.js";
import { pointerNames } from "./wrapped.js";

/** What is used of an `AbortSignal`. */
export interface LogSignal {
	readonly aborted: boolean;
	readonly reason: unknown;
	addEventListener(type: "abort", listener: () => void): void;
	removeEventListener(type: "abort", listener: () => void): void;
}

/** How much of a log was read. */
export interface LogProgress {
	/** Bytes of the source, before they are decompressed. */
	readonly bytes: number;
	/** Lines that were read to their end. */
	readonly lines: number;
}

/** Options of {@link readEvents}, {@link EventLogStream} and {@link countEvents}. `maxBytes` limits a line or, with `pointer`, the body in it. */
export interface LogOptions extends ParseOptions {
	/**
	 * Where each line has its body, as a JSON Pointer (RFC 6901) such as `/body`: a string with the body's text, or the body itself. If the
	 * member is absent, but its object has `base64`, as `deliveryToText` writes it, the body is those bytes. By default, a line is a body.
	 */
	pointer?: string | undefined;
	/** Ends the reading: the source is cancelled, and the signal's reason is thrown. */
	signal?: LogSignal | undefined;
	/** Called after each chunk, and at the end. */
	onProgress?: ((progress: LogProgress) => void) | undefined;
}

/**
 * Options with their defaults.
 *
 * @internal
 */
export interface LogRules {
	readonly parse: { readonly maxBytes: number; readonly strict: boolean };
	/** The names of the pointer; `undefined` if a line is a body. */
	readonly pointer: readonly string[] | undefined;
	readonly signal: LogSignal | undefined;
	readonly onProgress: (progress: LogProgress) => void;
}

/**
 * @throws {RangeError | TypeError} if an option is out of range, of the wrong type or does not exist
 *
 * @internal
 */
export function logRules(caller: string, options: LogOptions): LogRules {
	const {
		maxBytes = DEFAULT_MAX_BYTES,
		strict = false,
		pointer,
		signal,
		onProgress = () => {},
		...rest
	} = options;
	refuseOthers(caller, rest);
	const parse = { maxBytes, strict };
	// Checks both.
	parseMany("", parse);
	if (signal !== undefined && typeof signal?.addEventListener !== "function") {
		throw new TypeError("signal has to be an AbortSignal");
	}
	if (typeof onProgress !== "function") {
		throw new TypeError("onProgress has to be a function");
	}
	return { parse, pointer: pointerNames(pointer), signal, onProgress };
}

/** As an escape such as `\u0001`, a byte of a body takes this many. */
const LONGEST_ESCAPE = 6;
/** Room for what a line has beside its body, such as the headers of a request. */
const WRAPPER = 1 << 16;

/**
 * The size of the longest line: as `maxBytes` says or, if lines wrap bodies, what such a body can take in its line.
 *
 * @internal
 */
export function lineLimit({ parse: { maxBytes }, pointer }: Pick<LogRules, "parse" | "pointer">): number {
	return pointer === undefined ? maxBytes : Math.min(LONGEST_ESCAPE * maxBytes + WRAPPER, HIGHEST_LIMIT);
}
