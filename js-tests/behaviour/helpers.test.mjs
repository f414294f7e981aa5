import assert from "node:assert/strict";
import { test } from "node:test";
import {
	customerPhone,
	isMedia,
	isMessage,
	isReply,
	match,
	mediaType,
	parse,
	sentAt,
	sentAtNanoseconds,
} from "azeer-webhooks";
import { fixtures } from "../suite.mjs";

const event = (name, changes = {}) =>
	parse(JSON.stringify({ ...JSON.parse(fixtures.get(name)), ...changes }));
const at = (timestamp) => event("01-incoming-text", { timestamp });

test("sentAt and sentAtNanoseconds read timestamps, and return null for Go's zero time", () => {
	for (const [timestamp, milliseconds, nanoseconds] of [
		["2024-03-08T06:44:54Z", Date.UTC(2024, 2, 8, 6, 44, 54), 1_709_880_294_000_000_000n],
		["2024-03-08T09:44:38.116981911Z", Date.UTC(2024, 2, 8, 9, 44, 38, 116), 1_709_891_078_116_981_911n],
		["2024-03-08t12:44:38.1+03:00", Date.UTC(2024, 2, 8, 9, 44, 38, 100), 1_709_891_078_100_000_000n],
		["1969-12-31T23:59:59.999999999Z", -1, -1n],
		// Close to Go's zero time, but not equal to it.
		["0001-01-01T00:00:00.000000001Z", -62_135_596_800_000, -62_135_596_799_999_999_999n],
		["0001-01-01T00:00:01Z", -62_135_596_799_000, -62_135_596_799_000_000_000n],
		["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1), 1_483_228_800_000_000_000n],
		["9999-12-31T23:59:59.999Z", Date.UTC(9999, 11, 31, 23, 59, 59, 999), 253_402_300_799_999_000_000n],
	]) {
		assert.equal(sentAt(at(timestamp)).getTime(), milliseconds, timestamp);
		assert.equal(sentAtNanoseconds(at(timestamp)), nanoseconds, timestamp);
		if (!timestamp.includes(":60")) {
			assert.equal(sentAt(at(timestamp)).getTime(), Date.parse(timestamp.toUpperCase()), timestamp);
		}
	}
	for (const timestamp of ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z", "0001-01-01T03:00:00+03:00"]) {
		assert.equal(sentAt(at(timestamp)), null);
		assert.equal(sentAtNanoseconds(at(timestamp)), null);
	}
	// The parser does not check the timestamps of these events.
	for (const timestamp of ["yesterday", "", "٢".repeat(9000), 7, null, undefined]) {
		assert.equal(sentAt(event("12-named-event", { timestamp })), null);
		assert.equal(sentAt(event("13-unknown-event", { timestamp })), null);
	}
	assert.equal(sentAt(event("13-unknown-event")).toISOString(), "2024-03-08T06:44:54.000Z");
});

test("isMedia knows media messages, and mediaType drops parameters", () => {
	const media = [...fixtures.keys()].filter((name) => name !== "15-broken" && isMedia(event(name)));
	assert.deepEqual(media, ["02-incoming-audio", "07-outgoing-audio"]);
	assert.ok(isMedia(event("02-incoming-audio", { message_type: "sticker" })));
	for (const [mime_type, expected] of [
		["audio/aac", "audio/aac"],
		["audio/mp4;", "audio/mp4"],
		[" Audio/OGG ; codecs=opus", "audio/ogg"],
		["", null],
		["audio", null],
		["صوت/mp4", null],
		[null, null],
		[undefined, null],
	]) {
		assert.equal(mediaType(event("02-incoming-audio", { mime_type })), expected);
	}
	// Larger than the first input buffer, which no body before it has enlarged.
	const mime_type = `audio/${"x".repeat(100_000)}`;
	assert.equal(mediaType({ mime_type }), mime_type);
});

test("isReply goes by the parent's id, and customerPhone by the event name", () => {
	assert.equal(isReply(event("01-incoming-text")), true);
	assert.equal(isReply(event("06-outgoing-text")), false);
	assert.equal(isReply(event("01-incoming-text", { parent_message_id: null })), false);
	assert.equal(isReply(event("01-incoming-text", { parent_message_id: undefined })), false);
	assert.equal(customerPhone(event("01-incoming-text", { direction: "out" })), "91987654321");
	assert.equal(customerPhone(event("06-outgoing-text")), "91987654321");
	assert.equal(customerPhone(event("08-contact-insert")), null);
	assert.equal(customerPhone(event("13-unknown-event")), null);
});

test("match calls the function of the event's name, or the default", () => {
	const handlers = {
		incoming_msg: (message) => [isMessage(message), message.text],
		unknown: ({ reason }) => reason,
		default: ({ webhook_event_type }) => webhook_event_type,
	};
	assert.deepEqual(match(event("01-incoming-text"), handlers), [true, "hello"]);
	assert.equal(match(event("13-unknown-event"), handlers), "event_type");
	assert.equal(match(event("12-named-event"), handlers), "chat_assigned");
	assert.throws(() => match(event("12-named-event"), {}), {
		name: "TypeError",
		message: "match has no function for chat_assigned",
	});
});
