import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { tagOf } from "../../target/unit/bytes.js";

test("tagOf names the kind of an object of any realm", () => {
	assert.equal(tagOf(runInNewContext("new ArrayBuffer(1)")), "[object ArrayBuffer]");
	assert.equal(tagOf(null), "[object Null]");
});
