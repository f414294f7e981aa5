// Tests the oracle itself with the table of cases, the fixtures, and bodies that the table lacks.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { nameOf, sampleOf, shapesOf } from "../bench/shapes.mjs";
import { expected, lines } from "./oracle.mjs";

const tests = new URL("../../tests/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("cases.json", tests), "utf8"));
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Whether the text has no lone surrogate, which UTF-8 cannot hold. */
const isWellFormed = (text) => decoder.decode(encoder.encode(text)) === text;

/** An issue in the form of the table, without the message. */
function written(body, { code, path, offset }) {
	const before = typeof body === "string" ? body.slice(0, offset) : decoder.decode(body.subarray(0, offset));
	const rows = before.split("\n");
	return `${rows.length}:${rows.at(-1).length + 1} ${path || '""'} ${code}`;
}

/** The result in the form of the table. */
function summary(body, result) {
	if (!result.ok) {
		assert.equal(result.more, 0);
		return result.issues.map((issue) => written(body, issue));
	}
	const { webhook_event_type, reason, message_type } = result.event;
	return [webhook_event_type, reason ?? message_type].filter((part) => part !== undefined).join(" ");
}

for (const { name, body, hex, options, expect, issues } of cases) {
	test(`case: ${name}`, () => {
		const wanted = expect ?? issues.map((issue) => issue.split(": ")[0]);
		const bodies = hex === undefined ? [body] : [Uint8Array.from(Buffer.from(hex, "hex"))];
		if (hex === undefined && isWellFormed(body)) bodies.push(encoder.encode(body));
		for (const each of bodies) {
			const result = expected(each, options);
			assert.deepEqual(summary(each, result), wanted);
			if (result.ok)
				assert.deepEqual(result.event.payload ?? result.event, JSON.parse(body ?? Buffer.from(hex, "hex")));
		}
	});
}

const shapes = shapesOf(createRequire(import.meta.url)("azeer-webhooks/schema.json"));

test("the oracle knows every member of every payload", () => {
	const todo = "add it to oracle.mjs: to the members of its payload, and to TYPES unless it is a string";
	for (const shape of shapes) {
		const sample = sampleOf(shape);
		const { ok, issues, event } = expected(JSON.stringify(sample), { strict: true });
		const places = (issues ?? []).map(({ path }) => path).join(" ");
		assert.equal(places, "", `of ${nameOf(shape)} the oracle does not know ${places}; ${todo}`);
		assert.ok(ok && event.webhook_event_type === shape.event, `${nameOf(shape)} is unknown; ${todo}`);
		for (const { name } of shape.members) {
			const issue = expected(JSON.stringify({ ...sample, [name]: [] })).issues?.[0];
			assert.deepEqual(
				[issue?.code, issue?.path],
				["wrong_type", `/${name}`],
				`the oracle does not check ${name} of ${nameOf(shape)}; ${todo}`,
			);
		}
	}
});

/** The results of the fixtures that are not documented events. */
const NOT_DOCUMENTED = {
	"12-named-event.json": "chat_assigned",
	"13-unknown-event.json": "unknown event_type",
	"14-message-body.json": "unknown content",
	"15-broken.json": [
		"3:15 /contact_id wrong_type",
		"12:14 /timestamp invalid_date_time",
		"16:1 /from missing_member",
	],
};

for (const file of readdirSync(new URL("fixtures/", tests)).filter((name) => name.endsWith(".json"))) {
	test(`fixture: ${file}`, () => {
		const text = readFileSync(new URL(`fixtures/${file}`, tests), "utf8");
		const value = JSON.parse(text);
		const kind = [value.webhook_event_type, value.message_type]
			.filter((part) => part !== undefined)
			.join(" ");
		for (const body of [text, encoder.encode(text)]) {
			for (const strict of [false, true]) {
				const result = expected(body, { strict });
				assert.deepEqual(summary(body, result), NOT_DOCUMENTED[file] ?? kind);
				if (result.ok) assert.deepEqual(result.event.payload ?? result.event, value);
			}
		}
	});
}

/** Bodies that the table lacks, with the code, path and offset of each issue. */
const MORE_BODIES = [
	// The end of the body, invalid UTF-8 and a lone surrogate come before other codes.
	["{", "unexpected_end  1"],
	['{"a":tru', "unexpected_end /a 8"],
	['{"a":-', "unexpected_end /a 6"],
	['{"a":"\\', "unexpected_end /a 7"],
	['{"a":"\\u12', "unexpected_end /a 10"],
	['{"a":1.\ud83d}', "lone_surrogate /a 7"],
	["{}\ude00", "lone_surrogate  2"],
	['{"a":"\u007f\u001f"}', "control_character /a 7"],
	["{}😀", "trailing_character  2"],
	['{"😀":x', "unexpected_character /😀 6"],
	[" \ufeff{}", "unexpected_character  1"],
	// Escaped surrogates.
	['{"a":"\\ud83d', "lone_surrogate /a 6"],
	['{"a":"\\ud83d\\u', "unexpected_end /a 14"],
	['{"a":"\\ud83d\\n"}', "lone_surrogate /a 6"],
	['{"a":"\\ud83d\\u12g4"}', "invalid_escape /a 16"],
	['{"a":"\\ud83d\ude00"}', "lone_surrogate /a 6"],
	// Paths.
	["[}", "unexpected_character /0 1"],
	["[1 2]", "unexpected_character /0 3"],
	['{"a":{"b":1} x', "unexpected_character /a 13"],
	['{"a":{"b":1,x', "unexpected_character /a 12"],
	['{"a/b~c":x', "unexpected_character /a~1b~0c 9"],
	['{"":x', "unexpected_character / 4"],
	// A fault of the JSON is the only issue. Repeated members hide other issues of members.
	['{"a":1,"a":2} x', "trailing_character  14"],
	['{"webhook_event_type":7,"a":1,"a":2}', "repeated_member /a 30"],
	['[{"a":1,"a":1}]', "not_an_object  0"],
	['{"a":{"b":1,"b":2}}', "missing_member /webhook_event_type 18"],
	// Meta's payloads.
	['{"entr\\u0079":[]}', "meta_payload /webhook_event_type 16"],
	['{"entry":{}}', "missing_member /webhook_event_type 11"],
	['{"entry":[],"webhook_event_type":null}', "wrong_type /webhook_event_type 33"],
	// Only the event name.
	[
		'{"webhook_event_type":"incoming_msg"}',
		"message_type contact_id direction from id message_id timestamp to"
			.split(" ")
			.map((name) => `missing_member /${name} 36`)
			.join(", "),
	],
	// Bytes that are not UTF-8. Each character stands for one byte.
	[latin1("\xef\xbb\xbf{}"), "byte_order_mark  0"],
	[latin1("\xef\xbb"), "invalid_utf8  0"],
	[latin1("{}\xff"), "invalid_utf8  2"],
	[latin1('{"a":1.\xff'), "invalid_utf8 /a 7"],
	[latin1('{"a":"\\\xff'), "invalid_utf8 /a 7"],
	[latin1('{"a":"\xe0\x9f\xbf"}'), "invalid_utf8 /a 6"],
	[latin1('{"a":"\xf0\x8f\xbf\xbf"}'), "invalid_utf8 /a 6"],
	[latin1('{"a":"\xf4\x90\x80\x80"}'), "invalid_utf8 /a 6"],
	[latin1('{"a":"\xed\x9f\xbf\xf4\x8f\xbf\xbf'), "unexpected_end /a 13"],
	[latin1("{x\xff"), "unexpected_character  1"],
];

function latin1(text) {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

for (const [body, wanted] of MORE_BODIES) {
	test(`body: ${typeof body === "string" ? JSON.stringify(body) : Buffer.from(body).toString("hex")}`, () => {
		const { issues } = expected(body);
		assert.equal(issues.map(({ code, path, offset }) => `${code} ${path} ${offset}`).join(", "), wanted);
	});
}

test("integers are checked by their exact value", () => {
	const code = (source) =>
		expected(
			`{"webhook_event_type":"broadcast_complete","broadcast_status":"","timestamp":"0001-01-01T00:00:00Z",` +
				`"broadcast_id":${source}}`,
		).issues?.[0].code;
	for (const source of [
		"-0",
		"0e99999999999999999999",
		"100e-2",
		"9007199254740991.0",
		"-9007199254740991",
	]) {
		assert.equal(code(source), undefined, source);
	}
	for (const source of [
		"9007199254740992",
		"-9007199254740992",
		"9.007199254740992e15",
		"1e400",
		`1e${"9".repeat(400)}`,
	]) {
		assert.equal(code(source), "unsafe_integer", source);
	}
	for (const source of ["1e-400", "9007199254740992.5", "1000000000000000.04", `1e-${"9".repeat(400)}`]) {
		assert.equal(code(source), "not_an_integer", source);
	}
});

test("coordinates are checked by their exact value", () => {
	const location = readFileSync(new URL("fixtures/05-incoming-location.json", tests), "utf8");
	const at = (latitude) => expected(location.replace("12.9958923", latitude)).ok;
	for (const good of ["90", "-90", "90.000", "9e1", "0.9e2", "1e-400", "-0", "89.99999999999999999999"]) {
		assert.equal(at(good), true, good);
	}
	for (const bad of ["90.00000000000000000001", "-90.00000000000000000001", "91", "1e400"]) {
		assert.equal(at(bad), false, bad);
	}
});

test("date-times follow RFC 3339 and the calendar", () => {
	const contact = readFileSync(new URL("fixtures/09-contact-update.json", tests), "utf8");
	const isTime = (time) => expected(contact.replace("2024-03-08T10:31:00.333982Z", time)).ok;
	const good = [
		"0000-02-29T00:00:00Z",
		"2000-02-29t00:00:00z",
		"2024-03-08T10:31:00.0123456789012345678901234567890-23:59",
		"2024-03-08T00:59:60+01:00",
		"2024-03-08T23:29:60-00:30",
		"2024-03-08T00:00:00-00:00",
	];
	const bad = [
		"1900-02-29T00:00:00Z",
		"2024-04-31T00:00:00Z",
		"2024-00-01T00:00:00Z",
		"2024-13-01T00:00:00Z",
		"2024-03-00T00:00:00Z",
		"2024-03-08 00:00:00Z",
		"2024-03-08T24:00:00Z",
		"2024-03-08T00:60:00Z",
		"2024-03-08T00:00:61Z",
		"2024-03-08T23:58:60Z",
		"2024-03-08T23:59:60+01:00",
		"2024-03-08T00:00:00.Z",
		"2024-03-08T00:00:00",
		"2024-03-08T00:00:00+24:00",
		"2024-03-08T00:00:00+00:60",
		"2024-03-08T00:00:00+0000",
		"٢٠٢٤-03-08T00:00:00Z",
	];
	for (const time of good) assert.equal(isTime(time), true, time);
	for (const time of bad) assert.equal(isTime(time), false, time);
});

test("the first 32 issues are reported", () => {
	const { issues, more } = expected(`{${'"a":1,'.repeat(40)}"a":1}`);
	assert.equal(more, 8);
	assert.deepEqual(
		issues.map(({ offset }) => offset),
		Array.from({ length: 32 }, (_, i) => 7 + 6 * i),
	);
});

test("__proto__ is an own member at every level", () => {
	const text = '{"__proto__":1,"a":{"__proto__":{"b":1}},"webhook_event_type":"chat_closed"}';
	assert.deepStrictEqual(expected(text).event, JSON.parse(text));
	assert.ok(Object.hasOwn(expected(text).event.a, "__proto__"));
	assert.equal(Object.getPrototypeOf(expected(text).event), Object.prototype);
});

test("in a nested object, the last of repeated members counts", () => {
	const { event } = expected('{"a":{"b":1,"b":2},"webhook_event_type":"x"}');
	assert.deepStrictEqual(event, {
		webhook_event_type: "unknown",
		reason: "event_type",
		event_type: "x",
		payload: { a: { b: 2 }, webhook_event_type: "x" },
	});
});

test("an unknown message has its reason, event type and message type", () => {
	const text = '{"message_type":"text","webhook_event_type":"incoming_msg"}';
	assert.deepStrictEqual(expected(text).event, {
		webhook_event_type: "unknown",
		reason: "content",
		event_type: "incoming_msg",
		message_type: "text",
		payload: JSON.parse(text),
	});
});

test("lines end at U+000A, and blank ones have no result", () => {
	const event = '{"webhook_event_type":"chat_closed"}';
	const text = `${event}\r\n\n \t\r\n"x\r\n"x\r\r\n${event}\n{\r`;
	const wanted = [
		[1, undefined, undefined],
		[4, "unexpected_end", 2],
		[5, "control_character", 2],
		[6, undefined, undefined],
		[7, "unexpected_end", 2],
	];
	for (const body of [text, encoder.encode(text)]) {
		const results = lines(body);
		assert.deepEqual(
			results.map(({ line, issues }) => [line, issues?.[0].code, issues?.[0].offset]),
			wanted,
		);
		assert.deepStrictEqual(results[0], { line: 1, ok: true, event: JSON.parse(event) });
		assert.deepEqual(
			lines(body, { maxBytes: 35 }).map(({ issues }) => issues[0].code),
			["too_large", "unexpected_end", "control_character", "too_large", "unexpected_end"],
		);
		assert.equal(lines(body, { maxBytes: 36 })[0].ok, true);
	}
	assert.deepEqual(lines(""), []);
	assert.deepEqual(lines("\n\n"), []);
});
