import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryKey, parse, redact } from "azeer-webhooks";
import { fixtures, logging } from "../suite.mjs";

const encoder = new TextEncoder();

test("the table has a row for every valid fixture, and more rows", () => {
	const rows = logging.filter(({ name }) => fixtures.has(name));
	assert.equal(rows.length, fixtures.size - 1);
	assert.ok(logging.length > rows.length);
});

for (const { name, body, key, redacted } of logging) {
	test(name, () => {
		assert.deepEqual(redact(parse(body)), redacted);
		const bytes = encoder.encode(body);
		for (const given of [body, bytes, bytes.buffer, Buffer.from(body)]) {
			assert.equal(deliveryKey(parse(given), given), key);
			assert.deepEqual(redact(parse(given)), redacted);
		}
	});
}

test("deliveryKey throws if the body is not one, and works afterwards", () => {
	const { body, key } = logging.find(({ name }) => name === "10-broadcast-complete");
	for (const given of [undefined, null, {}, JSON.parse(body), [], 5]) {
		assert.throws(() => deliveryKey(parse(body), given), {
			name: "TypeError",
			message: "deliveryKey takes the body too: a string, a Uint8Array or an ArrayBuffer",
		});
	}
	assert.equal(deliveryKey(parse(body), body), key);
});

test("redact leaves no name, phone number or text of a person", () => {
	for (const { name, body } of logging) {
		const redacted = redact(parse(body));
		assert.doesNotMatch(JSON.stringify(redacted), /james|جيمس|hello|مرحبا|9198765432|966 59|wamid/i, name);
		assert.equal(Object.getPrototypeOf(redacted), Object.prototype);
	}
});
