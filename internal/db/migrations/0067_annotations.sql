-- What persons draw and write on papers. content is sealed with the body's key, so
-- that it is read by nobody who only has the database; what an annotation is found
-- by stands beside it. Persons, papers and their versions are ids of other rooms.
CREATE TABLE annotations (
    person     TEXT    NOT NULL,
    document   TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    office     TEXT    NOT NULL,
    rev        BIGINT  NOT NULL CHECK (rev > 0),
    seq        BIGINT  NOT NULL CHECK (seq > 0),
    erased     BOOLEAN NOT NULL,
    made_at    TEXT    NOT NULL,
    changed_at TEXT    NOT NULL,
    content    TEXT    NOT NULL CHECK ((content = '') = erased),
    PRIMARY KEY (person, document, id)
);
CREATE INDEX annotations_seq ON annotations (person, document, seq);
CREATE INDEX annotations_shared ON annotations (body, office, document) WHERE office <> '';
-- One person's annotations of one paper as a whole; id is "<person>:<document>".
CREATE TABLE annotation_heads (
    id        TEXT   NOT NULL PRIMARY KEY,
    body      TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    document  TEXT   NOT NULL,
    seq       BIGINT NOT NULL,
    office    TEXT   NOT NULL,
    shared_at TEXT
);
CREATE INDEX annotation_heads_document ON annotation_heads (body, document);
CREATE INDEX annotation_heads_shared ON annotation_heads (body, office, document) WHERE office <> '';
