-- The secret links by which people's own calendars read their sessions. The secret
-- part is made from id and a key outside the database, and is not kept.
CREATE TABLE calendar_links (
    id       TEXT NOT NULL PRIMARY KEY,
    body     TEXT NOT NULL,
    person   TEXT NOT NULL,
    made_at  TEXT NOT NULL,
    read_at  TEXT,
    ended_at TEXT
);
CREATE UNIQUE INDEX calendar_links_live ON calendar_links (body, person) WHERE ended_at IS NULL;
