-- The words by which a task is found: its number, its text, its source.
CREATE TABLE task_texts (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body   TEXT   NOT NULL,
    task   TEXT   NOT NULL REFERENCES tasks (id),
    folded TEXT   NOT NULL,
    -- The text is folded before it comes here, so 'simple' has nothing to fold.
    index  TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED
);
CREATE UNIQUE INDEX task_texts_task ON task_texts (task);
CREATE INDEX task_texts_index ON task_texts USING GIN (index);
