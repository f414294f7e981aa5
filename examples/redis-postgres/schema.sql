-- The consumer runs this whenever it starts: every statement leaves alone what is there.

-- The key of every delivery that is stored. It is no partitioned table: there, a unique index has to contain the partition key, so a
-- delivery that comes again after the turn of the month would be new.
CREATE TABLE IF NOT EXISTS azeer_ledger (
	key uuid PRIMARY KEY,
	received_at timestamptz NOT NULL
);
-- For removing old keys. Rows are nearly in the order of time, so a BRIN index is enough: it takes kilobytes.
CREATE INDEX IF NOT EXISTS azeer_ledger_received_at ON azeer_ledger USING brin (received_at);

-- The deliveries, a partition for each month (UTC). The body is text and not jsonb, which refuses \u0000 and rewrites the rest.
CREATE TABLE IF NOT EXISTS azeer_bodies (
	key uuid NOT NULL,
	received_at timestamptz NOT NULL,
	event text NOT NULL,
	body text NOT NULL
) PARTITION BY RANGE (received_at);

-- Bodies that are no event, with the reason. Any bytes can come, so the body is bytea, and issues is json: jsonb refuses \u0000.
CREATE TABLE IF NOT EXISTS azeer_invalid (
	received_at timestamptz NOT NULL,
	issues json NOT NULL,
	body bytea NOT NULL
);
-- One row for each body, however often it comes.
CREATE UNIQUE INDEX IF NOT EXISTS azeer_invalid_body ON azeer_invalid (sha256(body));
