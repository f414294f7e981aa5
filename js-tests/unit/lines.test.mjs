// Tests where lines begin and end, and how the core is called. The stand-in finds line ends as the core does, and calls
// every line invalid.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { BUFFER_STEP, dropCore, prepare, theCore } from "../../target/unit/core/core.js";
import { BLANK, INVALID, TEXT_END, UNFINISHED } from "../../target/unit/generated/abi.js";
import { readLines } from "../../target/unit/parse/lines.js";
import { answers, HEADER_AT, INPUT_AT, module, spied, taken } from "./stand-in.mjs";

const rules = { maxBytes: 1000, strict: false };
const encoder = new TextEncoder();
const forms = [(text) => text, (text) => encoder.encode(text)];

answers.parse = () => INVALID;
answers.is_doubtful = () => 1;
answers.parse_line = (buffer, start, length, isLast) => {
	const input = Buffer.from(buffer, INPUT_AT, length);
	const feed = input.indexOf(0x0a, start);
	if (feed < 0 && isLast === 0) {
		return UNFINISHED;
	}
	const line = feed < 0 ? length : feed;
	const text = feed >= 0 && line > start && input[line - 1] === 0x0d ? line - 1 : line;
	new Int32Array(buffer, HEADER_AT).set([text, line], TEXT_END);
	return input.subarray(start, text).every((byte) => [0x20, 0x09, 0x0d].includes(byte)) ? BLANK : INVALID;
};

beforeEach(async () => {
	dropCore();
	await prepare(module());
	taken();
});

const make = ({ body }, line, offset) => [line, body, offset];
/** The numbers and texts of the lines that are read. Their offsets have to be where the lines are. */
const read = (body, given = rules) =>
	Array.from(readLines(body, given, make), ([line, own, offset]) => {
		assert.deepEqual(body.slice(offset, offset + own.length), own);
		return [line, typeof own === "string" ? own : Buffer.from(own).toString()];
	});
/** The numbers and texts of a body's lines. */
const linesOf = (body) =>
	body
		.split("\n")
		.map((text, i, all) => [i + 1, i + 1 < all.length ? text.replace(/\r$/, "") : text])
		.filter(([, text]) => /[^ \t\r]/.test(text));
/** The calls since the last time, without those of `reserve`. */
const asked = () => taken().filter(([name]) => name !== "reserve");

test("the core is called once a line", () => {
	for (const form of forms) {
		assert.deepEqual(read(form("a\n\r\n bé \r\nc"), { maxBytes: 7, strict: true }), [
			[1, "a"],
			[3, " bé "],
			[4, "c"],
		]);
		assert.deepEqual(asked(), [
			["parse_line", 0, 12, 1, 7, 1],
			["parse_line", 2, 12, 1, 7, 1],
			["parse_line", 4, 12, 1, 7, 1],
			["parse_line", 11, 12, 1, 7, 1],
		]);
		assert.deepEqual(read(form("a\n")), [[1, "a"]]);
		assert.deepEqual(asked(), [["parse_line", 0, 2, 1, 1000, 0]]);
		assert.deepEqual(read(form("")), []);
		assert.deepEqual(asked(), []);
	}
});

test("a body is written to the input buffer in parts, and only the last part is read to its end", () => {
	for (const [form, part] of [
		[forms[0], 21_845],
		[forms[1], BUFFER_STEP],
	]) {
		const length = part - 1000;
		const body = ["x", "y", "z"].map((text) => text.repeat(length)).join("\n");
		assert.deepEqual(read(form(body)), linesOf(body));
		assert.deepEqual(
			asked().map((call) => call.slice(0, 4)),
			[
				["parse_line", 0, part, 0],
				["parse_line", length + 1, part, 0],
				["parse_line", 0, part, 0],
				["parse_line", length + 1, part, 0],
				["parse_line", 0, length, 1],
			],
		);
	}
});

test("a part of a string always fits, and may end within a surrogate pair", () => {
	for (const text of ["م", "€", "😀"]) {
		for (const before of ["", "-"]) {
			const line = before + text.repeat(7000 / text.length);
			const body = Array.from({ length: 9 }, () => line).join("\n");
			assert.deepEqual(read(body), linesOf(body));
			assert.ok(asked().every(([name]) => name === "parse_line"));
		}
	}
});

