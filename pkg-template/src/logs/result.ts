import type { JsonValue } from "../generated/types.js";
import type { ParseResult } from "../index.js";

/**
 * The result for one line, or for one element of an array. The place of an issue in the log is `offset + issue.offset`, in bytes. With
 * `pointer` it is a place in the body, in UTF-16 code units.
 */
export type LogResult = ParseResult & {
	/** The line's number, from 1. */
	readonly line: number;
	/** The offset in the log, in bytes after decompression. */
	readonly offset: number;
	/** A copy of the line without its end. Of one that is larger than `maxBytes`, the beginning. */
	readonly bytes: Uint8Array;
	/** With `pointer`, the whole line as a value; `undefined` if it is not JSON. */
	readonly wrapper?: JsonValue | undefined;
};
