package ballots_test

import (
	"context"
	"testing"

	"ecabinet/ballots"
	"ecabinet/procedure"
)

// counted counts the writes of seats through a store.
type counted struct {
	ballots.Store
	seats int
}

func (s *counted) InTx(ctx context.Context, fn func(context.Context, ballots.Tx) (string, error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx ballots.Tx) (string, error) { return fn(ctx, countedTx{tx, s}) })
}

type countedTx struct {
	ballots.Tx
	of *counted
}

func (t countedTx) SaveSeat(ctx context.Context, seat *ballots.Seat) error {
	t.of.seats++
	return t.Tx.SaveSeat(ctx, seat)
}

// A consultation makes nothing of silence: its closing writes none of its seats, however
// many there are.
func TestClosingAConsultationWritesNoSeat(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		c.consult()
		c.must(c.tryCast("m2", c.content(procedure.Agree)))
		s := &counted{Store: c.svc.Store}
		c.svc.Store = s
		b := c.closeNow()
		if s.seats != 0 || len(b.Result.Received.Silent) != 4 {
			t.Errorf("%d seats were written, silent are %v", s.seats, b.Result.Received.Silent)
		}
	})
}
