// What a processor makes of a delivery: every outcome, every failure, and what it refuses when it is made.

import assert from "node:assert/strict";
import { test } from "node:test";
import { safeParse, toWire } from "azeer-webhooks";
import { createProcessor, memoryStore, toDelivery } from "azeer-webhooks/server";
import { fixtures } from "../suite.mjs";

const text = fixtures.get("01-incoming-text");
const other = () => {};

/** A processor that has what it is given, a handler if it is given none, and a record of all calls. */
function made({ on, ...options } = {}) {
	const calls = [];
	const record =
		(name) =>
		(...given) => {
			calls.push([name, ...given]);
		};
	const process = createProcessor({
		on: on?.(record) ?? { other: record("other") },
		onInvalid: record("onInvalid"),
		onError: record("onError"),
		observe: record("observe"),
		...options,
	});
	return { calls, process, names: () => calls.map(([name]) => name) };
}

/** A text message with other members. */
const message = (members) => JSON.stringify({ ...JSON.parse(text), ...members });

test("a handler gets its event and the delivery, and the delivery is handled", async () => {
	const { process, calls, names } = made({ on: (record) => ({ incoming_msg: { text: record("text") } }) });
	const delivery = toDelivery(text);
	const outcome = await process(delivery);
	assert.deepEqual(outcome, { outcome: "handled", retry: false, event: JSON.parse(text), key: outcome.key });
	assert.match(outcome.key, /^c327668d-47dc-4b3c\/incoming_msg\/wamid\.[^/]+\/[0-9a-f]{32}$/);
	assert.deepEqual(names(), ["text", "observe"]);
	assert.equal(calls[0][1], outcome.event);
	assert.equal(calls[0][2], delivery);
});

test("the most special handler takes an event", async () => {
	const bodies = {
		text: text,
		audio: fixtures.get("02-incoming-audio"),
		outgoing: fixtures.get("06-outgoing-text"),
		contact: fixtures.get("08-contact-insert"),
		named: fixtures.get("12-named-event"),
		unknown: fixtures.get("13-unknown-event"),
		"message of another type": message({ message_type: "poll" }),
	};
	const tables = [
		[
			(record) => ({
				incoming_msg: { text: record("text"), other: record("incoming other") },
				outgoing_msg: record("outgoing"),
				unknown: record("unknown"),
				other: record("other"),
			}),
			["text", "incoming other", "outgoing", "other", "other", "unknown", "unknown"],
		],
		[
			(record) => ({ incoming_msg: { audio: record("audio") }, other: record("other") }),
			["other", "audio", "other", "other", "other", "other", "other"],
		],
		[
			(record) => ({ incoming_msg: record("incoming"), new_contact: record("contact"), unknown: undefined }),
			["incoming", "incoming", undefined, "contact", undefined, undefined, undefined],
		],
	];
	for (const [on, wanted] of tables) {
		const found = [];
		for (const body of Object.values(bodies)) {
			const { process, names } = made({ on, observe: undefined });
			const { outcome } = await process(toDelivery(body));
			const [name] = names();
			assert.equal(outcome, name === undefined ? "ignored" : "handled");
			found.push(name);
		}
		assert.deepEqual(found, wanted);
	}
});

test("handlers are those that were there when the processor was made", async () => {
	const on = { incoming_msg: { text: other } };
	const process = createProcessor({ on });
	on.incoming_msg.text = () => {
		throw new Error("never called");
	};
	assert.equal((await process(toDelivery(text))).outcome, "handled");
});

test("an event without a handler is ignored, and nothing is claimed", async () => {
	const store = {
		claim: () => assert.fail("claimed"),
		done: () => assert.fail("done"),
		release: () => assert.fail("released"),
	};
	const { process, names } = made({ store, on: (record) => ({ new_contact: record("contact") }) });
	const outcome = await process(toDelivery(text));
	assert.deepEqual(outcome, { outcome: "ignored", retry: false, event: JSON.parse(text), key: outcome.key });
	assert.deepEqual(names(), ["observe"]);
});

