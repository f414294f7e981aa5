// Prints what memory ten million parses leave behind, and what a kept string of a large body holds: make memory
//
// PARSES sets another number. The tests run it with fewer.

import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parse, parseMany, safeParse } from "azeer-webhooks";
import { fixtures } from "./suite.mjs";

const PARSES = Number(process.env.PARSES ?? 10_000_000);
const KEPT = 20_000;
/** What a kept id may hold, its own 70 bytes included. */
const MAX_HELD = 200;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
/** Bytes on the heap, once what is garbage is gone. */
function heap() {
	collect();
	collect();
	return process.memoryUsage().heapUsed;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const flat = (text) => decoder.decode(encoder.encode(text));
/** The memory of every instance that there is. */
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
	constructor(...args) {
		super(...args);
		memories.push(this.exports.memory);
	}
};
const wasm = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

const texts = [...fixtures.values()].map((text) => flat(text.replaceAll("\n", "")));
const bodies = [...texts, ...texts.map((text) => encoder.encode(text))];
function run(count) {
	for (let i = 0; i < count; i++) {
		safeParse(bodies[i % bodies.length]);
	}
}

run(20_000);
const before = { heap: heap(), wasm: wasm() };
console.log(`${process.release.name} ${process.version}`);
for (let part = 1; part <= 5; part++) {
	run(PARSES / 5);
	const after = { heap: heap(), wasm: wasm() };
	console.log(
		`${(part * PARSES) / 5} parses: heap ${after.heap} B (${after.heap - before.heap} B more), WebAssembly ${after.wasm} B`,
	);
	assert.equal(after.wasm, before.wasm, "the memory of WebAssembly has grown");
	assert.ok(after.heap - before.heap < 1 << 20, "the heap has grown");
}

const text = JSON.parse(fixtures.get("01-incoming-text"));
const large = (i, filling) => {
	const id = text.id.slice(0, -6) + String(i).padStart(6, "0");
	const body = JSON.stringify({ ...text, id, text: "" });
	return flat(JSON.stringify({ ...text, id, text: filling.repeat(4096).slice(0, 4096 - body.length) }));
};
for (const [name, filling, read] of [
	["string", "a word ", (i, body) => parse(body(i)).id],
	["bytes", "a word ", (i, body) => parse(encoder.encode(body(i))).id],
	["Arabic string", "كلمة ", (i, body) => parse(body(i)).id],
	["line of NDJSON", "a word ", (i, body) => [...parseMany(`${body(i)}\n${body(i + 1)}`)][0].event.id],
	["JSON.parse", "a word ", (i, body) => JSON.parse(body(i)).id],
]) {
	const kept = new Array(KEPT).fill("");
	const start = heap();
	for (let i = 0; i < KEPT; i++) {
		kept[i] = read(i, (i) => large(i, filling));
	}
	const held = Math.round((heap() - start) / KEPT);
	console.log(`a kept id of a body of 4 KB, by ${name}: ${held} B`);
	assert.equal(new Set(kept).size, KEPT);
	assert.ok(held <= MAX_HELD, "a kept string holds too much");
}
