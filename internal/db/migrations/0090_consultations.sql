-- A ballot asks the members of the body ('') or is a consultation, which decides
-- nothing: a matter may have one whatever else goes on.
ALTER TABLE ballots ADD COLUMN kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'consultation'));
DROP INDEX ballots_undecided;
CREATE UNIQUE INDEX ballots_undecided ON ballots (body, matter) WHERE state IN ('open', 'closed') AND kind = '';

-- Whom a consultation asks. person is who answers by an account, '' where a link
-- without one is given out. Of a link only the hash of its secret is here, and when it
-- was shown and used: each at most once.
CREATE TABLE respondents (
    id        TEXT    NOT NULL PRIMARY KEY,
    body      TEXT    NOT NULL,
    ballot    TEXT    NOT NULL REFERENCES ballots (id),
    "no"      INTEGER NOT NULL CHECK ("no" > 0),
    name      TEXT    NOT NULL CHECK (name <> ''),
    sector    TEXT    NOT NULL,
    email     TEXT    NOT NULL,
    person    TEXT    NOT NULL,
    link      INTEGER NOT NULL CHECK (link >= 0),
    hash      TEXT    NOT NULL,
    handed_at TEXT,
    used_at   TEXT,
    mail      TEXT    NOT NULL CHECK (mail IN ('', 'waiting', 'sent', 'failed')),
    news      TEXT    NOT NULL,
    problem   TEXT    NOT NULL,
    mail_at   TEXT,
    CHECK (person = '' OR link = 0),
    CHECK ((link = 0) = (hash = ''))
);
CREATE UNIQUE INDEX respondents_no ON respondents (ballot, no);
CREATE UNIQUE INDEX respondents_hash ON respondents (hash) WHERE hash <> '';
CREATE UNIQUE INDEX respondents_person ON respondents (ballot, person) WHERE person <> '';
