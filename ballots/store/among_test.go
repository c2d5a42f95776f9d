package store_test

import (
	"slices"
	"testing"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
)

// Ballots that are named elsewhere are found in sets, as far as they are in scope.
func TestBallotsInSets(t *testing.T) {
	each(t, func(w world) {
		first, second, third := w.open("p1"), w.open("p2"), w.open("p1")
		for _, b := range []*ballots.Ballot{first, second} {
			w.change(b.ID, func(b *ballots.Ballot) { b.State = ballots.Closed })
		}
		all := []string{first.ID, second.ID, third.ID, "no-such"}
		closed := []ballots.State{ballots.Closed, ballots.Certified}
		own := store.Scope{Actor: ecabinet.Actor{Person: "p1"}, Allow: []string{"own"}}
		if got := ids(must(w.s.Among(w.ctx, all, closed, own))); !slices.Equal(got, []string{first.ID}) {
			t.Errorf("my own: %v", got)
		}
		if got := ids(must(w.s.Among(w.ctx, all[1:], closed, everything))); !slices.Equal(got, []string{second.ID}) {
			t.Errorf("of those named: %v", got)
		}
		if got := must(w.s.Among(w.ctx, nil, closed, everything)); len(got) != 0 {
			t.Errorf("of none: %v", got)
		}
		whole := must(w.s.Ballots(w.ctx, all))
		if len(whole) != 3 || whole[third.ID].Title != third.Title || len(whole[third.ID].Questions) != len(third.Questions) || whole[first.ID].State != ballots.Closed {
			t.Errorf("%+v", whole)
		}
		if other := must(w.s.Ballots(ecabinet.WithActor(w.ctx, ecabinet.Actor{Person: "p1", Body: "another"}), all)); len(other) != 0 {
			t.Errorf("another body reads %v", other)
		}
	})
}
