// wire() writes events as Go's encoding/json does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "azeer-webhooks";
import { createFake, wire } from "azeer-webhooks/testing";
import { random } from "../random.mjs";
import { examples, fixtures } from "../suite.mjs";

const spelled = (members) => wire({ webhook_event_type: "chat_closed", ...members });
const wanted = (json) => `{${json},"webhook_event_type":"chat_closed"}`;

test("Azeer's examples are written as Azeer does", () => {
	assert.equal(examples.length, 10);
	for (const name of examples) {
		const compact = fixtures.get(name).replace(/\n/g, "").replace(/": /g, '":');
		// The only member of the examples that is not in the order of the names.
		const sorted = compact.replace(/("parent_message_id":\d+,)(.*)("platform")/, "$2$1$3");
		assert.equal(wire(parse(compact)), sorted, name);
	}
});

// What json.Marshal of Go 1.24 writes. In place of half of a pair it has bytes that are not UTF-8.
for (const [what, members, json] of [
	["HTML", { a: '<b>&"\\' }, String.raw`"a":"\u003cb\u003e\u0026\"\\"`],
	["line separators", { a: "\u2028\u2029\u2027" }, '"a":"\\u2028\\u2029\u2027"'],
	["controls", { a: "\b\f\n\r\t\0\x1f\x7f" }, `"a":"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f"`],
	["other text", { a: "مرحبا 🚚 é\ufffd" }, '"a":"مرحبا 🚚 é\ufffd"'],
	["half of a pair", { a: "x\ud83dy\ude9a🚚" }, String.raw`"a":"x\ufffdy\ufffd🚚"`],
	[
		"numbers",
		{ a: [0, -1, 1.5, 1e21, 1e-7, 123456789012345680000, 0.000001] },
		'"a":[0,-1,1.5,1e+21,1e-7,123456789012345680000,0.000001]',
	],
	["negative zero", { a: -0 }, '"a":-0'],
	["literals", { a: [true, false, null, [], {}] }, '"a":[true,false,null,[],{}]'],
	[
		"names, sorted by their bytes in UTF-8",
		{ "\u{1f69a}": 1, "\uff01": 2, ba: 6, "b\0": 9, b: 3, B: 4, "<": 5, 10: 7, 9: 8, c: 10, "c\0": 11 },
		'"10":7,"9":8,"\\u003c":5,"B":4,"b":3,"b\\u0000":9,"ba":6,"c":10,"c\\u0000":11',
	],
	["nested names", { a: { z: 1, y: { b: 1, a: 2 } } }, '"a":{"y":{"a":2,"b":1},"z":1}'],
	["undefined", { a: undefined, b: { c: undefined } }, '"b":{}'],
]) {
	test(`${what}`, () => {
		const text = spelled(members);
		if (what.startsWith("names")) {
			assert.equal(text, `{${json},"webhook_event_type":"chat_closed","\uff01":2,"\u{1f69a}":1}`);
		} else {
			assert.equal(text, wanted(json));
		}
	});
}

test("an unknown event is written as it came", () => {
	const body = '{"a":{"b":1},"webhook_event_type":"call_missed"}';
	assert.equal(wire(parse(body)), body);
});

test("what is not JSON throws", () => {
	for (const [value, named] of [
		[Number.NaN, "NaN"],
		[Number.POSITIVE_INFINITY, "Infinity"],
		[1n, "bigint"],
		[() => {}, "function"],
	]) {
		assert.throws(() => spelled({ a: value }), {
			name: "TypeError",
			message: `azeer-webhooks/testing: JSON has no ${named}`,
		});
	}
});

test("what was written is read as the same event", () => {
	const next = random(3);
	const unit = () =>
		String.fromCodePoint(Math.floor(next() * [0x80, 0x800, 0xd800, 0x110000][Math.floor(next() * 4)]));
	for (let seed = 0; seed < 2_000; seed++) {
		const text = Array.from({ length: 6 }, unit).join("").toWellFormed?.() ?? "";
		const event = createFake({ seed }).incomingText({ text });
		const body = wire(event);
		assert.deepEqual(parse(body), event, body);
		assert.equal(wire(parse(body)), body);
		assert.doesNotMatch(body, /[<>&\u2028\u2029]/);
	}
});
