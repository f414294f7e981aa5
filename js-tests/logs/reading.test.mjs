// How a source is read: no more than is needed, and no longer than it is wanted.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { countEvents, EventLogStream, readEvents } from "azeer-webhooks/logs";
import { fixtures } from "../suite.mjs";

const line = `${fixtures.get("01-incoming-text").replaceAll("\n", "")}\n`;
const bytes = new TextEncoder().encode(line);

/** An endless stream that counts pulls, and how it was cancelled. */
function endless(chunk = bytes, type = undefined) {
	const state = { pulls: 0, cancelled: 0, reason: undefined };
	state.stream = new ReadableStream(
		{
			type,
			pull(controller) {
				state.pulls += 1;
				// A copy, as a stream of bytes takes the memory.
				controller.enqueue(Uint8Array.from(chunk));
			},
			cancel(reason) {
				state.cancelled += 1;
				state.reason = reason;
			},
		},
		{ highWaterMark: 0 },
	);
	return state;
}

/** A signal that is aborted soon. The timer of `AbortSignal.timeout` would let the program end. */
function soon() {
	const controller = new AbortController();
	setTimeout(() => controller.abort("late"), 20);
	return controller.signal;
}
const isLate = (error) => error === "late";

/** A stream that gives a line and then nothing. */
function stuck() {
	const state = { cancelled: 0, reason: undefined };
	state.stream = new ReadableStream({
		start: (controller) => controller.enqueue(bytes),
		cancel(reason) {
			state.cancelled += 1;
			state.reason = reason;
		},
	});
	return state;
}

test("a source is pulled once for each chunk of results that is taken", async () => {
	const source = endless();
	const events = readEvents(source.stream);
	assert.equal(source.pulls, 0);
	for (let taken = 1; taken <= 20; taken++) {
		assert.equal((await events.next()).value.line, taken);
		assert.equal(source.pulls, taken);
		// Nobody asks for more meanwhile.
		await new Promise((resolve) => setTimeout(resolve, 1));
		assert.equal(source.pulls, taken);
	}
	await events.return();
	assert.equal(source.cancelled, 1);
});

test("a chunk of many lines is read line by line", async () => {
	const many = new TextEncoder().encode(line.repeat(1000));
	const source = endless(many);
	const events = readEvents(source.stream);
	for (let taken = 0; taken < 1000; taken++) {
		await events.next();
	}
	assert.equal(source.pulls, 1);
	await events.return();
});

test("EventLogStream takes no more than its reader asks for", async () => {
	let isTaken = false;
	const writer = new EventLogStream().writable.getWriter();
	writer.write(line).then(() => {
		isTaken = true;
	});
	await new Promise((resolve) => setTimeout(resolve, 20));
	assert.equal(isTaken, false);
	const source = endless();
	const reader = source.stream.pipeThrough(new EventLogStream()).getReader();
	await reader.read();
	await new Promise((resolve) => setTimeout(resolve, 20));
	// The chunk of the result, and those that wait in the pair of streams.
	assert.ok(source.pulls <= 3, String(source.pulls));
	for (let taken = 2; taken <= 50; taken++) {
		assert.equal((await reader.read()).value.line, taken);
	}
	await new Promise((resolve) => setTimeout(resolve, 20));
	assert.ok(source.pulls <= 52, String(source.pulls));
	await reader.cancel("enough");
	assert.deepEqual([source.cancelled, source.reason], [1, "enough"]);
});

test("decompressing runs ahead by a bounded number of chunks", async () => {
	const source = endless(gzipSync(line));
	const events = readEvents(source.stream);
	await events.next();
	await new Promise((resolve) => setTimeout(resolve, 100));
	const { pulls } = source;
	await new Promise((resolve) => setTimeout(resolve, 100));
	assert.equal(source.pulls, pulls);
	await events.return();
	assert.equal(source.cancelled, 1);
});

