import { Counter } from "./counter.js";
import type { LogCounts } from "./counts.js";
import { type LogOptions, lineLimit, logRules } from "./options.js";
import { parts } from "./parts.js";
import { Chunks, type LogSource } from "./source.js";
import { Splitter } from "./split.js";

/**
 * Counts what a log has: valid, unknown and invalid lines, events by name, issues by code, undocumented members by name. It checks what `readEvents`
 * checks, but makes no events, so it is several times as fast.
 *
 * @throws {TypeError} if the source or an option is of the wrong type, or an option does not exist
 * @throws {RangeError} if `maxBytes` is out of range
 *
 * @example
 * const { lines, invalid, issues } = await countEvents(response);
 * console.log(`${invalid} of ${lines} lines are invalid`, issues);
 */
export async function countEvents(source: LogSource, options: LogOptions = {}): Promise<LogCounts> {
	const rules = logRules("countEvents", options);
	const counter = new Counter(rules);
	const splitter = new Splitter(counter, lineLimit(rules));
	await countParts(parts(new Chunks(source, rules.signal), splitter, rules));
	return counter.counts(splitter.bytes, splitter.lines);
}

/**
 * Reads the parts of a log with a counter, which yields nothing.
 *
 * @internal
 */
export async function countParts(all: AsyncIterable<Iterable<never>>): Promise<void> {
	for await (const part of all) {
		part[Symbol.iterator]().next();
	}
}
