// Random deliveries, several at once, through two processors that share a store, against an oracle.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createProcessor, memoryStore, redisStore, toDelivery } from "azeer-webhooks/server";
import { createClient } from "redis";
import { fixtures } from "../suite.mjs";
import { randomOf } from "./conformance.mjs";
import { withRedis } from "./services.mjs";

const text = JSON.parse(fixtures.get("01-incoming-text"));

/**
 * Sends deliveries as a queue does, at most `width` at once: again for as long as the outcome says so. Some handlers fail, and some give
 * way to others in the middle.
 */
async function sent(store, { seed, contents, deliveries, width }) {
	const random = randomOf(seed);
	const running = new Set();
	const finished = new Map();
	const outcomes = { handled: 0, duplicate: 0, busy: 0, failed: 0 };
	const handle = async ({ message_id }) => {
		assert.ok(!running.has(message_id), "two handlers at once");
		assert.ok(!finished.has(message_id), "handled again after it was done");
		running.add(message_id);
		for (let pause = random(4); pause > 0; pause--) {
			await setImmediate();
		}
		running.delete(message_id);
		if (random(4) === 0) {
			throw new Error("no luck");
		}
		finished.set(message_id, true);
	};
	const processors = [1, 2].map(() => createProcessor({ store, on: { incoming_msg: { text: handle } } }));
	const queue = Array.from({ length: deliveries }, () => random(contents));
	const wanted = new Set(queue);
	let calls = 0;
	const consumer = async () => {
		for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
			const before = finished.has(id + 1);
			const body = JSON.stringify({ ...text, message_id: id + 1, text: `${seed}` });
			const { outcome, retry, error } = await processors[random(2)](toDelivery(body));
			calls++;
			assert.ok(calls < 100 * deliveries, "a delivery comes again for ever");
			assert.ok(outcome in outcomes, `${outcome}: ${error}`);
			outcomes[outcome]++;
			assert.equal(retry, outcome === "busy" || outcome === "failed");
			if (outcome === "failed") {
				assert.equal(error.message, "no luck");
			}
			// What was done before the call is a duplicate, and nothing else is one that nobody has done.
			if (before) {
				assert.equal(outcome, "duplicate");
			}
			if (!retry) {
				assert.ok(finished.has(id + 1), "acknowledged and not handled");
			}
			if (retry) {
				queue.push(id);
				await setImmediate();
			}
		}
	};
	await Promise.all(Array.from({ length: width }, consumer));
	assert.deepEqual(new Set([...finished.keys()].map((id) => id - 1)), wanted);
	assert.equal(outcomes.handled, wanted.size);
	assert.equal(outcomes.handled + outcomes.duplicate, deliveries);
	assert.equal(
		Object.values(outcomes).reduce((sum, it) => sum + it),
		calls,
	);
	return outcomes;
}

/** That every outcome was among them. */
function all(outcomes) {
	for (const [name, count] of Object.entries(outcomes)) {
		assert.ok(count > 0, `none was ${name}`);
	}
}

test("in memory", async () => {
	for (let seed = 1; seed <= 20; seed++) {
		all(await sent(memoryStore(), { seed, contents: 30, deliveries: 300, width: 8 }));
	}
});

test("on a Redis server", () =>
	withRedis(async (port) => {
		const client = createClient({ socket: { host: "127.0.0.1", port } });
		await client.connect();
		try {
			for (let seed = 1; seed <= 3; seed++) {
				const store = redisStore((command) => client.sendCommand(command));
				all(await sent(store, { seed, contents: 30, deliveries: 300, width: 8 }));
			}
		} finally {
			client.destroy();
		}
	}));
