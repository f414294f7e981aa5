// Tests when the engine calls the core, with which arguments, and how it reads the answers.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { BUFFER_STEP, dropCore, prepare, theCore } from "../../target/unit/core/core.js";
import {
	FIELDS_TO_SET,
	GENERATION,
	HEADER_WORDS,
	INVALID,
	IS_COPIED,
	ISSUE_COUNT,
	ISSUES_AT,
	MORE_ISSUES,
	MORE_MEMBERS,
	NON_ASCII,
	NUMBER,
	PATHS_AT,
	REASON,
	SLOTS,
	SPARSE,
	STRING,
	UNDOCUMENTED_AT,
	UNDOCUMENTED_COUNT,
	UNDOCUMENTED_NAME,
	UNDOCUMENTED_VALUE,
	UNKNOWN,
	WORDS_PER_SLOT,
	WORDS_PER_UNDOCUMENTED,
} from "../../target/unit/generated/abi.js";
import { shapes } from "../../target/unit/generated/builders.js";
import { codes, NOTHING, reasons } from "../../target/unit/generated/texts.js";
import { event, read, readValue, sourceText } from "../../target/unit/parse/engine.js";
import { Failure } from "../../target/unit/parse/failure.js";
import { answers, HEADER_AT, INPUT_AT, module, RECORDS_AT, spied, taken } from "./stand-in.mjs";

const encoder = new TextEncoder();

beforeEach(async () => {
	for (const name of Object.keys(answers)) {
		delete answers[name];
	}
	dropCore();
	await prepare(module());
	taken();
});

const rulesOf = (maxBytes, strict = false) => ({ maxBytes, strict });
const codeOf = (result) => {
	assert.ok(result instanceof Failure);
	return result.issues[0]?.code;
};
/** Makes the core call every body invalid. The header stays empty, so there are no issues. */
const refuse = () => {
	answers.parse = () => INVALID;
};

test("the core does not parse a body above maxBytes; a body of more units than that is not even written", () => {
	refuse();
	for (const [body, maxBytes, wanted] of [
		["abc", 2, "too_large"],
		[encoder.encode("abc"), 2, "too_large"],
		["abc", 3, undefined],
		[encoder.encode("abc"), 3, undefined],
		["é", 1, "too_large"],
		["é", 2, undefined],
	]) {
		let result;
		const written = spied(TextEncoder.prototype, "encodeInto", () => {
			result = read(body, rulesOf(maxBytes));
		});
		assert.equal(codeOf(result), wanted);
		assert.equal(result.body, body);
		const calls = taken();
		assert.equal(calls.filter(([name]) => name === "parse").length, wanted === undefined ? 1 : 0);
		if (body.length > maxBytes) {
			assert.deepEqual([written, calls], [[], []]);
		}
	}
});

test("the input buffer holds three bytes a unit, or just enough to see that the body is too large", () => {
	refuse();
	const reserved = (length, maxBytes) => {
		dropCore();
		theCore();
		taken();
		read("a".repeat(length), rulesOf(maxBytes));
		return taken().filter(([name]) => name === "reserve");
	};
	assert.deepEqual(reserved(21_845, 1e6), []);
	assert.deepEqual(reserved(21_846, 1e6), [["reserve", 2 * BUFFER_STEP]]);
	assert.deepEqual(reserved(50_000, 1e6), [["reserve", 3 * BUFFER_STEP]]);
	assert.deepEqual(reserved(50_000, BUFFER_STEP - 4), []);
	assert.deepEqual(reserved(50_000, BUFFER_STEP - 3), [["reserve", 2 * BUFFER_STEP]]);
});

test("a string that fills the input buffer is found too large", () => {
	refuse();
	for (const character of ["é", "€", "😀"]) {
		for (let maxBytes = BUFFER_STEP - 6; maxBytes <= BUFFER_STEP + 6; maxBytes++) {
			const body = character.repeat(BUFFER_STEP / 2);
			dropCore();
			assert.equal(
				codeOf(read(body, rulesOf(maxBytes))),
				encoder.encode(body).length > maxBytes ? "too_large" : undefined,
			);
		}
	}
});

