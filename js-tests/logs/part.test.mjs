// Parts of a log, as the command line counts them: whole lines each, and the last part with the line that the log breaks off in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { internals, readEvents } from "azeer-webhooks/logs";
import { random } from "../random.mjs";
import { fixtures } from "../suite.mjs";
import { cut } from "./chunks.mjs";
import { countsOf, seen } from "./oracle.mjs";

const SEED = Number(process.env.SEED ?? 1);
const texts = [...fixtures.values()].map((text) => text.replaceAll("\n", ""));
const invalid = ['{"webhook_event_type":1}', "[]", "[info] started", '{"a":}', "", " \t", '"\xff"', "{}}"];
const long = (text, size) => text.replace("hello", "x".repeat(size));

/** Lines without their ends, in binary. */
function makeLines(next) {
	const pick = (list) => list[Math.floor(next() * list.length)];
	return Array.from({ length: 1 + Math.floor(next() * 40) }, () => {
		const text = next() < 0.3 ? pick(invalid) : Buffer.from(pick(texts)).toString("latin1");
		return next() < 0.05 ? long(text, 70_000) : text;
	});
}

async function resultsOf(bytes, options) {
	const results = [];
	for await (const result of readEvents([bytes], options)) {
		results.push(seen(result));
	}
	return results;
}

/** What countPart has to return. The line that breaks off is known, and is no part of `whole`. */
async function wantedOf(whole, { maxInvalid, isOpen, ...options }) {
	// A part may begin as an array does, so a line is put before it.
	const all = await resultsOf(Buffer.concat([Buffer.from("1\n"), whole]), options);
	const results = all.slice(1).map((it) => ({ ...it, line: it.line - 1 }));
	const text = whole.toString("latin1");
	const lines = text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0);
	return {
		counts: countsOf(results, { lines, bytes: whole.length, isDocumented: () => true }),
		unfinished: isOpen ? [{ count: 1, line: lines + 1 }] : [],
		invalid: results
			.filter(({ ok }) => !ok)
			.slice(0, maxInvalid)
			.map(({ line, text: found }) => ({ line, text: found })),
		error: undefined,
	};
}

async function compare(next, whole, open, options, message) {
	const log = Buffer.concat([whole, open]);
	const wanted = await wantedOf(whole, { ...options, isOpen: open.length > 0 });
	wanted.counts.bytes = log.length;
	wanted.counts.lines += open.length > 0 ? 1 : 0;
	const chunks = cut(log, next, next() < 0.3 ? 1e6 : 3000);
	const found = await internals.countPart(chunks, { ...options, isRest: true });
	const kept = found.invalid.map(({ line, bytes }) => ({
		line,
		text: Buffer.from(bytes).toString("latin1"),
	}));
	// Undocumented names are compared by the tests of countEvents.
	found.counts = { ...found.counts, undocumented: [] };
	wanted.counts.undocumented = [];
	assert.deepEqual({ ...found, invalid: kept }, wanted, message);
}

test(`random parts, seeds from ${SEED} on`, async () => {
	for (let seed = SEED; seed < SEED + 60; seed++) {
		const next = random(seed);
		const lines = makeLines(next);
		const end = next() < 0.5 ? "\n" : "\r\n";
		const whole = Buffer.from(lines.map((line) => line + end).join(""), "latin1");
		const text = next() < 0.2 ? long(texts[0], 100_000) : texts[Math.floor(next() * texts.length)];
		const last = Buffer.from(text);
		// With its first byte it has begun; without its last one it has not ended.
		const open =
			next() < 0.7 ? last.subarray(0, 1 + Math.floor(next() * (last.length - 1))) : Buffer.alloc(0);
		const options = { maxInvalid: Math.floor(next() * 12), strict: next() < 0.2 };
		await compare(next, whole, open, options, `seed ${seed}`);
	}
});

test("a last line that is wrong, but not broken off, is invalid", async () => {
	const options = { maxInvalid: 10, isRest: false };
	for (const [last, unfinished] of [
		['{"a":}', 0],
		["[]", 0],
		['{"webhook_event_type":"chat_closed"', 1],
		// The end of a character may be missing, but not so far from the end.
		['{"text":"\xd9', 1],
		['{"text":"\xf0\x9f\x98', 1],
		['{"text":"\xd9xyz', 0],
	]) {
		const bytes = Buffer.from(`${texts[0]}\n${last}`, "latin1");
		const { counts, unfinished: rows, invalid: lines } = await internals.countPart([bytes], options);
		assert.deepEqual(rows, unfinished === 1 ? [{ count: 1, line: 2 }] : [], last);
		assert.deepEqual([counts.valid, counts.invalid, lines.length], [1, 1 - unfinished, 1 - unfinished], last);
	}
	// An end makes it invalid: nothing more comes.
	const { counts } = await internals.countPart([`${texts[0]}\n{"a":\n`], options);
	assert.deepEqual([counts.valid, counts.invalid], [1, 1]);
});

test("with a pointer, a line that is no JSON was broken off, wherever it is", async () => {
	const wrap = (body) => JSON.stringify({ at: "2026-01-01T00:00:00Z", body });
	const log = [wrap(texts[0]), '{"at":"2026-01-01T00:0', wrap("{}"), wrap("{"), `{"body":${texts[1]}}`];
	const options = { maxInvalid: 10, isRest: false, pointer: "/body" };
	for (const chunks of [[log.join("\n")], cut(Buffer.from(log.join("\n")), random(1), 200)]) {
		const { counts, unfinished, invalid: lines } = await internals.countPart(chunks, options);
		assert.deepEqual([counts.valid, counts.unknown, counts.invalid, counts.lines], [2, 0, 2, 5]);
		assert.deepEqual(unfinished, [{ count: 1, line: 2 }]);
		assert.deepEqual(
			lines.map(({ line, bytes }) => [line, Buffer.from(bytes).toString()]),
			[
				[3, log[2]],
				[4, log[3]],
			],
		);
	}
});

test("the first part may be an array or compressed, and a rest is neither", async () => {
	const array = `[${texts[0]},\n${texts[1]}]\n`;
	const first = await internals.countPart([array], { maxInvalid: 1, isRest: false });
	assert.deepEqual([first.counts.valid, first.counts.invalid], [2, 0]);
	const rest = await internals.countPart([array], { maxInvalid: 1, isRest: true });
	assert.deepEqual([rest.counts.valid, rest.counts.invalid, rest.counts.lines], [0, 2, 2]);
	assert.deepEqual(
		rest.invalid.map(({ line, bytes }) => [line, Buffer.from(bytes).toString()]),
		[[1, `[${texts[0]},`]],
	);
	const magic = await internals.countPart([Buffer.from("\x1f\x8bno gzip\n", "latin1")], {
		maxInvalid: 1,
		isRest: true,
	});
	assert.deepEqual([magic.counts.invalid, magic.error], [1, undefined]);
});

test("if the reading ends early, what was read until then is counted", async () => {
	const fault = new Error("no more");
	async function* source() {
		yield `${texts[0]}\n${invalid[0]}\n${texts[1].slice(0, 20)}`;
		throw fault;
	}
	const {
		counts,
		unfinished,
		invalid: lines,
		error,
	} = await internals.countPart(source(), {
		maxInvalid: 5,
		isRest: false,
	});
	assert.equal(error, fault);
	assert.deepEqual([counts.valid, counts.invalid, counts.lines, unfinished, lines.length], [1, 1, 2, [], 1]);
	await assert.rejects(
		internals.countPart([], { maxInvalid: 1, isRest: false, wrong: 1 }),
		/^TypeError: countPart has no option wrong$/,
	);
});
