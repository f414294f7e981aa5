import assert from "node:assert/strict";
import { test } from "node:test";
import { copied } from "../../target/unit/core/copied.js";
import { held, LARGE } from "./held.mjs";

test("a copy equals its text", () => {
	for (const text of ["", " ", "a", " text of more than a dozen characters ", "مرحبا بكم في المتجر"]) {
		assert.equal(copied(text), text);
	}
});

test("a copy does not keep its source text in memory", () => {
	assert.ok(held("text", (text) => text.slice(0, 20)) > LARGE / 2, "a slice keeps the text in memory");
	assert.ok(held("text", (text) => copied(text.slice(0, 20))) < LARGE / 32);
});
