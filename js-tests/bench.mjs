// Prints how long parse takes in relation to JSON.parse alone, payload by payload: make bench
//
// Blocks of both are interleaved in one process; a number is the median of the ratios of neighbouring blocks. The column
// "control" is JSON.parse against itself: what it is off 1 is noise.

import { parse } from "azeer-webhooks";
import { fixtures } from "./suite.mjs";

const DISTINCT = 2000;
const BLOCKS = 41;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bodies that differ in an id, so that nothing can be remembered. */
function bodies(text) {
	const value = JSON.parse(text);
	return Array.from({ length: DISTINCT }, (_, i) => {
		const id = "contact_id" in value ? "contact_id" : "broadcast_id";
		return JSON.stringify({ ...value, [id]: value[id] + i });
	});
}

let sink = 0;
function time(call, inputs) {
	const start = performance.now();
	for (const input of inputs) {
		sink += call(input) === undefined ? 0 : 1;
	}
	return performance.now() - start;
}

function median(numbers) {
	return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

function ratio(call, base, inputs) {
	const ratios = [];
	for (let block = -5; block < BLOCKS; block++) {
		const one = time(base, inputs);
		const other = time(call, inputs);
		if (block >= 0) {
			ratios.push(other / one);
		}
	}
	return median(ratios).toFixed(2).padStart(9);
}

const texts = [...fixtures].filter(([name]) => name !== "15-broken" && name !== "04-incoming-text-second");
// Every shape once before anything is timed.
for (const [, text] of texts) {
	time(parse, bodies(text));
}
console.log(`${process.release.name} ${process.version}: time of parse, with JSON.parse alone as 1`);
console.log(`${"".padEnd(28)}   string    bytes  control`);
for (const [name, text] of texts) {
	const strings = bodies(text);
	const bytes = strings.map((it) => encoder.encode(it));
	const decode = (it) => JSON.parse(decoder.decode(it));
	const row = [
		ratio(parse, JSON.parse, strings),
		ratio(parse, decode, bytes),
		ratio(JSON.parse, JSON.parse, strings),
	];
	console.log(name.padEnd(28) + row.join(""));
}
if (sink === 0) {
	throw new Error("nothing was parsed");
}
