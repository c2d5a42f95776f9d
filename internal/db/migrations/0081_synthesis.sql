-- The synthesis of opinions. A question's id is its ballot's, '-', its key. rows is the
-- order of the rows on the desk; each row has a rev of its own.
CREATE TABLE syntheses (
    id               TEXT    NOT NULL PRIMARY KEY,
    body             TEXT    NOT NULL,
    ballot           TEXT    NOT NULL,
    rev              BIGINT  NOT NULL CHECK (rev > 0),
    version          INTEGER NOT NULL CHECK (version > 0),
    assisted         BOOLEAN NOT NULL,
    sources          TEXT    NOT NULL,
    rows             TEXT    NOT NULL,
    apart            TEXT    NOT NULL,
    waiting          TEXT    NOT NULL,
    rejected         TEXT    NOT NULL,
    reads            TEXT    NOT NULL,
    first            TEXT    NOT NULL,
    approved_version INTEGER NOT NULL CHECK (approved_version BETWEEN 0 AND version),
    approved_hash    TEXT    NOT NULL,
    approved_by      TEXT    NOT NULL,
    approved_at      TEXT,
    CHECK ((approved_version > 0) = (approved_at IS NOT NULL)),
    CHECK ((approved_version > 0) = (approved_hash <> ''))
);
CREATE INDEX syntheses_ballot ON syntheses (body, ballot);

CREATE TABLE synthesis_rows (
    synthesis TEXT   NOT NULL REFERENCES syntheses (id),
    id        TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    rev       BIGINT NOT NULL CHECK (rev > 0),
    content   TEXT   NOT NULL,
    PRIMARY KEY (synthesis, id)
);

-- Versions that were left behind or approved, append-only.
CREATE TABLE synthesis_versions (
    synthesis TEXT    NOT NULL REFERENCES syntheses (id),
    version   INTEGER NOT NULL CHECK (version > 0),
    body      TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    content   TEXT    NOT NULL,
    kept_by   TEXT    NOT NULL,
    kept_at   TEXT    NOT NULL,
    PRIMARY KEY (synthesis, version)
);

-- The drafter's answers to the points of the approved version. Whoever answers does not
-- check the answer.
CREATE TABLE synthesis_replies (
    synthesis   TEXT   NOT NULL REFERENCES syntheses (id),
    point       TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    rev         BIGINT NOT NULL CHECK (rev > 0),
    decision    TEXT   NOT NULL CHECK (decision IN ('accepted', 'explained')),
    text        TEXT   NOT NULL CHECK (text <> ''),
    quotes      TEXT   NOT NULL,
    answered_by TEXT   NOT NULL,
    answered_at TEXT   NOT NULL,
    checked     TEXT   NOT NULL CHECK (checked IN ('', 'passed', 'sent_back')),
    remark      TEXT   NOT NULL,
    checked_by  TEXT   NOT NULL,
    checked_at  TEXT,
    PRIMARY KEY (synthesis, point),
    CHECK ((checked = '') = (checked_at IS NULL)),
    CHECK (checked_by <> answered_by),
    CHECK (checked <> 'sent_back' OR remark <> '')
);