test("the core gets a body's length and the options", () => {
	refuse();
	for (const [form, length] of [
		["é-", 3],
		[encoder.encode("é-"), 3],
		[encoder.encode("é-").buffer, 3],
	]) {
		for (const strict of [false, true]) {
			read(form, rulesOf(10, strict));
			assert.deepEqual(
				taken().filter(([name]) => name === "parse"),
				[["parse", length, 10, strict ? 1 : 0, 0]],
			);
			assert.deepEqual([...theCore().input.subarray(0, 3)], [0xc3, 0xa9, 0x2d]);
		}
	}
	read(new Uint8Array(BUFFER_STEP + 1), rulesOf(1e6));
	assert.deepEqual(taken()[0], ["reserve", 2 * BUFFER_STEP]);
});

test("a lone surrogate is looked for only if U+FFFD may be in the bytes", () => {
	refuse();
	const asked = (body, doubtful, strict = false) => {
		answers.is_doubtful = () => doubtful;
		const looked = spied(RegExp.prototype, "test", () => read(body, rulesOf(100, strict)));
		return [looked.length, taken().map((call) => call.slice(0, 5))];
	};
	const parse = (length, wtf8 = 0, strict = 0) => ["parse", length, 100, strict, wtf8];
	assert.deepEqual(asked("ab", 1), [0, [parse(2)]]);
	assert.deepEqual(asked("é", 0), [0, [parse(2), ["is_doubtful", 2]]]);
	assert.deepEqual(asked("\ufffd", 1), [1, [parse(3), ["is_doubtful", 3]]]);
	assert.deepEqual(asked("a\ud83d", 1), [1, [parse(4), ["is_doubtful", 4], parse(4, 1)]]);
	assert.deepEqual([...theCore().input.subarray(0, 4)], [0x61, 0xed, 0xa0, 0xbd]);
	assert.deepEqual(asked("\ude00", 1, true), [1, [parse(3, 0, 1), ["is_doubtful", 3], parse(3, 1, 1)]]);
	// Lone surrogates need no larger buffer: they take as many bytes as their replacements.
	const large = "\ud83d".repeat(BUFFER_STEP);
	assert.ok(read(large, rulesOf(3 * BUFFER_STEP)) instanceof Failure);
	assert.deepEqual(taken(), [
		["reserve", 3 * BUFFER_STEP],
		["parse", 3 * BUFFER_STEP, 3 * BUFFER_STEP, 0, 0],
		["is_doubtful", 3 * BUFFER_STEP],
		["parse", 3 * BUFFER_STEP, 3 * BUFFER_STEP, 0, 1],
	]);
});

test("an argument that is not a body is refused by its kind", () => {
	const detached = new ArrayBuffer(8);
	structuredClone(detached, { transfer: [detached] });
	for (const [body, received] of [
		[undefined, "undefined"],
		[null, "null"],
		[1, "a number"],
		[1n, "a bigint"],
		[{}, "an object"],
		[["a"], "an array"],
		[() => {}, "a function"],
		[detached, "a buffer that is detached or cannot be read"],
	]) {
		const result = read(body, rulesOf(100));
		assert.equal(result.body, body);
		assert.equal(result.source, undefined);
		assert.deepEqual(result.issues, [
			{
				code: "unsupported_body",
				path: "",
				message: `the body is ${received}, not a string, a Uint8Array or an ArrayBuffer; a value that is parsed already is for validate`,
				expected: "a string, a Uint8Array or an ArrayBuffer",
				received,
				offset: 0,
				line: 1,
				column: 1,
			},
		]);
	}
	assert.deepEqual(taken(), []);
	// Zero bytes are a body.
	answers.parse = () => INVALID;
	assert.equal(codeOf(read(new Uint8Array(), rulesOf(100))), undefined);
	assert.deepEqual(taken(), [["parse", 0, 100, 0, 0]]);
});

