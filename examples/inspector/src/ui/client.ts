// Calls the worker's functions, which `Api` lists.

import type { Answer, Api, Progress, Request } from "../shared/protocol.ts";

type Waiting = { resolve(value: unknown): void; reject(error: Error): void };

const waiting = new Map<number, Waiting>();
const listeners = new Set<(progress: Progress) => void>();
let lastId = 0;
let started: Promise<Worker> | undefined;

/** Starts the worker, which is larger than the page, so it is loaded after it. */
export function start(): Promise<Worker> {
	started ??= import("./log-worker.ts").then(({ default: LogWorker }) => {
		const worker = new LogWorker();
		worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => receive(data));
		worker.addEventListener("error", ({ message }) => fail(message || "the worker could not be started"));
		return worker;
	});
	return started;
}

function receive(answer: Answer): void {
	if ("progress" in answer) {
		for (const listener of listeners) {
			listener(answer.progress);
		}
		return;
	}
	const call = waiting.get(answer.id);
	waiting.delete(answer.id);
	if ("error" in answer) {
		call?.reject(new Error(answer.error));
	} else {
		call?.resolve(answer.result);
	}
}

function fail(message: string): void {
	for (const { reject } of waiting.values()) {
		reject(new Error(message));
	}
	waiting.clear();
}

export async function call<K extends keyof Api>(
	method: K,
	...args: Parameters<Api[K]>
): Promise<ReturnType<Api[K]>> {
	const worker = await start();
	const id = ++lastId;
	worker.postMessage({ id, method, args } satisfies Request);
	return new Promise((resolve, reject) =>
		waiting.set(id, { resolve: resolve as Waiting["resolve"], reject }),
	);
}

/** Returns a function that ends the listening. */
export function onProgress(listener: (progress: Progress) => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}
