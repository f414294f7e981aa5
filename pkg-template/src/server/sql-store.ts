import type { Claim, Store } from "./store.js";

/** A database that {@link sqlStore} knows: SQLite, which Cloudflare's D1 is too, or PostgreSQL. */
export type SqlDialect = "sqlite" | "postgres";

/** A row of an answer: values by column name. */
export type SqlRow = { readonly [column: string]: unknown };

/** Runs one statement with its parameters and gives the rows that it returns. */
export type RunSql = (
	sql: string,
	parameters: (string | number)[],
) => readonly SqlRow[] | Promise<readonly SqlRow[]>;

/** Options of {@link sqlStore}. */
export interface SqlStoreOptions {
	readonly dialect: SqlDialect;
	/** The table that {@link sqlSchema} has made; `azeer_deliveries` unless set. */
	readonly table?: string | undefined;
}

/** A store in a database. */
export interface SqlStore extends Store {
	/**
	 * Removes keys that have expired, as many as `limit` at most, and gives how many there were. To be called now and then: nothing else
	 * removes them.
	 */
	removeExpired(limit?: number): Promise<number>;
}

const DEFAULT_TABLE = "azeer_deliveries";
const DEFAULT_LIMIT = 1000;

interface Dialect {
	/** Milliseconds since 1970 by the clock of the database. */
	readonly now: string;
	/** The type of a key: compared by its bytes. */
	readonly key: string;
	/** What ends `CREATE TABLE`. */
	readonly options: string;
	/** Writes the parameters, which are `?` in the statements below, as the database has them. */
	readonly numbered: boolean;
}

const dialects: { readonly [dialect in SqlDialect]: Dialect } = {
	sqlite: {
		// The function that counts in milliseconds is younger than many SQLite libraries in use.
		now: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
		key: "TEXT",
		options: " WITHOUT ROWID",
		numbered: false,
	},
	postgres: {
		// It is one time for all columns of a statement, and another for the next statement of a transaction.
		now: "CAST(extract(epoch FROM statement_timestamp()) * 1000 AS BIGINT)",
		key: 'TEXT COLLATE "C"',
		options: "",
		numbered: true,
	},
};

/**
 * The statements that make the table of {@link sqlStore}, to be run one by one. They change nothing if it is there.
 *
 * @throws {TypeError} if the dialect is unknown, or the table is not a plain name
 *
 * @example
 * console.log(`${sqlSchema("postgres").join(";\n")};`);
 */
export function sqlSchema(dialect: SqlDialect, table: string = DEFAULT_TABLE): string[] {
	const { key, options } = dialectOf(dialect);
	const name = tableOf(table);
	return [
		`CREATE TABLE IF NOT EXISTS ${name} (delivery_key ${key} PRIMARY KEY, owner TEXT NOT NULL, ` +
			`is_done INTEGER NOT NULL, expires_at BIGINT NOT NULL)${options}`,
		`CREATE INDEX IF NOT EXISTS ${name}_expires_at ON ${name} (expires_at)`,
	];
}

/**
 * A store in SQLite or PostgreSQL, over a function that runs one statement. Each method is one statement, so claims are atomic without a
 * transaction. All times are those of the database's clock: the clocks of several workers may differ.
 *
 * @param run runs a statement outside of any transaction, and gives its rows as objects
 * @throws {TypeError} if `run` is not a function, the dialect is unknown, or the table is not a plain name
 *
 * @example
 * const over = (pool: { query(sql: string, parameters: unknown[]): Promise<{ rows: { [column: string]: unknown }[] }> }) =>
 *   sqlStore(async (sql, parameters) => (await pool.query(sql, parameters)).rows, { dialect: "postgres" });
 */
export function sqlStore(run: RunSql, options: SqlStoreOptions): SqlStore {
	if (typeof run !== "function") {
		throw new TypeError("sqlStore takes a function that runs a statement");
	}
	const { now, numbered } = dialectOf(options?.dialect);
	const table = tableOf(options.table ?? DEFAULT_TABLE);
	const ready = (sql: string): string => {
		let parameters = 0;
		return numbered ? sql.replaceAll("?", () => `$${++parameters}`) : sql;
	};
	const isExpired = `${table}.expires_at <= ${now}`;
	const isFree = `${isExpired} OR (${table}.owner = excluded.owner AND ${table}.is_done = 0)`;
	const kept = (column: string) =>
		`${column} = CASE WHEN ${isFree} THEN excluded.${column} ELSE ${table}.${column} END`;
	const insert =
		`INSERT INTO ${table} (delivery_key, owner, is_done, expires_at) VALUES (?, ?, ?, ${now} + CAST(? AS BIGINT)) ` +
		"ON CONFLICT (delivery_key) DO UPDATE SET";
	// All columns are those of before the statement, so the answer says who has the key after it. A driver may refuse to give rows of a
	// statement that returns none, so all of them return some.
	const claim = ready(
		`${insert} ${["owner", "is_done", "expires_at"].map(kept).join(", ")} RETURNING owner, is_done`,
	);
	const done = ready(
		`${insert} is_done = 1, expires_at = excluded.expires_at WHERE ${isFree} RETURNING is_done`,
	);
	const release = ready(
		`DELETE FROM ${table} WHERE delivery_key = ? AND owner = ? AND is_done = 0 RETURNING is_done`,
	);
	const removeExpired = ready(
		`DELETE FROM ${table} WHERE delivery_key IN (SELECT delivery_key FROM ${table} WHERE ${isExpired} LIMIT ?) AND ${isExpired} RETURNING is_done`,
	);

	const rows = async (sql: string, parameters: (string | number)[]): Promise<readonly SqlRow[]> => {
		const found = await run(sql, parameters);
		if (!Array.isArray(found)) {
			throw new TypeError(
				"the function that runs a statement has to give an array of rows, such as rows of pg and results of D1",
			);
		}
		return found;
	};

	return {
		async claim(key, owner, leaseMs): Promise<Claim> {
			const [row] = await rows(claim, [key, owner, 0, leaseMs]);
			if (row === undefined) {
				throw new TypeError("the function that runs a statement has to give the rows that it returns");
			}
			// Some drivers give numbers as texts.
			return Number(row.is_done) === 1 ? "done" : row.owner === owner ? "new" : "busy";
		},
		async done(key, owner, ttlMs) {
			await rows(done, [key, owner, 1, ttlMs]);
		},
		async release(key, owner) {
			await rows(release, [key, owner]);
		},
		async removeExpired(limit = DEFAULT_LIMIT) {
			return (await rows(removeExpired, [limit])).length;
		},
	};
}

function dialectOf(dialect: unknown): Dialect {
	if (typeof dialect !== "string" || !Object.hasOwn(dialects, dialect)) {
		throw new TypeError(`dialect has to be one of ${Object.keys(dialects).join(", ")}`);
	}
	return dialects[dialect as SqlDialect];
}

/** A table's name goes into statements as it is. PostgreSQL cuts names at 63 characters, that of the index too. */
function tableOf(table: unknown): string {
	if (typeof table !== "string" || !/^[a-z_][a-z0-9_]{0,47}$/.test(table)) {
		throw new TypeError("table has to be a name of lower-case letters, digits and _, 48 characters at most");
	}
	return table;
}
