// Prints what logs take in the page, in Chromium: node js-tests/inspector/figures.mjs

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { closeBrowsers } from "../hosts/browsers.mjs";
import { fixtures } from "../suite.mjs";
import { build, buildWith, pageFiles } from "./built.mjs";
import { writeLog } from "./file.mjs";
import { measure } from "./measure.mjs";
import { sizes } from "./sizes.mjs";

const { LINES = "500000", ROUNDS = "3" } = process.env;
const MILLION = 1_000_000;

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** A row of the table: medians over the rounds. */
function figures(found) {
	const of = (key, digits = 0) => Number(median(found.map((it) => it[key])).toFixed(digits));
	return {
		"table finished, s": of("seconds", 1),
		"p99 frame, ms": of("frame"),
		"longest task, ms": of("task"),
		"its processor time, ms": of("taskProcessor"),
		"p99 frame while scrolling, ms": of("scrollFrame"),
		"longest task while scrolling, ms": of("scrollTask"),
		"its processor time while scrolling, ms": of("scrollProcessor"),
		"memory, MB": Math.round(of("memory") / 1e6),
	};
}

/** Each page reads the log once a round, one after the other. Prints a column for each. */
async function compare(pages, path, count, rounds) {
	await writeLog(path, fixtures, { count });
	const size = Math.round(statSync(path).size / 1e6);
	console.log(`\na log of ${size} MB, ${count} lines; medians of ${rounds} rounds`);
	const found = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, files] of Object.entries(pages)) {
			found[name].push(await measure(files, path, count));
		}
	}
	const columns = Object.entries(found).map(([name, it]) => [name, figures(it)]);
	const rows = Object.keys(columns[0][1]).map((row) => [
		row,
		Object.fromEntries(columns.map(([name, it]) => [name, it[row]])),
	]);
	console.table(Object.fromEntries(rows));
	console.log(`load of the machine: ${loadavg()[0].toFixed(1)}`);
}

const folder = mkdtempSync(join(tmpdir(), "azeer-inspector-"));
try {
	const path = join(folder, "deliveries.ndjson");
	const here = import.meta.dirname;
	const dist = await build();
	for (const [what, bytes] of Object.entries(sizes(dist))) {
		console.log(`${what}: ${bytes} B by brotli`);
	}
	const ours = { "azeer-webhooks": pageFiles(dist) };
	const zod = await buildWith({
		"azeer-webhooks/logs": join(here, "zod-logs.mjs"),
		zod: join(here, "node_modules", "zod"),
	});
	await compare({ ...ours, "JSON.parse and zod": pageFiles(zod) }, path, Number(LINES), Number(ROUNDS));
	await compare(ours, path, MILLION, 1);
} finally {
	await closeBrowsers();
	rmSync(folder, { recursive: true });
}
