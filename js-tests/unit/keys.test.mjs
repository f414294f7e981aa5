import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deliveryKey, messageKey } from "../../target/unit/event/keys.js";

const sha256 = (text) => createHash("sha256").update(text).digest("hex").slice(0, 32);
const message = { webhook_event_type: "incoming_msg", message_type: "text" };
const unknown = (payload) => ({
	webhook_event_type: "unknown",
	event_type: payload.webhook_event_type,
	payload,
});

test("messageKey: the business, the name and the id, if it is a message with an id", () => {
	for (const [members, expected] of [
		[{ business_id: "b", id: "i", message_id: 1 }, "b/incoming_msg/i"],
		[{ business_id: 7, id: "", message_id: 1 }, "/incoming_msg/1"],
		[{ id: 7, message_id: -1 }, "/incoming_msg/-1"],
		[{ business_id: "~/", id: "/~" }, "~0~1/incoming_msg/~1~0"],
		[{ message_id: 0 }, null],
		[{ message_id: 1.5 }, null],
		[{ message_id: 2 ** 53 }, null],
		[{ message_id: "1" }, null],
		[{}, null],
	]) {
		assert.equal(messageKey({ ...message, ...members }), expected);
		assert.equal(messageKey(unknown({ ...message, ...members })), expected);
		assert.equal(messageKey({ ...message, ...members, webhook_event_type: "chat_closed" }), null);
	}
});

test("deliveryKey: the same, and the digest of the wire object", () => {
	const event = { webhook_event_type: "chat_closed", id: "i", business_id: "b", a: { z: [1, "é"], b: null } };
	const text = '{"a":{"b":null,"z":[1,"é"]},"business_id":"b","id":"i","webhook_event_type":"chat_closed"}';
	assert.equal(deliveryKey(event), `b/chat_closed/${sha256(text)}`);
	assert.equal(deliveryKey(unknown(event)), `b/chat_closed/${sha256(text)}`);
	assert.ok(deliveryKey({ ...message, id: "i" }).startsWith("/incoming_msg/i/"));
	assert.equal(deliveryKey({ ...message, id: "i" }).length, "/incoming_msg/i/".length + 32);
});

test("deliveryKey: the same without the hash function of Node.js", (t) => {
	const event = { ...message, id: "i", text: "é".repeat(1000) };
	const key = deliveryKey(event);
	t.mock.method(process, "getBuiltinModule", () => ({}));
	assert.equal(deliveryKey(event), key);
	assert.equal(process.getBuiltinModule.mock.callCount(), 1);
});

test("deliveryKey: numbers that are not finite", () => {
	const event = {
		webhook_event_type: "x",
		n: [Number.POSITIVE_INFINITY, { m: Number.NEGATIVE_INFINITY, t: true }],
	};
	const form = (n, m) => `{"n":[${n},{"m":${m},"t":true}],"webhook_event_type":"x"}`;
	const text = `[${form(null, null)},${form('"Infinity"', '"-Infinity"')}]`;
	assert.equal(deliveryKey(unknown(event)), `/x/${sha256(text)}`);
});

test("deliveryKey: half of a surrogate pair, which no body has, is an error", () => {
	assert.throws(() => deliveryKey({ ...message, text: "\ud800" }), /surrogate/);
});
