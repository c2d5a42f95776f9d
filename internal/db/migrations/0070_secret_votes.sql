-- Secret votes: who took a paper stands in turnouts; the box knows nobody.
ALTER TABLE room_votes ADD COLUMN secret BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE room_votes ADD COLUMN phase TEXT NOT NULL DEFAULT '' CHECK (phase IN ('', 'taking', 'casting', 'counting'));
ALTER TABLE room_votes ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
ALTER TABLE room_votes ADD COLUMN boxed INTEGER NOT NULL DEFAULT 0;

CREATE TABLE boxes (
    vote       TEXT NOT NULL PRIMARY KEY REFERENCES room_votes (id),
    body       TEXT NOT NULL,
    sign_key   TEXT NOT NULL,
    seal_key   TEXT NOT NULL,
    locked     TEXT NOT NULL,
    keeper     TEXT NOT NULL DEFAULT '',
    kept_until TEXT
);

CREATE TABLE slips (
    vote    TEXT    NOT NULL REFERENCES boxes (vote),
    seat    INTEGER NOT NULL,
    blinded TEXT    NOT NULL,
    signed  TEXT    NOT NULL,
    PRIMARY KEY (vote, seat)
);
