-- What a row of a table was called, by the rev of the table from which it is known: noted
-- when a row comes, goes or is called otherwise, both as it was and as it is. The journal
-- holds no names, so that the history finds them here.
CREATE TABLE synthesis_row_names (
    synthesis TEXT   NOT NULL REFERENCES syntheses (id),
    name_of   TEXT   NOT NULL,
    rev       BIGINT NOT NULL CHECK (rev > 0),
    body      TEXT   NOT NULL,
    vi        TEXT   NOT NULL,
    en        TEXT   NOT NULL,
    PRIMARY KEY (synthesis, name_of, rev)
);
