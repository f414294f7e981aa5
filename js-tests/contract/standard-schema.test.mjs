// azeer-webhooks/standard-schema: the schemas say what `validate` says, and describe it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, validate } from "azeer-webhooks";
import { schema, schemas } from "azeer-webhooks/standard-schema";
import { values } from "./values.mjs";

const names = Object.keys(schemas);
const validated = (it, value) => it["~standard"].validate(value);
const isObject = (value) => typeof value === "object" && value !== null;
const refusal = (name) => ({
	issues: [
		{
			message: `webhook_event_type names another event; this schema takes ${name}`,
			path: ["webhook_event_type"],
		},
	],
});

/** What a schema should say: what `validate` says, with paths as segments. */
function wanted(value) {
	const result = validate(value);
	return result.ok
		? { value: result.event }
		: {
				issues: result.error.issues.map(({ message, path }) => ({
					message,
					// Compared as text, because a pointer cannot tell an index from a name.
					path: path.split("/").slice(1),
				})),
			};
}

const asText = (result) =>
	result.issues ? { issues: result.issues.map((it) => ({ ...it, path: it.path.map(escaped) })) } : result;
const escaped = (segment) => String(segment).replaceAll("~", "~0").replaceAll("/", "~1");

test("there is a schema for every event that Azeer lists", () => {
	assert.equal(names.length, 11);
	for (const name of names) {
		const event = parse(JSON.stringify({ webhook_event_type: "chat_closed" }));
		assert.deepEqual(
			validated(schemas[name], event),
			name === "chat_closed" ? { value: event } : refusal(name),
		);
	}
	for (const it of [schema, ...Object.values(schemas)]) {
		const { version, vendor } = it["~standard"];
		assert.deepEqual([version, vendor], [1, "azeer-webhooks"]);
	}
});

test("schemas say what validate says, and refuse other events", () => {
	const counts = { accepted: 0, refused: 0, other: 0 };
	for (const value of values) {
		const expected = wanted(value);
		assert.deepEqual(asText(validated(schema, value)), expected);
		for (const name of names) {
			const actual = isObject(value) ? value.webhook_event_type : undefined;
			const isOther = typeof actual === "string" && actual !== name;
			assert.deepEqual(asText(validated(schemas[name], value)), isOther ? refusal(name) : expected);
			counts[isOther ? "other" : expected.issues ? "refused" : "accepted"]++;
		}
	}
	for (const [kind, count] of Object.entries(counts)) {
		assert.ok(count > 50, `${kind}: ${count}`);
	}
});

test("a path has names as they are, and indices as numbers", () => {
	const value = { webhook_event_type: "chat_closed", "a/b~c": [0, { 1: ["\ud83d"] }] };
	assert.deepEqual(validated(schema, value).issues, [
		{ message: "half of a surrogate pair is no character", path: ["a/b~c", 1, "1", 0] },
	]);
});

test("values that are no payload, and a JSON text, are refused", () => {
	for (const [value, message] of [
		[undefined, "the value cannot be written as JSON: undefined"],
		[null, "the payload is null; Azeer sends an object"],
		['{"webhook_event_type":"chat_closed"}', "the payload is a string; Azeer sends an object"],
		[[], "the payload is an array; Azeer sends an object"],
	]) {
		for (const it of [schema, schemas.chat_closed]) {
			assert.deepEqual(validated(it, value), { issues: [{ message, path: [] }] });
		}
	}
	assert.deepEqual(validated(schemas.chat_closed, {}).issues, [
		{ message: "webhook_event_type is missing; Azeer sends a string", path: ["webhook_event_type"] },
	]);
});
