import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inspect } from "azeer-webhooks/inspect";
import { cases as allCases, fixtures } from "../suite.mjs";
import { makeCases } from "./cases.mjs";
import { BASELINE, files, makeContestants, OURS, safeParse } from "./contestants.mjs";
import { CONTESTED, measure } from "./measure.mjs";
import { stale } from "./report.mjs";
import { nameOf, optionalOf, sampleOf, shapesOf } from "./shapes.mjs";

const schema = createRequire(import.meta.url)("azeer-webhooks/schema.json");
const texts = Object.fromEntries(fixtures);
const shapes = shapesOf(schema);
const cases = makeCases(texts, optionalOf(shapes, "incoming_msg", "text"));
const { parsers, absent } = makeContestants(schema);
/** Cases that are not documented events. The other validators' schemas refuse them. */
const NOT_DOCUMENTED = ["message_body", "undocumented event", "unknown event"];

test("no contestant is absent", () => {
	assert.deepEqual(absent, {});
});

test("the table of shapes has every documented event and message type in the cases", () => {
	const bodies = [...allCases.map(({ body }) => body), ...fixtures.values()].filter((it) => it !== undefined);
	const documented = bodies
		.map((body) => inspect(body))
		.filter(({ tier }) => tier === "documented")
		.map(({ event }) => nameOf({ event: event.webhook_event_type, message: event.message_type }));
	assert.deepEqual(shapes.map(nameOf).sort(), [...new Set(documented)].sort());
});

test("every contestant checks every member", () => {
	const file = (name) => `js-tests/bench/contestants/${files[name] ?? `${name.split(",")[0]}.mjs`}`;
	for (const [contestant, parse] of Object.entries(parsers)) {
		for (const shape of shapes) {
			const sample = sampleOf(shape);
			assert.doesNotThrow(
				() => parse(JSON.stringify(sample)),
				`${contestant} refuses ${nameOf(shape)}: add it to ${file(contestant)}`,
			);
			for (const { name } of shape.members) {
				assert.throws(
					() => parse(JSON.stringify({ ...sample, [name]: [] })),
					undefined,
					`${contestant} does not check ${name} of ${nameOf(shape)}: add it to ${file(contestant)}`,
				);
			}
		}
	}
});

for (const [name, { bytes, strings, invalid }] of Object.entries(cases)) {
	test(`${name}: 2,000 different payloads that every contestant accepts`, () => {
		const decoder = new TextDecoder();
		assert.equal(strings().length, 2000);
		assert.equal(new Set(strings()).size, 2000);
		assert.deepEqual(
			bytes().map((it) => decoder.decode(it)),
			strings(),
		);
		const some = strings().slice(0, 200);
		for (const text of some) {
			assert.ok(safeParse(text).ok, text);
		}
		for (const [contestant, parse] of Object.entries(parsers)) {
			if (!NOT_DOCUMENTED.includes(name)) {
				for (const text of some) {
					assert.doesNotThrow(() => parse(text), `${contestant} refuses ${text}`);
				}
				if (CONTESTED.includes(name)) {
					for (const text of invalid().slice(0, 200)) {
						assert.throws(() => parse(text), undefined, `${contestant} accepts ${text}`);
					}
				}
			}
		}
	});
}

test("the payloads of a case have the property that it is named for", () => {
	for (const text of cases["4 KB"].strings()) {
		assert.equal(text.length, 4096);
	}
	assert.ok(cases.escapes.strings().every((it) => /\\u00e9/.test(it) && /\\n/.test(it) && /\\"/.test(it)));
	assert.ok(cases.emoji.strings().every((it) => it.includes("🎉")));
	assert.ok(cases.message_body.strings().every((it) => JSON.parse(it).message_body.text !== undefined));
	assert.equal(safeParse(cases["unknown event"].strings()[0]).event.webhook_event_type, "unknown");
});

test("every row has a finite ratio, and every contestant has its rows", () => {
	const { rows } = measure({
		fixtures: texts,
		schema,
		payloads: 40,
		payloadsABlock: 20,
		blocks: 2,
		settling: 1,
		warmUp: 1,
		lineBytes: 20_000,
	});
	for (const row of rows) {
		assert.ok(Number.isFinite(row.ratio) && row.ratio > 0, JSON.stringify(row));
	}
	const of = (contestant, to) =>
		rows.filter((it) => it.mode === "parse" && it.contestant === contestant && it.to === to).length;
	assert.equal(of(OURS, BASELINE), 2 * Object.keys(cases).length);
	assert.equal(of(BASELINE, BASELINE), 2 * Object.keys(cases).length);
	assert.equal(of("zod", BASELINE), 2 * CONTESTED.length);
});

test("docs/performance.md and docs/comparison.md are up to date with the results", () => {
	assert.deepEqual(stale(), []);
});