test("a delivery is handled once, and other content or another spelling is told apart rightly", async () => {
	const { process, names } = made({ store: memoryStore(), observe: undefined });
	const outcomes = [];
	for (const body of [
		text,
		text,
		// The same content.
		JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()), null, 4),
		new TextEncoder().encode(text),
		// A later state of the same message.
		message({ text: "edited" }),
		message({ status: "delivered" }),
		message({ status: "delivered" }),
	]) {
		outcomes.push((await process(toDelivery(body))).outcome);
	}
	assert.deepEqual(outcomes, [
		"handled",
		"duplicate",
		"duplicate",
		"duplicate",
		"handled",
		"handled",
		"duplicate",
	]);
	assert.equal(names().length, 3);
});

test("a duplicate has the event and the key of the first", async () => {
	const { process } = made({ store: memoryStore() });
	const first = await process(toDelivery(text));
	assert.deepEqual(await process(toDelivery(text)), { ...first, outcome: "duplicate" });
});

test("without a store, every delivery is handled", async () => {
	const { process, names } = made({ observe: undefined });
	for (let i = 0; i < 3; i++) {
		assert.equal((await process(toDelivery(text))).outcome, "handled");
	}
	assert.deepEqual(names(), ["other", "other", "other"]);
});

test("a delivery that is being handled is busy, and comes again", async () => {
	let finish;
	const finished = new Promise((resolve) => {
		finish = resolve;
	});
	const { process } = made({ store: memoryStore(), on: () => ({ other: () => finished }) });
	const first = process(toDelivery(text));
	const second = await process(toDelivery(text));
	assert.deepEqual([second.outcome, second.retry, second.event], ["busy", true, JSON.parse(text)]);
	finish();
	assert.equal((await first).outcome, "handled");
	assert.equal((await process(toDelivery(text))).outcome, "duplicate");
});

for (const [how, thrower] of [
	[
		"throws",
		(error) => () => {
			throw error;
		},
	],
	[
		"rejects",
		(error) => async () => {
			throw error;
		},
	],
]) {
	test(`a handler that ${how} has failed, and the delivery can be handled at once`, async () => {
		const error = new Error("no database");
		let handle = thrower(error);
		const { process, calls } = made({
			store: memoryStore(),
			observe: undefined,
			on: () => ({ other: (...given) => handle(...given) }),
		});
		const delivery = toDelivery(text);
		const outcome = await process(delivery);
		assert.deepEqual(outcome, {
			outcome: "failed",
			retry: true,
			error,
			event: JSON.parse(text),
			key: outcome.key,
		});
		assert.deepEqual(calls, [["onError", error, delivery]]);
		handle = () => {};
		assert.equal((await process(delivery)).outcome, "handled");
	});
}

test("what is thrown may be undefined", async () => {
	const { process } = made({
		on: () => ({
			other() {
				throw undefined;
			},
		}),
	});
	const { outcome, retry, error } = await process(toDelivery(text));
	assert.deepEqual([outcome, retry, error], ["failed", true, undefined]);
});

/** A store of which one method fails, with the record of all calls. */
function broken(method, error) {
	const calls = [];
	const whole = memoryStore();
	const store = Object.fromEntries(
		["claim", "done", "release"].map((name) => [
			name,
			async (...given) => {
				calls.push(name);
				if (name === method) {
					throw error;
				}
				return whole[name](...given);
			},
		]),
	);
	return { store, calls };
}

test("if nothing can be claimed, the delivery has failed and no handler is called", async () => {
	const error = new Error("no connection");
	const { store } = broken("claim", error);
	const { process, names } = made({ store });
	const outcome = await process(toDelivery(text));
	assert.deepEqual([outcome.outcome, outcome.retry, outcome.error], ["failed", true, error]);
	assert.deepEqual(names(), ["onError", "observe"]);
});

