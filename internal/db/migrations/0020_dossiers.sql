-- Matters and their papers. Persons and agencies are ids of another room; blobs
-- are names in the file storage.
CREATE TABLE matters (
    id            TEXT    NOT NULL PRIMARY KEY,
    body          TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    agency        TEXT    NOT NULL,
    drafter       TEXT    NOT NULL,
    class         TEXT    NOT NULL CHECK (class IN ('public', 'internal', 'restricted', 'placeholder')),
    field         TEXT    NOT NULL,
    state         TEXT    NOT NULL
        CHECK (state IN ('draft', 'submitted', 'returned', 'taken', 'deciding', 'decided', 'archived')),
    reason        TEXT    NOT NULL,
    ballot_closed BOOLEAN NOT NULL,
    rev           BIGINT  NOT NULL CHECK (rev > 0),
    view_rev      BIGINT  NOT NULL,
    made_at       TEXT    NOT NULL,
    changed_at    TEXT    NOT NULL
);
CREATE INDEX matters_newest ON matters (body, id);
CREATE INDEX matters_state ON matters (body, state, id);
CREATE INDEX matters_agency ON matters (body, agency, id);

-- Who stands on a ballot on the matter ('voter'), and who is recused from it.
CREATE TABLE matter_persons (
    matter TEXT NOT NULL REFERENCES matters (id),
    body   TEXT NOT NULL,
    person TEXT NOT NULL,
    part   TEXT NOT NULL CHECK (part IN ('voter', 'recused')),
    PRIMARY KEY (matter, part, person)
);
CREATE INDEX matter_persons_person ON matter_persons (body, person, part, matter);

CREATE TABLE matter_history (
    id       TEXT NOT NULL PRIMARY KEY,
    body     TEXT NOT NULL,
    matter   TEXT NOT NULL REFERENCES matters (id),
    at       TEXT NOT NULL,
    person   TEXT NOT NULL,
    what     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    document TEXT NOT NULL,
    version  TEXT NOT NULL
);
CREATE INDEX matter_history_matter ON matter_history (matter, at, id);

CREATE TABLE documents (
    id            TEXT    NOT NULL PRIMARY KEY,
    body          TEXT    NOT NULL,
    matter        TEXT    NOT NULL REFERENCES matters (id),
    kind          TEXT    NOT NULL
        CHECK (kind IN ('submission', 'draft', 'appraisal', 'explanation', 'summary', 'other')),
    title         TEXT    NOT NULL,
    place         INTEGER NOT NULL,
    recalled_at   TEXT,
    recalled_by   TEXT    NOT NULL,
    recall_reason TEXT    NOT NULL,
    rev           BIGINT  NOT NULL CHECK (rev > 0)
);
CREATE INDEX documents_matter ON documents (matter, place, id);

CREATE TABLE document_versions (
    id             TEXT    NOT NULL PRIMARY KEY,
    body           TEXT    NOT NULL,
    document       TEXT    NOT NULL REFERENCES documents (id),
    matter         TEXT    NOT NULL,
    number         INTEGER NOT NULL CHECK (number > 0),
    name           TEXT    NOT NULL,
    format         TEXT    NOT NULL,
    size           BIGINT  NOT NULL,
    sha256         TEXT    NOT NULL,
    original       TEXT    NOT NULL,
    made_by        TEXT    NOT NULL,
    made_at        TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('quarantined', 'processing', 'ready', 'refused')),
    code           TEXT    NOT NULL,
    params         TEXT    NOT NULL,
    tries          INTEGER NOT NULL,
    reading        TEXT    NOT NULL,
    reading_sha256 TEXT    NOT NULL,
    reading_size   BIGINT  NOT NULL,
    pages          INTEGER NOT NULL,
    has_text       BOOLEAN NOT NULL,
    cover          TEXT    NOT NULL,
    thumbs         TEXT    NOT NULL,
    thumbs_at      TEXT    NOT NULL
);
CREATE UNIQUE INDEX document_versions_number ON document_versions (document, number);
CREATE INDEX document_versions_matter ON document_versions (matter);
CREATE INDEX document_versions_original ON document_versions (body, original);
CREATE INDEX document_versions_reading ON document_versions (body, reading);
CREATE INDEX document_versions_cover ON document_versions (body, cover);
CREATE INDEX document_versions_thumbs ON document_versions (body, thumbs);
