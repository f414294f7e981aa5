// Checks that the receiver of every recipe must pass: its answers, what it keeps, its log, and bad clients.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fixtures } from "../suite.mjs";
import { framingNames, leave, overflow } from "./clients.mjs";

/** The size of the largest accepted body, in bytes. */
export const LIMIT = 2 ** 20;

export const TOKEN = "a-token-of-some-length";

export const good = fixtures.get("01-incoming-text");
const failed = fixtures.get("08-contact-insert");
const repeated = fixtures.get("10-broadcast-complete");

/** A body of the largest size. No two of its parts are alike. */
const large = Array.from({ length: LIMIT / 4 }, (_, number) => number)
	.join(" ")
	.slice(0, LIMIT);

/** Bodies that must be kept, with the status of the answer: unknown and invalid events, and one whose handler fails. */
const keptAs = [
	[fixtures.get("13-unknown-event"), 200],
	[fixtures.get("15-broken"), 202],
	["{", 202],
	["", 202],
	[Uint8Array.of(0x7b, 0xff, 0x00), 202],
	...Array(4).fill([large, 202]),
	[failed, 500],
];
export const kept = keptAs.map(([body]) => body);

const handled = [good, fixtures.get("11-incoming-text-arabic"), repeated];

/** Options of a request that delivers a body. */
export function delivering(body, token = TOKEN) {
	return { method: "POST", body, headers: { "x-token": token } };
}

const WORK = "console.log(event.webhook_event_type)";

/** The same code with a handler that fails for contacts. Its error contains a name. */
export function failing(text) {
	assert.ok(text.includes(WORK), text);
	const fault =
		'if (event.webhook_event_type === "new_contact") throw new Error("disk full for " + event.contact_name);';
	return text.replace(WORK, `{ ${WORK}; ${fault} }`);
}

/**
 * Sends deliveries at once, then repeats one, and sends what must be refused. Returns the number of checks. A host that `hangsUp` closes the
 * connection of a body that is too large, and the answer may be lost with it.
 */
export async function assertAnswers(ask, { hangsUp = false } = {}) {
	const deliveries = [...keptAs, ...handled.map((body) => [body, 200])];
	const answered = async (requests) => {
		const responses = await Promise.all(requests.map(ask));
		return responses.map(({ status }) => status);
	};
	assert.deepEqual(
		await answered(deliveries.map(([body]) => delivering(body))),
		deliveries.map(([, status]) => status),
	);
	const others = [
		delivering(repeated),
		delivering("{", "wrong"),
		{ method: "POST", body: "{" },
		{ method: "GET" },
	];
	assert.deepEqual(await answered(others), [200, 401, 401, 405]);
	const refused = ask(delivering(`${large} `)).then(({ status }) => status);
	assert.equal(await (hangsUp ? refused.catch(() => 413) : refused), 413);
	return deliveries.length + others.length + 1;
}

/** Compares kept bodies with the wanted ones, in any order. A failure prints them, so they are compared as digests. */
export function assertKept(found, wanted) {
	const digest = (body) => createHash("sha256").update(body).digest("hex");
	assert.deepEqual(found.map(digest).sort(), wanted.map(digest).sort());
}

/**
 * Clients disconnect, or send too much. After each, a delivery must still be answered. Returns the number of clients. A
 * host that `drains` reads the rest of a refused body and drops it.
 */
export async function assertWithstands(port, ask, { drains = false } = {}) {
	const size = 64 * LIMIT;
	const headers = [`x-token: ${TOKEN}`];
	for (const framing of framingNames) {
		await leave(port, framing, { headers });
		assert.equal((await ask(delivering(good))).status, 200, framing);
		// A content-length above the limit is refused before the body arrives.
		const enough = framing === "chunked" ? LIMIT + 1 : 1;
		const { sent, status, isStalled } = await overflow(port, framing, { size, enough, headers });
		assert.equal(status, 413, framing);
		assert.equal(isStalled, false, framing);
		// The system's buffers hold some megabytes.
		assert.ok(drains || sent < size / 2, `${framing}: ${sent} bytes were taken`);
		assert.equal((await ask(delivering(good))).status, 200, framing);
	}
	return 2 * framingNames.length;
}

/** The personal data in deliveries that are handled, fail or are invalid. */
const personal = [good, failed, fixtures.get("15-broken")]
	.map((body) => JSON.parse(body))
	.flatMap(({ from, contact_name, text }) => [from, contact_name, text])
	.filter((it) => it !== undefined);

/** Checks a log: the repeated event was handled once, the failure is there, and no personal data. */
export function assertLogged(log) {
	assert.equal(log.split("broadcast_complete").length - 1, 1, log);
	assert.match(log, /failed: Error/);
	for (const it of personal) {
		assert.ok(!log.includes(it), `${it} is in the log:\n${log}`);
	}
}
