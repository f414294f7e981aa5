import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { type Control, countLines, type Job, type Part, type PartResult } from "./part.js";

/** What a worker is given at its start. */
interface Given {
	readonly job: Job;
	/** One element, which is not 0 once all have to stop. A message would wait until the part is read. */
	readonly stop: Int32Array;
}

/** What a worker answers: how many bytes more it has read, or the result of a part. */
type Answer = { readonly bytes: number } | { readonly result: PartResult };

/** Whether this thread is a worker of a pool. */
export const isWorker = !isMainThread;

/** Counts parts in this worker, as they come. */
export function work(): void {
	const { job, stop } = workerData as Given;
	const answer = (it: Answer): void => parentPort?.postMessage(it);
	const controller = new AbortController();
	const onBytes = (bytes: number): void => {
		answer({ bytes });
		if (Atomics.load(stop, 0) !== 0) {
			controller.abort();
		}
	};
	const control = { signal: controller.signal, onBytes };
	parentPort?.on("message", async (part: Part) => answer({ result: await countLines(job, part, control) }));
}

/**
 * Counts the parts of a file, as many at once as there are workers, and yields their results in order. Ends after a part that was not
 * read to its end, because the numbers of later lines are unknown then.
 */
export async function* inOrder(
	job: Job,
	parts: readonly Part[],
	workers: number,
	control: Control,
): AsyncGenerator<PartResult, undefined> {
	if (workers === 1) {
		for (const part of parts) {
			const result = await countLines(job, part, control);
			yield result;
			if (isEarly(result)) {
				return;
			}
		}
		return;
	}
	const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
	const stopAll = (): void => {
		Atomics.store(stop, 0, 1);
	};
	const { signal, onBytes } = control;
	signal.addEventListener("abort", stopAll);
	const pool = Array.from({ length: workers }, () => new PoolWorker({ job, stop }, onBytes));
	try {
		for (const pending of spread(parts, pool)) {
			const result = await pending;
			yield result;
			if (isEarly(result)) {
				return;
			}
		}
	} finally {
		signal.removeEventListener("abort", stopAll);
		await Promise.all(pool.map((it) => it.end()));
	}
}

const isEarly = ({ failure, isStopped }: PartResult): boolean => failure !== undefined || isStopped;

/** The result of each part. A worker that is done takes the next part. */
function spread(parts: readonly Part[], pool: readonly PoolWorker[]): Promise<PartResult>[] {
	const rest = parts.entries();
	const resolvers: ((result: Promise<PartResult>) => void)[] = [];
	const results = parts.map(() => new Promise<PartResult>((resolve) => resolvers.push(resolve)));
	for (const worker of pool) {
		(async () => {
			for (const [index, part] of rest) {
				const result = worker.count(part);
				resolvers[index]?.(result);
				await result;
			}
		})().catch(() => {});
	}
	return results;
}

/** A thread that counts one part at a time. */
class PoolWorker {
	readonly #worker: Worker;
	#settle: { resolve(result: PartResult): void; reject(error: unknown): void } | undefined;

	constructor(given: Given, onBytes: Control["onBytes"]) {
		this.#worker = new Worker(new URL(import.meta.url), { workerData: given });
		this.#worker.on("error", (error) => this.#settle?.reject(error));
		this.#worker.on("message", (answer: Answer) => {
			if ("bytes" in answer) {
				onBytes(answer.bytes);
			} else {
				this.#settle?.resolve(answer.result);
			}
		});
	}

	count(part: Part): Promise<PartResult> {
		return new Promise((resolve, reject) => {
			this.#settle = { resolve, reject };
			this.#worker.postMessage(part);
		});
	}

	end(): Promise<number> {
		return this.#worker.terminate();
	}
}
