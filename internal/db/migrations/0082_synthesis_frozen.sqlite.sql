-- A version that was kept stays as it was.
CREATE TRIGGER synthesis_versions_no_update BEFORE UPDATE ON synthesis_versions
BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER synthesis_versions_no_delete BEFORE DELETE ON synthesis_versions
BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
