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
		if err := b.Recall(reason, tx.Now()); err != nil {
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

// GoOn is the decision that a ballot is certified though members have asked for
// discussion.
func (s *Service) GoOn(ctx context.Context, id string, rev int64, note string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if err := b.GoOn(note, actor.Person, tx.Now()); err != nil {
			return err
		}
		emit(tx, b, "ballot.goes_on", fields{"rev": b.Rev, "note": b.Onward.Note})
		return s.notifyStaff(ctx, tx, b, "ballot.goes_on")
	})
}

// ToSession is the other decision: the ballot ends and its matter is for the session.
func (s *Service) ToSession(ctx context.Context, id string, rev int64, reason string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if err := b.Discuss(reason); err != nil {
			return err
		}
		emit(tx, b, "ballot.to_session", fields{"rev": b.Rev})
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		if err := s.course(ctx, tx, b, seats); err != nil {
			return err
		}
		if err := s.notifyStaff(ctx, tx, b, "ballot.to_session"); err != nil {
			return err
		}
		return s.notifySeats(ctx, tx, b, "ballot.to_session", seats, true)
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

// newRound turns every answer into a draft of its member, brings along what the
// offices have prepared, and starts the window again.
func (s *Service) newRound(ctx context.Context, tx Tx, b *Ballot, seats []Seat) error {
	answers, err := tx.CountingAnswers(ctx, b.ID)
	if err != nil {
		return err
	}
	for i := range seats {
		if err := carryDraft(ctx, tx, b, &seats[i]); err != nil {
			return err
		}
		a, ok := answers[seats[i].No]
		if !ok {
			continue
		}
		if err := keepAnswer(ctx, tx, b, a); err != nil {
			return err
		}
		seats[i].Answer, seats[i].AnsweredAt = "", nil
		if err := tx.SaveSeat(ctx, &seats[i]); err != nil {
			return err
		}
	}
	return s.plan(ctx, tx, b)
}

// keepAnswer makes an answer of the round before what its member has typed, unless
// something was typed since.
func keepAnswer(ctx context.Context, tx Tx, b *Ballot, a Answer) error {
	_, err := tx.Scratch(ctx, b.ID, a.Person)
	if ecabinet.KindOf(err) != ecabinet.NotFound {
		return err
	}
	c := a.Content
	if a.Source == OnBehalf {
		c.Files = []File{} // the scan is the secretariat's
	}
	return tx.SaveScratch(ctx, &Scratch{Ballot: b.ID, Person: a.Person, Content: c, Changed: tx.Now()})
}

// carryDraft gives an office the draft of the round before, at the step where it was.
func carryDraft(ctx context.Context, tx Tx, b *Ballot, seat *Seat) error {
	d, err := tx.OfficeDraft(ctx, b.ID, b.Round-1, seat.Person)
	if ecabinet.KindOf(err) == ecabinet.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	next := *d
	next.ID, next.Round, next.Rev, next.Moves = ecabinet.NewID(), b.Round, 1, []Move{}
	emit(tx, b, "draft.carried", fields{"seat": seat.No, "member": next.Member, "step": next.Step, "rev": next.Rev})
	return tx.SaveOfficeDraft(ctx, &next)
}
