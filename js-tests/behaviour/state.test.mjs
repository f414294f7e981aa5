// What one body leaves behind does not change how the next one is read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, parseMany, safeParse, toWire } from "azeer-webhooks";

const encoder = new TextEncoder();
const event = '"webhook_event_type":"chat_closed"';
const arabic = `{"text":"مرحبا بكم في المتجر",${event}}`;

/** Parses bodies in turn, as strings and as bytes; each is what `JSON.parse` makes of it. */
function inTurn(...bodies) {
	for (const form of [(body) => body, (body) => encoder.encode(body)]) {
		for (const body of bodies) {
			assert.deepEqual(toWire(parse(form(body))), JSON.parse(body), body);
		}
	}
}

test("names beyond Latin-1 keep apart, behind a body with such characters", () => {
	inTurn(arabic, `{"عمر":41,${event}}`, `{"رقم":7,${event}}`, `{"أبج":1,"دهو":2,${event}}`);
});

test("names with U+007F are no other names", () => {
	inTurn(arabic, `{"\x7f\x7f\x7f":1,${event}}`, `{"عمر":41,${event}}`, `{"\x7f\x7f\x7f":2,"رقم":3,${event}}`);
});

test("a member is repeated in whatever spelling, behind whatever body", () => {
	const twice = `{"é":1,"\\u00e9":2,${event}}`;
	for (const before of [`{${event}}`, arabic, `{"é":1,${event}}`]) {
		assert.ok(safeParse(before).ok);
		for (const body of [twice, encoder.encode(twice)]) {
			const { issues } = safeParse(body).error;
			assert.deepEqual(
				issues.map(({ code, path }) => [code, path]),
				[["repeated_member", "/é"]],
			);
		}
	}
});

test("more names than are learned, before and behind others", () => {
	const many = (first) =>
		`{${Array.from({ length: 20 }, (_, i) => `"name${first + i}":${first + i}`).join()},${event}}`;
	inTurn(many(0), many(10), many(0), `{"name3":"x","name30":"y",${event}}`, many(15), many(3));
});

test("names of nested members with escapes do not depend on what was read before", () => {
	// V8 in Node.js 24.21 gives another name in the second of these, so they are not held against JSON.parse.
	const long = "x".repeat(300);
	for (const filling of ["", long]) {
		const [first] = parseMany(`{"n":{"x":1,"\\\\":2,"f":"${filling}"},${event}}`);
		assert.deepEqual(Object.keys(first.event.n), ["x", "\\", "f"]);
		const second = parse(`{"n":{"x":1,"\\u0062":2,"f":"${filling}"},${event}}`);
		assert.deepEqual(Object.keys(second.n), ["x", "b", "f"]);
	}
});

test("nested members of any name, and of one name", () => {
	for (const filling of ["", "x".repeat(300), '\\"']) {
		inTurn(
			`{"n":{"__proto__":{"polluted":1},"toString":2,"constructor":3,"f":"${filling}"},${event}}`,
			`{"n":{"a":1,"b":2,"a":3,"0":4,"f":"${filling}"},${event}}`,
			`{"n":[{"\\u005f_proto__":1,"__proto__":2},[],{},"\\u0645\\ud83d\\ude00","${filling}"],${event}}`,
		);
	}
	assert.equal({}.polluted, undefined);
});
