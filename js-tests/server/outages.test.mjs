// Stores that are stopped, hang or forget while deliveries arrive: the documented answers, and nothing is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createProcessor, createReceiver, redisStore, unauthenticated } from "azeer-webhooks/server";
import Redis from "ioredis";
import { post } from "./deliveries.mjs";
import { until, withServices } from "./handling.mjs";
import { withPostgres, withRedis } from "./services.mjs";

/** Settings of Redis. */
const appending = (appendonly) => ["--save", "", "--appendonly", appendonly];

/** Runs with a server, and the signal that ends it as a crash does. */
const servers = {
	// As `pg_ctl stop -m immediate` does.
	pg: [withPostgres, "SIGQUIT"],
	redis: [(run) => withRedis(run, appending("yes")), "SIGKILL"],
	ioredis: [(run) => withRedis(run, appending("yes")), "SIGKILL"],
};

/** Senders at once. */
const WIDTH = 5;
/** How often a store is stopped; more by OUTAGES. */
const OUTAGES = Number(process.env.OUTAGES ?? 1);

/** Sends one delivery after the other, each until it is taken, until it is told to end. Resolves to how many there were. */
function sending(service) {
	let isOver = false;
	let next = 1;
	const sender = async () => {
		while (!isOver) {
			await service.deliver(next++);
		}
	};
	const senders = Promise.all(Array.from({ length: WIDTH }, sender));
	return async () => {
		isOver = true;
		await senders;
		return next - 1;
	};
}

/** A delivery is handled once. It is handled again only after an attempt whose mark the store has not confirmed. */
function assertHandled(log, id) {
	const [begun, handled, failed] = ["begun", "handled", "failed"].map((what) => log.count(what, id));
	const all = `${id}: ${log.of(id)}`;
	assert.ok(begun >= 1 && handled <= 1, all);
	assert.ok(begun - handled <= failed, all);
	return begun > 1;
}

for (const [client, [withServer, crash]] of Object.entries(servers)) {
	test(`${client}: a store that is gone and comes back`, () =>
		withServer((port, server) =>
			withServices(async (start, read) => {
				const service = await start({ client, at: port, lease: 2000, deadline: 500 });
				const end = sending(service);
				let refused = 0;
				for (let outage = 0; outage < OUTAGES; outage++) {
					const before = read().count("handled");
					await until(() => read().count("handled") > before + 20);
					await server.stop(crash);
					const ids = Array.from({ length: 10 }, () => 1_000_000 + ++refused);
					const answers = await Promise.all(ids.map((id) => service.post(id)));
					for (const { status, retryAfter } of answers) {
						assert.ok(status === 500 || (status === 503 && retryAfter === "30"), `${status}`);
					}
					assert.ok(ids.every((id) => read().count("begun", id) === 0));
					await server.start();
					await Promise.all(ids.map((id) => service.deliver(id)));
				}
				const sent = await end();
				const log = read();
				let again = 0;
				for (let id = 1; id <= sent; id++) {
					again += assertHandled(log, id);
				}
				assert.ok(again <= WIDTH * OUTAGES, `${again} were handled again`);
				for (let id = 1; id <= refused; id++) {
					assert.ok(!assertHandled(log, 1_000_000 + id));
				}
				assert.equal(service.child.exitCode, null);
			}),
		));
}

for (const [client, [withServer]] of Object.entries(servers)) {
	test(`${client}: a store that hangs: 503 at the deadline, and all is handled once it goes on`, () =>
		withServer((port, server) =>
			withServices(async (start, read) => {
				const service = await start({ client, at: port, deadline: 400 });
				assert.deepEqual(await service.deliver(1), [200]);
				const claimed = service.post(2, "wait");
				await until(() => read().count("begun", 2) === 1);
				server.freeze();
				const begin = performance.now();
				// More than a pool has connections, and each twice.
				const ids = Array.from({ length: 12 }, (_, at) => 10 + at);
				await service.go();
				const answers = await Promise.all([claimed, ...[...ids, ...ids].map((id) => service.post(id))]);
				const took = performance.now() - begin;
				assert.deepEqual(answers, Array(25).fill({ status: 503, retryAfter: "30" }));
				assert.ok(took >= 390 && took < 5000, `${took} ms`);
				assert.ok(ids.every((id) => read().count("begun", id) === 0));
				server.thaw();
				// Nobody has sent them again.
				const all = [2, ...ids];
				await until(() => all.every((id) => read().count("handled", id) === 1));
				assert.deepEqual(await service.deliver(2, "wait"), [200]);
				for (const id of ids) {
					assert.deepEqual(await service.deliver(id), [200]);
				}
				const log = read();
				for (const id of all) {
					assert.equal(log.count("begun", id), 1, `${log.of(id)}`);
					assert.equal(log.of(id).at(-1), "duplicate");
				}
			}),
		));
}

