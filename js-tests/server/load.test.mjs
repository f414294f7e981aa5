// Thousands of deliveries of all kinds over HTTP: each is answered as documented, none is lost, none is handled twice, and memory is flat.
//
//   DELIVERIES=50000 node --test js-tests/server/load.test.mjs    as many as make load
//   SEED=7 …                                                      other deliveries

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { nameOf, shapesOf } from "../bench/shapes.mjs";
import { documented } from "./load/events.mjs";
import { assertFlat, load } from "./load/load.mjs";

const DELIVERIES = Number(process.env.DELIVERIES ?? 5000);
const SEED = Number(process.env.SEED ?? 1);

test("every documented event and message type is among what is sent", () => {
	const schema = createRequire(import.meta.url)("azeer-webhooks/schema.json");
	const sent = documented.map(({ webhook_event_type: event, message_type: message }) =>
		nameOf({ event, message }),
	);
	assert.deepEqual([...new Set(sent)].sort(), shapesOf(schema).map(nameOf).sort());
});

test(`${DELIVERIES} deliveries`, async () => {
	const { memory } = await load({ seed: SEED, count: DELIVERIES });
	assertFlat(memory);
});

test("a service that keeps one body of each delivery is noticed", async () => {
	const { memory } = await load({ seed: SEED, count: 3000, leaks: true });
	assert.throws(() => assertFlat(memory), /bytes more are in use/);
});
