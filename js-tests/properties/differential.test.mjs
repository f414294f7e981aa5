// Compares the parser with two others: JSON.parse, for valid JSON and its values, and ajv with the published schema,
// for events. All differences that are allowed are listed here.
//
//   SOAK=25000000 node --test js-tests/properties/differential.test.mjs    more payloads
//   SEED=7 …                                                               other payloads

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { safeParse, toWire } from "azeer-webhooks";
import { random } from "../random.mjs";
import { cases, fixtures } from "../suite.mjs";
import { damaged, payload } from "./mutate.mjs";

const RUNS = Number(process.env.SOAK ?? 200_000);
const SEED = Number(process.env.SEED ?? 1);

const schema = createRequire(import.meta.url)("azeer-webhooks/schema.json");
const ajv = new Ajv.default({ strict: true, strictTypes: false, strictRequired: false, allErrors: false });
addFormats.default(ajv);
const isEvent = ajv.compile(schema);
const encoder = new TextEncoder();

/** JSON.parse accepts these and the package refuses them. RFC 8259 leaves them to the parser. */
const REFUSED_JSON = new Set(["repeated_member", "lone_surrogate", "too_deep"]);

/** A schema cannot see these, because it gets doubles and not a number's exact value. */
const BY_EXACT_VALUE = new Set(["not_an_integer", "unsafe_integer", "out_of_range"]);

/** Whether a double holds the value of an integer's text exactly. */
function isExact(text) {
	const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(
		text,
	);
	const places = Number(exponent) - fraction.length;
	const double = Number(text);
	if (!Number.isInteger(double) || Math.abs(places) > 999) {
		return false;
	}
	const scale = 10n ** BigInt(Math.abs(places));
	const digits = BigInt(sign + whole + fraction);
	return places < 0 ? digits === BigInt(double) * scale : digits * scale === BigInt(double);
}

/** Compares the three verdicts about a text. Returns the kind of text. */
function compare(text) {
	const result = safeParse(text);
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		assert.ok(!result.ok, `JSON.parse refuses ${text}`);
		assert.equal(result.error.status, 400, text);
		assert.equal(result.error.payload, undefined);
		return "no JSON";
	}
	if (!text.isWellFormed()) {
		// UTF-8 cannot hold this text, so it is not tried as bytes.
		assert.equal(result.error?.issues[0].code, "lone_surrogate", text);
		return "lone_surrogate";
	}
	const fromBytes = safeParse(encoder.encode(text));
	assert.equal(fromBytes.ok, result.ok, text);
	if (!result.ok) {
		const { issues, status } = result.error;
		const [first] = issues;
		assert.deepEqual(result.error.payload, value);
		const withoutOffset = (issue) => ({ ...issue, offset: 0 });
		assert.deepEqual(fromBytes.error.issues.map(withoutOffset), issues.map(withoutOffset));
		if (status === 400) {
			assert.ok(REFUSED_JSON.has(first.code), `${first.code} of ${text}`);
			return first.code;
		}
		if (isEvent(value)) {
			assert.ok(
				issues.every(({ code }) => BY_EXACT_VALUE.has(code)),
				`the schema accepts ${text}`,
			);
			for (const { offset } of issues) {
				const [number] = /^[-+.\deE]+/.exec(text.slice(offset));
				assert.ok(!isExact(number), number);
			}
			return "by exact value";
		}
		return "invalid";
	}
	assert.ok(isEvent(value), `the schema refuses ${text}: ${JSON.stringify(isEvent.errors?.[0])}`);
	assert.deepEqual(toWire(result.event), value);
	assert.deepEqual(toWire(fromBytes.event), value);
	return result.event.webhook_event_type === "unknown" ? "unknown" : "event";
}

test("the schema is valid by its meta-schema", () => {
	assert.equal(ajv.validateSchema(schema), true);
});

test("all agree about fixtures and cases", () => {
	for (const text of [...fixtures.values(), ...cases.map(({ body }) => body)]) {
		// Cases of bytes that are not UTF-8 have no text.
		if (text !== undefined) {
			compare(text);
		}
	}
});

for (const [name, make] of [
	["valid JSON", payload],
	["damaged text", (next) => damaged(payload(next), next)],
]) {
	test(`${RUNS / 2} payloads, ${name}, seed ${SEED}`, (t) => {
		const next = random(SEED);
		const counts = {};
		for (let i = 0; i < RUNS / 2; i++) {
			const kind = compare(make(next));
			counts[kind] = (counts[kind] ?? 0) + 1;
		}
		t.diagnostic(JSON.stringify(counts));
		// Each kind must be frequent enough for the comparison to mean something.
		for (const kind of ["event", "unknown", "invalid", "repeated_member"]) {
			assert.ok(counts[kind] > RUNS / 1000, kind);
		}
	});
}
