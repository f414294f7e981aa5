// Finds events. Pages go by `seq`: D1 runs one transaction at a time, so no event appears behind a number that was read before.

/** The first event that was stored at a time or later. */
const first = "(SELECT seq FROM events WHERE stored_at >= ? ORDER BY stored_at, seq LIMIT 1)";
const none = Number.MAX_SAFE_INTEGER;

/** Members of a search: their type, and what they demand. Times are milliseconds since 1970 by the clock of the database. */
const FILTERS = {
	phone: { type: "string", sql: "phone = ?" },
	type: { type: "string", sql: "type = ?" },
	from: { type: "number", sql: `seq >= ifnull(${first}, ${none})` },
	to: { type: "number", sql: `seq < ifnull(${first}, ${none})` },
	after: { type: "number", sql: "seq > ?" },
	before: { type: "number", sql: "seq < ?" },
	limit: { type: "number", sql: undefined },
} as const;

type Search = { readonly [name in keyof typeof FILTERS]?: string | number };

const COLUMNS = [
	"seq, type, unknown, business_id, phone, sent_at, received_at, stored_at",
	"direction, message_type, contact_name, substr(text, 1, 500) AS text",
].join(", ");

/** With `after`, the oldest events come first, and `next` is always there: more may come. Else the newest come first. */
export async function search(asked: unknown, db: D1Database): Promise<Response> {
	if (!isSearch(asked)) {
		return new Response("a search has phone, type, from, to, after, before or limit", { status: 400 });
	}
	const limit = Math.min(Math.max(Number(asked.limit ?? 100), 1), 1000);
	const names = (Object.keys(asked) as (keyof Search)[]).filter((name) => name !== "limit");
	// A phone has fewer events than a type: the plus sign has SQLite leave the index of types alone.
	const conditions = names.map((name) =>
		name === "type" && "phone" in asked ? `+${FILTERS.type.sql}` : FILTERS[name].sql,
	);
	const isForward = "after" in asked;
	const { results } = await db
		.prepare(
			`SELECT ${COLUMNS} FROM events LEFT JOIN messages USING (seq) WHERE ${["true", ...conditions].join(" AND ")} ` +
				`ORDER BY seq ${isForward ? "ASC" : "DESC"} LIMIT ?`,
		)
		.bind(...names.map((name) => asked[name]), limit)
		.all<{ seq: number }>();
	const last = results.at(-1)?.seq;
	const next = isForward ? { after: last ?? asked.after } : results.length < limit ? null : { before: last };
	return Response.json({ events: results, next });
}

function isSearch(value: unknown): value is Search {
	return (
		typeof value === "object" &&
		value !== null &&
		!Array.isArray(value) &&
		Object.entries(value).every(
			([name, it]) =>
				Object.hasOwn(FILTERS, name) &&
				typeof it === FILTERS[name as keyof Search].type &&
				(typeof it === "string" || (Number.isSafeInteger(it) && it >= 0)),
		)
	);
}
