-- What sqlSchema("sqlite") of azeer-webhooks/server returns.
CREATE TABLE azeer_deliveries (delivery_key TEXT PRIMARY KEY, owner TEXT NOT NULL, is_done INTEGER NOT NULL, expires_at BIGINT NOT NULL) WITHOUT ROWID;
CREATE INDEX azeer_deliveries_expires_at ON azeer_deliveries (expires_at);

-- What people wrote.
CREATE TABLE texts (delivery_key TEXT PRIMARY KEY, phone TEXT, sent_at TEXT, text TEXT NOT NULL) WITHOUT ROWID;

-- Deliveries that are unknown or invalid.
CREATE TABLE kept (id INTEGER PRIMARY KEY, received_at TEXT NOT NULL, body BLOB NOT NULL);
