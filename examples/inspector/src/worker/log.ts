// All files that were dropped, and the index of their events.

import { safeParse } from "azeer-webhooks";
import { type LogResult, readEvents } from "azeer-webhooks/logs";
import { Columns, Names, NONE, TIERS } from "./columns.ts";
import { INVALID, phoneOf, timeOf, typeOf, Verdicts } from "./describe.ts";
import { fileStore, type Store, Unpacked } from "./log-file.ts";
import { inTurns } from "./turns.ts";
import { pointerOf } from "./wrapped.ts";

export interface LogFile {
	readonly file: File;
	readonly store: Store;
	readonly pointer: string | undefined;
	readonly isOneBody: boolean;
}

/** Files are numbered in 16 bits. */
const MAX_FILES = 0xffff;
/** Rows that lie together are read at once, up to this many bytes. */
const MAX_READ = 1 << 22;
/** The parser's limit of a body. */
const MAX_BODY = 1 << 20;

const INVALID_VERDICT = { tier: "invalid", drift: false } as const;

export class Log {
	readonly columns = new Columns();
	readonly files: LogFile[] = [];
	readonly events = new Names();
	readonly types = new Names();
	readonly phones = new Names();
	readonly #verdicts = new Verdicts();

	/** Reads a file to its end. `onRow` is called for each row that was added. */
	async read(
		file: File,
		signal: AbortSignal,
		onProgress: (bytes: number) => void,
		onRow: (row: number, result: LogResult) => void,
	): Promise<void> {
		if (this.files.length === MAX_FILES) {
			throw new Error("these are too many files");
		}
		const pointer = await pointerOf(file);
		const unpacked = (await isGzip(file)) ? new Unpacked() : undefined;
		const store = unpacked ?? fileStore(file);
		const number = this.files.push({ file, store, pointer, isOneBody: await isOneBody(file) }) - 1;
		for await (const result of this.results(number, signal, onProgress)) {
			unpacked?.add(result.offset, result.bytes);
			onRow(this.#add(number, result), result);
		}
		unpacked?.finish();
	}

	/** The results of a file, from its beginning. */
	results(
		number: number,
		signal: AbortSignal,
		onProgress: (bytes: number) => void,
	): AsyncIterable<LogResult> {
		const { file, pointer, isOneBody } = this.files[number] as LogFile;
		if (isOneBody) {
			return onlyBody(file, pointer);
		}
		const results = readEvents(file, { pointer, signal, onProgress: ({ bytes }) => onProgress(bytes) });
		return inTurns(results, signal);
	}

	/** Reads rows again from their files. */
	async *again(rows: ArrayLike<number>): AsyncGenerator<{ row: number; result: LogResult }> {
		const { file, offset, size } = this.columns;
		for (let at = 0; at < rows.length; ) {
			const first = rows[at] as number;
			const start = offset[first] as number;
			let next = at + 1;
			let end = start + (size[first] as number);
			for (; next < rows.length; next++) {
				const row = rows[next] as number;
				const rowEnd = (offset[row] as number) + (size[row] as number);
				if (file[row] !== file[first] || (offset[row] as number) < end || rowEnd - start > MAX_READ) {
					break;
				}
				end = rowEnd;
			}
			const { store, pointer } = this.files[file[first] as number] as LogFile;
			const bytes = await store.read(start, end);
			for (; at < next; at++) {
				const row = rows[at] as number;
				const from = (offset[row] as number) - start;
				const line = bytes.subarray(from, from + (size[row] as number));
				yield { row, result: await single(line, pointer) };
			}
		}
	}

	#add(file: number, result: LogResult): number {
		const event = result.ok ? result.event : undefined;
		const { tier, drift } = result.ok ? this.#verdicts.of(result) : INVALID_VERDICT;
		const phone = event === undefined ? null : phoneOf(event);
		// One literal without a spread, which takes several times as long as parsing.
		return this.columns.add({
			file,
			line: result.line,
			offset: result.offset,
			size: result.bytes.length,
			event: this.events.number(event?.webhook_event_type ?? INVALID),
			type: this.types.number(event === undefined ? "" : typeOf(event)),
			tier: TIERS.indexOf(tier),
			drift,
			time: event === undefined ? Number.NaN : timeOf(event),
			phone: phone === null || phone === "" ? NONE : this.phones.number(phone),
		});
	}
}

/** The result of one line, or of one element of an array, which can have line breaks. */
async function single(bytes: Uint8Array, pointer: string | undefined): Promise<LogResult> {
	if (pointer !== undefined) {
		const log = bytes.includes(0x0a) ? ["[", bytes, "]"] : [bytes];
		for await (const result of readEvents(log, { pointer })) {
			return { ...result, bytes };
		}
	}
	return { ...safeParse(bytes), line: 1, offset: 0, bytes };
}

async function* onlyBody(file: Blob, pointer: string | undefined): AsyncGenerator<LogResult> {
	yield await single(new Uint8Array(await file.arrayBuffer()), pointer);
}

/** Whether a file is one body over several lines. */
async function isOneBody(file: Blob): Promise<boolean> {
	if (file.size > MAX_BODY) {
		return false;
	}
	try {
		const text = await file.text();
		return text.trimEnd().includes("\n") && text.trimStart().startsWith("{") && JSON.parse(text) !== null;
	} catch {
		return false;
	}
}

async function isGzip(file: Blob): Promise<boolean> {
	const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
	return first === 0x1f && second === 0x8b;
}
