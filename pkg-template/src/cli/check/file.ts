import { availableParallelism } from "node:os";
import { isGzip } from "../../core/bytes.js";
import { openInput } from "../input.js";
import { type Control, countAll, countLines, type Job, partsOf } from "./part.js";
import { inOrder } from "./pool.js";
import { Sum, type Totals } from "./totals.js";

/** Whether a thread can read from another's descriptor. */
export const canShare = !("deno" in process.versions);

/** More threads take more memory than they save time. */
const MOST_WORKERS = canShare ? 4 : 1;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

export interface CheckOptions extends Pick<Job, "options"> {
	readonly maxErrors: number;
	readonly workers: number | undefined;
	/** The size of the parts that large files are cut into. */
	readonly partBytes: number;
}

/** What was counted in a file, and what has ended the reading before its end. */
export interface Checked {
	readonly totals: Totals;
	readonly failure: string | undefined;
}

/** Checks a file. `onSize` is called with its size, if that is known. */
export async function checkFile(
	path: string,
	{ options, maxErrors, workers, partBytes }: CheckOptions,
	control: Control,
	onSize: (size: number | undefined) => void,
): Promise<Checked> {
	const input = await openInput(path);
	const { name, fd, size, start } = input;
	onSize(size);
	try {
		const sum = new Sum(maxErrors);
		const job = { name, options, maxInvalid: maxErrors };
		if (fd === undefined || size === undefined || !hasLines(start)) {
			const result = await countAll(job, input.chunks(), control);
			sum.addPart(name, result);
			return { totals: sum.totals, failure: result.failure };
		}
		const parts = partsOf(size, partBytes);
		const threads = Math.min(workers ?? Math.min(availableParallelism(), MOST_WORKERS), parts.length);
		let failure: string | undefined;
		for await (const result of inOrder({ ...job, fd }, parts, threads, control)) {
			sum.addPart(name, result);
			failure = result.failure;
		}
		if (!sum.isFull || parts.length === 1) {
			return { totals: sum.totals, failure };
		}
		// Which names are counted depends on the parts then. So that it does not, the file is read as one.
		const whole = new Sum(maxErrors);
		const result = await countLines({ ...job, fd }, { from: 0, to: size }, control);
		whole.addPart(name, result);
		return { totals: whole.totals, failure: result.failure };
	} finally {
		await input.close();
	}
}

/** Whether a file has lines, so that it can be cut; not if it is compressed or an array, or if its beginning does not tell. */
function hasLines(start: Uint8Array): boolean {
	const from = BYTE_ORDER_MARK.every((byte, at) => start[at] === byte) ? BYTE_ORDER_MARK.length : 0;
	const first = start.subarray(from).find((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
	return !isGzip(start) && first !== undefined && first !== 0x5b;
}
