// Compares what a deployment has kept with what it has to keep.

import assert from "node:assert/strict";
import { identity } from "./deliveries.mjs";
import { quiet, until } from "./send.mjs";

/** Rows and bodies that are read at once. */
const PAGE = 500;

/** All rows of a query, which takes the number after which they begin, and how many there are at most. */
async function* rowsOf(service, sql) {
	for (let after = 0; ; ) {
		const { results } = await service.sql(sql, after, PAGE);
		yield* results;
		if (results.length < PAGE) {
			return;
		}
		after = results.at(-1).seq;
	}
}

const EVENTS = `
	SELECT events.seq, type, unknown, business_id, events.phone, sent_at, received_at, stored_at, body, object,
		direction, message_type, text
	FROM events JOIN bodies USING (seq) LEFT JOIN messages USING (seq) WHERE events.seq > ? ORDER BY events.seq LIMIT ?`;

/** Bodies of events in the database. Each is one that was sent, is there once, and has the columns that it has to have. */
export async function storedEvents(service, { events }) {
	const stored = new Set();
	for await (const row of rowsOf(service, EVENTS)) {
		const body = row.object === null ? row.body : await textOf(await service.api(`events/${row.seq}`));
		const expected = events.get(body);
		assert.ok(expected !== undefined, `the body of ${row.seq} was not sent`);
		assert.ok(!stored.has(expected), `${row.seq} is stored twice`);
		stored.add(expected);
		const { type, unknown, business_id, phone, sent_at, direction, message_type, text } = row;
		const message = direction === null ? null : { direction, message_type, text };
		assert.deepEqual({ type, unknown, business_id, phone, sent_at, message }, expected.row);
		assert.ok(row.received_at <= row.stored_at, `${row.received_at} ${row.stored_at}`);
	}
	return stored;
}

/** What is in a folder of R2. */
async function listKept(service, folder) {
	const all = [];
	for (let cursor = ""; cursor !== null; ) {
		const page = await textOf(await service.api(`kept?folder=${folder}${cursor && `&cursor=${cursor}`}`));
		const { kept, next } = JSON.parse(page);
		all.push(...kept);
		cursor = next;
	}
	return all;
}

/** The identities of the bodies in a folder of R2, with their keys and why they are kept. */
export async function keptBodies(service, folder) {
	const bodies = new Map();
	for (const { key, reason } of await listKept(service, folder)) {
		bodies.set(identity(await (await service.api(`kept/${key}`)).arrayBuffer()), { key, reason });
	}
	return bodies;
}

/** How many events, invalid bodies and dead letters are kept. */
export async function countKept(service) {
	const { results } = await service.sql("SELECT count(*) AS events FROM events");
	const [invalid, dead] = await Promise.all(["invalid", "dead"].map((it) => listKept(service, it)));
	return { events: results[0].events, invalid: invalid.length, dead: dead.length };
}

/**
 * Waits until as much is kept as has to be, `others` beside what was made, and until no consumer has been called for a `pause`, which is longer than
 * any delay.
 */
export async function settled(service, { events, invalid }, { others = 0, pause = 1500 } = {}) {
	const total = new Set(events.values()).size + invalid.size + others;
	const isAll = async () => {
		const { events, invalid, dead } = await countKept(service);
		return events + invalid + dead >= total;
	};
	await until(isAll, () => service.counts(), "something is missing");
	await quiet(service, pause);
}

/** The last state of each contact or broadcast that is in the database. */
const STATES = {
	contacts: `
		SELECT seq, business_id || ' ' || contact_id AS key, tags, changed_at FROM contacts WHERE seq > ? ORDER BY seq LIMIT ?`,
	broadcasts: `
		SELECT seq, business_id || ' ' || broadcast_id AS key, status, changed_at FROM broadcasts WHERE seq > ? ORDER BY seq LIMIT ?`,
};

async function assertStates(service, stored, table) {
	const expected = new Map();
	for (const { states } of stored) {
		const { [table]: state } = states;
		if (state !== undefined && !(expected.get(state.key)?.changed_at > state.changed_at)) {
			expected.set(state.key, state);
		}
	}
	let there = 0;
	for await (const { seq, ...state } of rowsOf(service, STATES[table])) {
		assert.deepEqual(state, expected.get(state.key));
		there++;
	}
	assert.equal(there, expected.size, table);
}

/**
 * Asserts that all that was sent is kept once, and nothing else. Resolves to how much of it there is. An event can be a dead letter and stored too
 * (`both`): if it was written, but every answer of the database was lost.
 */
export async function assertKept(service, made) {
	const all = new Set(made.events.values());
	const stored = await storedEvents(service, made);
	const dead = await keptBodies(service, "dead");
	let both = 0;
	for (const body of dead.keys()) {
		const event = made.events.get(Buffer.from(body, "latin1").toString());
		assert.ok(event !== undefined, "a dead letter was not sent");
		if (stored.has(event)) {
			both++;
		} else {
			all.delete(event);
		}
	}
	assert.equal(stored.size, all.size, "events are missing");
	const invalid = await keptBodies(service, "invalid");
	assert.equal(invalid.size, made.invalid.size);
	assert.ok([...invalid.keys()].every((body) => made.invalid.has(body)));
	for (const table of Object.keys(STATES)) {
		await assertStates(service, stored, table);
	}
	// A transaction is written as a whole.
	for (const sql of ["PRAGMA foreign_key_check", "SELECT seq FROM events EXCEPT SELECT seq FROM bodies"]) {
		assert.deepEqual((await service.sql(sql)).results, []);
	}
	return { stored: stored.size, invalid: invalid.size, dead: dead.size, both };
}

async function textOf(response) {
	const text = await response.text();
	assert.equal(response.status, 200, text);
	return text;
}
