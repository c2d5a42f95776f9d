-- A deed, once certified, stays as it was, and so does everything that makes it up.
CREATE TRIGGER deeds_no_update BEFORE UPDATE ON deeds WHEN OLD.state = 'certified'
BEGIN SELECT RAISE(ABORT, 'a certified deed is frozen'); END;
CREATE TRIGGER deeds_no_delete BEFORE DELETE ON deeds
BEGIN SELECT RAISE(ABORT, 'deeds are kept'); END;
CREATE TRIGGER deed_sections_no_update BEFORE UPDATE ON deed_sections
    WHEN EXISTS (SELECT 1 FROM deeds WHERE id IN (OLD.deed, NEW.deed) AND state IN ('signing', 'certified'))
BEGIN SELECT RAISE(ABORT, 'a signed deed is frozen'); END;
CREATE TRIGGER deed_sections_no_delete BEFORE DELETE ON deed_sections
BEGIN SELECT RAISE(ABORT, 'sections are kept'); END;
CREATE TRIGGER deed_signatures_no_update BEFORE UPDATE ON deed_signatures
BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
CREATE TRIGGER deed_signatures_no_delete BEFORE DELETE ON deed_signatures
BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
CREATE TRIGGER deed_corrections_no_update BEFORE UPDATE ON deed_corrections
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE TRIGGER deed_corrections_no_delete BEFORE DELETE ON deed_corrections
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