test("if a handled delivery cannot be marked as done, it has failed and is not released", async () => {
	const error = new Error("no connection");
	const { store, calls } = broken("done", error);
	const { process, names } = made({ store, lease: 1 });
	const outcome = await process(toDelivery(text));
	assert.deepEqual([outcome.outcome, outcome.retry, outcome.error], ["failed", true, error]);
	assert.deepEqual(names(), ["other", "onError", "observe"]);
	assert.deepEqual(calls, ["claim", "done"]);
});

test("if the claim of a failed handler cannot be released, onError hears of both, and the outcome has the handler's error", async () => {
	const [error, second] = [new Error("no database"), new Error("no connection")];
	const { store } = broken("release", second);
	const { process, calls } = made({
		store,
		observe: undefined,
		on: () => ({
			other() {
				throw error;
			},
		}),
	});
	assert.equal((await process(toDelivery(text))).error, error);
	assert.deepEqual(new Set(calls.map(([, it]) => it)), new Set([error, second]));
});

test("an unknown event is remembered apart from the same event that a later version knows", async () => {
	const store = memoryStore();
	const body = fixtures.get("12-named-event");
	const { webhook_event_type: name } = JSON.parse(body);
	const older = made({
		store,
		on: (record) => ({ unknown: record("unknown") }),
		parse: (it) => safeParse(it.replace(name, "hologram")),
	});
	const later = made({
		store,
		on: (record) => ({ other: record("other") }),
		parse(it) {
			const { event } = safeParse(it.replace(name, "hologram"));
			return { ok: true, event: event.payload };
		},
	});
	for (const [{ process }, outcome] of [
		[older, "handled"],
		[older, "duplicate"],
		[later, "handled"],
		[later, "duplicate"],
		[older, "duplicate"],
	]) {
		assert.equal((await process(toDelivery(body))).outcome, outcome);
	}
});

test("idle waits for all that is being handled, also for what comes meanwhile", async () => {
	const ends = [];
	const { process } = made({
		on: () => ({ other: () => new Promise((resolve, reject) => ends.push([resolve, reject])) }),
	});
	const ticks = () => new Promise((resolve) => setImmediate(resolve));
	await process.idle();
	const first = process(toDelivery(text));
	let isIdle = false;
	const idle = process.idle().then(() => {
		isIdle = true;
	});
	const second = process(toDelivery(text));
	await ticks();
	ends[0][0]();
	assert.equal((await first).outcome, "handled");
	await ticks();
	assert.equal(isIdle, false);
	ends[1][1](new Error("full"));
	assert.equal((await second).outcome, "failed");
	await idle;
	assert.equal((await process(undefined)).outcome, "failed");
	await process.idle();
});

test("a store that answers with anything else has failed", async () => {
	const { process, names } = made({ store: { claim: async () => true, done: other, release: other } });
	const { outcome, retry, error } = await process(toDelivery(text));
	assert.deepEqual([outcome, retry], ["failed", true]);
	assert.equal(error.message, 'claim of a store has to resolve to "new", "done" or "busy"');
	assert.deepEqual(names(), ["onError", "observe"]);
});

test("an invalid body is kept by onInvalid, and is not delivered again", async () => {
	const body = fixtures.get("15-broken");
	const { process, calls, names } = made();
	const delivery = toDelivery(body);
	const outcome = await process(delivery);
	assert.deepEqual(
		[outcome.outcome, outcome.retry, outcome.isKept, outcome.error.status],
		["invalid", false, true, 422],
	);
	assert.deepEqual(names(), ["onInvalid", "observe"]);
	assert.deepEqual(calls[0], ["onInvalid", outcome.error, delivery]);
	const without = await createProcessor({ on: { other } })(delivery);
	assert.deepEqual([without.outcome, without.isKept], ["invalid", false]);
});

