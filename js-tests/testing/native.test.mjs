// The crate makes the same events for tests as the package, writes them the same way, and makes the same mistakes in them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { internals } from "azeer-webhooks";
import { createFake, mutate, wire } from "azeer-webhooks/testing";
import { native } from "../properties/native.mjs";

test("a seed makes the same events in Rust", () => {
	const seeds = [...Array(500).keys(), 2 ** 31, 2 ** 32 - 1];
	const bodies = native("fakes", seeds);
	assert.equal(bodies.length, seeds.length);
	for (const [i, seed] of seeds.entries()) {
		const fake = createFake({ seed });
		assert.deepEqual(
			bodies[i],
			Array.from({ length: 20 }, () => wire(fake.event())),
			`seed ${seed}`,
		);
	}
});

test("the bodies of each code are the same in Rust", () => {
	const fake = createFake();
	const extra = { "\ue000": [{ b: 1.5, a: "<" }], "🚚": null };
	const events = [...Array(200)].map(() => fake.event());
	const bodies = [...events, ...events.map((event) => ({ ...event, ...extra }))].map(wire);
	bodies.push('{"webhook_event_type":"call_missed","message_type":"text"}');
	const mutated = (body, code) => {
		try {
			return Buffer.from(mutate(body, code)).toString().trimEnd();
		} catch {
			return null;
		}
	};
	for (const [index, found] of native("mutated", bodies).entries()) {
		const expected = internals.codes.map(([code]) => mutated(bodies[index], code));
		assert.ok(expected.filter(Boolean).length > 15, bodies[index]);
		assert.deepEqual(found, expected, bodies[index]);
	}
});
