import { type Command, InvalidArgumentError } from "commander";
import { HIGHEST_LIMIT } from "../generated/abi.js";
import { DEFAULT_MAX_BYTES } from "../generated/texts.js";

/** A parser of an option that is a whole number in a range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (!/^\d+$/.test(text) || value < least || value > most) {
			throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`);
		}
		return value;
	};
}

export function jsonPointer(text: string): string {
	if (!/^(?:\/(?:[^~/]|~[01])*)+$/s.test(text)) {
		throw new InvalidArgumentError('It has to be a JSON Pointer such as "/body".');
	}
	return text;
}

/** The options of every command that reads deliveries. */
export interface ReadingOptions {
	readonly pointer?: string;
	readonly maxBytes: number;
}

export function addReadingOptions(command: Command): Command {
	return command
		.option(
			"--pointer <pointer>",
			'where each line has its body, as a JSON Pointer; "/body" for a log of listen',
			jsonPointer,
		)
		.option("--max-bytes <bytes>", "the largest body", wholeNumber(1, HIGHEST_LIMIT), DEFAULT_MAX_BYTES);
}

/** `--show`, for every command that prints what people wrote. */
export const addShow = (command: Command): Command =>
	command.option("--show", "show names, phone numbers and texts, which are redacted otherwise");

/** `--strict`, for every command that checks. */
export const addStrict = (command: Command): Command =>
	command.option("--strict", "also refuse what Azeer does not document");
