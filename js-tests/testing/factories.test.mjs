// The events of factories: always valid, with all documented members, and repeatable. SOAK=100000 tries so many seeds.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { isReply, PayloadError, parse, redact, sentAt } from "azeer-webhooks";
import { createFake, wire } from "azeer-webhooks/testing";
import { shapesOf } from "../bench/shapes.mjs";
import { examples, fixtures } from "../suite.mjs";

const require = createRequire(import.meta.url);
const schema = require("azeer-webhooks/schema.json");
const seeds = Number(process.env.SOAK ?? 2_000);
const names = Object.keys(createFake()).filter((name) => name !== "event");

const ajv = new Ajv.default({ strict: true, allErrors: true, strictRequired: false, strictTypes: false });
addFormats.default(ajv);
const isValid = ajv.compile(schema);

test(`${seeds} seeds: each factory makes an event that the parser accepts, strictly too`, () => {
	for (let seed = 0; seed < seeds; seed++) {
		const fake = createFake({ seed });
		for (const event of [fake[names[seed % names.length]](), fake.event()]) {
			const body = wire(event);
			assert.deepEqual(parse(body, { strict: true }), event, body);
		}
	}
});

test("every published fixture and every kind of made event is valid by schema.json", () => {
	for (const [name, text] of fixtures) {
		assert.equal(
			isValid(JSON.parse(text)),
			name !== "15-broken",
			`${name}: ${ajv.errorsText(isValid.errors)}`,
		);
	}
	for (let seed = 0; seed < 50; seed++) {
		const fake = createFake({ seed });
		for (const name of names) {
			const event = fake[name]();
			assert.ok(isValid(event), `${name}: ${JSON.stringify(event)} ${ajv.errorsText(isValid.errors)}`);
		}
	}
});

test("there is a factory for every event and message type, and events have exactly the documented members", () => {
	const made = new Map();
	for (let seed = 0; seed < 40; seed++) {
		const fake = createFake({ seed });
		for (const name of names) {
			const { webhook_event_type, message_type, ...members } = fake[name]();
			const shape = [webhook_event_type, message_type].join(" ");
			made.set(shape, new Set([...(made.get(shape) ?? []), ...Object.keys(members)]));
		}
	}
	assert.equal(made.size, names.length);
	for (const { event, message, members } of shapesOf(schema)) {
		const names = members.map(({ name }) => name).sort();
		assert.deepEqual([...made.get([event, message].join(" "))].sort(), names, `${event} ${message}`);
	}
	// Those without a documented payload have the members of all messages, or none.
	assert.deepEqual([...made.get("chat_closed ")], []);
	assert.deepEqual(Object.keys(createFake().chatClosed()), ["webhook_event_type"]);
	assert.ok(made.get("incoming_msg reaction").has("from"));
	assert.ok(!made.get("incoming_msg reaction").has("is_existing_contact"));
});

test("members are those of Azeer's examples, in the order of their names", () => {
	const fake = createFake();
	for (const [example, event] of [
		["01-incoming-text", fake.incomingText()],
		["02-incoming-audio", fake.incomingAudio()],
		["03-incoming-interactive", fake.incomingInteractive()],
		["05-incoming-location", fake.incomingLocation()],
		["06-outgoing-text", fake.outgoingText()],
		["07-outgoing-audio", fake.outgoingAudio()],
		["10-broadcast-complete", fake.broadcastComplete()],
	]) {
		assert.ok(examples.includes(example));
		assert.deepEqual(Object.keys(event), Object.keys(JSON.parse(fixtures.get(example))).sort());
	}
});

test("values fit their event", () => {
	const seen = { replies: new Set(), times: new Set(), texts: "" };
	for (let seed = 0; seed < 500; seed++) {
		const fake = createFake({ seed });
		const incoming = fake.incomingText();
		assert.deepEqual([incoming.direction, incoming.type], ["in", "message"]);
		assert.match(incoming.from, /^[1-9]\d{9,12}$/);
		assert.match(incoming.id, /^wamid\.[A-Z0-9][\w=]+$/i);
		const { direction, filename } = fake.outgoingAudio();
		assert.deepEqual([direction, filename], ["out", "blob"]);
		assert.equal(fake.newContact().type, "contact");
		assert.equal(sentAt(fake.broadcastComplete()), null);
		// The type of the file and its address belong together.
		const { mime_type, filename_url } = fake.incomingAudio();
		assert.equal(mime_type === "audio/aac", filename_url.endsWith(".aac"), filename_url);
		const image = fake.outgoingImage();
		assert.equal(image.mime_type === "image/png", image.filename_url.endsWith(".png"));
		seen.replies.add(isReply(incoming));
		seen.times.add(/\.?\d*(Z|[+-].*)$/.exec(incoming.timestamp)[0].length);
		seen.texts += incoming.text;
	}
	assert.deepEqual([...seen.replies].sort(), [false, true]);
	assert.ok(seen.times.size >= 4, [...seen.times].join());
	assert.match(seen.texts, /\p{Script=Arabic}/u);
	assert.match(seen.texts, /\p{Extended_Pictographic}/u);
	assert.match(seen.texts, /[<>&]/);
});