test("a store that hangs: the work is under waitUntil until it is done", () =>
	withRedis(async (port, server) => {
		const client = new Redis(port, "127.0.0.1");
		const texts = [];
		const processor = createProcessor({
			store: redisStore(([name, ...args]) => client.call(name, ...args)),
			on: { incoming_msg: { text: ({ text }) => texts.push(text) } },
		});
		const receiver = createReceiver({ authenticate: unauthenticated(), deadline: 200, deliver: processor });
		const works = [];
		const answer = async () => (await receiver(post(), {}, { waitUntil: (work) => works.push(work) })).status;
		try {
			await client.ping();
			server.freeze();
			assert.deepEqual([await answer(), await answer()], [503, 503]);
			server.thaw();
			await Promise.all(works);
			assert.deepEqual([works.length, texts.length], [2, 1]);
			assert.equal(await answer(), 200);
			assert.equal(texts.length, 1);
		} finally {
			client.disconnect();
		}
	}));

const limits = { pg: { query_timeout: 200 }, ioredis: { commandTimeout: 200 } };

for (const [client, limit] of Object.entries(limits)) {
	test(`${client}: a claim whose answer is lost holds for its lease`, () =>
		servers[client][0]((port, server) =>
			withServices(async (start, read) => {
				const service = await start({ client, at: port, lease: 1000, limits: limit });
				assert.deepEqual(await service.deliver(1), [200]);
				server.freeze();
				assert.equal((await service.post(2)).status, 500);
				server.thaw();
				const statuses = await service.deliver(2);
				assert.ok(statuses.length > 2, `${statuses}`);
				assert.deepEqual(new Set(statuses.slice(0, -1)), new Set([503]));
				assert.deepEqual([...new Set(read().of(2))], ["failed", "busy", "begun", "handled"]);
				assert.equal(read().count("begun", 2), 1);
			}),
		));
}

for (const client of ["redis", "ioredis"]) {
	for (const isKept of [true, false]) {
		test(`${client}: Redis ends between a claim and its mark, ${isKept ? "with" : "without"} appendonly`, () =>
			withRedis(
				(port, server) =>
					withServices(async (start, read) => {
						const service = await start({ client, at: port });
						const first = service.post(1, "wait");
						await until(() => read().count("begun", 1) === 1);
						assert.deepEqual(await service.deliver(2), [200]);
						await server.stop("SIGKILL");
						await server.start();
						await service.deliver(3);
						const second = service.post(1, "wait");
						if (isKept) {
							assert.equal((await second).status, 503);
						} else {
							// Redis knows neither claims nor marks any more.
							await until(() => read().count("begun", 1) === 2);
						}
						await service.go();
						assert.equal((await first).status, 200);
						assert.equal((await second).status, isKept ? 503 : 200);
						assert.deepEqual(await service.deliver(1, "wait"), [200]);
						assert.deepEqual(await service.deliver(2), [200]);
						const runs = isKept ? 1 : 2;
						assert.deepEqual(
							[1, 2, 3].map((id) => read().count("begun", id)),
							[runs, runs, 1],
						);
						assert.equal(read().of(1).at(-1), "duplicate");
					}),
				appending(isKept ? "yes" : "no"),
			));
	}
}

for (const [client, [withServer, crash]] of Object.entries(servers)) {
	test(`${client}: a store that is away as a handler ends`, () =>
		withServer((port, server) =>
			withServices(async (start, read) => {
				const service = await start({ client, at: port, lease: 1000 });
				const first = service.post(1, "wait");
				await until(() => read().count("begun", 1) === 1);
				await server.stop(crash);
				await service.go();
				// The clients of Redis keep the mark until the store is back. That of PostgreSQL does not.
				const isMarked = client !== "pg";
				if (!isMarked) {
					assert.equal((await first).status, 500);
				}
				await server.start();
				assert.equal((await first).status, isMarked ? 200 : 500);
				const again = service.deliver(1, "wait");
				if (!isMarked) {
					await until(() => read().count("begun", 1) === 2);
					await service.go();
				}
				await again;
				const seen = new Set(read().of(1));
				seen.delete("busy");
				assert.deepEqual(
					[...seen],
					["begun", ...(isMarked ? ["handled", "duplicate"] : ["failed", "handled"])],
				);
			}),
		));
}

for (const client of ["pg", "redis"]) {
	test(`${client}: a service that does not listen to the errors of its client ends with the store`, () =>
		servers[client][0]((port, server) =>
			withServices(async (start) => {
				const service = await start({ client, at: port, isDeaf: true });
				assert.deepEqual(await service.deliver(1), [200]);
				await server.stop(servers[client][1]);
				await service.closed;
				assert.equal(service.child.exitCode, 1);
			}),
		));
}
