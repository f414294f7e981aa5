// Measures programs that read a log: their time, their processor time and their largest memory.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { script } from "../cli/run.mjs";

const reader = join(import.meta.dirname, "readers.mjs");
const read = (way) => (file) => [process.execPath, reader, way, file];
const check = (workers) => (file) => [
	process.execPath,
	script,
	"check",
	"--json",
	"--workers",
	workers,
	file,
];

/** Each program, and how many lines it has found by what it has printed. */
const programs = {
	"split and JSON.parse": [read("parse"), Number],
	readEvents: [read("readEvents"), Number],
	countEvents: [read("countEvents"), Number],
	"check --workers 1": [check("1"), (text) => JSON.parse(text).lines],
	"check --workers 2": [check("2"), (text) => JSON.parse(text).lines],
	"jq -c .webhook_event_type": [
		(file) => ["jq", "-c", ".webhook_event_type", file],
		(text) => text.split("\n").length - 1,
	],
	"wc -l": [(file) => ["wc", "-l", file], (text) => Number.parseInt(text, 10)],
};

/** The programs that read any line, however long it is. */
export const ofLongLines = ["readEvents", "check --workers 1", "check --workers 2", "wc -l"];

/** Prints a row for each program. All have to find this many lines. */
export function measure(file, size, lines, names = Object.keys(programs)) {
	console.log(`${"".padEnd(28)} seconds  processor  MB/s  events/s  peak MB`);
	for (const name of names) {
		const [command, linesOf] = programs[name];
		if (spawnSync(command(file)[0], ["--version"]).error !== undefined) {
			console.log(`${name.padEnd(28)} is not installed`);
			continue;
		}
		const { stdout, stderr, error } = spawnSync("/usr/bin/time", ["-f", "%e %U %S %M", ...command(file)], {
			encoding: "utf8",
			maxBuffer: 1 << 30,
		});
		if (error !== undefined) {
			throw new Error("/usr/bin/time is missing: apt-get install time", { cause: error });
		}
		const [seconds, user, system, kilobytes] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
		if (linesOf(stdout) !== lines) {
			throw new Error(`${name} has found ${linesOf(stdout)} of ${lines} lines: ${stderr}`);
		}
		const cells = [
			[seconds.toFixed(1), 8],
			[(user + system).toFixed(1), 11],
			[Math.round(size / 1e6 / seconds), 6],
			[Math.round(lines / seconds), 10],
			[Math.round((kilobytes * 1024) / 1e6), 9],
		];
		console.log(name.padEnd(28) + cells.map(([cell, width]) => String(cell).padStart(width)).join(""));
	}
}
