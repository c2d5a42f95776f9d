package meetings

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/record"
	"ecabinet/procedure"
)

// Service is the room's use cases. Each loads, decides, saves and emits in one
// transaction; whether this role may do this kind of thing was decided before.
type Service struct {
	Store   Store
	Dossier Dossier
	Roll    Roll
	Ballots Ballots // nil: there are none
	Units   Units   // who may be invited besides; nil: nobody
	Laws    Laws
	Seal    Sealer
	Boxes   Boxes
	// Course changes in other rooms what follows from who may read for which item, in
	// the same act; nil: there are no other rooms.
	Course func(ctx context.Context, tx Tx, readers []Readers) error
	// History notes in other rooms what a session made of a matter, in the same act: the
	// outcome of its item, or "minutes" once they are certified; nil: nowhere.
	History func(ctx context.Context, tx Tx, matter, meeting, what, words string) error
	// Mails says whether news leaves the application as letters besides, by Postman.
	Mails   bool
	Postman Postman
}

// Readers are who reads the papers of a matter for a session, and who is recused
// from it there. Nobody listed: it is on the agenda no more.
type Readers struct {
	Meeting string
	Matter  string
	Listed  []string
	Aside   []string
	Held    []Hold // of those listed, who does not read single papers yet
}

// follow brings along what rests on the agenda and the terms of a session that was
// convened: who is invited and what they are told, and who reads what in other rooms.
// touched are invitations that the act has changed; none: it has changed the meeting.
func (s *Service) follow(ctx context.Context, tx Tx, m *Meeting, touched ...Invitation) error {
	if m.ConvenedAt == nil {
		return tx.SaveInvitations(ctx, m.Body, touched)
	}
	members, err := s.Roll.Members(ctx, tx.Now())
	if err != nil {
		return err
	}
	agenda, err := tx.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	before, after, err := s.bring(ctx, tx, m, members, agenda, touched)
	if err != nil || s.Course == nil {
		return err
	}
	if len(touched) > 0 && slices.Equal(before.Attendees(), after.Attendees()) {
		return nil
	}
	return s.Course(ctx, tx, agenda.Readers(m, members, after.Attendees(), tx.Now()))
}

type data map[string]any

// emit journals what happened in a meeting to the thing ref.
func emit(tx Tx, m *Meeting, kind, ref string, d data) {
	raw, err := json.Marshal(d)
	if err != nil {
		panic(fmt.Errorf("event data of %s: %w", kind, err)) // a type of ours that cannot be JSON
	}
	tx.Emit(ecabinet.Event{Topic: "meeting:" + m.ID, Type: kind, Ref: ref, Data: raw})
}

func meetingRef(m *Meeting) string { return "meeting/" + m.ID }

// MakeMeeting starts a meeting.
func (s *Service) MakeMeeting(ctx context.Context, t Terms) (string, error) {
	if err := t.Check(); err != nil {
		return "", err
	}
	if err := s.chairKnown(ctx, t.Chair, ""); err != nil {
		return "", err
	}
	actor := ecabinet.ActorFrom(ctx)
	m := &Meeting{ID: ecabinet.NewID(), Body: actor.Body, Rev: 1, AgendaRev: 1, State: Planned, Terms: t, MadeBy: actor.Person}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m.MadeAt = tx.Now()
		emit(tx, m, "meeting.made", meetingRef(m), data{"starts_at": m.StartsAt.UTC(), "chair": m.Chair})
		return meetingRef(m), tx.InsertMeeting(ctx, m)
	})
}

// chairKnown wants a new chair to be somebody known.
func (s *Service) chairKnown(ctx context.Context, chair, before string) error {
	var f fields
	if err := f.person(ctx, s.Roll, "chair", chair, before); err != nil {
		return err
	}
	return f.err()
}

// anyRev is for acts that everybody who conducts may press: the state decides.
const anyRev = -1

// change runs one act on a meeting as a whole, under its lock.
func (s *Service) change(ctx context.Context, id string, rev int64, act func(ctx context.Context, tx Tx, m *Meeting) (ref string, err error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, id, false)
		if err != nil {
			return "", err
		}
		if rev != anyRev {
			if err := checkRev(rev, m.Rev); err != nil {
				return "", err
			}
		}
		ref, err := act(ctx, tx, m)
		if err != nil {
			return "", err
		}
		return ref, tx.SaveMeeting(ctx, m)
	})
}