test("a value is written as JSON, or refused with the reason", () => {
	refuse();
	assert.equal(readValue({ a: [1] }, rulesOf(100)).body, '{"a":[1]}');
	assert.deepEqual(taken(), [["parse", 9, 100, 0, 0]]);
	const thrower = (error) => ({
		toJSON() {
			throw error;
		},
	});
	for (const [value, received] of [
		[undefined, "undefined"],
		[() => 1, "a function"],
		[Symbol("x"), "a symbol"],
		[1n, "JSON.stringify throws a TypeError, as it does for a cycle or a BigInt"],
		[
			thrower(new RangeError()),
			"JSON.stringify throws a RangeError, as it does where arrays are nested too deep",
		],
		[thrower(new Error()), "JSON.stringify throws, as a getter or toJSON of the value may"],
	]) {
		const { issues, body } = readValue(value, rulesOf(100));
		assert.deepEqual([issues[0].code, issues[0].received, body], ["not_serializable", received, value]);
	}
	assert.deepEqual(taken(), []);
});

test("the text of the input buffer is read by the fastest method for its characters", () => {
	const buffer = {
		latin1Slice: (...args) => ["latin1", ...args],
		utf8Slice: (...args) => ["utf8", ...args],
	};
	const validText = (given, ...args) => {
		assert.equal(given, buffer);
		return ["valid", ...args];
	};
	let refreshed = 0;
	const refresh = () => {
		refreshed += 1;
	};
	for (const [code, way] of [
		[0, "latin1"],
		[SPARSE | MORE_MEMBERS | 7, "latin1"],
		[NON_ASCII, "valid"],
		[NON_ASCII | SPARSE | 7, "valid"],
		[UNKNOWN, "utf8"],
		[INVALID, "utf8"],
	]) {
		assert.deepEqual(sourceText({ buffer, refresh, validText }, code, 2, 5), [way, 2, 5]);
	}
	assert.equal(refreshed, 6);
	const input = encoder.encode("<<\ufeffé>>");
	for (const code of [0, NON_ASCII, INVALID]) {
		assert.equal(sourceText({ refresh, input, decoder: theCore().decoder }, code, 2, 7), "\ufeffé");
	}
});

/**
 * A core whose memory has this header, and values by the index of their first word: a kind, and a text in the source.
 */
function answered(source, header, values = {}) {
	const core = theCore();
	for (const [word, value] of Object.entries(header)) {
		core.header[word] = value;
	}
	core.slots.words.fill(0);
	for (const [word, [kind, text]] of Object.entries(values)) {
		const start = source.indexOf(text);
		const record = [kind, -1, start, -1, start + text.length];
		const target = Number(word) < SLOTS * WORDS_PER_SLOT ? core.slots.words : core.words;
		target.set(record, Number(word));
	}
	return core;
}

const chatClosed = shapes.findIndex(({ event }) => event === "chat_closed");
/** An event with all documented fields. Each field's value is its index. */
const indices = { field: (index) => index };
const every = event(
	{
		slots: indices,
		header: { [FIELDS_TO_SET]: -1, [FIELDS_TO_SET + 1]: -1, [UNDOCUMENTED_COUNT]: 0 },
		refresh() {},
	},
	SPARSE | chatClosed,
	"",
);
const slotOf = (name) => every[name];

test("without flags, the event is the builder's and the header is not read", () => {
	const core = answered('{"webhook_event_type":"chat_closed"}', {
		[UNDOCUMENTED_AT]: RECORDS_AT,
		[UNDOCUMENTED_COUNT]: 1,
		[GENERATION]: 9,
		[FIELDS_TO_SET]: -1,
		[FIELDS_TO_SET + 1]: -1,
	});
	const plain = event(core, chatClosed, "x".repeat(1000));
	assert.equal(plain.webhook_event_type, "chat_closed");
	assert.equal(core.generation, 0);
	assert.equal(core.slots.source, "");
	assert.deepEqual(Object.keys(plain), Object.keys(shapes[chatClosed].build(core.slots, shapes[chatClosed])));
	assert.deepEqual(plain, event(core, chatClosed | NON_ASCII, "x".repeat(1000)));
});

