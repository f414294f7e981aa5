import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { safeParse } from "azeer-webhooks";
import * as esm from "azeer-webhooks/inspect";
import { cases, fixtures } from "../suite.mjs";

const cjs = createRequire(import.meta.url)("azeer-webhooks/inspect");
const encoder = new TextEncoder();

for (const [format, { inspect }] of Object.entries({ esm, cjs })) {
	test(`${format}: a report has the parser's event and issues, and the matching tier`, () => {
		for (const { name, body, options } of cases.filter((it) => it.body !== undefined)) {
			for (const given of [body, encoder.encode(body)]) {
				const result = safeParse(given, options);
				const report = inspect(given, options);
				assert.deepEqual(report.event, result.ok ? result.event : undefined, name);
				assert.deepEqual(report.issues, result.ok ? [] : result.error.issues, name);
				assert.equal(report.tier === "invalid", !result.ok, name);
				assert.equal(
					report.tier === "unknown",
					result.ok && result.event.webhook_event_type === "unknown",
					name,
				);
			}
		}
		assert.equal(inspect(fixtures.get("01-incoming-text")).tier, "documented");
		assert.equal(inspect(fixtures.get("12-named-event")).tier, "named");
		assert.equal(inspect(cases.find(({ body }) => body?.includes('"reaction"')).body).tier, "named");
		assert.equal(inspect(undefined).issues[0].code, "unsupported_body");
		const { issues, ...rest } = inspect(" ".repeat(2 ** 21));
		assert.equal(issues[0].code, "too_large");
		assert.deepEqual(rest, { tier: "invalid", event: undefined, drift: [], members: [] });
	});

	test(`${format}: every member has a span, in the units of the body`, () => {
		const bodies = [
			...fixtures.values(),
			cases.find(({ name }) => name === "escapes in values and names").body,
		];
		for (const text of [...bodies, '{"a/b~c":{"م":"😀"},"webhook_event_type":"chat_closed"}']) {
			const value = JSON.parse(text);
			const bytes = encoder.encode(text);
			const read = (part) => JSON.parse(typeof part === "string" ? part : new TextDecoder().decode(part));
			for (const body of [text, bytes]) {
				const { members } = inspect(body);
				const name = (path) => path.slice(1).replaceAll("~1", "/").replaceAll("~0", "~");
				assert.deepEqual(
					Object.fromEntries(members.map((it) => [name(it.path), read(body.slice(it.start, it.end))])),
					value,
				);
				for (const { start, line, column } of members) {
					const before =
						typeof body === "string" ? text.slice(0, start) : new TextDecoder().decode(bytes.slice(0, start));
					const lines = before.split("\n");
					assert.deepEqual([line, column], [lines.length, lines.at(-1).length + 1]);
				}
			}
		}
		assert.deepEqual(
			inspect('{"a": 1, "b": tru}').members.map(({ path }) => path),
			["/a"],
		);
		// A lone surrogate is an issue. The encoder would replace it by a character.
		const lone = inspect('{"a":1,"b":"\ud83d"}');
		assert.equal(lone.issues[0].code, "lone_surrogate");
		assert.deepEqual(
			lone.members.map(({ path }) => path),
			["/a"],
		);
	});

	test(`${format}: drift lists what strict would refuse, and nulls`, () => {
		const drift = (name, changes) =>
			inspect(JSON.stringify({ ...JSON.parse(fixtures.get(name)), ...changes })).drift.map(
				({ kind, path }) => `${kind} ${path}`,
			);
		for (const name of [...fixtures.keys()].filter((it) => Number(it.slice(0, 2)) <= 10)) {
			assert.deepEqual(drift(name, {}), []);
		}
		assert.deepEqual(
			drift("01-incoming-text", { contact_name: null, tags: "x", platform: undefined, "a/b": 1 }),
			["null /contact_name", "undocumented /tags", "undocumented /a~1b", "absent /platform"],
		);
		assert.deepEqual(drift("12-named-event", { a: 1 }), []);
		assert.deepEqual(drift("15-broken", {}), []);
	});
}
