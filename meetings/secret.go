package meetings

import (
	"context"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/record"
	"ecabinet/procedure"
)

// Phase is where an open secret vote stands; a vote by name has none.
type Phase string

// The phases of a secret vote: papers are taken by name, then all are cast without
// one, then the box is opened.
const (
	Taking   Phase = "taking"
	Casting  Phase = "casting"
	Counting Phase = "counting"
)

// Boxes makes the boxes of secret votes and opens them. locked are a box's private
// keys under a key that is kept outside of the database.
type Boxes interface {
	New() (b Box, err error)
	// Sign signs a paper without seeing it; Invalid "meeting.paper_invalid".
	Sign(locked, blinded string) (string, error)
	// Open gives the choices in sealed papers, in no order; what does not open is "".
	Open(locked, vote string, sealed []string) ([]procedure.Choice, error)
}

// Box is where the papers of one secret vote lie.
type Box struct {
	Vote    string
	SignKey string // public: proves that a paper was given out for this vote
	SealKey string // public: choices are sealed for it
	Locked  string // the private keys; "" once the vote is over
}

// Slip is a voting paper that a seat took: what was signed, which tells nothing of
// the token that it hides.
type Slip struct {
	Vote    string
	Seat    int
	Blinded string
	Signed  string
}

// BoxReader is what is read of secret votes.
type BoxReader interface {
	// TurnedOut are the seats that have voted, or taken a paper.
	TurnedOut(ctx context.Context, vote string) ([]int, error)
	// Slip is the paper that a seat took; "meeting.paper_not_found".
	Slip(ctx context.Context, vote string, seat int) (Slip, error)
}

// BoxTx is what an act reads and writes of secret votes.
type BoxTx interface {
	InsertBox(ctx context.Context, body string, b Box) error
	Box(ctx context.Context, vote string) (Box, error)
	// InsertSlip enters a paper that was taken, and its turnout.
	InsertSlip(ctx context.Context, s Slip, t Turnout) error
	// FillBox lets papers in, passing over those that are in, in the order of their
	// bytes, and says how many the box holds.
	FillBox(ctx context.Context, vote string, papers []BoxPaper) (boxed int, err error)
	// SpendTokens enters the tokens of papers that are counted without the box.
	SpendTokens(ctx context.Context, vote string, papers []BoxPaper) error
	// BoxContent is what lies in a box, each list in order.
	BoxContent(ctx context.Context, vote string) (tokens, sealed []string, err error)
	// EmptyBox takes out of the database what a vote that is over needs no more: the
	// sealed choices, the slips, the private keys.
	EmptyBox(ctx context.Context, vote string) error
	// Schedule plans a job.
	Schedule(ctx context.Context, kind, ref string, due time.Time) error
}

// BoxPaper is what lies in a box: the name of a spent token, and a sealed choice. In
// the database they lie apart.
type BoxPaper struct {
	Token  string // hex SHA-256
	Sealed string
}

// checkSecret says whether a vote can be secret: on one item, and with enough who may
// take part.
func (v *Vote) checkSecret(items []Item, seats []Seat) error {
	if len(items) != 1 {
		return ecabinet.E(ecabinet.Refused, "meeting.secret_on_one_item")
	}
	n := 0
	for _, s := range seats {
		if !slices.Contains(items[0].Recused, s.Person) {
			n++
		}
	}
	return enough(n)
}

func enough(n int) error {
	if n < procedure.LeastSecret {
		return ecabinet.E(ecabinet.Refused, "meeting.secret_too_few", "count", n, "least", procedure.LeastSecret)
	}
	return nil
}

// MayTake says whether the member may take a voting paper at now.
func (b *Booth) MayTake(now time.Time) error {
	if !b.Vote.Secret || b.Vote.Phase != Taking {
		return ecabinet.E(ecabinet.Refused, "meeting.papers_closed")
	}
	_, err := b.mayVote(now)
	return err
}

// CloseTaking ends the giving out of papers: from here on they are cast.
func (v *Vote) CloseTaking(taken int) error {
	if v.State != VoteOpen || v.Phase != Taking {
		return ecabinet.E(ecabinet.Refused, "meeting.papers_closed")
	}
	if err := enough(taken); err != nil {
		return err
	}
	v.Phase, v.Taken = Casting, taken
	v.Rev++
	return nil
}

