// Retention: what the schedule removes, and what it leaves.

import assert from "node:assert/strict";
import { fixtures } from "../suite.mjs";
import { settled } from "./compare.mjs";
import { makeDeliveries } from "./deliveries.mjs";
import { Service } from "./deployment.mjs";
import { fill } from "./fill.mjs";
import { sendAll, until } from "./send.mjs";

const DAY = 24 * 60 * 60 * 1000;

/** The schedule removes what is old, with all that belongs to it, and nothing else. */
export async function expires(folder, { seed }) {
	const made = makeDeliveries(400, seed);
	const service = await Service.start(folder, "retention", { vars: { FAULT: "none", SEED: 1 } });
	const schedule = async () =>
		assert.equal((await fetch(service.url("/cdn-cgi/local/scheduled"))).status, 200);
	const rows = async (table) => (await service.sql(`SELECT count(*) AS n FROM ${table}`)).results[0].n;
	const TABLES = ["events", "bodies", "messages", "contacts", "broadcasts"];
	const keys = async () => {
		const pages = await Promise.all(
			["large", "invalid", "dead"].map(async (it) => (await service.api(`kept?folder=${it}`)).json()),
		);
		return pages.flatMap(({ kept }) => kept.map(({ key }) => key)).sort();
	};
	try {
		await sendAll(service, made.bodies);
		await settled(service, made);
		const day = (ago) => new Date(Date.now() - ago * DAY).toISOString();
		for (const folder of ["large", "invalid", "dead"]) {
			for (const ago of [89, 93, 1000]) {
				await service.put(`${folder}/${day(ago).slice(0, 10)}/aa`, day(ago));
			}
		}
		const all = await keys();

		// Nothing is old.
		const before = await Promise.all(TABLES.map(rows));
		assert.ok(
			before.every((it) => it > 0),
			`${before}`,
		);
		await schedule();
		assert.deepEqual(await Promise.all(TABLES.map(rows)), before);
		const left = await keys();
		assert.deepEqual(
			left,
			all.filter((key) => !key.endsWith("/aa") || key.includes(day(89).slice(0, 10))),
		);

		// More than are removed at once.
		await fill(service, 2500);
		await service.sql("UPDATE events SET stored_at = ? WHERE seq % 2 = 0", Date.now() - 91 * DAY);
		const young = await rows(`events WHERE stored_at > ${Date.now() - 90 * DAY}`);
		assert.ok(young > 0 && young < before[0], `${young}`);
		await schedule();
		assert.deepEqual([await rows("events"), await rows("bodies")], [young, young]);
		for (const table of TABLES.slice(1)) {
			const { results } = await service.sql(`SELECT seq FROM ${table} EXCEPT SELECT seq FROM events`);
			assert.deepEqual(results, [], table);
		}

		// The number of an event that was removed never comes again.
		const [{ last }] = (await service.sql("SELECT max(seq) AS last FROM events")).results;
		await service.sql("UPDATE events SET stored_at = 0");
		await schedule();
		assert.deepEqual(await Promise.all(TABLES.map(rows)), [0, 0, 0, 0, 0]);
		await service.post(fixtures.get("01-incoming-text"));
		const stored = async () => (await service.search({ after: 0 })).events;
		await until(async () => (await stored()).length === 1, stored, "it is not stored");
		assert.ok((await stored())[0].seq > last);
	} finally {
		await service.stop();
	}
}
