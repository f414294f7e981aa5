// Checks that every receiver must pass: its answers, the deliveries that it keeps, its log, and bad clients.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { safeParse } from "azeer-webhooks";
import { fixtures } from "../suite.mjs";
import { framingNames, leave, overflow } from "./clients.mjs";

/** The size of the largest accepted body, in bytes. */
export const LIMIT = 2 ** 20;

export const good = fixtures.get("01-incoming-text");
const broken = fixtures.get("15-broken");
const unhandled = fixtures.get("02-incoming-audio");

/** A body of the largest size. No two of its parts are alike. */
const large = Array.from({ length: LIMIT / 4 }, (_, number) => number)
	.join(" ")
	.slice(0, LIMIT);

/** Each body with the status of its answer. */
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

/** The same code with a handler that fails on one of the deliveries. Its error contains a phone number. */
export function failing(text) {
	assert.ok(text.includes(WORK), text);
	const fault = 'if (event.message_type === "audio") throw new Error("disk full for " + event.from);';
	return text.replace(WORK, `${WORK}\n${fault}`);
}

/** Sends all deliveries at once. Returns the number of checks. */
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

/** The deliveries that must be kept: each that was not handled, with its issues or the handler's error. */
export const kept = deliveries
	.filter(([, status]) => status !== 204)
	.map(([body]) => {
		const bytes = Buffer.from(body);
		const { ok, error } = safeParse(bytes);
		return { body: bytes, reason: ok ? `Error: disk full for ${JSON.parse(body).from}` : error.issues };
	});

/** Compares the kept deliveries with the wanted ones, in any order. */
export function assertKept(found, wanted) {
	// Objects may come from another realm, so texts are compared. A failure prints them, so bodies are digests.
	const text = ({ body, reason }) => {
		const bytes = createHash("sha256").update(Buffer.from(body)).digest("hex");
		const codes = typeof reason === "string" ? reason : Array.from(reason, ({ code }) => code);
		return JSON.stringify([codes, bytes]);
	};
	assert.deepEqual(Array.from(found, text).sort(), Array.from(wanted, text).sort());
}

/**
 * Clients disconnect, or send too much. After each, a delivery must still be answered. Returns the number of clients. A
 * host that `drains` reads the rest of a refused body and drops it.
 */
export async function assertWithstands(port, ask, { drains = false } = {}) {
	const size = 64 * LIMIT;
	for (const framing of framingNames) {
		await leave(port, framing);
		assert.equal((await ask({ method: "POST", body: good })).status, 204, framing);
		// A content-length above the limit is refused before the body arrives.
		const enough = framing === "chunked" ? LIMIT + 1 : 1;
		const { sent, status, isStalled } = await overflow(port, framing, { size, enough });
		assert.equal(status, 413, framing);
		assert.equal(isStalled, false, framing);
		// The system's buffers hold some megabytes.
		assert.ok(drains || sent < size / 2, `${framing}: ${sent} bytes were taken`);
		assert.equal((await ask({ method: "POST", body: good })).status, 204, framing);
	}
	return 2 * framingNames.length;
}

/** The personal data in the deliveries. */
const personal = [good, broken, unhandled]
	.map((body) => JSON.parse(body))
	.flatMap(({ from, contact_name, text }) => [from, contact_name, text])
	.filter((it) => it !== undefined);

/** Checks that a receiver's log has names of events and codes of issues, and no personal data. */
export function assertPrivate(log) {
	assert.match(log, /incoming_msg/);
	assert.match(log, /wrong_type/);
	for (const it of personal) {
		assert.ok(!log.includes(it), `${it} is in the log:\n${log}`);
	}
}
