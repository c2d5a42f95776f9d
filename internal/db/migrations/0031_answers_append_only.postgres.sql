-- An answer, once cast, stays as it was: only what it is worth may change.
CREATE FUNCTION answers_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'answers are append-only' USING ERRCODE = '23000';
END $$;
CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'standing' - 'second_by' IS DISTINCT FROM to_jsonb(NEW) - 'standing' - 'second_by')
    EXECUTE FUNCTION answers_append_only();
CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
    FOR EACH ROW EXECUTE FUNCTION answers_append_only();
CREATE TRIGGER answers_no_truncate BEFORE TRUNCATE ON answers
    FOR EACH STATEMENT EXECUTE FUNCTION answers_append_only();
