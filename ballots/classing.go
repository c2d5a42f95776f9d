package ballots

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Classing places an other opinion for or against, between closing and
// certification, with a reason. The member is told and may object.
type Classing struct {
	ID       string
	Body     string
	Ballot   string
	Seat     int
	Question string
	As       procedure.Choice // agree or disagree
	Reason   string
	By       string
	At       time.Time
	Second   string     // the second person, "" for none; see Reckoning.AwaitsSecond
	Objected *time.Time // the member's objection removes it
	Removed  *time.Time
}

// Stands says whether the classing is neither objected to nor taken back.
func (c Classing) Stands() bool { return c.Objected == nil && c.Removed == nil }

// AwaitsSecond says whether a classing of this ballot stands and counts for nothing
// yet: it changes the outcome and no second person has agreed. Answers and other
// classings decide that, so it may change with them.
func (r Reckoning) AwaitsSecond(c Classing) (bool, error) {
	q, ok := r.Ballot.Question(c.Question)
	if !ok || !c.Stands() || c.Second != "" {
		return false, nil
	}
	return procedure.ClassingDecisive(r.Ballot.Profile, q.Law(), r.votes(q), c.Seat)
}

// MayClass refuses a classing that the procedure does not allow. A member's
// objection to one side is not overruled.
func (r Reckoning) MayClass(c Classing) error {
	if err := r.Ballot.mayClass(); err != nil {
		return err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return field("reason", "ballot.reason_missing")
	}
	if c.As != procedure.Agree && c.As != procedure.Disagree {
		return field("as", "classing.for_or_against")
	}
	q, ok := r.Ballot.Question(c.Question)
	if !ok || q.Kind != YesNo {
		return field("question", "answer.no_such_question")
	}
	votes := r.votes(q)
	i := c.Seat - 1
	if i < 0 || i >= len(votes) || votes[i].Choice != procedure.Other {
		return field("seat", "classing.only_other")
	}
	for _, o := range r.Classings {
		switch same := o.Seat == c.Seat && o.Question == c.Question; {
		case same && o.Stands():
			return field("seat", "classing.exists")
		case same && o.Objected != nil && o.As == c.As:
			return field("as", "classing.objected")
		}
	}
	return nil
}

func (b *Ballot) mayClass() error {
	if !b.Allows(ActClass) {
		return ecabinet.E(ecabinet.Refused, "classing.only_provisional")
	}
	return nil
}

// ClassAnswer places an other opinion for or against. The member is told.
func (s *Service) ClassAnswer(ctx context.Context, c Classing) (string, error) {
	c.ID, c.By = ecabinet.NewID(), ecabinet.ActorFrom(ctx).Person
	return s.class(ctx, c.Ballot, func(ctx context.Context, tx Tx, r Reckoning) (string, error) {
		if err := r.MayClass(c); err != nil {
			return "", err
		}
		made := c
		made.Reason, made.Body, made.At = strings.TrimSpace(c.Reason), r.Ballot.Body, tx.Now()
		emitClassing(tx, r, "answer.classed", made)
		if err := tx.InsertClassing(ctx, &made); err != nil {
			return "", err
		}
		seat := r.Seats[c.Seat-1]
		return "classing/" + made.ID, s.notifySeats(ctx, tx, r.Ballot, "answer.classed", []Seat{seat}, false)
	})
}

func emitClassing(tx Tx, r Reckoning, kind string, c Classing) {
	h, err := c.rowHash()
	if err != nil {
		panic(fmt.Errorf("row hash in %s: %w", kind, err)) // a type of ours that cannot be JSON
	}
	emit(tx, r.Ballot, kind, fields{
		"classing": c.ID, "seat": c.Seat, "person": r.Seats[c.Seat-1].Person, "question": c.Question, "as": c.As, "by": c.By,
		"second": c.Second, "classing_hash": h,
	})
}

// SecondClassing is the second person's agreement to a classing that decides.
func (s *Service) SecondClassing(ctx context.Context, ballot, classing string) (string, error) {
	person := ecabinet.ActorFrom(ctx).Person
	return s.classed(ctx, ballot, classing, "classing.seconded", func(c *Classing, _ time.Time) error {
		switch {
		case c.By == person:
			return ecabinet.E(ecabinet.Refused, "classing.second_is_first")
		case c.Second != "":
			return ecabinet.E(ecabinet.Refused, "classing.has_second")
		}
		c.Second = person
		return nil
	})
}

// ObjectClassing is the member's objection: the classing is removed.
func (s *Service) ObjectClassing(ctx context.Context, ballot, classing string) (string, error) {
	seat, err := s.Store.Seat(ctx, ballot, ecabinet.ActorFrom(ctx).Person)
	if err != nil {
		return "", err
	}
	return s.classed(ctx, ballot, classing, "classing.objected", func(c *Classing, now time.Time) error {
		if c.Seat != seat.No {
			return ecabinet.E(ecabinet.Forbidden, "answer.not_your_seat")
		}
		c.Objected = &now
		return nil
	})
}

// RemoveClassing takes back a classing.
func (s *Service) RemoveClassing(ctx context.Context, ballot, classing string) (string, error) {
	return s.classed(ctx, ballot, classing, "classing.removed", func(c *Classing, now time.Time) error {
		c.Removed = &now
		return nil
	})
}

func (s *Service) classed(ctx context.Context, ballot, id, kind string, act func(c *Classing, now time.Time) error) (string, error) {
	return s.class(ctx, ballot, func(ctx context.Context, tx Tx, r Reckoning) (string, error) {
		for _, c := range r.Classings {
			if c.ID != id {
				continue
			}
			if !c.Stands() {
				return "", ecabinet.E(ecabinet.Refused, "classing.gone")
			}
			if err := act(&c, tx.Now()); err != nil {
				return "", err
			}
			emitClassing(tx, r, kind, c)
			return "classing/" + c.ID, tx.SaveClassing(ctx, &c)
		}
		return "", ecabinet.E(ecabinet.NotFound, "classing.not_found")
	})
}

// dropClassings takes back the classings of a seat whose answer counts no longer.
func (s *Service) dropClassings(ctx context.Context, tx Tx, b *Ballot, seat int) error {
	r, err := s.reckon(ctx, tx, b, tx.Now())
	if err != nil {
		return err
	}
	now := tx.Now()
	for _, c := range r.Classings {
		if c.Seat != seat || !c.Stands() {
			continue
		}
		c.Removed = &now
		emitClassing(tx, r, "classing.removed", c)
		if err := tx.SaveClassing(ctx, &c); err != nil {
			return err
		}
	}
	return nil
}

// class runs one act on the classings of a closed ballot and tallies again.
func (s *Service) class(ctx context.Context, ballot string, act func(ctx context.Context, tx Tx, r Reckoning) (string, error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, ballot, false)
		if err != nil {
			return "", err
		}
		if err := b.mayClass(); err != nil {
			return "", err
		}
		r, err := s.reckon(ctx, tx, b, tx.Now())
		if err != nil {
			return "", err
		}
		ref, err := act(ctx, tx, r)
		if err != nil {
			return "", err
		}
		return ref, s.recount(ctx, tx, b)
	})
}
