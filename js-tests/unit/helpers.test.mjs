// The behaviour tests cover times and MIME types, because these need the core.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
	customerPhone,
	isMedia,
	isReply,
	mediaType,
	messageText,
	sentAt,
	sentAtNanoseconds,
} from "../../target/unit/event/helpers.js";
import { mediaTypes } from "../../target/unit/generated/builders.js";

const incoming = { webhook_event_type: "incoming_msg", message_type: "text", from: "1", to: "2" };

test("isMedia is true for messages of the types that have a file", () => {
	assert.equal(mediaTypes.length, 6);
	for (const message_type of mediaTypes) {
		assert.equal(isMedia({ ...incoming, message_type }), true);
		assert.equal(isMedia({ webhook_event_type: "new_contact", message_type }), false);
	}
	assert.equal(isMedia(incoming), false);
});

test("isReply is true if the parent's id is a number other than 0", () => {
	for (const [parent_message_id, expected] of [
		[1, true],
		[-1, true],
		[0, false],
		[null, false],
		[undefined, false],
		["1", false],
	]) {
		assert.equal(isReply({ ...incoming, parent_message_id }), expected);
	}
});

const unknown = (payload) => ({
	webhook_event_type: "unknown",
	event_type: payload.webhook_event_type,
	payload,
});

test("customerPhone: the sender of an incoming message, the recipient of an outgoing one", () => {
	for (const event of [(it) => it, unknown]) {
		assert.equal(customerPhone(event(incoming)), "1");
		assert.equal(customerPhone(event({ ...incoming, webhook_event_type: "outgoing_msg" })), "2");
		assert.equal(customerPhone(event({ ...incoming, webhook_event_type: "new_contact" })), null);
		assert.equal(customerPhone(event({ ...incoming, from: 1 })), null);
	}
});

test("messageText: the text of a message, or that in message_body", () => {
	for (const event of [(it) => it, unknown]) {
		for (const [members, expected] of [
			[{ text: "a", message_body: { body: "b" } }, "a"],
			[{ text: "", message_body: { body: "b" } }, "b"],
			[{ text: 7, message_body: { text: { body: "c" }, body: "b" } }, "c"],
			[{ message_body: { text: { body: "" }, body: "b" } }, "b"],
			[{ message_body: { text: null, body: 7 } }, null],
			[{ message_body: null }, null],
			[{ message_body: "b" }, null],
			[{}, null],
		]) {
			assert.equal(messageText(event({ ...incoming, ...members })), expected);
			const other = { ...incoming, ...members, webhook_event_type: "chat_closed" };
			assert.equal(messageText(event(other)), null);
		}
	}
});

test("a value that is not a string is neither a time nor a MIME type, without a call of the core", () => {
	for (const value of [undefined, null, 7]) {
		const event = { ...incoming, timestamp: value };
		assert.equal(sentAt(event), null);
		assert.equal(sentAtNanoseconds(event), null);
		assert.equal(mediaType({ ...incoming, mime_type: value }), null);
	}
});
