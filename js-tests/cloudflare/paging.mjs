// Reads all events by pages while others are written.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

/** Reads on until `isOver` says that no more come, and the last page is empty. Resolves to the numbers of the events, in the order of pages. */
export async function readForward(service, filters, limit, isOver) {
	const read = [];
	for (let next = { after: 0 }; ; ) {
		const wasOver = isOver();
		const page = await service.search({ ...filters, ...next, limit });
		add(read, page, 1);
		next = page.next;
		if (page.events.length === 0) {
			if (wasOver) {
				return read;
			}
			await setTimeout(20);
		}
	}
}

/** Reads from the newest event, as it is now, to the oldest. */
export async function readBackward(service, filters, limit) {
	const read = [];
	for (let next = {}; next !== null; ) {
		const page = await service.search({ ...filters, ...next, limit });
		add(read, page, -1);
		next = page.next;
	}
	return read;
}

/** Adds a page. Throws if its events do not go on in the direction, because the reading might never end. */
function add(read, { events }, direction) {
	for (const { seq } of events) {
		const last = read.at(-1);
		assert.ok(last === undefined || direction * (seq - last) > 0, `${last} is followed by ${seq}`);
		read.push(seq);
	}
}

/** Asserts that `read` is what the database has by now, each once and in order; `condition` is that of the filters in SQL. */
export async function assertRead(service, read, condition, parameters = []) {
	const sql = `SELECT seq FROM events WHERE ${condition} ORDER BY seq`;
	const { results } = await service.sql(sql, ...parameters);
	assert.deepEqual(
		read,
		results.map(({ seq }) => seq),
	);
	return read.length;
}
