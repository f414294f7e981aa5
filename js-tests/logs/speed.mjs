// Reads a log of 100 MB from a file in several ways, prints their speed, and writes the figures of those that take turns into docs/performance.md: make bench-logs
//
// First come programs that run once each, then ways that take turns in one process. There, each round runs all ways, so that a slow moment of
// the machine hits them alike, and the time is the median of the rounds. MB=1000 makes a log of 1 GB; one that does not fit into a string is read by
// programs only.

import { createReadStream, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuUsage } from "node:process";
import { gzipSync } from "node:zlib";
import { parseMany } from "azeer-webhooks";
import { countEvents, readEvents } from "azeer-webhooks/logs";
import { makeLines } from "../bench/cases.mjs";
import { publish } from "../bench/report.mjs";
import { fixtures } from "../suite.mjs";
import { measure, ofLongLines } from "./programs.mjs";

const SIZE = Number(process.env.MB ?? 100) * 1e6;
const ROUNDS = 5;
/** The longest string has 2^29 UTF-16 code units. */
const LARGEST = 500e6;

const folder = mkdtempSync(join(tmpdir(), "azeer-logs-"));
const [plain, gzip] = ["log.ndjson", "log.ndjson.gz"].map((name) => join(folder, name));
const lines = makeLines(Object.fromEntries(fixtures), [], 20e6);
const [file, zipped] = [plain, gzip].map((path) => openSync(path, "w"));
const member = gzipSync(lines);
let size = 0;
for (; size < SIZE; size += lines.length) {
	writeSync(file, lines);
	writeSync(zipped, member);
}
const length = (size / lines.length) * lines.filter((byte) => byte === 0x0a).length;

console.log(`${process.release.name} ${process.version}, ${(size / 1e6).toFixed(0)} MB, ${length} lines`);
try {
	measure(plain, size, length);
	console.log("\nthe same size on one line");
	const long = join(folder, "long.ndjson");
	const only = openSync(long, "w");
	writeSync(only, '{"webhook_event_type":"chat_closed","text":"');
	for (let written = 0; written < size; written += lines.length) {
		writeSync(only, "x".repeat(lines.length));
	}
	writeSync(only, '"}\n');
	measure(long, size, 1, ofLongLines);
	rmSync(long);
	if (size <= LARGEST) {
		publish("logs", "make bench-logs", {
			title: `Node.js ${process.versions.node}`,
			megabytes: Math.round(size / 1e6),
			rounds: ROUNDS,
			rows: await inOneProcess(),
		});
	}
} finally {
	rmSync(folder, { recursive: true });
}

async function inOneProcess() {
	const chunks = { highWaterMark: 1 << 18 };
	/** Each way reads the file and returns the number of lines. The first is the one that others are compared with. */
	const ways = {
		"split + JSON.parse, the whole file": () => {
			let count = 0;
			for (const line of readFileSync(plain, "utf8").split("\n")) {
				if (line !== "") {
					count += Number(JSON.parse(line) !== undefined);
				}
			}
			return count;
		},
		"parseMany, the whole file": () => {
			let count = 0;
			for (const { ok } of parseMany(readFileSync(plain))) {
				count += Number(ok);
			}
			return count;
		},
		readEvents: async () => {
			let count = 0;
			for await (const { ok } of readEvents(createReadStream(plain, chunks))) {
				count += Number(ok);
			}
			return count;
		},
		countEvents: async () => (await countEvents(createReadStream(plain, chunks))).lines,
		"countEvents, gzip": async () => (await countEvents(createReadStream(gzip, chunks))).lines,
	};

	const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
	for (let round = 0; round <= ROUNDS; round++) {
		for (const [name, run] of Object.entries(ways)) {
			const start = performance.now();
			const before = cpuUsage();
			const found = await run();
			const milliseconds = performance.now() - start;
			const { user, system } = cpuUsage(before);
			if (found !== length) {
				throw new Error(`${name} has found ${found} of ${length} lines`);
			}
			// The first round only warms up.
			if (round > 0) {
				times[name].push({ milliseconds, processor: (user + system) / 1000 });
			}
		}
	}
	const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
	const [base] = Object.values(times).map((all) => median(all.map(({ processor }) => processor)));
	const rows = Object.entries(times).map(([way, all]) => {
		const [time, processor] = ["milliseconds", "processor"].map((key) => median(all.map((it) => it[key])));
		return {
			way,
			megabytesPerSecond: Math.round(size / time / 1000),
			milliseconds: Math.round(time),
			processor: Number((processor / base).toFixed(3)),
		};
	});
	console.log(
		`\nin one process, ${ROUNDS} rounds; the last column is the time of the processor over that of the first way`,
	);
	console.table(rows);
	return rows;
}
