-- The words by which a task is found: its number, its text, its source.
CREATE TABLE task_texts (
    id     INTEGER PRIMARY KEY,
    body   TEXT NOT NULL,
    task   TEXT NOT NULL REFERENCES tasks (id),
    folded TEXT NOT NULL
);
CREATE UNIQUE INDEX task_texts_task ON task_texts (task);

-- The text is folded before it comes here, so the tokenizer has nothing to fold.
CREATE VIRTUAL TABLE task_index USING fts5(folded, content='task_texts', content_rowid='id', tokenize='unicode61 remove_diacritics 0');

CREATE TRIGGER task_texts_insert AFTER INSERT ON task_texts BEGIN
    INSERT INTO task_index (rowid, folded) VALUES (new.id, new.folded);
END;
CREATE TRIGGER task_texts_delete AFTER DELETE ON task_texts BEGIN
    INSERT INTO task_index (task_index, rowid, folded) VALUES ('delete', old.id, old.folded);
END;
CREATE TRIGGER task_texts_update BEFORE UPDATE ON task_texts BEGIN
    SELECT RAISE(ABORT, 'texts are replaced, never changed');
END;
