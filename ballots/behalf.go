package ballots

import (
	"context"
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// Behalf is an answer that came on paper or by telephone.
type Behalf struct {
	Seat       int
	Content    Content // with the scan among its files
	Reason     string
	ReceivedAt time.Time
}

// mayRecord refuses an answer on behalf that the procedure does not allow.
// history is every version of the seat's answer.
func (b *Ballot) mayRecord(seat *Seat, history []Answer, o Behalf, now time.Time) error {
	switch {
	case b.State != Open && b.State != Closed:
		return ecabinet.E(ecabinet.Refused, "ballot.not_now", "state", string(b.State), "act", string(ActAnswer))
	case seat.Recused:
		return ecabinet.E(ecabinet.Refused, "answer.recused")
	case seat.Vacated:
		return ecabinet.E(ecabinet.Refused, "answer.post_lost")
	case b.stands(seat, history, Own):
		return ecabinet.E(ecabinet.Refused, "behalf.member_answered")
	case b.stands(seat, history, OnBehalf):
		return ecabinet.E(ecabinet.Refused, "behalf.recorded_already")
	case strings.TrimSpace(o.Reason) == "":
		return field("reason", "ballot.reason_missing")
	case len(o.Content.Files) == 0:
		return field("files", "behalf.scan_missing")
	case o.ReceivedAt.IsZero() || o.ReceivedAt.After(now):
		return field("received_at", "behalf.received_in_future")
	case o.ReceivedAt.Before(b.SentAt.Truncate(time.Minute)): // a screen gives minutes
		return field("received_at", "behalf.received_before_sending", "sent", b.SentAt)
	case o.ReceivedAt.After(b.Deadline.At):
		return field("received_at", "behalf.received_late", "deadline", b.Deadline.At)
	}
	return nil
}

// RecordOnBehalf enters an answer for a member. While the ballot is open it
// counts at once, marked until the member confirms; after closing it waits for a
// second person. The member is told.
func (s *Service) RecordOnBehalf(ctx context.Context, ballot string, o Behalf) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	nonce := newNonce()
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, seat, err := lockSeatNo(ctx, tx, ballot, o.Seat)
		if err != nil {
			return "", err
		}
		history, err := tx.History(ctx, b.ID, seat.No)
		if err != nil {
			return "", err
		}
		now := tx.Now()
		if err := b.mayRecord(seat, history, o, now); err != nil {
			return "", err
		}
		if err := checkContent(ctx, tx, b, o.Content); err != nil {
			return "", err
		}
		raw, hash, err := b.Record(seat, o.Content, true, nonce, now)
		if err != nil {
			return "", err
		}
		standing := Unconfirmed
		if b.State == Closed || !b.InTime(now) {
			standing = AwaitSecond
		}
		a := &Answer{
			ID: ecabinet.NewID(), Body: b.Body, Ballot: b.ID, Round: b.Round, Seat: seat.No,
			Revision: seat.Revision + 1, Person: seat.Person, Source: OnBehalf, Standing: standing,
			Content: o.Content, CastBy: actor.Person, Prepared: []string{}, At: now,
			Record: string(raw), RecordHash: hash, Nonce: nonce, Proof: "server-attested",
			Reason: strings.TrimSpace(o.Reason), ReceivedAt: &o.ReceivedAt,
		}
		if _, err := s.enter(ctx, tx, b, seat, a, false); err != nil {
			return "", err
		}
		return "answer/" + a.ID, s.notifySeats(ctx, tx, b, "answer.on_behalf", []Seat{*seat}, false)
	})
}

func lockSeatNo(ctx context.Context, tx Tx, ballot string, no int) (*Ballot, *Seat, error) {
	b, err := tx.LockBallot(ctx, ballot, true)
	if err != nil {
		return nil, nil, err
	}
	seat, err := tx.LockSeatNo(ctx, ballot, no)
	return b, seat, err
}

// stands says whether an answer of that source counts for the seat in this round, or
// waits for its second person.
func (b *Ballot) stands(seat *Seat, history []Answer, from Source) bool {
	return slices.ContainsFunc(history, func(a Answer) bool {
		return a.Round == b.Round && a.Source == from && (a.ID == seat.Answer || a.Standing == AwaitSecond)
	})
}

// SecondOnBehalf is the second person's agreement to an answer recorded after
// the deadline: from now on it counts, in place of the deemed one.
func (s *Service) SecondOnBehalf(ctx context.Context, answer string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.onBehalf(ctx, answer, func(ctx context.Context, tx Tx, b *Ballot, seat *Seat, a *Answer) error {
		switch {
		case a.Standing != AwaitSecond:
			return ecabinet.E(ecabinet.Refused, "behalf.no_second_needed")
		case a.CastBy == actor.Person:
			return ecabinet.E(ecabinet.Refused, "behalf.second_is_first")
		}
		seat.Answer, seat.AnsweredAt = a.ID, &a.At
		if err := tx.SaveSeat(ctx, seat); err != nil {
			return err
		}
		return s.stand(ctx, tx, b, a, Unconfirmed, actor.Person)
	})
}

