-- Sessions. What a list is found or ordered by is a column. Persons, matters and
-- agencies are ids of other rooms.
CREATE TABLE meetings (
    id            TEXT    NOT NULL PRIMARY KEY,
    body          TEXT    NOT NULL,
    rev           BIGINT  NOT NULL CHECK (rev > 0),
    agenda_rev    BIGINT  NOT NULL CHECK (agenda_rev > 0),
    state         TEXT    NOT NULL
        CHECK (state IN ('planned', 'convened', 'running', 'paused', 'adjourned', 'cancelled')),
    title         TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    mode          TEXT    NOT NULL,
    place         TEXT    NOT NULL,
    link          TEXT    NOT NULL,
    starts_at     TEXT    NOT NULL,
    ends_at       TEXT    NOT NULL,
    chair         TEXT    NOT NULL,
    note          TEXT    NOT NULL,
    profile       TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    current_item  TEXT    NOT NULL,
    made_by       TEXT    NOT NULL,
    made_at       TEXT    NOT NULL,
    convened_at   TEXT,
    opened_at     TEXT,
    opened_by     TEXT    NOT NULL,
    adjourned_at  TEXT,
    cancelled_for TEXT    NOT NULL
);
CREATE INDEX meetings_start ON meetings (body, starts_at, id);
CREATE TABLE agenda_items (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL,
    meeting     TEXT    NOT NULL REFERENCES meetings (id),
    rev         BIGINT  NOT NULL CHECK (rev > 0),
    parent      TEXT    NOT NULL,
    place       INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    matter      TEXT    NOT NULL,
    agency      TEXT    NOT NULL,
    lead        TEXT    NOT NULL,
    chair       TEXT    NOT NULL,
    minutes     INTEGER NOT NULL,
    class       TEXT    NOT NULL,
    papers      TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    stage       TEXT    NOT NULL CHECK (stage IN ('waiting', 'current', 'done', 'withdrawn')),
    step        TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    conclusion  TEXT    NOT NULL,
    resubmit_by TEXT    NOT NULL,
    begun_at    TEXT,
    ended_at    TEXT
);
CREATE INDEX agenda_items_meeting ON agenda_items (meeting, id);
CREATE UNIQUE INDEX agenda_items_current ON agenda_items (meeting) WHERE stage = 'current';
CREATE INDEX agenda_items_matter ON agenda_items (body, matter, id);
CREATE INDEX agenda_items_resubmit ON agenda_items (body, resubmit_by, id);
-- Who follows an item and no other, and who is recused from one.
CREATE TABLE item_persons (
    item    TEXT NOT NULL REFERENCES agenda_items (id),
    person  TEXT NOT NULL,
    part    TEXT NOT NULL CHECK (part IN ('guest', 'recused')),
    body    TEXT NOT NULL,
    meeting TEXT NOT NULL,
    PRIMARY KEY (item, person, part)
);
CREATE INDEX item_persons_person ON item_persons (body, person, meeting);
-- The agenda as it was published, version by version.
CREATE TABLE agenda_versions (
    meeting   TEXT    NOT NULL REFERENCES meetings (id),
    version   INTEGER NOT NULL CHECK (version > 0),
    body      TEXT    NOT NULL,
    entries   TEXT    NOT NULL,
    by_person TEXT    NOT NULL,
    at        TEXT    NOT NULL,
    PRIMARY KEY (meeting, version)
);
-- The list of members, frozen when the session is opened.
CREATE TABLE meeting_seats (
    meeting  TEXT    NOT NULL REFERENCES meetings (id),
    "no"     INTEGER NOT NULL CHECK ("no" > 0),
    body     TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    posts    TEXT    NOT NULL,
    tie_mark BOOLEAN NOT NULL,
    PRIMARY KEY (meeting, "no")
);
CREATE UNIQUE INDEX meeting_seats_person ON meeting_seats (meeting, person);
CREATE INDEX meeting_seats_by_person ON meeting_seats (body, person, meeting);
CREATE TABLE presences (
    id         TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    meeting    TEXT NOT NULL REFERENCES meetings (id),
    person     TEXT NOT NULL,
    manner     TEXT NOT NULL CHECK (manner IN ('room', 'online', 'remote')),
    substitute TEXT NOT NULL,
    from_at    TEXT NOT NULL,
    until_at   TEXT,
    came_by    TEXT NOT NULL,
    left_by    TEXT NOT NULL
);
CREATE UNIQUE INDEX presences_now ON presences (meeting, person) WHERE until_at IS NULL;
CREATE INDEX presences_meeting ON presences (meeting, from_at, id);
CREATE TABLE speech_requests (
    id       TEXT    NOT NULL PRIMARY KEY,
    body     TEXT    NOT NULL,
    meeting  TEXT    NOT NULL REFERENCES meetings (id),
    item     TEXT    NOT NULL REFERENCES agenda_items (id),
    person   TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('asked', 'speaking', 'held', 'spoken', 'dropped')),
    asked_at TEXT    NOT NULL,
    place    INTEGER NOT NULL,
    limit_ms BIGINT  NOT NULL,
    used_ms  BIGINT  NOT NULL,
    since_at TEXT,
    begun_at TEXT,
    ended_at TEXT,
    rev      BIGINT  NOT NULL CHECK (rev > 0)
);
CREATE UNIQUE INDEX speech_requests_asked ON speech_requests (item, person) WHERE state = 'asked';
CREATE UNIQUE INDEX speech_requests_speaking ON speech_requests (meeting) WHERE state = 'speaking';
CREATE INDEX speech_requests_item ON speech_requests (item, id);
CREATE TABLE positions (
    item    TEXT NOT NULL REFERENCES agenda_items (id),
    person  TEXT NOT NULL,
    body    TEXT NOT NULL,
    meeting TEXT NOT NULL,
    mark    TEXT NOT NULL CHECK (mark IN ('no_objection', 'objects', 'speaks')),
    note    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (item, person)
);
CREATE INDEX positions_meeting ON positions (meeting, item);
CREATE TABLE room_votes (
    id            TEXT    NOT NULL PRIMARY KEY,
    body          TEXT    NOT NULL,
    meeting       TEXT    NOT NULL REFERENCES meetings (id),
    rev           BIGINT  NOT NULL CHECK (rev > 0),
    "no"          INTEGER NOT NULL CHECK ("no" > 0),
    items         TEXT    NOT NULL,
    text          TEXT    NOT NULL,
    options       TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('open', 'closed', 'cancelled')),
    repeats       TEXT    NOT NULL,
    opened_at     TEXT    NOT NULL,
    opened_by     TEXT    NOT NULL,
    quorum_open   TEXT    NOT NULL,
    closed_at     TEXT,
    closed_by     TEXT    NOT NULL,
    quorum_close  TEXT    NOT NULL,
    let_stand     BOOLEAN NOT NULL,
    cancelled_for TEXT    NOT NULL,
    tallies       TEXT    NOT NULL
);
CREATE UNIQUE INDEX room_votes_no ON room_votes (meeting, no);
CREATE UNIQUE INDEX room_votes_open ON room_votes (meeting) WHERE state = 'open';
-- One turnout a voter: which cast of a seat counts. id is "<vote>:<seat>": what a
-- lock names.
CREATE TABLE turnouts (
    id       TEXT    NOT NULL PRIMARY KEY,
    vote     TEXT    NOT NULL REFERENCES room_votes (id),
    seat     INTEGER NOT NULL,
    body     TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    cast_id  TEXT    NOT NULL,
    cast_at  TEXT
);
CREATE UNIQUE INDEX turnouts_seat ON turnouts (vote, seat);
CREATE UNIQUE INDEX turnouts_person ON turnouts (vote, person);
-- Every version of every choice by name, append-only.
CREATE TABLE casts (
    id          TEXT    NOT NULL PRIMARY KEY,
    body        TEXT    NOT NULL,
    vote        TEXT    NOT NULL REFERENCES room_votes (id),
    seat        INTEGER NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    person      TEXT    NOT NULL,
    choice      TEXT    NOT NULL,
    absent      BOOLEAN NOT NULL,
    at          TEXT    NOT NULL,
    record      TEXT    NOT NULL,
    record_hash TEXT    NOT NULL,
    nonce       TEXT    NOT NULL,
    row_hash    TEXT    NOT NULL
);
CREATE UNIQUE INDEX casts_revision ON casts (vote, seat, revision);
CREATE UNIQUE INDEX casts_record_hash ON casts (record_hash);
