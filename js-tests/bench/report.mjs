// Writes docs/performance.md, its charts and the tables of docs/comparison.md from docs/performance/results.json: node
// js-tests/bench/report.mjs
// With --check it writes nothing, and fails if the files differ from what it would write.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withFigures } from "./comparison.mjs";
import { bars } from "./plots.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const folder = join(root, "docs", "performance");
const OURS = "azeer-webhooks";
const BASELINE = "JSON.parse";
const MIXED = "mixed";

const json = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);
const line = (cells) => `| ${cells.join(" | ")} |`;
const table = (head, rows) => [head, head.map(() => "---"), ...rows].map(line).join("\n");
const verdict = (measured, limit) => (measured <= limit ? "met" : "missed");
const two = (number) => number.toFixed(2);
const byRatio = (a, b) => a.ratio - b.ratio;
const isControl = (row) => row.contestant === BASELINE;

const range = ([low, high]) => `${two(low)} to ${two(high)}`;

function rowOf(host, { mode, case: name, form, to = BASELINE }) {
	return host.rows.find(
		(it) =>
			it.mode === mode && it.case === name && it.form === form && it.contestant === OURS && it.to === to,
	);
}

/** Every budget with the figure of each host. */
function budgets({ sizes, hosts }, native, receiver) {
	const limits = json(join(root, "budgets.json"));
	const shown = [...new Set([...limits.ratios, ...limits.cold].flatMap((it) => it.hosts))];
	const cells = (wanted, limit, measured, digits = two) =>
		shown.map((name) => {
			if (!wanted.includes(name)) {
				return "";
			}
			const host = hosts.find((it) => it.host === name);
			const figure = host === undefined ? undefined : measured(host);
			return figure === undefined ? "not measured" : `${digits(figure)} ${verdict(figure, limit)}`;
		});
	const titles = shown.map((name) => hosts.find((it) => it.host === name)?.title ?? name);
	const ratios = limits.ratios.map((it) => [
		`${it.what}: ${it.case}`,
		it.limit,
		...cells(it.hosts, it.limit, (host) => rowOf(host, it)?.ratio),
	]);
	const cold = limits.cold.map((it) => [
		it.what,
		it.limit,
		...cells(it.hosts, it.limit, ({ cold }) => cold?.wholeProcess),
	]);
	const bytes = Object.entries(limits.sizes).map(([name, limit]) => [
		`${name}, bytes`,
		limit,
		sizes[name],
		verdict(sizes[name], limit),
	]);
	const single = (list, measured) =>
		list.map(({ what, limit }) => [
			what,
			limit,
			...(measured === undefined ? ["not measured", ""] : [two(measured), verdict(measured, limit)]),
		]);
	const others = [
		...single(limits.native, native?.rows.find((it) => it.contestant === OURS && it.case === MIXED)?.ratio),
		...single(limits.receiver, receiver?.rows.find((it) => it.endpoint === "ours")?.time),
	];
	return `${table(["ratio, or ms for the cold start", "at most", ...titles], [...ratios, ...cold])}

${table(["", "at most", "measured", ""], [...bytes, ...others])}

Budgets that this benchmark does not measure: ${limits.elsewhere.join("; ")}.`;
}

/** A part that is closed until somebody opens it, so that the page stays short. */
const details = (summary, ...parts) =>
	[`<details>\n<summary>${summary}</summary>`, ...parts, "</details>"].join("\n\n");

/** The figures of mixed payloads in each host, and the best of the other validators there. */
function overview(hosts) {
	const rows = hosts.map((host) => {
		const ratio = (form) => rowOf(host, { mode: "parse", case: MIXED, form })?.ratio;
		const [other] = host.rows
			.filter((it) => it.mode === "parse" && it.case === MIXED && it.form === "string")
			.filter((it) => it.contestant !== OURS && !isControl(it))
			.sort(byRatio);
		const cells = [ratio("string"), ratio("bytes")].map((it) =>
			it === undefined ? "not measured" : two(it),
		);
		return [host.title, ...cells, other === undefined ? "" : `${two(other.ratio)} (${other.contestant})`];
	});
	return table(["mixed payloads", "strings", "bytes", "fastest other validator, strings"], rows);
}

