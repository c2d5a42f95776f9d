-- The ground of every room. Times are TEXT in UTC with microseconds, fixed
-- width; ids, hashes and JSON are TEXT.

-- One row a body: the counter of its journal. seq and hash are those of the
-- last row; at never falls.
CREATE TABLE journal_heads (
    body TEXT NOT NULL PRIMARY KEY,
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL,
    at   TEXT NOT NULL
);

-- Commands that were done, so that the same key does nothing twice.
CREATE TABLE request_keys (
    actor TEXT NOT NULL,
    key   TEXT NOT NULL,
    hash  TEXT NOT NULL,
    ref   TEXT NOT NULL,
    at    TEXT NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX request_keys_at ON request_keys (at);

-- Gapless numbers by body, kind and year.
CREATE TABLE registers (
    body        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    year        INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    PRIMARY KEY (body, kind, year)
);

-- Work to be done once at its time; state: open, done, cancelled, failed.
CREATE TABLE jobs (
    id          TEXT NOT NULL PRIMARY KEY,
    body        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    ref         TEXT NOT NULL,
    due         TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled', 'failed')),
    attempts    INTEGER NOT NULL,
    lease       TEXT NOT NULL,
    lease_until TEXT,
    last_error  TEXT NOT NULL
);
CREATE UNIQUE INDEX jobs_open_key ON jobs (body, kind, ref) WHERE state = 'open';
CREATE INDEX jobs_due ON jobs (due) WHERE state = 'open';

-- Facts about this installation, such as its epoch.
CREATE TABLE facts (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
