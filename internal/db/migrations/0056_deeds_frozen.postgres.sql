-- A deed, once certified, stays as it was, and so does everything that makes it up.
CREATE FUNCTION deeds_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'certified' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a certified deed is frozen' USING ERRCODE = '23000';
END $$;
CREATE FUNCTION deed_sections_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NOT EXISTS (SELECT 1 FROM deeds WHERE id IN (OLD.deed, NEW.deed) AND state IN ('signing', 'certified')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a signed deed is frozen' USING ERRCODE = '23000';
END $$;
CREATE FUNCTION deeds_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23000';
END $$;
CREATE TRIGGER deeds_no_change BEFORE UPDATE OR DELETE ON deeds
    FOR EACH ROW EXECUTE FUNCTION deeds_frozen();
CREATE TRIGGER deeds_no_truncate BEFORE TRUNCATE ON deeds
    FOR EACH STATEMENT EXECUTE FUNCTION deeds_append_only();
CREATE TRIGGER deed_sections_no_change BEFORE UPDATE OR DELETE ON deed_sections
    FOR EACH ROW EXECUTE FUNCTION deed_sections_frozen();
CREATE TRIGGER deed_sections_no_truncate BEFORE TRUNCATE ON deed_sections
    FOR EACH STATEMENT EXECUTE FUNCTION deeds_append_only();
CREATE TRIGGER deed_signatures_no_change BEFORE UPDATE OR DELETE ON deed_signatures
    FOR EACH ROW EXECUTE FUNCTION deeds_append_only();
CREATE TRIGGER deed_signatures_no_truncate BEFORE TRUNCATE ON deed_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION deeds_append_only();
CREATE TRIGGER deed_corrections_no_change BEFORE UPDATE OR DELETE ON deed_corrections
    FOR EACH ROW EXECUTE FUNCTION deeds_append_only();
CREATE TRIGGER deed_corrections_no_truncate BEFORE TRUNCATE ON deed_corrections
    FOR EACH STATEMENT EXECUTE FUNCTION deeds_append_only();
