import assert from "node:assert/strict";
import { test } from "node:test";
import {
	customerPhone,
	messageText,
	parse,
	safeParse,
	sentAt,
	sentAtNanoseconds,
	validate,
} from "azeer-webhooks";
import { deliveryKey, messageKey } from "azeer-webhooks/server";
import { fixtures, handlers } from "../suite.mjs";

const encoder = new TextEncoder();

/** What handlers ask of an event. */
const answersOf = (event) => ({
	deliveryKey: deliveryKey(event),
	messageKey: messageKey(event),
	messageText: messageText(event),
	customerPhone: customerPhone(event),
	sentAt: sentAtNanoseconds(event)?.toString() ?? null,
});

test("there is a row for every fixture that parses, and there are others", () => {
	const rows = handlers.filter(({ name }) => fixtures.has(name));
	assert.equal(rows.length, fixtures.size - 1);
	assert.ok(handlers.length > rows.length);
});

for (const { name, bodies, answers } of handlers) {
	test(name, () => {
		for (const body of bodies) {
			assert.deepEqual(answersOf(parse(body)), answers);
			assert.deepEqual(answersOf(parse(encoder.encode(body))), answers);
			assert.equal(sentAt(parse(body)) === null, answers.sentAt === null);
		}
	});
}

test("different events have different keys", () => {
	assert.equal(new Set(handlers.map(({ answers }) => answers.deliveryKey)).size, handlers.length);
});

test("a value has the key of its text", () => {
	for (const { bodies } of handlers) {
		// JSON has no infinite numbers: as a value they are null.
		const value = JSON.parse(JSON.stringify(JSON.parse(bodies[0])));
		const { event } = validate(value);
		assert.equal(deliveryKey(event), deliveryKey(safeParse(JSON.stringify(value)).event));
	}
});

test("a key is that of the event as it is, also if somebody has changed it", () => {
	const event = parse('{"n":[1,{"a":1e400}],"webhook_event_type":"chat_closed"}');
	const key = deliveryKey(event);
	assert.equal(deliveryKey(structuredClone(event)), key);
	assert.deepEqual(event.n, [1, { a: Number.POSITIVE_INFINITY }]);
	event.n[1].a = Number.NEGATIVE_INFINITY;
	assert.notEqual(deliveryKey(event), key);
	event.n[0] = "\ud800";
	assert.throws(() => deliveryKey(event), /surrogate/i);
});
