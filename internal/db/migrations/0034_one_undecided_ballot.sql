-- A matter's decision steps come one after the other: it has one ballot that is
-- open, or closed and not certified.
CREATE UNIQUE INDEX ballots_undecided ON ballots (body, matter) WHERE state IN ('open', 'closed');