test("onInvalid is waited for; if it fails, the delivery has failed", async () => {
	const error = new Error("no disk");
	const { process, names } = made({
		onInvalid: async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			throw error;
		},
	});
	assert.deepEqual(await process(toDelivery("{")), {
		outcome: "failed",
		retry: true,
		error,
		event: undefined,
		key: undefined,
	});
	assert.deepEqual(names(), ["onError", "observe"]);
});

test("whatever onError and observe throw is ignored", async () => {
	const throwers = [
		() => {
			throw new Error("a log that is full");
		},
		async () => {
			throw new Error("a log that is far away");
		},
	];
	for (const thrower of throwers) {
		const error = new Error("no database");
		const process = createProcessor({
			on: {
				incoming_msg() {
					throw error;
				},
				other,
			},
			onError: thrower,
			observe: thrower,
		});
		assert.equal((await process(toDelivery(text))).error, error);
		assert.equal((await process(toDelivery(fixtures.get("08-contact-insert")))).outcome, "handled");
	}
	// An unhandled rejection would end the test's process by now.
	await new Promise((resolve) => setImmediate(resolve));
});

test("what is not a delivery has failed, so that a queue keeps it", async () => {
	const { receivedAt } = toDelivery("");
	for (const [given, message] of [
		[undefined, "a delivery has to be an object with body and receivedAt; toDelivery(body) makes one"],
		[null, "a delivery has to be an object with body and receivedAt; toDelivery(body) makes one"],
		[text, "a delivery has to be an object with body and receivedAt; toDelivery(body) makes one"],
		[
			{ receivedAt },
			"the body of a delivery has to be a string or a Uint8Array; toDelivery(body) makes a delivery",
		],
		// What JSON makes of bytes.
		[
			{ body: { 0: 123 }, receivedAt },
			"the body of a delivery has to be a string or a Uint8Array; toDelivery(body) makes a delivery",
		],
		[{ body: text }, "receivedAt of a delivery has to be an RFC 3339 date-time in UTC"],
		...[new Date(), [receivedAt]].map((time) => [
			{ body: text, receivedAt: time },
			"receivedAt of a delivery has to be an RFC 3339 date-time in UTC",
		]),
		[
			{ body: text, receivedAt, isReserialized: false },
			"isReserialized of a delivery has to be true or absent",
		],
	]) {
		const { process, names } = made();
		const outcome = await process(given);
		assert.deepEqual(
			[outcome.outcome, outcome.retry, outcome.error.name, outcome.error.message],
			["failed", true, "TypeError", message],
		);
		assert.deepEqual(names(), ["onError", "observe"]);
	}
});

test("another parser is used if there is one; one that does not return what safeParse does has failed", async () => {
	const limited = createProcessor({ on: { other }, parse: (body) => safeParse(body, { maxBytes: 10 }) });
	const outcome = await limited(toDelivery(text));
	assert.deepEqual([outcome.outcome, outcome.error.status], ["invalid", 413]);
	for (const parse of [(body) => safeParse(body).event, async (body) => safeParse(body), () => undefined]) {
		const { process, names } = made({ parse });
		const { outcome, retry, error } = await process(toDelivery(text));
		assert.deepEqual([outcome, retry, error.name], ["failed", true, "TypeError"]);
		assert.deepEqual(names(), ["onError", "observe"]);
	}
	const { error } = await made({ parse: (body) => safeParse(body).event }).process(toDelivery(text));
	assert.equal(error.message, "parse has to return what safeParse returns");
});

