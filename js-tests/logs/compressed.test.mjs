// Compressed logs: with node:zlib, and without it as in other hosts.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import * as zlib from "node:zlib";
import { countEvents, readEvents } from "azeer-webhooks/logs";
import { random } from "../random.mjs";
import { fixtures } from "../suite.mjs";
import { cut } from "./chunks.mjs";
import { ofLines, seen } from "./oracle.mjs";

const { gzipSync } = zlib;
const { getBuiltinModule } = process;
const texts = [...fixtures.values()].map((text) => text.replaceAll("\n", ""));
const log = `${texts.join("\n")}\n`.repeat(20);
const wanted = ofLines(Buffer.from(log).toString("latin1"));

afterEach(() => {
	process.getBuiltinModule = getBuiltinModule;
});

const hosts = {
	"node:zlib": () => {},
	"without node:zlib": () => {
		process.getBuiltinModule = undefined;
	},
};

const FAULT =
	/^the log is (damaged: its gzip data cannot be decompressed|truncated: its gzip data ends too early)$/;

async function read(source) {
	const results = [];
	for await (const result of readEvents(source)) {
		results.push(seen(result));
	}
	return results;
}

/** The log as gzip in a number of members, cut anywhere. */
function members(count, next, options) {
	const bytes = Buffer.from(log);
	const parts = Array.from({ length: count }, (_, i) =>
		bytes.subarray((bytes.length * i) / count, (bytes.length * (i + 1)) / count),
	);
	return Buffer.concat(parts.map((part) => gzipSync(part, { level: Math.floor(next() * 10), ...options })));
}

for (const [host, prepare] of Object.entries(hosts)) {
	test(`gzip of one to three members, ${host}`, async () => {
		prepare();
		for (let seed = 1; seed <= 24; seed++) {
			const next = random(seed);
			const zipped = members(1 + (seed % 3), next);
			const most = [1, 10, 1000, 1e6][seed % 4];
			assert.deepEqual(await read(cut(zipped, next, most)), wanted, `seed ${seed}`);
		}
	});

	test(`gzip with names and comments, and an empty member, ${host}`, async () => {
		prepare();
		const plain = gzipSync(log);
		// FLG says that a name and a comment follow (RFC 1952, section 2.3.1).
		const named = Buffer.concat([
			plain.subarray(0, 3),
			Buffer.of(0x18),
			plain.subarray(4, 10),
			Buffer.from("log.ndjson\0a comment\0"),
			plain.subarray(10),
		]);
		for (const size of [1, 30, 1e6]) {
			const all = Buffer.concat([named, gzipSync(""), named]);
			const { lines } = await countEvents(cut(all, random(1), size));
			assert.equal(lines, 2 * log.split("\n").length - 2);
		}
		assert.deepEqual(await read(gzipSync("")), []);
	});

	test(`gzip that is cut anywhere is truncated, ${host}`, async () => {
		prepare();
		const one = gzipSync(texts[0]);
		const two = Buffer.concat([one, gzipSync(texts[1])]);
		for (let length = 2; length < two.length; length++) {
			// Whole after its first member; nothing tells that there was a second.
			if (length === one.length) {
				assert.equal((await countEvents(two.subarray(0, length))).lines, 1);
				continue;
			}
			await assert.rejects(
				countEvents(two.subarray(0, length)),
				{ name: "Error", message: "the log is truncated: its gzip data ends too early" },
				String(length),
			);
		}
	});

	test(`gzip that is damaged anywhere is an error, ${host}`, async () => {
		prepare();
		const next = random(1);
		// Random digits are hardly compressed, so that a changed bit seldom has no effect.
		const x = Array.from({ length: 400 }, () => Math.floor(next() * 16).toString(16)).join("");
		const text = `${JSON.stringify({ webhook_event_type: "chat_closed", x })}\n`;
		const first = gzipSync(text);
		const both = Buffer.concat([first, gzipSync(text)]);
		let errors = 0;
		for (let at = 10; at < both.length; at++) {
			// The header of the second member has bytes without meaning.
			if (at >= first.length && at < first.length + 10) {
				continue;
			}
			const damaged = Buffer.from(both);
			damaged[at] ^= 1 << Math.floor(next() * 8);
			let results;
			try {
				results = await read(damaged);
			} catch ({ message }) {
				assert.match(message, FAULT, String(at));
				// All data is there, so nothing is missing.
				assert.ok(at < both.length - 8 || /damaged/.test(message), String(at));
				errors += 1;
				continue;
			}
			// The fault has no effect.
			assert.deepEqual(
				results.map((it) => it.text),
				[text, text].map((it) => it.trimEnd()),
				String(at),
			);
		}
		assert.ok(errors > 500, String(errors));
	});
}

test("results before the fault are given, then the error", async () => {
	for (const prepare of Object.values(hosts)) {
		prepare();
		const zipped = gzipSync(log.repeat(20));
		let count = 0;
		await assert.rejects(
			async () => {
				for await (const _ of readEvents(cut(zipped.subarray(0, zipped.length - 100), random(1), 1000))) {
					count += 1;
				}
			},
			({ message, cause }) =>
				message === "the log is truncated: its gzip data ends too early" && cause instanceof Error,
		);
		assert.ok(count > 1000, String(count));
	}
});

test("Zstandard is refused", async () => {
	// This is the magic number and a block.
	const bytes = Buffer.from("28b52ffd040001000099e9d851", "hex");
	for (const size of [1, 100]) {
		await assert.rejects(countEvents(cut(bytes, random(1), size)), {
			message: "the log is compressed by Zstandard; decompress it first",
		});
	}
});

test("bytes after gzip are an error, unless they are zero and node:zlib ignores them", async () => {
	const zipped = gzipSync(texts[0]);
	for (const [host, prepare] of Object.entries(hosts)) {
		prepare();
		for (const size of [1, 1000]) {
			const read = (rest) => countEvents(cut(Buffer.concat([zipped, rest]), random(1), size));
			await assert.rejects(
				read(Buffer.from("no gzip at all")),
				({ message, cause }) => /damaged/.test(message) && cause instanceof Error,
			);
			if (host === "node:zlib") {
				assert.equal((await read(Buffer.alloc(20))).valid, 1);
			} else {
				await assert.rejects(read(Buffer.alloc(20)), /damaged/);
			}
		}
	}
});

test("a log that only begins like a magic number is text", async () => {
	for (const start of [[0x1f], [0x1f, 0x8c], [0x28, 0xb5, 0x2f], [0x28, 0xb5, 0x2f, 0xfe, 0x0a]]) {
		const { invalid } = await countEvents(start.map((byte) => Uint8Array.of(byte)));
		assert.equal(invalid, 1);
	}
});
