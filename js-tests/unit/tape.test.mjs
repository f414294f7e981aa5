import assert from "node:assert/strict";
import { test } from "node:test";
import { SLOTS, Tape, WORDS_PER_SLOT } from "../../target/unit/tape.js";
import { spied } from "./stand-in.mjs";

const [NULL, FALSE, TRUE, NUMBER, STRING, ESCAPED, NESTED] = [0, 1, 2, 3, 4, 5, 6];
const kinds = { NULL, FALSE, TRUE, NUMBER, STRING, ESCAPED, NESTED };

/** A tape with one value, in the slot of this number. */
function tapeOf(kind, text, slot = 0, double = Number.NaN) {
	const tape = new Tape();
	tape.source = `[${text}]`;
	tape.words = new Int32Array(SLOTS * WORDS_PER_SLOT).fill(-1);
	// Offsets in bytes say nothing here: only those in units do.
	tape.words.set([kind, -7, 1, -7, 1 + text.length], slot * WORDS_PER_SLOT);
	tape.doubles = new Float64Array(SLOTS).fill(-7);
	tape.doubles[slot] = double;
	return tape;
}

/** How often a text is copied, rather than sliced: then the space before it is cut off. */
const copies = (run) => spied(String.prototype, "slice", run).filter((args) => args.length === 1).length;

const values = [
	["NULL", "null", null],
	["FALSE", "false", false],
	["TRUE", "true", true],
	["NUMBER", "-1.5e3", -1500],
	["STRING", '"text"', "text"],
	["STRING", '""', ""],
	["ESCAPED", '"a\\u00e9\\""', 'aé"'],
	["NESTED", '{"a":[1]}', { a: [1] }],
	["NESTED", "[]", []],
];

test("a new tape holds no text and copies none", () => {
	const { source, longestCopy } = new Tape();
	assert.deepEqual([source, longestCopy], ["", 0]);
});

test("values of every kind, of a member and at any words", () => {
	for (const [kind, text, expected] of values) {
		for (const slot of [0, 1, SLOTS - 1]) {
			const tape = tapeOf(kinds[kind], text, slot);
			const word = slot * WORDS_PER_SLOT;
			assert.deepEqual(tape.value(slot), expected, kind);
			assert.deepEqual(tape.other(word), expected, kind);
			const { words } = tape;
			tape.words = new Int32Array(1);
			assert.deepEqual(tape.other(word, words), expected, kind);
		}
	}
	assert.equal(tapeOf(STRING, '"text"', 3).string(3 * WORDS_PER_SLOT), "text");
});

test("a member's number is the core's where that has it, and of no other kind of value", () => {
	assert.equal(tapeOf(NUMBER, "1", 2, 5).value(2), 5);
	assert.equal(tapeOf(NUMBER, "1", 2).value(2), 1);
	// What is there besides numbers may be of a body before.
	for (const [kind, text, expected] of values.filter(([kind]) => kind !== "NUMBER")) {
		assert.deepEqual(tapeOf(kinds[kind], text, 2, 5).value(2), expected, kind);
	}
	assert.equal(tapeOf(NUMBER, "1", 2, 5).other(2 * WORDS_PER_SLOT), 1);
});

test("JSON.parse is asked for strings with escapes alone, and their end is not looked for again", () => {
	for (const [kind, text] of values) {
		const expected = kind === "ESCAPED" ? [[text]] : [];
		const tape = tapeOf(kinds[kind], text);
		assert.deepEqual(
			spied(JSON, "parse", () => tape.other(0)),
			expected,
			kind,
		);
		const looked = spied(String.prototype, "charCodeAt", () => tape.other(0)).length > 0;
		assert.equal(looked, kind === "NESTED", kind);
	}
});

test("strings of a large body are copied, but for short ones and for a good part of it", () => {
	for (const [length, longestCopy, expected] of [
		[12, 100, 0],
		[13, 100, 1],
		[13, 0, 0],
		[100, 100, 1],
		[101, 100, 0],
		[100, 99.75, 0],
	]) {
		const text = "x".repeat(length);
		const tape = tapeOf(STRING, `"${text}"`);
		tape.longestCopy = longestCopy;
		assert.equal(
			copies(() => assert.equal(tape.other(0), text)),
			expected,
			`${length} of ${longestCopy}`,
		);
	}
});

test("strings of nested values are copied as others are", () => {
	const tape = tapeOf(NESTED, `["${"x".repeat(13)}","short"]`);
	tape.longestCopy = 100;
	assert.equal(
		copies(() => tape.other(0)),
		1,
	);
});
