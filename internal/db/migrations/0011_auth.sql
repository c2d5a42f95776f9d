-- Means of sign-in. body is the home body of the person.
CREATE TABLE accounts (
    id            TEXT   NOT NULL PRIMARY KEY,
    body          TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    login         TEXT   NOT NULL,
    login_key     TEXT   NOT NULL,
    password_hash TEXT   NOT NULL,
    totp_secret   TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    last_body     TEXT   NOT NULL,
    created_at    TEXT   NOT NULL,
    rev           BIGINT NOT NULL
);
--bun:split
CREATE UNIQUE INDEX accounts_login_key ON accounts (login_key);
--bun:split
CREATE UNIQUE INDEX accounts_person ON accounts (person);
--bun:split
CREATE INDEX accounts_body ON accounts (body, login);
--bun:split
-- One row for each name tried, known or not, so that the two cannot be told apart;
-- the keys are HMACs, because people type passwords into the wrong field.
CREATE TABLE sign_in_attempts (
    login_key TEXT    NOT NULL PRIMARY KEY,
    failures  INTEGER NOT NULL,
    next_at   TEXT,
    last_at   TEXT    NOT NULL
);
--bun:split
-- A time step of an account is used once: the primary key decides every race.
CREATE TABLE totp_uses (
    account TEXT   NOT NULL,
    step    BIGINT NOT NULL,
    used_at TEXT   NOT NULL,
    PRIMARY KEY (account, step)
);
--bun:split
CREATE TABLE recovery_codes (
    account TEXT NOT NULL,
    hash    TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account, hash)
);
--bun:split
-- Between the password and the code.
CREATE TABLE sign_in_challenges (
    hash       TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
--bun:split
CREATE TABLE sessions (
    id            TEXT NOT NULL PRIMARY KEY,
    hash          TEXT NOT NULL,
    body          TEXT NOT NULL,
    account       TEXT NOT NULL,
    person        TEXT NOT NULL,
    device        TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    seen_at       TEXT NOT NULL,
    ends_at       TEXT NOT NULL,
    signing_until TEXT,
    ended_at      TEXT
);
--bun:split
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
--bun:split
CREATE INDEX sessions_account ON sessions (account, ended_at);
--bun:split
CREATE TABLE socket_tickets (
    hash       TEXT NOT NULL PRIMARY KEY,
    session    TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
--bun:split
CREATE INDEX socket_tickets_expires ON socket_tickets (expires_at);
--bun:split
-- One-use links: the first of an installation (kind setup), an invitation or a
-- replacement (enrol), and the repeatable ones of a demonstration (demo).
CREATE TABLE sign_in_links (
    id          TEXT NOT NULL PRIMARY KEY,
    hash        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    body        TEXT NOT NULL,
    account     TEXT NOT NULL,
    totp_secret TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    expires_at  TEXT,
    used_at     TEXT
);
--bun:split
CREATE UNIQUE INDEX sign_in_links_hash ON sign_in_links (hash);
--bun:split
CREATE INDEX sign_in_links_account ON sign_in_links (account);
