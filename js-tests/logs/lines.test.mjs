// Random logs in random chunks: the results are those of the whole text, split and parsed line by line.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EventLogStream, readEvents } from "azeer-webhooks/logs";
import { random } from "../random.mjs";
import { fixtures } from "../suite.mjs";
import { cut, cutText, sources } from "./chunks.mjs";
import { ofArray, ofLines, seen } from "./oracle.mjs";

const SEED = Number(process.env.SEED ?? 1);
const LOGS = 60;

const texts = [...fixtures.values()].map((text) => text.replaceAll("\n", ""));
const pretty = [...fixtures.values()];
const bad = [
	"{",
	"[1]x",
	"1",
	'{"webhook_event_type":1}',
	"م",
	"x",
	'{"a":1,"a":2}',
	'{"text":"\xff"}',
	"\r{}",
	'"',
];
const blank = ["", " ", "\t\r", "\r"];
const pick = (list, next) => list[Math.floor(next() * list.length)];

async function read(source, options) {
	const results = [];
	for await (const result of readEvents(source, options)) {
		results.push(seen(result));
	}
	return results;
}

/** A log as binary text. */
function makeLog(next) {
	const long = JSON.stringify({ ...JSON.parse(texts[0]), text: "long ".repeat(Math.floor(next() * 40_000)) });
	let log = next() < 0.3 ? "\xef\xbb\xbf" : "";
	const count = Math.floor(next() * 12);
	for (let i = 0; i < count; i++) {
		const [kind, end] = [next(), next()];
		const line =
			kind < 0.6 ? pick(texts, next) : kind < 0.8 ? pick(bad, next) : kind < 0.95 ? pick(blank, next) : long;
		log += Buffer.from(line).toString("latin1") + (end < 0.7 ? "\n" : "\r\n");
	}
	return next() < 0.5 ? log.replace(/\r?\n$/, "") : log;
}

test(`NDJSON in random chunks, seeds from ${SEED} on`, async () => {
	for (let seed = SEED; seed < SEED + LOGS; seed++) {
		const next = random(seed);
		const log = makeLog(next);
		const options = { maxBytes: pick([100, 500, 20_000, undefined], next), strict: next() < 0.2 };
		const wanted = ofLines(log, options);
		const bytes = Buffer.from(log, "latin1");
		const most = pick([1, 2, 7, 100, 5000, 1e6], next);
		// An over-long line is cut, so its bytes are compared apart.
		const found = await read(cut(bytes, next, bytes.length > 50_000 ? most + 5000 : most), options);
		const cutOff = (it) =>
			it.issues?.[0].code === "too_large" ? { ...it, text: it.text.slice(0, 100) } : it;
		assert.deepEqual(found.map(cutOff), wanted.map(cutOff), `seed ${seed}`);
	}
});

test(`text in random chunks, seeds from ${SEED} on`, async () => {
	for (let seed = SEED; seed < SEED + LOGS / 3; seed++) {
		const next = random(seed);
		const lines = Array.from({ length: 5 }, () => pick(texts, next).replace("hello", "😀م€"));
		const log = (next() < 0.5 ? "\ufeff" : "") + lines.join("\n");
		const wanted = ofLines(Buffer.from(log).toString("latin1"));
		assert.deepEqual(await read(cutText(log, next, pick([1, 3, 1000], next))), wanted, `seed ${seed}`);
	}
	// TextEncoder would replace these without a word.
	for (const lone of ["\ud83d", "\ude00"]) {
		const log = texts[0].replace("hello", lone);
		const [result] = await read([log.slice(0, 300), log.slice(300)]);
		assert.equal(result.issues[0].code, "invalid_utf8");
		assert.equal((await read([texts[0], lone]))[0].ok, false);
	}
});

