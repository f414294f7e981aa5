// Checks and prints how memory changes over ten million parses, and how much memory a kept string of a large body
// holds: make memory
//
// PARSES sets another number of parses. The tests run fewer.

import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parse, parseMany, safeParse } from "azeer-webhooks";
import { memories } from "./memories.mjs";
import { fixtures } from "./suite.mjs";

const PARSES = Number(process.env.PARSES ?? 10_000_000);
/** How many bytes a kept id may hold, including its own 70 bytes. */
const MAX_HELD = 200;
const MAX_HELD_OF_FEW = 2000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
/** Bytes on the heap after garbage collection. */
function heap() {
	collect();
	collect();
	return process.memoryUsage().heapUsed;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const flat = (text) => decoder.decode(encoder.encode(text));
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
const unique = (i) => text.id.slice(0, -6) + String(i).padStart(6, "0");
/** A body of `size` characters with a unique id. `place` puts the id into the event. */
function large(i, size, filling, place) {
	const short = JSON.stringify(place({ ...text, text: "" }, unique(i)));
	const filled = filling.repeat(size).slice(0, size - short.length);
	return flat(JSON.stringify(place({ ...text, text: filled }, unique(i))));
}

const places = {
	documented: [(body, id) => ({ ...body, id }), ({ id }) => id],
	undocumented: [(body, id) => ({ ...body, extra: id }), ({ extra }) => extra],
	nested: [(body, id) => ({ ...body, extra: { list: [id] } }), ({ extra }) => extra.list[0]],
	"long nested": [
		(body, id) => ({ ...body, extra: { list: [id, "x".repeat(300)] } }),
		({ extra }) => extra.list[0],
	],
	"of an unknown event": [
		(body, id) => ({ ...body, id, webhook_event_type: "new_name" }),
		({ payload }) => payload.id,
	],
	"undocumented, of an unknown event": [
		(body, id) => ({ ...body, extra: id, webhook_event_type: "new_name" }),
		({ payload }) => payload.extra,
	],
	"the name of an unknown event": [
		(body, id) => ({ ...body, webhook_event_type: id }),
		({ event_type }) => event_type,
	],
};
const forms = {
	string: (body) => parse(body),
	bytes: (body) => parse(encoder.encode(body)),
	"line of NDJSON": (body) => [...parseMany(`${body}\n${body}`)][0].event,
	"JSON.parse": (body) => JSON.parse(body),
};
/** How many bytes each kept string holds, if one of each body is kept. */
function held(count, read) {
	// A first run, because compiled code is on the heap too.
	for (let i = 0; i < count; i++) {
		read(i);
	}
	const kept = new Array(count).fill("");
	const start = heap();
	for (let i = 0; i < count; i++) {
		kept[i] = read(i);
	}
	const each = Math.round((heap() - start) / count);
	assert.equal(new Set(kept).size, count);
	return each;
}
/** [characters of a body, number of bodies, text that fills them, bytes that a kept string may hold] */
const sizes = [
	[4096, 5000, "a word ", MAX_HELD],
	[4096, 5000, "كلمة ", MAX_HELD],
	// With few bodies, other objects on the heap count for more.
	[500_000, 40, "a word ", MAX_HELD_OF_FEW],
];
console.log("bytes that a kept string holds, from a body of 4096 characters, 4096 Arabic ones, 500,000");
for (const [where, [place, take]] of Object.entries(places)) {
	for (const [form, read] of Object.entries(forms)) {
		if (form === "JSON.parse" && where !== "documented") {
			continue;
		}
		const each = sizes.map(([size, count, filling]) =>
			held(count, (i) => take(read(large(i, size, filling, place)))),
		);
		console.log(`${where}, by ${form}: ${each.join(" B, ")} B`);
		assert.ok(
			each.every((bytes, i) => bytes <= sizes[i][3]),
			"a kept string holds too much",
		);
	}
}

// Names are kept from one body to the next; their bodies are not.
for (const [where, members] of [
	["undocumented", (name) => `"${name}":1`],
	["nested", (name) => `"n":{"${name}":1}`],
]) {
	const start = heap();
	for (let i = 0; i < 100; i++) {
		const name = `a_name_of_its_own_${String(i).padStart(3, "0")}`;
		parse(flat(`{${members(name)},"f":"${"x".repeat(500_000)}","webhook_event_type":"chat_closed"}`));
	}
	const more = heap() - start;
	console.log(
		`after 100 bodies of 500,000 characters, each with a name of its own, ${where}: ${more} B more`,
	);
	// The last one or two bodies may still be in memory.
	assert.ok(more < 4 * 500_000, "a kept name holds its body");
}
