package ballots

import (
	"context"
	"slices"
	"strings"

	"ecabinet"
)

// Remind tells those who have not answered, and their offices; only the seats
// named, or all where none is. It returns no content to anybody.
func (s *Service) Remind(ctx context.Context, ballot string, only []int) (string, error) {
	return s.remind(ctx, ballot, "ballot.reminder", only, nil)
}

// RemindDue is the reminder job's work: half time, then the last day.
func (s *Service) RemindDue(ctx context.Context, ballot string) error {
	_, err := s.remind(ctx, ballot, "", nil, func(tx Tx, b *Ballot) error {
		next, ok := b.nextReminder(tx.Now())
		if !ok {
			return nil
		}
		return tx.Schedule(ctx, JobRemind, b.ID, next)
	})
	return err
}

func (s *Service) remind(ctx context.Context, ballot, kind string, only []int, then func(Tx, *Ballot) error) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, ballot, true)
		if err != nil {
			return "", err
		}
		if !b.Allows(ActAnswer) || !b.InTime(tx.Now()) {
			if then != nil { // the job came too late to remind: nothing to do
				return "", nil
			}
			return "", ecabinet.E(ecabinet.Refused, "ballot.not_open")
		}
		if kind == "" {
			kind = b.reminderDue(tx.Now())
		}
		seats, err := tx.Seats(ctx, ballot)
		if err != nil {
			return "", err
		}
		waiting := silent(seats)
		if len(only) > 0 {
			waiting = slices.DeleteFunc(waiting, func(s Seat) bool { return !slices.Contains(only, s.No) })
		}
		numbers := []int{}
		for _, w := range waiting {
			numbers = append(numbers, w.No)
		}
		emit(tx, b, "ballot.reminded", fields{"kind": kind, "seats": numbers})
		if err := s.notifySeats(ctx, tx, b, kind, waiting, true); err != nil {
			return "", err
		}
		if then != nil {
			if err := then(tx, b); err != nil {
				return "", err
			}
		}
		return "ballot/" + b.ID, nil
	})
}

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
