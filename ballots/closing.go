package ballots

import (
	"context"

	"ecabinet"
)

// CloseDue closes a ballot whose deadline has passed; the job's work. However
// many nodes try, one act finds the ballot open, so it is closed exactly once.
func (s *Service) CloseDue(ctx context.Context, id string) error {
	_, err := s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if b.State != Open || b.InTime(tx.Now()) {
			return nil // closed already, or extended meanwhile
		}
		return s.close(ctx, tx, b)
	})
	return err
}

// CloseEarly closes before the deadline, which is possible only when nobody's
// answer is missing: silence counts for nothing before its time is over.
func (s *Service) CloseEarly(ctx context.Context, id string, rev int64) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		if waiting := len(silent(seats)); b.State == Open && waiting > 0 {
			return ecabinet.E(ecabinet.Refused, "ballot.close_early", "waiting", waiting)
		}
		return s.close(ctx, tx, b)
	})
}

func (s *Service) close(ctx context.Context, tx Tx, b *Ballot) error {
	if err := b.move(ActClose); err != nil {
		return err
	}
	now := tx.Now()
	b.ClosedAt = &now
	seats, err := tx.Seats(ctx, b.ID)
	if err != nil {
		return err
	}
	if b.Kind == OfMembers { // a respondent holds no post
		if seats, err = s.vacateLost(ctx, tx, b, seats); err != nil {
			return err
		}
	}
	waiting := silent(seats)
	if _, says := b.DeemedContent(); says { // else the seats stay as they are
		for i := range waiting {
			if err := s.deem(ctx, tx, b, &waiting[i]); err != nil {
				return err
			}
		}
	}
	r, err := s.reckon(ctx, tx, b, now)
	if err != nil {
		return err
	}
	if b.Result, err = r.Count(); err != nil {
		return err
	}
	if err := s.emitCount(tx, r, "ballot.closed", fields{"deadline": b.Deadline.At}); err != nil {
		return err
	}
	for _, kind := range []string{JobClose, JobRemind} {
		if err := tx.Unschedule(ctx, kind, b.ID); err != nil {
			return err
		}
	}
	if err := s.course(ctx, tx, b, r.Seats); err != nil {
		return err
	}
	if b.Kind == OfMembers { // a respondent's silence is no default
		if err := s.notifySeats(ctx, tx, b, "ballot.overdue", waiting, true); err != nil {
			return err
		}
	}
	if err := s.discussionAsked(ctx, tx, r); err != nil {
		return err
	}
	return s.notifyStaff(ctx, tx, b, "ballot.closed")
}

// discussionAsked tells that members ask for discussion, known to nobody before closing, and
// asks who is to say whether the ballot goes on.
func (s *Service) discussionAsked(ctx context.Context, tx Tx, r Reckoning) error {
	b := r.Ballot
	if len(b.Result.Discuss) == 0 {
		return nil
	}
	emit(tx, b, "ballot.discussion_asked", fields{"seats": b.Result.Discuss})
	if r.Head == nil {
		return nil
	}
	return s.notifySeats(ctx, tx, b, "ballot.discussion_asked", []Seat{*r.Head}, false)
}

// DeemedContent is what silence says under the ballot's profile, and whether it
// says anything.
func (b *Ballot) DeemedContent() (Content, bool) {
	c := Content{Opinions: []Opinion{}, Files: []File{}}
	for _, q := range b.Questions {
		if choice := b.Profile.Deemed(q.Law()); choice != "" {
			c.Opinions = append(c.Opinions, Opinion{Question: q.Key, Choice: choice, Points: []Point{}})
		}
	}
	return c, len(c.Opinions) > 0
}

// deem enters what the rule makes of a seat's silence, as deemed.
func (s *Service) deem(ctx context.Context, tx Tx, b *Ballot, seat *Seat) error {
	content, says := b.DeemedContent()
	if !says || seat.Vacated || seat.Recused {
		return tx.SaveSeat(ctx, seat)
	}
	a := &Answer{
		ID: ecabinet.NewID(), Body: b.Body, Ballot: b.ID, Round: b.Round, Seat: seat.No, Revision: seat.Revision + 1,
		Person: seat.Person, Source: Deemed, Standing: Counts, Content: content,
		CastBy: ecabinet.System, Prepared: []string{}, At: tx.Now(),
	}
	_, err := s.enter(ctx, tx, b, seat, a, false)
	return err
}

// Certify numbers the result and freezes it. Whatever is open and could change
// the outcome refuses it.
func (s *Service) Certify(ctx context.Context, id string, rev int64) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		r, err := s.reckon(ctx, tx, b, tx.Now())
		if err != nil {
			return err
		}
		if err := r.Certifiable(); err != nil {
			return err
		}
		calendar, err := s.Laws.Calendar(ctx)
		if err != nil {
			return err
		}
		now := tx.Now()
		year := now.In(calendar.Zone).Year()
		n, err := tx.NextNumber(ctx, "ballot.result", year)
		if err != nil {
			return err
		}
		if b.Result, err = r.Count(); err != nil {
			return err
		}
		b.Number, b.CertifiedBy, b.CertifiedAt = numberOf(n, year), actor.Person, &now
		if err := b.move(ActCertify); err != nil {
			return err
		}
		if err := s.emitCount(tx, r, "ballot.certified", fields{"number": b.Number, "by": actor.Person}); err != nil {
			return err
		}
		if err := s.course(ctx, tx, b, r.Seats); err != nil {
			return err
		}
		return s.notifySeats(ctx, tx, b, "ballot.certified", r.Seats, true)
	})
}
