-- A version that was kept stays as it was.
CREATE FUNCTION synthesis_versions_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions are append-only' USING ERRCODE = '23000';
END $$;
CREATE TRIGGER synthesis_versions_no_change BEFORE UPDATE OR DELETE ON synthesis_versions
    FOR EACH ROW EXECUTE FUNCTION synthesis_versions_frozen();
CREATE TRIGGER synthesis_versions_no_truncate BEFORE TRUNCATE ON synthesis_versions
    FOR EACH STATEMENT EXECUTE FUNCTION synthesis_versions_frozen();