// CloseBox ends the casting. Papers that were taken and are not in the box stay
// outside only where the chair says so (letMissing); letStand is the chair's answer
// where the quorum was lost since the opening.
func (v *Vote) CloseBox(q procedure.QuorumResult, letStand, letMissing bool, now time.Time) error {
	switch missing := v.Taken - v.Boxed; {
	case v.State != VoteOpen || v.Phase != Casting:
		return ecabinet.E(ecabinet.Refused, "meeting.box_closed")
	case missing > 0 && !letMissing:
		return ecabinet.E(ecabinet.Refused, "meeting.papers_missing", "count", missing)
	case !q.Met && !letStand:
		return ecabinet.E(ecabinet.Refused, "meeting.quorum_lost", "present", q.Present, "needed", q.Needed)
	}
	v.Phase, v.ClosedAt, v.QuorumClose, v.LetStand = Counting, &now, q, !q.Met
	v.Rev++
	return nil
}

// CountBox counts a secret vote as it stood when its box was closed. Who took a paper
// takes part; what does not open is a paper that was not cast.
func (v *Vote) CountBox(p procedure.Profile, it Item, seats []Seat, here Attendance, took []int, choices []procedure.Choice) error {
	if v.State != VoteOpen || v.Phase != Counting {
		return ecabinet.E(ecabinet.Refused, "meeting.vote_closed")
	}
	q := v.law()
	b := procedure.Box{Seats: len(seats), Turnout: v.Taken, Choices: []procedure.Choice{}}
	for _, s := range seats {
		p, there := here.At(s.Person, *v.ClosedAt)
		switch {
		case slices.Contains(it.Recused, s.Person):
			b.Recused++
		case slices.Contains(took, s.No), there && p.counts():
		default:
			b.Absent++
		}
	}
	for _, c := range choices {
		if q.AcceptsSecret(c) {
			b.Choices = append(b.Choices, c)
		}
	}
	slices.Sort(b.Choices)
	t, err := procedure.CountSecret(p, q, b)
	if err != nil {
		return err
	}
	v.State, v.Phase, v.Boxed, v.Tallies = VoteClosed, "", len(choices), []ItemTally{{Item: it.ID, Tally: t}}
	v.Rev++
	return nil
}

// TakePaper signs the actor's paper in a secret vote. Asked again with the same paper
// it says the same; with another one: Refused "meeting.paper_taken".
func (s *Service) TakePaper(ctx context.Context, vote, blinded string) (Slip, error) {
	actor := ecabinet.ActorFrom(ctx)
	var slip Slip
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBooth(ctx, vote, actor.Person)
		if err != nil {
			return "", err
		}
		if b.Turnout.Revision > 0 {
			slip, err = tx.Slip(ctx, vote, b.Seat.No)
			if err == nil && slip.Blinded != blinded {
				err = ecabinet.E(ecabinet.Refused, "meeting.paper_taken")
			}
			return "vote/" + vote, err
		}
		now := tx.Now()
		if err := b.MayTake(now); err != nil {
			return "", err
		}
		box, err := tx.Box(ctx, vote)
		if err != nil {
			return "", err
		}
		signed, err := s.Boxes.Sign(box.Locked, blinded)
		if err != nil {
			return "", err
		}
		slip = Slip{Vote: vote, Seat: b.Seat.No, Blinded: blinded, Signed: signed}
		b.Turnout.Revision, b.Turnout.CastAt = 1, &now
		emit(tx, b.Meeting, "paper.taken", "vote/"+vote, data{"vote": vote, "person": b.Seat.Person, "seat": b.Seat.No})
		return "vote/" + vote, tx.InsertSlip(ctx, slip, b.Turnout)
	})
	if err != nil || slip.Signed != "" {
		return slip, err
	}
	// A command that was carried out before: what it gave is still there.
	b, err := s.Store.Booth(ctx, vote, actor.Person)
	if err != nil {
		return slip, err
	}
	return s.Store.Slip(ctx, vote, b.Seat.No)
}

// CloseTaking ends the giving out of papers.
func (s *Service) CloseTaking(ctx context.Context, vote string) (string, error) {
	return s.onVote(ctx, vote, func(ctx context.Context, tx Tx, m *Meeting, v *Vote) error {
		if err := m.move(ActVote); err != nil {
			return err
		}
		took, err := tx.TurnedOut(ctx, vote)
		if err != nil {
			return err
		}
		if err := v.CloseTaking(len(took)); err != nil {
			return err
		}
		emit(tx, m, "vote.taking_closed", "vote/"+v.ID, data{"seats": took})
		return nil
	})
}

