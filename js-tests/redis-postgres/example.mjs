// examples/redis-postgres does what its README says.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { withRedis } from "../server/services.mjs";
import { fixtures } from "../suite.mjs";
import { blocks, DEAD, deployed, post, request, STREAM, TOKEN } from "./deployment.mjs";
import { eventually } from "./eventually.mjs";

const good = fixtures.get("01-incoming-text");
const truncated = good.slice(0, -10);
const notUtf8 = Buffer.from([0x22, 0xff, 0x00, 0x22]);
/** What a column could refuse: escapes of NUL in values and in a name, and a number of a thousand digits. */
const odd = [
	good.replace("hello", "\\u0000"),
	good.replace("c327668d-47dc-4b3c", "\\u0000"),
	good.replace('"contact_id": 101', '"contact_id": 101, "\\u0000": 1e400000'),
];
const invalid = [fixtures.get("15-broken"), truncated, "\0", '{"\\u0000": x}', "", notUtf8].map((it) =>
	Buffer.from(it),
);

const stored = ({ query }) => query("SELECT event, body FROM azeer_bodies");
const settled = ({ client }) =>
	eventually(async () => {
		const [group] = await client.xInfoGroups(STREAM);
		assert.deepEqual([group.lag, group.pending], [0, 0]);
	});

test("deliveries are in PostgreSQL once, and invalid ones in the archive", () =>
	deployed(async (it) => {
		const receiver = await it.receiver();
		// Both consumers make the tables, and wait with it for each other and for a transaction that makes one too.
		const holder = await it.pool.connect();
		await holder.query("BEGIN; CREATE TABLE azeer_ledger ()");
		const consumers = await Promise.all([it.consumer(), it.consumer()]);
		await eventually(async () => {
			assert.equal((await it.query("SELECT FROM pg_locks WHERE NOT granted")).length, 2);
		});
		await holder.query("ROLLBACK");
		holder.release();
		assert.equal(request().fixture, good);
		const events = [...fixtures].filter(([name]) => name !== "15-broken").map(([, text]) => text);
		for (let times = 0; times < 2; times++) {
			for (const body of [...events, ...odd, ...invalid]) {
				assert.equal(await post(receiver, body), 202, String(body).slice(0, 1000));
			}
		}
		// The same content in another spelling.
		assert.equal(await post(receiver, JSON.stringify(JSON.parse(good))), 202);
		assert.equal(await post(receiver, good, { token: "wrong" }), 401);
		assert.equal(await post(receiver, " ".repeat(2 ** 20 + 1)), 413);
		assert.equal(await post(receiver, undefined, { method: "GET" }), 405);
		await settled(it);
		const rows = await stored(it);
		assert.deepEqual(rows.map(({ body }) => body).sort(), [...events, ...odd].sort());
		assert.deepEqual(
			rows
				.filter(({ event }) => event === "unknown")
				.map(({ body }) => body)
				.sort(),
			["13-unknown-event", "14-message-body"].map((name) => fixtures.get(name)).sort(),
		);
		const archive = await it.query("SELECT body, issues FROM azeer_invalid");
		assert.deepEqual(archive.map(({ body }) => body).sort(Buffer.compare), invalid.sort(Buffer.compare));
		for (const { issues } of archive) {
			assert.equal(typeof issues[0].code, "string");
		}
		assert.equal(await it.client.xLen(DEAD), 0);
		const [{ name }] = await it.query("SELECT tableoid::regclass::text AS name FROM azeer_bodies LIMIT 1");
		for (const statement of blocks("sql")) {
			await it.query(statement.replace(/azeer_bodies_\d+_\d+/, name));
		}
		assert.deepEqual(await stored(it), []);
		const services = [receiver, ...consumers];
		assert.deepEqual(await Promise.all(services.map((service) => service.stop("SIGTERM"))), [0, 0, 0]);
		for (const { printed } of services) {
			assert.doesNotMatch(printed, /Error/);
		}
		assert.deepEqual(await it.client.xInfoConsumers(STREAM, "postgres"), [], "no names are left");
	}));

/** Short, so that tries follow each other soon. */
const env = { TAKE_OVER_MS: "500", MAX_TRIES: "3" };
/** The group and the columns of `consumer.ts` and `schema.sql`. */
const GROUP = "postgres";

const delivery = (body, receivedAt = new Date().toISOString()) => ({
	delivery: JSON.stringify({ body, receivedAt }),
});

