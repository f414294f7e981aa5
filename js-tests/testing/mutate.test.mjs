// mutate() reaches every code that a body can have.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { internals, parse, safeParse } from "azeer-webhooks";
import { createFake, mutate, wire } from "azeer-webhooks/testing";
import { shapesOf } from "../bench/shapes.mjs";
import { examples, fixtures } from "../suite.mjs";

const schema = createRequire(import.meta.url)("azeer-webhooks/schema.json");

/** Codes that only a mistake of the caller has. */
const CALLERS = ["unsupported_body", "not_serializable"];
/** Issues with `strict` only. */
const STRICT = ["undocumented_member", "absent_member"];

const names = internals.codes.map(([name]) => name);
const codes = names.filter((name) => !CALLERS.includes(name));
const codeOf = (body, options) => safeParse(body, options).error?.issues[0].code;

/** The codes that a body can be given, each seen as the first issue of what mutate() returns. */
function reached(body) {
	return codes.filter((code) => {
		let mutated;
		try {
			mutated = mutate(body, code);
		} catch (error) {
			assert.equal(error.name, "TypeError");
			assert.equal(
				error.message,
				`azeer-webhooks/testing: ${nameOf(body)} has no member that can have the code ${code}`,
			);
			return false;
		}
		const isStrict = STRICT.includes(code);
		assert.equal(codeOf(mutated, { strict: isStrict }), code, `${mutated}`);
		assert.equal(safeParse(mutated, { strict: isStrict }).error.issues.length, 1);
		assert.equal(typeof mutated === "string", code !== "invalid_utf8");
		if (isStrict) {
			assert.ok(safeParse(mutated).ok);
		}
		return true;
	});
}

const nameOf = (body) => JSON.parse(body).webhook_event_type;

test("every code of a body is reached by a location, and no other code exists", () => {
	assert.equal(codes.length, names.length - CALLERS.length);
	for (let seed = 0; seed < 20; seed++) {
		const fake = createFake({ seed });
		assert.deepEqual(reached(wire(fake.incomingLocation())), codes);
		assert.deepEqual(reached(wire(fake.outgoingLocation())), codes);
	}
});

test("a mistake changes one member, and no other", () => {
	const text = fixtures.get("05-incoming-location");
	const event = JSON.parse(text);
	for (const [code, changed] of [
		["missing_member", { contact_id: undefined }],
		["wrong_type", { business_id: 7 }],
		["out_of_range", { latitude: 180.5 }],
		["not_an_integer", { contact_id: 1.5 }],
		["unsafe_integer", { contact_id: 2 ** 53 }],
		["invalid_date_time", { local_timestamp: "2024-02-30T06:44:54Z" }],
		["undocumented_member", { text: null }],
		["absent_member", { business_id: undefined }],
		["meta_payload", { webhook_event_type: undefined, entry: [] }],
	]) {
		const wanted = JSON.parse(JSON.stringify({ ...event, ...changed }));
		assert.deepEqual(JSON.parse(mutate(text, code)), wanted, code);
	}
	assert.equal(mutate(text, "unexpected_character"), `{,${text.slice(1)}`);
	assert.equal(mutate(text, "trailing_character"), `${text}}`);
	const contact = JSON.parse(wire(createFake().newContact({ contact_id: 1 })));
	for (const [code, value] of [
		["wrong_type", 7],
		["not_an_integer", 1.5],
	]) {
		const changed = JSON.parse(mutate(JSON.stringify(contact), code));
		const names = Object.keys(contact).filter((name) => contact[name] !== changed[name]);
		assert.deepEqual([names.length, changed[names[0]]], [1, value], code);
	}
});

