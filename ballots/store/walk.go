package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet/ballots"
)

// step is how many rows a walk holds at once.
const step = 32

// EachBallot gives every ballot of a body to fn, by id, and stops at its first
// error. Like the other walks it takes no body from ctx, holds few rows at once
// and no connection while fn runs; rows that come in meanwhile may be given.
func (s *Store) EachBallot(ctx context.Context, body string, fn func(*ballots.Ballot) error) error {
	after := ""
	return walk(ctx, func(rows *[]*ballotRow) *bun.SelectQuery {
		return s.db().NewSelect().Model(rows).Where("b.body = ?", body).Where("b.id > ?", after).Order("b.id")
	}, func(r *ballotRow) error {
		after = r.ID
		return fn(r.ballot())
	})
}

// EachSeat gives every seat of a ballot to fn, by number.
func (s *Store) EachSeat(ctx context.Context, ballot string, fn func(ballots.Seat) error) error {
	after := 0
	return walk(ctx, func(rows *[]seatRow) *bun.SelectQuery {
		return s.db().NewSelect().Model(rows).Where("s.ballot = ?", ballot).Where("s.no > ?", after).Order("s.no")
	}, func(r seatRow) error {
		after = r.No
		return fn(r.seat())
	})
}

// EachAnswer gives every version of every answer of a ballot to fn, by round,
// seat and revision.
func (s *Store) EachAnswer(ctx context.Context, ballot string, fn func(ballots.Answer) error) error {
	var round, seat, revision int
	return walk(ctx, func(rows *[]answerRow) *bun.SelectQuery {
		return s.db().NewSelect().Model(rows).Where("a.ballot = ?", ballot).
			Where("(a.round, a.seat, a.revision) > (?, ?, ?)", round, seat, revision).
			Order("a.round", "a.seat", "a.revision")
	}, func(r answerRow) error {
		round, seat, revision = r.Round, r.Seat, r.Revision
		return fn(r.answer())
	})
}

// EachClassing gives every classing of a ballot to fn, by id.
func (s *Store) EachClassing(ctx context.Context, ballot string, fn func(ballots.Classing) error) error {
	after := ""
	return walk(ctx, func(rows *[]classingRow) *bun.SelectQuery {
		return s.db().NewSelect().Model(rows).Where("c.ballot = ?", ballot).Where("c.id > ?", after).Order("c.id")
	}, func(r classingRow) error {
		after = r.ID
		return fn(r.classing())
	})
}

// walk asks for page after page, each after the rows that give has seen.
func walk[R any](ctx context.Context, page func(rows *[]R) *bun.SelectQuery, give func(R) error) error {
	for {
		var rows []R
		if err := page(&rows).Limit(step).Scan(ctx); err != nil {
			return fmt.Errorf("walk: %w", err)
		}
		for _, r := range rows {
			if err := give(r); err != nil {
				return err
			}
		}
		if len(rows) < step {
			return nil
		}
	}
}
