-- What who holds the tie mark has decided where members asked for discussion.
ALTER TABLE ballots ADD COLUMN onward TEXT NOT NULL DEFAULT 'null';
