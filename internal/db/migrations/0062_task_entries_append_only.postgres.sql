-- The history of a task stays as it was written.
CREATE FUNCTION task_entries_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a task is append-only' USING ERRCODE = '23000';
END $$;
CREATE TRIGGER task_entries_no_update BEFORE UPDATE ON task_entries
    FOR EACH ROW EXECUTE FUNCTION task_entries_append_only();
CREATE TRIGGER task_entries_no_delete BEFORE DELETE ON task_entries
    FOR EACH ROW EXECUTE FUNCTION task_entries_append_only();
CREATE TRIGGER task_entries_no_truncate BEFORE TRUNCATE ON task_entries
    FOR EACH STATEMENT EXECUTE FUNCTION task_entries_append_only();
