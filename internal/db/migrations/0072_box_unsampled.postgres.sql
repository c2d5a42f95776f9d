-- The server samples columns for its planner, and keeps what it found after the rows
-- are gone: nothing of a secret vote may lie there.
ALTER TABLE slips ALTER COLUMN blinded SET STATISTICS 0, ALTER COLUMN signed SET STATISTICS 0;
ALTER TABLE box_papers ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE box_tokens ALTER COLUMN token SET STATISTICS 0;
ALTER TABLE boxes ALTER COLUMN locked SET STATISTICS 0;
