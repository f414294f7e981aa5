import type { IssueCode } from "../generated/texts.js";

/** A character of UTF-8 has at most as many bytes. */
const LONGEST_CHARACTER = 4;

/**
 * Whether a line that has this issue, at an offset in bytes, is the beginning of one. It can end inside of a character. The program that
 * wrote it was stopped, or is about to write the rest.
 */
export const breaksOff = (issue: IssueCode | undefined, offset: number, length: number): boolean =>
	issue === "unexpected_end" || (issue === "invalid_utf8" && offset > length - LONGEST_CHARACTER);
