package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
	"ecabinet/procedure"
)

var persons = []string{"p1", "p2", "p3", "p4"}

type made struct {
	m      meetings.Meeting
	agenda meetings.Agenda
	seats  []meetings.Seat
	list   meetings.GuestList
	vote   meetings.Vote
}

// some is a meeting with agenda, seats and a vote as they may come to be.
func some(t *rapid.T) made {
	few := func(label string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(persons), 0, 2, rapid.ID).Draw(t, label)
	}
	or := func(label string, list ...string) string { return rapid.SampledFrom(list).Draw(t, label) }
	at := time.Date(2026, 12, 3, 1, 0, 0, 0, time.UTC)
	x := made{m: meetings.Meeting{
		ID: ecabinet.NewID(), Body: "b", Rev: 1, AgendaRev: 1, MadeAt: at,
		State: rapid.SampledFrom([]meetings.State{meetings.Planned, meetings.Convened, meetings.Running, meetings.Adjourned, meetings.Cancelled}).Draw(t, "state"),
		Terms: meetings.Terms{Title: "t", Kind: meetings.Regular, Mode: meetings.Both, StartsAt: at, EndsAt: at.Add(time.Hour), Chair: or("chair", persons...)},
	}}
	for i := range rapid.IntRange(1, 3).Draw(t, "items") {
		it := meetings.Item{ID: ecabinet.NewID(), Meeting: x.m.ID, Rev: 1, Place: i + 1, Stage: meetings.Waiting}
		it.Kind, it.Title, it.Agency, it.Chair = meetings.Decide, "t", or("agency", "a1", "a2", ""), or("item chair", "p1", "p4", "")
		it.Presenter = or("presenter", "p2", "p3", "")
		it.Guests, it.Recused = few("guests"), few("recused")
		slices.Sort(it.Guests)
		slices.Sort(it.Recused)
		if rapid.Bool().Draw(t, "withdrawn") {
			it.Stage = meetings.Withdrawn
		}
		x.agenda = append(x.agenda, it)
	}
	for i, p := range few("listed") {
		x.seats = append(x.seats, meetings.Seat{Meeting: x.m.ID, No: i + 1, Person: p, Name: p, Posts: []string{}})
	}
	if x.m.State != meetings.Planned && (x.m.State != meetings.Cancelled || rapid.Bool().Draw(t, "convened")) {
		x.m.ConvenedAt = &at
	}
	for _, p := range few("invited") {
		i := meetings.Invitation{ID: ecabinet.NewID(), Meeting: x.m.ID, Rev: 1, Person: p, InvitedAt: at, ChangedAt: at}
		i.Part = rapid.SampledFrom([]meetings.Part{meetings.AsMember, meetings.AsPerson, meetings.AsUnit, meetings.AsSubstitute, meetings.AsGuest}).Draw(t, "part")
		i.Reply = rapid.SampledFrom([]meetings.RSVP{meetings.Invited, meetings.Accepted, meetings.Declined, meetings.Uninvited}).Draw(t, "reply")
		i.For = or("stands for", "p1", "p2", "")
		x.list = append(x.list, i)
	}
	x.vote = meetings.Vote{ID: ecabinet.NewID(), Body: "b", Meeting: x.m.ID, Rev: 1, No: 1, Text: "t", State: meetings.VoteClosed, OpenedAt: at, Items: []string{x.agenda[0].ID}}
	return x
}

func somebody(t *rapid.T) ecabinet.Actor {
	a := ecabinet.Actor{Body: "b", Person: rapid.SampledFrom(append(persons, "stranger", "")).Draw(t, "person")}
	for _, m := range rapid.SliceOfNDistinct(rapid.SampledFrom(persons), 0, 2, rapid.ID).Draw(t, "serves") {
		a.Offices = append(a.Offices, ecabinet.OfficeAccess{Member: m, Step: "clerk"})
	}
	a.Agencies = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a1", "a2"}), 0, 2, rapid.ID).Draw(t, "drafts for")
	return a
}

