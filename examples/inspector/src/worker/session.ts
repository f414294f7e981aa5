// The functions that the page calls.

import type { LogResult } from "azeer-webhooks/logs";
import type { Filters } from "../shared/filters.ts";
import type { Api, Cell, Detail, ExportFormat, PhoneRow, Progress, View } from "../shared/protocol.ts";
import { NONE, TIERS } from "./columns.ts";
import { preview } from "./describe.ts";
import { detail, faultPreview } from "./detail.ts";
import { exported, firstLine } from "./export.ts";
import { Log } from "./log.ts";
import { Search } from "./search.ts";
import { inTurns } from "./turns.ts";
import { matches, type Phones, phonesOf } from "./view.ts";
import { bodyOf, receivedAt } from "./wrapped.ts";

type Promised<T> = {
	[K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> | R : never;
};

/** How much of an exported file becomes one Blob, so that it does not stay in the heap. */
const EXPORT_PART = 1 << 22;

export class Session implements Promised<Api> {
	readonly #report: (progress: Progress) => void;
	readonly #jobs = new Map<Progress["job"], AbortController>();
	#log = new Log();
	#search: Search | undefined;
	#version = 0;
	#query = 0;
	#asked = "";
	#rows: Uint32Array = new Uint32Array();
	#phones: Phones = phonesOf(this.#log, this.#rows);

	constructor(report: (progress: Progress) => void) {
		this.#report = report;
	}

	async read(files: readonly File[]): Promise<{ isCancelled: boolean }> {
		const of = files.reduce((sum, { size }) => sum + size, 0);
		let before = 0;
		const log = this.#log;
		return this.#run("read", async (signal) => {
			for (const file of files) {
				const progress = (bytes: number) =>
					this.#report({ job: "read", name: file.name, done: before + bytes, of });
				await log.read(file, signal, progress, (row, result) => this.#search?.test(row, result));
				before += file.size;
			}
		});
	}

	clear(): void {
		for (const job of this.#jobs.values()) {
			job.abort();
		}
		this.#log = new Log();
		this.#asked = "";
		this.#search = undefined;
		this.#rows = new Uint32Array();
		this.#phones = phonesOf(this.#log, this.#rows);
	}

	cancel(job: Progress["job"]): void {
		this.#jobs.get(job)?.abort();
	}

	view(filters: Filters, text: string): View {
		if (text !== (this.#search?.text ?? "")) {
			this.#startSearch(text);
		}
		const asked = JSON.stringify([filters, text]);
		if (asked !== this.#asked) {
			this.#asked = asked;
			this.#query += 1;
		}
		const { rows, ofAllPhones, view } = matches(this.#log, filters, this.#search);
		this.#rows = rows;
		this.#phones = phonesOf(this.#log, ofAllPhones);
		this.#version += 1;
		const { phone } = filters;
		const isKnown = phone !== null && phone < this.#log.phones.list.length;
		return {
			...view,
			version: this.#version,
			query: this.#query,
			phones: this.#phones.count,
			phone: isKnown ? (this.#log.phones.list[phone] as string) : null,
		};
	}

	/** Rows of the view. A view that is no longer current has none. */
	async cells(version: number, from: number, to: number, redacted: boolean): Promise<readonly Cell[]> {
		return version === this.#version ? this.#cells(this.#rows.subarray(from, to), redacted) : [];
	}

	async open(row: number, redacted: boolean): Promise<Detail> {
		for await (const { result } of this.#log.again([row])) {
			const place = {
				row,
				file: this.#fileName(row),
				line: this.#log.columns.line[row] as number,
				offset: this.#log.columns.offset[row] as number,
				size: result.bytes.length,
				receivedAt: receivedAt(result),
			};
			return detail(bodyOf(result), place, redacted);
		}
		throw new Error("there is no such row");
	}

	paste(text: string, redacted: boolean): Detail {
		const size = new TextEncoder().encode(text).length;
		return detail(text, { row: null, file: "", line: 1, offset: 0, size, receivedAt: null }, redacted);
	}

	phones(from: number, to: number, redacted: boolean): readonly PhoneRow[] {
		return this.#phones
			.sorted()
			.slice(from, to)
			.map(({ phone, count, last }) => ({
				phone,
				name: this.#phoneName(phone, redacted),
				count,
				last: timeOrNull(last),
			}));
	}

	async conversation(
		phone: number,
		count: number,
		redacted: boolean,
	): Promise<{ cells: readonly Cell[]; total: number }> {
		const { columns } = this.#log;
		const rows = this.#rows.filter((row) => columns.phone[row] === phone);
		// Events without a time come first.
		const time = (row: number) => timeOrNull(columns.time[row] as number) ?? Number.NEGATIVE_INFINITY;
		const sorted = Array.from(rows).sort((a, b) => (time(a) === time(b) ? a - b : time(a) - time(b)));
		return { cells: await this.#cells(sorted.slice(-count), redacted), total: rows.length };
	}

	phoneOf(row: number): number | null {
		const phone = this.#log.columns.phone[row] as number;
		return phone === NONE ? null : phone;
	}

	async export(format: ExportFormat, redacted: boolean): Promise<Blob | null> {
		const rows = this.#rows;
		const blobs: Blob[] = [];
		let parts: BlobPart[] = [firstLine(format)];
		let size = 0;
		let done = 0;
		const { isCancelled } = await this.#run("export", async (signal) => {
			for await (const { row, result } of inTurns(this.#log.again(rows), signal)) {
				const line = exported(format, this.#cell(row, result, redacted), result, redacted);
				parts.push(line as BlobPart, format === "ndjson" ? "\n" : "");
				size += line.length;
				done += 1;
				if (size > EXPORT_PART) {
					blobs.push(new Blob(parts));
					parts = [];
					size = 0;
					this.#report({ job: "export", name: format, done, of: rows.length });
				}
			}
		});
		const type = format === "csv" ? "text/csv" : "application/x-ndjson";
		return isCancelled ? null : new Blob([...blobs, ...parts], { type });
	}

	async #run(
		job: Progress["job"],
		run: (signal: AbortSignal) => Promise<void>,
	): Promise<{ isCancelled: boolean }> {
		this.cancel(job);
		const controller = new AbortController();
		this.#jobs.set(job, controller);
		try {
			await run(controller.signal);
			return { isCancelled: false };
		} catch (error) {
			if (!controller.signal.aborted) {
				throw error;
			}
			return { isCancelled: true };
		} finally {
			if (this.#jobs.get(job) === controller) {
				this.#jobs.delete(job);
			}
		}
	}

	#startSearch(text: string): void {
		this.cancel("search");
		this.#search = text === "" ? undefined : new Search(text);
		const search = this.#search;
		const end = { job: "search", name: "", done: 1, of: 1 } as const;
		if (search === undefined || this.#log.columns.length === 0) {
			this.#report(end);
			return;
		}
		const progress = (done: number, of: number) =>
			// Never more than the whole: the end is reported once.
			this.#report({ ...end, done: Math.min(done, of - 1), of });
		this.#run("search", (signal) => search.run(this.#log, signal, progress)).then(
			({ isCancelled }) => {
				if (!isCancelled) {
					this.#report(end);
				}
			},
			() => this.#report(end),
		);
	}

	async #cells(rows: ArrayLike<number>, redacted: boolean): Promise<Cell[]> {
		const cells: Cell[] = [];
		for await (const { row, result } of this.#log.again(rows)) {
			cells.push(this.#cell(row, result, redacted));
		}
		return cells;
	}

	#cell(row: number, result: LogResult, redacted: boolean): Cell {
		const { columns, events, types } = this.#log;
		const phone = columns.phone[row] as number;
		const event = events.list[columns.event[row] as number] as string;
		const wire: Record<string, unknown> = result.ok && "direction" in result.event ? { ...result.event } : {};
		return {
			row,
			file: this.#fileName(row),
			line: columns.line[row] as number,
			event,
			type: types.list[columns.type[row] as number] as string,
			time: timeOrNull(columns.time[row] as number),
			validity: TIERS[columns.tier(row)] ?? "invalid",
			drift: columns.drift(row),
			phone: phone === NONE ? "" : this.#phoneName(phone, redacted),
			isOutgoing: event === "outgoing_msg" || wire.direction === "out",
			preview: result.ok ? preview(result.event, redacted) : faultPreview(bodyOf(result), redacted),
		};
	}

	#fileName(row: number): string {
		return this.#log.files[this.#log.columns.file[row] as number]?.file.name ?? "";
	}

	#phoneName(phone: number, redacted: boolean): string {
		return redacted ? `Customer ${phone + 1}` : (this.#log.phones.list[phone] as string);
	}
}

const timeOrNull = (time: number): number | null => (Number.isFinite(time) ? time : null);
