import assert from "node:assert/strict";
import { test } from "node:test";
import { nested } from "../../target/unit/core/nested.js";
import { fresh } from "./fresh.mjs";
import { held, LARGE } from "./held.mjs";
import { spied } from "./stand-in.mjs";

const textOf = (source) => ({ source, slice: (start, end) => source.slice(start, end) });

/** The value that is read from `json` within a longer text. */
const read = (json, from = nested) => from(textOf(`x:${json},"y"`), 2, 2 + json.length);

/** The texts passed to JSON.parse. */
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

test("a value equals the result of JSON.parse, short or long, with any white space", () => {
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

test("JSON.parse reads long values, and strings with escapes", () => {
	const ofLength = (length, end = "") => `["${"x".repeat(length - 4 - end.length)}${end}"]`;
	assert.deepEqual(parsed(ofLength(256)), []);
	assert.deepEqual(parsed(ofLength(257)), [ofLength(257)]);
	for (const length of [256, 257]) {
		const json = ofLength(length, "\\n");
		assert.deepEqual(parsed(json), [json.slice(1, -1)]);
	}
	assert.deepEqual(parsed('{"a":"b","c":["\\\\","d"],"\\"":0}'), ['"\\\\"', '"\\""']);
	// The value's own length decides, not its offset in the body.
	const source = `${" ".repeat(1000)}["x"]`;
	assert.deepEqual(
		spied(JSON, "parse", () => nested(textOf(source), 1000, source.length)),
		[],
	);
});

test("values without escapes go through the text's slice, names do not", () => {
	const source = '{"name":"one","other":["two"]}';
	const slice = (start, end) => `<${source.slice(start, end)}>`;
	assert.deepEqual(Object.values(nested({ source, slice }, 0, source.length)), ["<one>", ["<two>"]]);
});

/** How many names of a value are not learned yet. */
const learned = (json, from) => spied(Object, "keys", () => read(json, from)).length;
/** A value with names numbered from `first` up to, but without, `end`. */
const named = (first, end) => `{${Array.from({ length: end - first }, (_, i) => `"name${first + i}":0`)}}`;
/** The same for one name at a time, because JSON.parse would read a long value. */
const learnedOf = (first, end, from) => {
	let count = 0;
	for (let i = first; i < end; i++) {
		count += learned(named(i, i + 1), from);
	}
	return count;
};

test("64 names are learned; one more makes all be forgotten", () =>
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

test("a learned name does not keep its body in memory", () => {
	const heldBy = (json) => held(json, (source) => nested(textOf(source), 0, json.length));
	assert.ok(heldBy('["a string that is a slice"]') > LARGE / 2, "a slice keeps the text in memory");
	assert.ok(heldBy('{"a name that is as long as a slice":0}') < LARGE / 32);
	// The value above is gone, but its name is still learned.
	assert.equal(learned('{"a name that is as long as a slice":0}'), 0);
});
