-- SQLite takes a body for one of a hundred thousand where it knows no better, and reads the
-- whole journal of one to find the rows of a ballot. What it is told here, that nearly
-- all rows are of one body and some two hundred of one topic, holds from the first row on.
ANALYZE journal;
DELETE FROM sqlite_stat1 WHERE tbl = 'journal';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('journal', 'journal', '1000000 1000000 1'),
    ('journal', 'journal_topic', '1000000 1000000 200 1'),
    ('journal', 'journal_about', '1000000 1000000 200');
ANALYZE sqlite_schema;
