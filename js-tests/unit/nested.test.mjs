import assert from "node:assert/strict";
import { test } from "node:test";
import { nested } from "../../target/unit/core/nested.js";
import { fresh } from "./fresh.mjs";
import { held, LARGE } from "./held.mjs";
import { spied } from "./stand-in.mjs";

const textOf = (source) => ({ source, slice: (start, end) => source.slice(start, end) });

/** What is read of a value with something around it. */
const read = (json, from = nested) => from(textOf(`x:${json},"y"`), 2, 2 + json.length);

/** The texts that JSON.parse is given. */
const parsed = (json) => spied(JSON, "parse", () => read(json)).map(([text]) => text);

const values = [
	"{}",
	"[]",
	"[true,false,null,true]",
	"[[],{},[[]],[{}],[null]]",
	"[0,-0,1,-1.5,1e3,1E-3,12345678901234567890,0.1]",
	'["","a","مرحبا","😀","a\\"b","\\\\","\\\\\\"","\\u0041","\\ud83d\\ude00","\\n"]',
	'{"a":1,"b":"x","c":{"d":[1,{"e":null}]},"f":false,"":true}',
	'{"a":1,"b":2,"a":3,"0":4}',
	'{"a\\"b":1,"\\u0062":2,"\\\\":3}',
	'{"__proto__":{"polluted":1},"toString":1,"constructor":2}',
	'{"t":true,"f":false,"n":null,"}":"]","]":"}",",":":"}',
];

test("a value is what JSON.parse makes of it, short or long, with any white space", () => {
	for (const json of values) {
		const spaced = json.replaceAll(
			/("(?:[^"\\]|\\.)*")|([[\]{},:])/g,
			(_, text, mark) => text ?? ` \t${mark}\r\n `,
		);
		for (const written of [json, spaced.trim(), spaced.trim().replaceAll(/[\t\r\n]/g, " ")]) {
			for (const filled of [
				written,
				`[${written},"${"x".repeat(300)}"]`,
				`[${written}, "${"\\n".repeat(300)}" ]`,
			]) {
				assert.deepEqual(read(filled), JSON.parse(filled), filled);
			}
		}
	}
	assert.equal({}.polluted, undefined);
	assert.ok(Object.is(read("[-0]")[0], -0));
});

test("JSON.parse reads what is long, and strings with escapes", () => {
	const ofLength = (length, end = "") => `["${"x".repeat(length - 4 - end.length)}${end}"]`;
	assert.deepEqual(parsed(ofLength(256)), []);
	assert.deepEqual(parsed(ofLength(257)), [ofLength(257)]);
	for (const length of [256, 257]) {
		const json = ofLength(length, "\\n");
		assert.deepEqual(parsed(json), [json.slice(1, -1)]);
	}
	assert.deepEqual(parsed('{"a":"b","c":["\\\\","d"],"\\"":0}'), ['"\\\\"', '"\\""']);
	// What is far into a body is not long for that.
	const source = `${" ".repeat(1000)}["x"]`;
	assert.deepEqual(
		spied(JSON, "parse", () => nested(textOf(source), 1000, source.length)),
		[],
	);
});

test("strings without escapes are taken as the text gives them, and names are not", () => {
	const source = '{"name":"one","other":["two"]}';
	const slice = (start, end) => `<${source.slice(start, end)}>`;
	assert.deepEqual(Object.values(nested({ source, slice }, 0, source.length)), ["<one>", ["<two>"]]);
});

/** How many names are met that are not known. */
const learned = (json, from) => spied(Object, "keys", () => read(json, from)).length;
/** A value with names from one number up to another. */
const named = (first, end) => `{${Array.from({ length: end - first }, (_, i) => `"name${first + i}":0`)}}`;
/** The same in parts that are short enough not to be for JSON.parse. */
const learnedOf = (first, end, from) => {
	let count = 0;
	for (let i = first; i < end; i++) {
		count += learned(named(i, i + 1), from);
	}
	return count;
};

test("64 names are known again; with one more all are forgotten", () =>
	fresh(async (load) => {
		const { nested } = await load("core/nested.js");
		assert.equal(learnedOf(0, 63, nested), 63);
		assert.equal(learnedOf(0, 63, nested), 0);
		assert.equal(learnedOf(63, 64, nested), 1);
		assert.equal(learnedOf(0, 64, nested), 0);
		assert.equal(learnedOf(64, 65, nested), 1);
		assert.equal(learnedOf(64, 65, nested), 0);
		assert.equal(learnedOf(0, 63, nested), 63);
		assert.equal(learnedOf(0, 63, nested), 0);
		assert.equal(learnedOf(64, 65, nested), 0);
	}));

test("a name that is known does not keep the body alive that it came with", () => {
	const heldBy = (json) => held(json, (source) => nested(textOf(source), 0, json.length));
	assert.ok(heldBy('["a string that is a slice"]') > LARGE / 2, "a slice keeps it");
	assert.ok(heldBy('{"a name that is as long as a slice":0}') < LARGE / 32);
	// The value above is gone, the name is not.
	assert.equal(learned('{"a name that is as long as a slice":0}'), 0);
});
