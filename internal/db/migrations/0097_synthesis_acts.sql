-- The last acts of each person on the version under review, with what stood before them
-- (trace), so that each can be undone by whoever did it. Not a history: that is the journal.
CREATE TABLE synthesis_acts (
    synthesis TEXT    NOT NULL REFERENCES syntheses (id),
    rev       BIGINT  NOT NULL CHECK (rev > 0),
    body      TEXT    NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0),
    person    TEXT    NOT NULL,
    data      TEXT    NOT NULL,
    trace     TEXT    NOT NULL,
    PRIMARY KEY (synthesis, rev)
);
CREATE INDEX synthesis_acts_own ON synthesis_acts (synthesis, person, rev);
