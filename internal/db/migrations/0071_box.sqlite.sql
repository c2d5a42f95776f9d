-- What lies in a box lies in the order of its bytes and of nothing else: such tables
-- have no row numbers. A token and a choice never share a row.
CREATE TABLE box_tokens (
    vote  TEXT NOT NULL REFERENCES boxes (vote),
    token TEXT NOT NULL,
    PRIMARY KEY (vote, token)
) WITHOUT ROWID;

CREATE TABLE box_papers (
    vote   TEXT NOT NULL REFERENCES boxes (vote),
    sealed TEXT NOT NULL,
    PRIMARY KEY (vote, sealed)
) WITHOUT ROWID;
