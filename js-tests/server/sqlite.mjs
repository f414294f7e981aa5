// SQLite stores. Run by a Node.js that has SQLite, as Node.js 20 has not:
//
//   node sqlite.mjs node:sqlite FILE      prints what the checks come to
//   node sqlite.mjs better-sqlite3 FILE

import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sqlSchema, sqlStore } from "azeer-webhooks/server";
import { same } from "../same.mjs";
import { conformance } from "./conformance.mjs";

/** Opens a database: gives a function that runs a statement. */
export async function opened(driver, file) {
	const { DatabaseSync, default: Database } = await import(driver);
	const db = driver === "node:sqlite" ? new DatabaseSync(file) : new Database(file);
	// The disk may lose what was written if the machine fails, which no test waits for.
	db.exec("PRAGMA busy_timeout = 10000; PRAGMA synchronous = OFF");
	return { exec: (sql) => db.exec(sql), run: (sql, parameters) => db.prepare(sql).all(...parameters) };
}

let tables = 0;

/** A store with a table of its own. */
export async function fresh({ exec, run }) {
	const table = `t${++tables}`;
	for (const statement of sqlSchema("sqlite", table)) {
		await exec(statement);
	}
	return sqlStore(run, { dialect: "sqlite", table });
}

/** What the checks of any SQL store come to: `make` makes an empty one. */
export async function sqlConformance(make) {
	const { checks, failures } = await conformance(make);
	try {
		await removes(await make());
	} catch (error) {
		failures.push(`removeExpired: ${error.stack}`);
	}
	return { checks: checks + 1, failures };
}

async function removes(store) {
	for (let i = 0; i < 5; i++) {
		await store.claim(`expired ${i}`, "a", 1);
	}
	await store.claim("claimed", "a", 600_000);
	await store.claim("done", "a", 600_000);
	await store.done("done", "a", 600_000);
	await setTimeout(40);
	same([await store.removeExpired(2), await store.removeExpired(), await store.removeExpired()], [2, 3, 0]);
	same(await store.claim("claimed", "b", 1), "busy");
	same(await store.claim("done", "b", 1), "done");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [, , driver, file] = process.argv;
	const db = await opened(driver, file);
	console.log(`outcome ${JSON.stringify(await sqlConformance(() => fresh(db)))}`);
}
