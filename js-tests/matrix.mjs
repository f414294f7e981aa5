// Runs the package in every host and through every bundler, and prints a table of the rows: node js-tests/matrix.mjs

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "target");
const file = join(target, "matrix.jsonl");
const start = performance.now();

mkdirSync(target, { recursive: true });
rmSync(file, { force: true });
const { status } = spawnSync(
	process.execPath,
	[join(here, "run.mjs"), "types", "hosts", "bundlers", "logs", "examples", "inspector"],
	{
		stdio: "inherit",
		env: { ...process.env, MATRIX: file },
	},
);

const rows = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").map(JSON.parse) : [];
const width = (key) => Math.max(...rows.map((row) => row[key].length));
console.log(`\n${"host".padEnd(width("host"))}  ${"way of loading".padEnd(width("way"))}  checks  seconds`);
for (const { host, way, ok, checks, seconds } of rows) {
	const found = ok ? String(checks) : "FAILED";
	console.log(
		`${host.padEnd(width("host"))}  ${way.padEnd(width("way"))}  ${found.padStart(6)}  ${seconds.toFixed(1).padStart(7)}`,
	);
}
const minutes = (performance.now() - start) / 60_000;
const failed = rows.filter(({ ok }) => !ok).length;
console.log(`\n${rows.length} rows, ${failed} failed, ${minutes.toFixed(1)} minutes`);
if (status !== 0 && failed === 0) {
	console.log("something other than a row failed, or rows could not run: see above");
}
spawnSync("du", ["-shc", ...["hosts", "bundlers"].map((name) => join(here, name))], { stdio: "inherit" });
process.exit(status ?? 1);
