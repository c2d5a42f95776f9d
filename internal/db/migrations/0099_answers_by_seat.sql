-- Whoever answers looks at his own answers, not at those of the ballot.
DROP INDEX answers_revision;
CREATE UNIQUE INDEX answers_revision ON answers (ballot, seat, round, revision);
