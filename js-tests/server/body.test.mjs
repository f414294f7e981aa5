// The body of a request: its limit, gzip, and clients that break off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { toDelivery } from "azeer-webhooks/server";
import { bytes, chunks, good, kept, post } from "./deliveries.mjs";

const MiB = 2 ** 20;
const gzip = { "content-encoding": "gzip" };

/** What a receiver answers to a body, and whether there was a delivery. */
async function answer(body, { headers, ...options } = {}) {
	const { receiver, deliveries, observations } = kept(options);
	const { status } = await receiver(post(body, { headers }));
	return { status, body: deliveries[0]?.body, read: observations[0].bytes };
}

function* endless(chunk, count = Number.POSITIVE_INFINITY) {
	for (let at = 0; at < count; at++) {
		yield chunk.slice();
	}
}

test("as large as the limit, and one byte more, in chunks of any size", async () => {
	const maxBytes = 1000;
	for (const size of [1, 7, 999, 1000, 1001]) {
		for (const [length, status] of [
			[1000, 202],
			[1001, 413],
		]) {
			const text = bytes("0123456789".repeat(101)).subarray(0, length);
			const list = [];
			for (let at = 0; at < length; at += size) {
				list.push(text.slice(at, at + size), new Uint8Array(0));
			}
			const found = await answer(chunks(list).body, { maxBytes });
			assert.deepEqual(
				[found.status, found.body],
				[status, status === 202 ? "0123456789".repeat(100) : undefined],
			);
		}
	}
});

test("a body without end is refused at the limit, and its source is cancelled", async () => {
	const state = chunks(endless(new Uint8Array(65536)));
	const { status, read } = await answer(state.body);
	assert.deepEqual([status, read], [413, MiB + 65536]);
	assert.ok(state.taken <= MiB + 2 * 65536, `${state.taken}`);
	assert.ok(state.isCancelled);
});

test("Content-Length is not believed, but for one that is too large", async () => {
	for (const [announced, status] of [
		["1", 202],
		["0", 202],
		["-1", 202],
		["many", 202],
		["1000000", 202],
		[`${MiB}`, 202],
		[`${MiB + 1}`, 413],
		["9".repeat(400), 413],
	]) {
		const state = chunks([bytes(good)]);
		assert.equal(
			(await answer(state.body, { headers: { "content-length": announced } })).status,
			status,
			announced,
		);
		assert.equal(state.taken, status === 202 ? bytes(good).length : 0, announced);
	}
	const state = chunks(endless(new Uint8Array(65536)));
	assert.equal((await answer(state.body, { headers: { "content-length": "10" } })).status, 413);
});

test("gzip is decoded, in chunks of any size; identity is nothing", async () => {
	for (const name of ["gzip", "GZIP", " x-gzip "]) {
		const packed = gzipSync(good);
		for (const size of [1, 10, 10_000]) {
			const list = Array.from({ length: Math.ceil(packed.length / size) }, (_, at) =>
				Uint8Array.from(packed.subarray(at * size, (at + 1) * size)),
			);
			const found = await answer(chunks(list).body, { headers: { "content-encoding": name } });
			assert.deepEqual(found, { status: 202, body: good, read: bytes(good).length });
		}
	}
	for (const name of ["identity", ""]) {
		assert.equal((await answer(good, { headers: { "content-encoding": name } })).body, good);
	}
});

test("any other encoding is 415", async () => {
	for (const [name, body] of [
		["br", brotliCompressSync(good)],
		["deflate", deflateSync(good)],
		["gzip, gzip", gzipSync(gzipSync(good))],
		["zstd", good],
		["rot13", good],
	]) {
		const found = await answer(body, { headers: { "content-encoding": name } });
		assert.deepEqual(found, { status: 415, body: undefined, read: 0 }, name);
	}
});

test("no gzip, half of one, one with a wrong checksum, and an empty one: 400 and no delivery", async () => {
	const packed = gzipSync(good);
	const wrong = Uint8Array.from(packed);
	wrong[wrong.length - 5] ^= 1;
	for (const body of [good, packed.subarray(0, packed.length - 1), packed.subarray(0, 5), wrong, ""]) {
		const found = await answer(body, { headers: gzip });
		assert.deepEqual([found.status, found.body], [400, undefined]);
	}
});

test("gzip: the limit is for what is decoded, and a bomb takes no memory", async () => {
	const just = gzipSync(Buffer.alloc(MiB, " "));
	assert.equal((await answer(just, { headers: gzip })).status, 202);
	// In a thousandth of that, and in one chunk.
	const bomb = gzipSync(Buffer.alloc(256 * MiB));
	const before = process.memoryUsage();
	let most = 0;
	const timer = setInterval(() => {
		const { rss } = process.memoryUsage();
		most = Math.max(most, rss - before.rss);
	}, 1);
	for (let at = 0; at < 20; at++) {
		const state = chunks([Uint8Array.from(bomb)]);
		const { status, read } = await answer(state.body, { headers: gzip });
		assert.equal(status, 413);
		// What one piece comes to at the most.
		assert.ok(read <= MiB + 1032 * 4096, `${read} bytes were inflated`);
	}
	clearInterval(timer);
	assert.ok(most < 100 * MiB, `${most / MiB} MiB more`);
});

test("a body that comes byte by byte takes little memory", async () => {
	globalThis.gc?.();
	const before = process.memoryUsage();
	const found = await answer(chunks(endless(Uint8Array.of(0x20), 300_000)).body);
	assert.equal(found.body.length, 300_000);
	const after = process.memoryUsage();
	const more = after.external + after.arrayBuffers - before.external - before.arrayBuffers;
	assert.ok(more < 20 * MiB, `${more}`);
});

test("a body that breaks off at any place, or never ends: no delivery", async () => {
	const whole = bytes(good);
	for (const at of [0, 1, 100, whole.length]) {
		const { body } = chunks([whole.slice(0, at)], { end: "error" });
		assert.deepEqual(await answer(body), { status: 400, body: undefined, read: at });
		const endless = chunks([whole.slice(0, at)], { end: "never" });
		assert.deepEqual(await answer(endless.body, { deadline: 300 }), {
			status: 408,
			body: undefined,
			read: at,
		});
		assert.ok(endless.isCancelled);
	}
	const packed = Uint8Array.from(gzipSync(good));
	const { body } = chunks([packed.slice(0, 50)], { end: "never" });
	assert.equal((await answer(body, { deadline: 300, headers: gzip })).status, 408);
});

test("toDelivery: text, and bytes only if they are no UTF-8", () => {
	for (const [body, wanted] of [
		[good, good],
		[bytes(good), good],
		[bytes(good).buffer, good],
		[bytes("\ufeff{}"), "\ufeff{}"],
		[Uint8Array.of(0x7b, 0xff), Uint8Array.of(0x7b, 0xff)],
	]) {
		const { receivedAt, ...delivery } = toDelivery(body);
		assert.deepEqual(delivery, { body: wanted });
		assert.match(receivedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	}
});