// ConfirmOnBehalf is the member's word that the answer recorded is theirs.
func (s *Service) ConfirmOnBehalf(ctx context.Context, answer string) (string, error) {
	return s.onBehalf(ctx, answer, func(ctx context.Context, tx Tx, b *Ballot, seat *Seat, a *Answer) error {
		if err := mayJudge(ctx, seat, a); err != nil {
			return err
		}
		if a.Standing == AwaitSecond { // it counts for nothing yet
			return ecabinet.E(ecabinet.Refused, "behalf.awaits_second")
		}
		return s.stand(ctx, tx, b, a, Confirmed, a.SecondBy)
	})
}

// DisputeOnBehalf is the member's word that it is not: it is void, and what
// counted before counts again.
func (s *Service) DisputeOnBehalf(ctx context.Context, answer string) (string, error) {
	return s.onBehalf(ctx, answer, func(ctx context.Context, tx Tx, b *Ballot, seat *Seat, a *Answer) error {
		if err := mayJudge(ctx, seat, a); err != nil {
			return err
		}
		if err := s.stand(ctx, tx, b, a, Disputed, a.SecondBy); err != nil {
			return err
		}
		if seat.Answer != a.ID {
			return nil
		}
		if err := s.dropClassings(ctx, tx, b, seat.No); err != nil {
			return err
		}
		return s.fallBack(ctx, tx, b, seat)
	})
}

func mayJudge(ctx context.Context, seat *Seat, a *Answer) error {
	switch {
	case a.Person != ecabinet.ActorFrom(ctx).Person:
		return ecabinet.E(ecabinet.Forbidden, "answer.not_your_seat")
	case a.Standing == Disputed:
		return ecabinet.E(ecabinet.Refused, "behalf.already_void")
	case a.Standing != AwaitSecond && a.ID != seat.Answer:
		return ecabinet.E(ecabinet.Refused, "behalf.replaced")
	}
	return nil
}

func (s *Service) onBehalf(ctx context.Context, answer string,
	act func(ctx context.Context, tx Tx, b *Ballot, seat *Seat, a *Answer) error) (string, error) {
	found, err := s.Store.Answer(ctx, answer)
	if err != nil {
		return "", err
	}
	if found.Source != OnBehalf {
		return "", ecabinet.E(ecabinet.NotFound, "answer.not_found")
	}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, found.Ballot, false) // its result may change
		if err != nil {
			return "", err
		}
		if b.State != Open && b.State != Closed {
			return "", ecabinet.E(ecabinet.Refused, "ballot.certified")
		}
		seat, err := tx.LockSeatNo(ctx, b.ID, found.Seat)
		if err != nil {
			return "", err
		}
		a, err := tx.Answer(ctx, answer)
		if err != nil {
			return "", err
		}
		if a.Round != b.Round {
			return "", ecabinet.E(ecabinet.Refused, "ballot.new_round")
		}
		if err := act(ctx, tx, b, seat, a); err != nil {
			return "", err
		}
		return "answer/" + a.ID, s.recount(ctx, tx, b)
	})
}

func (s *Service) stand(ctx context.Context, tx Tx, b *Ballot, a *Answer, to Standing, second string) error {
	a.Standing, a.SecondBy = to, second
	emitAnswer(tx, b, a, "answer.standing", fields{"answer": a.ID, "seat": a.Seat, "person": a.Person, "standing": to, "second_by": second})
	return tx.SetStanding(ctx, a.ID, to, second)
}

// fallBack lets the seat count what its holder's answer was before: the latest own or
// deemed one of this round, or nothing. What a former holder answered before he was
// recused stays out.
func (s *Service) fallBack(ctx context.Context, tx Tx, b *Ballot, seat *Seat) error {
	history, err := tx.History(ctx, b.ID, seat.No)
	if err != nil {
		return err
	}
	seat.Answer, seat.AnsweredAt = "", nil
	for i := range history {
		if a := history[i]; a.Round == b.Round && a.Person == seat.Person && a.Standing == Counts {
			seat.Answer, seat.AnsweredAt = a.ID, &a.At
		}
	}
	if seat.Answer == "" && b.State == Closed {
		return s.deem(ctx, tx, b, seat)
	}
	return tx.SaveSeat(ctx, seat)
}
