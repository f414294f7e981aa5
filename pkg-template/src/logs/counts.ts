import { copied } from "../core/copied.js";
import type { IssueCode, UnknownReason } from "../generated/texts.js";

/** How many there are of something. */
export interface CountRow {
	readonly count: number;
	/** The line of the first. */
	readonly line: number;
}

/** How many events have a name and a message type. */
export interface EventCount extends CountRow {
	/** The event name. */
	readonly event: string;
	/** The message type, if the event is a message. */
	readonly messageType?: string;
	/** Why such events are unknown. */
	readonly reason?: UnknownReason;
}

/** How many issues have a code. Of a body with more than 32 issues, 32 are counted. */
export interface IssueCount extends CountRow {
	readonly code: IssueCode;
}

/** How many events have an undocumented member. */
export interface MemberCount extends CountRow {
	/** The name, cut after 100 UTF-16 code units. It can be something that a person wrote. */
	readonly name: string;
}

/** What {@link countEvents} has counted. Rows are sorted by their count. */
export interface LogCounts {
	/** The size of the log in bytes, decompressed. */
	readonly bytes: number;
	/** All lines, blank ones too. */
	readonly lines: number;
	/** Events that are not unknown. */
	readonly valid: number;
	readonly unknown: number;
	readonly invalid: number;
	/** At most 1,000 rows of unknown events. `valid` and `unknown` count those that have no row, too. */
	readonly events: readonly EventCount[];
	readonly issues: readonly IssueCount[];
	/** Members that Azeer documents for no event. At most 1,000 rows. */
	readonly undocumented: readonly MemberCount[];
}

/** A log can have any number of names, and names of any length. These limits keep the memory constant. */
const MAX_ROWS = 1000;
const MAX_NAME = 100;

/**
 * Counts by a key, with the line of the first.
 *
 * @internal
 */
export class Rows<T> {
	readonly #rows = new Map<T, { count: number; line: number }>();

	add(key: T, line: number): void {
		const row = this.#rows.get(key);
		if (row !== undefined) {
			row.count += 1;
		} else if (this.#rows.size < MAX_ROWS) {
			this.#rows.set(key, { count: 1, line });
		}
	}

	/** The rows, each with what `make` returns for its key. */
	map<R extends object>(make: (key: T) => R): (R & CountRow)[] {
		return Array.from(this.#rows, ([key, row]) => ({ ...make(key), ...row }));
	}
}

/**
 * The most frequent first; of equal ones, the one that came first.
 *
 * @internal
 */
export function sorted<R extends CountRow>(rows: R[]): R[] {
	return rows.sort((one, other) => other.count - one.count || one.line - other.line);
}

/**
 * A name as it is kept.
 *
 * @internal
 */
export function cut(name: string): string {
	// A slice would keep the whole name in memory.
	return name.length > MAX_NAME ? copied(name.slice(0, MAX_NAME)) : name;
}