// TestRelationsAgreeWithTheirSQL compares, for any actor, the list that the database
// gives with the predicates, and what is read for one actor with what is read for all.
func TestRelationsAgreeWithTheirSQL(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		s := store.New(d)
		ctx := ecabinet.WithActor(t.Context(), ecabinet.Actor{Body: "b", Person: "desk"})
		all := make([]made, 40)
		for i := range all {
			x := rapid.Custom(some).Example(i)
			all[i] = x
			_, err := s.InTx(ctx, func(ctx context.Context, tx meetings.Tx) (string, error) {
				err := tx.InsertMeeting(ctx, &x.m)
				for i := range x.agenda {
					err = errors.Join(err, tx.InsertItem(ctx, &x.agenda[i]))
				}
				if len(x.seats) > 0 {
					err = errors.Join(err, tx.InsertSeats(ctx, "b", x.seats), tx.InsertVote(ctx, &x.vote, x.seats))
				}
				return x.m.ID, errors.Join(err, tx.SaveInvitations(ctx, "b", x.list))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		names := []string{"any"}
		for _, r := range store.Relations() {
			names = append(names, r.Name)
		}
		rapid.Check(t, func(t *rapid.T) {
			actor := somebody(t)
			if rapid.Bool().Draw(t, "screen") {
				actor.Shows = rapid.SampledFrom(all).Draw(t, "shows").m.ID
			}
			in := ecabinet.WithActor(ctx, actor)
			allow := rapid.SliceOfN(rapid.SampledFrom(names), 0, 3).Draw(t, "allow")
			deny := rapid.SliceOfN(rapid.SampledFrom(names[1:]), 0, 2).Draw(t, "deny")
			var got, want []string
			for _, past := range []bool{false, true} {
				page := store.Page{Limit: rapid.SampledFrom([]int{1, 3, 100}).Draw(t, "limit")}
				for {
					list, next, err := s.Lines(in, allow, deny, past, page)
					if err != nil {
						t.Fatal(err)
					}
					for _, m := range list {
						got = append(got, m.ID)
					}
					if page.After = next; next == "" {
						break
					}
				}
			}
			for _, x := range all {
				held := store.Relations().Of(actor, store.FactsOf(&x.m, x.agenda, x.seats, x.list.Attendees()))
				some := slices.ContainsFunc(allow, func(n string) bool { return n == "any" || slices.Contains(held, n) })
				if some && !slices.ContainsFunc(deny, func(n string) bool { return slices.Contains(held, n) }) {
					want = append(want, x.m.ID)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%+v may %v unless %v (-predicate +SQL):\n%s", actor, allow, deny, d)
			}

			x := rapid.SampledFrom(all).Draw(t, "one")
			x.agree(t, s, in, actor)
		})
		for _, x := range all { // each person, standing in for another or not
			for _, p := range persons {
				actor := ecabinet.Actor{Body: "b", Person: p}
				x.agree(t, s, ecabinet.WithActor(ctx, actor), actor)
			}
		}
	})
}

// agree compares what is read for one actor with what is read for all.
func (x made) agree(t interface{ Fatalf(string, ...any) }, s *store.Store, in context.Context, actor ecabinet.Actor) {
	one := func(of store.Of, id string, around ...string) {
		narrow, err := s.FactsFor(in, actor, of, id)
		if err != nil {
			t.Fatalf("%v", err)
		}
		wide := store.FactsOf(&x.m, x.agenda, x.seats, x.list.Attendees(), around...)
		if d := cmp.Diff(store.Relations().Of(actor, wide), store.Relations().Of(actor, narrow)); d != "" {
			t.Fatalf("%+v around %v (-all +own):\n%s", actor, around, d)
		}
	}
	one(store.OfMeeting, x.m.ID)
	for _, it := range x.agenda {
		one(store.OfItem, it.ID, it.ID)
	}
	if len(x.seats) > 0 {
		one(store.OfVote, x.vote.ID, x.vote.Items...)
	}
}

// TestBooth: what decides whether a member may cast, and what is missing.
func TestBooth(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		s := store.New(d)
		ctx := ecabinet.WithActor(t.Context(), ecabinet.Actor{Body: "b", Person: "desk"})
		x := rapid.Custom(some).Example(1)
		x.m.State, x.agenda[0].Recused, x.agenda[0].Stage = meetings.Running, []string{"p1"}, meetings.Current
		x.seats = []meetings.Seat{{Meeting: x.m.ID, No: 1, Person: "p1", Name: "P1", Posts: []string{"x"}}, {Meeting: x.m.ID, No: 2, Person: "p2", Name: "P2", Posts: []string{}, TieMark: true}}
		x.vote.State = meetings.VoteOpen
		act := func(fn func(ctx context.Context, tx meetings.Tx) error) {
			t.Helper()
			if _, err := s.InTx(ctx, func(ctx context.Context, tx meetings.Tx) (string, error) { return "", fn(ctx, tx) }); err != nil {
				t.Fatal(err)
			}
		}
		at := x.m.MadeAt
		act(func(ctx context.Context, tx meetings.Tx) error {
			return errors.Join(tx.InsertMeeting(ctx, &x.m), tx.InsertItem(ctx, &x.agenda[0]), tx.InsertSeats(ctx, "b", x.seats),
				tx.InsertVote(ctx, &x.vote, x.seats),
				tx.InsertPresence(ctx, "b", &meetings.Presence{ID: "1", Meeting: x.m.ID, Person: "p1", Manner: meetings.AttendRoom, From: at}),
				tx.InsertPresence(ctx, "b", &meetings.Presence{ID: "2", Meeting: x.m.ID, Person: "p2", Manner: meetings.AttendOnline, From: at}))
		})
		b, err := s.Booth(ctx, x.vote.ID, "p1")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{x.agenda[0].ID}, b.Recused); d != "" || b.Seat.No != 1 || len(b.Here) != 1 || b.Turnout.Revision != 0 || b.Meeting.ID != x.m.ID {
			t.Errorf("%s %+v", d, b)
		}
		var refused *ecabinet.Error
		if _, err := b.MayCast(at); !errors.As(err, &refused) || refused.Code != "meeting.recused" {
			t.Errorf("recused: %v", err)
		}
		cast := meetings.Cast{ID: "c1", Body: "b", Vote: x.vote.ID, Seat: 2, Revision: 1, Person: "p2", Choice: procedure.Agree, At: at, Record: "{}", RecordHash: "h", Nonce: "n", RowHash: "r"}
		act(func(ctx context.Context, tx meetings.Tx) error {
			b, err := tx.LockBooth(ctx, x.vote.ID, "p2")
			if err != nil {
				return err
			}
			if absent, err := b.MayCast(at); absent || err != nil {
				t.Errorf("%v, %v", absent, err)
			}
			b.Turnout.Revision, b.Turnout.Cast, b.Turnout.CastAt = 1, cast.ID, &at
			return tx.InsertCast(ctx, &cast, &b.Turnout)
		})
		mine, err := s.Mine(ctx, x.m.ID, "p2")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]meetings.Cast{cast}, mine.Casts); d != "" || len(mine.Here) != 1 {
			t.Errorf("%s %+v", d, mine)
		}
		if b, err := s.Booth(ctx, x.vote.ID, "p2"); err != nil || b.Turnout.Revision != 1 || b.Turnout.Cast != "c1" {
			t.Errorf("%+v, %v", b, err)
		}
		for who, vote := range map[string]string{"p3": x.vote.ID, "p2": "another"} {
			var e *ecabinet.Error
			if _, err := s.Booth(ctx, vote, who); !errors.As(err, &e) || e.Kind != ecabinet.NotFound {
				t.Errorf("%s in %s: %v", who, vote, err)
			}
		}
	})
}
