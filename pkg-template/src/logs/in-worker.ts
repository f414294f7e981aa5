import { type FromWorker, OPENING, type Opening, type Sent, type ToWorker } from "./messages.js";
import { type LogOptions, type LogRules, logRules } from "./options.js";
import type { LogResult } from "./result.js";
import { ResultReader } from "./results.js";
import { Chunks, type LogSource } from "./source.js";

/** What is used of a `Worker` of the web or of `node:worker_threads`. */
export interface LogWorker {
	postMessage(message: unknown, transfer: never[]): void;
}

/** Options of {@link readEventsInWorker}. */
export interface WorkerLogOptions extends LogOptions {
	/** A worker whose script calls {@link serveEvents}. It can read several logs at once. It is not ended after the log. */
	worker: LogWorker;
}

/**
 * Reads a log as {@link readEvents} does, in a worker, so that this thread stays free. Yields results in batches, of which one more is made
 * while you handle one. The source is read in this thread, no faster than batches are taken. Ending the loop cancels it.
 *
 * @throws {TypeError} if the source or an option is of the wrong type, or an option does not exist
 * @throws {RangeError} if `maxBytes` is out of range
 *
 * @example
 * const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
 * for await (const results of readEventsInWorker(file, { worker })) {
 *   for (const { line, ok } of results) console.log(line, ok);
 * }
 */
export function readEventsInWorker(
	source: LogSource,
	options: WorkerLogOptions,
): AsyncIterableIterator<readonly LogResult[]> {
	const { worker, ...others } = Object(options) as WorkerLogOptions;
	const rules = logRules("readEventsInWorker", others);
	if (typeof worker?.postMessage !== "function") {
		throw new TypeError("worker has to be a Worker whose script calls serveEvents");
	}
	const link = new Link(new Chunks(source, rules.signal), rules, worker);
	const results = batches(link);
	const iterator = {
		next: () => results.next(),
		// Ended first: a generator ends only when the batch has come that it waits for.
		async return() {
			await link.end();
			return results.return(undefined);
		},
		async throw(error: unknown) {
			await link.end(error);
			return results.throw(error);
		},
		[Symbol.asyncIterator]: () => iterator,
	};
	return iterator;
}

async function* batches(link: Link): AsyncGenerator<readonly LogResult[], undefined> {
	try {
		link.open();
		link.ask();
		for (let batch = await link.next(); batch !== undefined; batch = await link.next()) {
			link.ask();
			yield batch;
		}
	} finally {
		await link.end();
	}
}

/** The worker, as long as it reads one log. */
class Link {
	readonly #chunks: Chunks;
	readonly #rules: LogRules;
	readonly #worker: LogWorker;
	readonly #reader: ResultReader;
	#port: MessagePort | undefined;
	/** What has come and was not taken yet: at most two batches, and how the reading has ended. */
	readonly #batches: (readonly Sent[])[] = [];
	#ending: { readonly error?: unknown } | undefined;
	#wake = (): void => {};
	#unwatch = (): void => {};
	readonly #abort = (): void => this.#finish({ error: this.#rules.signal?.reason });

	constructor(chunks: Chunks, rules: LogRules, worker: LogWorker) {
		this.#chunks = chunks;
		this.#rules = rules;
		this.#worker = worker;
		this.#reader = new ResultReader(rules);
	}