test("what cannot be written becomes a dead letter with its reason, and nothing else does", () =>
	deployed(
		async (it) => {
			const { client, query } = it;
			const consumer = await it.consumer();
			await eventually(() => query("SELECT FROM azeer_bodies"));
			assert.equal(await consumer.stop("SIGTERM"), 0);
			await query("ALTER TABLE azeer_bodies ADD CHECK (body NOT LIKE '%banana%')");
			const bad = delivery(fixtures.get("04-incoming-text-second"));
			const killer = delivery(fixtures.get("02-incoming-audio"));
			const stranded = delivery(fixtures.get("03-incoming-interactive"));
			const both = [killer, stranded];
			for (const message of both) {
				await client.xAdd(STREAM, "*", message);
			}
			// A consumer that has died with both. The first has cost others their lives too.
			const [{ messages }] = await client.xReadGroup(GROUP, "dead", { key: STREAM, id: ">" });
			const killerId = messages[0].id;
			await client.sendCommand(["XCLAIM", STREAM, GROUP, "dead", "0", killerId, "RETRYCOUNT", "3"]);
			const added = [];
			for (const message of [delivery(good), bad, { delivery: "{" }, { other: "x" }, delivery("{")]) {
				added.push(await client.xAdd(STREAM, "*", message));
			}
			await it.consumer();
			await settled(it);
			const bodies = (await stored(it)).map(({ body }) => body);
			assert.deepEqual(bodies.sort(), [good, fixtures.get("03-incoming-interactive")].sort());
			assert.equal((await query("SELECT FROM azeer_invalid")).length, 1);
			const dead = (await client.xRange(DEAD, "-", "+")).map(({ message }) => ({ ...message }));
			const byId = new Map(dead.map(({ id, ...rest }) => [id, rest]));
			assert.equal(dead.length, 4);
			assert.deepEqual(byId.get(killerId), {
				...killer,
				tries: "4",
				reason: "no consumer that was given it has finished",
			});
			const { reason, ...rest } = byId.get(added[1]);
			assert.match(reason, /violates check constraint "azeer_bodies_body_check"/);
			assert.deepEqual(rest, { ...bad, tries: "3" });
			assert.deepEqual(byId.get(added[2]), {
				delivery: "{",
				tries: "3",
				reason: "TypeError: the text of a delivery has to be JSON",
			});
			assert.deepEqual(byId.get(added[3]), {
				other: "x",
				tries: "3",
				reason: "TypeError: deliveryFromText takes a string, as deliveryToText returns it",
			});
			// What is not the fault of a delivery is waited for, and no try.
			await query("ALTER TABLE azeer_ledger RENAME TO gone");
			await client.xAdd(STREAM, "*", delivery(fixtures.get("05-incoming-location")));
			await setTimeout(3_000);
			assert.equal((await stored(it)).length, 2);
			await query("ALTER TABLE gone RENAME TO azeer_ledger");
			await settled(it);
			assert.equal((await stored(it)).length, 3);
			assert.equal(await client.xLen(DEAD), 4);
		},
		{ env },
	));

test("one delivery that is refused does not hold up those that were read with it", () =>
	deployed(async (it) => {
		// Tries are a minute apart.
		await it.consumer();
		await eventually(() => it.query("SELECT FROM azeer_bodies"));
		await it.query("ALTER TABLE azeer_bodies ADD CHECK (body NOT LIKE '%banana%')");
		const bodies = ["01-incoming-text", "04-incoming-text-second", "05-incoming-location"].map((name) =>
			fixtures.get(name),
		);
		// A consumer that waits is given all that a transaction adds.
		const adding = it.client.multi();
		for (const body of bodies) {
			adding.xAdd(STREAM, "*", delivery(body));
		}
		await adding.exec();
		await eventually(async () => {
			const found = (await stored(it)).map(({ body }) => body);
			assert.deepEqual(found.sort(), [bodies[0], bodies[2]].sort());
		});
		const [{ pending }] = await it.client.xInfoGroups(STREAM);
		assert.equal(pending, 1);
	}));

test("a delivery that comes again in another month is no new one", () =>
	deployed(async (it) => {
		await it.consumer();
		for (const time of ["2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00.000Z"]) {
			await it.client.xAdd(STREAM, "*", delivery(good, time));
			await it.client.xAdd(STREAM, "*", delivery(good.replace("hello", time), time));
		}
		await settled(it);
		const rows = await it.query(
			"SELECT tableoid::regclass::text AS name, body FROM azeer_bodies ORDER BY received_at, body DESC",
		);
		assert.deepEqual(
			rows.map(({ name, body }) => [name, JSON.parse(body).text]),
			[
				["azeer_bodies_2025_12", "hello"],
				["azeer_bodies_2025_12", "2025-12-31T23:59:59.999Z"],
				["azeer_bodies_2026_01", "2026-01-01T00:00:00.000Z"],
			],
		);
		const now = new Date();
		for (const months of [0, 1]) {
			const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months)).toISOString();
			const name = `azeer_bodies_${month.slice(0, 7).replace("-", "_")}`;
			const [{ exists }] = await it.query("SELECT to_regclass($1) IS NOT NULL AS exists", [name]);
			assert.ok(exists, `${name} is made ahead`);
		}
	}));

