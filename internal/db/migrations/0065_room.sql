-- The sign-in whose signing window is open while the presence lasts, '' for none.
ALTER TABLE presences ADD COLUMN session TEXT NOT NULL DEFAULT '';
-- Who may show pages besides those who conduct, and the clock of the running item.
ALTER TABLE agenda_items ADD COLUMN presenter TEXT NOT NULL DEFAULT '';
ALTER TABLE agenda_items ADD COLUMN clock_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE agenda_items ADD COLUMN clock_at TEXT;
-- What an inquiry asks, and the inquiry that a speech answers.
ALTER TABLE speech_requests ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE speech_requests ADD COLUMN answers TEXT NOT NULL DEFAULT '';
CREATE INDEX speech_requests_meeting ON speech_requests (meeting, id);
-- Which papers were shown to everybody, each with the page that was shown last;
-- version '' is that nothing is shown any more.
CREATE TABLE presentations (
    item      TEXT    NOT NULL REFERENCES agenda_items (id),
    version   TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    meeting   TEXT    NOT NULL,
    page      INTEGER NOT NULL,
    by_person TEXT    NOT NULL,
    at        TEXT    NOT NULL,
    PRIMARY KEY (item, version)
);
CREATE INDEX presentations_meeting ON presentations (meeting, at);
-- Written opinions on an item while it ran, every version.
CREATE TABLE session_opinions (
    item     TEXT    NOT NULL REFERENCES agenda_items (id),
    person   TEXT    NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    body     TEXT    NOT NULL,
    meeting  TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    salt     TEXT    NOT NULL,
    at       TEXT    NOT NULL,
    PRIMARY KEY (item, person, revision)
);
CREATE INDEX session_opinions_meeting ON session_opinions (meeting, at);
-- Which node had whom connected, and until when: presence in the room is an act, but
-- a connection that is lost for long ends one that is online.
CREATE TABLE connections (
    body    TEXT NOT NULL,
    person  TEXT NOT NULL,
    node    TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    gone_at TEXT,
    PRIMARY KEY (body, person, node)
);
CREATE INDEX connections_seen ON connections (seen_at);
