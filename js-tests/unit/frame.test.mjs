import assert from "node:assert/strict";
import { test } from "node:test";
import { frame } from "../../target/unit/parse/frame.js";

const at = (line, column, message = "here") => ({ line, column, message });

/** The two lines of a frame with one issue. */
const shown = (text, column) => frame(text, [at(1, column)]).split("\n");

/** The column of the mark, from 0 at the start of the text. */
const mark = (text, column) => shown(text, column)[1].indexOf("^") - "1 | ".length;

test("a frame has the line, a mark under the fault, and the message", () => {
	assert.equal(frame('{"a": tru}', [at(1, 10, "no")]), '1 | {"a": tru}\n  |          ^ no');
	assert.equal(frame("x", [at(1, 1)]), "1 | x\n  | ^ here");
	assert.equal(frame("x", [at(1, 2)]), "1 | x\n  |  ^ here");
});

test("a frame shows the line of the issue, and line numbers are right-aligned", () => {
	const source = Array.from({ length: 12 }, (_, i) => `line ${i + 1}`).join("\n");
	assert.equal(
		frame(source, [at(9, 6, "first"), at(10, 1, "second")]),
		" 9 | line 9\n   |      ^ first\n10 | line 10\n   | ^ second",
	);
});

test("a frame shows three issues", () => {
	const text = frame("abcd", [at(1, 1, "A"), at(1, 2, "B"), at(1, 3, "C"), at(1, 4, "D")]);
	assert.deepEqual(
		[...text.matchAll(/\^ (.)/g)].map(([, letter]) => letter),
		["A", "B", "C"],
	);
	// Only the numbers of shown lines count for the width.
	const far = frame("a\n".repeat(20), [at(1, 1), at(2, 1), at(3, 1), at(12, 1)]);
	assert.match(far, /^1 \| a\n/);
});

test("a line that does not exist is shown empty", () => {
	assert.equal(frame("x", [at(5, 1)]), "5 | \n  | ^ here");
});

test("60 units of a long line are shown on each side of the fault", () => {
	const [before, after] = ["b".repeat(60), "a".repeat(60)];
	assert.deepEqual(shown(before + after, 61), [`1 | ${before}${after}`, `  | ${" ".repeat(60)}^ here`]);
	assert.deepEqual(shown(`x${before}${after}y`, 62), [
		`1 | …${before}${after}…`,
		`  | ${" ".repeat(61)}^ here`,
	]);
});

test("invisible characters are shown as spaces", () => {
	assert.equal(shown("a\tb\u202ec", 3)[0], "1 | a b c");
	assert.equal(shown("a\tb\u202ec", 2)[0], "1 | a b c");
});

test("text before the fault is left out up to its last right-to-left letter", () => {
	// The first and last letter of each range, and their neighbours.
	for (const [first, last] of [
		[0x590, 0x8ff],
		[0xfb1d, 0xfdff],
		[0xfe70, 0xfefc],
	]) {
		for (const point of [first, last]) {
			assert.deepEqual(shown(`a${String.fromCodePoint(point)}bc`, 4), ["1 | …bc", "  |   ^ here"]);
		}
		for (const point of [first - 1, last + 1]) {
			assert.doesNotMatch(shown(`a${String.fromCodePoint(point)}bc`, 4)[0], /…/);
		}
	}
	assert.deepEqual(shown("م a م bc", 7), ["1 | … bc", "  |   ^ here"]);
	assert.deepEqual(shown("م\u2028a", 3), ["1 | … a", "  |   ^ here"]);
	// After the fault, such a letter may stay.
	assert.deepEqual(shown("ab م", 2), ["1 | ab م", "  |  ^ here"]);
	// The letter is within the 60 units that a long line would show.
	assert.deepEqual(shown(`${"x".repeat(100)}م${"y".repeat(30)}!`, 132), [
		`1 | …${"y".repeat(30)}!`,
		`  | ${" ".repeat(31)}^ here`,
	]);
});

test("a wide character takes two columns, and a combining mark none", () => {
	assert.equal(mark("ab!", 3), 2);
	for (const [first, last] of [
		[0x1100, 0x115f],
		[0x2e80, 0x303e],
		[0x3041, 0xa4cf],
		[0xac00, 0xd7a3],
		[0xf900, 0xfaff],
		[0xfe30, 0xfe6f],
		[0xff00, 0xff60],
		[0xffe0, 0xffe6],
	]) {
		for (const point of [first, last]) {
			assert.equal(mark(`${String.fromCodePoint(point)}!`, 2), 2, point.toString(16));
		}
		for (const point of [first - 1, last + 1]) {
			const character = String.fromCodePoint(point);
			assert.equal(mark(`${character}!`, 2), /\p{M}/u.test(character) ? 0 : 1, point.toString(16));
		}
	}
	assert.equal(mark("😀!", 3), 2);
	assert.equal(mark("e\u0301!", 3), 1);
	assert.equal(mark("\u0301漢a!", 4), 3);
});
