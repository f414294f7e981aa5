// Writes the pages about performance, their charts and the tables of docs/comparison.md from docs/performance/*.json: node
// js-tests/bench/report.mjs
// With --check it writes nothing, and fails if the files differ from what it would write.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { budgetTables } from "./budgets.mjs";
import { withFigures } from "./comparison.mjs";
import { chartsOf, figuresPage } from "./figures.mjs";
import { stamp } from "./machine.mjs";
import { details, range, table, two } from "./markdown.mjs";
import { bars } from "./plots.mjs";
import { byRatio, controlsOf, MIXED, OURS, othersOf, parsed, rowOf } from "./rows.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const folder = join(root, "docs", "performance");
/** The host whose charts are on the page. */
const SHOWN = "node24";

const json = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);
const resultsOf = (name) => json(join(folder, `${name}.json`));
/** A ratio, if there is such a row. */
const cell = (row) => (row === undefined ? "" : two(row.ratio));

/** What to expect: the figures of this package in each host. */
function expectations(hosts) {
	const columns = [
		{ title: "mixed, strings", case: MIXED, form: "string" },
		{ title: "mixed, bytes", case: MIXED, form: "bytes" },
		{ title: "text, strings", case: "text", form: "string" },
		{ title: "text, bytes", case: "text", form: "bytes" },
		{ title: "Arabic, bytes", case: "arabic", form: "bytes" },
		{ title: "NDJSON, bytes", case: MIXED, form: "bytes", mode: "NDJSON" },
	];
	return table(
		["", ...columns.map(({ title }) => title), "`JSON.parse` against itself"],
		hosts.map((host) => [
			host.title,
			...columns.map((column) => cell(rowOf(host, column))),
			range(controlsOf(host)),
		]),
	);
}

/** Against whom: every validator in each host. */
function contest(hosts) {
	const found = (host, name) =>
		parsed(host).find((it) => it.contestant === name && it.case === MIXED && it.form === "string");
	const shown = hosts.find(({ host }) => host === SHOWN);
	const names = othersOf(shown, MIXED, "string").map(({ contestant }) => contestant);
	return table(
		["mixed, strings", ...hosts.map(({ title }) => title)],
		[OURS, ...names].map((name) => [
			name,
			...hosts.map((host) => (name in host.absent ? "cannot run" : cell(found(host, name)))),
		]),
	);
}

/** Where it loses: the payloads that take longer than with `JSON.parse` alone, or than with another validator. */
function losses(hosts) {
	const slower = (host, form) =>
		parsed(host)
			.filter((it) => it.contestant === OURS && it.form === form && Number(two(it.ratio)) > 1)
			.sort((a, b) => byRatio(b, a))
			.map((it) => `${it.case} ${two(it.ratio)}`)
			.join(", ");
	const beaten = (host) =>
		parsed(host)
			.filter((it) => it.contestant === OURS)
			.flatMap((own) => {
				const [fastest] = othersOf(host, own.case, own.form);
				return fastest !== undefined && fastest.ratio < own.ratio
					? [`${own.case}, ${own.form}: ${fastest.contestant} ${two(fastest.ratio)}`]
					: [];
			})
			.join("; ");
	return table(
		[
			"",
			"strings slower than `JSON.parse` alone",
			"bytes slower than it",
			"another validator is faster, even with `JSON.parse` before it",
		],
		hosts.map((host) =>
			[host.title, slower(host, "string"), slower(host, "bytes"), beaten(host)].map((it) => it || "none"),
		),
	);
}

function nativeSection({ rows, machine, command }) {
	const body = [...rows].sort(byRatio).map((it) => [it.case, it.contestant, two(it.ratio), it.nanoseconds]);
	return `## Native Rust

\`${command}\` on ${machine}. The ratio is to serde_json, which reads into the same structs.

${details("All figures", table(["payload", "", "ratio", "ns"], body))}`;
}

/** The time of a first event. */
function firstSection({ rows, starts, machine, date, command }) {
	return `## The first event

\`${command}\` on ${machine}, ${date}: medians of ${starts} new hosts each, in turns with \`JSON.parse\`. workerd is asked from outside, because its clock stands
still while it computes. The others count from the import.

${table(
	["ms to the first event", "with `JSON.parse`", "with this package", "later by"],
	rows.map((it) => [it.title, it.base.toFixed(1), it.own.toFixed(1), it.later.toFixed(1)]),
)}`;
}

/** The speed of reading a log. */
function logsSection({ rows, rounds, megabytes, title, machine, date, command }) {
	return `## Logs

\`${command}\` on ${machine}, ${title}, ${date}: a file of ${megabytes} MB, read in turns, medians of ${rounds} rounds. \`countEvents\` checks every line and builds
no event. Ratios are to the first row, by time of the processor, which includes other threads.

${table(
	["", "MB/s", "ms", "ratio, processor"],
	rows.map((it) => [it.way, it.megabytesPerSecond, it.milliseconds, two(it.processor)]),
)}`;
}

