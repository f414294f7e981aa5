import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { bytesOf, encoded, encodeWtf8, isWellFormed, tagOf } from "../../target/unit/core/bytes.js";

test("tagOf names the kind of an object from any realm", () => {
	assert.equal(tagOf(runInNewContext("new ArrayBuffer(1)")), "[object ArrayBuffer]");
	assert.equal(tagOf(null), "[object Null]");
});

test("bytesOf views the memory of any view or buffer without a copy", () => {
	const { buffer } = Uint8Array.of(1, 2, 3, 4);
	const bytes = new Uint8Array(buffer, 1, 2);
	assert.equal(bytesOf(bytes), bytes);
	for (const [given, expected] of [
		[new DataView(buffer, 1, 2), [2, 3]],
		[new Uint16Array(buffer, 2, 1), [3, 4]],
		[buffer, [1, 2, 3, 4]],
	]) {
		const found = bytesOf(given);
		assert.ok(found instanceof Uint8Array);
		assert.equal(found.buffer, buffer);
		assert.deepEqual([...found], expected);
	}
	assert.deepEqual(bytesOf(new SharedArrayBuffer(2)), new Uint8Array(2));
	assert.deepEqual(bytesOf(runInNewContext("Uint8Array.of(7).buffer")), Uint8Array.of(7));
	assert.deepEqual(bytesOf(runInNewContext("Uint8Array.of(7)")), Uint8Array.of(7));
	for (const none of [undefined, null, 8, "text", [1], {}, new Blob([])]) {
		assert.equal(bytesOf(none), undefined);
	}
});

test("a text is well-formed if it has no lone surrogate", () => {
	for (const text of ["", "a", "é\u0645\uffff\ufffd", "\u{10000}\u{10ffff}", "\ud7ff\ue000"]) {
		assert.equal(isWellFormed(text), true, text);
	}
	for (const text of ["\ud800", "a\udbff", "\udc00\ud800", "\udfffa", "\u{10000}\ud83d"]) {
		assert.equal(isWellFormed(text), false, text);
	}
});

test("encodeWtf8 writes the same bytes as TextEncoder, for characters of 1 to 4 bytes", () => {
	for (const point of [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x3ffff, 0x10ffff]) {
		const text = `<${String.fromCodePoint(point)}>`;
		const target = new Uint8Array(8);
		const length = encodeWtf8(text, target);
		assert.deepEqual(target.subarray(0, length), new TextEncoder().encode(text), point.toString(16));
		assert.ok(target.subarray(length).every((byte) => byte === 0));
	}
});

test("encodeWtf8 writes three bytes for a lone surrogate", () => {
	const target = new Uint8Array(9);
	assert.equal(encodeWtf8("\ud800-\udfff\ud83d", target), 10);
	assert.deepEqual([...target], [0xed, 0xa0, 0x80, 0x2d, 0xed, 0xbf, 0xbf, 0xed, 0xa0]);
});

test("encoded writes UTF-8, and a lone surrogate as three bytes", () => {
	for (const text of ["", "a", "é€😀", "\ufffd"]) {
		assert.deepEqual(encoded(text), new TextEncoder().encode(text));
	}
	assert.deepEqual([...encoded("a\ud83d")], [0x61, 0xed, 0xa0, 0xbd]);
	assert.deepEqual([...encoded("\ude00é")], [0xed, 0xb8, 0x80, 0xc3, 0xa9]);
});