// Edit writes the terms of a meeting.
func (s *Service) Edit(ctx context.Context, id string, rev int64, t Terms) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		before := m.Chair
		if err := m.Write(t); err != nil {
			return "", err
		}
		if err := s.chairKnown(ctx, m.Chair, before); err != nil {
			return "", err
		}
		emit(tx, m, "meeting.edited", meetingRef(m), data{"rev": m.Rev, "starts_at": m.StartsAt.UTC(), "chair": m.Chair})
		return meetingRef(m), s.follow(ctx, tx, m)
	})
}

// Convene publishes the agenda as it stands.
func (s *Service) Convene(ctx context.Context, id string, rev int64) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		agenda, err := tx.Agenda(ctx, id)
		if err != nil {
			return "", err
		}
		if err := m.Convene(agenda, tx.Now()); err != nil {
			return "", err
		}
		v := &Version{Meeting: m.ID, Body: m.Body, No: m.Version, By: ecabinet.ActorFrom(ctx).Person, At: tx.Now(), Entries: agenda.Entries()}
		if err := tx.InsertVersion(ctx, v); err != nil {
			return "", err
		}
		h, err := record.HashOf(v.Entries)
		if err != nil {
			return "", err
		}
		ref := meetingRef(m)
		if m.Version > 1 {
			ref = "agenda/" + m.ID // whoever follows single items is not told how often the rest changes
		}
		emit(tx, m, "meeting.convened", ref, data{"version": m.Version, "agenda": h, "items": len(v.Entries)})
		return meetingRef(m), s.follow(ctx, tx, m)
	})
}

// Cancel calls a meeting off.
func (s *Service) Cancel(ctx context.Context, id string, rev int64, reason string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		if err := m.Cancel(reason); err != nil {
			return "", err
		}
		emit(tx, m, "meeting.cancelled", meetingRef(m), data{"rev": m.Rev})
		return meetingRef(m), s.follow(ctx, tx, m)
	})
}

// Open opens the session: the list of members is frozen, and the rules.
func (s *Service) Open(ctx context.Context, id string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		now := tx.Now()
		law, err := s.Laws.At(ctx, now)
		if err != nil {
			return "", err
		}
		members, err := s.Roll.Members(ctx, now)
		if err != nil {
			return "", err
		}
		seats, err := m.Open(actor.Person, members, law.Profile, now)
		if err != nil {
			return "", err
		}
		if err := tx.InsertSeats(ctx, m.Body, seats); err != nil {
			return "", err
		}
		here, err := tx.Attendance(ctx, id)
		if err != nil {
			return "", err
		}
		h, err := record.HashOf(seats)
		if err != nil {
			return "", err
		}
		emit(tx, m, "meeting.opened", meetingRef(m), data{
			"profile": law.Profile.ID, "members": len(seats), "seats": h, "quorum": here.Quorum(m.Profile, seats, now),
		})
		return meetingRef(m), nil
	})
}

// Pause begins a break; the clocks stand.
func (s *Service) Pause(ctx context.Context, id string) (string, error) {
	return s.turn(ctx, id, "meeting.paused", (*Meeting).Break)
}

// Resume ends a break.
func (s *Service) Resume(ctx context.Context, id string) (string, error) {
	return s.turn(ctx, id, "meeting.resumed", func(m *Meeting, it *Item, _ Floor, now time.Time) ([]Request, error) {
		return nil, m.GoOn(it, now)
	})
}

func (s *Service) turn(ctx context.Context, id, kind string, act func(m *Meeting, it *Item, f Floor, now time.Time) ([]Request, error)) (string, error) {
	return s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		var it *Item
		var floor Floor
		if m.Current != "" {
			var err error
			if it, err = tx.Item(ctx, m.Current); err != nil {
				return "", err
			}
			if floor, err = tx.Floor(ctx, m.Current); err != nil {
				return "", err
			}
		}
		changed, err := act(m, it, floor, tx.Now())
		if err != nil {
			return "", err
		}
		emit(tx, m, kind, meetingRef(m), data{"rev": m.Rev})
		for _, r := range changed {
			emitSpeech(tx, m, "speech.held", r)
		}
		if it != nil {
			if err := tx.SaveItems(ctx, []Item{*it}); err != nil {
				return "", err
			}
		}
		return meetingRef(m), tx.SaveRequests(ctx, changed)
	})
}

