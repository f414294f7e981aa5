import assert from "node:assert/strict";
import { test } from "node:test";
import { segments } from "../../target/unit/standard-schema/segments.js";

test("segments of a pointer: names, unescaped, and indices of arrays as numbers", () => {
	const value = { list: [{ "a/b": { "~": 1 } }], 0: ["x"] };
	assert.deepEqual(segments("", value), []);
	assert.deepEqual(segments("/list/0/a~1b/~0", value), ["list", 0, "a/b", "~"]);
	assert.deepEqual(segments("/0/0", value), ["0", 0]);
	assert.deepEqual(segments("/~01", value), ["~1"]);
});

test("segments of a pointer to what is not there", () => {
	for (const value of [undefined, null, {}, { a: null }]) {
		assert.deepEqual(segments("/a/0/b", value), ["a", "0", "b"]);
	}
});