	open(): void {
		const { port1, port2 } = new MessageChannel();
		const { parse, pointer, signal } = this.#rules;
		this.#port = port1;
		port1.onmessage = ({ data }) => this.#listen(data);
		this.#unwatch = watched(this.#worker as Watched, (error) => this.#finish({ error }));
		signal?.addEventListener("abort", this.#abort);
		const opening: Opening = { [OPENING]: { parse, pointer }, port: port2 };
		this.#worker.postMessage(opening, [port2] as never[]);
	}

	/** Lets the worker make one more batch. */
	ask(): void {
		this.#send({ kind: "more" });
	}

	/** The next batch; `undefined` at the end. */
	async next(): Promise<readonly LogResult[] | undefined> {
		while (this.#batches.length === 0 && this.#ending === undefined) {
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
		const { signal } = this.#rules;
		if (signal?.aborted) {
			throw signal.reason;
		}
		const batch = this.#batches.shift();
		if (batch !== undefined) {
			return batch.map((it) => this.#result(it));
		}
		if (this.#ending !== undefined && "error" in this.#ending) {
			throw this.#ending.error;
		}
		return undefined;
	}

	/** Ends the reading, also before the log has ended. */
	async end(reason?: unknown): Promise<void> {
		this.#batches.length = 0;
		this.#finish({});
		this.#unwatch();
		this.#rules.signal?.removeEventListener("abort", this.#abort);
		this.#send({ kind: "stop" });
		this.#port?.close();
		this.#port = undefined;
		await this.#chunks.cancel(reason);
	}

	#finish(ending: { readonly error?: unknown }): void {
		this.#ending ??= ending;
		this.#wake();
	}

	#send(message: ToWorker, transfer: Transferable[] = []): void {
		this.#port?.postMessage(message, transfer);
	}

	#listen(message: FromWorker): void {
		switch (message.kind) {
			case "pull":
				this.#feed();
				return;
			case "progress":
				this.#report(message.progress);
				return;
			case "batch":
				this.#batches.push(message.batch);
				this.#wake();
				return;
			case "done":
				this.#finish({});
				return;
			case "error":
				this.#finish({ error: message.error });
		}
	}

	async #feed(): Promise<void> {
		try {
			const chunk = await this.#chunks.next();
			if (chunk === undefined) {
				this.#send({ kind: "end" });
			} else {
				// The memory of the copy is moved. That of the chunk is the source's.
				const copy = chunk.slice();
				this.#send({ kind: "chunk", chunk: copy }, [copy.buffer]);
			}
		} catch (error) {
			this.#finish({ error });
		}
	}

	#report(progress: Parameters<LogRules["onProgress"]>[0]): void {
		try {
			this.#rules.onProgress(progress);
		} catch (error) {
			this.#finish({ error });
		}
	}

	#result({ line, offset, bytes, event, wrapper }: Sent): LogResult {
		if (event === undefined) {
			const [result] = this.#reader.body(bytes, line, offset);
			return result as LogResult;
		}
		const result = { ok: true, event, line, offset, bytes } as const;
		return this.#rules.pointer === undefined ? result : { ...result, wrapper };
	}
}

/** What a worker of the web or of Node.js tells of its end. */
interface Watched {
	/** -1 once a worker of Node.js has ended. */
	readonly threadId?: number;
	addEventListener?(type: string, listener: (event: unknown) => void): void;
	removeEventListener?(type: string, listener: (event: unknown) => void): void;
	on?(type: string, listener: (event: unknown) => void): void;
	off?(type: string, listener: (event: unknown) => void): void;
}

/** Calls `onError` once the worker fails or ends. Returns a function that ends this. */
function watched(worker: Watched, onError: (error: unknown) => void): () => void {
	const fail = (event: unknown): void => {
		const { message, error } = Object(event) as { message?: unknown; error?: unknown };
		const cause = event instanceof Error ? event : (error ?? message);
		onError(new Error("the worker that reads the log has failed", { cause }));
	};
	const exit = (): void => onError(new Error("the worker that reads the log has ended"));
	if (worker.threadId === -1) {
		exit();
	}
	const listeners: [string, (event: unknown) => void][] = [
		["error", fail],
		["messageerror", fail],
		["exit", exit],
	];
	for (const [type, listener] of listeners) {
		worker.addEventListener ? worker.addEventListener(type, listener) : worker.on?.(type, listener);
	}
	return () => {
		for (const [type, listener] of listeners) {
			worker.removeEventListener ? worker.removeEventListener(type, listener) : worker.off?.(type, listener);
		}
	};
}
