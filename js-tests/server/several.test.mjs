// Several services on one store: each delivery is handled once, and what one has begun when it is killed is handled by another.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { randomOf } from "./conformance.mjs";
import { until, withServices } from "./handling.mjs";
import { withPostgres, withRedis } from "./services.mjs";

const DELIVERIES = 500;
/** Deliveries at once, to each service. */
const WIDTH = 20;
/** A delivery that a service is killed with, and how long its claim holds. */
const [LEFT, LEASE] = [DELIVERIES + 1, 1500];

/** Clients of two services, and a server for their store. Those of SQLite share a file. */
const stores = {
	PostgreSQL: [["pg", "pg"], withPostgres],
	Redis: [["redis", "ioredis"], withRedis],
	SQLite: [["node:sqlite", "better-sqlite3"], (run) => run()],
};

for (const [name, [clients, withServer]] of Object.entries(stores)) {
	test(`${name}: two services handle each delivery once, and one handles what another has left`, () =>
		withServer((port) =>
			withServices(async (start, read, dir) => {
				const at = port ?? join(dir, "deliveries.db");
				const services = [];
				for (const client of clients) {
					services.push(await start({ client, at }));
				}
				const ids = Array.from({ length: DELIVERIES }, (_, at) => at + 1);
				// In the same order, whoever is ahead would handle all.
				await Promise.all(services.map((service, at) => deliverAll(service, shuffled(ids, at))));
				const log = read();
				for (const id of ids) {
					assert.deepEqual([log.count("begun", id), log.count("handled", id)], [1, 1], `${log.of(id)}`);
				}
				assert.equal(log.handlers().size, 2);
				assert.ok(log.count("busy") > 0, "no two came at once");

				const killed = await start({ client: clients[0], at, lease: LEASE });
				const broken = assert.rejects(killed.post(LEFT, "wait"));
				await until(() => read().count("begun", LEFT) === 1);
				assert.equal(await killed.kill("SIGKILL"), "SIGKILL");
				await broken;
				const [, heir] = services;
				assert.equal((await heir.post(LEFT, "wait")).status, 503);
				const taken = heir.deliver(LEFT, "wait");
				await until(() => read().count("begun", LEFT) === 2);
				await heir.go();
				assert.equal((await taken).at(-1), 200);
				assert.deepEqual([...new Set(read().of(LEFT))], ["begun", "busy", "handled"]);
			}),
		));
}

/** Sends all of a list, each until it is taken. */
async function deliverAll(service, queue) {
	const sender = async () => {
		for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
			await service.deliver(id);
		}
	};
	await Promise.all(Array.from({ length: WIDTH }, sender));
}

function shuffled(list, seed) {
	const random = randomOf(seed);
	return list
		.map((it) => [random(2 ** 32), it])
		.sort(([a], [b]) => a - b)
		.map(([, it]) => it);
}
