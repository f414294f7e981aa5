// Memory that a large body has made the core grow to is not kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";

const MAX_KEPT = 16 << 20;
const options = { maxBytes: 4 * MAX_KEPT };

const { Instance } = WebAssembly;
/** The memory of every instance, in the order in which they were made. */
const memories = [];
WebAssembly.Instance = class extends Instance {
	constructor(...args) {
		super(...args);
		memories.push(this.exports.memory);
	}
};

const small = fixtures.get("01-incoming-text");
const event = JSON.parse(small);
/** The same event in a body of so many bytes. */
const bytes = (length) => new TextEncoder().encode(small.padStart(length));

test("after a body above 16 MiB the next call has a small core, and up to that the same", () => {
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

	// Of large bodies one after another each has a core of its own.
	for (const instances of [2, 3, 4]) {
		assert.deepEqual(parse(bytes(2 * MAX_KEPT), options), event);
		assert.equal(memories.length, instances);
	}
	WebAssembly.Instance = Instance;
});