/** What an endpoint takes under load. */
function receiverSection({ rows, rounds, deliveries, connections, memory, title, machine, date, command }) {
	const body = rows.map((it) => [
		it.title,
		it.deliveriesPerSecond,
		...[it.p50, it.p90, it.p99, it.max].map((milliseconds) => milliseconds.toFixed(1)),
		it.microseconds,
		two(it.time),
		two(it.processorTime),
		it.heap,
		it.rss,
	]);
	return `## Receiver

\`${command}\` on ${machine}, ${title}, ${date}: medians of ${rounds} rounds, in which the endpoints take turns. In a round, each gets ${deliveries}
deliveries of documented events, all different, over ${connections} connections from the same machine; a connection sends the next one when the last is answered. The
endpoint with zod checks the same members, compares the token in constant time, and has a set of the ids that it has seen. Ratios are to it. The heap has the
keys or ids of all deliveries so far.

${table(
	[
		"",
		"deliveries/s",
		"p50, ms",
		"p90",
		"p99",
		"max",
		"processor, µs",
		"time, ratio",
		"processor, ratio",
		"heap, MB",
		"RSS, MB",
	],
	body,
)}

The same command sends ${memory.deliveries} deliveries of all kinds to one service, and checks what becomes of each. After garbage collection, ${memory.warm} MB were in use
when it had warmed up, and ${memory.end} MB in the end.`;
}

function mainPage(all) {
	const { sizes, hosts } = all.results;
	const bundles = [...sizes.bundles].sort((a, b) => a.brotli - b.brotli);
	const charts = chartsOf(hosts.find(({ host }) => host === SHOWN));
	const sections = [
		all.first && firstSection(all.first),
		all.logs && logsSection(all.logs),
		all.receiver && receiverSection(all.receiver),
		all.native && nativeSection(all.native),
	].filter(Boolean);
	return `# Performance

Figures are **ratios to \`JSON.parse\`** of the same payloads, unless a table says otherwise. Below 1 is faster than \`JSON.parse\` alone; less is better. For
bytes the baseline is \`JSON.parse(decoder.decode(bytes))\`. \`HOSTS=all make bench\` measures again and writes this page. [All
figures](performance/figures.md) has every payload in every host, and [what was tried](performance/notes.md) says where the time goes.

## What to expect

${expectations(hosts)}

*mixed* has equal shares of the ten documented examples, Arabic, escapes and 4 KB. *text* is one kind of message. *NDJSON* is 20 MB of mixed lines.

![${charts[1].title}](performance/${charts[1].file})

## Against whom

${contest(hosts)}

Other validators read what \`JSON.parse\` has made. Each one's schema is made from the package's JSON Schema and checks the same members; "ajv, published
schema" is that schema itself.

![${charts[0].title}](performance/${charts[0].file})

## Where it loses

${losses(hosts)}

## How it is measured

One process runs the candidates in turns, in blocks of 500 payloads, after warming up on all kinds of payloads. A figure is the median of the ratios
of neighbouring blocks; the page of all figures has the middle half of these ratios beside it. A case has 2,000 different payloads made from Azeer's documented
examples. \`JSON.parse\` against itself should be 1: smaller differences are noise.

## Budgets

${budgetTables(json(join(root, "budgets.json")), all)}

## What a page downloads

${table(
	["with its schemas", "minified, bytes", "brotli, bytes"],
	bundles.map((it) => [it.contestant, it.minified, it.brotli]),
)}

${sections.join("\n\n")}
`;
}

/** The pages and their charts, by path. */
export function generate() {
	const all = Object.fromEntries(
		["results", "native", "receiver", "logs", "first"].map((name) => [name, resultsOf(name)]),
	);
	const docs = (name) => join(root, "docs", name);
	const text = (name) => readFileSync(docs(name), "utf8");
	return new Map([
		[docs("performance.md"), mainPage(all)],
		[join(folder, "figures.md"), figuresPage(all.results)],
		[docs("comparison.md"), withFigures(text("comparison.md"), all.results, text("bad-input.md"), table)],
		...all.results.hosts
			.flatMap(chartsOf)
			.map(({ file, title, rows }) => [join(folder, file), bars(title, rows)]),
	]);
}

/** Paths of files that differ from what `generate` returns. */
export function stale() {
	return [...generate()]
		.filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text)
		.map(([path]) => path);
}

export function write() {
	for (const [path, text] of generate()) {
		writeFileSync(path, text);
	}
}

/** Writes the figures of a command into docs/performance/NAME.json, with when and where they were measured, and the pages. */
export function publish(name, command, figures) {
	const measured = { ...stamp(command), ...figures };
	writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(measured, null, "\t")}\n`);
	write();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	if (process.argv.includes("--check")) {
		const files = stale();
		for (const file of files) {
			console.error(`${file} is out of date: node js-tests/bench/report.mjs`);
		}
		process.exitCode = files.length === 0 ? 0 : 1;
	} else {
		write();
	}
}