test("fields are set after the literal is built, or on an empty object if the event is sparse", () => {
	const text = slotOf("text");
	const header = { [UNDOCUMENTED_COUNT]: 0, [FIELDS_TO_SET]: 0, [FIELDS_TO_SET + 1]: 0 };
	header[text < 32 ? FIELDS_TO_SET : FIELDS_TO_SET + 1] = 1 << (text % 32);
	const source = '"hello"';
	const core = answered(source, header, { [text * WORDS_PER_SLOT]: [STRING, source] });
	assert.deepEqual(event(core, SPARSE | chatClosed, source), { text: "hello" });
	assert.deepEqual(event(core, SPARSE | MORE_MEMBERS | chatClosed, source), { text: "hello" });
	const more = event(core, MORE_MEMBERS | chatClosed, source);
	assert.equal(more.text, "hello");
	assert.equal(more.webhook_event_type, "chat_closed");
});

test("strings up to a quarter of the body are copied if the core asks for copies", () => {
	for (const [copies, longest] of [
		[0, 0],
		[1, 10],
	]) {
		const core = answered("", {
			[IS_COPIED]: copies,
			[UNDOCUMENTED_COUNT]: 0,
			[FIELDS_TO_SET]: 0,
			[FIELDS_TO_SET + 1]: 0,
		});
		event(core, SPARSE | chatClosed, "x".repeat(40));
		assert.equal(core.slots.longestCopy, longest);
		assert.equal(core.slots.source, "");
	}
});

const UNDOCUMENTED_WORD = RECORDS_AT / 4;
function writeHeader(buffer, header) {
	const words = new Int32Array(buffer, HEADER_AT, HEADER_WORDS);
	for (const [word, value] of Object.entries(header)) {
		words[word] = value;
	}
}

/**
 * An event of undocumented members, and how many names were read for it. Each member is a name, a text and the index of
 * its learned name or -1.
 */
function undocumented(members, generation, core) {
	const source = members.map(([name, value]) => `"${name}":"${value}"`).join();
	const values = {};
	for (const [i, [name, value]] of members.entries()) {
		values[UNDOCUMENTED_WORD + i * WORDS_PER_UNDOCUMENTED] = [STRING, `"${name}"`];
		values[UNDOCUMENTED_WORD + i * WORDS_PER_UNDOCUMENTED + UNDOCUMENTED_VALUE] = [STRING, `"${value}"`];
	}
	const header = {
		[UNDOCUMENTED_AT]: RECORDS_AT,
		[UNDOCUMENTED_COUNT]: members.length,
		[GENERATION]: generation,
	};
	answered(source, { ...header, [FIELDS_TO_SET]: 0, [FIELDS_TO_SET + 1]: 0, [IS_COPIED]: 0 }, values);
	for (const [i, [, , learned]] of members.entries()) {
		core.words[UNDOCUMENTED_WORD + i * WORDS_PER_UNDOCUMENTED + UNDOCUMENTED_NAME] = learned;
	}
	let made;
	const { length } = spied(core.slots, "valueAt", () => {
		made = event(core, MORE_MEMBERS | SPARSE | chatClosed, source);
	});
	return [made, length - members.length];
}

test("learned names are read once a generation, other names each time", () => {
	const core = theCore();
	const members = [
		["a name of some length", "1", 0],
		["another", "2", 1],
		["unknown", "3", -1],
	];
	const event = { "a name of some length": "1", another: "2", unknown: "3" };
	assert.deepEqual(undocumented(members, 1, core), [event, 3]);
	assert.deepEqual(core.learnedNames, ["a name of some length", "another"]);
	assert.deepEqual(Object.keys(core.learnedNames), ["0", "1"]);
	assert.deepEqual(undocumented(members, 1, core), [event, 1]);
	assert.deepEqual(undocumented([["other", "4", 0]], 2, core), [{ other: "4" }, 1]);
	assert.deepEqual([core.learnedNames, core.generation], [["other"], 2]);
	// Without undocumented members, the generation is not looked at.
	assert.deepEqual(undocumented([], 3, core), [{}, 0]);
	assert.deepEqual([core.learnedNames, core.generation], [["other"], 2]);
	assert.deepEqual(undocumented([["__proto__", "5", -1]], 3, core)[0], JSON.parse('{"__proto__":"5"}'));
});