test("a line longer than the input buffer is parsed as a body, and skipped if it is blank", () => {
	const long = "x".repeat(BUFFER_STEP + 1);
	const blank = " \t".repeat(BUFFER_STEP);
	for (const form of forms) {
		for (const [lines, count] of [
			[[long], 1],
			[[`${long}\r`], 1],
			[["a", long, "b"], 1],
			[["a", `${long}\r`, "b", `${long}\r`, `\r${long}`], 3],
			[["", `\r${long}\r\r`, ""], 1],
			[[blank, "a", `${blank}\r`, "b", blank], 0],
			[[`${blank}x`, `x${blank}`, `${blank}\r${blank}x\r`], 3],
		]) {
			const body = lines.join("\n");
			assert.deepEqual(read(form(body), { maxBytes: 1e6, strict: false }), linesOf(body));
			assert.equal(asked().filter(([name]) => name === "parse").length, count);
		}
	}
});

test("a lone surrogate is looked for only in lines where U+FFFD may be in the bytes", () => {
	const looked = (body, expected) => {
		let lines;
		const all = spied(RegExp.prototype, "test", () => {
			lines = read(body);
		});
		assert.deepEqual(lines, linesOf(body));
		assert.deepEqual(
			all.map(([text]) => text),
			expected,
		);
		return asked().filter(([name]) => name === "parse");
	};
	assert.deepEqual(looked("a\né😀\nb", []), []);
	assert.deepEqual(looked("a\n\ufffd\nb", ["\ufffd"]), []);
	// The line is examined, then parsed as a body, which examines it again.
	const parses = looked("a\nx\ud83d\r\nb", ["x\ud83d", "x\ud83d"]);
	assert.deepEqual(parses, [
		["parse", 4, 1000, 0, 0],
		["parse", 4, 1000, 0, 1],
	]);
});

test("lines go on correctly after another call used the input buffer", () => {
	for (const form of forms) {
		const lines = readLines(form("a\nb\nc"), rules, make);
		assert.deepEqual(lines.next().value, [1, form("a"), 0]);
		theCore().inputFor(6).set(encoder.encode("x\ny\nz\n"));
		assert.deepEqual(lines.next().value, [2, form("b"), 2]);
		dropCore();
		theCore();
		assert.deepEqual(lines.next().value, [3, form("c"), 4]);
		assert.deepEqual(lines.next(), { value: undefined, done: true });
	}
});

test("lines own the input buffer only while they are read", () => {
	for (const form of forms) {
		const start = () => {
			const lines = readLines(form("a\nb"), rules, make);
			lines.next();
			return lines;
		};
		const core = theCore();
		const stopped = start();
		assert.notEqual(core.owner, undefined);
		stopped.return();
		assert.equal(core.owner, undefined);
		assert.equal(read(form("a\nb")).length, 2);
		assert.equal(core.owner, undefined);
		const other = start();
		core.owner = "other";
		other.return();
		assert.equal(core.owner, "other");
	}
});

test("an exception of the core is passed on, and the core is dropped", () => {
	const core = theCore();
	const { parse_line } = answers;
	answers.parse_line = () => {
		throw "text";
	};
	try {
		assert.throws(
			() => read("a"),
			(error) => error === "text",
		);
	} finally {
		answers.parse_line = parse_line;
	}
	assert.notEqual(theCore(), core);
});

test("an argument that is not a body, or is compressed, throws at once", () => {
	for (const [body, kind] of [
		[undefined, "Undefined"],
		[["text"], "Array"],
		[new Blob(["text"]), "Blob"],
	]) {
		assert.throws(() => readLines(body, rules, make), {
			name: "TypeError",
			message: `parseMany takes a string, a Uint8Array or an ArrayBuffer, not ${kind}; read a stream or a Blob first`,
		});
	}
	assert.throws(() => readLines(Uint8Array.of(0x1f, 0x8b), rules, make), {
		name: "TypeError",
		message: "parseMany takes text or its UTF-8 bytes; these are compressed by gzip, decompress them first",
	});
	assert.equal(read(Uint8Array.of(0x1f, 0x0a, 0x8b)).length, 2);
	assert.equal(read(Uint8Array.of(0x1e, 0x8b)).length, 1);
	assert.equal(read(Uint8Array.of(0x1f, 0x1f)).length, 1);
});
