// readEventsInWorker and serveEvents in one thread, with what a worker of the web has. So everything that passes between them can be seen.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readEvents, readEventsInWorker, serveEvents } from "azeer-webhooks/logs";
import { fixtures } from "../suite.mjs";
import { run } from "./in-worker.mjs";

const lines = [...fixtures.values()].map((text) => `${text.replaceAll("\n", "")}\n`).join("");
const gzip = Buffer.concat([gzipSync(lines), gzipSync(lines)]).toString("base64");

/** The listeners of the global scope of the worker. */
const served = [];
const scope = {
	addEventListener: (type, listener) => {
		assert.equal(type, "message");
		served.push(listener);
	},
	postMessage: () => {},
};

before(() => {
	Object.assign(globalThis, scope);
	serveEvents();
});

after(() => {
	for (const name of Object.keys(scope)) {
		delete globalThis[name];
	}
});

function deliverHere(data) {
	for (const listener of served) {
		listener({ data });
	}
}

/** A worker whose script is this thread. `listeners` has those of its events. */
function makeWorker(deliver = deliverHere) {
	const listeners = new Map();
	const worker = {
		postMessage: (data) => queueMicrotask(() => deliver(data)),
		addEventListener: (type, listener) => listeners.set(type, listener),
		removeEventListener: (type, listener) => listeners.get(type) === listener && listeners.delete(type),
	};
	return { worker, listeners };
}

const silent = () => makeWorker(() => {});

test("the checks of all hosts", async () => {
	const { worker, listeners } = makeWorker();
	const { checks, failures } = await run({ lines, gzip, worker });
	assert.deepEqual(failures, []);
	assert.ok(checks > 5);
	assert.equal(listeners.size, 0, "no listener is left on the worker");
});

test("serveEvents needs the scope of a worker: both functions, and no document", () => {
	for (const [name, value] of [
		["addEventListener", undefined],
		["postMessage", undefined],
		["document", {}],
	]) {
		const before = globalThis[name];
		globalThis[name] = value;
		try {
			assert.throws(serveEvents, { message: "serveEvents has to be called in a worker" });
		} finally {
			globalThis[name] = before;
			if (name === "document") {
				delete globalThis.document;
			}
		}
	}
});

test("messages of others are left alone", async () => {
	const { port1, port2 } = new MessageChannel();
	for (const data of [undefined, null, 1, "text", {}, { port: port2 }, { "azeer-webhooks/logs": {} }]) {
		deliverHere(data);
	}
	assert.equal(port2.onmessage ?? null, null);
	port1.close();
});

test("a result has the members that it has without a worker", async () => {
	const { worker } = makeWorker();
	for (const [log, options] of [
		[`${lines}{}\n`, {}],
		[`${JSON.stringify({ body: lines.split("\n")[0] })}\n{}\n`, { pointer: "/body" }],
	]) {
		const here = [];
		for await (const result of readEvents(log, options)) {
			here.push(Object.keys(result).sort());
		}
		const there = [];
		for await (const batch of readEventsInWorker(log, { ...options, worker })) {
			there.push(...batch.map((result) => Object.keys(result).sort()));
		}
		assert.deepEqual(there, here);
	}
});

test("a batch has at most 256 results, and all but the last of a chunk are full", async () => {
	const { worker } = makeWorker();
	const line = `${lines.split("\n")[0]}\n`;
	for (const [count, wanted] of [
		[255, [255]],
		[256, [256]],
		[257, [256, 1]],
		[1000, [256, 256, 256, 232]],
	]) {
		const sizes = [];
		for await (const batch of readEventsInWorker(line.repeat(count), { worker })) {
			sizes.push(batch.length);
		}
		assert.deepEqual(sizes, wanted);
	}
});

test("a signal ends the wait for a worker that does not answer", async () => {
	const { worker, listeners } = silent();
	const controller = new AbortController();
	const { signal } = controller;
	const reading = readEventsInWorker(lines, { worker, signal });
	const next = reading.next();
	assert.equal(listeners.size, 3);
	const reason = new Error("enough");
	setTimeout(() => controller.abort(reason), 20);
	await assert.rejects(next, (error) => error === reason);
	assert.deepEqual(getEventListeners(signal, "abort"), []);
	assert.equal(listeners.size, 0);
});

test("after a signal, a batch that has come is not given", async () => {
	const { worker } = makeWorker();
	const controller = new AbortController();
	const { signal } = controller;
	const reading = readEventsInWorker(lines.repeat(100), { worker, signal });
	await reading.next();
	// The next batch is here by then.
	await new Promise((resolve) => setTimeout(resolve, 50));
	const reason = new Error("enough");
	controller.abort(reason);
	await assert.rejects(reading.next(), (error) => error === reason);
	assert.deepEqual(getEventListeners(signal, "abort"), []);
});

test("a signal keeps no listener after the end", async () => {
	const { worker } = makeWorker();
	const { signal } = new AbortController();
	for await (const _ of readEventsInWorker(lines, { worker, signal })) {
		assert.ok(getEventListeners(signal, "abort").length > 0);
	}
	assert.deepEqual(getEventListeners(signal, "abort"), []);
});

test("events of the worker end the reading, with their cause", async () => {
	const thrown = new Error("no disk");
	for (const [type, event, cause] of [
		["error", thrown, thrown],
		["error", { error: thrown, message: "text" }, thrown],
		["error", { message: "text" }, "text"],
		["error", undefined, undefined],
		["messageerror", { data: null }, undefined],
	]) {
		const { worker, listeners } = silent();
		const next = readEventsInWorker(lines, { worker }).next();
		listeners.get(type)(event);
		await assert.rejects(next, { message: "the worker that reads the log has failed", cause });
	}
	const { worker, listeners } = silent();
	const next = readEventsInWorker(lines, { worker }).next();
	listeners.get("exit")();
	await assert.rejects(next, { message: "the worker that reads the log has ended" });
});

test("a worker without events is watched by its messages alone", async () => {
	const { worker } = makeWorker();
	const { postMessage } = worker;
	let count = 0;
	for await (const batch of readEventsInWorker(lines, { worker: { postMessage } })) {
		count += batch.length;
	}
	assert.equal(count, fixtures.size);
});

test("an error of onProgress, and one that is thrown into the iterator, end the reading", async () => {
	const { worker } = makeWorker();
	const reason = new Error("enough");
	const onProgress = () => {
		throw reason;
	};
	const reading = readEventsInWorker(lines.repeat(500), { worker, onProgress });
	await assert.rejects(
		async () => {
			for await (const _ of reading) {
				// Read.
			}
		},
		(error) => error === reason,
	);
	let cancelled;
	const source = new ReadableStream({
		pull: (controller) => controller.enqueue(new TextEncoder().encode(lines)),
		cancel: (it) => {
			cancelled = it;
		},
	});
	const other = readEventsInWorker(source, { worker });
	await other.next();
	await assert.rejects(other.throw(reason), (error) => error === reason);
	assert.equal(cancelled, reason);
	assert.deepEqual(await other.next(), { done: true, value: undefined });
});

test("options that are none are refused at once", () => {
	const { worker } = makeWorker();
	assert.throws(() => readEventsInWorker(lines, { worker, x: 1 }), {
		name: "TypeError",
		message: "readEventsInWorker has no option x",
	});
	assert.throws(() => readEventsInWorker(lines), {
		name: "TypeError",
		message: "worker has to be a Worker whose script calls serveEvents",
	});
});
