-- Who reads the papers of a matter for a session on whose agenda it stands
-- ('listed'), and who is recused from it there ('aside').
CREATE TABLE matter_sessions (
    matter  TEXT NOT NULL REFERENCES matters (id),
    session TEXT NOT NULL,
    person  TEXT NOT NULL,
    part    TEXT NOT NULL CHECK (part IN ('listed', 'aside')),
    body    TEXT NOT NULL,
    PRIMARY KEY (matter, session, person, part)
);
CREATE INDEX matter_sessions_person ON matter_sessions (body, person, part, matter);