test("any other event reaches the codes of its members", () => {
	const without = (...missing) => codes.filter((code) => !missing.includes(code));
	const fake = createFake();
	assert.deepEqual(reached(wire(fake.incomingText())), without("out_of_range"));
	assert.deepEqual(reached(wire(fake.newContact())), without("out_of_range"));
	assert.deepEqual(reached(wire(fake.broadcastComplete())), without("out_of_range"));
	assert.deepEqual(reached(wire(fake.incomingReaction())), without("out_of_range", ...STRICT));
	const ofValues = ["out_of_range", "not_an_integer", "unsafe_integer", "invalid_date_time"];
	for (const body of [wire(fake.chatClosed()), '{"webhook_event_type":"call_missed","a":[1]}']) {
		assert.deepEqual(reached(body), without(...ofValues, ...STRICT));
	}
	for (const name of examples) {
		assert.ok(reached(fixtures.get(name)).length >= codes.length - 1, name);
	}
});

test("members that the body lacks or has as null can get a bad value", () => {
	const fake = createFake();
	const shortest = (event) => {
		const { members } = shapesOf(schema).find(
			(it) => it.event === event.webhook_event_type && it.message === event.message_type,
		);
		return Object.fromEntries(
			members.filter(({ optional }) => optional).map(({ name }) => [name, undefined]),
		);
	};
	const location = fake.incomingLocation();
	const body = wire({ ...location, ...shortest(location) });
	// It lacks every member that could be absent.
	assert.deepEqual(
		codes.filter((code) => !STRICT.includes(code) && codeOf(mutate(body, code)) === code),
		codes.filter((code) => !STRICT.includes(code)),
	);
	const contact = fake.newContact();
	const nulls = Object.keys(shortest(contact)).map((name) => [name, null]);
	const withNulls = wire({ ...contact, ...Object.fromEntries(nulls) });
	assert.deepEqual(
		reached(withNulls),
		codes.filter((code) => code !== "out_of_range"),
	);
});

test("absent_member removes a member that the body has, and throws once none is left that it may remove", () => {
	let body = wire(createFake().incomingLocation());
	const count = (text) => Object.keys(JSON.parse(text)).length;
	const whole = count(body);
	for (let left = whole - 1; ; left--) {
		let shorter;
		try {
			shorter = mutate(body, "absent_member");
		} catch (error) {
			assert.match(error.message, /has no member that can have the code absent_member$/);
			break;
		}
		assert.equal(count(shorter), left);
		body = shorter;
	}
	assert.ok(count(body) < whole);
});

test("bytes are taken too, and the body may be in any spelling", () => {
	const text = fixtures.get("05-incoming-location");
	const bytes = new TextEncoder().encode(`\n ${text.replaceAll('":', '" :')}\n`);
	for (const code of codes) {
		assert.equal(codeOf(mutate(bytes, code), { strict: STRICT.includes(code) }), code);
	}
});

test("too_large exceeds a limit by one byte", () => {
	const body = wire(createFake().incomingText({ text: "🚚" }));
	const length = Buffer.byteLength(body);
	assert.equal(Buffer.byteLength(mutate(body, "too_large")), 2 ** 20 + 1);
	const mutated = mutate(body, "too_large", { maxBytes: length + 10 });
	assert.equal(Buffer.byteLength(mutated), length + 11);
	assert.equal(codeOf(mutated, { maxBytes: length + 10 }), "too_large");
	assert.deepEqual(parse(mutated), parse(body));
	assert.equal(codeOf(mutate(body, "too_large", { maxBytes: 10 }), { maxBytes: 10 }), "too_large");
});

test("codes that no body has are refused, and so are bodies that are invalid already", () => {
	const body = wire(createFake().chatClosed());
	for (const code of [...CALLERS, "toString", "nonsense"]) {
		assert.throws(() => mutate(body, code), {
			name: "TypeError",
			message: `azeer-webhooks/testing: no body has the code ${code}`,
		});
	}
	assert.throws(() => mutate("{}", "empty"), {
		name: "TypeError",
		message:
			"azeer-webhooks/testing: mutate takes a valid body; webhook_event_type is missing; Azeer sends a string (line 1, column 2)",
	});
});
