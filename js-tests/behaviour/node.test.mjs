import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inspect } from "node:util";
import * as esm from "azeer-webhooks";
import { outcome } from "../outcome.mjs";
import { cases, examples, expected, fixtures } from "../suite.mjs";

const cjs = createRequire(import.meta.url)("azeer-webhooks");
const encoder = new TextEncoder();

for (const [format, { parse, safeParse, validate, PayloadError, toWire, extra, isMessage }] of Object.entries(
	{
		esm,
		cjs,
	},
)) {
	test(`${format}: every case has its outcome, as a string and as bytes`, () => {
		assert.ok(cases.length > 80);
		for (const it of cases) {
			const bytes =
				it.hex === undefined ? encoder.encode(it.body) : Uint8Array.from(Buffer.from(it.hex, "hex"));
			assert.deepEqual(outcome(safeParse(bytes, it.options)), expected(it), `${it.name}, as bytes`);
			if (it.body !== undefined) {
				assert.deepEqual(outcome(safeParse(it.body, it.options)), expected(it), `${it.name}, as a string`);
			}
		}
	});

	test(`${format}: an event equals the result of JSON.parse`, () => {
		const bodies = [
			...fixtures.values(),
			...cases.filter((it) => it.expect !== undefined).map((it) => it.body),
		];
		const compact = bodies.map((body) => JSON.stringify(safeJson(body))).filter((body) => body !== undefined);
		let events = 0;
		for (const body of [...bodies, ...compact]) {
			for (const given of [body, encoder.encode(body), encoder.encode(body).buffer]) {
				const result = safeParse(given);
				if (result.ok) {
					events += 1;
					assert.deepEqual(toWire(result.event), JSON.parse(body));
				}
			}
		}
		assert.ok(events > 200);
	});

	test(`${format}: the examples are documented events`, () => {
		for (const name of examples) {
			const body = fixtures.get(name);
			assert.deepEqual(parse(body), JSON.parse(body), name);
			assert.equal(toWire(parse(body)).webhook_event_type, JSON.parse(body).webhook_event_type);
			assert.equal(isMessage(parse(body)), JSON.parse(body).message_type !== undefined);
		}
	});

	test(`${format}: an unknown event keeps its whole payload`, () => {
		const body = fixtures.get("14-message-body");
		const event = parse(body);
		const { webhook_event_type, reason, event_type, message_type } = event;
		assert.deepEqual(
			{ webhook_event_type, reason, event_type, message_type },
			{ webhook_event_type: "unknown", reason: "content", event_type: "incoming_msg", message_type: "text" },
		);
		assert.deepEqual(event.payload, JSON.parse(body));
		assert.equal(toWire(event), event.payload);
		assert.deepEqual(extra(event, "message_body"), { text: "hello", preview: null });
		assert.equal(extra(event, "toString"), undefined);
		assert.equal(isMessage(event), false);
		assert.equal("message_type" in parse('{"webhook_event_type":"new_name"}'), false);
	});

	test(`${format}: a member named __proto__ is an own member and changes no prototype`, () => {
		const body = fixtures.get("01-incoming-text").replace("{", '{"__proto__": {"polluted": true},');
		const event = parse(body);
		assert.ok(Object.hasOwn(event, "__proto__"));
		assert.equal(Object.getPrototypeOf(event), Object.prototype);
		assert.equal(event.polluted, undefined);
		assert.equal({}.polluted, undefined);
	});

	test(`${format}: an error has its issues, message, status, body, payload and frame`, () => {
		const body = fixtures.get("15-broken");
		assert.throws(
			() => parse(body),
			(error) => {
				assert.ok(error instanceof PayloadError);
				assert.ok(error instanceof Error);
				assert.equal(error.name, "PayloadError");
				assert.equal(
					error.message,
					"contact_id is a string; Azeer sends an integer (line 3, column 15); " +
						"timestamp is not an RFC 3339 date-time (line 12, column 14); " +
						"from is missing; Azeer sends a string (line 16, column 1)",
				);
				assert.deepEqual(error.issues[0], {
					code: "wrong_type",
					path: "/contact_id",
					message: "contact_id is a string; Azeer sends an integer",
					expected: "an integer",
					received: "a string",
					offset: body.indexOf('"101"'),
					line: 3,
					column: 15,
				});
				assert.equal(error.status, 422);
				assert.equal(error.body, body);
				assert.deepEqual(error.payload, JSON.parse(body));
				assert.equal(error.more, 0);
				assert.match(error.stack, /node\.test\.mjs/);
				assert.equal(
					error.frame,
					[
						' 3 | "contact_id": "101",',
						"   |               ^ contact_id is a string; Azeer sends an integer",
						'12 | "timestamp": "2024-02-30T06:44:54Z",',
						"   |              ^ timestamp is not an RFC 3339 date-time",
						"16 | }",
						"   | ^ from is missing; Azeer sends a string",
					].join("\n"),
				);
				return true;
			},
		);
	});

	test(`${format}: a frame shows a part of a long line`, () => {
		const body = JSON.stringify({ a: "x".repeat(500), webhook_event_type: 1, z: "y".repeat(500) });
		const { frame } = safeParse(body).error;
		const mark = `${"x".repeat(500)}","webhook_event_type":`.slice(-60);
		assert.equal(
			frame,
			`1 | …${mark}1,"z":"${"y".repeat(53)}…\n  | ${" ".repeat(61)}^ webhook_event_type is a number; Azeer sends a string`,
		);
	});

	test(`${format}: the mark of a frame is under the fault, whatever characters are before it`, () => {
		const message = "unexpected '}'; expected true, false or null";
		for (const [head, shown, columns] of [
			['{"a":"x","b":tru', '{"a":"x","b":tru', 16],
			['{"a":"漢字😀","b":tru', '{"a":"漢字😀","b":tru', 21],
			['{"a":"e\u0301","b":tru', '{"a":"e\u0301","b":tru', 16],
			['{"a":"مرحبا","b":tru', '…","b":tru', 10],
			['{"\tא":1,"b":tru', '…":1,"b":tru', 12],
		]) {
			const line = `${head}}`.replace("\t", "\\t");
			const { frame } = safeParse(line).error;
			assert.equal(frame, `1 | ${shown}}\n  | ${" ".repeat(columns)}^ ${message}`);
		}
	});

	test(`${format}: a getter that validate reads may call parse`, () => {
		const inner = fixtures.get("10-broadcast-complete");
		const outer = JSON.parse(fixtures.get("01-incoming-text"));
		const events = [];
		const value = {
			...outer,
			get text() {
				events.push(parse(inner));
				return "from within";
			},
		};
		assert.deepEqual(validate(value).event, { ...outer, text: "from within" });
		assert.deepEqual(events, [JSON.parse(inner)]);
	});

	test(`${format}: offsets are in code units of a string and in bytes of bytes`, () => {
		const body = '{"name":"مرحبا 😀","webhook_event_type":1}';
		const at = body.indexOf("1}");
		assert.equal(safeParse(body).error.issues[0].offset, at);
		assert.equal(safeParse(body).error.issues[0].column, at + 1);
		const bytes = encoder.encode(body);
		assert.equal(safeParse(bytes).error.issues[0].offset, bytes.lastIndexOf("1".charCodeAt(0)));
		assert.equal(safeParse(bytes).error.issues[0].column, at + 1);
	});

	test(`${format}: a lone surrogate in a string is refused, not replaced`, () => {
		for (const [body, column] of [
			['{"a":"x\ud83d"}', 8],
			['{"a":"\ude00\ud83d"}', 7],
			['{"😀é\u0645":"\ud83d-"}', 10],
		]) {
			const { issues } = safeParse(body).error;
			assert.equal(issues[0].code, "lone_surrogate");
			assert.equal(issues[0].column, column);
			assert.equal(issues[0].offset, column - 1);
		}
		// The replacement character itself is allowed.
		assert.equal(parse('{"webhook_event_type":"chat_closed","a":"\ufffd"}').a, "\ufffd");
	});

	test(`${format}: safeParse captures no stack and restores Error.stackTraceLimit`, () => {
		const before = Error.stackTraceLimit;
		assert.doesNotMatch(safeParse("[]").error.stack, /\n\s+at /);
		assert.equal(Error.stackTraceLimit, before);
	});

	test(`${format}: an argument that is not a body is an error with status 500`, () => {
		for (const [body, received] of [
			[undefined, "undefined"],
			[null, "null"],
			[12, "a number"],
			[{}, "an object"],
			[[], "an array"],
		]) {
			const { error } = safeParse(body);
			assert.equal(
				error.message,
				`the body is ${received}, not a string, a Uint8Array or an ArrayBuffer; a value that is parsed already is for validate (line 1, column 1)`,
			);
			assert.equal(error.status, 500);
			assert.equal(error.payload, undefined);
			assert.equal(error.frame, "");
			assert.throws(() => parse(body), PayloadError);
		}
	});

	test(`${format}: a buffer that cannot be read is an error with an issue`, () => {
		const buffer = new ArrayBuffer(8);
		const view = new Uint8Array(buffer);
		structuredClone(buffer, { transfer: [buffer] });
		const { proxy, revoke } = Proxy.revocable({}, {});
		revoke();
		const thrower = {
			get [Symbol.toStringTag]() {
				throw new Error("no name");
			},
		};
		for (const body of [buffer, view, new Proxy(new Uint8Array(2), {}), proxy, thrower]) {
			assert.equal(safeParse(body).error.issues[0].code, "unsupported_body");
		}
		assert.ok(safeParse('{"webhook_event_type":"chat_closed"}').ok);
	});

	test(`${format}: a PayloadError is not an instance of a class that extends PayloadError`, () => {
		class Special extends PayloadError {}
		assert.equal(safeParse("").error instanceof Special, false);
		assert.equal(Object.create(Special.prototype) instanceof Special, true);
	});

	test(`${format}: invisible characters are named in messages and left out of frames`, () => {
		const { error } = safeParse('{"a\u202eb":1,\u202e}');
		assert.equal(error.issues[0].message, "unexpected U+202E; expected a member name in quotes");
		assert.equal(error.frame.includes("\u202e"), false);
		assert.equal(safeParse("{م}").error.issues[0].received, "'م'");
	});

	test(`${format}: any view of bytes is a body`, () => {
		const body = fixtures.get("11-incoming-text-arabic");
		const padded = encoder.encode(`xxxxxxxx${body}`);
		const length = padded.length - 8;
		const shared = new Uint8Array(new SharedArrayBuffer(length));
		shared.set(padded.subarray(8));
		for (const given of [
			Buffer.from(body),
			padded.subarray(8),
			new DataView(padded.buffer, 8, length),
			padded.slice(8).buffer,
			shared,
			shared.buffer,
		]) {
			assert.deepEqual(parse(given), JSON.parse(body));
		}
	});

	test(`${format}: the body of an error is the given string, or a view of the given bytes`, () => {
		const { buffer } = encoder.encode("{}");
		for (const given of [
			"{}",
			new Uint8Array(buffer),
			buffer,
			new DataView(buffer),
			new SharedArrayBuffer(2),
		]) {
			const { body } = safeParse(given).error;
			if (typeof given === "string") {
				assert.equal(body, given);
			} else {
				assert.ok(body instanceof Uint8Array);
				assert.equal(body.buffer, given.buffer ?? given);
			}
		}
	});

	test(`${format}: maxBytes counts UTF-8`, () => {
		const body = '{"webhook_event_type":"chat_closed","a":"مرحبا😀"}';
		const { length } = encoder.encode(body);
		for (const given of [body, encoder.encode(body)]) {
			assert.ok(safeParse(given, { maxBytes: length }).ok);
			for (const maxBytes of [length - 1, length - 3, body.length, body.length - 1, 1]) {
				const { error } = safeParse(given, { maxBytes });
				assert.equal(
					error.message,
					`the body is larger than the limit of ${maxBytes} bytes (line 1, column 1)`,
				);
				assert.equal(error.status, 413);
				assert.equal(error.body, given);
			}
		}
		for (const maxBytes of [0, -1, 1.5, Number.NaN, 2 ** 31, "1"]) {
			assert.throws(() => safeParse(body, { maxBytes }), RangeError);
		}
		for (const strict of ["no", 0, null]) {
			assert.throws(() => safeParse(body, { strict }), TypeError);
		}
		for (const options of [null, 0, "strict", true, () => {}]) {
			assert.throws(() => safeParse(body, options), {
				name: "TypeError",
				message: "options have to be an object",
			});
		}
		assert.equal(safeParse(" ".repeat(2 ** 20 + 1)).error.status, 413);
		// Larger in UTF-8 than the limit and the first input buffer; the second also has a lone surrogate.
		for (const text of [`{"a":"${"م".repeat(40_000)}"}`, `{"a":"${"م".repeat(40_000)}\ud83d"}`]) {
			assert.equal(safeParse(text, { maxBytes: 41_000 }).error.issues[0].code, "too_large");
		}
	});

	test(`${format}: hostile bodies are refused and do not affect the next body`, () => {
		const good = fixtures.get("01-incoming-text");
		const million = 2 ** 20;
		for (const [name, body, code] of [
			["brackets", "[".repeat(million), "too_deep"],
			["braces", '{"a":'.repeat(million / 5), "too_deep"],
			["quotes", `{${'"'.repeat(million - 1)}`, "unexpected_character"],
			["escapes", `{"${"\\".repeat(million - 2)}`, "unexpected_end"],
			["digits", `{"contact_id":${"9".repeat(million - 20)}}`, "missing_member"],
			["one member", `{${'"a":1,'.repeat(million / 6 - 2)}"a":1}`, "repeated_member"],
			["many members", `{${Array.from({ length: 90_000 }, (_, i) => `"${i}":1`).join()}}`, "missing_member"],
		]) {
			for (const given of [body, encoder.encode(body)]) {
				const { error } = safeParse(given);
				assert.equal(error.issues[0].code, code, name);
				assert.ok(error.issues.length <= 32);
				assert.deepEqual(parse(good), JSON.parse(good));
			}
		}
		const repeats = safeParse(`{${'"a":1,'.repeat(99)}"a":1}`).error;
		assert.equal(repeats.issues.length, 32);
		assert.equal(repeats.more, 67);
		assert.match(repeats.message, /; and 67 more$/);
	});

	test(`${format}: the first 32 of many repeated members are reported, whatever their names`, () => {
		// Documented names, learned names, and more names than can be learned are found in different ways.
		const undocumented = Array.from({ length: 20 }, (_, i) => `other${i}`);
		const names = ["text", "platform", ...undocumented];
		const members = names.map((name) => `"${name}":null`);
		for (let i = 0; i < 60; i++) {
			members.push(`"${names[(i * 7) % names.length]}":null`);
		}
		const body = `{${members.join()}}`;
		const offsets = members.map(
			(_, i) => 1 + members.slice(0, i).reduce((sum, it) => sum + it.length + 1, 0),
		);
		for (const given of [body, encoder.encode(body)]) {
			const { issues, more } = safeParse(given).error;
			assert.deepEqual(
				issues.map(({ code, offset }) => [code, offset]),
				offsets.slice(names.length, names.length + 32).map((offset) => ["repeated_member", offset]),
			);
			assert.equal(more, 60 - 32);
		}
	});

	test(`${format}: a body larger than the core's memory, and a small one after it, are parsed`, () => {
		const text = "ab\\u0645م😀".repeat(400_000);
		const body = fixtures.get("01-incoming-text").replace('"hello"', `"${text}"`);
		const maxBytes = 2 ** 26;
		assert.deepEqual(parse(body, { maxBytes }), JSON.parse(body));
		assert.deepEqual(parse(encoder.encode(body), { maxBytes }), JSON.parse(body));
		const small = fixtures.get("10-broadcast-complete");
		assert.deepEqual(parse(small), JSON.parse(small));
	});
}