test(`arrays in random chunks, seeds from ${SEED} on`, async () => {
	for (let seed = SEED; seed < SEED + LOGS; seed++) {
		const next = random(seed);
		const space = () => pick(["", "", " ", "\n", "\r\n\t", "\n\n"], next);
		const element = () =>
			pick([...texts, ...pretty, '{"webhook_event_type":"a]b,\\"[{"}', "[1,[2]]", "1", "{]", '"x"'], next);
		const elements = Array.from({ length: Math.floor(next() * 6) }, () => [
			space(),
			element().trim(),
			space(),
		]);
		if (elements.length > 0) {
			// Without an object first, it is a line.
			elements[0][1] = pick(pretty, next).trim();
		}
		const [array, wanted] = ofArray(elements);
		const before = space();
		const shift = ({ line, offset, ...rest }) => ({
			...rest,
			line: line + before.split("\n").length - 1,
			offset: offset + before.length,
		});
		const bytes = Buffer.from(before + array + space());
		assert.deepEqual(
			await read(cut(bytes, next, pick([1, 5, 300, 1e6], next))),
			wanted.map(shift),
			`seed ${seed}`,
		);
	}
});

test("every kind of source", async () => {
	const log = Buffer.from(`${texts.join("\n")}\n{\n`);
	const wanted = ofLines(log.toString("latin1"));
	assert.equal(wanted.length, texts.length + 1);
	const chunks = () => cut(log, random(SEED), 400);
	for (const [name, make] of Object.entries(sources)) {
		assert.deepEqual(await read(make(chunks())), wanted, name);
	}
	assert.deepEqual(await read(log.toString()), wanted, "text");
	const through = [];
	for await (const result of new Blob([log]).stream().pipeThrough(new EventLogStream())) {
		through.push(seen(result));
	}
	assert.deepEqual(through, wanted, "EventLogStream");
});

test("a log without a line", async () => {
	for (const empty of ["", "\n\n", " \r\n", "\ufeff", "[]", " [ ]\n", "[\n]"]) {
		assert.deepEqual(await read(empty), [], JSON.stringify(empty));
	}
	assert.deepEqual(await read(new Response(null)), []);
	assert.deepEqual(await read([]), []);
});

test("a line that begins with a bracket is a line, unless an array of objects begins", async () => {
	const log = `[info] started\n${texts[0]}\n[]\n`;
	assert.deepEqual(await read(log), ofLines(Buffer.from(log).toString("latin1")));
	const after = `[${texts[0]}]\n${texts[1]}\n [${texts[2]}] x\n`;
	assert.deepEqual(
		(await read(after)).map(({ ok, line }) => [ok, line]),
		[
			[true, 1],
			[true, 2],
			// After the first line, lines stay lines.
			[false, 3],
		],
	);
	const pages = `[${texts[0]}]\n[${texts[1]},\n${texts[2]}]\n`;
	assert.deepEqual(
		(await read(pages)).map(({ ok, line }) => [ok, line]),
		[
			[true, 1],
			[true, 2],
			[true, 3],
		],
	);
});

test("faults of an array are results", async () => {
	const [a, b] = texts;
	for (const [array, wanted] of [
		[`[${a},]`, [true, "empty"]],
		[`[{},,${b}]`, ["missing_member", "empty", true]],
		[`[${a} ${b}]`, ["trailing_character"]],
		[`[${a}}]`, ["trailing_character"]],
		// It is not closed.
		[`[${a}`, [true, "empty"]],
		[`[${a},`, [true, "empty"]],
		[`[${a},{"webhook_event_type":`, [true, "unexpected_end"]],
		[`[${a},{"webhook_event_type":"`, [true, "unexpected_end"]],
		[`[${a}] ${b}`, [true, true]],
	]) {
		const found = await read(array);
		assert.deepEqual(
			found.map(({ ok, issues }) => ok || issues[0].code),
			wanted,
			array,
		);
	}
});

