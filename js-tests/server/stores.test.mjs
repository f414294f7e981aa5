// Every store does the same, with the clients and servers that people use.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { memoryStore, redisStore, sqlSchema, sqlStore } from "azeer-webhooks/server";
import Redis from "ioredis";
import pg from "pg";
import { createClient } from "redis";
import { program } from "../hosts/programs.mjs";
import { reported } from "../hosts/row.mjs";
import { makeWorker } from "../hosts/workerd.mjs";
import { conformance } from "./conformance.mjs";
import { withPostgres, withRedis } from "./services.mjs";
import { fresh, sqlConformance } from "./sqlite.mjs";

/** That all checks were run and passed. */
function passed({ checks, failures }) {
	assert.deepEqual(failures, []);
	assert.ok(checks >= 16, `${checks} checks`);
}

test("memory", async () => {
	passed(await conformance(() => memoryStore()));
});

let prefixes = 0;

test("redis and ioredis, on a Redis server", () =>
	withRedis(async (port) => {
		const client = createClient({ socket: { host: "127.0.0.1", port } });
		const io = new Redis({ host: "127.0.0.1", port });
		try {
			await client.connect();
			for (const send of [
				(command) => client.sendCommand(command),
				([name, ...args]) => io.call(name, ...args),
				// A client that gives texts as bytes.
				([name, ...args]) => io.callBuffer(name, ...args),
			]) {
				passed(await conformance(() => redisStore(send, { prefix: `p${++prefixes}:` })));
			}
			const store = redisStore((command) => client.sendCommand(command));
			await store.claim("key", "a", 600_000);
			const left = await client.pTTL("azeer:key");
			assert.ok(left > 500_000 && left <= 600_000, "Redis removes the claim by itself");
			await store.done("key", "a", 700_000);
			assert.ok((await client.pTTL("azeer:key")) > 600_000, "and what is done");
		} finally {
			client.destroy();
			io.disconnect();
		}
	}));

test("pg, on a PostgreSQL server", () =>
	withPostgres(async (port) => {
		const pool = new pg.Pool({ host: "127.0.0.1", port, user: "postgres", max: 10 });
		// The server may end before it has heard that the last client has left.
		pool.on("error", () => {});
		const run = async (sql, parameters) => (await pool.query(sql, parameters)).rows;
		let tables = 0;
		try {
			passed(
				await sqlConformance(async () => {
					const table = `t${++tables}`;
					for (const statement of [...sqlSchema("postgres", table), ...sqlSchema("postgres", table)]) {
						await pool.query(statement);
					}
					return sqlStore(run, { dialect: "postgres", table });
				}),
			);
			const { rows } = await pool.query(
				"SELECT numbackends FROM pg_stat_database WHERE datname = 'postgres'",
			);
			assert.ok(rows[0].numbackends > 3, "claims at once come over several connections");
		} finally {
			await pool.end();
		}
	}));

for (const driver of ["node:sqlite", "better-sqlite3"]) {
	test(`${driver}, in a file`, async () => {
		const dir = mkdtempSync(join(tmpdir(), "azeer-sqlite-"));
		try {
			const script = fileURLToPath(new URL("sqlite.mjs", import.meta.url));
			passed(await reported(program("node24"), [script, driver, join(dir, "deliveries.db")]));
		} finally {
			rmSync(dir, { recursive: true, force: true });
		}
	});
}

test("Cloudflare's D1, in workerd", async () => {
	const modules = { "worker.mjs": "export default { fetch: () => new Response() };" };
	const worker = makeWorker(modules, { d1Databases: ["DB"] });
	try {
		const db = await worker.getD1Database("DB");
		const run = async (sql, parameters) => {
			const { results } = await db
				.prepare(sql)
				.bind(...parameters)
				.all();
			return results;
		};
		passed(await sqlConformance(() => fresh({ exec: (sql) => run(sql, []), run })));
	} finally {
		await worker.dispose();
	}
});

test("the memory store forgets what was done first, and claims last", async () => {
	const store = memoryStore({ maxKeys: 3 });
	const claim = (key) => store.claim(key, key, 600_000);
	const done = async (key) => {
		await claim(key);
		await store.done(key, key, 600_000);
	};
	await claim("busy");
	await done("first");
	await done("second");
	// The fourth key.
	await done("third");
	let strangers = 0;
	const ask = (key) => store.claim(key, `stranger ${++strangers}`, 600_000);
	assert.equal(await ask("second"), "done");
	assert.equal(await ask("third"), "done");
	assert.equal(await ask("busy"), "busy");
	assert.equal(await ask("first"), "new", "it was forgotten, and takes the place of the second");
	assert.equal(await ask("busy"), "busy");
	assert.equal(await ask("third"), "done");
	assert.equal(await ask("second"), "new", "it takes the place of the third");
	assert.equal(await ask("busy"), "busy");
	assert.equal(await ask("third"), "new", "with claims alone, the oldest is forgotten");
	assert.equal(await ask("second"), "busy");
	assert.equal(await ask("third"), "busy");
	assert.equal(await ask("busy"), "new");
});

test("the memory store stays within its limit and keeps what was done last", async () => {
	const store = memoryStore({ maxKeys: 100 });
	for (let i = 0; i < 10_000; i++) {
		await store.claim(`k${i}`, "a", 600_000);
		await store.done(`k${i}`, "a", 600_000);
	}
	const known = await Promise.all(
		Array.from({ length: 100 }, (_, i) => store.claim(`k${9_999 - i}`, "b", 1)),
	);
	assert.deepEqual([...new Set(known)], ["done"]);
	assert.equal(await store.claim("k9899", "b", 1), "new");
});

test("stores refuse options that are wrong", async () => {
	for (const [make, error] of [
		[
			() => memoryStore({ maxKeys: 0 }),
			{ name: "RangeError", message: "maxKeys has to be a whole number from 1" },
		],
		[() => redisStore(), { name: "TypeError", message: "redisStore takes a function that sends a command" }],
		[() => redisStore(() => {}, { prefix: 1 }), { name: "TypeError", message: "prefix has to be a string" }],
		[() => sqlStore(), { name: "TypeError", message: "sqlStore takes a function that runs a statement" }],
		[() => sqlStore(() => []), { name: "TypeError", message: "dialect has to be one of sqlite, postgres" }],
		[
			() => sqlSchema("toString"),
			{ name: "TypeError", message: "dialect has to be one of sqlite, postgres" },
		],
		...["a; DROP TABLE b", "A", "", "1a", 'a"', "a".repeat(49), 1].map((table) => [
			() => sqlSchema("sqlite", table),
			{
				name: "TypeError",
				message: "table has to be a name of lower-case letters, digits and _, 48 characters at most",
			},
		]),
	]) {
		assert.throws(make, error);
	}
	const blind = sqlStore(() => [], { dialect: "sqlite" });
	await assert.rejects(blind.claim("k", "a", 1), {
		name: "TypeError",
		message: "the function that runs a statement has to give the rows that it returns",
	});
	for (const answer of [undefined, { rows: [] }, { results: [] }]) {
		const store = sqlStore(() => answer, { dialect: "sqlite" });
		for (const call of [
			() => store.claim("k", "a", 1),
			() => store.done("k", "a", 1),
			() => store.release("k", "a"),
			() => store.removeExpired(),
		]) {
			await assert.rejects(call(), {
				name: "TypeError",
				message:
					"the function that runs a statement has to give an array of rows, such as rows of pg and results of D1",
			});
		}
	}
});
