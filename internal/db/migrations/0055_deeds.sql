-- The papers that a session leaves: minutes, notice of conclusions, resolution. Of
-- each kind a session has one at most.
CREATE TABLE deeds (
    id           TEXT    NOT NULL PRIMARY KEY,
    body         TEXT    NOT NULL,
    meeting      TEXT    NOT NULL REFERENCES meetings (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('minutes', 'notice', 'resolution')),
    rev          BIGINT  NOT NULL CHECK (rev > 0),
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'review', 'signing', 'certified')),
    round        INTEGER NOT NULL CHECK (round > 0),
    reviewers    TEXT    NOT NULL,
    recipients   TEXT    NOT NULL,
    returned_for TEXT    NOT NULL,
    record       TEXT    NOT NULL,
    record_hash  TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    made_at      TEXT    NOT NULL,
    certified_at TEXT,
    CHECK ((state = 'certified') = (number <> '') AND (state = 'certified') = (certified_at IS NOT NULL))
);
CREATE UNIQUE INDEX deeds_kind ON deeds (meeting, kind);
CREATE UNIQUE INDEX deeds_number ON deeds (body, number) WHERE number <> '';
-- The text that the secretariat writes to each part of a deed. id is "<deed>:<part>".
CREATE TABLE deed_sections (
    id        TEXT    NOT NULL PRIMARY KEY,
    body      TEXT    NOT NULL,
    deed      TEXT    NOT NULL REFERENCES deeds (id),
    part      TEXT    NOT NULL,
    place     INTEGER NOT NULL CHECK (place >= 0),
    item      TEXT    NOT NULL,
    rev       BIGINT  NOT NULL CHECK (rev > 0),
    text      TEXT    NOT NULL,
    by_person TEXT    NOT NULL,
    at        TEXT    NOT NULL
);
CREATE UNIQUE INDEX deed_sections_part ON deed_sections (deed, part);
-- Who writes a section now. It is nobody's business afterwards.
CREATE TABLE deed_leases (
    section  TEXT NOT NULL PRIMARY KEY REFERENCES deed_sections (id),
    body     TEXT NOT NULL,
    person   TEXT NOT NULL,
    until_at TEXT NOT NULL
);
CREATE TABLE deed_comments (
    id          TEXT NOT NULL PRIMARY KEY,
    body        TEXT NOT NULL,
    deed        TEXT NOT NULL REFERENCES deeds (id),
    part        TEXT NOT NULL,
    person      TEXT NOT NULL,
    text        TEXT NOT NULL,
    at          TEXT NOT NULL,
    answer      TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TEXT
);
CREATE INDEX deed_comments_deed ON deed_comments (deed, at, id);
CREATE TABLE deed_signatures (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL,
    deed        TEXT    NOT NULL REFERENCES deeds (id),
    round       INTEGER NOT NULL CHECK (round > 0),
    part        TEXT    NOT NULL CHECK (part IN ('secretary', 'chair')),
    person      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    record_hash TEXT    NOT NULL,
    at          TEXT    NOT NULL,
    row_hash    TEXT    NOT NULL
);
CREATE UNIQUE INDEX deed_signatures_part ON deed_signatures (deed, round, part);
CREATE UNIQUE INDEX deed_signatures_person ON deed_signatures (deed, round, person);
-- Corrections on record of certified deeds.
CREATE TABLE deed_corrections (
    id       TEXT    NOT NULL PRIMARY KEY,
    body     TEXT    NOT NULL,
    deed     TEXT    NOT NULL REFERENCES deeds (id),
    "no"     INTEGER NOT NULL CHECK ("no" > 0),
    part     TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    row_hash TEXT    NOT NULL
);
CREATE UNIQUE INDEX deed_corrections_no ON deed_corrections (deed, no);