test("a store gets keys that every database takes", async () => {
	const keys = [];
	const store = {
		async claim(key) {
			keys.push(key);
			return "new";
		},
		done: other,
		release: other,
	};
	const { process } = made({ store });
	const bodies = [
		text,
		message({ business_id: "a\u0000b" }),
		message({ id: "x".repeat(10_000) }),
		message({ id: `${"x".repeat(10_000)}y` }),
		message({ business_id: "م".repeat(400), id: "" }),
		text.replace("{", '{"note":1e999,'),
		message({ message_type: "hologram" }),
		message({ message_type: "hologram", id: "x".repeat(10_000) }),
	];
	for (const body of bodies) {
		assert.equal((await process(toDelivery(body))).outcome, "handled");
	}
	assert.equal(new Set(keys).size, bodies.length);
	for (const key of keys) {
		assert.ok(key.length <= 520, key);
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what may not be there
		assert.doesNotMatch(key, /[\u0000-\u001f\u007f]/);
	}
	assert.match(keys[1], /^digest\/[0-9a-f]{32}$/);
	assert.match(keys.at(-2), /^unknown\/c327668d/);
	assert.match(keys.at(-1), /^unknown\/digest\/[0-9a-f]{32}$/);
	const { key } = await process(toDelivery(text));
	const business_id = "x".repeat(512 - key.length);
	for (const more of ["", "x"]) {
		const members = { ...JSON.parse(text), business_id: JSON.parse(text).business_id + business_id + more };
		const { key } = await process(toDelivery(JSON.stringify(members)));
		assert.equal(keys.at(-1), key.length === 512 ? key : `digest/${key.slice(-32)}`);
	}
});

test("each delivery has one observation, and nothing that a person wrote is in it", async () => {
	const secret = "a secret";
	const rows = [
		[text, { outcome: "handled", event: "incoming_msg", messageType: "text", drift: 0 }],
		[text, { outcome: "duplicate", event: "incoming_msg", messageType: "text", drift: 0 }],
		[
			message({ [secret]: secret, note: secret, text: secret }),
			{ outcome: "handled", event: "incoming_msg", messageType: "text", drift: 2 },
		],
		[message({ message_type: secret }), { outcome: "handled", event: "unknown", drift: 0 }],
		// Its text is missing.
		[
			message({ text: undefined, from: secret }),
			{ outcome: "handled", event: "unknown", messageType: "text", drift: 0 },
		],
		[
			message({ webhook_event_type: secret, [secret]: secret }),
			{ outcome: "handled", event: "unknown", messageType: "text", drift: 1 },
		],
		[fixtures.get("08-contact-insert"), { outcome: "failed", event: "new_contact", drift: 0 }],
		[fixtures.get("10-broadcast-complete"), { outcome: "ignored", event: "broadcast_complete", drift: 0 }],
		[`{"${secret}":"م`, { outcome: "invalid", issue: "unexpected_end" }],
		[Uint8Array.of(0xff, 0xfe), { outcome: "invalid", issue: "invalid_utf8" }],
	];
	const seen = [];
	const process = createProcessor({
		store: memoryStore(),
		on: {
			incoming_msg: other,
			unknown: other,
			new_contact() {
				throw new Error(secret);
			},
		},
		observe: (observation) => seen.push(observation),
	});
	const start = performance.now();
	for (const [body] of rows) {
		await process(toDelivery(body));
	}
	const elapsed = performance.now() - start;
	assert.equal(seen.length, rows.length);
	for (const [i, [body, wanted]] of rows.entries()) {
		const { durationMs, ...rest } = seen[i];
		assert.deepEqual(rest, { kind: "delivery", bytes: Buffer.byteLength(body), ...wanted });
		assert.ok(durationMs >= 0 && durationMs <= elapsed);
	}
	assert.ok(!JSON.stringify(seen).includes(secret));
});

