package ballots

import (
	"context"
	"slices"
	"strings"

	"ecabinet"
)

// silent are the seats that could answer and have not.
func silent(seats []Seat) []Seat {
	var out []Seat
	for _, s := range seats {
		if s.Answer == "" && !s.Recused && !s.Vacated {
			out = append(out, s)
		}
	}
	return out
}

// VacateSeat records that a seat's post was lost before closing and is not
// passed on: a cast answer stands, silence is not answered, never deemed.
func (s *Service) VacateSeat(ctx context.Context, id string, seat int, reason string) (string, error) {
	return s.seatChange(ctx, id, reason, byNumber(seat), s.lost(func(_ *Ballot, st *Seat) error {
		st.Vacated = true
		return nil
	}))
}

// PassSeat gives a seat that has not answered to the successor in its post.
func (s *Service) PassSeat(ctx context.Context, id string, seat int, successor Member, reason string) (string, error) {
	return s.seatChange(ctx, id, reason, byNumber(seat), s.lost(func(b *Ballot, st *Seat) error {
		if st.Answer != "" {
			return ecabinet.E(ecabinet.Refused, "seat.answer_stands")
		}
		st.Person, st.Name, st.Posts, st.Office = successor.Person, successor.Name, successor.Posts, successor.Office
		st.Vacated, st.Recused = false, slices.Contains(b.Recused, successor.Person)
		return nil
	}))
}

// DeclareRecusal records that the actor, a member, takes no part in an open ballot. His
// answer, if there is one, is kept and counts no longer; the base follows the profile.
func (s *Service) DeclareRecusal(ctx context.Context, id, reason string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	own := func(ctx context.Context, tx Tx, ballot string) (*Seat, error) {
		return tx.LockSeat(ctx, ballot, actor.Person)
	}
	return s.seatChange(ctx, id, reason, own, s.recuse)
}

// RecordRecusal is DeclareRecusal for a member who has told the secretariat, and is
// told of it. An answer that the member gave goes by the member's own word alone:
// Refused "seat.member_answered".
func (s *Service) RecordRecusal(ctx context.Context, id string, seat int, reason string) (string, error) {
	return s.seatChange(ctx, id, reason, byNumber(seat), func(ctx context.Context, tx Tx, b *Ballot, st *Seat) error {
		history, err := tx.History(ctx, b.ID, st.No)
		if err != nil {
			return err
		}
		if b.stands(st, history, Own) {
			return ecabinet.E(ecabinet.Refused, "seat.member_answered")
		}
		if err := s.recuse(ctx, tx, b, st); err != nil {
			return err
		}
		return tx.Notify(ctx, []Notice{{ID: ecabinet.NewID(), Body: b.Body, Person: st.Person, Kind: NoticeRecused, Ballot: b.ID, At: tx.Now()}})
	})
}

// recuse takes out of the ballot a seat, and with it what its holder and his office were
// told of it.
func (s *Service) recuse(ctx context.Context, tx Tx, b *Ballot, st *Seat) error {
	if st.Recused || st.Vacated {
		return ecabinet.E(ecabinet.Refused, "seat.takes_no_part")
	}
	st.Recused, st.Answer, st.AnsweredAt = true, "", nil
	b.Recused = append(b.Recused, st.Person) // whose dossier, tasks and notices are kept from them
	staff, err := s.Roll.Staff(ctx, st.Person, tx.Now())
	if err != nil {
		return err
	}
	return tx.Unnotify(ctx, b.ID, append(staff, st.Person))
}

// whichSeat locks the seat that an act is about.
type whichSeat func(ctx context.Context, tx Tx, ballot string) (*Seat, error)

func byNumber(no int) whichSeat {
	return func(ctx context.Context, tx Tx, ballot string) (*Seat, error) { return tx.LockSeatNo(ctx, ballot, no) }
}

// lost is an act on a seat whose post was lost. Who holds a post keeps the seat.
func (s *Service) lost(act func(*Ballot, *Seat) error) func(context.Context, Tx, *Ballot, *Seat) error {
	return func(ctx context.Context, tx Tx, b *Ballot, st *Seat) error {
		members, err := s.Roll.Members(ctx, tx.Now())
		if err != nil {
			return err
		}
		if holds(members, st.Person) {
			return ecabinet.E(ecabinet.Refused, "seat.post_held")
		}
		return act(b, st)
	}
}

// seatChange changes a seat while the ballot is open. After the deadline a successor
// could answer no more, and would only be deemed to agree.
func (s *Service) seatChange(ctx context.Context, id, reason string, which whichSeat, act func(context.Context, Tx, *Ballot, *Seat) error) (string, error) {
	if strings.TrimSpace(reason) == "" {
		return "", field("reason", "ballot.reason_missing")
	}
	return s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if b.Kind == Consultation {
			return ecabinet.E(ecabinet.Refused, "ballot.not_of_members")
		}
		if !b.Allows(ActAnswer) || !b.InTime(tx.Now()) {
			return ecabinet.E(ecabinet.Refused, "ballot.not_open")
		}
		st, err := which(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := act(ctx, tx, b, st); err != nil {
			return err
		}
		if err := tx.SaveSeat(ctx, st); err != nil {
			return err
		}
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		b.Rev++
		if err := emitSeats(tx, b, seats, []Seat{*st}, strings.TrimSpace(reason)); err != nil {
			return err
		}
		return s.course(ctx, tx, b, seats)
	})
}

func holds(members []Member, person string) bool {
	return slices.ContainsFunc(members, func(m Member) bool { return m.Person == person })
}

// vacateLost vacates, at closing, the silent seats whose posts were lost before it
// and which nobody has passed on. It gives the list as it is then.
func (s *Service) vacateLost(ctx context.Context, tx Tx, b *Ballot, seats []Seat) ([]Seat, error) {
	end := tx.Now()
	if b.Deadline.At.Before(end) {
		end = b.Deadline.At
	}
	members, err := s.Roll.Members(ctx, end)
	if err != nil {
		return nil, err
	}
	var lost []Seat
	for _, st := range silent(seats) {
		if holds(members, st.Person) {
			continue
		}
		st.Vacated = true
		seats[st.No-1] = st
		lost = append(lost, st)
		if err := tx.SaveSeat(ctx, &st); err != nil {
			return nil, err
		}
	}
	return seats, emitSeats(tx, b, seats, lost, "")
}

// emitSeats journals changed seats with the list as it is after all of them. There
// is no reason where the program found the change by itself.
func emitSeats(tx Tx, b *Ballot, list, changed []Seat, reason string) error {
	bound, err := bind(b, list)
	if err != nil {
		return err
	}
	for _, st := range changed {
		emit(tx, b, "ballot.seat_changed", fields{
			"seat": st.No, "person": st.Person, "vacated": st.Vacated, "recused": st.Recused, "reason": reason, "basis": bound.Basis, "seats": bound.Seats,
		})
	}
	return nil
}
