-- A choice, once cast, stays as it was.
CREATE TRIGGER casts_no_update BEFORE UPDATE ON casts
BEGIN SELECT RAISE(ABORT, 'casts are append-only'); END;
CREATE TRIGGER casts_no_delete BEFORE DELETE ON casts
BEGIN SELECT RAISE(ABORT, 'casts are append-only'); END;
