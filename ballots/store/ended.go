package store

import (
	"context"
	"time"

	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// Ended are the members' ballots on matters that were closed after a time, the first
// first, at most limit; also those that were then ended for the sake of a discussion.
func (s *Store) Ended(ctx context.Context, after time.Time, limit int64) ([]ballots.Ballot, error) {
	var rows []*ballotRow
	err := s.db().NewSelect().Model(&rows).Where("b.body = ?", s.body(ctx)).Where("b.state IN (?, ?, ?)", ballots.Closed, ballots.Certified, ballots.Recalled).
		Where("b.closed_at > ?", db.At(after)).Where("b.matter <> ''").Where("b.kind = ?", ballots.OfMembers).Order("b.closed_at", "b.id").Limit(limit).Scan(ctx)
	out := make([]ballots.Ballot, len(rows))
	for i, r := range rows {
		out[i] = *r.ballot()
	}
	return out, loading("ballots that ended", "ballot.not_found", err)
}
