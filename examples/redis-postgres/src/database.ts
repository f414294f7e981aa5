import { readFile } from "node:fs/promises";
import type pg from "pg";
import { pool, transaction } from "./transaction.js";

/** A delivery that is an event. */
export interface Body {
	/** 128 bits in hexadecimal. */
	readonly key: string;
	readonly receivedAt: string;
	readonly event: string;
	readonly body: string;
}

/** A delivery that is none. */
export interface InvalidBody {
	readonly receivedAt: string;
	/** JSON. */
	readonly issues: string;
	readonly body: Uint8Array;
}

/** Writes what is new of a batch. */
export async function writeBodies(rows: Body[], stopping: AbortSignal): Promise<void> {
	// One row for each key, the first: a key that is twice in the batch is new once. In the order of keys: two transactions that wait for
	// each other's keys are a deadlock.
	const unique = [...new Map(rows.toReversed().map((row) => [row.key, row])).values()].sort((a, b) =>
		a.key < b.key ? -1 : 1,
	);
	for (const month of new Set(unique.map((row) => row.receivedAt.slice(0, 7)))) {
		await createPartition(month, stopping);
	}
	await transaction(async (client) => {
		// Another consumer may be writing the same key: then this waits for its end. A look before the insert would not.
		const { rows: fresh } = await client.query<{ key: string }>({
			name: "ledger",
			text: `INSERT INTO azeer_ledger (key, received_at)
				SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
				ON CONFLICT (key) DO NOTHING
				RETURNING replace(key::text, '-', '') AS key`,
			values: [unique.map((row) => row.key), unique.map((row) => row.receivedAt)],
		});
		const keys = new Set(fresh.map(({ key }) => key));
		const added = unique.filter((row) => keys.has(row.key));
		if (added.length === 0) {
			return;
		}
		await client.query({
			name: "bodies",
			text: `INSERT INTO azeer_bodies (key, received_at, event, body)
				SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[])`,
			values: [
				added.map((row) => row.key),
				added.map((row) => row.receivedAt),
				added.map((row) => row.event),
				added.map((row) => row.body),
			],
		});
		// Your own statements about `added` belong here: in the same transaction, and once for each delivery.
	}, stopping);
}

/** Writes bodies that are no event. */
export async function writeInvalid(rows: InvalidBody[], stopping: AbortSignal): Promise<void> {
	await transaction(async (client) => {
		await client.query({
			name: "invalid",
			text: `INSERT INTO azeer_invalid (received_at, issues, body)
				SELECT * FROM unnest($1::timestamptz[], $2::json[], $3::bytea[])
				ON CONFLICT DO NOTHING`,
			values: [rows.map((row) => row.receivedAt), rows.map((row) => row.issues), rows.map((row) => row.body)],
		});
	}, stopping);
}

/** Makes the tables, unless they are there. */
export async function createTables(stopping: AbortSignal): Promise<void> {
	const schema = await readFile(new URL("../schema.sql", import.meta.url), "utf8");
	await transaction(async (client) => {
		await lock(client);
		await client.query(schema);
	}, stopping);
}

const partitions = new Set<string>();

/** Makes the partition of a month, such as 2026-01, unless it is there. A row without a partition would be refused. */
export async function createPartition(month: string, stopping: AbortSignal): Promise<void> {
	if (partitions.has(month)) {
		return;
	}
	const name = `azeer_bodies_${month.replace("-", "_")}`;
	await transaction(async (client) => {
		await lock(client);
		const { rows } = await client.query("SELECT to_regclass($1) IS NOT NULL AS exists", [name]);
		if (rows[0].exists) {
			return;
		}
		// CREATE TABLE … PARTITION OF waits for everybody who reads the parent, and everybody else waits for it. ATTACH lets them go on.
		await client.query(`CREATE TABLE ${name} (LIKE azeer_bodies INCLUDING ALL)`);
		await client.query(
			`ALTER TABLE azeer_bodies ATTACH PARTITION ${name} FOR VALUES FROM ('${month}-01Z') TO ('${following(month)}-01Z')`,
		);
	}, stopping);
	partitions.add(month);
}

/** The month after a month. */
export function following(month: string): string {
	const [year, number] = month.split("-").map(Number);
	return new Date(Date.UTC(year as number, number as number)).toISOString().slice(0, 7);
}

/** One consumer at a time: CREATE … IF NOT EXISTS fails if two do it at once. */
async function lock(client: pg.PoolClient): Promise<void> {
	await client.query("SELECT pg_advisory_xact_lock(hashtext('azeer'))");
}

/** Whether PostgreSQL answers. */
export async function answers(): Promise<boolean> {
	await pool.query("SELECT 1");
	return true;
}
