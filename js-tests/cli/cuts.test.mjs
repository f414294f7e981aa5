// A log is counted alike wherever it is cut into parts, by however many threads, compressed or not.

import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { countEvents } from "azeer-webhooks/logs";
import { scratch } from "../hosts/made.mjs";
import { random } from "../random.mjs";
import { Bodies } from "../sequences/bodies.mjs";
import { fixtures } from "../suite.mjs";
import { run } from "./run.mjs";

const SEED = Number(process.env.SEED ?? 1);
const examples = [...fixtures.values()];
const flat = (text) => text.replaceAll("\n", " ");

/** A log with all that makes lines hard to cut. */
function randomLog(next) {
	const bodies = new Bodies(next, examples);
	const pick = (list) => list[Math.floor(next() * list.length)];
	const line = () =>
		pick([
			() => flat(pick(examples)),
			() => flat(bodies.body()).slice(0, 5000),
			() => "",
			() => " \t ",
			// A part must not take these for an array, a compressed log or the beginning of a file.
			() => `[${flat(pick(examples))}]`,
			() => "\x1f\x8b\x08",
			() => "\ufeff{}",
			() => `{"new_${Math.floor(next() * 5)}":1,"webhook_event_type":"chat_closed"}`,
			() => `{"webhook_event_type":"new_${Math.floor(next() * 5)}"}`,
			() => "x".repeat(Math.floor(next() * 3000)),
		])();
	const lines = Array.from({ length: 1 + Math.floor(next() * 40) }, line);
	const text = lines.map((it) => it + pick(["\n", "\n", "\r\n"])).join("");
	const bytes = Buffer.from(`${pick(["", "\ufeff"])}{}\n${text}${pick(["", "", '{"webhook_event_type"'])}`);
	// The second byte of gzip's magic number is no character of UTF-8.
	return Buffer.from(bytes.toString("latin1").replaceAll("\x1f\xc2\x8b", "\x1f\x8b"), "latin1");
}

/** What check prints about the log in a folder. Files have the same name everywhere, as the result has it. */
async function checked(folder, bytes, ...args) {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "log"), bytes);
	const { code, stdout, stderr } = await run(["check", "--json", "--show", ...args, "log"], { cwd: folder });
	assert.equal(stderr, "");
	return { code, ...JSON.parse(stdout) };
}

test(`random logs and cuts, seeds from ${SEED} on`, async () => {
	await scratch({}, async (folder) => {
		for (let seed = SEED; seed < SEED + 5; seed++) {
			const next = random(seed);
			const bytes = randomLog(next);
			const maxBytes = next() < 0.5 ? 1000 : 1 << 20;
			const args = ["--max-bytes", String(maxBytes), "--max-errors", "7"];
			const where = (name) => join(folder, `${seed}-${name}`);
			const wanted = await checked(where("whole"), bytes, ...args);

			const counts = withoutUnfinished(await countEvents(bytes, { maxBytes }), wanted.unfinished.length);
			for (const key of ["bytes", "lines", "valid", "unknown", "invalid"]) {
				assert.equal(wanted[key], counts[key], `seed ${seed}: ${key}`);
			}
			for (const key of ["events", "issues", "undocumented"]) {
				const own = wanted[key].map(({ file, ...row }) => JSON.stringify(row)).sort();
				const known = counts[key].map(({ count, line, ...row }) => JSON.stringify({ ...row, count, line }));
				assert.deepEqual(
					own.map((it) => JSON.parse(it)).map(sortedKeys),
					known
						.sort()
						.map((it) => JSON.parse(it))
						.map(sortedKeys),
					`seed ${seed}: ${key}`,
				);
			}

			assert.deepEqual(await checked(where("gzip"), gzipSync(bytes), ...args), wanted, `seed ${seed}: gzip`);
			for (const [workers, most] of [
				[1, 50],
				[2, 3000],
				[3, 400],
			]) {
				const size = 1 + Math.floor(next() * most);
				const cut = ["--workers", String(workers), "--part-bytes", String(size)];
				const found = await checked(where(`${workers}`), bytes, ...args, ...cut);
				assert.deepEqual(found, wanted, `seed ${seed}: ${cut.join(" ")}`);
			}
		}
	});
});

/** Counts without the last line, if that is unfinished: check does not count it as invalid. */
function withoutUnfinished({ invalid, issues, ...counts }, count) {
	const others = issues.map((row) =>
		row.code === "unexpected_end" ? { ...row, count: row.count - count } : row,
	);
	return { ...counts, invalid: invalid - count, issues: others.filter((row) => row.count > 0) };
}

const sortedKeys = (row) => Object.fromEntries(Object.entries(row).sort());

test("more names than are counted", async () => {
	await scratch({}, async (folder) => {
		const line = (at) => `{"name_${"x".repeat(at % 30)}${at}":1,"webhook_event_type":"event_${at % 1500}"}\n`;
		const bytes = Buffer.from(Array.from({ length: 4000 }, (_, at) => line((at * 7919) % 4000)).join(""));
		const wanted = await checked(join(folder, "whole"), bytes);
		assert.deepEqual([wanted.unknown, wanted.events.length, wanted.undocumented.length], [4000, 1000, 1000]);
		const found = await checked(join(folder, "cut"), bytes, "--workers", "3", "--part-bytes", "20000");
		assert.deepEqual(found, wanted);
	});
});

test("several files are added up, and a line that is longer than a part", async () => {
	await scratch({}, async (folder) => {
		const long = `{"text":"${"x".repeat(300_000)}","webhook_event_type":"chat_closed"}`;
		writeFileSync(join(folder, "a"), `${flat(examples[0])}\n${long}\n`);
		writeFileSync(join(folder, "b"), `[${examples.join(",")}]`);
		appendFileSync(join(folder, "b"), "\n");
		const check = (...args) => run(["check", "--json", ...args], { cwd: folder });
		const [a, b, both] = (
			await Promise.all([check("a"), check("b"), check("a", "b", "--part-bytes", "1000", "--workers", "4")])
		).map(({ stdout }) => JSON.parse(stdout));
		for (const key of ["bytes", "lines", "valid", "unknown", "invalid"]) {
			assert.equal(both[key], a[key] + b[key], key);
		}
		assert.equal(a.lines, 2);
		assert.deepEqual(both.issues, b.issues);
	});
});