test("how a log begins tells what it is", async () => {
	const [good] = texts;
	const codes = async (source, options) =>
		(await read(source, options)).map(({ ok, issues, line }) => [ok || issues[0].code, line]);
	for (const most of [1, 7, 100_000]) {
		const log = (text) => cut(Buffer.from(text), random(1), most);
		assert.deepEqual(await codes(log(`  \n [\n${good}]`)), [[true, 3]]);
		assert.deepEqual(await codes(log(" [ \n")), [["unexpected_end", 1]]);
		// It begins with one byte of a byte order mark.
		assert.deepEqual(await codes(log(`\uff10${good}`)), [["unexpected_character", 1]]);
		// A mark is none after the beginning.
		assert.deepEqual(await codes(log(`[${good}]\n\ufeff${good}`)), [
			[true, 1],
			["byte_order_mark", 2],
		]);
		assert.deepEqual(await codes(log(`[${good}},${good}]`)), [
			["trailing_character", 1],
			[true, 1],
		]);
		assert.deepEqual(await codes(log(`[{"":"]"},${good}]`)), [
			["missing_member", 1],
			[true, 1],
		]);
		const blank = " ".repeat(good.length + 10);
		assert.deepEqual(await codes(log(`${blank}\n${good}`), { maxBytes: good.length }), [[true, 2]]);
	}
	for (const most of [1000, 100_000]) {
		// More white space than may come before the first character that tells.
		const log = (text) => cut(Buffer.from(`${" ".repeat(70_000)}${text}`), random(1), most);
		assert.deepEqual(await codes(log(`\n${good}`)), [[true, 2]]);
		assert.deepEqual(await codes(log(`[${good}]`)), [["not_an_object", 1]]);
	}
});

test("an over-long line or element is reported, and the next one is read", async () => {
	const [good] = texts;
	const maxBytes = good.length;
	for (const rest of [1, 2, 3, 1000, 200_000]) {
		const long = `${good}${" ".repeat(rest - 1)}x`;
		for (const end of ["\n", "\r\n"]) {
			const log = Buffer.from([good, long, "\t".repeat(maxBytes + 10), good, long].join(end));
			for (const most of [1, 64, 4096, 1e6]) {
				const found = await read(cut(log, random(1), most + (rest > 1e5 ? 4000 : 0)), { maxBytes });
				const at = good.length + end.length;
				assert.deepEqual(
					found.map(({ ok, issues, line, offset }) => [ok || issues[0].message, line, offset]),
					[
						[true, 1, 0],
						[`the body is larger than the limit of ${maxBytes} bytes`, 2, at],
						[true, 4, at + long.length + maxBytes + 10 + 2 * end.length],
						[
							`the body is larger than the limit of ${maxBytes} bytes`,
							5,
							2 * at + long.length + maxBytes + 10 + 2 * end.length,
						],
					],
				);
				for (const { text } of found) {
					assert.ok(long.startsWith(text));
				}
			}
		}
		const blanks = Buffer.from(`${" ".repeat(maxBytes + 1 + rest)}\n${good}`);
		const [only, ...others] = await read(cut(blanks, random(1), 1000 + rest), { maxBytes });
		assert.deepEqual([only.ok, only.line, others], [true, 2, []]);
		const array = Buffer.from(`[${good},${long} , ${good}]`);
		for (const most of [1, 64, 1e6]) {
			const found = await read(cut(array, random(1), most + (rest > 1e5 ? 4000 : 0)), { maxBytes });
			assert.deepEqual(
				found.map(({ ok, issues }) => ok || issues[0].code),
				[true, "too_large", true],
			);
		}
	}
});

test("bytes of a result are a copy, and an issue's place in the log is a sum", async () => {
	const log = Buffer.from(`${texts[0]}\r\n  {"webhook_event_type":"chat_closed",}\n`);
	const [first, second] = await all([log]);
	assert.equal(Object.getPrototypeOf(first.bytes), Uint8Array.prototype);
	assert.equal(first.bytes.buffer.byteLength, first.bytes.length);
	const [{ offset }] = second.error.issues;
	assert.equal(String.fromCharCode(log[second.offset + offset]), "}");
	assert.equal(second.error.body, second.bytes);
	const elements = ["a", "b"].map((name) => `{"${name}":"${name.repeat(300)}"}`);
	const found = await all([`[${elements[0]},${elements[1]}`, "]"]);
	assert.deepEqual(
		found.map((it) => Buffer.from(it.bytes).toString()),
		elements,
	);
});

async function all(source) {
	const results = [];
	for await (const result of readEvents(source)) {
		results.push(result);
	}
	return results;
}
