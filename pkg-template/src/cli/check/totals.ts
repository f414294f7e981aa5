import type { CountRow, EventCount, InvalidLine, IssueCount, LogCounts, MemberCount } from "../../logs.js";
import type { PartResult } from "./part.js";

/** Where the first of something is. */
export interface Place {
	readonly file: string;
	readonly line: number;
}

/** A row of `countEvents`, and the file of its line. */
export type Placed<T> = T & Place;

/** What was counted in some files, or in some parts of a file. Rows are sorted by their count. */
export interface Totals extends Pick<LogCounts, "bytes" | "lines" | "valid" | "unknown" | "invalid"> {
	readonly events: readonly Placed<EventCount>[];
	readonly issues: readonly Placed<IssueCount>[];
	readonly undocumented: readonly Placed<MemberCount>[];
	/** One row, or none. */
	readonly unfinished: readonly Placed<CountRow>[];
	/** The first invalid lines. */
	readonly errors: readonly Placed<InvalidLine>[];
}

/** How many names of a kind the counter keeps. Others are not counted. */
const MAX_ROWS = 1000;

const NUMBERS = ["bytes", "lines", "valid", "unknown", "invalid"] as const;

/** Adds up what was counted in one file, part by part, or in several files. */
export class Sum {
	readonly #numbers = { bytes: 0, lines: 0, valid: 0, unknown: 0, invalid: 0 };
	readonly #rows = {
		events: new Map<string, Placed<EventCount>>(),
		issues: new Map<string, Placed<IssueCount>>(),
		undocumented: new Map<string, Placed<MemberCount>>(),
		unfinished: new Map<string, Placed<CountRow>>(),
	};
	readonly #errors: Placed<InvalidLine>[] = [];
	readonly #maxErrors: number;

	constructor(maxErrors: number) {
		this.#maxErrors = maxErrors;
	}

	/** Adds the next part of a file. */
	addPart(file: string, { counts, unfinished, invalid }: PartResult): void {
		const before = this.#numbers.lines;
		const placed = <T extends { readonly line: number }>(it: T): Placed<T> => ({
			...it,
			file,
			line: it.line + before,
		});
		const { events, issues, undocumented, ...numbers } = counts;
		this.add({
			...numbers,
			events: events.map(placed),
			issues: issues.map(placed),
			undocumented: undocumented.map(placed),
			unfinished: unfinished.map(placed),
			errors: invalid.map(placed),
		});
	}

	/** Adds the totals of the next file. */
	add(totals: Totals): void {
		for (const key of NUMBERS) {
			this.#numbers[key] += totals[key];
		}
		addRows(this.#rows.events, totals.events, eventKey);
		addRows(this.#rows.issues, totals.issues, ({ code }) => code);
		addRows(this.#rows.undocumented, totals.undocumented, ({ name }) => name);
		addRows(this.#rows.unfinished, totals.unfinished, () => "");
		this.#errors.push(...totals.errors.slice(0, this.#maxErrors - this.#errors.length));
	}

	/** Whether there are so many names that some may not have been counted in each part. */
	get isFull(): boolean {
		const { events, undocumented } = this.#rows;
		const unknown = [...events.values()].filter(({ reason }) => reason !== undefined);
		return unknown.length >= MAX_ROWS || undocumented.size >= MAX_ROWS;
	}

	get totals(): Totals {
		const { events, issues, undocumented, unfinished } = this.#rows;
		return {
			...this.#numbers,
			events: ranked(events),
			issues: ranked(issues),
			undocumented: ranked(undocumented),
			unfinished: ranked(unfinished),
			errors: this.#errors,
		};
	}
}

const eventKey = ({ event, messageType, reason }: EventCount): string =>
	JSON.stringify([event, messageType, reason]);

function addRows<T extends { readonly count: number }>(
	rows: Map<string, T>,
	added: readonly T[],
	keyOf: (row: T) => string,
): void {
	for (const row of added) {
		const key = keyOf(row);
		const known = rows.get(key);
		rows.set(key, known === undefined ? row : { ...known, count: known.count + row.count });
	}
}

/** The most frequent first; equal ones by name, so that the order depends on nothing else. */
function ranked<T extends { readonly count: number }>(rows: Map<string, T>): T[] {
	return [...rows]
		.sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
		.map(([, row]) => row);
}