test("ending the loop cancels the source, whatever it is", async () => {
	for (const chunk of [bytes, gzipSync(line)]) {
		for (const type of [undefined, "bytes"]) {
			const source = endless(chunk, type);
			for await (const { ok } of readEvents(source.stream)) {
				assert.equal(ok, true);
				break;
			}
			assert.equal(source.cancelled, 1);
		}

		let isEnded = false;
		const generated = (async function* () {
			try {
				for (;;) {
					yield chunk;
				}
			} finally {
				isEnded = true;
			}
		})();
		for await (const _ of readEvents(generated)) {
			break;
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
		assert.equal(isEnded, true);
	}
	const folder = mkdtempSync(join(tmpdir(), "azeer-logs-"));
	try {
		const path = join(folder, "log.ndjson");
		writeFileSync(path, line.repeat(1000));
		const file = createReadStream(path, { highWaterMark: 1000 });
		for await (const _ of readEvents(file)) {
			break;
		}
		assert.equal(file.destroyed, true);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("an iterator that was never read, or that waits for the source, can be ended", async () => {
	for (const make of [() => endless(), () => endless(gzipSync(line)), () => stuck()]) {
		const source = make();
		const events = readEvents(source.stream);
		assert.deepEqual(await events.return(), { done: true, value: undefined });
		assert.equal(source.cancelled, 1);
		assert.deepEqual(await events.next(), { done: true, value: undefined });
	}
	const source = stuck();
	const events = readEvents(source.stream);
	await events.next();
	const waiting = events.next();
	await events.return();
	assert.deepEqual(await waiting, { done: true, value: undefined });
	assert.equal(source.cancelled, 1);

	// The beginning of a line that was not read to its end is no result.
	const part = new PassThrough();
	part.write(line + line.slice(0, 50));
	const parts = readEvents(part);
	await parts.next();
	const second = parts.next();
	await parts.return();
	assert.equal((await second).done, true);
	assert.equal(part.destroyed, true);

	const piped = stuck();
	const reader = piped.stream.pipeThrough(new EventLogStream()).getReader();
	await reader.read();
	const pending = reader.read();
	await reader.cancel("enough");
	assert.equal((await pending).done, true);
	assert.equal(piped.reason, "enough");
});

test("a source that can only be read is left as it is", async () => {
	const source = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
	const events = readEvents(source);
	const next = events.next();
	await events.return();
	assert.deepEqual(await next, { done: true, value: undefined });
});

test("a signal ends the reading at once, with its reason", async () => {
	for (const reason of [new Error("enough"), "enough", undefined]) {
		for (const make of [() => endless(), () => endless(gzipSync(line)), () => stuck()]) {
			const controller = new AbortController();
			const { signal } = controller;
			const source = make();
			const events = readEvents(source.stream, { signal });
			assert.equal((await events.next()).value.line, 1);
			const next = events.next();
			controller.abort(reason);
			const results = await Promise.allSettled([next, events.next()]);
			const rejected = results.find(({ status }) => status === "rejected");
			assert.equal(rejected.reason, signal.reason);
			assert.deepEqual(await events.next(), { done: true, value: undefined });
			assert.deepEqual([source.cancelled, source.reason], [1, signal.reason]);
		}
	}
	// Between two results of one chunk.
	const controller = new AbortController();
	const lines = readEvents(line.repeat(3), { signal: controller.signal });
	await lines.next();
	controller.abort();
	await assert.rejects(lines.next(), { name: "AbortError" });

	const before = endless();
	await assert.rejects(
		readEvents(before.stream, { signal: AbortSignal.abort("early") }).next(),
		(error) => error === "early",
	);
	assert.deepEqual([before.pulls, before.cancelled], [0, 1]);

	const counted = stuck();
	const counting = countEvents(counted.stream, { signal: soon() });
	await assert.rejects(counting, isLate);
	assert.equal(counted.cancelled, 1);

	const file = new PassThrough();
	file.write(line);
	const reading = countEvents(file, { signal: soon() });
	await assert.rejects(reading, isLate);
	assert.equal(file.destroyed, true);
});

test("a signal keeps no listener after the end", async () => {
	const signal = new AbortController().signal;
	let listeners = 0;
	const { addEventListener, removeEventListener } = EventTarget.prototype;
	signal.addEventListener = function (...args) {
		listeners += 1;
		return addEventListener.apply(this, args);
	};
	signal.removeEventListener = function (...args) {
		listeners -= 1;
		return removeEventListener.apply(this, args);
	};
	await countEvents(line, { signal });
	await readEvents(endless().stream, { signal }).return();
	await assert.rejects(countEvents([1], { signal }), TypeError);
	assert.equal(listeners, 0);
});

test("an error of the source is thrown, after the results before it", async () => {
	const fault = Object.assign(new Error("the network is gone"), { code: "ECONNRESET" });
	for (const chunk of [bytes, gzipSync(line)]) {
		const failing = (async function* () {
			yield chunk;
			throw fault;
		})();
		const lines = [];
		await assert.rejects(
			async () => {
				for await (const result of readEvents(failing)) {
					lines.push(result.line);
				}
			},
			(error) => error === fault,
		);
		assert.ok(lines.length <= 1);
	}
	const aborted = new PassThrough();
	aborted.write(line);
	const reading = countEvents(aborted);
	aborted.destroy(fault);
	await assert.rejects(reading, (error) => error === fault);
	await assert.rejects(
		countEvents(new ReadableStream({ start: (it) => it.error(fault) })),
		(error) => error === fault,
	);
});

test("an error of onProgress, or a chunk that is none, is thrown and cancels the source", async () => {
	const source = endless();
	const reading = countEvents(source.stream, {
		onProgress() {
			throw new Error("a bug of the caller");
		},
	});
	await assert.rejects(reading, { message: "a bug of the caller" });
	assert.equal(source.cancelled, 1);
	let isEnded = false;
	const wrong = (function* () {
		try {
			yield line;
			yield { line };
		} finally {
			isEnded = true;
		}
	})();
	await assert.rejects(countEvents(wrong), {
		name: "TypeError",
		message: "a chunk of a log has to be a string, a Uint8Array or an ArrayBuffer, not Object",
	});
	assert.equal(isEnded, true);
});

test("onProgress tells how much was read", async () => {
	const seen = [];
	const zipped = gzipSync(line.repeat(2000));
	for (const source of [
		[line, line.slice(0, 9), line.slice(9)],
		[zipped.subarray(0, 20), zipped.subarray(20)],
	]) {
		for (const read of [countEvents, drain]) {
			const progress = [];
			await read(source, { onProgress: (it) => progress.push(it) });
			seen.push(progress);
			const sizes = progress.map((it) => it.bytes);
			assert.deepEqual(
				sizes,
				sizes.toSorted((a, b) => a - b),
			);
		}
	}
	const { length } = bytes;
	const wanted = [
		{ bytes: length, lines: 1 },
		{ bytes: length + 9, lines: 1 },
		{ bytes: 2 * length, lines: 2 },
		{ bytes: 2 * length, lines: 2 },
	];
	assert.deepEqual(seen.slice(0, 2), [wanted, wanted]);
	for (const progress of seen.slice(2)) {
		assert.deepEqual(progress.at(-1), { bytes: zipped.length, lines: 2000 });
		assert.ok(progress.length > 2);
	}
	// A text is one chunk. One half of a surrogate pair becomes U+FFFD, of three bytes, at the end.
	const ofText = [];
	await countEvents(`${line}\ud83d`, { onProgress: (it) => ofText.push(it.bytes) });
	assert.deepEqual(ofText, [length, length + 3, length + 3]);
});

async function drain(source, options) {
	for await (const _ of readEvents(source, options)) {
		// Taken.
	}
}

test("arguments that are none are refused at once", async () => {
	for (const source of [undefined, null, 1, {}, { body: "text" }, () => {}]) {
		assert.throws(() => readEvents(source), {
			name: "TypeError",
			message:
				/^a log is read from a stream, an iterable of chunks, a Blob, a Response, a string or bytes, not /,
		});
		await assert.rejects(countEvents(source), TypeError);
	}
	const read = new Response(line);
	await read.text();
	assert.throws(() => readEvents(read), TypeError);
	for (const [options, error] of [
		[{ maxBytes: 0 }, RangeError],
		[{ strict: 1 }, TypeError],
		[{ pointer: "body" }, /^TypeError: pointer has to be a JSON Pointer such as "\/body"$/],
		[{ pointer: "" }, TypeError],
		[{ pointer: "/a~2" }, TypeError],
		[{ pointer: "a/body" }, TypeError],
		[{ pointer: ["/body"] }, TypeError],
		[{ signal: {} }, /^TypeError: signal has to be an AbortSignal$/],
		[{ signal: null }, /^TypeError: signal has to be an AbortSignal$/],
		[{ onProgress: 1 }, /^TypeError: onProgress has to be a function$/],
	]) {
		const source = endless();
		assert.throws(() => readEvents(source.stream, options), error);
		assert.throws(() => new EventLogStream(options), error);
		await assert.rejects(countEvents(source.stream, options), error);
		assert.equal(source.stream.locked, false);
	}
	assert.throws(() => readEvents("", { onprogress: 1 }), /^TypeError: readEvents has no option onprogress$/);
	assert.throws(() => new EventLogStream({ x: 1 }), /^TypeError: EventLogStream has no option x$/);
	await assert.rejects(countEvents("", { x: 1 }), /^TypeError: countEvents has no option x$/);
});

test("a stream of Node.js that has ended is empty, and one that was destroyed is an error", async () => {
	const ended = new PassThrough();
	ended.end();
	ended.resume();
	await once(ended, "end");
	assert.equal((await countEvents(ended)).lines, 0);
	const destroyed = new PassThrough();
	destroyed.destroy();
	await assert.rejects(countEvents(destroyed), { code: "ERR_STREAM_PREMATURE_CLOSE" });
});

test("the chunks of a log may use one buffer in turn", async () => {
	const log = Buffer.from(
		`\ufeff${[...fixtures.values()].map((text) => `${text.replaceAll("\n", "")}\n`).join("")}`,
	);
	for (const bytes of [log, Buffer.from(`[${[...fixtures.values()].join()}]`)]) {
		const seen = async (source) => {
			const found = [];
			for await (const { ok, line, offset } of readEvents(source)) {
				found.push([ok, line, offset]);
			}
			return found;
		};
		const wanted = await seen(bytes);
		for (const size of [1, 2, 3, 5, 100, 3000]) {
			const buffer = new Uint8Array(size);
			const chunks = function* () {
				for (let at = 0; at < bytes.length; at += size) {
					buffer.set(bytes.subarray(at, at + size));
					yield buffer.subarray(0, Math.min(size, bytes.length - at));
				}
			};
			assert.deepEqual(await seen(chunks()), wanted, `chunks of ${size}`);
		}
	}
});
