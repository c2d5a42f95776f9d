-- What a body sets otherwise than the role table that comes with the program. Every
-- change is a row that stays and holds the whole difference; the one with the
-- highest rev holds.
CREATE TABLE body_policies (
    body        TEXT   NOT NULL REFERENCES bodies (id),
    rev         BIGINT NOT NULL CHECK (rev > 0),
    lines       TEXT   NOT NULL, -- JSON: "+ allow, member, ballot:voter, read-ballot", ...
    reason      TEXT   NOT NULL,
    asked_by    TEXT   NOT NULL REFERENCES persons (id),
    approved_by TEXT   NOT NULL REFERENCES persons (id),
    at          TEXT   NOT NULL,
    PRIMARY KEY (body, rev)
);