test("what is wrong with the options is said when the processor is made", () => {
	const events = "incoming_msg, outgoing_msg, new_contact";
	for (const [options, name, message] of [
		[undefined, "TypeError", "createProcessor takes an object of options"],
		[null, "TypeError", "createProcessor takes an object of options"],
		[{}, "TypeError", "on has to be an object of handlers"],
		[{ on: [other] }, "TypeError", "on has to be an object of handlers"],
		[{ on: {} }, "TypeError", "on has to have a handler"],
		[{ on: { incoming_msg: {} } }, "TypeError", "on has to have a handler"],
		[{ on: { other: undefined } }, "TypeError", "on has to have a handler"],
		[{ on: { incoming: other } }, "TypeError", `on.incoming is for no event; names are ${events}`],
		[{ on: { toString: other } }, "TypeError", `on.toString is for no event; names are ${events}`],
		[{ on: { new_contact: "x" } }, "TypeError", "on.new_contact has to be a function"],
		[{ on: { new_contact: { other } } }, "TypeError", "on.new_contact has to be a function"],
		[{ on: { other: { other } } }, "TypeError", "on.other has to be a function"],
		[
			{ on: { incoming_msg: null } },
			"TypeError",
			"on.incoming_msg has to be a function, or an object of handlers",
		],
		[{ on: { incoming_msg: { text: 1 } } }, "TypeError", "on.incoming_msg.text has to be a function"],
		[
			{ on: { incoming_msg: { texts: other } } },
			"TypeError",
			"on.incoming_msg.texts is for no message type; types are text, audio",
		],
		[{ on: { other }, onEror: other }, "TypeError", "createProcessor has no option onEror"],
		[{ on: { other }, onInvalid: 1 }, "TypeError", "onInvalid has to be a function"],
		[{ on: { other }, onError: null }, "TypeError", "onError has to be a function"],
		[{ on: { other }, observe: {} }, "TypeError", "observe has to be a function"],
		[{ on: { other }, parse: {} }, "TypeError", "parse has to be a function"],
		[{ on: { other }, store: null }, "TypeError", "store has to have the method claim"],
		[{ on: { other }, store: { claim: other } }, "TypeError", "store has to have the method done"],
		...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "60", 1e15].flatMap((time) =>
			["lease", "ttl"].map((option) => [
				{ on: { other }, [option]: time },
				"RangeError",
				`${option} has to be a whole number of milliseconds from 1 to 315360000000`,
			]),
		),
	]) {
		let thrown;
		try {
			createProcessor(options);
		} catch (error) {
			thrown = error;
		}
		assert.equal(thrown?.name, name, message);
		assert.ok(thrown.message.startsWith(message), `${thrown.message}, not ${message}`);
	}
	for (const [on, end] of [
		[{ incoming: other }, ", unknown, other"],
		[{ incoming_msg: { texts: other } }, ", other"],
	]) {
		assert.throws(
			() => createProcessor({ on }),
			({ message }) => message.endsWith(end),
		);
	}
	createProcessor({
		on: { other },
		store: undefined,
		lease: undefined,
		ttl: 315_360_000_000,
		observe: undefined,
		parse: undefined,
	});
});

test("a store is given the lease and the time that a delivery is remembered, and one owner for each attempt", async () => {
	const calls = [];
	const store = {
		async claim(...given) {
			calls.push(["claim", ...given]);
			return "new";
		},
		async done(...given) {
			calls.push(["done", ...given]);
		},
		async release() {},
	};
	const { key } = await createProcessor({ on: { other }, store })(toDelivery(text));
	await createProcessor({ on: { other }, store, lease: 5, ttl: 6 })(toDelivery(text));
	const owners = calls.map(([, , owner]) => owner);
	assert.deepEqual(calls, [
		["claim", key, owners[0], 60_000],
		["done", key, owners[0], 604_800_000],
		["claim", key, owners[2], 5],
		["done", key, owners[2], 6],
	]);
	assert.ok(owners.every((it) => typeof it === "string" && it.length >= 16));
	assert.notEqual(owners[0], owners[2]);
});

test("every documented example is handled with all that is in it", async () => {
	const seen = [];
	const process = createProcessor({ on: { other: (event) => seen.push(toWire(event)) } });
	const bodies = [...fixtures].filter(([name]) => !name.endsWith("broken")).map(([, body]) => body);
	for (const body of bodies) {
		assert.equal((await process(toDelivery(body))).outcome, "handled");
	}
	assert.deepEqual(
		seen,
		bodies.map((body) => JSON.parse(body)),
	);
});
