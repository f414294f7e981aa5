import { countParts } from "./count.js";
import { Counter } from "./counter.js";
import type { CountRow, LogCounts } from "./counts.js";
import { type LogOptions, lineLimit, logRules } from "./options.js";
import { parts } from "./parts.js";
import { Chunks, type LogSource } from "./source.js";
import { Splitter } from "./split.js";

/** A line that is invalid. */
export interface InvalidLine {
	/** The line's number, from 1. */
	readonly line: number;
	/** The line without its end. Of one that is too large, the beginning. */
	readonly bytes: Uint8Array;
}

/** What was counted in a part of a log. */
export interface PartCounts {
	readonly counts: LogCounts;
	/** Lines that were not written to their end, which are not invalid: one row, or none. */
	readonly unfinished: readonly CountRow[];
	/** The first invalid lines. */
	readonly invalid: readonly InvalidLine[];
	/** What has ended the reading before the end of the part. */
	readonly error: unknown;
}

/** How a part is counted. */
export interface PartOptions extends LogOptions {
	/** How many invalid lines are kept at most. */
	readonly maxInvalid: number;
	/** Whether lines were before this part. It begins with a line then, whatever that begins with. */
	readonly isRest: boolean;
}

/**
 * Counts whole lines of a log, or all of it. If the reading ends early, returns what was counted until then: without the line that was not read to
 * its end.
 */
export async function countPart(source: LogSource, options: PartOptions): Promise<PartCounts> {
	const { maxInvalid, isRest, ...others } = options;
	const rules = logRules("countPart", others);
	const invalid: InvalidLine[] = [];
	const counter = new Counter(rules, (bytes, line) => {
		if (invalid.length < maxInvalid) {
			invalid.push({ line, bytes: bytes.slice() });
		}
	});
	const splitter = new Splitter(counter, lineLimit(rules), isRest);
	let error: unknown;
	try {
		await countParts(parts(new Chunks(source, rules.signal), splitter, rules, isRest));
	} catch (it) {
		error = it;
	}
	const counts = counter.counts(splitter.bytes, splitter.lines);
	return { counts, unfinished: counter.unfinished, invalid, error };
}