/** All rows of a host, the best first. */
function hostSection({ host, title, machine, date, command, clock, cold, absent, rows }) {
	const parsed = rows.filter((it) => it.mode === "parse");
	const controls = parsed.filter(isControl).map((it) => it.ratio);
	const own = parsed.filter((it) => it.contestant === OURS).sort(byRatio);
	const contested = [
		...new Set(
			parsed.filter((it) => ![OURS, BASELINE].includes(it.contestant)).map((it) => `${it.case}, ${it.form}`),
		),
	];
	const contests = contested.map((name) => {
		const found = parsed.filter((it) => `${it.case}, ${it.form}` === name).sort(byRatio);
		const body = found.map((it) => [
			isControl(it) ? "JSON.parse again (control)" : it.contestant,
			two(it.ratio),
			range(it.quartiles),
			it.nanoseconds,
		]);
		return `**${name}**

${table(["", "ratio", "middle half", "ns"], body)}`;
	});
	const others = rows.filter((it) => it.mode !== "parse").sort(byRatio);
	const missing = Object.entries(absent).map(([name, why]) => `${name} (${why})`);
	const parts = [
		`## ${title}`,
		`\`${command}\` on ${machine}, ${date}; the clock: ${clock}. JSON.parse against itself, which should be 1, was
${range([Math.min(...controls), Math.max(...controls)])}: smaller differences are noise.`,
		...(missing.length === 0 ? [] : [`Absent here: ${missing.join("; ")}.`]),
		...(cold === undefined
			? []
			: [
					`Cold start, compared with an empty module, medians of ${cold.processes} processes each: ${cold.wholeProcess} ms more for the whole
process, ${cold.importAndParse} ms from the import to the first event.`,
				]),
		...chartsOf({ host, title, rows }).map((it) => `![${it.title}](performance/${it.file})`),
		details(
			"This package by payload",
			table(
				["payload", "form", "ratio", "middle half", "ns", "JSON.parse, ns"],
				own.map((it) => [it.case, it.form, two(it.ratio), range(it.quartiles), it.nanoseconds, it.base]),
			),
		),
		details("Compared with other validators", ...contests),
	];
	if (others.length > 0) {
		const list = details(
			"Other calls",
			table(
				["what", "payload", "form", "over", "ratio", "middle half", "ns"],
				others.map((it) => [
					it.mode,
					it.case,
					it.form,
					it.to === OURS ? "a valid one" : it.to,
					two(it.ratio),
					range(it.quartiles),
					it.nanoseconds,
				]),
			),
		);
		parts.push(list);
	}
	return parts.join("\n\n");
}

/** The two charts of a host. */
function chartsOf({ host, title, rows }) {
	const parsed = rows.filter((it) => it.mode === "parse" && it.form === "string" && !isControl(it));
	const bar = (label, { ratio, contestant }) => ({ label, ratio, ours: contestant === OURS });
	return [
		{
			file: `${host}-contestants.svg`,
			title: `Time over JSON.parse, mixed payloads, ${title}`,
			rows: parsed.filter((it) => it.case === MIXED).map((it) => bar(it.contestant, it)),
		},
		{
			file: `${host}-cases.svg`,
			title: `azeer-webhooks, time over JSON.parse, by payload, ${title}`,
			rows: parsed.filter((it) => it.contestant === OURS).map((it) => bar(it.case, it)),
		},
	];
}

function nativeSection({ rows, machine, command }) {
	const body = [...rows].sort(byRatio).map((it) => [it.case, it.contestant, two(it.ratio), it.nanoseconds]);
	return `## Native Rust

\`${command}\` on ${machine}. The ratio is to serde_json, which reads into the same structs.

${details("All figures", table(["payload", "", "ratio", "ns"], body))}`;
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

/** The pages and their charts, by path. */
export function generate() {
	const results = json(join(folder, "results.json"));
	const native = json(join(folder, "native.json"));
	const receiver = json(join(folder, "receiver.json"));
	const notes = join(folder, "notes.md");
	const { sizes, hosts } = results;
	const charts = hosts.flatMap(chartsOf);
	const bundles = [...sizes.bundles].sort((a, b) => a.brotli - b.brotli);
	const page = `# Performance

This page compares the time of \`parse\` with \`JSON.parse\` alone, and with \`JSON.parse\` followed by another validator. A figure is a **ratio to
\`JSON.parse\`** of the same payloads, unless its table says otherwise. Below 1 is faster than \`JSON.parse\`; less is better. For bytes the
baseline is \`JSON.parse(decoder.decode(bytes))\`. \`HOSTS=all make bench\` measures again and writes this page.

One process runs the candidates in turns, in blocks of 500 payloads, after warming up on all kinds of payloads. A figure is the median of the ratios
of neighbouring blocks; the middle half of these ratios is beside it. A case has 2,000 different payloads made from Azeer's documented
examples. *mixed* has equal shares of the ten examples, Arabic, escapes and 4 KB. Every other validator's schema is made from the package's JSON Schema
and checks the same members; "ajv, published schema" is that schema itself.

${overview(hosts)}

The section of each host has charts and all figures.

## Budgets

${budgets(results, native, receiver)}

## What a page downloads

${table(
	["with its schemas", "minified, bytes", "brotli, bytes"],
	bundles.map((it) => [it.contestant, it.minified, it.brotli]),
)}

${existsSync(notes) ? `## What was tried\n\n${readFileSync(notes, "utf8").trim()}\n\n` : ""}${[...hosts.map(hostSection), ...(native === undefined ? [] : [nativeSection(native)]), ...(receiver === undefined ? [] : [receiverSection(receiver)])].join("\n\n")}
`;
	const docs = (name) => join(root, "docs", name);
	const text = (name) => readFileSync(docs(name), "utf8");
	return new Map([
		[docs("performance.md"), page],
		[docs("comparison.md"), withFigures(text("comparison.md"), results, text("bad-input.md"), table)],
		...charts.map(({ file, title, rows }) => [join(folder, file), bars(title, rows)]),
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
