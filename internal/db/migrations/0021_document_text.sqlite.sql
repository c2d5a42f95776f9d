-- The text of reading copies, one row a page; folded is what is searched.
CREATE TABLE document_pages (
    id      INTEGER PRIMARY KEY,
    body    TEXT    NOT NULL,
    version TEXT    NOT NULL,
    page    INTEGER NOT NULL CHECK (page > 0),
    text    TEXT    NOT NULL,
    folded  TEXT    NOT NULL
);
CREATE UNIQUE INDEX document_pages_page ON document_pages (version, page);

-- The text is folded before it comes here, so the tokenizer has nothing to fold.
CREATE VIRTUAL TABLE document_index USING fts5(folded, content='document_pages', content_rowid='id', tokenize='unicode61 remove_diacritics 0');

CREATE TRIGGER document_pages_insert AFTER INSERT ON document_pages BEGIN
    INSERT INTO document_index (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER document_pages_delete AFTER DELETE ON document_pages BEGIN
    INSERT INTO document_index (document_index, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
CREATE TRIGGER document_pages_update BEFORE UPDATE ON document_pages BEGIN
    SELECT RAISE(ABORT, 'pages are replaced, never changed');
END;
