import assert from "node:assert/strict";
import { test } from "node:test";
import { extra, isMessage, toWire } from "../../target/unit/event/events.js";

const message = { webhook_event_type: "incoming_msg", message_type: "text", message_body: { text: "hello" } };
const unknown = { webhook_event_type: "unknown", event_type: "incoming_msg", payload: message };

test("isMessage: incoming and outgoing ones, and none that is unknown", () => {
	assert.equal(isMessage(message), true);
	assert.equal(isMessage({ webhook_event_type: "outgoing_msg" }), true);
	assert.equal(isMessage({ webhook_event_type: "new_contact" }), false);
	assert.equal(isMessage(unknown), false);
});

test("toWire: the event itself, of an unknown one the payload", () => {
	assert.equal(toWire(message), message);
	assert.equal(toWire(unknown), message);
	// A member of that name, of an event that is known.
	const odd = { webhook_event_type: "chat_closed", payload: {} };
	assert.equal(toWire(odd), odd);
});

test("extra: a member of the wire object, and nothing that it inherits", () => {
	assert.deepEqual(extra(message, "message_body"), { text: "hello" });
	assert.deepEqual(extra(unknown, "message_body"), { text: "hello" });
	assert.equal(extra(unknown, "event_type"), undefined);
	assert.equal(extra(message, "toString"), undefined);
	assert.equal(extra({ ...message, member: null }, "member"), null);
});
