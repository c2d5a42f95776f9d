-- A screen in a room signs in by itself, without a person: it shows one thing alone,
-- and what that is stands in its session. '' for a person's session.
ALTER TABLE sessions ADD COLUMN shows TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_shows ON sessions (shows, ended_at);
-- Screens that wait to be told what they show: the code that they have on, and the
-- digest of the token that they have already.
CREATE TABLE screen_codes (
    code       TEXT NOT NULL PRIMARY KEY,
    hash       TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX screen_codes_expires ON screen_codes (expires_at);
-- What the screens in the room are told to show, '' for what goes on.
ALTER TABLE meetings ADD COLUMN screen TEXT NOT NULL DEFAULT '';
