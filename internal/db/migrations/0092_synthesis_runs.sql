-- Courses of a model over a question; id is the question's, '/', the number.
CREATE TABLE synthesis_runs (
    id         TEXT    NOT NULL PRIMARY KEY,
    body       TEXT    NOT NULL,
    question   TEXT    NOT NULL,
    number     INTEGER NOT NULL CHECK (number > 0),
    rev        BIGINT  NOT NULL CHECK (rev > 0),
    state      TEXT    NOT NULL CHECK (state IN ('asking', 'choosing', 'stopped', 'ended')),
    code       TEXT    NOT NULL,
    started_by TEXT    NOT NULL,
    started_at TEXT    NOT NULL,
    made       INTEGER NOT NULL CHECK (made >= 0),
    misses     INTEGER NOT NULL CHECK (misses >= 0),
    size       TEXT    NOT NULL,
    sources    TEXT    NOT NULL,
    offered    TEXT    NOT NULL,
    chosen     BOOLEAN NOT NULL,
    gisted     BOOLEAN NOT NULL,
    CHECK (code = '' OR state = 'stopped')
);
CREATE UNIQUE INDEX synthesis_runs_number ON synthesis_runs (question, number);
-- One at a time.
CREATE UNIQUE INDEX synthesis_runs_under_way ON synthesis_runs (question) WHERE state IN ('asking', 'choosing');

-- The steps of a course, each kept by itself: what was paid for is never asked again.
CREATE TABLE synthesis_steps (
    run     TEXT    NOT NULL REFERENCES synthesis_runs (id),
    place   INTEGER NOT NULL CHECK (place >= 0),
    body    TEXT    NOT NULL,
    content TEXT    NOT NULL,
    PRIMARY KEY (run, place)
);
