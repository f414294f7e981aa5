// A line that was not written to its end is no delivery: check counts it apart, replay and convert leave it out.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { deliveryToText, toDelivery } from "azeer-webhooks/server";
import { fixtures } from "../suite.mjs";
import { inFolder } from "./listening.mjs";
import { run } from "./run.mjs";

const flat = (text) => text.replaceAll("\n", "");
// With characters of two, three and four bytes, and escapes.
const body = flat(fixtures.get("11-incoming-text-arabic")).replace(/"text": *"/, '$&€😀\\u20ac\\"');
const wrapped = deliveryToText(toDelivery(body));
const beginnings = (line) => {
	const bytes = Buffer.from(line);
	return Array.from({ length: bytes.length - 1 }, (_, at) => bytes.subarray(0, at + 1));
};
const END = Buffer.from("\n");
const joined = (...lines) => Buffer.concat(lines.flatMap((line) => [Buffer.from(line), END])).subarray(0, -1);

/** What check --json prints about a log. */
async function checked(input, ...args) {
	const { code, stdout } = await run(["check", "--json", ...args, "-"], { input });
	const { lines, valid, invalid, unfinished } = JSON.parse(stdout);
	return { code, lines, valid, invalid, unfinished: unfinished.map(({ count, line }) => [count, line]) };
}

test("check: all beginnings of a line of listen, each ended by the next start", async () => {
	const all = beginnings(wrapped);
	assert.deepEqual(await checked(joined(wrapped, ...all, wrapped), "--pointer", "/body"), {
		code: 1,
		lines: all.length + 2,
		valid: 2,
		invalid: 0,
		unfinished: [[all.length, 2]],
	});
});

test("check: the last line of bare bodies, of wrapped ones, and compressed", async () => {
	const cut = (line, at) => Buffer.from(line).subarray(0, at);
	for (const [line, ...args] of [[body], [wrapped, "--pointer", "/body"]]) {
		for (const at of [1, 5, Buffer.from(line).indexOf("😀") + 2, Buffer.byteLength(line) - 1]) {
			const log = joined(line, cut(line, at));
			const wanted = { code: 1, lines: 2, valid: 1, invalid: 0, unfinished: [[1, 2]] };
			assert.deepEqual(await checked(log, ...args), wanted, `${at} bytes`);
			assert.deepEqual(await checked(gzipSync(log), ...args), wanted, `${at} bytes, compressed`);
		}
	}
	// A body that somebody has sent so.
	const sent = await checked(Buffer.concat([joined(body, cut(body, 50)), END]));
	assert.deepEqual(sent, { code: 1, lines: 2, valid: 1, invalid: 1, unfinished: [] });
	const { stdout } = await run(["check", "-"], { input: joined(body, cut(body, 50)) });
	assert.match(stdout, /^2 lines, 1 delivery: 1 valid, 0 unknown, 0 invalid\n/);
	assert.match(
		stdout,
		/\nUnfinished lines, .*\n.*\n {2}the program that wrote it was stopped +1 +standard input:2\n/,
	);
});

test("replay and convert leave out all beginnings of a line of listen, and the last line of bare bodies", () =>
	inFolder(async (folder) => {
		const all = beginnings(wrapped);
		for (const [name, log, count, ...args] of [
			["ended", joined(wrapped, ...all, wrapped), all.length],
			["pointed", joined(wrapped, ...all, wrapped), all.length, "--pointer", "/body"],
			["last", joined(body, body, Buffer.from(body).subarray(0, 70)), 1],
		]) {
			const file = join(folder, name);
			writeFileSync(file, log);
			const planned = await run(["replay", file, "--dry-run", ...args]);
			assert.deepEqual([planned.code, planned.stdout.trimEnd().split("\n").length], [1, 2], planned.stdout);
			const converted = await run(["convert", file, "--to", "ndjson", ...args]);
			assert.deepEqual([converted.code, converted.stdout.trimEnd().split("\n").length], [1, 2]);
			for (const { stderr } of [planned, converted]) {
				assert.equal(stderr.match(/is unfinished: the program that wrote it was stopped\n/g).length, count);
				assert.ok(!stderr.includes("--only invalid"), stderr);
			}
		}
	}));
