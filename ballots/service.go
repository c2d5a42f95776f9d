package ballots

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// Service is the room's use cases. Each loads, decides, saves and emits in one
// transaction; whether this role may do this kind of thing was decided before.
type Service struct {
	Store   Store
	Dossier Dossier
	Roll    Roll
	Laws    Laws
	Seal    Sealer
	// Course changes in other rooms what follows from the ballot's state (open,
	// recalled, closed, certified) or its list of members, in the same act; nil:
	// there are no other rooms.
	Course func(ctx context.Context, tx Tx, b *Ballot, seats []Seat) error
	// Doors and Postman serve consultations; see there. MayAnswer gives those among
	// persons who hold an account with a role that can answer one.
	Doors     Doors
	Postman   Postman
	MayAnswer func(ctx context.Context, persons []string) ([]string, error)
}

func (s *Service) course(ctx context.Context, tx Tx, b *Ballot, seats []Seat) error {
	if s.Course == nil || b.Kind == Consultation { // it decides nothing of its matter
		return nil
	}
	return s.Course(ctx, tx, b, seats)
}

// emit journals what happened to a ballot. Events of the ballot itself bind its
// row as the act leaves it, so b is final when they are emitted.
func emit(tx Tx, b *Ballot, kind string, data fields) {
	if strings.HasPrefix(kind, "ballot.") {
		h, err := b.rowHash()
		if err != nil {
			panic(fmt.Errorf("row hash in %s: %w", kind, err)) // a type of ours that cannot be JSON
		}
		data["ballot_hash"] = h
	}
	journal(tx, b, kind, "ballot/"+b.ID, data)
}

// emitAnswer journals what happened to one answer.
func emitAnswer(tx Tx, b *Ballot, a *Answer, kind string, data fields) *ecabinet.Event {
	return journal(tx, b, kind, "answer/"+a.ID, data)
}

func journal(tx Tx, b *Ballot, kind, ref string, data fields) *ecabinet.Event {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(fmt.Errorf("event data of %s: %w", kind, err)) // a type of ours that cannot be JSON
	}
	return tx.Emit(ecabinet.Event{Topic: "ballot:" + b.ID, Type: kind, Ref: ref, Data: raw})
}

type fields map[string]any

// MakeBallot starts a draft on a matter that the secretariat has taken.
func (s *Service) MakeBallot(ctx context.Context, matter string) (string, error) {
	return s.make(ctx, matter, OfMembers)
}

// offeredDays is how many working days a new ballot gives until somebody says otherwise.
// Where the rules name no figure it gives none: a person sets the day.
const offeredDays = 5

func (s *Service) make(ctx context.Context, matter string, kind Kind) (string, error) {
	m, err := s.Dossier.Matter(ctx, matter)
	if err != nil {
		return "", err
	}
	if !m.Taken {
		return "", ecabinet.E(ecabinet.Refused, "ballot.matter_not_taken")
	}
	papers, err := s.Dossier.Papers(ctx, matter)
	if err != nil {
		return "", err
	}
	actor := ecabinet.ActorFrom(ctx)
	b := &Ballot{
		ID: ecabinet.NewID(), Body: actor.Body, Matter: matter, Kind: kind, Rev: 1, State: Draft,
		Title: m.Title, Agency: m.Agency, Lead: m.Lead, Class: m.Class, Papers: papers, Days: offeredDays, ByName: true,
		Questions: []Question{}, Recused: []string{}, MadeBy: actor.Person,
	}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b.MadeAt = tx.Now()
		law, err := s.LawOf(ctx, b, b.MadeAt)
		switch {
		case err == nil && law.Profile.Window.ByHand:
			b.Days = 0
		case err != nil && ecabinet.KindOf(err) != ecabinet.Refused: // no rules are in force yet
			return "", err
		}
		data := fields{"matter": matter}
		if kind != OfMembers {
			data["kind"] = kind
		}
		emit(tx, b, "ballot.made", data)
		return "ballot/" + b.ID, tx.InsertBallot(ctx, b)
	})
}

