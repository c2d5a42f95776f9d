-- Opinion ballots. What a list is found or ordered by is a column; the rest of a
-- ballot is JSON. Persons, matters and agencies are ids of other rooms.
CREATE TABLE ballots (
    id           TEXT    NOT NULL PRIMARY KEY,
    body         TEXT    NOT NULL,
    matter       TEXT    NOT NULL,
    rev          BIGINT  NOT NULL CHECK (rev > 0),
    state        TEXT    NOT NULL
        CHECK (state IN ('draft', 'submitted', 'approved', 'open', 'closed', 'certified', 'recalled')),
    title        TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    agency       TEXT    NOT NULL,
    lead         TEXT    NOT NULL,
    class        TEXT    NOT NULL,
    questions    TEXT    NOT NULL,
    papers       TEXT    NOT NULL,
    recused      TEXT    NOT NULL,
    terms        TEXT    NOT NULL,
    show_who     BOOLEAN NOT NULL,
    show_live    BOOLEAN NOT NULL,
    by_name      BOOLEAN NOT NULL,
    profile      TEXT    NOT NULL,
    round        INTEGER NOT NULL CHECK (round >= 0),
    sent_at      TEXT,
    deadline_at  TEXT,
    deadline     TEXT    NOT NULL,
    extensions   TEXT    NOT NULL,
    made_by      TEXT    NOT NULL,
    made_at      TEXT    NOT NULL,
    submitted_by TEXT    NOT NULL,
    approved_by  TEXT    NOT NULL,
    approved_at  TEXT,
    refused_by   TEXT    NOT NULL,
    refused_for  TEXT    NOT NULL,
    opened_at    TEXT,
    closed_at    TEXT,
    certified_by TEXT    NOT NULL,
    certified_at TEXT,
    recalled_for TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    result       TEXT    NOT NULL,
    CHECK (state <> 'open' OR (round > 0 AND deadline_at IS NOT NULL AND opened_at IS NOT NULL)),
    CHECK (state <> 'certified' OR number <> '')
);
CREATE UNIQUE INDEX ballots_number ON ballots (body, number) WHERE number <> '';
CREATE INDEX ballots_state ON ballots (body, state, deadline_at, id);
CREATE INDEX ballots_newest ON ballots (body, made_at, id);
CREATE INDEX ballots_matter ON ballots (body, matter, made_at, id);
CREATE INDEX ballots_agency ON ballots (body, agency, made_at, id);
CREATE INDEX ballots_opened ON ballots (body, opened_at, id);

-- Who is recused by ballots.recused, for queries: written with it, never alone.
CREATE TABLE ballot_recusals (
    ballot TEXT NOT NULL REFERENCES ballots (id),
    person TEXT NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (ballot, person)
);

-- The frozen list of members. id is "<ballot>:<no>": what a lock names.
CREATE TABLE seats (
    id          TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    ballot      TEXT    NOT NULL REFERENCES ballots (id),
    "no"        INTEGER NOT NULL CHECK ("no" > 0),
    person      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    posts       TEXT    NOT NULL,
    office      TEXT    NOT NULL,
    tie_mark    BOOLEAN NOT NULL,
    recused     BOOLEAN NOT NULL,
    vacated     BOOLEAN NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision >= 0),
    answer      TEXT    NOT NULL,
    answered_at TEXT,
    PRIMARY KEY (ballot, "no"),
    CHECK ((answer = '') = (answered_at IS NULL))
);
CREATE UNIQUE INDEX seats_id ON seats (id);
CREATE UNIQUE INDEX seats_person ON seats (ballot, person);
CREATE INDEX seats_by_person ON seats (body, person, ballot);

