// The core does not keep the memory that it needed for a large body.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "azeer-webhooks";
import { memories } from "../memories.mjs";
import { fixtures } from "../suite.mjs";

const MAX_KEPT = 16 << 20;
const options = { maxBytes: 4 * MAX_KEPT };

const small = fixtures.get("01-incoming-text");
const event = JSON.parse(small);
/** The same event in a body of `length` bytes. */
const bytes = (length) => new TextEncoder().encode(small.padStart(length));

test("a body above 16 MiB costs the instance, and a smaller body does not", () => {
	assert.deepEqual(parse(small), event);
	assert.deepEqual(parse(bytes(MAX_KEPT), options), event);
	assert.deepEqual(parse(small), event);
	assert.equal(memories.length, 1);
	const [first] = memories;
	assert.ok(first.buffer.byteLength > MAX_KEPT);

	assert.deepEqual(parse(bytes(MAX_KEPT + 1), options), event);
	assert.equal(memories.length, 1);
	for (let i = 0; i < 2; i++) {
		assert.deepEqual(parse(small), event);
		assert.equal(memories.length, 2);
	}
	assert.ok(memories[1].buffer.byteLength < 1 << 20);

	// Each large body makes the next call start a new instance.
	for (const instances of [2, 3, 4]) {
		assert.deepEqual(parse(bytes(2 * MAX_KEPT), options), event);
		assert.equal(memories.length, instances);
	}
});
