import assert from "node:assert/strict";
import { test } from "node:test";
import { BYTES, CHARACTER, codes, NOTHING, terms } from "../../target/unit/generated/texts.js";
import { describe, Failure, visible } from "../../target/unit/parse/failure.js";

const term = (text) => terms.indexOf(text);
const place = { path: "", offset: 7, line: 2, column: 3 };

/** The issue for the name of a code. */
function issue(name, { source = "", unit = 0, maxBytes = 0, ...fault }) {
	const code = codes.findIndex(([it]) => it === name);
	return describe(source, unit, maxBytes, {
		...place,
		code,
		expected: NOTHING,
		received: NOTHING,
		...fault,
	});
}

/** The issue's word for an unexpected character. */
const received = (source, unit = 0) =>
	issue("unexpected_character", { source, unit, received: CHARACTER }).received;

test("an issue has the message of its code, and keeps its place", () => {
	const [expected, received] = [term("an integer"), term("a string")];
	assert.deepEqual(issue("wrong_type", { path: "/contact_id", expected, received }), {
		code: "wrong_type",
		path: "/contact_id",
		message: "contact_id is a string; Azeer sends an integer",
		expected: "an integer",
		received: "a string",
		offset: 7,
		line: 2,
		column: 3,
	});
});

test("a template without placeholders is the message itself", () => {
	const { message, expected, received } = issue("too_deep", { path: "/a/0" });
	assert.equal(message, "arrays and objects are nested more than 64 deep");
	assert.deepEqual([expected, received], [null, null]);
});

test("a placeholder without a term is left empty", () => {
	assert.equal(issue("wrong_type", {}).message, " is ; Azeer sends ");
});

test("a limit is in bytes", () => {
	const { message, expected } = issue("too_large", { maxBytes: 100, expected: BYTES });
	assert.equal(message, "the body is larger than the limit of 100 bytes");
	assert.equal(expected, "100 bytes");
});

test("received may be given as text", () => {
	const { message, received } = issue("wrong_type", {
		path: "/a",
		expected: term("a string"),
		received: "a symbol",
	});
	assert.equal(message, "a is a symbol; Azeer sends a string");
	assert.equal(received, "a symbol");
});

test("an unexpected character is shown whole, also as a surrogate pair", () => {
	assert.equal(received("a}", 1), "'}'");
	assert.equal(received("a😀", 1), "'😀'");
	assert.equal(received("ab", 2), "the end of the body");
});

// The first and last character of each range of HIDDEN; the tests also try their neighbours.
const hidden = [
	[0, 0x20],
	[0x7f, 0xa0],
	[0xad, 0xad],
	[0x61c, 0x61c],
	[0x200b, 0x200f],
	[0x2028, 0x202e],
	[0x2060, 0x206f],
	[0xfeff, 0xfeff],
];

test("an invisible character is shown as its code point", () => {
	assert.equal(received("\0"), "U+0000");
	assert.equal(received("\u00ad"), "U+00AD");
	assert.equal(received("\u202e"), "U+202E");
	for (const [first, last] of hidden) {
		for (const point of [first, last]) {
			assert.equal(
				received(String.fromCodePoint(point)),
				`U+${point.toString(16).toUpperCase().padStart(4, "0")}`,
			);
		}
		for (const point of [first - 1, last + 1].filter((it) => it >= 0)) {
			const character = String.fromCodePoint(point);
			assert.equal(received(character), `'${character}'`);
		}
	}
});

test("visible replaces invisible characters by spaces", () => {
	assert.equal(visible("a\tb\u202ec\ufeff\u200b."), "a b c  .");
	assert.equal(visible("مرحبا, 😀!"), "مرحبا, 😀!");
});

test("a failure has the properties it was made from", () => {
	const body = new Uint8Array(1);
	const issues = [issue("too_deep", {})];
	assert.deepEqual({ ...new Failure(issues, 3, body, "x") }, { issues, more: 3, body, source: "x" });
});
