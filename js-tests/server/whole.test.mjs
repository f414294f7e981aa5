// A receiver in front of a processor, as a service has them: every answer, and nothing lost or handled twice.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { safeParse } from "azeer-webhooks";
import {
	bearer,
	createProcessor,
	createReceiver,
	deliveryKey,
	memoryStore,
	toNodeListener,
} from "azeer-webhooks/server";
import { fixtures } from "../suite.mjs";

const TOKEN = "a token of some length";
const MESSAGE = fixtures.get("01-incoming-text");

/** Runs with a service on a free port. `handle` is called with each message; everything else is kept or ignored. */
async function withService(handle, run) {
	const kept = [];
	const observations = [];
	const processor = createProcessor({
		store: memoryStore(),
		on: {
			incoming_msg: { text: handle },
			outgoing_msg: handle,
			new_contact: handle,
			unknown: (event) => kept.push(event.payload),
		},
		onInvalid: (_, delivery) => kept.push(delivery.body),
		observe: (observation) => observations.push(observation),
	});
	const receiver = createReceiver({
		authenticate: bearer(TOKEN),
		deliver: processor,
		observe: (observation) => observations.push(observation),
	});
	const server = createServer(toNodeListener(receiver));
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${server.address().port}/`;
	const post = async (body, token = TOKEN) => {
		const response = await fetch(url, {
			method: "POST",
			body,
			headers: { authorization: `Bearer ${token}` },
		});
		return { status: response.status, text: await response.text() };
	};
	try {
		await run(post, { kept, observations });
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

test("every fixture is handled once, kept or ignored", () => {
	const handled = [];
	return withService(
		(event) => {
			handled.push(deliveryKey(event));
		},
		async (post, { kept }) => {
			for (const [name, body] of fixtures) {
				const { ok, event } = safeParse(body);
				const type = event?.webhook_event_type;
				const isHandled =
					ok &&
					(["outgoing_msg", "new_contact", "unknown"].includes(type) ||
						(type === "incoming_msg" && event.message_type === "text"));
				const wanted = isHandled ? [200, 200] : [202, 202];
				assert.deepEqual([(await post(body)).status, (await post(body)).status], wanted, name);
			}
			assert.equal(new Set(handled).size, handled.length);
			assert.ok(handled.length > 5);
			assert.ok(kept.length <= fixtures.size);
		},
	);
});

test("one delivery that comes many times at once is handled once", () => {
	let calls = 0;
	let answered = 0;
	let finish;
	const others = new Promise((resolve) => {
		finish = resolve;
	});
	return withService(
		async () => {
			calls++;
			await others;
		},
		async (post) => {
			const answers = Array.from({ length: 20 }, async () => {
				const { status } = await post(MESSAGE);
				if (++answered === 19) {
					finish();
				}
				return status;
			});
			assert.deepEqual((await Promise.all(answers)).sort(), [200, ...new Array(19).fill(503)]);
			assert.equal((await post(MESSAGE)).status, 200);
			// Equal content in another spelling is the same delivery.
			assert.equal((await post(JSON.stringify(JSON.parse(MESSAGE), null, 7))).status, 200);
			assert.equal(calls, 1);
			assert.equal((await post(MESSAGE.replace("hello", "hello again"))).status, 200);
			assert.equal(calls, 2);
		},
	);
});

test("a delivery whose handler fails is handled when it comes again", () => {
	let calls = 0;
	return withService(
		() => {
			calls++;
			if (calls === 1) {
				throw new Error("James wrote hello");
			}
		},
		async (post, { observations }) => {
			const first = await post(MESSAGE);
			assert.equal(first.status, 500);
			assert.doesNotMatch(first.text, /James|hello/);
			assert.deepEqual([(await post(MESSAGE)).status, (await post(MESSAGE)).status], [200, 200]);
			assert.equal(calls, 2);
			assert.deepEqual(
				observations.filter(({ kind }) => kind === "delivery").map(({ outcome }) => outcome),
				["failed", "handled", "duplicate"],
			);
			assert.doesNotMatch(JSON.stringify(observations), /James|hello|9198|wamid/);
		},
	);
});

test("a body that something has read before: written again if it was parsed, and 500 if it is gone", async () => {
	const [deliveries, errors] = [[], []];
	const listener = toNodeListener(
		createReceiver({
			authenticate: bearer(TOKEN),
			deliver: async (delivery) => {
				deliveries.push(delivery);
			},
			onError: (error) => errors.push(error.name),
		}),
	);
	const server = createServer(async (request, response) => {
		const text = (await request.toArray()).join("");
		await listener(Object.assign(request, text === "{}" ? {} : { body: JSON.parse(text) }), response);
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	try {
		const post = async (body) => {
			const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
			const url = `http://127.0.0.1:${server.address().port}/`;
			return (await fetch(url, { method: "POST", body, headers })).status;
		};
		assert.deepEqual([await post(MESSAGE), await post("{}")], [202, 500]);
	} finally {
		server.closeAllConnections();
		server.close();
	}
	assert.deepEqual(errors, ["UnreadableError"]);
	assert.equal(deliveries.length, 1);
	assert.equal(deliveries[0].isReserialized, true);
	assert.equal(deliveries[0].body, JSON.stringify(JSON.parse(MESSAGE)));
});

test("what cannot be handled is kept, and answered with 202; a wrong token gets 401", () =>
	withService(
		() => assert.fail("there is nothing to handle"),
		async (post, { kept }) => {
			const invalid = MESSAGE.replace('"id"', '"no_id"');
			assert.equal((await post(invalid)).status, 202);
			assert.equal((await post("{")).status, 202);
			assert.deepEqual(kept, [invalid, "{"]);
			assert.equal((await post(MESSAGE, "a token of some lengtH")).status, 401);
			assert.equal(kept.length, 2);
		},
	));
