-- What sqlSchema("sqlite") of azeer-webhooks/server returns.
CREATE TABLE azeer_deliveries (delivery_key TEXT PRIMARY KEY, owner TEXT NOT NULL, is_done INTEGER NOT NULL, expires_at BIGINT NOT NULL) WITHOUT ROWID;
CREATE INDEX azeer_deliveries_expires_at ON azeer_deliveries (expires_at);

-- Deliveries that are unknown or invalid.
CREATE TABLE kept (id INTEGER PRIMARY KEY, received_at TEXT NOT NULL, body BLOB NOT NULL);
