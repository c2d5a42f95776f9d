-- Tasks. What a list is found, ordered or counted by is a column. board is where a
-- task stands on a board ('todo' is assigned or being done), place what it is ordered
-- by there: by its due moment, by its report, by its end. Persons, agencies, matters
-- and ballots are ids of other rooms.
CREATE TABLE tasks (
    id           TEXT    NOT NULL PRIMARY KEY,
    body         TEXT    NOT NULL,
    rev          BIGINT  NOT NULL CHECK (rev > 0),
    number       INTEGER NOT NULL CHECK (number > 0),
    year         INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('assigned', 'doing', 'reported', 'closed', 'recalled')),
    board        TEXT    NOT NULL CHECK (board IN ('todo', 'reported', 'closed', 'recalled')),
    place        TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    lead         TEXT    NOT NULL,
    cooperating  TEXT    NOT NULL,
    class        TEXT    NOT NULL CHECK (class IN ('public', 'internal', 'restricted')),
    shown        BOOLEAN NOT NULL,
    due          TEXT    NOT NULL,
    due_at       TEXT,
    due_month    TEXT    NOT NULL,
    deadline     TEXT    NOT NULL,
    first_due    TEXT    NOT NULL,
    extended     INTEGER NOT NULL CHECK (extended >= 0),
    asked        TEXT    NOT NULL,
    timing       TEXT    NOT NULL CHECK (timing IN ('', 'on_time', 'late')),
    source_kind  TEXT    NOT NULL CHECK (source_kind IN ('item', 'ballot', 'entered')),
    source_title TEXT    NOT NULL,
    source_class TEXT    NOT NULL,
    source_closed BOOLEAN NOT NULL,
    meeting      TEXT    NOT NULL,
    item         TEXT    NOT NULL,
    ballot       TEXT    NOT NULL,
    matter       TEXT    NOT NULL,
    chair        TEXT    NOT NULL,
    given_by     TEXT    NOT NULL,
    given_at     TEXT    NOT NULL,
    accepted_by  TEXT    NOT NULL,
    accepted_at  TEXT,
    reported_by  TEXT    NOT NULL,
    reported_at  TEXT,
    closed_by    TEXT    NOT NULL,
    closed_at    TEXT,
    recalled_at  TEXT,
    recalled_for TEXT    NOT NULL,
    next_kind    TEXT    NOT NULL,
    next_at      TEXT,
    CHECK ((due = '') = (due_at IS NULL)),
    -- A second party closes what was reported, never who reported it.
    CHECK (state <> 'closed' OR (closed_at IS NOT NULL AND reported_at IS NOT NULL AND closed_by <> reported_by)),
    CHECK (state <> 'reported' OR reported_at IS NOT NULL),
    CHECK (next_at IS NULL OR state IN ('assigned', 'doing'))
);
CREATE UNIQUE INDEX tasks_number ON tasks (body, year, number);
-- A board's pages, and, with state, its counts without a look at the rows.
CREATE INDEX tasks_board ON tasks (body, board, place, id, state, lead);
-- Figures by month and agency, without a look at the rows.
CREATE INDEX tasks_figures ON tasks (body, due_month, lead, board, timing, due_at);
CREATE INDEX tasks_meeting ON tasks (body, meeting, id) WHERE meeting <> '';
CREATE INDEX tasks_item ON tasks (body, item, id) WHERE item <> '';
CREATE INDEX tasks_ballot ON tasks (body, ballot, id) WHERE ballot <> '';
CREATE INDEX tasks_matter ON tasks (body, matter, id) WHERE matter <> '';
CREATE INDEX tasks_next ON tasks (body, next_at, id) WHERE next_at IS NOT NULL;

-- The agencies of a task, with what its agency's board needs: written with the task,
-- never alone.
CREATE TABLE task_agencies (
    task   TEXT NOT NULL REFERENCES tasks (id),
    agency TEXT NOT NULL,
    part   TEXT NOT NULL CHECK (part IN ('lead', 'cooperating')),
    body   TEXT NOT NULL,
    board  TEXT NOT NULL,
    place  TEXT NOT NULL,
    state  TEXT NOT NULL,
    PRIMARY KEY (task, agency)
);
CREATE UNIQUE INDEX task_agencies_lead ON task_agencies (task) WHERE part = 'lead';
CREATE INDEX task_agencies_board ON task_agencies (body, agency, board, place, task, state);

-- The history of a task, append-only.
CREATE TABLE task_entries (
    id     TEXT NOT NULL PRIMARY KEY,
    body   TEXT NOT NULL,
    task   TEXT NOT NULL REFERENCES tasks (id),
    at     TEXT NOT NULL,
    person TEXT NOT NULL,
    what   TEXT NOT NULL,
    text   TEXT NOT NULL,
    files  TEXT NOT NULL,
    due    TEXT NOT NULL,
    was    TEXT NOT NULL,
    fields TEXT NOT NULL,
    before TEXT NOT NULL
);
CREATE INDEX task_entries_task ON task_entries (task, at, id);

-- Files that were brought for a task; entries name those that go with them.
CREATE TABLE task_files (
    id      TEXT   NOT NULL PRIMARY KEY,
    body    TEXT   NOT NULL,
    task    TEXT   NOT NULL REFERENCES tasks (id),
    name    TEXT   NOT NULL,
    size    BIGINT NOT NULL,
    hash    TEXT   NOT NULL,
    made_by TEXT   NOT NULL,
    at      TEXT   NOT NULL,
    blob    TEXT   NOT NULL
);
CREATE INDEX task_files_task ON task_files (task, id);
CREATE INDEX task_files_blob ON task_files (blob);

-- What a person has typed for a task and not sent.
CREATE TABLE task_scratches (
    task   TEXT NOT NULL REFERENCES tasks (id),
    person TEXT NOT NULL,
    body   TEXT NOT NULL,
    text   TEXT NOT NULL,
    files  TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (task, person)
);

-- What was told, once for each agency; agency '' is the secretariat. A person has read
-- what lies before read_to.
CREATE TABLE task_notices (
    id     TEXT NOT NULL PRIMARY KEY,
    body   TEXT NOT NULL,
    agency TEXT NOT NULL,
    task   TEXT NOT NULL REFERENCES tasks (id),
    kind   TEXT NOT NULL,
    at     TEXT NOT NULL
);
CREATE INDEX task_notices_agency ON task_notices (body, agency, at, id);
CREATE TABLE task_notice_reads (
    body    TEXT NOT NULL,
    person  TEXT NOT NULL,
    read_to TEXT NOT NULL,
    PRIMARY KEY (body, person)
);