for (const [format, { safeParse, validate, PayloadError }] of Object.entries({ esm, cjs })) {
	test(`${format}: validate returns a checked copy`, () => {
		for (const [name, text] of fixtures) {
			const value = JSON.parse(text);
			const [fromValue, fromText] = [validate(value), safeParse(text)];
			assert.equal(fromValue.ok, fromText.ok, name);
			if (fromValue.ok) {
				assert.deepEqual(fromValue.event, fromText.event);
				assert.notEqual(fromValue.event, value);
			} else {
				const places = ({ error }) => error.issues.map(({ code, path }) => [code, path]);
				assert.deepEqual(places(fromValue), places(fromText));
				assert.equal(fromValue.error.body, JSON.stringify(value));
				assert.deepEqual(fromValue.error.payload, value);
			}
		}
		assert.equal(validate({ webhook_event_type: "chat_closed" }, { maxBytes: 9 }).error.status, 413);
	});

	test(`${format}: validate treats values that JSON lacks as JSON.stringify does`, () => {
		const base = JSON.parse(fixtures.get("01-incoming-text"));
		const at = new Date("2024-03-08T06:44:54Z");
		const { event } = validate({
			...base,
			timestamp: at,
			business_id: undefined,
			contact_name: Number.NaN,
			a: [() => 1],
		});
		assert.equal(event.timestamp, "2024-03-08T06:44:54.000Z");
		assert.equal("business_id" in event, false);
		assert.equal(event.contact_name, null);
		assert.deepEqual(event.a, [null]);
		assert.equal(validate({ ...base, text: "\ud83d" }).error.issues[0].code, "lone_surrogate");
		assert.equal(validate("[]").error.issues[0].code, "not_an_object");
	});

	test(`${format}: a value that cannot be written as JSON is an issue`, () => {
		const cycle = { webhook_event_type: "chat_closed" };
		cycle["91987654321"] = cycle;
		const thrower = {
			get webhook_event_type() {
				throw new Error("not today, 91987654321");
			},
		};
		const unkind = {
			toJSON() {
				throw 7;
			},
		};
		for (const [value, message] of [
			[undefined, /: undefined /],
			[() => 1, /: a function /],
			[Symbol("x"), /: a symbol /],
			[1n, /TypeError, as it does for a cycle or a BigInt/],
			[{ webhook_event_type: 1n }, /TypeError, as it does for a cycle or a BigInt/],
			[cycle, /TypeError, as it does for a cycle or a BigInt/],
			[thrower, /throws, as a getter or toJSON of the value may/],
			[unkind, /throws, as a getter or toJSON of the value may/],
		]) {
			const { error } = validate(value);
			assert.ok(error instanceof PayloadError);
			assert.equal(error.issues[0].code, "not_serializable");
			assert.match(error.message, message);
			// No part of the value, and no part of what it throws.
			assert.doesNotMatch(JSON.stringify(error.issues) + error.message, /91987654321|not today|\b7\b/);
			assert.equal(error.status, 500);
			assert.equal(error.body, value);
			assert.equal(error.payload, undefined);
		}
	});

	test(`${format}: a value that is nested too deep is an issue`, () => {
		let deep = [];
		for (let i = 0; i < 100_000; i++) {
			deep = [deep];
		}
		let written = true;
		try {
			JSON.stringify(deep);
		} catch {
			// Up to Node.js 24, the stack is too small for this value.
			written = false;
		}
		const { error } = validate(deep);
		assert.equal(error.issues[0].code, written ? "too_deep" : "not_serializable");
		assert.match(error.message, written ? /64/ : /RangeError, as it does where arrays are nested too deep/);
		assert.equal(error.status, written ? 400 : 500);
	});
}

test("ESM and CommonJS recognise each other's errors", () => {
	assert.notEqual(esm.PayloadError, cjs.PayloadError);
	assert.ok(esm.safeParse("").error instanceof cjs.PayloadError);
	assert.ok(cjs.safeParse("").error instanceof esm.PayloadError);
	for (const { safeParse } of [esm, cjs]) {
		assert.match(inspect(safeParse("").error), /^\[?PayloadError: the body is empty/);
	}
	assert.equal(new Error("x") instanceof esm.PayloadError, false);
	assert.equal(null instanceof esm.PayloadError, false);
});

function safeJson(body) {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
