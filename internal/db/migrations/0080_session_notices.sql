-- What is told of an item of a session, kept once for each hearer: a person, an agency
-- ("agency/<id>"), or the secretariat (empty).
CREATE TABLE session_notices (
    id      TEXT NOT NULL PRIMARY KEY,
    body    TEXT NOT NULL,
    hearer  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    meeting TEXT NOT NULL REFERENCES meetings (id),
    item    TEXT NOT NULL REFERENCES agenda_items (id),
    at      TEXT NOT NULL
);
CREATE INDEX session_notices_hearer ON session_notices (body, hearer, at, id);
CREATE TABLE session_notice_reads (
    body    TEXT NOT NULL,
    person  TEXT NOT NULL,
    read_to TEXT NOT NULL,
    PRIMARY KEY (body, person)
);
