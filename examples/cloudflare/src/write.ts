// Writes rows to D1: many deliveries in one transaction.

import type { Rows } from "./rows.ts";

/** Resolves when the rows are stored. */
export type Write = (rows: Rows) => Promise<void>;

/**
 * D1 takes 2,000,000 bytes in a value, and all rows of a table are one. These are characters, of three bytes at most. A single delivery can have
 * more, but its body is 1 MiB at most.
 */
const MAX_LENGTH = 500_000;

/**
 * The statements, in the order in which they run. Each takes its rows as one JSON text: D1 takes 100 parameters in a statement, and 50 or
 * 1,000 statements in an invocation. CROSS JOIN has SQLite look every key up, and not read all events.
 */
const STATEMENTS: { readonly [table in keyof Rows]-?: string } = {
	events: `
		INSERT INTO events (key, type, unknown, business_id, phone, sent_at, received_at, stored_at)
		SELECT value ->> 'key', value ->> 'type', value ->> 'unknown', value ->> 'business_id', value ->> 'phone', value ->> 'sent_at',
			value ->> 'received_at', CAST(unixepoch('subsec') * 1000 AS INTEGER)
		FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
	bodies: `
		INSERT INTO bodies (seq, body, object)
		SELECT seq, value ->> 'body', value ->> 'object'
		FROM json_each(?) CROSS JOIN events ON events.key = value ->> 'key' WHERE true ON CONFLICT DO NOTHING`,
	messages: `
		INSERT INTO messages (seq, direction, message_type, contact_name, text)
		SELECT seq, value ->> 'direction', value ->> 'message_type', value ->> 'contact_name', value ->> 'text'
		FROM json_each(?) CROSS JOIN events ON events.key = value ->> 'key' WHERE true ON CONFLICT DO NOTHING`,
	contacts: `
		INSERT INTO contacts (business_id, contact_id, phone, name, status, tags, changed_at, seq)
		SELECT value ->> 'business_id', value ->> 'contact_id', value ->> 'phone', value ->> 'name', value ->> 'status', value ->> 'tags',
			value ->> 'changed_at', seq
		FROM json_each(?) CROSS JOIN events ON events.key = value ->> 'key' WHERE true
		${unlessNewer("business_id, contact_id", ["phone", "name", "status", "tags", "changed_at", "seq"])}`,
	broadcasts: `
		INSERT INTO broadcasts (business_id, broadcast_id, status, changed_at, seq)
		SELECT value ->> 'business_id', value ->> 'broadcast_id', value ->> 'status', value ->> 'changed_at', seq
		FROM json_each(?) CROSS JOIN events ON events.key = value ->> 'key' WHERE true
		${unlessNewer("business_id, broadcast_id", ["status", "changed_at", "seq"])}`,
};

/** Events come in any order: what is newer stays. */
function unlessNewer(key: string, columns: readonly string[]): string {
	const changes = columns.map((column) => `${column} = excluded.${column}`);
	return `ON CONFLICT (${key}) DO UPDATE SET ${changes.join(", ")} WHERE excluded.changed_at > changed_at`;
}

/** A writer for one invocation. All rows that come before the next turn of the event loop are one transaction. */
export function createWriter(db: D1Database): Write {
	let group: { readonly rows: Rows[]; length: number; readonly stored: Promise<void> } | undefined;
	return (rows) => {
		const { length } = JSON.stringify(rows);
		if (group === undefined || group.length + length > MAX_LENGTH) {
			const list: Rows[] = [];
			const stored = scheduler.wait(0).then(() => {
				if (group?.rows === list) {
					group = undefined;
				}
				return store(db, list);
			});
			group = { rows: list, length: 0, stored };
		}
		group.rows.push(rows);
		group.length += length;
		return group.stored;
	};
}

/** D1 runs the statements of a batch as one transaction, and repeats none that writes: the queue does. */
async function store(db: D1Database, list: readonly Rows[]): Promise<void> {
	const statements = (Object.keys(STATEMENTS) as (keyof Rows)[]).flatMap((table) => {
		const rows = list.map((it) => it[table]).filter((row) => row !== undefined);
		return rows.length === 0 ? [] : [db.prepare(STATEMENTS[table]).bind(JSON.stringify(rows))];
	});
	await db.batch(statements);
}