// Adjourn ends the session; who is still there leaves with it.
func (s *Service) Adjourn(ctx context.Context, id string) (string, error) {
	return s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		votes, err := tx.Votes(ctx, id)
		if err != nil {
			return "", err
		}
		open := 0
		for _, v := range votes {
			if v.State == VoteOpen {
				open++
			}
		}
		now := tx.Now()
		if err := m.Adjourn(open, now); err != nil {
			return "", err
		}
		here, err := tx.Attendance(ctx, id)
		if err != nil {
			return "", err
		}
		for _, p := range here {
			if p.Until != nil {
				continue
			}
			p.Until, p.LeftBy = &now, ByItself
			if err := tx.EndPresence(ctx, &p); err != nil {
				return "", err
			}
		}
		if slices.ContainsFunc(votes, func(v Vote) bool { return v.Secret }) {
			if err := tx.Schedule(ctx, JobSweep, id, now); err != nil {
				return "", err
			}
		}
		emit(tx, m, "meeting.adjourned", meetingRef(m), data{"rev": m.Rev})
		return meetingRef(m), s.beginDeeds(ctx, tx, m)
	})
}

// --- agenda ---

// Begin lets an item run.
func (s *Service) Begin(ctx context.Context, item string) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		votes, err := tx.Votes(ctx, m.ID)
		if err != nil {
			return err
		}
		if err := m.Begin(it, votes, tx.Now()); err != nil {
			return err
		}
		emit(tx, m, "item.begun", "item/"+it.ID, data{"kind": it.Kind})
		return tx.SaveItems(ctx, []Item{*it})
	})
}

// Advance brings the running item to a step.
func (s *Service) Advance(ctx context.Context, item string, to Step) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if err := m.Advance(it, to); err != nil {
			return err
		}
		emit(tx, m, "item.advanced", "item/"+it.ID, data{"step": to})
		return tx.SaveItems(ctx, []Item{*it})
	})
}

// Conclude ends the running item; its floor is cleared with it.
func (s *Service) Conclude(ctx context.Context, item string, c Conclusion) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		now := tx.Now()
		law, err := s.Laws.At(ctx, now)
		if err != nil {
			return err
		}
		votes, err := tx.Votes(ctx, m.ID)
		if err != nil {
			return err
		}
		if err := m.Conclude(it, c, votes, procedure.DateOf(now, law.Zone), now); err != nil {
			return err
		}
		floor, err := tx.Floor(ctx, it.ID)
		if err != nil {
			return err
		}
		if err := tx.SaveRequests(ctx, floor.Clear(now)); err != nil {
			return err
		}
		h, err := record.HashOf(c.Text)
		if err != nil {
			return err
		}
		emit(tx, m, "item.concluded", "item/"+it.ID, data{"outcome": c.Outcome, "conclusion": h, "resubmit_by": c.ResubmitBy})
		if err := s.tellReturns(ctx, tx, m, it, law.Zone); err != nil {
			return err
		}
		if err := s.note(ctx, tx, m, it.Matter, string(c.Outcome), m.Title+figures(votes, it.ID)); err != nil {
			return err
		}
		return tx.SaveItems(ctx, []Item{*it})
	})
}

// note puts what a session made of a matter into the matter's history.
func (s *Service) note(ctx context.Context, tx Tx, m *Meeting, matter, what, words string) error {
	if matter == "" || s.History == nil {
		return nil
	}
	return s.History(ctx, tx, matter, m.ID, what, words)
}

// figures are those of the last counted vote on an item, " (24/27)"; "" where there is
// none, or where options were voted on.
func figures(votes []Vote, item string) string {
	v, ok := (&Story{Votes: votes}).decided(item)
	if !ok || len(v.Options) > 0 {
		return ""
	}
	t, ok := v.tally(item)
	if !ok {
		return ""
	}
	return fmt.Sprintf(" (%d/%d)", t.Agree, t.Base)
}

// Mark sets a member's position on an item before the session.
func (s *Service) Mark(ctx context.Context, item string, mark Mark, note string) (string, error) {
	found, err := s.Store.Item(ctx, item)
	if err != nil {
		return "", err
	}
	person := ecabinet.ActorFrom(ctx).Person
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, found.Meeting, true)
		if err != nil {
			return "", err
		}
		it, err := tx.Item(ctx, item)
		if err != nil {
			return "", err
		}
		p := Position{Meeting: m.ID, Item: it.ID, Person: person, Mark: mark, Note: note, At: tx.Now()}
		if err := m.CheckPosition(*it, p); err != nil {
			return "", err
		}
		emit(tx, m, "position.marked", "position/"+it.ID, data{"person": person})
		return "position/" + it.ID, tx.SavePosition(ctx, m.Body, &p)
	})
}

// seatOf is the seat of a person among seats; "meeting.no_seat" for nobody's.
func seatOf(seats []Seat, person string) (Seat, error) {
	i := slices.IndexFunc(seats, func(s Seat) bool { return s.Person == person })
	if i < 0 {
		return Seat{}, ecabinet.E(ecabinet.NotFound, "meeting.no_seat")
	}
	return seats[i], nil
}
