-- The history of a task stays as it was written.
CREATE TRIGGER task_entries_no_update BEFORE UPDATE ON task_entries
BEGIN SELECT RAISE(ABORT, 'the history of a task is append-only'); END;
CREATE TRIGGER task_entries_no_delete BEFORE DELETE ON task_entries
BEGIN SELECT RAISE(ABORT, 'the history of a task is append-only'); END;
