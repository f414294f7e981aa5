import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, redact } from "azeer-webhooks";
import { fixtures, logging } from "../suite.mjs";

const encoder = new TextEncoder();

test("the table has a row for every valid fixture, and more rows", () => {
	const rows = logging.filter(({ name }) => fixtures.has(name));
	assert.equal(rows.length, fixtures.size - 1);
	assert.ok(logging.length > rows.length);
});

for (const { name, body, redacted } of logging) {
	test(name, () => {
		assert.deepEqual(redact(parse(body)), redacted);
		const bytes = encoder.encode(body);
		for (const given of [body, bytes, bytes.buffer, Buffer.from(body)]) {
			assert.deepEqual(redact(parse(given)), redacted);
		}
	});
}

test("redact leaves no name, phone number or text of a person", () => {
	for (const { name, body } of logging) {
		const redacted = redact(parse(body));
		assert.doesNotMatch(JSON.stringify(redacted), /james|جيمس|hello|مرحبا|9198765432|966 59|wamid/i, name);
		assert.equal(Object.getPrototypeOf(redacted), Object.prototype);
	}
});