// change runs one act on a ballot as a whole, under its lock and its rev.
func (s *Service) change(ctx context.Context, id string, rev int64, act func(ctx context.Context, tx Tx, b *Ballot) error) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, id, false)
		if err != nil {
			return "", err
		}
		if rev != anyRev {
			if err := checkRev(rev, b.Rev); err != nil {
				return "", err
			}
		}
		if err := act(ctx, tx, b); err != nil {
			return "", err
		}
		return "ballot/" + b.ID, tx.SaveBallot(ctx, b)
	})
}

// anyRev is for acts of the program itself, which saw no version.
const anyRev = -1

// Edit writes the terms of a draft.
func (s *Service) Edit(ctx context.Context, id string, rev int64, t Terms) (string, error) {
	current, err := s.Store.Ballot(ctx, id)
	if err != nil {
		return "", err
	}
	papers, err := s.chosen(ctx, current.Matter, t.Papers)
	if err != nil {
		return "", err
	}
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if err := s.membersAll(ctx, t.Recused, b.Recused, tx.Now()); err != nil {
			return err
		}
		if err := b.Write(t, papers, tx.Now()); err != nil {
			return err
		}
		emit(tx, b, "ballot.edited", fields{"rev": b.Rev})
		return nil
	})
}

// membersAll refuses a list with somebody who is no member now and was not in it before.
func (s *Service) membersAll(ctx context.Context, list, before []string, now time.Time) error {
	if len(list) == 0 {
		return nil
	}
	members, err := s.Roll.Members(ctx, now)
	if err != nil {
		return err
	}
	for i, p := range list {
		if !holds(members, p) && !slices.Contains(before, p) {
			return field(fmt.Sprintf("recused[%d]", i), "ballot.not_a_member")
		}
	}
	return nil
}

func (s *Service) chosen(ctx context.Context, matter string, versions []string) ([]Paper, error) {
	all, err := s.Dossier.Papers(ctx, matter)
	if err != nil {
		return nil, err
	}
	byVersion := make(map[string]Paper, len(all))
	for _, p := range all {
		byVersion[p.Version] = p
	}
	papers := make([]Paper, 0, len(versions))
	for i, v := range versions {
		p, ok := byVersion[v]
		if !ok {
			return nil, field(fmt.Sprintf("papers[%d]", i), "ballot.paper_not_readable")
		}
		if slices.ContainsFunc(papers, func(before Paper) bool { return before.Document == p.Document }) {
			return nil, field(fmt.Sprintf("papers[%d]", i), "ballot.paper_twice")
		}
		papers = append(papers, p)
	}
	return papers, nil
}

// served refuses while a paper of the ballot is not there to be read any more.
func (s *Service) served(ctx context.Context, b *Ballot) error {
	papers, err := s.Dossier.Papers(ctx, b.Matter)
	if err != nil {
		return err
	}
	for i, p := range b.Papers {
		if !slices.ContainsFunc(papers, func(now Paper) bool { return now.Document == p.Document }) {
			return field(fmt.Sprintf("papers[%d]", i), "ballot.paper_not_readable")
		}
	}
	return nil
}

// Submit asks an approver to let the ballot be sent.
func (s *Service) Submit(ctx context.Context, id string, rev int64) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		sent := sendingTime(b, tx.Now())
		law, err := s.LawOf(ctx, b, sent)
		if err != nil {
			return err
		}
		if err := b.Complete(law, sent); err != nil {
			return err
		}
		matter, err := s.Dossier.Matter(ctx, b.Matter)
		if err != nil {
			return err
		}
		b.Class = matter.Class // as it stands now: the draft may be older
		if err := anybodyAsked(ctx, tx, b, b.Class); err != nil {
			return err
		}
		if err := s.served(ctx, b); err != nil {
			return err
		}
		if err := b.Submit(actor.Person); err != nil {
			return err
		}
		emit(tx, b, "ballot.submitted", fields{"rev": b.Rev})
		return nil
	})
}

// sendingTime is when the ballot would open.
func sendingTime(b *Ballot, now time.Time) time.Time {
	if b.OpenAt != nil && b.OpenAt.After(now) {
		return *b.OpenAt
	}
	return now
}

// Withdraw takes a submitted or approved ballot back into the draft.
func (s *Service) Withdraw(ctx context.Context, id string, rev int64) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if err := b.Withdraw(); err != nil {
			return err
		}
		emit(tx, b, "ballot.withdrawn", fields{"rev": b.Rev})
		return tx.Unschedule(ctx, JobOpen, b.ID)
	})
}

