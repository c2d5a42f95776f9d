-- Who is invited to a session. unit is "agency/<id>" or "office/<member>"; person is
-- '' until it has named one. span_from and span_until are when the person is expected,
-- at_place how and where, as told last; reason is what the person wrote.
CREATE TABLE invitations (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL,
    meeting     TEXT    NOT NULL REFERENCES meetings (id),
    rev         BIGINT  NOT NULL CHECK (rev > 0),
    part        TEXT    NOT NULL CHECK (part IN ('member', 'person', 'unit', 'substitute', 'guest')),
    unit        TEXT    NOT NULL,
    person      TEXT    NOT NULL,
    stands_for  TEXT    NOT NULL,
    reply       TEXT    NOT NULL CHECK (reply IN ('invited', 'accepted', 'declined', 'withdrawn')),
    manner      TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    told        TEXT    NOT NULL,
    told_at     TEXT,
    sequence    INTEGER NOT NULL,
    span_from   TEXT,
    span_until  TEXT,
    at_place    TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    invited_by  TEXT    NOT NULL,
    invited_at  TEXT    NOT NULL,
    read_at     TEXT,
    answered_at TEXT,
    answered_by TEXT    NOT NULL,
    named_by    TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL
);
CREATE UNIQUE INDEX invitations_of_person ON invitations (meeting, person) WHERE person <> '' AND reply <> 'withdrawn';
CREATE UNIQUE INDEX invitations_of_unit ON invitations (meeting, unit) WHERE unit <> '' AND reply <> 'withdrawn';
CREATE INDEX invitations_person ON invitations (body, person, meeting);
CREATE INDEX invitations_unit ON invitations (body, unit, meeting);
CREATE INDEX invitations_meeting ON invitations (meeting, id);
-- Members' requests for leave; from_at and until_at NULL: for the whole session. reason
-- and decision are what was written.
CREATE TABLE absences (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    meeting    TEXT NOT NULL REFERENCES meetings (id),
    invitation TEXT NOT NULL REFERENCES invitations (id),
    person     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn')),
    from_at    TEXT,
    until_at   TEXT,
    reason     TEXT NOT NULL,
    substitute TEXT NOT NULL,
    asked_by   TEXT NOT NULL,
    asked_at   TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT,
    decision   TEXT NOT NULL
);
CREATE UNIQUE INDEX absences_live ON absences (meeting, person) WHERE state IN ('asked', 'approved');
CREATE UNIQUE INDEX absences_substitute ON absences (meeting, substitute) WHERE substitute <> '' AND state IN ('asked', 'approved');
CREATE INDEX absences_meeting ON absences (meeting, id);
-- Mails about invitations: one for each person and piece of news. No text is kept.
CREATE TABLE letters (
    id         TEXT    NOT NULL PRIMARY KEY,
    body       TEXT    NOT NULL,
    meeting    TEXT    NOT NULL REFERENCES meetings (id),
    invitation TEXT    NOT NULL REFERENCES invitations (id),
    person     TEXT    NOT NULL,
    news       TEXT    NOT NULL,
    sequence   INTEGER NOT NULL,
    about      TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'skipped')),
    problem    TEXT    NOT NULL,
    made_at    TEXT    NOT NULL,
    done_at    TEXT
);
CREATE UNIQUE INDEX letters_once ON letters (invitation, person, news, sequence, about);
CREATE INDEX letters_meeting ON letters (meeting, id);
