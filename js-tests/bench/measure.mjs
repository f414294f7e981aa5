// Times the contestants, as ratios. It runs in every host, so it needs only `performance`.
//
// A figure is the median of the ratios of neighbouring blocks: two of the baseline and two of the contestant, in turns,
// with the same payloads. So other load on the machine and the state of the engine affect both sides.

import { makeCases, makeLines } from "./cases.mjs";
import { BASELINE, makeContestants, OURS, parseMany, safeParse } from "./contestants.mjs";
import { optionalOf, shapesOf } from "./shapes.mjs";

const MIXED = "mixed";

/** The cases of all contestants. This package is measured on every case. */
export const CONTESTED = [MIXED, "text", "contact", "4 KB"];

/** The blocks of one ratio. In this order, a drift affects both sides equally. */
export const TURNS = ["own", "base", "base", "own"];

const decoder = new TextDecoder();
const KEPT = 1000;
const NEWLINE = 10;

const fromBytes = (parse) => (bytes) => parse(decoder.decode(bytes));
const baselines = { string: JSON.parse, bytes: fromBytes(JSON.parse) };

/** Reads every member and keeps the last thousand results alive, like an application with a queue. */
function reading(parse) {
	const kept = new Array(KEPT).fill(undefined);
	let at = 0;
	return (input) => {
		const result = parse(input);
		let read = 0;
		for (const name in result) {
			const value = result[name];
			read += typeof value === "string" ? value.charCodeAt(0) : 1;
		}
		kept[at] = result;
		at = (at + 1) % KEPT;
		return read === 0 ? undefined : result;
	};
}

const writing = (parse) => (input) => {
	const result = parse(input);
	return JSON.stringify(result).length < 2 ? undefined : result;
};

/** Returns the code of the first issue in the form of an event, because `run` reads an event's name. */
function refusing(input) {
	const [issue] = safeParse(input).error.issues;
	return { webhook_event_type: issue.code };
}

function linesByJson(bytes) {
	let events = 0;
	for (let start = 0; start < bytes.length; ) {
		const found = bytes.indexOf(NEWLINE, start);
		const end = found === -1 ? bytes.length : found;
		events += JSON.parse(decoder.decode(bytes.subarray(start, end))).webhook_event_type === undefined ? 0 : 1;
		start = end + 1;
	}
	return { webhook_event_type: { length: events } };
}

function linesByOurs(bytes) {
	let events = 0;
	for (const result of parseMany(bytes)) {
		events += result.ok && result.event.webhook_event_type !== undefined ? 1 : 0;
	}
	return { webhook_event_type: { length: events } };
}

let sink = 0;
function run(call, inputs, from, size) {
	for (let i = from; i < from + size; i++) {
		sink += call(inputs[i % inputs.length]).webhook_event_type.length;
	}
}

/**
 * The rows to be timed. Each has two sides, `own` and `base`. A side has a `call` and its `inputs`.
 *
 * @param given the texts of the fixtures, the package's schema, typia's module, and sizes that differ from the defaults
 */
export function makeBench({
	fixtures,
	schema,
	typia,
	payloads,
	lineBytes = 20_000_000,
	payloadsABlock = 500,
}) {
	const optional = optionalOf(shapesOf(schema), "incoming_msg", "text");
	const cases = makeCases(fixtures, optional, payloads);
	const { parsers, absent } = makeContestants(schema, typia);
	const own = parsers[OURS];
	const inputs = (name, form) => (form === "bytes" ? cases[name].bytes : cases[name].strings);
	const rows = [];
	const add = (mode, name, form, contestant, to, sides, size = payloadsABlock) =>
		rows.push({ mode, case: name, form, contestant, to, sides, size });

	for (const name of Object.keys(cases)) {
		for (const form of ["string", "bytes"]) {
			const all = inputs(name, form);
			const base = { call: baselines[form], inputs: all };
			add("parse", name, form, BASELINE, BASELINE, { own: base, base });
			for (const [contestant, parse] of Object.entries(parsers)) {
				if (contestant === OURS) {
					add("parse", name, form, OURS, BASELINE, { own: { call: own, inputs: all }, base });
				} else if (CONTESTED.includes(name)) {
					const call = form === "bytes" ? fromBytes(parse) : parse;
					add("parse", name, form, contestant, BASELINE, { own: { call, inputs: all }, base });
				}
			}
		}
	}
	for (const name of CONTESTED) {
		for (const form of ["string", "bytes"]) {
			for (const [mode, wrap] of [
				["every member read, 1,000 results kept", reading],
				["and JSON.stringify", writing],
			]) {
				const all = inputs(name, form);
				const sides = {
					own: { call: wrap(own), inputs: all },
					base: { call: wrap(baselines[form]), inputs: all },
				};
				add(mode, name, form, OURS, BASELINE, sides);
			}
		}
		const { invalid, strings } = cases[name];
		const refused = { call: refusing, inputs: invalid };
		add("invalid", name, "string", OURS, OURS, { own: refused, base: { call: own, inputs: strings } });
		add("invalid", name, "string", OURS, BASELINE, {
			own: refused,
			base: { call: JSON.parse, inputs: invalid },
		});
	}
	if (parseMany === undefined) {
		absent.parseMany = "the package has no such export";
	} else {
		let lines;
		const all = () => {
			lines ??= [makeLines(fixtures, optional, lineBytes)];
			return lines;
		};
		const sides = { own: { call: linesByOurs, inputs: all }, base: { call: linesByJson, inputs: all } };
		add("NDJSON", "mixed", "bytes", OURS, BASELINE, sides, 1);
	}
	return { cases, parsers, absent, rows };
}

