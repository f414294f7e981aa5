import { type LogOptions, type LogRules, lineLimit, logRules } from "./options.js";
import { parts } from "./parts.js";
import type { LogResult } from "./result.js";
import { ResultReader } from "./results.js";
import { Chunks, type LogSource } from "./source.js";
import { Splitter } from "./split.js";

/**
 * Reads a log: one result for each line, in order. A line that is no event is a result too, and the next line follows.
 *
 * Lines end with U+000A or U+000D U+000A. Blank lines are skipped, but counted. A log can also be one JSON array of objects. It can be compressed by
 * gzip. Takes memory for a chunk and for a line of at most `maxBytes`, however
 * large the log is. A line is read when its result is taken. Ending the loop cancels the source.
 *
 * @throws {TypeError} if the source or an option is of the wrong type, or an option does not exist
 * @throws {RangeError} if `maxBytes` is out of range
 *
 * @example
 * for await (const result of readEvents(response)) {
 *   if (result.ok) console.log(result.event.webhook_event_type);
 *   else console.warn(`line ${result.line}: ${result.error.message}`);
 * }
 */
export function readEvents(source: LogSource, options: LogOptions = {}): AsyncIterableIterator<LogResult> {
	return withOpenEnd(source, options, () => {});
}

/**
 * The same, and calls `onOpen` with the number of the line that the log ends in, before its result.
 *
 * @internal
 */
export function withOpenEnd(
	source: LogSource,
	options: LogOptions,
	onOpen: (line: number) => void,
): AsyncIterableIterator<LogResult> {
	const rules = logRules("readEvents", options);
	return eventsOf(new Chunks(source, rules.signal), rules, onOpen);
}

/**
 * The results of a log whose options are checked.
 *
 * @internal
 */
export function eventsOf(
	chunks: Chunks,
	rules: LogRules,
	onOpen?: (line: number) => void,
): Required<AsyncIterableIterator<LogResult>> {
	const results = generate(chunks, rules, onOpen);
	const events = {
		next: () => results.next(),
		// Cancelled first: a generator ends only when the chunk has come that it waits for, and not at all before it began.
		async return() {
			await chunks.cancel();
			return results.return(undefined);
		},
		async throw(error: unknown) {
			await chunks.cancel(error);
			return results.throw(error);
		},
		[Symbol.asyncIterator]: () => events,
	};
	return events;
}

async function* generate(
	chunks: Chunks,
	rules: LogRules,
	onOpen?: (line: number) => void,
): AsyncGenerator<LogResult, undefined> {
	const { signal } = rules;
	const splitter = new Splitter(new ResultReader(rules, onOpen), lineLimit(rules));
	for await (const results of parts(chunks, splitter, rules)) {
		for (const result of results) {
			yield result;
			if (signal?.aborted) {
				throw signal.reason;
			}
		}
	}
}
