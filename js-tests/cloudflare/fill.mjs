// Fills the database without deliveries, which would take minutes.

import { fixtures } from "../suite.mjs";

const text = fixtures.get("01-incoming-text");
const { business_id, id } = JSON.parse(text);

const numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)";

/** Each has a key as long as deliveries have, which begins with `filled`. */
const STATEMENTS = [
	`${numbers} INSERT INTO events (key, type, business_id, phone, sent_at, received_at, stored_at)
	SELECT 'filled ' || i || '/${business_id}/${id}/' || hex(randomblob(16)), iif(i % 3 = 0, 'outgoing_msg', 'incoming_msg'),
		'${business_id}', '96650000' || i % 100, 1700000000000 + i, 1700000000000 + i, 1700000000000 + i FROM n`,
	"INSERT INTO bodies (seq, body) SELECT seq, ? FROM events WHERE key GLOB 'filled*'",
	`INSERT INTO messages (seq, direction, message_type, contact_name, text)
	SELECT seq, 'in', 'text', 'James', 'hello' FROM events WHERE key GLOB 'filled*' AND ? <> ''`,
];

/** Fills an empty database with messages like the first fixture. The first is stored at FIRST, and the others a millisecond later each. */
export const FIRST = 1700000000001;

/** Resolves to the bytes that each has taken. */
export async function fill(service, events) {
	let size = 0;
	for (const [i, sql] of STATEMENTS.entries()) {
		const { meta } = await service.sql(sql, [events, text, text][i]);
		size = meta.size_after;
	}
	return size / events;
}
