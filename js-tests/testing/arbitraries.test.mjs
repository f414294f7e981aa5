// Arbitrary events are valid, and so is all that they shrink to. SOAK=100000 tries so many.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "azeer-webhooks";
import { arbitraryEvent } from "azeer-webhooks/arbitraries";
import { createFake, wire } from "azeer-webhooks/testing";
import fc from "fast-check";

const numRuns = Number(process.env.SOAK ?? 2_000);

/** Throws unless the parser accepts the event as one of a documented name and type. */
function check(event) {
	const body = wire(event);
	assert.deepEqual(parse(body), event, body);
}

test(`${numRuns} arbitrary events are valid`, () => {
	const made = new Set();
	const kinds = { null: 0, absent: 0, arabic: 0 };
	const property = fc.property(arbitraryEvent(), (event) => {
		check(event);
		made.add(`${event.webhook_event_type} ${event.message_type}`);
		kinds.null += event.contact_name === null;
		kinds.absent += event.message_type === "text" && !("contact_name" in event);
		kinds.arabic += /\p{Script=Arabic}/u.test(event.text);
	});
	fc.assert(property, { numRuns, seed: 1 });
	assert.equal(made.size, Object.keys(createFake()).length - 1);
	assert.ok(
		Object.values(kinds).every((count) => count > 0),
		JSON.stringify(kinds),
	);
});

test("events of one factory are of its kind", () => {
	fc.assert(
		fc.property(arbitraryEvent("outgoingLocation"), (event) => {
			check(event);
			assert.deepEqual([event.webhook_event_type, event.message_type], ["outgoing_msg", "location"]);
		}),
		{ seed: 1 },
	);
	assert.throws(() => arbitraryEvent("incomingPoll"), {
		name: "TypeError",
		message: "azeer-webhooks/arbitraries: there is no factory incomingPoll",
	});
});

test("values are of the whole range of their kind", () => {
	const samples = (factory) => fc.sample(arbitraryEvent(factory), { numRuns: 3000, seed: 1 });
	const places = samples("incomingLocation");
	for (const event of places) {
		check(event);
	}
	const numbers = (name) => places.map((event) => event[name]).filter(Number.isFinite);
	for (const [name, limit] of [
		["latitude", 90],
		["longitude", 180],
	]) {
		const [low, high] = [Math.min(...numbers(name)), Math.max(...numbers(name))];
		assert.ok(low >= -limit && low < -0.9 * limit, `${name} ${low}`);
		assert.ok(high <= limit && high > 0.9 * limit, `${name} ${high}`);
	}
	const system = samples("outgoingSystem").map((event) => event.is_existing_contact);
	assert.deepEqual(new Set(system), new Set([true, false, null, undefined]));
	const texts = samples("incomingText").map(({ text }) => text);
	// A control character, and one beyond U+FFFF that is no emoji.
	assert.ok(texts.some((text) => Array.from(text).some((it) => it < " ")));
	assert.ok(texts.some((text) => /[\u{20000}-\u{10ffff}]/u.test(text)));
});

test("what an event shrinks to is valid, and small", () => {
	let tried = 0;
	const property = fc.property(arbitraryEvent("incomingText"), (event) => {
		check(event);
		tried++;
		return event.contact_id < 1_000;
	});
	const { failed, counterexample, numShrinks } = fc.check(property, { seed: 1 });
	assert.ok(failed);
	assert.ok(numShrinks > 3 && tried > numShrinks, `${numShrinks} of ${tried}`);
	const [event] = counterexample;
	// Only what it needs, and each value the simplest.
	assert.deepEqual(event, {
		contact_id: 1000,
		direction: "in",
		from: "966594220647",
		id: `wamid.HBAEhggN${"A".repeat(28)}A`,
		message_id: 100,
		message_type: "text",
		text: "hello",
		timestamp: "2024-03-10T00:30:50Z",
		to: "966594220647",
		webhook_event_type: "incoming_msg",
	});
});
