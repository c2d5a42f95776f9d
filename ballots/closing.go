package ballots

import (
	"context"
	"fmt"
	"time"

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
	if seats, err = s.vacateLost(ctx, tx, b, seats); err != nil {
		return err
	}
	waiting := silent(seats)
	for i := range waiting {
		if err := s.deem(ctx, tx, b, &waiting[i]); err != nil {
			return err
		}
	}
	r, err := s.reckon(ctx, tx, b)
	if err != nil {
		return err
	}
	if b.Result, err = r.Count(); err != nil {
		return err
	}
	if err := s.emitCount(tx, r, "ballot.closed", fields{"deadline": b.Deadline.At}); err != nil {
		return err
	}
	if len(b.Result.Discuss) > 0 { // known to nobody before closing
		emit(tx, b, "ballot.discussion_asked", fields{"seats": b.Result.Discuss})
	}
	for _, kind := range []string{JobClose, JobRemind} {
		if err := tx.Unschedule(ctx, kind, b.ID); err != nil {
			return err
		}
	}
	if err := s.course(ctx, tx, b, r.Seats); err != nil {
		return err
	}
	if err := s.notifySeats(ctx, tx, b, "ballot.overdue", waiting, true); err != nil {
		return err
	}
	return s.notifyStaff(ctx, tx, b, "ballot.closed")
}

// notifyStaff tells whoever wrote the ballot.
func (s *Service) notifyStaff(ctx context.Context, tx Tx, b *Ballot, kind string) error {
	return tx.Notify(ctx, []Notice{{ID: ecabinet.NewID(), Body: b.Body, Person: b.MadeBy, Kind: kind, Ballot: b.ID, At: tx.Now()}})
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

// reckon loads everything the tally reads.
func (s *Service) reckon(ctx context.Context, r Reader, b *Ballot) (Reckoning, error) {
	seats, err := r.Seats(ctx, b.ID)
	if err != nil {
		return Reckoning{}, err
	}
	answers, err := r.CountingAnswers(ctx, b.ID)
	if err != nil {
		return Reckoning{}, err
	}
	classings, err := r.Classings(ctx, b.ID)
	if err != nil {
		return Reckoning{}, err
	}
	names, err := s.classers(ctx, classings)
	if err != nil {
		return Reckoning{}, err
	}
	return Reckoning{Ballot: b, Seats: seats, Answers: answers, Classings: classings, Names: names}, nil
}

func (s *Service) classers(ctx context.Context, classings []Classing) (func(string) string, error) {
	var persons []string
	for _, c := range classings {
		persons = append(persons, c.By)
		if c.Second != "" {
			persons = append(persons, c.Second)
		}
	}
	if len(persons) == 0 {
		return func(p string) string { return p }, nil
	}
	names, err := s.Roll.Names(ctx, persons)
	if err != nil {
		return nil, err
	}
	return func(p string) string {
		if n, ok := names[p]; ok {
			return n
		}
		return p
	}, nil
}

// Reckon is the tally of a ballot from what is stored now.
func (s *Service) Reckon(ctx context.Context, b *Ballot) (Reckoning, error) {
	return s.reckon(ctx, s.Store, b)
}

// countedRow is one row that a tally read.
type countedRow struct {
	Seat     int      `json:"seat"`
	Answer   string   `json:"answer"`
	RowHash  string   `json:"row_hash"`
	Source   Source   `json:"source"`
	Standing Standing `json:"standing"`
}

// CountBasis is what an auditor compares a stored tally with.
type CountBasis struct {
	Basis  string       `json:"basis"`
	Seats  []string     `json:"seats"` // hash of each seat of the list, in order
	Rows   []countedRow `json:"rows"`
	Result string       `json:"result"` // hash of the result
}

// CountBasis hashes every row that the tally reads.
func (r Reckoning) CountBasis(result *Result) (CountBasis, error) {
	out, err := bind(r.Ballot, r.Seats)
	if err != nil {
		return CountBasis{}, err
	}
	for _, s := range r.Seats {
		if a, ok := r.Answers[s.No]; ok {
			out.Rows = append(out.Rows, countedRow{s.No, a.ID, a.RowHash, a.Source, a.Standing})
		}
	}
	out.Result, err = hashOf(result)
	return out, err
}

func (s *Service) emitCount(tx Tx, r Reckoning, kind string, more fields) error {
	count, err := r.CountBasis(r.Ballot.Result)
	if err != nil {
		return err
	}
	data := fields{
		"round": r.Ballot.Round, "basis": count.Basis, "seats": count.Seats, "rows": count.Rows, "result": count.Result,
	}
	if names := r.classers(); len(names) > 0 {
		data["names"] = names
	}
	for k, v := range more {
		data[k] = v
	}
	emit(tx, r.Ballot, kind, data)
	return nil
}

// classers are the names that the result gives to whoever classed, by person: a
// name may change, the result does not.
func (r Reckoning) classers() map[string]string {
	names := map[string]string{}
	for _, c := range r.Classings {
		names[c.By] = r.name(c.By)
		if c.Second != "" {
			names[c.Second] = r.name(c.Second)
		}
	}
	return names
}

// recount tallies again after something changed between closing and
// certification. While the ballot is open there is no result to keep.
func (s *Service) recount(ctx context.Context, tx Tx, b *Ballot) error {
	if b.State != Closed {
		return nil
	}
	r, err := s.reckon(ctx, tx, b)
	if err != nil {
		return err
	}
	if b.Result, err = r.Count(); err != nil {
		return err
	}
	b.Rev++
	if err := s.emitCount(tx, r, "ballot.recounted", nil); err != nil {
		return err
	}
	return tx.SaveBallot(ctx, b)
}

// ClassAnswer places an other opinion for or against. The member is told.
func (s *Service) ClassAnswer(ctx context.Context, c Classing) (string, error) {
	c.ID, c.By = ecabinet.NewID(), ecabinet.ActorFrom(ctx).Person
	return s.class(ctx, c.Ballot, func(ctx context.Context, tx Tx, r Reckoning) (string, error) {
		checked, err := r.NewClassing(c)
		if err != nil {
			return "", err
		}
		checked.Body, checked.At = r.Ballot.Body, tx.Now()
		emitClassing(tx, r, "answer.classed", checked)
		if err := tx.InsertClassing(ctx, &checked); err != nil {
			return "", err
		}
		seat := r.Seats[c.Seat-1]
		return "classing/" + checked.ID, s.notifySeats(ctx, tx, r.Ballot, "answer.classed", []Seat{seat}, false)
	})
}

func emitClassing(tx Tx, r Reckoning, kind string, c Classing) {
	h, err := c.rowHash()
	if err != nil {
		panic(fmt.Errorf("row hash in %s: %w", kind, err)) // a type of ours that cannot be JSON
	}
	emit(tx, r.Ballot, kind, fields{
		"classing": c.ID, "seat": c.Seat, "person": r.Seats[c.Seat-1].Person, "question": c.Question, "as": c.As, "by": c.By,
		"second": c.Second, "needs_second": c.Needs, "classing_hash": h,
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
			if c.Objected != nil || c.Removed != nil {
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
		r, err := s.reckon(ctx, tx, b)
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

// Certify numbers the result and freezes it. Whatever is open and could change
// the outcome refuses it.
func (s *Service) Certify(ctx context.Context, id string, rev int64) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		r, err := s.reckon(ctx, tx, b)
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
