-- What a body has set over the law that comes with the program. Every change is a
-- row that stays; the one with the highest rev holds. rev counts the changes of a
-- body, so that no two of its rows bear the same.
CREATE TABLE rule_books (
    id   TEXT   NOT NULL PRIMARY KEY, -- the body again: what is locked
    body TEXT   NOT NULL,
    rev  BIGINT NOT NULL
);
--bun:split
CREATE TABLE rule_profiles (
    body      TEXT    NOT NULL,
    profile   TEXT    NOT NULL,
    rev       BIGINT  NOT NULL CHECK (rev > 0),
    doc       TEXT    NOT NULL,
    in_use    BOOLEAN NOT NULL,
    reason    TEXT    NOT NULL,
    by_person TEXT    NOT NULL,
    at        TEXT    NOT NULL,
    PRIMARY KEY (body, rev)
);
--bun:split
CREATE TABLE rule_days (
    body      TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    rev       BIGINT NOT NULL CHECK (rev > 0),
    kind      TEXT   NOT NULL CHECK (kind IN ('off', 'worked', 'plain')),
    name_vi   TEXT   NOT NULL,
    name_en   TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    by_person TEXT   NOT NULL,
    at        TEXT   NOT NULL,
    PRIMARY KEY (body, rev)
);
--bun:split
CREATE TABLE rule_years (
    body      TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    rev       BIGINT  NOT NULL CHECK (rev > 0),
    confirmed BOOLEAN NOT NULL,
    reason    TEXT    NOT NULL,
    by_person TEXT    NOT NULL,
    at        TEXT    NOT NULL,
    PRIMARY KEY (body, rev)
);
