// The factories of the crate make the same events as those of the package, and write them the same way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createFake, wire } from "azeer-webhooks/testing";
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
