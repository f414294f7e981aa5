import assert from "node:assert/strict";
import { test } from "node:test";
import { Slots } from "../../target/unit/core/slots.js";
import {
	ESCAPED,
	FALSE,
	NULL,
	NUMBER,
	SLOTS,
	STRING,
	TRUE,
	WORDS_PER_SLOT,
} from "../../target/unit/generated/abi.js";
import { spied } from "./stand-in.mjs";

/** The kind of objects and arrays: any kind above the scalars. */
const NESTED = ESCAPED + 1;
const kinds = { NULL, FALSE, TRUE, NUMBER, STRING, ESCAPED, NESTED };

/** Slots with one value, in the field of index `slot`. */
function slotsOf(kind, text, slot = 0, double = Number.NaN) {
	const slots = new Slots();
	slots.source = `[${text}]`;
	slots.words = new Int32Array(SLOTS * WORDS_PER_SLOT).fill(-1);
	// JavaScript reads offsets in units only, so the byte offsets are wrong here.
	slots.words.set([kind, -7, 1, -7, 1 + text.length], slot * WORDS_PER_SLOT);
	slots.doubles = new Float64Array(SLOTS).fill(-7);
	slots.doubles[slot] = double;
	return slots;
}

/** How many texts are copied rather than sliced: only `copied` calls `slice` with one argument. */
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

test("new slots have no source and copy no strings", () => {
	const { source, longestCopy } = new Slots();
	assert.deepEqual([source, longestCopy], ["", 0]);
});

test("values of every kind are read, from a field and at any word", () => {
	for (const [kind, text, expected] of values) {
		for (const slot of [0, 1, SLOTS - 1]) {
			const slots = slotsOf(kinds[kind], text, slot);
			const word = slot * WORDS_PER_SLOT;
			assert.deepEqual(slots.field(slot), expected, kind);
			assert.deepEqual(slots.valueAt(word), expected, kind);
			const { words } = slots;
			slots.words = new Int32Array(1);
			assert.deepEqual(slots.valueAt(word, words), expected, kind);
		}
	}
	assert.equal(slotsOf(STRING, '"text"', 3).string(3 * WORDS_PER_SLOT), "text");
});

test("a field's double is used for numbers only, and only if the core computed it", () => {
	assert.equal(slotsOf(NUMBER, "1", 2, 5).field(2), 5);
	assert.equal(slotsOf(NUMBER, "1", 2).field(2), 1);
	// The double of another kind of value may come from an earlier body.
	for (const [kind, text, expected] of values.filter(([kind]) => kind !== "NUMBER")) {
		assert.deepEqual(slotsOf(kinds[kind], text, 2, 5).field(2), expected, kind);
	}
	assert.equal(slotsOf(NUMBER, "1", 2, 5).valueAt(2 * WORDS_PER_SLOT), 1);
});

test("JSON.parse reads only strings with escapes, and their end is not searched for again", () => {
	for (const [kind, text] of values) {
		const expected = kind === "ESCAPED" ? [[text]] : [];
		const slots = slotsOf(kinds[kind], text);
		assert.deepEqual(
			spied(JSON, "parse", () => slots.valueAt(0)),
			expected,
			kind,
		);
		const looked = spied(String.prototype, "charCodeAt", () => slots.valueAt(0)).length > 0;
		assert.equal(looked, kind === "NESTED", kind);
	}
});

test("strings of a large body are copied, except short ones and those above longestCopy", () => {
	for (const [length, longestCopy, expected] of [
		[12, 100, 0],
		[13, 100, 1],
		[13, 0, 0],
		[100, 100, 1],
		[101, 100, 0],
		[100, 99.75, 0],
	]) {
		const text = "x".repeat(length);
		const slots = slotsOf(STRING, `"${text}"`);
		slots.longestCopy = longestCopy;
		assert.equal(
			copies(() => assert.equal(slots.valueAt(0), text)),
			expected,
			`${length} of ${longestCopy}`,
		);
	}
});

test("strings of nested values are copied by the same rule", () => {
	const slots = slotsOf(NESTED, `["${"x".repeat(13)}","short"]`);
	slots.longestCopy = 100;
	assert.equal(
		copies(() => slots.valueAt(0)),
		1,
	);
});