test("only what every group has acknowledged is trimmed, and a lost group comes back", () =>
	deployed(
		async (it) => {
			const { client } = it;
			await client.xGroupCreate(STREAM, "other", "0", { MKSTREAM: true });
			await it.consumer();
			const receiver = await it.receiver();
			const names = ["01-incoming-text", "02-incoming-audio", "03-incoming-interactive"];
			// As texts, these are in another order.
			const ids = ["1-9", "1-10", "1-11"];
			for (const [i, name] of names.entries()) {
				await client.xAdd(STREAM, ids[i], delivery(fixtures.get(name)));
			}
			await eventually(async () => assert.equal((await stored(it)).length, 3));
			await setTimeout(1_000);
			assert.equal(await client.xLen(STREAM), 3, "the other group has read none");
			await client.xReadGroup("other", "c", { key: STREAM, id: ">" });
			await client.xAck(STREAM, "other", ids.slice(1));
			await setTimeout(1_500);
			assert.equal(await client.xLen(STREAM), 3, "the first is not acknowledged");
			await client.xAck(STREAM, "other", ids[0]);
			await eventually(async () => assert.equal(await client.xLen(STREAM), 1));
			await client.flushAll();
			assert.equal(await post(receiver, fixtures.get("05-incoming-location")), 202);
			await eventually(async () => assert.equal((await stored(it)).length, 4));
		},
		{ env },
	));

test("with REPLICAS, a delivery that no replica has is not acknowledged", () =>
	deployed(async (it) => {
		// Redis waits for more replicas unless it is told not to.
		await it.client.configSet("repl-diskless-sync-delay", "0");
		const receiver = await it.receiver({ REPLICAS: "1" });
		await eventually(async () => assert.equal(await post(receiver, good), 500));
		await withRedis(
			(_, replica) =>
				eventually(async () => {
					assert.equal(await post(receiver, good), 202, replica.printed);
				}),
			["--replicaof", "127.0.0.1", `${it.redisServer.port}`],
		);
	}));

test("services are ready while they reach what they need, and healthy as long as they run", () =>
	deployed(async (it) => {
		const receiver = await it.receiver();
		const consumer = await it.consumer();
		const ask = async ({ port }, path) => (await fetch(`http://127.0.0.1:${port}/${path}`)).status;
		const expect = (...wanted) =>
			eventually(async () => {
				assert.deepEqual([await ask(receiver, "ready"), await ask(consumer, "ready")], wanted);
				assert.deepEqual([await ask(receiver, "health"), await ask(consumer, "health")], [204, 204]);
			});
		await expect(204, 204);
		await it.postgresServer.stop("SIGINT");
		await expect(204, 503);
		await it.postgresServer.start();
		await it.redisServer.stop("SIGTERM");
		await expect(503, 503);
		assert.equal(await post(receiver, good), 500);
		await it.redisServer.start();
		await expect(204, 204);
		assert.equal(await post(receiver, good), 202);
		await eventually(async () => assert.equal((await stored(it)).length, 1));
	}));

test("on SIGTERM, services finish what they have begun, and end", () =>
	deployed(async (it) => {
		const receiver = await it.receiver();
		const consumer = await it.consumer();
		await eventually(() => it.query("SELECT FROM azeer_bodies"));
		const holder = await it.pool.connect();
		try {
			await holder.query("BEGIN; LOCK TABLE azeer_ledger");
			assert.equal(await post(receiver, good), 202);
			await eventually(async () => {
				const waiting = await it.query("SELECT FROM pg_locks WHERE NOT granted");
				assert.equal(waiting.length, 1, "the consumer is in its transaction");
			});
			const { header, path } = request();
			const headers = { [header]: TOKEN, "content-length": truncated.length };
			const outgoing = http.request({ port: receiver.port, path, method: "POST", headers });
			const answer = once(outgoing, "response");
			outgoing.write(truncated.slice(0, 100));
			await setTimeout(500);
			const ends = [receiver, consumer].map((service) => service.stop("SIGTERM"));
			const ask = () => fetch(`http://127.0.0.1:${receiver.port}/health`);
			await eventually(() => assert.rejects(ask, "no connection is taken any more"));
			outgoing.end(truncated.slice(100));
			const [{ statusCode }] = await answer;
			assert.equal(statusCode, 202);
			await holder.query("COMMIT");
			assert.deepEqual(await Promise.all(ends), [0, 0]);
		} finally {
			holder.release(true);
		}
		assert.deepEqual(
			(await stored(it)).map(({ body }) => body),
			[good],
		);
		const [{ pending, lag }] = await it.client.xInfoGroups(STREAM);
		assert.deepEqual({ pending, lag }, { pending: 0, lag: 1 }, "the second waits for another consumer");
	}));
