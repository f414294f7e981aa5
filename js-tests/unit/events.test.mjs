import assert from "node:assert/strict";
import { test } from "node:test";
import { extra, isMessage, toWire } from "../../target/unit/event/events.js";

const message = { webhook_event_type: "incoming_msg", message_type: "text", message_body: { text: "hello" } };
const unknown = { webhook_event_type: "unknown", event_type: "incoming_msg", payload: message };

test("isMessage is true for incoming and outgoing messages, and false for unknown events", () => {
	assert.equal(isMessage(message), true);
	assert.equal(isMessage({ webhook_event_type: "outgoing_msg" }), true);
	assert.equal(isMessage({ webhook_event_type: "new_contact" }), false);
	assert.equal(isMessage(unknown), false);
});

test("toWire returns the event itself, or the payload of an unknown event", () => {
	assert.equal(toWire(message), message);
	assert.equal(toWire(unknown), message);
	// This event is not unknown; it only has a member named payload.
	const odd = { webhook_event_type: "chat_closed", payload: {} };
	assert.equal(toWire(odd), odd);
});

test("extra returns an own member of the wire object, and nothing inherited", () => {
	assert.deepEqual(extra(message, "message_body"), { text: "hello" });
	assert.deepEqual(extra(unknown, "message_body"), { text: "hello" });
	assert.equal(extra(unknown, "event_type"), undefined);
	assert.equal(extra(message, "toString"), undefined);
	assert.equal(extra({ ...message, member: null }, "member"), null);
});
