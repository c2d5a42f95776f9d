-- A choice, once cast, stays as it was.
CREATE FUNCTION casts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'casts are append-only' USING ERRCODE = '23000';
END $$;
CREATE TRIGGER casts_no_update BEFORE UPDATE ON casts
    FOR EACH ROW EXECUTE FUNCTION casts_append_only();
CREATE TRIGGER casts_no_delete BEFORE DELETE ON casts
    FOR EACH ROW EXECUTE FUNCTION casts_append_only();
CREATE TRIGGER casts_no_truncate BEFORE TRUNCATE ON casts
    FOR EACH STATEMENT EXECUTE FUNCTION casts_append_only();
