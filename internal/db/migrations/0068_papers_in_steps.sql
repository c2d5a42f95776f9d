-- Papers of an item that are released in steps: to whom each may be shown, and since
-- when; a paper that is not named is everybody's who follows the item.
ALTER TABLE agenda_items ADD COLUMN releases TEXT NOT NULL DEFAULT '[]';
-- Of those who read a matter for a session: who does not read one of its papers yet.
CREATE TABLE document_holds (
    matter   TEXT NOT NULL,
    session  TEXT NOT NULL,
    document TEXT NOT NULL,
    person   TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (session, document, person)
);
CREATE INDEX document_holds_matter ON document_holds (matter, session);
-- Numbered copies on paper of what may not be stored.
CREATE TABLE paper_copies (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL,
    meeting     TEXT    NOT NULL,
    item        TEXT    NOT NULL REFERENCES agenda_items (id),
    number      INTEGER NOT NULL CHECK (number > 0),
    person      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    handed_at   TEXT    NOT NULL,
    handed_by   TEXT    NOT NULL,
    settled_at  TEXT,
    settled_by  TEXT    NOT NULL,
    UNIQUE (item, number)
);
CREATE INDEX paper_copies_meeting ON paper_copies (meeting, item, number);
