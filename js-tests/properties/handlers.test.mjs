// What handlers ask of random events: Rust, the package and a few lines of plain JavaScript agree.
//
//   SOAK=5000000 node --test js-tests/properties/handlers.test.mjs    more bodies
//   SEED=7 …                                                         others

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { customerPhone, messageText, safeParse, sentAtNanoseconds } from "azeer-webhooks";
import { deliveryKey, messageKey } from "azeer-webhooks/server";
import { random } from "../random.mjs";
import { bodies } from "./bodies.mjs";
import { native } from "./native.mjs";

/** A body here costs as much as forty of the other comparisons. */
const RUNS = Math.ceil(Number(process.env.SOAK ?? 200_000) / 40);
const SEED = Number(process.env.SEED ?? 1);

/** RFC 8785, with `infinite` for numbers that it cannot write. */
function canonical(value, infinite) {
	if (typeof value === "number" && !Number.isFinite(value)) {
		return infinite(value);
	}
	if (Array.isArray(value)) {
		return `[${value.map((it) => canonical(it, infinite)).join()}]`;
	}
	if (typeof value === "object" && value !== null) {
		const names = Object.keys(value).sort();
		return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name], infinite)}`).join()}}`;
	}
	return JSON.stringify(value);
}

function digest(wire) {
	const text = canonical(wire, () => "null");
	const named = canonical(wire, (double) => `"${double}"`);
	return createHash("sha256")
		.update(text === named ? text : `[${text},${named}]`)
		.digest("hex")
		.slice(0, 32);
}

/** The rules once more, over the value of JSON.parse. */
function expected(body) {
	const wire = JSON.parse(body);
	const member = (value, name) =>
		typeof value === "object" && !Array.isArray(value) && value !== null && Object.hasOwn(value, name)
			? value[name]
			: undefined;
	const isText = (it) => typeof it === "string" && it !== "";
	const [id, number, business] = ["id", "message_id", "business_id"].map((name) => member(wire, name));
	const name = wire.webhook_event_type;
	const parts = [isText(business) ? business : "", name];
	const isMessage = name === "incoming_msg" || name === "outgoing_msg";
	if (isMessage && (isText(id) || (Number.isSafeInteger(number) && number !== 0))) {
		parts.push(isText(id) ? id : `${number}`);
	}
	const join = (all) => all.map((it) => it.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
	const nested = member(wire, "message_body");
	const texts = [member(wire, "text"), member(member(nested, "text"), "body"), member(nested, "body")];
	const phone = member(wire, name === "incoming_msg" ? "from" : "to");
	return {
		deliveryKey: join([...parts, digest(wire)]),
		messageKey: parts.length === 3 ? join(parts) : null,
		messageText: (isMessage && texts.find(isText)) || null,
		customerPhone: isMessage && typeof phone === "string" ? phone : null,
	};
}

test(`${RUNS} bodies, seed ${SEED}`, (t) => {
	const texts = Array.from({ length: RUNS }, bodies(random(SEED)));
	const answers = native("handlers", texts);
	assert.equal(answers.length, RUNS);
	const counts = {};
	const count = (what) => {
		counts[what] = (counts[what] ?? 0) + 1;
	};
	for (const [i, body] of texts.entries()) {
		const { error, sentAt, ...answer } = answers[i];
		const result = safeParse(body);
		assert.equal(result.ok, error === undefined, body);
		if (!result.ok) {
			continue;
		}
		const { event } = result;
		const wanted = expected(body);
		assert.deepEqual(answer, wanted, `the crate, of ${body}`);
		const actual = {
			deliveryKey: deliveryKey(event),
			messageKey: messageKey(event),
			messageText: messageText(event),
			customerPhone: customerPhone(event),
		};
		assert.deepEqual(actual, wanted, `the package, of ${body}`);
		assert.equal(sentAtNanoseconds(event)?.toString() ?? null, sentAt, `the time of ${body}`);
		const tier = event.webhook_event_type === "unknown" ? "unknown" : "known";
		for (const [name, value] of Object.entries({ ...actual, sentAt })) {
			count(`${tier}: ${value === null ? "no" : "a"} ${name}`);
		}
		if (/[[:,]-?Infinity/.test(canonical(JSON.parse(body), String))) {
			count("infinite");
		}
	}
	t.diagnostic(JSON.stringify(counts));
	// Each of them often enough for the comparison to mean something.
	const names = ["messageKey", "messageText", "customerPhone", "sentAt"];
	for (const name of names.flatMap((name) => [`no ${name}`, `a ${name}`])) {
		assert.ok(counts[`known: ${name}`] > RUNS / 100, name);
		assert.ok(counts[`unknown: ${name}`] > RUNS / 100, name);
	}
	assert.ok(counts.infinite > RUNS / 100);
});
