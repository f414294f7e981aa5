// What every receiver has to do with deliveries, and with clients as networks have them.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { safeParse } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";
import { framingNames, leave, overflow } from "./clients.mjs";

/** The largest body that is taken, in bytes. */
export const LIMIT = 2 ** 20;

export const good = fixtures.get("01-incoming-text");
const broken = fixtures.get("15-broken");
const unhandled = fixtures.get("02-incoming-audio");

/** As large as may be, and no two parts of it alike. */
const large = Array.from({ length: LIMIT / 4 }, (_, number) => number)
	.join(" ")
	.slice(0, LIMIT);

/** A body, and the status that it is to be answered with. */
const deliveries = [
	[good, 204],
	[fixtures.get("11-incoming-text-arabic"), 204],
	[broken, 422],
	["{", 400],
	["", 400],
	[Uint8Array.of(0x7b, 0xff, 0x00), 400],
	...Array(4).fill([large, 400]),
	[unhandled, 500],
];

const WORK = "console.log(event.webhook_event_type);";

/** The text of a handler that fails on one of the deliveries, with an error that says something of a person. */
export function failing(text) {
	assert.ok(text.includes(WORK), text);
	const fault = 'if (event.message_type === "audio") throw new Error("no room for " + event.from);';
	return text.replace(WORK, `${WORK}\n${fault}`);
}

/** Asks for all of them at once; returns how many checks that were. */
export async function assertAnswers(ask) {
	const statuses = await Promise.all(
		deliveries.map(async ([body]) => (await ask({ method: "POST", body })).status),
	);
	assert.deepEqual(
		statuses,
		deliveries.map(([, status]) => status),
	);
	return deliveries.length;
}

/** What is to be kept of deliveries: each that was not handled, with its issues or with what the handler threw. */
export const kept = deliveries
	.filter(([, status]) => status !== 204)
	.map(([body]) => {
		const bytes = Buffer.from(body);
		const { ok, error } = safeParse(bytes);
		return { body: bytes, reason: ok ? `Error: no room for ${JSON.parse(body).from}` : error.issues };
	});

/** Holds what was kept against what was to be, in any order. */
export function assertKept(found, wanted) {
	// Texts, as objects may come from another realm; digests, as a failure prints what it compares.
	const text = ({ body, reason }) => {
		const bytes = createHash("sha256").update(Buffer.from(body)).digest("hex");
		const codes = typeof reason === "string" ? reason : Array.from(reason, ({ code }) => code);
		return JSON.stringify([codes, bytes]);
	};
	assert.deepEqual(Array.from(found, text).sort(), Array.from(wanted, text).sort());
}

/**
 * Has clients leave and send too much, after each of which a delivery is to be answered; returns how many clients that were. A host that
 * `drains` reads what is left of a refused body, and does not keep it.
 */
export async function assertWithstands(port, ask, { drains = false } = {}) {
	const size = 64 * LIMIT;
	for (const framing of framingNames) {
		await leave(port, framing);
		assert.equal((await ask({ method: "POST", body: good })).status, 204, framing);
		// What says that it is too large is refused before it is there.
		const enough = framing === "chunked" ? LIMIT + 1 : 1;
		const { sent, status, isStalled } = await overflow(port, framing, { size, enough });
		assert.equal(status, 413, framing);
		assert.equal(isStalled, false, framing);
		// Buffers of the system hold some megabytes.
		assert.ok(drains || sent < size / 2, `${framing}: ${sent} bytes were taken`);
		assert.equal((await ask({ method: "POST", body: good })).status, 204, framing);
	}
	return 2 * framingNames.length;
}

/** What the deliveries say of persons. */
const personal = [good, broken, unhandled]
	.map((body) => JSON.parse(body))
	.flatMap(({ from, contact_name, text }) => [from, contact_name, text])
	.filter((it) => it !== undefined);

/** Holds what a receiver has printed against what it may: names of events and codes of issues, nothing of a person. */
export function assertPrivate(log) {
	assert.match(log, /incoming_msg/);
	assert.match(log, /wrong_type/);
	for (const it of personal) {
		assert.ok(!log.includes(it), `${it} is in the log:\n${log}`);
	}
}
