// Properties of single values: a value comes out exactly as it went in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, safeParse, validate } from "azeer-webhooks";
import fc from "fast-check";
import { fixtures } from "../suite.mjs";

const message = JSON.parse(fixtures.get("01-incoming-text"));
const location = JSON.parse(fixtures.get("05-incoming-location"));
const encoder = new TextEncoder();
const runs = { numRuns: 5000, seed: Number(process.env.SEED ?? 1) };

/** The event of a body. Parsing the string and the bytes must give the same. */
function both(body) {
	const event = parse(body);
	assert.deepEqual(parse(encoder.encode(body)), event);
	return event;
}

/** A JSON string. A 0 in `how` means that the character at that index is escaped. */
function spelled(text, how) {
	const units = text.split("").map((unit, i) => {
		const escaped = `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
		return how[i % how.length] === 0 || unit < " " || unit === '"' || unit === "\\" ? escaped : unit;
	});
	return `"${units.join("")}"`;
}

const ways = fc.array(fc.nat(3), { minLength: 1, maxLength: 8 });
const texts = fc.string({ unit: "binary", maxLength: 60 });

test("any text in any spelling is kept", () => {
	const property = fc.property(texts, ways, (text, how) => {
		const body = JSON.stringify(message).replace('"hello"', () => spelled(text, how));
		const isWellFormed = text.isWellFormed() && body.isWellFormed();
		if (isWellFormed) {
			assert.equal(both(body).text, text);
			assert.deepEqual(validate({ ...message, text }).event, { ...message, text });
		} else {
			assert.equal(safeParse(body).error.issues[0].code, "lone_surrogate");
		}
	});
	fc.assert(property, runs);
});

test("any lone surrogate is refused with its exact place", () => {
	const surrogates = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
	const property = fc.property(
		fc.string({ unit: "grapheme", maxLength: 20 }),
		surrogates,
		(before, surrogate) => {
			const whole = JSON.stringify(message);
			const inside = JSON.stringify(before).slice(1, -1);
			const body = whole.replace("hello", () => inside + surrogate);
			const [issue] = safeParse(body).error.issues;
			assert.equal(issue.code, "lone_surrogate");
			assert.equal(issue.offset, whole.indexOf("hello") + inside.length);
			assert.equal(issue.path, "/text");
		},
	);
	fc.assert(property, runs);
});

test("any coordinate is the same double as with JSON.parse", () => {
	const doubles = fc.double({ min: -90, max: 90, noNaN: true });
	const digits = fc.tuple(fc.nat(89), fc.stringMatching(/^[0-9]{1,40}$/), fc.integer({ min: -30, max: 0 }));
	const spellings = fc.oneof(
		doubles.map((it) => (Object.is(it, -0) ? "-0" : String(it))),
		doubles.map((it) => it.toExponential()),
		digits.map(([whole, fraction, exponent]) => `${whole}.${fraction}e${exponent}`),
	);
	const property = fc.property(spellings, (text) => {
		const body = JSON.stringify(location).replace("12.9958923", () => text);
		assert.ok(Object.is(both(body).latitude, JSON.parse(text)), text);
	});
	fc.assert(property, runs);
});

test("any integer in any spelling is kept", () => {
	const property = fc.property(fc.maxSafeInteger(), fc.nat(5), (integer, zeros) => {
		for (const text of [
			String(integer),
			`${integer}.${"0".repeat(zeros + 1)}`,
			`${integer}${"0".repeat(integer === 0 ? 0 : zeros)}e-${zeros}`,
		]) {
			const body = JSON.stringify(message).replace('"contact_id":101', () => `"contact_id":${text}`);
			assert.equal(both(body).contact_id, integer, text);
		}
	});
	fc.assert(property, runs);
});

test("members may come in any order", () => {
	const property = fc.property(fc.shuffledSubarray(Object.entries(message), { minLength: 15 }), (members) => {
		const body = JSON.stringify(Object.fromEntries(members));
		assert.deepEqual(both(body), message);
	});
	fc.assert(property, runs);
});
