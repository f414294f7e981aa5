// readEventsInWorker in any host. It imports no module of a host, and gets its data and a worker that calls serveEvents.

import { readEvents, readEventsInWorker } from "azeer-webhooks/logs";
import { same } from "../same.mjs";
import { runAll } from "./run-all.mjs";

/** What can be compared of results. */
const seen = ({ ok, event, error, line, offset, bytes, wrapper }) => ({
	...(ok ? { event } : { message: error.message, issues: error.issues, status: error.status }),
	line,
	offset,
	wrapper,
	text: new TextDecoder().decode(bytes),
});

async function here(source, options) {
	const results = [];
	for await (const result of readEvents(source, options)) {
		results.push(seen(result));
	}
	return results;
}

async function there(source, options) {
	const results = [];
	for await (const batch of readEventsInWorker(source, options)) {
		if (batch.length === 0 || batch.length > 256) {
			throw new Error(`a batch of ${batch.length}`);
		}
		results.push(...batch.map(seen));
	}
	return results;
}

/** An endless stream of a log, which counts its chunks. */
function endless(lines) {
	const state = { chunks: 0, cancelled: undefined };
	state.stream = new ReadableStream(
		{
			pull(controller) {
				state.chunks += 1;
				controller.enqueue(new TextEncoder().encode(lines));
			},
			cancel(reason) {
				state.cancelled = { reason };
			},
		},
		{ highWaterMark: 0 },
	);
	return state;
}

async function thrown(run) {
	try {
		await run();
	} catch (error) {
		return error;
	}
	throw new Error("nothing was thrown");
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const checks = {
	async "the results are those of readEvents"({ lines, gzip, worker }) {
		const bytes = Uint8Array.from(atob(gzip), (it) => it.charCodeAt(0));
		const wrapped = lines
			.trimEnd()
			.split("\n")
			.map((body, at) => `${JSON.stringify({ at, body })}\n`)
			.join("");
		for (const [name, source, options] of [
			["a string", lines, {}],
			["many lines", lines.repeat(200), {}],
			["small chunks", [...lines].map((it) => it), {}],
			["gzip", bytes, {}],
			["an array", `[${lines.trimEnd().replaceAll("\n", ",")}`, { strict: true }],
			["wrapped", wrapped, { pointer: "/body" }],
			["lines that are too large", lines, { maxBytes: 400 }],
			["nothing", "", {}],
		]) {
			const wanted = await here(source, options);
			same(await there(source, { ...options, worker }), wanted, name);
			same(wanted.length > 0, name !== "nothing", name);
		}
	},
	async "the memory of the source is left alone"({ lines, worker }) {
		const chunk = new TextEncoder().encode(lines);
		await there([chunk], { worker });
		same(new TextDecoder().decode(chunk), lines);
	},
	async "one worker reads several logs at once"({ lines, worker }) {
		const [one, other] = [lines.repeat(20), lines.repeat(30).slice(7)];
		const found = await Promise.all([there(one, { worker }), there(other, { worker })]);
		same(found, [await here(one), await here(other)]);
	},
	async "the source is read no faster than batches are taken"({ lines, worker }) {
		const state = endless(lines);
		const batches = readEventsInWorker(state.stream, { worker });
		await batches.next();
		await wait(200);
		// One chunk for the batch that was taken, one for the next, and one that the worker has begun.
		same(state.chunks <= 3, true, `${state.chunks} chunks`);
		for (let taken = 0; taken < 20; taken++) {
			await batches.next();
		}
		await wait(200);
		same(state.chunks >= 20 && state.chunks <= 23, true, `${state.chunks} chunks`);
		await batches.return();
		same(state.cancelled, { reason: undefined });
		same(await batches.next(), { done: true, value: undefined });
	},
	async "ending the loop, and ending before it"({ lines, worker }) {
		const state = endless(lines);
		for await (const [{ line }] of readEventsInWorker(state.stream, { worker })) {
			same(line, 1);
			break;
		}
		same(state.cancelled, { reason: undefined });
		const other = endless(lines);
		await readEventsInWorker(other.stream, { worker }).return();
		same([other.chunks, other.cancelled], [0, { reason: undefined }]);
		// A source that gives nothing does not keep the loop from ending.
		const silent = readEventsInWorker(new ReadableStream(), { worker });
		const pending = silent.next();
		await wait(50);
		await silent.return();
		same(await pending, { done: true, value: undefined });
	},
	async "a signal"({ lines, worker }) {
		for (const source of [new ReadableStream(), endless(lines).stream]) {
			const controller = new AbortController();
			const reason = new Error("enough");
			setTimeout(() => controller.abort(reason), 50);
			const error = await thrown(async () => {
				for await (const batch of readEventsInWorker(source, { worker, signal: controller.signal })) {
					same(batch.length > 0, true);
				}
			});
			same(error === reason, true, String(error));
		}
	},
	async errors({ lines, gzip, worker }) {
		const reason = new Error("the disk is gone");
		async function* failing() {
			yield lines;
			throw reason;
		}
		let count = 0;
		const error = await thrown(async () => {
			for await (const batch of readEventsInWorker(failing(), { worker })) {
				count += batch.length;
			}
		});
		same([error === reason, count], [true, lines.split("\n").length - 1]);
		const cut = Uint8Array.from(atob(gzip), (it) => it.charCodeAt(0)).slice(0, -9);
		const truncated = await thrown(() => there(cut, { worker }));
		same(truncated.message, "the log is truncated: its gzip data ends too early");
		const typed = await thrown(() => there([1], { worker }));
		same(typed instanceof TypeError, true, String(typed));
		for (const [options, message] of [
			[{}, "worker has to be a Worker whose script calls serveEvents"],
			[{ worker: {} }, "worker has to be a Worker whose script calls serveEvents"],
			[{ worker, maxBytes: 0 }, "maxBytes has to be a whole number from 1 to 268435456"],
			[{ worker, pointer: "body" }, 'pointer has to be a JSON Pointer such as "/body"'],
		]) {
			same((await thrown(() => there(lines, options))).message, message);
		}
		// The worker goes on after all that.
		same(await there(lines, { worker }), await here(lines));
	},
	async progress({ lines, worker }) {
		const seen = [];
		const onProgress = (it) => seen.push(it);
		await there([lines, lines], { worker, onProgress });
		const size = new TextEncoder().encode(lines).length;
		const count = lines.split("\n").length - 1;
		same(seen.at(-1), { bytes: 2 * size, lines: 2 * count });
		same(seen.length >= 2, true);
	},
};

export const run = (given) => runAll(checks, given);
