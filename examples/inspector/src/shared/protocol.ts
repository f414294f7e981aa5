// What the page and its worker tell each other. Everything here is plain data.

import type { Drift, Tier } from "azeer-webhooks/inspect";
import type { Filters } from "./filters.ts";

/** A row of the table, ready to be shown: redacted in the worker if redaction is on. */
export interface Cell {
	readonly row: number;
	readonly file: string;
	readonly line: number;
	readonly event: string;
	readonly type: string;
	/** Milliseconds; `null` if the event has no time, or one that is not set. */
	readonly time: number | null;
	readonly validity: Tier;
	readonly drift: boolean;
	readonly phone: string;
	readonly isOutgoing: boolean;
	readonly preview: string;
}

/** How many rows have each value of a filter, with all other filters applied. */
export type Facet = Readonly<Record<string, number>>;

/** Events of one name over time. */
export interface Series {
	readonly event: string;
	readonly counts: readonly number[];
}

export interface Timeline {
	/** The beginning of each bucket, in milliseconds. */
	readonly starts: readonly number[];
	readonly step: number;
	readonly series: readonly Series[];
	/** Rows that match and have no time. */
	readonly unset: number;
}

/** What the filters let through. */
export interface View {
	readonly version: number;
	/** As long as it is the same, rows are only added to those of the view before. */
	readonly query: number;
	readonly total: number;
	readonly matching: number;
	readonly facets: Readonly<Record<"event" | "type" | "validity" | "drift", Facet>>;
	/** The totals of what matches, by event name. */
	readonly events: Facet;
	readonly timeline: Timeline;
	readonly phones: number;
	/** The pseudonym or the number of the phone that is filtered. */
	readonly phone: string | null;
}

export interface PhoneRow {
	readonly phone: number;
	readonly name: string;
	readonly count: number;
	readonly last: number | null;
}

export interface Member {
	readonly name: string;
	readonly value: string;
	readonly kind: "text" | "time" | "unset" | "null" | "hidden" | "json";
	/** A file or a place, to be opened by a click. */
	readonly href?: string;
	readonly drift?: Drift["kind"];
}

export interface Fault {
	readonly code: string;
	readonly message: string;
	/** Where it is in `Detail.text`, in UTF-16 code units. */
	readonly at: number;
	readonly line: number;
	readonly column: number;
}

/** One body, as the detail pane shows it. */
export interface Detail {
	readonly row: number | null;
	readonly file: string;
	readonly line: number;
	readonly offset: number;
	readonly size: number;
	/** When a receiver took it, if the log says so. */
	readonly receivedAt: string | null;
	readonly tier: Tier;
	readonly event: string;
	readonly type: string;
	readonly members: readonly Member[];
	readonly faults: readonly Fault[];
	readonly drift: readonly Drift[];
	/** The body, with personal data masked if redaction is on; of a long one, the beginning. */
	readonly text: string;
	readonly isCut: boolean;
	/** The line is above the limit of the parser. */
	readonly isTooLarge: boolean;
}

export interface Progress {
	readonly job: "read" | "search" | "export";
	readonly name: string;
	readonly done: number;
	readonly of: number;
}

export type ExportFormat = "ndjson" | "csv";

/** The functions of the worker. Each returns a promise to the page. */
export interface Api {
	/** Reads files after those that were read before. Resolves when all are read, or the reading was cancelled. */
	read(files: readonly File[]): { isCancelled: boolean };
	/** Forgets all files. */
	clear(): void;
	/** Ends the job. What was read so far stays. */
	cancel(job: Progress["job"]): void;
	view(filters: Filters, text: string): View;
	cells(version: number, from: number, to: number, redacted: boolean): readonly Cell[];
	open(row: number, redacted: boolean): Detail;
	/** Inspects one body that is no part of a log. */
	paste(text: string, redacted: boolean): Detail;
	/** The number of a phone in this page, by a row's place in the view. */
	phones(from: number, to: number, redacted: boolean): readonly PhoneRow[];
	/** The newest `count` events of a phone that match, the oldest first. */
	conversation(phone: number, count: number, redacted: boolean): { cells: readonly Cell[]; total: number };
	phoneOf(row: number): number | null;
	export(format: ExportFormat, redacted: boolean): Blob | null;
}

export interface Request {
	readonly id: number;
	readonly method: keyof Api;
	readonly args: unknown[];
}

export type Answer =
	| { readonly id: number; readonly result: unknown }
	| { readonly id: number; readonly error: string }
	| { readonly progress: Progress };
