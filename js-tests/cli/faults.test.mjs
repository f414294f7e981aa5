// What can go wrong with files, pipes and signals: a clear message, the right exit code, and no stack trace.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	appendFileSync,
	chmodSync,
	closeSync,
	existsSync,
	openSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { scratch } from "../hosts/made.mjs";
import { fixtures } from "../suite.mjs";
import { run, start } from "./run.mjs";

const lines = [...fixtures.values()].map((text) => `${text.replaceAll("\n", "")}\n`).join("");
const COUNT = fixtures.size;
const good = `${fixtures.get("01-incoming-text").replaceAll("\n", "")}\n`;
const says = (message) => `azeer-webhooks: ${message}\n`;

/** Resolves once a command has read more than its own script. */
async function untilRead({ pid }) {
	const counts = `/proc/${pid}/io`;
	if (!existsSync(counts)) {
		// Only Linux counts. Elsewhere, this has to be enough.
		return setTimeout(3000);
	}
	while (Number(/^rchar: (\d+)$/m.exec(readFileSync(counts, "utf8"))[1]) < 30e6) {
		await setTimeout(20);
	}
}

/** A file that takes minutes to read: after the lines it is one line of nothing, which takes no room on the disk. */
function endless(path) {
	writeFileSync(path, lines);
	truncateSync(path, 2 ** 40);
}

for (const [name, content, message] of [
	["a file that is not there", undefined, "log: no such file"],
	["a binary file", Buffer.from([1, 2, 3, 0, 0, 0, 7, 9, 0]), "log: it is binary, not a log"],
	[
		"UTF-16 with a byte order mark",
		Buffer.from(`\ufeff${lines}`, "utf16le"),
		"log: it is UTF-16; convert it to UTF-8 first",
	],
	["UTF-16 without one", Buffer.from(lines, "utf16le"), "log: it is UTF-16; convert it to UTF-8 first"],
	[
		"big-endian UTF-16",
		Buffer.from(lines, "utf16le").swap16(),
		"log: it is UTF-16; convert it to UTF-8 first",
	],
	[
		"Zstandard",
		Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]),
		"log: it is compressed by Zstandard; decompress it first",
	],
	[
		"damaged gzip",
		Buffer.concat([gzipSync(lines).subarray(0, 60), Buffer.alloc(60)]),
		"log: it is damaged: its gzip data cannot be decompressed",
	],
]) {
	test(name, () =>
		scratch(content === undefined ? {} : { log: content }, async (cwd) => {
			const { code, stderr } = await run(["check", "log"], { cwd });
			assert.deepEqual([stderr, code], [says(message), 2]);
		}),
	);
}

test("a directory", () =>
	scratch({ "folder/log": "" }, async (cwd) => {
		for (const command of ["check", "inspect"]) {
			const { code, stderr } = await run([command, "folder"], { cwd });
			assert.deepEqual([stderr, code], [says("folder: it is a directory"), 2]);
		}
	}));

test("an empty file has nothing that is wrong", () =>
	scratch({ log: "", zipped: gzipSync("") }, async (cwd) => {
		for (const args of [["log"], ["zipped"], ["-"]]) {
			const { code, stdout, stderr } = await run(["check", ...args], { cwd });
			assert.deepEqual([stderr, code], ["", 0]);
			assert.match(stdout, /^0 lines, 0 deliveries/);
		}
		const { code, stdout } = await run(["inspect", "log"], { cwd });
		assert.equal(code, 1);
		assert.match(stdout, /the body is empty/);
	}));

test("a file that cannot be read", () =>
	scratch({ log: lines }, async (cwd) => {
		chmodSync(cwd, 0o755);
		chmodSync(join(cwd, "log"), 0);
		// The superuser may read everything, so another user tries.
		const uid = process.getuid() === 0 ? 65_534 : undefined;
		const { code, stderr } = await run(["check", "log"], { cwd, uid });
		assert.deepEqual([stderr, code], [says("log: permission denied"), 2]);
	}));

test("a file whose reading fails", async () => {
	// The first page of a process's memory is mapped to nothing.
	const { code, stderr } = await run(["check", "/proc/self/mem"]);
	assert.deepEqual([stderr, code], [says("/proc/self/mem: i/o error, read"), 2]);
});

