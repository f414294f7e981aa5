// Retention: removes what is older than RETENTION_DAYS. A cron trigger runs it.

import { FOLDERS } from "./bodies.ts";

const DAY = 24 * 60 * 60 * 1000;

/** D1 runs one statement for 30 seconds at most, and R2 deletes 1,000 objects at once. */
const CHUNK = 1000;

/** D1 takes 1,000 queries in an invocation. What is left waits for the next hour. */
const MAX_ROUNDS = 500;

export async function expire(env: Env): Promise<void> {
	const before = Date.now() - env.RETENTION_DAYS * DAY;
	const events = await repeat(() => expireEvents(env.DB, before));
	// A day later than events: a body is received before its event is stored.
	const day = new Date(before - DAY).toISOString().slice(0, 10);
	let objects = 0;
	for (const folder of FOLDERS) {
		objects += await repeat(() => expireObjects(env.BODIES, folder, day));
	}
	console.log({ expired: { events, objects } });
}

/** Runs until nothing is left. */
async function repeat(removeSome: () => Promise<number>): Promise<number> {
	let total = 0;
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const removed = await removeSome();
		if (removed === 0) {
			break;
		}
		total += removed;
	}
	return total;
}

/** The rows of other tables go with their event. */
async function expireEvents(db: D1Database, before: number): Promise<number> {
	const { results } = await db
		.prepare(
			`DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE stored_at < ? ORDER BY stored_at LIMIT ${CHUNK}) RETURNING seq`,
		)
		.bind(before)
		.all();
	return results.length;
}

/** Keys are in the order of days, so the oldest come first. */
async function expireObjects(bucket: R2Bucket, folder: string, day: string): Promise<number> {
	const { objects } = await bucket.list({ prefix: `${folder}/`, limit: CHUNK });
	const keys = objects.map(({ key }) => key).filter((key) => key < `${folder}/${day}`);
	if (keys.length > 0) {
		await bucket.delete(keys);
	}
	return keys.length;
}
