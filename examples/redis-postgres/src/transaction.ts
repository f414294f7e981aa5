import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { logError } from "./log.js";
import { settings } from "./settings.js";

export const pool = new pg.Pool({
	connectionString: settings.databaseUrl,
	max: 4,
	// Neither has a limit by default, and a server that hangs does not close connections.
	connectionTimeoutMillis: 5_000,
	query_timeout: settings.queryMs,
	// Ends what a lost client has left on the server, with its locks.
	statement_timeout: settings.queryMs,
	idle_in_transaction_session_timeout: settings.queryMs,
});
// Without a listener, a connection that is lost while nobody uses it ends the process.
pool.on("error", (error) => logError("database", error));
/** Connections that are lost. The pool does not listen while one is in use, and a server that stops can end it at any moment. */
const lost = new WeakSet<pg.ClientBase>();
pool.on("connect", (client) => client.on("error", () => lost.add(client)));

/** PostgreSQL, and not what was to be written, is at fault: it will work later. */
export class Outage extends Error {}

/** Runs a transaction. Whether a commit has arrived is unknown if the connection is lost just then, so `run` has to be idempotent. */
async function once(run: (client: pg.PoolClient) => Promise<void>): Promise<void> {
	const client = await pool.connect().catch((cause) => {
		throw new Outage("no connection", { cause });
	});
	try {
		await client.query("BEGIN");
		await run(client);
		await client.query("COMMIT");
		client.release();
	} catch (error) {
		const isRefused = !lost.has(client) && !isOutage(error);
		// A connection in an unknown state is not used again. Not all of them: a batch with a bad row has many transactions that are refused.
		const isUsable = isRefused && (await client.query("ROLLBACK").catch(() => undefined)) !== undefined;
		client.release(!isUsable);
		throw isRefused ? error : new Outage("not written", { cause: error });
	}
}

/**
 * Whether it will work later: all codes of PostgreSQL except those that say that these data cannot be written. A missing table is an
 * outage too. If it was not, all deliveries would become dead letters.
 */
function isOutage(error: unknown): boolean {
	return error instanceof pg.DatabaseError
		? !/^(22|23|44|54|P0)/.test(error.code ?? "")
		: (error as Error)?.message === "Query read timeout";
}

/** Runs a transaction, again and again while PostgreSQL is away. Throws what it refuses, and an outage once it is to stop. */
export async function transaction(
	run: (client: pg.PoolClient) => Promise<void>,
	stopping: AbortSignal,
): Promise<void> {
	for (let pause = 100; ; pause = Math.min(2 * pause, 5_000)) {
		try {
			await once(run);
			return;
		} catch (error) {
			if (!(error instanceof Outage)) {
				throw error;
			}
			logError("database", error.cause);
			await setTimeout(pause, undefined, { signal: stopping }).catch(() => {});
			if (stopping.aborted) {
				throw error;
			}
		}
	}
}