test("truncated gzip: what comes before is counted", () =>
	scratch({ log: gzipSync(good.repeat(20_000)).subarray(0, -20) }, async (cwd) => {
		const { code, stdout, stderr } = await run(["check", "--json", "log"], { cwd });
		assert.deepEqual([stderr, code], [says("log: it is truncated: its gzip data ends too early"), 2]);
		const { valid, invalid } = JSON.parse(stdout);
		assert.ok(valid > 1000 && valid < 20_000, String(valid));
		assert.equal(invalid, 0);
	}));

test("a file that vanishes after the command has begun: the others are checked", () =>
	scratch({ first: "", last: lines, gone: lines }, async (cwd) => {
		const pipe = join(cwd, "pipe");
		assert.equal(spawnSync("mkfifo", [pipe]).status, 0);
		const { done } = start(["check", "--json", "pipe", "gone", "last"], { cwd });
		// Opening waits until the command reads the pipe.
		const writer = await new Promise((resolve) => setImmediate(() => resolve(openSync(pipe, "w"))));
		rmSync(join(cwd, "gone"));
		writeSync(writer, lines);
		closeSync(writer);
		const { code, stdout, stderr } = await done;
		assert.deepEqual([stderr, code], [says("gone: no such file"), 2]);
		assert.equal(JSON.parse(stdout).lines, 2 * COUNT);
	}));

test("a file that is removed while it is read is read to its end, and one that grows too", () =>
	scratch({ log: good.repeat(100_000) }, async (cwd) => {
		const path = join(cwd, "log");
		const { child, done } = start(["check", "--json", "log"], { cwd });
		// It grows by halves of lines.
		const half = good.length >> 1;
		let at = 0;
		while (child.exitCode === null) {
			appendFileSync(path, at++ % 2 === 0 ? good.slice(0, half) : good.slice(half));
			if (at % 100 === 0) {
				await setTimeout(1);
			}
		}
		const { code, stdout } = await done;
		const { valid, lines: counted } = JSON.parse(stdout);
		assert.ok(at > 100);
		assert.ok(valid >= 100_000 && counted - valid <= 1, `${valid} of ${counted}`);
		assert.ok([0, 1].includes(code));
	}));

for (const workers of [1, 2]) {
	test(`a file that becomes shorter while it is read, ${workers} at once`, () =>
		scratch({}, async (cwd) => {
			const path = join(cwd, "log");
			endless(path);
			const { child, done } = start(["check", "--json", "--workers", String(workers), "log"], { cwd });
			await untilRead(child);
			truncateSync(path, lines.length);
			const { code, stdout, stderr } = await done;
			assert.deepEqual([stderr, code], [says("log: it has become shorter while it was read"), 2]);
			assert.equal(JSON.parse(stdout).valid > 0, true);
		}));

	test(`Ctrl-C prints what was counted until then, ${workers} at once`, () =>
		scratch({}, async (cwd) => {
			endless(join(cwd, "log"));
			const { child, done } = start(["check", "--workers", String(workers), "log"], { cwd });
			await untilRead(child);
			child.kill("SIGINT");
			const { code, stdout, stderr } = await done;
			assert.deepEqual([stderr, code], ["", 130]);
			assert.match(stdout, new RegExp(`^Interrupted. Until then:\n${COUNT} lines, ${COUNT} deliveries: `));
			assert.match(stdout, /wrong_type +1 +log:15/);
		}));
}

test("Ctrl-C while standard input gives nothing", async () => {
	const { child, done } = start(["check", "-"], { input: null });
	// More than fits into a pipe: once it is written, the command has read some of it.
	await new Promise((resolve) => child.stdin.write(lines.repeat(100), resolve));
	child.kill("SIGINT");
	const { code, stdout, stderr } = await done;
	assert.deepEqual([stderr, code], ["", 130]);
	assert.match(stdout, /^Interrupted. Until then:\n[\d,]+ lines, [1-9][\d,]* deliveries/);
});

test("a closed standard output is quiet, and the exit code is the result", () =>
	scratch({ log: lines, good }, async (cwd) => {
		for (const [args, wanted] of [
			[["check", "log"], 1],
			[["check", "good"], 0],
			[["schema"], 0],
			[["--help"], 0],
		]) {
			const { child, done } = start(args, { cwd });
			child.stdout.destroy();
			const { code, stderr } = await done;
			assert.deepEqual([stderr, code], ["", wanted], args.join(" "));
		}
	}));
