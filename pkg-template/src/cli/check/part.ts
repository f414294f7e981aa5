import { internals, type LogOptions, type PartCounts } from "../../logs.js";
import { Failure } from "../exit.js";
import { readFrom, readingFailure } from "../input.js";

const LINE_FEED = 0x0a;
/** How many bytes are read at once. A buffer for each chunk would take much memory until it is collected. */
const CHUNK = 1 << 18;

/** A part of a file: the lines that begin in a range of bytes. */
export interface Part {
	readonly from: number;
	readonly to: number;
}

/** What all parts of a file have in common. */
export interface Job {
	/** How messages call the file. */
	readonly name: string;
	readonly fd: number;
	readonly options: Pick<LogOptions, "pointer" | "maxBytes" | "strict">;
	readonly maxInvalid: number;
}

/** The result of a part. */
export interface PartResult extends Omit<PartCounts, "error"> {
	/** What ended the reading before the part's end: a failure's message, or Ctrl-C. */
	readonly failure?: string;
	readonly isStopped: boolean;
}

/** How readers are stopped, and whom they tell how much they have read. */
export interface Control {
	readonly signal: AbortSignal;
	readonly onBytes: (count: number) => void;
}

/** Cuts a file into parts of about the same size. */
export function partsOf(size: number, partBytes: number): Part[] {
	const count = Math.max(1, Math.ceil(size / partBytes));
	return Array.from({ length: count }, (_, at) => ({
		from: at * partBytes,
		to: Math.min(size, (at + 1) * partBytes),
	}));
}

/** Counts the lines that begin in a part of a file. */
export function countLines(job: Job, { from, to }: Part, control: Control): Promise<PartResult> {
	return count(job, linesOf(job, from, to), from > 0, control);
}

/** Counts a whole log that cannot be cut: compressed, an array, or standard input. */
export const countAll = (
	job: Omit<Job, "fd">,
	chunks: AsyncIterable<Uint8Array>,
	control: Control,
): Promise<PartResult> => count(job, chunks, false, control);

async function count(
	{ name, options, maxInvalid }: Omit<Job, "fd">,
	chunks: AsyncIterable<Uint8Array>,
	isRest: boolean,
	{ signal, onBytes }: Control,
): Promise<PartResult> {
	const source = watched(chunks, onBytes);
	const { error, ...found } = await internals.countPart(source, { ...options, signal, maxInvalid, isRest });
	if (error === undefined || signal.aborted) {
		return { ...found, isStopped: signal.aborted };
	}
	const failure = readingFailure(name, error);
	if (!(failure instanceof Failure)) {
		throw failure;
	}
	return { ...found, failure: failure.message, isStopped: false };
}

async function* watched(
	chunks: AsyncIterable<Uint8Array>,
	onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, undefined> {
	for await (const chunk of chunks) {
		yield chunk;
		onBytes(chunk.length);
	}
}

/** The bytes of the lines that begin in a range. The last is read to its end, also if that was written after the file was opened. */
async function* linesOf({ name, fd }: Job, from: number, to: number): AsyncGenerator<Uint8Array, undefined> {
	// If a line begins at the first byte, the line feed before it tells.
	let at = Math.max(0, from - 1);
	let isInside = from === 0;
	for await (const chunk of readFrom(name, fd, at, new Uint8Array(CHUNK))) {
		let start = 0;
		if (!isInside) {
			start = chunk.indexOf(LINE_FEED) + 1;
			isInside = start > 0 && at + start < to;
			if (!isInside && (start > 0 || at + chunk.length >= to)) {
				return;
			}
		}
		if (isInside) {
			const last = to - 1 - at;
			const feed = last < chunk.length ? chunk.indexOf(LINE_FEED, Math.max(last, start)) : -1;
			yield chunk.subarray(start, feed < 0 ? chunk.length : feed + 1);
			if (feed >= 0) {
				return;
			}
		}
		at += chunk.length;
	}
	if (at < to) {
		throw new Failure(`${name}: it has become shorter while it was read`);
	}
}