/**
 * Runs every contestant on every case that it accepts, so that no engine meets a shape for the first time while it is
 * timed. The mixed payloads come last and run longer: after a single shape, an engine needs tens of thousands of calls
 * to settle.
 */
export function warm({ cases, parsers, rows }, rounds) {
	for (const [name, { bytes, strings }] of [...Object.entries(cases), [MIXED, cases[MIXED]]].slice(1)) {
		for (const [contestant, parse] of Object.entries({ [BASELINE]: JSON.parse, ...parsers })) {
			const call = contestant === OURS ? parse : fromBytes(parse);
			try {
				parse(strings()[0]);
			} catch {
				// A schema of documented events refuses this case.
				continue;
			}
			for (let round = 0; round < (name === MIXED ? 4 * rounds : rounds); round++) {
				run(parse, strings(), 0, strings().length);
				run(call, bytes(), 0, bytes().length);
			}
		}
	}
	for (const { mode, sides } of rows) {
		if (mode !== "parse") {
			for (const { call, inputs } of Object.values(sides)) {
				run(call, inputs(), 0, Math.min(inputs().length, 2000));
			}
		}
	}
}

/** Runs one block of a side `rounds` times. `index` chooses its payloads. */
export function block({ size, sides }, side, index, rounds = 1) {
	const { call, inputs } = sides[side];
	const all = inputs();
	for (let round = 0; round < rounds; round++) {
		run(call, all, (index * size) % all.length, size);
	}
	return sink;
}

function timed(row, side, index) {
	const start = performance.now();
	block(row, side, index);
	return performance.now() - start;
}

function quantile(sorted, part) {
	return sorted[Math.round((sorted.length - 1) * part)];
}

/** The figures of a row. A sample is `[own, base]` in milliseconds, each of two blocks, as in TURNS. */
export function summary({ mode, case: name, form, contestant, to, size }, blocks, rounds = 1) {
	const ratios = blocks.map(([own, base]) => own / base).sort((a, b) => a - b);
	const median = (side) =>
		quantile(
			blocks.map((it) => it[side]).sort((a, b) => a - b),
			0.5,
		);
	const digits = (number, count) => Number(number.toFixed(count));
	const nanoseconds = (side) => digits((median(side) * 1e6) / (2 * size * rounds), 0);
	return {
		mode,
		case: name,
		form,
		contestant,
		to,
		ratio: digits(quantile(ratios, 0.5), 3),
		quartiles: [digits(quantile(ratios, 0.25), 3), digits(quantile(ratios, 0.75), 3)],
		nanoseconds: nanoseconds(0),
		base: nanoseconds(1),
	};
}

/** Groups rows with the same payloads. The rows of a group are measured in turns. */
function groups(rows) {
	const found = new Map();
	for (const row of rows) {
		const key = `${row.mode} ${row.case} ${row.form}`;
		found.set(key, [...(found.get(key) ?? []), row]);
	}
	return [...found.values()];
}

/** Measures all rows in this process. */
export function measure(given) {
	const { blocks = 25, settling = 40, warmUp = 4 } = given;
	const bench = makeBench(given);
	warm(bench, warmUp);
	const results = new Map();
	for (const group of groups(bench.rows)) {
		const isLong = group[0].size === 1;
		// With mixed kinds, engines recompile for a hundred thousand calls. The figures are for a service that has run
		// for a while.
		const settled = isLong ? 1 : group[0].case === MIXED ? 4 * settling : settling;
		const count = isLong ? Math.min(blocks, 7) : blocks;
		for (const row of group) {
			for (let index = 0; index < settled; index++) {
				block(row, "base", index);
				block(row, "own", index);
			}
		}
		const times = group.map(() => []);
		for (let index = 0; index < count; index++) {
			for (const [i, row] of group.entries()) {
				// An untimed block: otherwise the first timed one pays for garbage of earlier blocks.
				block(row, "base", index);
				const took = { own: 0, base: 0 };
				for (const side of TURNS) {
					took[side] += timed(row, side, index);
				}
				times[i].push([took.own, took.base]);
			}
		}
		for (const [i, row] of group.entries()) {
			results.set(row, summary(row, times[i]));
		}
	}
	if (sink === 0) {
		throw new Error("nothing was parsed");
	}
	return { rows: bench.rows.map((row) => results.get(row)), absent: bench.absent };
}
