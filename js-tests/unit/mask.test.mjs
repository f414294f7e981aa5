// What a mask leaves of a body: its length, its structure, and nothing that a person wrote.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mask } from "../../target/unit/event/mask.js";

const masked = (text, { isJson = true, showName = () => false } = {}) => mask(text, { isJson, showName });

/** Checks masks, each of the length of its text. */
function assertMasks(pairs, options) {
	for (const [text, expected] of pairs) {
		assert.equal(masked(text, options), expected, text);
		assert.equal(expected.length, text.length, text);
	}
}

test("documented names and public values stay, wherever white space is", () => {
	assertMasks([
		[
			'{"webhook_event_type":"chat_closed","text":"Ana","n":5}',
			'{"webhook_event_type":"chat_closed","text":"xxx","x":1}',
		],
		['{ "webhook_event_type" \n\t :\r "chat_closed" }', '{ "webhook_event_type" \n\t :\r "chat_closed" }'],
		['{ "webhook_event_type":"chat_closed" }', '{ "webhook_event_type":"chat_closed" }'],
		// A public value is one of the payload itself.
		['{"direction":["in","Ana"],"text":"in"}', '{"direction":["xx","xxx"],"text":"xx"}'],
		['{"direction":{"direction":"in"},"text":1}', '{"direction":{"direction":"xx"},"text":1}'],
		["", ""],
	]);
});

test("in a body that is no JSON, only known words stay", () => {
	assertMasks(
		[
			['{"webhook_event_type":"chat_closed"', '{"webhook_event_type":"chat_closed"'],
			['{"message_type":"audio"', '{"message_type":"audio"'],
			['{"message_type":"chat_closed"', '{"message_type":"xxxxxxxxxxx"'],
			['{"webhook_event_type":"audio"', '{"webhook_event_type":"xxxxx"'],
			['{"direction":"in","text":"chat_closed"', '{"direction":"xx","text":"xxxxxxxxxxx"'],
			['{"webhook_event_type":"Ana","chat_closed"', '{"webhook_event_type":"xxx","xxxxxxxxxxx"'],
			['{"webhook_event_type":{"chat_closed"', '{"webhook_event_type":{"xxxxxxxxxxx"'],
			['{"webhook_event_type":["chat_closed"', '{"webhook_event_type":["xxxxxxxxxxx"'],
			// A string without its end.
			['{"text":"a-b, c', '{"text":"xxxxxx'],
			['{"text":"a\\', '{"text":"x\\'],
		],
		{ isJson: false, showName: () => true },
	);
});

test("an undocumented name stays if it may be shown", () => {
	const showName = (name) => name === "note";
	assert.equal(masked('{"note":"a","rest":"b"}', { showName }), '{"note":"x","xxxx":"x"}');
});

test("characters and escapes become others of their size", () => {
	assertMasks(
		[
			['"aé\u07ff"', '"xéé"'],
			['"\u0800م中"', '"中é中"'],
			['"🙈"', '"😀"'],
			['"\\🙈\\z\\ \\n\\""', '"\\😀\\x\\x\\n\\""'],
			['"\\u0041\\u001f\\u0020\\u00e9"', '"\\u0078\\u001f\\u0078\\u0078"'],
			['"\\ud800\\udbff\\udc00\\udfff\\ue000"', '"\\ud83d\\ud83d\\ude00\\ude00\\u0078"'],
			['"\\u0g"', '"\\u1x"'],
			['"\ud83d \ude00"', '"\ud83dx\ude00"'],
			["🙈 é", "😀 é"],
		].map(([text, expected]) => [`[${text}`, `[${expected}`]),
		{ isJson: false },
	);
});

test("numbers keep their form, and words that begin as those of JSON their beginning", () => {
	const words = ["true", "false", "null"].flatMap((word) =>
		Array.from(word, (_, at) => [`${word.slice(0, at + 1)}z`, `${word.slice(0, at + 1)}x`]),
	);
	assertMasks([
		["-0.50e-12", "-0.11e-11"],
		["907", "111"],
		["007", "011"],
		["2.", "1."],
		["3E+", "1E+"],
		["+4", "+x"],
		["Ana's@b.c", "xxx'x@x.x"],
		...words,
	]);
});
