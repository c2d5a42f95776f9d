-- The text of reading copies, one row a page; folded is what is searched.
CREATE TABLE document_pages (
    id      BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body    TEXT    NOT NULL,
    version TEXT    NOT NULL,
    page    INTEGER NOT NULL CHECK (page > 0),
    text    TEXT    NOT NULL,
    folded  TEXT    NOT NULL,
    -- The text is folded before it comes here, so 'simple' has nothing to fold.
    index   TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED
);
CREATE UNIQUE INDEX document_pages_page ON document_pages (version, page);
CREATE INDEX document_pages_index ON document_pages USING GIN (index);