// Refuse sends a submitted ballot back with a reason.
func (s *Service) Refuse(ctx context.Context, id string, rev int64, reason string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if err := b.Refuse(actor.Person, reason); err != nil {
			return err
		}
		emit(tx, b, "ballot.refused", fields{"rev": b.Rev})
		return nil
	})
}

// Approve lets the ballot be sent: at once, or at the time that was set.
func (s *Service) Approve(ctx context.Context, id string, rev int64) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		now := tx.Now()
		if err := b.Approve(actor.Person, now); err != nil {
			return err
		}
		emit(tx, b, "ballot.approved", fields{"rev": b.Rev, "by": actor.Person})
		if at := sendingTime(b, now); at.After(now) {
			return tx.Schedule(ctx, JobOpen, b.ID, at)
		}
		return s.open(ctx, tx, b)
	})
}

// OpenDue opens an approved ballot whose time has come; the job's work, done once.
// Where a rule refuses it, whoever wrote the ballot is told: trying again would not
// help, and only a person can say what to change.
func (s *Service) OpenDue(ctx context.Context, id string) error {
	err := s.openDue(ctx, id)
	var why *ecabinet.Error
	if errors.As(err, &why) && (why.Kind == ecabinet.Refused || why.Kind == ecabinet.Invalid) {
		return s.notOpened(ctx, id, why)
	}
	return err
}

func (s *Service) notOpened(ctx context.Context, id string, why *ecabinet.Error) error {
	code, params := why.Code, why.Params
	if len(why.Fields) > 0 {
		code, params = why.Fields[0].Code, why.Fields[0].Params
	}
	_, err := s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if b.State != Approved {
			return nil
		}
		emit(tx, b, "ballot.not_opened", fields{"code": code, "params": params})
		return s.notifyStaff(ctx, tx, b, "ballot.not_opened")
	})
	return err
}

func (s *Service) openDue(ctx context.Context, id string) error {
	_, err := s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if b.State != Approved || sendingTime(b, tx.Now()).After(tx.Now()) {
			return nil
		}
		return s.open(ctx, tx, b)
	})
	return err
}

func (s *Service) open(ctx context.Context, tx Tx, b *Ballot) error {
	now := tx.Now()
	if err := s.served(ctx, b); err != nil {
		return err
	}
	law, err := s.LawOf(ctx, b, now)
	if err != nil {
		return err
	}
	matter, err := s.Dossier.Matter(ctx, b.Matter)
	if err != nil {
		return err
	}
	if err := anybodyAsked(ctx, tx, b, matter.Class); err != nil { // it may be another since the approval
		return err
	}
	members, err := s.listed(ctx, tx, b, now)
	if err != nil {
		return err
	}
	seats, err := b.Open(members, law, now)
	if err != nil {
		return err
	}
	if err := tx.InsertSeats(ctx, seats); err != nil {
		return err
	}
	bound, err := bind(b, seats)
	if err != nil {
		return err
	}
	emit(tx, b, "ballot.opened", fields{
		"round": b.Round, "deadline": b.Deadline.At, "profile": b.Profile.ID, "members": len(seats),
		"basis": bound.Basis, "seats": bound.Seats,
	})
	if err := s.plan(ctx, tx, b); err != nil {
		return err
	}
	if err := s.course(ctx, tx, b, seats); err != nil {
		return err
	}
	return s.notifySeats(ctx, tx, b, "ballot.opened", seats, true)
}

// basis is everything that a tally reads besides the answers.
type basis struct {
	Profile   any        `json:"profile"`
	Questions []Question `json:"questions"`
	Papers    []Paper    `json:"papers"`
	Seats     []string   `json:"seats"` // the hash of each
	Deadline  time.Time  `json:"deadline"`
	Round     int        `json:"round"`
}

// bind hashes what was asked, of whom, by which rule and until when.
func bind(b *Ballot, seats []Seat) (CountBasis, error) {
	hashes, err := seatHashes(seats)
	if err != nil {
		return CountBasis{}, err
	}
	h, err := hashOf(basis{b.Profile, b.Questions, b.Papers, hashes, b.Deadline.At.UTC(), b.Round})
	return CountBasis{Basis: h, Seats: hashes, Rows: []countedRow{}}, err
}
