CREATE TABLE bodies (
    id       TEXT   NOT NULL PRIMARY KEY,
    name_vi  TEXT   NOT NULL,
    name_en  TEXT   NOT NULL,
    zone     TEXT   NOT NULL,
    settings TEXT   NOT NULL,
    rev      BIGINT NOT NULL
);
--bun:split
CREATE TABLE agencies (
    id      TEXT   NOT NULL PRIMARY KEY,
    body    TEXT   NOT NULL REFERENCES bodies (id),
    code    TEXT   NOT NULL,
    name_vi TEXT   NOT NULL,
    name_en TEXT   NOT NULL,
    rev     BIGINT NOT NULL
);
--bun:split
CREATE UNIQUE INDEX agencies_body_code ON agencies (body, code);
--bun:split
-- body is the home body: its administrators keep the name and the sign-in.
CREATE TABLE persons (
    id        TEXT   NOT NULL PRIMARY KEY,
    body      TEXT   NOT NULL REFERENCES bodies (id),
    full_name TEXT   NOT NULL,
    honorific TEXT   NOT NULL,
    email     TEXT   NOT NULL,
    language  TEXT   NOT NULL,
    sort_key  TEXT   NOT NULL,
    folded    TEXT   NOT NULL,
    rev       BIGINT NOT NULL
);
--bun:split
CREATE INDEX persons_body_sort ON persons (body, sort_key, id);
--bun:split
-- from_at <= moment < until_at; until_at NULL: without an end.
CREATE TABLE posts (
    id        TEXT    NOT NULL PRIMARY KEY,
    body      TEXT    NOT NULL REFERENCES bodies (id),
    person    TEXT    NOT NULL REFERENCES persons (id),
    title_vi  TEXT    NOT NULL,
    title_en  TEXT    NOT NULL,
    agency    TEXT             REFERENCES agencies (id),
    seat_no   INTEGER NOT NULL,
    is_member BOOLEAN NOT NULL,
    tie_mark  BOOLEAN NOT NULL,
    from_at   TEXT    NOT NULL,
    until_at  TEXT,
    rev       BIGINT  NOT NULL
);
--bun:split
CREATE INDEX posts_body_person ON posts (body, person);
--bun:split
CREATE INDEX posts_person ON posts (person);
--bun:split
CREATE TABLE role_assignments (
    id       TEXT   NOT NULL PRIMARY KEY,
    body     TEXT   NOT NULL REFERENCES bodies (id),
    person   TEXT   NOT NULL REFERENCES persons (id),
    role     TEXT   NOT NULL,
    agency   TEXT            REFERENCES agencies (id),
    from_at  TEXT   NOT NULL,
    until_at TEXT,
    rev      BIGINT NOT NULL
);
--bun:split
CREATE INDEX role_assignments_body_person ON role_assignments (body, person);
--bun:split
CREATE INDEX role_assignments_person ON role_assignments (person);
--bun:split
CREATE TABLE delegations (
    id       TEXT   NOT NULL PRIMARY KEY,
    body     TEXT   NOT NULL REFERENCES bodies (id),
    member   TEXT   NOT NULL REFERENCES persons (id),
    staff    TEXT   NOT NULL REFERENCES persons (id),
    step     TEXT   NOT NULL,
    from_at  TEXT   NOT NULL,
    until_at TEXT   NOT NULL,
    rev      BIGINT NOT NULL
);
--bun:split
CREATE INDEX delegations_body_member ON delegations (body, member);
--bun:split
CREATE INDEX delegations_staff ON delegations (staff);
--bun:split
-- Acts that take two administrators.
CREATE TABLE change_requests (
    id         TEXT   NOT NULL PRIMARY KEY,
    body       TEXT   NOT NULL REFERENCES bodies (id),
    kind       TEXT   NOT NULL,
    person     TEXT   NOT NULL REFERENCES persons (id),
    data       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    asked_by   TEXT   NOT NULL,
    asked_at   TEXT   NOT NULL,
    decided_by TEXT   NOT NULL,
    decided_at TEXT,
    reason     TEXT   NOT NULL,
    ref        TEXT   NOT NULL,
    rev        BIGINT NOT NULL
);
--bun:split
CREATE INDEX change_requests_body_state ON change_requests (body, state, id);
