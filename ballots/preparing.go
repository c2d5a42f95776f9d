package ballots

import (
	"context"

	"ecabinet"
)

// officeStep is the step at which the actor works for a member, or Forbidden.
func officeStep(a ecabinet.Actor, member string) (Step, error) {
	for _, o := range a.Offices {
		if o.Member == member {
			return Step(o.Step), nil
		}
	}
	return "", ecabinet.E(ecabinet.Forbidden, "draft.not_your_office")
}

// WriteDraft saves the office's draft for a member. rev 0 starts one. The member
// may write too, once it has arrived.
func (s *Service) WriteDraft(ctx context.Context, ballot, member string, rev int64, c Content) (string, error) {
	return s.draft(ctx, ballot, member, rev, "draft.written", func(d *OfficeDraft, at Step, tx Tx, by string) error {
		return d.Write(c, by, at, tx.Now())
	})
}

// PassDraft hands the draft up to a higher step of the office, or to the member.
func (s *Service) PassDraft(ctx context.Context, ballot, member string, rev int64, to Step, note string) (string, error) {
	return s.draft(ctx, ballot, member, rev, "draft.passed", func(d *OfficeDraft, at Step, tx Tx, by string) error {
		return d.Pass(to, by, at, note, tx.Now())
	})
}

// SendDraftBack hands the draft down, with a reason.
func (s *Service) SendDraftBack(ctx context.Context, ballot, member string, rev int64, to Step, reason string) (string, error) {
	return s.draft(ctx, ballot, member, rev, "draft.sent_back", func(d *OfficeDraft, at Step, tx Tx, by string) error {
		return d.SendBack(to, by, at, reason, tx.Now())
	})
}

// RefuseDraft is the member's: this draft is not wanted.
func (s *Service) RefuseDraft(ctx context.Context, ballot string, rev int64, reason string) (string, error) {
	member := ecabinet.ActorFrom(ctx).Person
	return s.draft(ctx, ballot, member, rev, "draft.refused", func(d *OfficeDraft, _ Step, tx Tx, by string) error {
		return d.Refuse(by, reason, tx.Now())
	})
}

func (s *Service) draft(ctx context.Context, ballot, member string, rev int64, kind string,
	act func(d *OfficeDraft, at Step, tx Tx, by string) error) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	at := MemberStep
	if actor.Person != member {
		var err error
		if at, err = officeStep(actor, member); err != nil {
			return "", err
		}
	}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, ballot, true)
		if err != nil {
			return "", err
		}
		if b.Kind == Consultation {
			return "", ecabinet.E(ecabinet.Refused, "ballot.not_of_members")
		}
		if !b.Allows(ActAnswer) {
			return "", ecabinet.E(ecabinet.Refused, "ballot.not_open")
		}
		seat, err := tx.LockSeat(ctx, ballot, member)
		if err != nil {
			return "", err
		}
		d, err := loadDraft(ctx, tx, b, seat, at)
		if err != nil {
			return "", err
		}
		if err := checkRev(rev, d.Rev); err != nil {
			return "", err
		}
		if err := act(d, at, tx, actor.Person); err != nil {
			return "", err
		}
		emit(tx, b, kind, fields{"seat": seat.No, "member": member, "step": d.Step, "rev": d.Rev})
		return "office-draft/" + b.ID + ":" + member, tx.SaveOfficeDraft(ctx, d)
	})
}

// loadDraft is the seat's draft of this round, or a new one held at step at.
func loadDraft(ctx context.Context, tx Tx, b *Ballot, seat *Seat, at Step) (*OfficeDraft, error) {
	d, err := tx.OfficeDraft(ctx, b.ID, b.Round, seat.Person)
	if ecabinet.KindOf(err) == ecabinet.NotFound {
		return &OfficeDraft{
			ID: ecabinet.NewID(), Body: b.Body, Ballot: b.ID, Round: b.Round, Seat: seat.No, Member: seat.Person, Step: at,
			Prepared: []string{}, Moves: []Move{},
			Content: Content{Opinions: []Opinion{}, Files: []File{}},
		}, nil
	}
	return d, err
}
