-- What lies in a box comes in groups, each in the order of its bytes. A token and a
-- choice never share a row.
CREATE TABLE box_tokens (
    vote  TEXT NOT NULL REFERENCES boxes (vote),
    token TEXT NOT NULL,
    PRIMARY KEY (vote, token)
);

CREATE TABLE box_papers (
    vote   TEXT NOT NULL REFERENCES boxes (vote),
    sealed TEXT NOT NULL,
    PRIMARY KEY (vote, sealed)
);
