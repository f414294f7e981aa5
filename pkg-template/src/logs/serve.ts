import { builtin } from "./builtin.js";
import { type FromWorker, OPENING, type Opening, type Sent, type ToWorker } from "./messages.js";
import { type LogRules, lineLimit } from "./options.js";
import { parts } from "./parts.js";
import type { LogResult } from "./result.js";
import { ResultReader } from "./results.js";
import { Chunks } from "./source.js";
import { Splitter } from "./split.js";

/** How many results are sent at once at most. */
const BATCH = 256;

/** The port of a worker of Node.js to the thread that has started it. */
interface NodePort {
	on(event: "message", listener: (data: unknown) => void): void;
}

/**
 * Makes a worker read logs for {@link readEventsInWorker}. Call it once in the worker's script, which can do other work too.
 *
 * @throws {Error} if this is not a worker
 *
 * @example
 * serveEvents();
 */
export function serveEvents(): void {
	const listen = (data: unknown): void => {
		const { [OPENING]: rules, port } = Object(data) as Partial<Opening>;
		if (rules !== undefined && port !== undefined) {
			new Reading(port, rules).run();
		}
	};
	const parent = builtin<{ parentPort: NodePort | null }>("node:worker_threads")?.parentPort;
	const { addEventListener, postMessage } = globalThis as Partial<
		Pick<Worker, "addEventListener" | "postMessage">
	>;
	if (parent) {
		parent.on("message", listen);
	} else if (
		typeof addEventListener === "function" &&
		typeof postMessage === "function" &&
		!("document" in globalThis)
	) {
		addEventListener("message", (event) => listen((event as MessageEvent).data));
	} else {
		throw new Error("serveEvents has to be called in a worker");
	}
}

/** Reads one log. */
class Reading {
	readonly #port: MessagePort;
	readonly #rules: Pick<LogRules, "parse" | "pointer">;
	readonly #chunks: Chunks;
	/** How many batches may still be sent. */
	#wanted = 0;
	#wake = (): void => {};
	#take: (result: IteratorResult<Uint8Array>) => void = () => {};

	constructor(port: MessagePort, rules: Pick<LogRules, "parse" | "pointer">) {
		this.#port = port;
		this.#rules = rules;
		this.#chunks = new Chunks({ [Symbol.asyncIterator]: () => ({ next: () => this.#pull() }) }, undefined);
		port.onmessage = ({ data }) => this.#listen(data);
	}

	async run(): Promise<void> {
		const splitter = new Splitter(new ResultReader(this.#rules), lineLimit(this.#rules));
		const onProgress: LogRules["onProgress"] = (progress) => this.#send({ kind: "progress", progress });
		try {
			for await (const results of parts(this.#chunks, splitter, { signal: undefined, onProgress })) {
				await this.#sendAll(results);
			}
			this.#send({ kind: "done" });
		} catch (error) {
			this.#send({ kind: "error", error });
		}
	}

	async #sendAll(results: Iterable<LogResult>): Promise<void> {
		let batch: Sent[] = [];
		const flush = async (): Promise<void> => {
			while (this.#wanted === 0 && !this.#chunks.isCancelled) {
				await new Promise<void>((resolve) => {
					this.#wake = resolve;
				});
			}
			this.#wanted -= 1;
			this.#send({ kind: "batch", batch });
			batch = [];
		};
		for (const { ok, event, line, offset, bytes, wrapper } of results as Iterable<
			LogResult & { event?: Sent["event"] }
		>) {
			batch.push({ line, offset, bytes, event: ok ? event : undefined, wrapper });
			if (batch.length === BATCH) {
				await flush();
			}
			if (this.#chunks.isCancelled) {
				return;
			}
		}
		if (batch.length > 0) {
			await flush();
		}
	}

	#send(message: FromWorker): void {
		this.#port.postMessage(message);
	}

	#listen(message: ToWorker): void {
		switch (message.kind) {
			case "more":
				this.#wanted += 1;
				this.#wake();
				return;
			case "chunk":
				this.#take({ done: false, value: message.chunk });
				return;
			case "end":
				this.#take({ done: true, value: undefined });
				return;
			case "stop":
				this.#chunks.cancel();
				this.#wake();
				this.#port.close();
		}
	}

	#pull(): Promise<IteratorResult<Uint8Array>> {
		return new Promise((resolve) => {
			this.#take = resolve;
			this.#send({ kind: "pull" });
		});
	}
}
