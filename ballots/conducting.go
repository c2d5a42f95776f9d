package ballots

import (
	"context"
	"strings"

	"ecabinet"
)

// Extend sets a later deadline, tells everybody and plans the closing anew.
func (s *Service) Extend(ctx context.Context, id string, rev int64, l Later) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		calendar, err := s.Laws.Calendar(ctx)
		if err != nil {
			return err
		}
		if err := b.Extend(l, actor.Person, calendar, tx.Now()); err != nil {
			return err
		}
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		bound, err := bind(b, seats)
		if err != nil {
			return err
		}
		emit(tx, b, "ballot.extended", fields{"deadline": b.Deadline.At, "basis": bound.Basis, "seats": bound.Seats})
		if err := s.plan(ctx, tx, b); err != nil {
			return err
		}
		return s.notifySeats(ctx, tx, b, "ballot.extended", seats, true)
	})
}

// Recall takes an open or approved ballot back.
func (s *Service) Recall(ctx context.Context, id string, rev int64, reason string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if err := b.Recall(reason); err != nil {
			return err
		}
		emit(tx, b, "ballot.recalled", fields{"rev": b.Rev})
		for _, kind := range []string{JobOpen, JobClose, JobRemind} {
			if err := tx.Unschedule(ctx, kind, b.ID); err != nil {
				return err
			}
		}
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		if err := s.course(ctx, tx, b, seats); err != nil {
			return err
		}
		return s.notifySeats(ctx, tx, b, "ballot.recalled", seats, true)
	})
}

// ReplacePaper binds an open ballot to a new version of a paper: a new round or
// a correction that members are told of.
func (s *Service) ReplacePaper(ctx context.Context, id string, rev int64, version string, how Replacement, reason string) (string, error) {
	current, err := s.Store.Ballot(ctx, id)
	if err != nil {
		return "", err
	}
	papers, err := s.chosen(ctx, current.Matter, []string{version})
	if err != nil {
		return "", err
	}
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		calendar, err := s.Laws.Calendar(ctx)
		if err != nil {
			return err
		}
		if err := b.ReplacePaper(papers[0], how, reason, calendar, tx.Now()); err != nil {
			return err
		}
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		if how == NewRound {
			if err := s.newRound(ctx, tx, b, seats); err != nil {
				return err
			}
		}
		bound, err := bind(b, seats)
		if err != nil {
			return err
		}
		emit(tx, b, "ballot.paper_replaced", fields{
			"how": how, "reason": strings.TrimSpace(reason), "document": papers[0].Document, "version": version,
			"round": b.Round, "deadline": b.Deadline.At, "basis": bound.Basis, "seats": bound.Seats,
		})
		return s.notifySeats(ctx, tx, b, "ballot.paper_replaced", seats, true)
	})
}

// newRound turns every answer into a draft of its member and starts the window
// again.
func (s *Service) newRound(ctx context.Context, tx Tx, b *Ballot, seats []Seat) error {
	answers, err := tx.CountingAnswers(ctx, b.ID)
	if err != nil {
		return err
	}
	for i := range seats {
		a, ok := answers[seats[i].No]
		if !ok {
			continue
		}
		if err := tx.SaveScratch(ctx, &Scratch{Ballot: b.ID, Person: seats[i].Person, Content: a.Content, Changed: tx.Now()}); err != nil {
			return err
		}
		seats[i].Answer, seats[i].AnsweredAt = "", nil
		if err := tx.SaveSeat(ctx, &seats[i]); err != nil {
			return err
		}
	}
	return s.plan(ctx, tx, b)
}
