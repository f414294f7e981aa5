-- One row for each event, with what a panel searches by.
CREATE TABLE events (
	-- The order in which events were stored. AUTOINCREMENT: the number of a deleted row never comes again, so a cursor stays right.
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	-- deliveryKey(event): a delivery that comes again has the same.
	key TEXT NOT NULL UNIQUE,
	-- The event name, as Azeer has sent it.
	type TEXT NOT NULL,
	-- Why the event is unknown to this version of the package, or null.
	unknown TEXT,
	business_id TEXT,
	phone TEXT,
	-- Milliseconds since 1970: by Azeer, by the receiver, and by the database.
	sent_at INTEGER,
	received_at INTEGER NOT NULL,
	stored_at INTEGER NOT NULL
);
-- SQLite ends every index with the primary key, so these are in the order of seq too. Each is one more row to pay for at every write.
CREATE INDEX events_phone ON events (phone) WHERE phone IS NOT NULL;
CREATE INDEX events_type ON events (type);
CREATE INDEX events_stored_at ON events (stored_at);

-- The body as it came, apart from what is searched. A large one is an object in R2.
CREATE TABLE bodies (
	seq INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE,
	body TEXT,
	object TEXT
);

CREATE TABLE messages (
	seq INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE,
	direction TEXT NOT NULL,
	message_type TEXT,
	contact_name TEXT,
	text TEXT
);

-- The latest state of each contact and broadcast, and the event that has told it.
CREATE TABLE contacts (
	business_id TEXT NOT NULL,
	contact_id INTEGER NOT NULL,
	phone TEXT,
	name TEXT,
	status TEXT,
	tags TEXT,
	changed_at INTEGER NOT NULL,
	seq INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
	PRIMARY KEY (business_id, contact_id)
) WITHOUT ROWID;
-- Deleting an event looks for it here.
CREATE INDEX contacts_seq ON contacts (seq);

CREATE TABLE broadcasts (
	business_id TEXT NOT NULL,
	broadcast_id INTEGER NOT NULL,
	status TEXT NOT NULL,
	changed_at INTEGER NOT NULL,
	seq INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
	PRIMARY KEY (business_id, broadcast_id)
) WITHOUT ROWID;
CREATE INDEX broadcasts_seq ON broadcasts (seq);
