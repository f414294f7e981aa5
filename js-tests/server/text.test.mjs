// Deliveries as text, for queues.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryFromText, deliveryToText, toDelivery } from "azeer-webhooks/server";
import fc from "fast-check";

const receivedAt = "2026-01-02T03:04:05.678Z";

test("a delivery is the same after its way through text", () => {
	for (const body of [
		"",
		"{}",
		'{"a":"م 😀 \\u2028"}',
		"\ud83d",
		Uint8Array.of(),
		Uint8Array.of(0xff, 0, 0x80),
		new Uint8Array(100_000).fill(0xfe),
	]) {
		for (const delivery of [
			{ body, receivedAt },
			{ body, receivedAt, isReserialized: true },
			{ body, receivedAt: "2026-01-02T03:04:05Z" },
		]) {
			assert.deepEqual(deliveryFromText(deliveryToText(delivery)), delivery);
		}
	}
	const received = toDelivery(Buffer.from("{}"));
	assert.deepEqual(deliveryFromText(deliveryToText(received)), received);
});

test("bytes of a delivery are its own", () => {
	const bytes = Uint8Array.of(0xff);
	const { body } = toDelivery(bytes);
	bytes[0] = 0xfe;
	assert.deepEqual(body, Uint8Array.of(0xff));
});

test("the text has the body as it is, or its bytes in base64", () => {
	assert.equal(deliveryToText({ body: "{}", receivedAt }), `{"body":"{}","receivedAt":"${receivedAt}"}`);
	assert.equal(
		deliveryToText({ body: Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc), receivedAt, isReserialized: true }),
		`{"base64":"//79/A==","receivedAt":"${receivedAt}","isReserialized":true}`,
	);
});

test("the text has no character that XML lacks, because Amazon SQS refuses those", () => {
	const body = '{"a":"\ufffe\uffff \u0001 \ud83d"}';
	const text = deliveryToText({ body, receivedAt });
	assert.doesNotMatch(text, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
	assert.equal(deliveryFromText(text).body, body);
});

test("any bytes and any text come back", () => {
	fc.assert(
		fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" })), (body) => {
			assert.deepEqual(deliveryFromText(deliveryToText({ body, receivedAt })), { body, receivedAt });
		}),
	);
});

test("members that a later version adds are left out", () => {
	const text = JSON.stringify({ body: "{}", receivedAt, later: 1 });
	assert.deepEqual(deliveryFromText(text), { body: "{}", receivedAt });
});

test("what is no delivery is refused, and not quoted", () => {
	const secret = "96651234567";
	for (const [text, message] of [
		[undefined, "deliveryFromText takes a string, as deliveryToText returns it"],
		[{ body: "" }, "deliveryFromText takes a string, as deliveryToText returns it"],
		[secret.concat("x"), "the text of a delivery has to be JSON"],
		[secret, "the text of a delivery has to be a JSON object"],
		["null", "the text of a delivery has to be a JSON object"],
		["[]", "the text of a delivery has to be a JSON object"],
		[JSON.stringify({ receivedAt }), "the text of a delivery has to have either body or base64"],
		[
			JSON.stringify({ receivedAt, body: "", base64: "" }),
			"the text of a delivery has to have either body or base64",
		],
		[JSON.stringify({ receivedAt, body: [secret] }), "the body in the text of a delivery has to be a string"],
		[
			JSON.stringify({ receivedAt, base64: "A" }),
			"base64 in the text of a delivery has to be a string in base64",
		],
		[
			JSON.stringify({ receivedAt, base64: 1234 }),
			"base64 in the text of a delivery has to be a string in base64",
		],
		...[
			undefined,
			secret,
			"2026-01-02 03:04:05Z",
			"2026-01-02T03:04:05+03:00",
			`${receivedAt}\n`,
			`+${receivedAt}`,
		].map((time) => [
			JSON.stringify({ body: secret, receivedAt: time }),
			"receivedAt of a delivery has to be an RFC 3339 date-time in UTC",
		]),
		[
			JSON.stringify({ body: secret, receivedAt, isReserialized: secret }),
			"isReserialized of a delivery has to be true or absent",
		],
	]) {
		assert.throws(() => deliveryFromText(text), { name: "TypeError", message });
		assert.ok(!message.includes(secret));
	}
	assert.throws(() => deliveryToText({ body: 1, receivedAt }), TypeError);
});
