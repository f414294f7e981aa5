// countEvents counts what readEvents returns, and is used between other calls.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { parse, parseMany, safeParse } from "azeer-webhooks";
import { countEvents, readEvents } from "azeer-webhooks/logs";
import { random } from "../random.mjs";
import { Bodies } from "../sequences/bodies.mjs";
import { cases, fixtures } from "../suite.mjs";
import { cut } from "./chunks.mjs";
import { countsOf, seen } from "./oracle.mjs";

const SEED = Number(process.env.SEED ?? 1);
const { properties, $defs } = createRequire(import.meta.url)("azeer-webhooks/schema.json");
const examples = [...fixtures.values()];
const flat = (text) => text.replaceAll("\n", " ");

/** Names that some event documents, by the published schema, which has the message type elsewhere. */
const documented = new Set(["message_type"]);
(function collect(value) {
	for (const [key, it] of Object.entries(value ?? {})) {
		if (key === "properties") {
			for (const name of Object.keys(it)) {
				documented.add(name);
			}
		}
		if (typeof it === "object") {
			collect(it);
		}
	}
})({ properties, $defs });
const isDocumented = (name) => documented.has(name);

async function compare(chunks, bytes, options, message) {
	const results = [];
	for await (const result of readEvents(chunks, options)) {
		results.push(seen(result));
	}
	const text = bytes.toString("latin1");
	const lines = text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0);
	const wanted = countsOf(results, { lines, bytes: bytes.length, isDocumented });
	const counts = await countEvents(chunks, options);
	for (const { undocumented } of [counts, wanted]) {
		// Names of one line come in another order from an object.
		undocumented.sort((a, b) => b.count - a.count || a.line - b.line || (a.name < b.name ? -1 : 1));
	}
	assert.deepEqual(counts, wanted, message);
	return results.length;
}

test(`random logs, seeds from ${SEED} on`, async () => {
	let count = 0;
	for (let seed = SEED; seed < SEED + 40; seed++) {
		const next = random(seed);
		const bodies = new Bodies(next, examples);
		const chance = (odds) => next() < odds;
		const list = Array.from({ length: Math.floor(next() * 60) }, () => flat(bodies.body()));
		const log = chance(0.8) ? list.join(chance(0.5) ? "\n" : "\r\n\n") : `[${list.join(",\n")}]`;
		const bytes = Buffer.from(log);
		const options = { strict: chance(0.2), maxBytes: chance(0.2) ? 500 : undefined };
		count += await compare(cut(bytes, next, chance(0.5) ? 1e6 : 3000), bytes, options, `seed ${seed}`);
		// What else runs in between must not matter.
		safeParse(bodies.body());
	}
	assert.ok(count > 500, String(count));
});

test("the table of cases", async () => {
	const bodies = cases
		.filter(({ body }) => body !== undefined && !/[\r\n]/.test(body))
		.map(({ body }) => body);
	const bytes = Buffer.from(bodies.join("\n"));
	assert.ok((await compare([bytes], bytes, {})) > 100);
});

test("lines larger than what is written to the core at once, also blank ones", async () => {
	const [text] = examples;
	const long = (size) => flat(text).replace("hello", "x".repeat(size));
	const sizes = [64_000, 65_000, 65_136, 65_536, 66_000, 130_000, 300_000];
	const lines = sizes.flatMap((size) => [
		flat(text),
		long(size),
		" ".repeat(size),
		`${long(size)}}`,
		"",
		`\t${" ".repeat(size)}\r`,
	]);
	for (const end of ["\n", "\r\n"]) {
		const bytes = Buffer.from(lines.join(end));
		for (const chunks of [[bytes], cut(bytes, random(1), 30_000)]) {
			assert.equal(await compare(chunks, bytes, {}), 3 * sizes.length);
		}
	}
});

test("names that are new in each line do not fill the memory", async () => {
	const names = Array.from({ length: 3000 }, (_, i) => `name_${i}_${"x".repeat(i % 300)}`);
	const undocumented = names.map((name) => JSON.stringify({ [name]: 1, webhook_event_type: "chat_closed" }));
	const events = names.map((name) => JSON.stringify({ webhook_event_type: name, message_type: "x" }));
	const counts = await countEvents([undocumented.join("\n"), "\n", events.join("\n")]);
	assert.deepEqual([counts.lines, counts.valid, counts.unknown], [6000, 3000, 3000]);
	assert.equal(counts.undocumented.length, 1000);
	assert.equal(counts.events.length, 1001);
	assert.ok(counts.undocumented.every(({ name, line }) => name === names[line - 1].slice(0, 100)));
	assert.ok(counts.events.slice(1).every(({ event, line }) => event === names[line - 3001].slice(0, 100)));
	const special = await countEvents(
		'{"__proto__":1,"webhook_event_type":"constructor"}\n{"webhook_event_type":"\\u0061\\n😀"}',
	);
	assert.deepEqual(special.undocumented, [{ name: "__proto__", count: 1, line: 1 }]);
	assert.deepEqual(
		special.events.map(({ event }) => event),
		["constructor", "a\n😀"],
	);
});

test("counting and other calls take turns", async () => {
	const line = `${flat(examples[0])}\n`;
	const learned = (name) => `${JSON.stringify({ [name]: 1, webhook_event_type: "chat_closed" })}\n`;
	async function* chunks() {
		for (let i = 0; i < 50; i++) {
			yield line + learned(`member_${i}`);
			// The parser learns names too.
			assert.equal(parse(learned(`other_${i}`))[`other_${i}`], 1);
			assert.equal([...parseMany(line.repeat(3))].length, 3);
		}
	}
	const many = parseMany(line.repeat(200));
	many.next();
	const [counts, others] = await Promise.all([countEvents(chunks()), countEvents(chunks())]);
	assert.deepEqual(counts, others);
	assert.deepEqual([counts.lines, counts.valid, counts.invalid], [100, 100, 0]);
	assert.deepEqual(
		counts.undocumented,
		Array.from({ length: 50 }, (_, i) => ({ name: `member_${i}`, count: 1, line: 2 * i + 2 })),
	);
	assert.equal([...many].length, 199);
});