// FillBox lets papers into the box of an open vote, all or none, and says how many it
// holds. Nothing of it tells when or by whom one was cast: papers come in groups, in
// the order of their bytes.
func (s *Service) FillBox(ctx context.Context, vote string, papers []BoxPaper) (int, error) {
	boxed := 0
	_, err := s.onVote(ctx, vote, func(ctx context.Context, tx Tx, m *Meeting, v *Vote) error {
		if v.State != VoteOpen || v.Phase != Casting {
			return ecabinet.E(ecabinet.Refused, "meeting.box_closed")
		}
		n, err := tx.FillBox(ctx, vote, papers)
		if err != nil {
			return err
		}
		if n > v.Taken {
			return ecabinet.E(ecabinet.Internal, "meeting.box_overfull")
		}
		v.Boxed, boxed = n, n
		v.Rev++
		emit(tx, m, "box.filled", "vote/"+v.ID, data{"boxed": n})
		return nil
	})
	return boxed, err
}

// CloseBox ends the casting of a secret vote; it is counted by CountBox.
func (s *Service) CloseBox(ctx context.Context, vote string, letStand, letMissing bool) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.onVote(ctx, vote, func(ctx context.Context, tx Tx, m *Meeting, v *Vote) error {
		if err := m.move(ActVote); err != nil {
			return err
		}
		seats, here, err := s.room(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		now := tx.Now()
		v.ClosedBy = actor.Person
		if err := v.CloseBox(here.Quorum(m.Profile, seats, now), letStand, letMissing, now); err != nil {
			return err
		}
		emit(tx, m, "vote.box_closed", "vote/"+v.ID, data{"quorum": v.QuorumClose, "let_stand": v.LetStand, "missing": v.Taken - v.Boxed})
		return tx.Schedule(ctx, JobCount, v.ID, now)
	})
}

// JobCount counts a box that was closed, where the program that closed it could not.
const JobCount = "count-box"

// JobSweep takes what secret votes of a session have left in the files of the database
// out of them, once the session is adjourned.
const JobSweep = "sweep-boxes"

// CountBox opens the box of a closed vote and counts it together with papers that
// waited outside for a group. The choices are read, counted and forgotten: what stays
// are the totals and the names of the spent tokens. A vote that is over already is
// left as it is.
func (s *Service) CountBox(ctx context.Context, vote string, rest []BoxPaper) error {
	_, err := s.onVote(ctx, vote, func(ctx context.Context, tx Tx, m *Meeting, v *Vote) error {
		if v.State != VoteOpen {
			return errOver
		}
		if v.Phase != Counting {
			return ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(v.Phase), "act", string(ActVote))
		}
		if err := tx.SpendTokens(ctx, vote, rest); err != nil {
			return err
		}
		tokens, sealed, err := tx.BoxContent(ctx, vote)
		if err != nil {
			return err
		}
		for _, p := range rest {
			sealed = append(sealed, p.Sealed)
		}
		if len(tokens) > v.Taken || len(tokens) != len(sealed) {
			return ecabinet.E(ecabinet.Internal, "meeting.box_overfull")
		}
		return s.openBox(ctx, tx, m, v, tokens, sealed)
	})
	if err == errOver {
		return nil
	}
	return err
}

// errOver undoes an act that has nothing to do.
var errOver = ecabinet.E(ecabinet.Refused, "meeting.vote_closed")

func (s *Service) openBox(ctx context.Context, tx Tx, m *Meeting, v *Vote, tokens, sealed []string) error {
	box, err := tx.Box(ctx, v.ID)
	if err != nil {
		return err
	}
	choices, err := s.Boxes.Open(box.Locked, v.ID, sealed)
	if err != nil {
		return err
	}
	seats, here, err := s.room(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	agenda, err := tx.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	items, err := agenda.pick(v.Items)
	if err != nil {
		return err
	}
	took, err := tx.TurnedOut(ctx, v.ID)
	if err != nil {
		return err
	}
	if err := v.CountBox(m.Profile, items[0], seats, here, took, choices); err != nil {
		return err
	}
	basis, err := v.basis(m, seats)
	if err != nil {
		return err
	}
	tallies, err := record.HashOf(v.Tallies)
	if err != nil {
		return err
	}
	spent, err := record.HashOf(tokens)
	if err != nil {
		return err
	}
	emit(tx, m, "vote.closed", "vote/"+v.ID, data{
		"basis": basis, "tokens": spent, "boxed": v.Boxed, "tallies": tallies, "quorum": v.QuorumClose, "let_stand": v.LetStand,
		"recused": recusedOf(items),
	})
	return tx.EmptyBox(ctx, v.ID)
}