test("a seed repeats its events, and another makes others", () => {
	const made = (options) => {
		const fake = createFake(options);
		return Array.from({ length: 20 }, () => wire(fake.event()));
	};
	assert.deepEqual(made({ seed: 7 }), made({ seed: 7 }));
	assert.deepEqual(made(), made({ seed: 1 }));
	// A test of a user that relies on a seed breaks if its events change.
	assert.deepEqual(createFake({ seed: 1 }).event(), {
		business_id: "b00c01ae-d202-a61c-b133-da4e4cc62a53",
		contact_id: 113,
		contact_name: "james bond",
		direction: "out",
		filename: "blob",
		filename_url: "https://cdn.example.com/msgs/file_444577794430797.png",
		from: "442079460619",
		id: "wamid.HBgMXQBFL9M03TTU1PA",
		is_existing_contact: true,
		media_id: "957599365855510",
		message_id: 2585005,
		message_type: "image",
		mime_type: "image/png",
		parent_message_id: 17249,
		platform: "whatsapp",
		timestamp: "2024-03-18T17:25:36.175998Z",
		to: "966594220647",
		type: "message",
		webhook_event_type: "outgoing_msg",
	});
	assert.notDeepEqual(made({ seed: 7 }), made({ seed: 8 }));
	const bodies = made({ seed: 2 ** 32 - 1 }).filter((body) => body.includes("message_id"));
	assert.equal(new Set(bodies).size, bodies.length, "no two messages are equal");
	for (const seed of [-1, 2 ** 32, 0.5, "1", null, Number.NaN]) {
		assert.throws(() => createFake({ seed }), {
			name: "RangeError",
			message: "azeer-webhooks/testing: seed has to be a whole number from 0 to 2^32 - 1",
		});
	}
});

test("overrides win, and change no other member", () => {
	const plain = createFake().incomingText();
	assert.deepEqual(createFake().incomingText({ text: "hi", contact_name: null }), {
		...plain,
		text: "hi",
		contact_name: null,
	});
	const { contact_name, ...without } = plain;
	const sparse = createFake().incomingText({ contact_name: undefined });
	assert.deepEqual(sparse, without);
	assert.ok(!("contact_name" in sparse));
	assert.equal(createFake().event("new_contact", { action: "update" }).action, "update");
	assert.equal(createFake().newContact({ message_id: 5 }).message_id, 5);
	// Of events without a documented payload any member may be given.
	assert.deepEqual(createFake().chatAssigned({ agent: { id: 7 } }), {
		webhook_event_type: "chat_assigned",
		agent: { id: 7 },
	});
	const odd = createFake().chatAssigned(JSON.parse('{"__proto__":1}'));
	assert.deepEqual(Object.entries(odd)[1], ["__proto__", 1]);
	assert.equal(Object.getPrototypeOf(odd), Object.prototype);
});

test("overrides that make an event invalid, or another one, are refused", () => {
	const fake = createFake();
	const messageOf = (make) => {
		try {
			make();
		} catch (error) {
			return `${error instanceof PayloadError ? "PayloadError" : error.name}: ${error.message}`;
		}
		return "nothing";
	};
	assert.match(
		messageOf(() => fake.incomingText({ timestamp: "yesterday" })),
		/^PayloadError: timestamp is not an RFC 3339 date-time \(line 1/,
	);
	assert.match(
		messageOf(() => fake.incomingText({ from: undefined })),
		/^PayloadError: from is missing/,
	);
	for (const overrides of [
		{ text: undefined },
		{ message_type: "sticker" },
		{ webhook_event_type: "call_missed" },
	]) {
		assert.equal(
			messageOf(() => fake.incomingText(overrides)),
			"TypeError: azeer-webhooks/testing: with these overrides, fake.incomingText makes another event",
		);
	}
});

test("event() makes any event, or one of a name and a message type", () => {
	const fake = createFake();
	const made = Array.from({ length: 2_000 }, () => fake.event());
	const kinds = new Set(
		made.map(({ webhook_event_type, message_type }) => `${webhook_event_type} ${message_type}`),
	);
	assert.equal(kinds.size, names.length);
	for (let i = 0; i < 50; i++) {
		assert.notEqual(fake.event("outgoing_msg").message_type, "reaction");
		const message = fake.event("incoming_msg", { message_type: "image", from: "1" });
		assert.deepEqual([message.message_type, message.from], ["image", "1"]);
		assert.equal(fake.event("outgoing_msg", { message_type: "reaction" }).message_type, "reaction");
		assert.equal(fake.event("chat_closed").webhook_event_type, "chat_closed");
	}
	for (const [args, named] of [
		[["call_missed"], "call_missed"],
		[["incoming_msg", { message_type: "poll" }], "incoming_msg poll"],
		[["new_contact", { message_type: "text" }], "new_contact text"],
	]) {
		assert.throws(() => fake.event(...args), {
			name: "TypeError",
			message: `azeer-webhooks/testing: there is no event ${named}`,
		});
	}
});

test("a redacted event of a factory has no text of a person in it", () => {
	const { text, contact_name, from } = redact(createFake().incomingText());
	assert.deepEqual([text, contact_name, from], ["[redacted]", "[redacted]", "[redacted]"]);
});
