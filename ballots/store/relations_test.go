package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
)

var people = []string{"p1", "p2", "p3", "p4"}

// someBallot is a ballot with seats as they may come to be.
func someBallot(t *rapid.T) (*ballots.Ballot, []ballots.Seat) {
	b := draft()
	flag := rapid.Bool()
	b.State = rapid.SampledFrom([]ballots.State{ballots.Draft, ballots.Submitted, ballots.Approved, ballots.Open,
		ballots.Closed, ballots.Certified, ballots.Recalled}).Draw(t, "state")
	b.Kind = rapid.SampledFrom([]ballots.Kind{ballots.OfMembers, ballots.Consultation}).Draw(t, "kind")
	b.Agency = rapid.SampledFrom([]string{"a1", "a2", ""}).Draw(t, "agency")
	b.SubmittedBy = rapid.SampledFrom(append(people, "")).Draw(t, "submitted by")
	b.ShowLive, b.ByName = flag.Draw(t, "show live"), flag.Draw(t, "by name")
	b.Recused = rapid.SliceOfNDistinct(rapid.SampledFrom(people), 0, 2, rapid.ID).Draw(t, "recused")
	b.Number = b.ID
	b.Round, b.OpenedAt, b.SentAt, b.Deadline.At = 1, ref(at(1)), at(1), at(2)
	var seats []ballots.Seat
	for i, p := range rapid.SliceOfNDistinct(rapid.SampledFrom(people), 0, 3, rapid.ID).Draw(t, "listed") {
		seats = append(seats, ballots.Seat{Ballot: b.ID, No: i + 1, Person: p, Recused: flag.Draw(t, "seat recused")})
	}
	return b, seats
}

func someActor(t *rapid.T) ecabinet.Actor {
	a := ecabinet.Actor{Person: rapid.SampledFrom(append(people, "stranger", "")).Draw(t, "person")}
	for _, m := range rapid.SliceOfNDistinct(rapid.SampledFrom(people), 0, 2, rapid.ID).Draw(t, "serves") {
		a.Offices = append(a.Offices, ecabinet.OfficeAccess{Member: m, Step: "clerk"})
	}
	a.Agencies = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a1", "a2"}), 0, 2, rapid.ID).Draw(t, "drafts for")
	return a
}

// TestRelationsAgreeWithTheirSQL compares, for any actor and any choice of
// relations, the list that the database gives with the predicates.
func TestRelationsAgreeWithTheirSQL(t *testing.T) {
	each(t, func(w world) {
		facts := map[string]store.Facts{}
		var all []string
		for i := range 60 {
			b, seats := rapidExample(i)
			w.insertAll(b, seats)
			facts[b.ID] = must(w.s.Facts(w.ctx, b.ID))
			if d := cmp.Diff(store.FactsOf(b, seats), facts[b.ID]); d != "" {
				w.Fatal(d)
			}
			all = append(all, b.ID)
		}
		slices.Sort(all)
		names := []string{"any"}
		for _, r := range store.Relations() {
			names = append(names, r.Name)
		}
		rapid.Check(w.T, func(t *rapid.T) {
			scope := store.Scope{
				Actor: someActor(t),
				Allow: rapid.SliceOfN(rapid.SampledFrom(names), 0, 3).Draw(t, "allow"),
				Deny:  rapid.SliceOfN(rapid.SampledFrom(names[1:]), 0, 2).Draw(t, "deny"),
			}
			rows, _, err := w.s.List(w.ctx, store.Query{}, scope, store.Page{Limit: 200})
			if err != nil {
				t.Fatal(err)
			}
			got := ids(rows)
			slices.Sort(got)
			want := []string{}
			for _, id := range all {
				held := store.Relations().Of(scope.Actor, facts[id])
				some := slices.ContainsFunc(scope.Allow, func(n string) bool { return slices.Contains(held, n) })
				none := !slices.ContainsFunc(scope.Deny, func(n string) bool { return slices.Contains(held, n) })
				if some && none {
					want = append(want, id)
				}
			}
			one := rapid.SampledFrom(all).Draw(t, "one")
			narrow := must(w.s.FactsFor(w.ctx, scope.Actor, one))
			if d := cmp.Diff(store.Relations().Of(scope.Actor, facts[one]), store.Relations().Of(scope.Actor, narrow)); d != "" {
				t.Fatalf("%+v: the actor's own facts tell otherwise (-all +own):\n%s", scope.Actor, d)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%+v (-predicate +SQL):\n%s", scope, d)
			}
		})
	})
}

type made struct {
	b     *ballots.Ballot
	seats []ballots.Seat
}

func rapidExample(seed int) (*ballots.Ballot, []ballots.Seat) {
	m := rapid.Custom(func(t *rapid.T) made {
		b, seats := someBallot(t)
		return made{b, seats}
	}).Example(seed)
	m.b.ID = fmt.Sprintf("%s-%d", m.b.ID, seed)
	m.b.Number = m.b.ID
	for i := range m.seats {
		m.seats[i].Ballot = m.b.ID
	}
	return m.b, m.seats
}

func (w world) insertAll(b *ballots.Ballot, seats []ballots.Seat) {
	w.Helper()
	w.do(func(ctx context.Context, tx ballots.Tx) error {
		return errors.Join(tx.InsertBallot(ctx, b), tx.InsertSeats(ctx, seats))
	})
}
