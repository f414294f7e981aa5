// A log of 200 MB is read in a process with a small heap, and its memory stays flat.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fixtures } from "../suite.mjs";

const SIZE = 200e6;
/** How much more memory the end of the log may take than its first quarter, in bytes. */
const GROWTH = 24e6;

const line = `${fixtures.get("11-incoming-text-arabic").replaceAll("\n", "")}\n`;

/** A program that reads a log with an expression, and prints the number of lines and the memory after each quarter. */
const program = (read, chunk, zip) => `
import { createGzip } from "node:zlib";
import { Readable } from "node:stream";
import { countEvents, readEvents } from "azeer-webhooks/logs";
const chunk = new TextEncoder().encode(${chunk});
const memory = [];
async function* chunks() {
	for (let at = 0; at < ${SIZE}; at += chunk.length) {
		if (at * 4 >= ${SIZE} * memory.length) {
			gc();
			memory.push(process.memoryUsage().rss);
		}
		yield chunk;
	}
}
const source = ${zip ? "Readable.from(chunks()).pipe(createGzip({ level: 1 }))" : "chunks()"};
let lines = 0;
${read}
console.log(JSON.stringify({ lines, memory }));
`;

const many = `${JSON.stringify(line)}.repeat(150)`;
const count = "({ lines } = await countEvents(source));";
for (const [name, read, chunk, { lines, zip = false } = {}] of [
	["readEvents", "for await (const { line } of readEvents(source)) lines = line;", many],
	["countEvents, gzip", count, many, { zip: true }],
	["a line without an end", count, '"x".repeat(65_536)', { lines: 1 }],
]) {
	test(`memory: ${name}`, () => {
		const args = [
			"--expose-gc",
			"--max-old-space-size=64",
			"--input-type=module",
			"--eval",
			program(read, chunk, zip),
		];
		const { stdout, stderr, status } = spawnSync(process.execPath, args, {
			encoding: "utf8",
			cwd: import.meta.dirname,
		});
		assert.equal(status, 0, stderr);
		const found = JSON.parse(stdout);
		const size = Buffer.byteLength(line.repeat(150));
		assert.equal(found.lines, lines ?? Math.ceil(SIZE / size) * 150);
		const [, quarter, , last] = found.memory;
		assert.ok(last - quarter < GROWTH, JSON.stringify(found.memory));
	});
}
