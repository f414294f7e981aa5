// deliver() posts events to receivers, and to real ones of the package.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createProcessor, createReceiver, header, memoryStore } from "azeer-webhooks/server";
import { createFake, deliver, mutate, wire } from "azeer-webhooks/testing";

test("a receiver gets the request that Azeer would send", async () => {
	const requests = [];
	const receiver = async (request) => {
		requests.push([request.method, request.url, request.headers.get("content-type"), await request.text()]);
		return new Response("thanks", { status: 201 });
	};
	const event = createFake().incomingText({ text: "<مرحبا>" });
	const response = await deliver(receiver, event);
	assert.deepEqual([response.status, await response.text()], [201, "thanks"]);
	await deliver(receiver, "{}", { url: "https://example.com/hook?token=a" });
	await deliver(receiver, new Uint8Array([0x7b, 0x7d]), { headers: { "Content-Type": "text/plain" } });
	assert.deepEqual(requests, [
		["POST", "http://localhost/", "application/json", wire(event)],
		["POST", "https://example.com/hook?token=a", "application/json", "{}"],
		["POST", "http://localhost/", "text/plain", "{}"],
	]);
});

test("a receiver of the package answers it", async () => {
	const handled = [];
	const receiver = createReceiver({
		authenticate: header("x-token", "secret"),
		deliver: createProcessor({
			store: memoryStore(),
			on: { incoming_msg: ({ text }) => handled.push(text), other: () => handled.push("other") },
		}),
	});
	const fake = createFake();
	const status = async (event, token = "secret") =>
		(await deliver(receiver, event, { headers: { "x-token": token } })).status;
	const message = fake.incomingText({ text: "hi" });
	assert.equal(await status(message), 200);
	assert.equal(await status(message), 200);
	assert.equal(await status(fake.newContact()), 200);
	assert.deepEqual(handled, ["hi", "other"]);
	assert.equal(await status(message, "wrong"), 401);
	assert.equal((await deliver(receiver, message)).status, 401);
	const body = wire(message);
	assert.equal(await status(mutate(body, "wrong_type")), 422);
	assert.equal(await status(mutate(body, "invalid_utf8")), 400);
	assert.equal(await status(mutate(body, "too_large")), 413);
});

test("what the receiver throws rejects", async () => {
	await assert.rejects(
		deliver(() => {
			throw new Error("no");
		}, createFake().event()),
		/^Error: no$/,
	);
});