-- Every version of every answer, append-only but for standing and second_by.
CREATE TABLE answers (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL,
    ballot      TEXT    NOT NULL,
    round       INTEGER NOT NULL CHECK (round > 0),
    seat        INTEGER NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    person      TEXT    NOT NULL,
    source      TEXT    NOT NULL CHECK (source IN ('own', 'on_behalf', 'deemed')),
    standing    TEXT    NOT NULL
        CHECK (standing IN ('counts', 'unconfirmed', 'confirmed', 'disputed', 'await_second', 'late')),
    content     TEXT    NOT NULL,
    cast_by     TEXT    NOT NULL,
    prepared    TEXT    NOT NULL,
    at          TEXT    NOT NULL,
    record      TEXT    NOT NULL,
    record_hash TEXT    NOT NULL,
    nonce       TEXT    NOT NULL,
    proof       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    received_at TEXT,
    second_by   TEXT    NOT NULL,
    row_hash    TEXT    NOT NULL,
    FOREIGN KEY (ballot, seat) REFERENCES seats (ballot, "no"),
    CHECK (source = 'deemed' OR record_hash <> ''),
    CHECK (source <> 'own' OR cast_by = person),
    CHECK (second_by = '' OR second_by <> cast_by)
);
CREATE UNIQUE INDEX answers_revision ON answers (ballot, round, seat, revision);
CREATE UNIQUE INDEX answers_record_hash ON answers (record_hash) WHERE record_hash <> '';

-- What an office prepares for its member: one for each round.
CREATE TABLE office_drafts (
    id         TEXT    NOT NULL PRIMARY KEY,
    body       TEXT    NOT NULL,
    ballot     TEXT    NOT NULL,
    round      INTEGER NOT NULL CHECK (round > 0),
    seat       INTEGER NOT NULL,
    member     TEXT    NOT NULL,
    rev        BIGINT  NOT NULL CHECK (rev > 0),
    step       TEXT    NOT NULL CHECK (step IN ('clerk', 'unit', 'head', 'member')),
    content    TEXT    NOT NULL,
    prepared   TEXT    NOT NULL,
    moves      TEXT    NOT NULL,
    refused    BOOLEAN NOT NULL,
    changed_at TEXT    NOT NULL,
    FOREIGN KEY (ballot, seat) REFERENCES seats (ballot, "no")
);
CREATE UNIQUE INDEX office_drafts_member ON office_drafts (ballot, round, member);

-- Other opinions counted for one side: at most one alive for a seat and question.
CREATE TABLE classings (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL,
    ballot      TEXT    NOT NULL,
    seat        INTEGER NOT NULL,
    question    TEXT    NOT NULL,
    side        TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    at          TEXT    NOT NULL,
    needs       BOOLEAN NOT NULL,
    second_by   TEXT    NOT NULL,
    objected_at TEXT,
    removed_at  TEXT,
    FOREIGN KEY (ballot, seat) REFERENCES seats (ballot, "no"),
    CHECK (second_by = '' OR second_by <> made_by)
);
CREATE UNIQUE INDEX classings_alive ON classings (ballot, seat, question) WHERE objected_at IS NULL AND removed_at IS NULL;
CREATE INDEX classings_ballot ON classings (ballot, at, id);

-- What a person has typed and not sent.
CREATE TABLE scratches (
    ballot     TEXT NOT NULL REFERENCES ballots (id),
    person     TEXT NOT NULL,
    body       TEXT NOT NULL,
    content    TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (ballot, person)
);

CREATE TABLE notices (
    id      TEXT NOT NULL PRIMARY KEY,
    body    TEXT NOT NULL,
    person  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    ballot  TEXT NOT NULL REFERENCES ballots (id),
    at      TEXT NOT NULL,
    read_at TEXT
);
CREATE INDEX notices_unread ON notices (body, person, at, id) WHERE read_at IS NULL;

-- Files that go with answers, and scans. blob is the name in the file store.
CREATE TABLE ballot_files (
    id      TEXT   NOT NULL PRIMARY KEY,
    body    TEXT   NOT NULL,
    ballot  TEXT   NOT NULL REFERENCES ballots (id),
    name    TEXT   NOT NULL,
    size    BIGINT NOT NULL CHECK (size >= 0),
    hash    TEXT   NOT NULL,
    made_by TEXT   NOT NULL,
    at      TEXT   NOT NULL,
    blob    TEXT   NOT NULL
);
CREATE INDEX ballot_files_ballot ON ballot_files (ballot, id);
