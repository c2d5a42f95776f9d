-- What was handed over for approval, each by its number, and what was sent back. The last
-- one counts, while its version is on the desk and not approved.
CREATE TABLE synthesis_submissions (
    synthesis    TEXT    NOT NULL REFERENCES syntheses (id),
    number       INTEGER NOT NULL CHECK (number > 0),
    body         TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0),
    hash         TEXT    NOT NULL CHECK (hash <> ''),
    submitted_by TEXT    NOT NULL,
    submitted_at TEXT    NOT NULL,
    returned_by  TEXT    NOT NULL,
    returned_at  TEXT,
    reason       TEXT    NOT NULL,
    PRIMARY KEY (synthesis, number),
    CHECK ((reason = '') = (returned_at IS NULL)),
    CHECK ((returned_by = '') = (returned_at IS NULL))
);
CREATE INDEX syntheses_open ON syntheses (body) WHERE approved_version <> version;

-- Of the version on the desk as it was last saved: lists tell by it what was changed after
-- it was handed over.
ALTER TABLE syntheses ADD COLUMN hash TEXT NOT NULL DEFAULT '';