test("a learned name is copied, any other name is a slice", () => {
	const core = theCore();
	const copies = (learned) =>
		spied(String.prototype, "slice", () =>
			undocumented([["a name of some length", "1", learned]], 1, core),
		).filter((args) => args.length === 1).length;
	assert.equal(copies(-1), 0);
	assert.equal(copies(0), 1);
	assert.equal(copies(0), 0);
});

test("an unknown event has a reason, its event type and its message type", () => {
	const source = '"event","content","text"';
	const words = { event: slotOf("webhook_event_type"), content: slotOf("message_type") };
	for (const [i, reason] of reasons.entries()) {
		const core = answered(
			source,
			{ [REASON]: i, [UNDOCUMENTED_COUNT]: 0, [FIELDS_TO_SET]: 0, [FIELDS_TO_SET + 1]: 0 },
			{
				[words.event * WORDS_PER_SLOT]: [STRING, '"event"'],
				[words.content * WORDS_PER_SLOT]: [STRING, '"content"'],
			},
		);
		assert.deepEqual(event(core, UNKNOWN, source), {
			webhook_event_type: "unknown",
			reason,
			event_type: "event",
			payload: {},
			...(reason === "event_type" ? {} : { message_type: "content" }),
		});
	}
});

test("issues have offsets in the units of the body, and each has its own path", () => {
	const code = codes.findIndex(([name]) => name === "too_deep");
	const paths = "/a/مb";
	answers.parse = (buffer) => {
		writeHeader(buffer, {
			[ISSUES_AT]: RECORDS_AT,
			[ISSUE_COUNT]: 2,
			[MORE_ISSUES]: 7,
			[PATHS_AT]: RECORDS_AT + 4096,
		});
		// Code, byte, unit, line, column, expected, received, and the start and end of the path.
		new Int32Array(buffer, RECORDS_AT).set([
			...[code, 3, 2, 1, 5, NOTHING, NOTHING, 0, 2],
			...[code, 9, 8, 2, 6, NOTHING, NOTHING, 2, 6],
		]);
		new Uint8Array(buffer, RECORDS_AT + 4096).set(encoder.encode(paths));
		return INVALID;
	};
	for (const [body, offsets] of [
		["body", [2, 8]],
		[encoder.encode("body"), [3, 9]],
	]) {
		const result = read(body, rulesOf(100));
		assert.deepEqual(
			result.issues.map(({ path, offset, line, column }) => [path, offset, line, column]),
			[
				["/a", offsets[0], 1, 5],
				["/مb", offsets[1], 2, 6],
			],
		);
		assert.deepEqual([result.more, result.body, result.source], [7, body, "body"]);
	}
});

test("the answer is read correctly if memory grew while the core ran", () => {
	answers.parse = () => {
		const { memory } = theCore().exports;
		memory.grow(1);
		writeHeader(memory.buffer, { [ISSUES_AT]: RECORDS_AT, [ISSUE_COUNT]: 0, [MORE_ISSUES]: 5 });
		new Uint8Array(memory.buffer, INPUT_AT).set(encoder.encode("grown"));
		return INVALID;
	};
	for (const body of ["other", encoder.encode("other")]) {
		assert.equal(read(body, rulesOf(100)).more, 5);
	}
	assert.equal(read(encoder.encode("other"), rulesOf(100)).source, "grown");
});

test("an exception of the core is passed on, and the next call has a new core", () => {
	const core = theCore();
	answers.parse = () => {
		throw "text";
	};
	assert.throws(
		() => read("a", rulesOf(1)),
		(error) => error === "text",
	);
	assert.notEqual(theCore(), core);
});

test("a field's number is the double that the core computed", () => {
	const slot = slotOf("contact_id");
	const core = answered(
		"12",
		{ [FIELDS_TO_SET]: 1 << slot, [FIELDS_TO_SET + 1]: 0, [UNDOCUMENTED_COUNT]: 0 },
		{
			[slot * WORDS_PER_SLOT]: [NUMBER, "12"],
		},
	);
	core.slots.doubles[slot] = 13;
	assert.deepEqual(event(core, SPARSE | chatClosed, "12"), { contact_id: 13 });
});
