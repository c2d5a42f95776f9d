package meetings

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ecabinet/procedure"
)

func outline(a Agenda) string {
	s := ""
	for _, e := range a.Ordered() {
		s += fmt.Sprintf("%s %s; ", e.Number, e.ID)
	}
	return s
}

func put(a Agenda, changed []Item) Agenda {
	a = slices.Clone(a)
	for _, c := range changed {
		if i := slices.IndexFunc(a, func(it Item) bool { return it.ID == c.ID }); i >= 0 {
			a[i] = c
		}
	}
	return a
}

func small() Agenda {
	item := func(id, parent string, place int) Item {
		return Item{ID: id, Parent: parent, Place: place, Stage: Waiting, ItemTerms: ItemTerms{Kind: Decide, Title: id, Minutes: 10}}
	}
	a := Agenda{item("a", "", 0), item("b", "", 1), item("b1", "b", 0), item("b2", "b", 1), item("c", "", 2)}
	a[1].Kind = Heading
	return a
}

func TestAgendaOrder(t *testing.T) {
	a := small()
	if got := outline(a); got != "1 a; 2 b; 2.1 b1; 2.2 b2; 3 c; " {
		t.Fatal(got)
	}
	if a.Minutes() != 50 {
		t.Errorf("%d minutes", a.Minutes())
	}
	moved, err := a.Move("c", Place{Parent: "b", Index: 0})
	if err != nil {
		t.Fatal(err)
	}
	a = put(a, moved)
	if got := outline(a); got != "1 a; 2 b; 2.1 c; 2.2 b1; 2.3 b2; " {
		t.Error(got)
	}
	gone, err := a.Withdraw("b1")
	if err != nil {
		t.Fatal(err)
	}
	if a = put(a, gone); len(a.Live()) != 4 || outline(a) != "1 a; 2 b; 2.1 c;  b1; 2.2 b2; " {
		t.Error(outline(a))
	}
}

func TestWhatCannotMove(t *testing.T) {
	a := small()
	a[0].Stage = Done
	deep := append(small(), Item{ID: "d", Parent: "b1", Stage: Waiting}, Item{ID: "x", Stage: Waiting, Place: 9}, Item{ID: "y", Parent: "x", Stage: Waiting})
	for _, c := range []struct {
		agenda Agenda
		id     string
		to     Place
		want   string
	}{
		{a, "a", Place{Index: 2}, "meeting.item_begun"},
		{a, "nobody", Place{}, "meeting.item_not_found"},
		{a, "b1", Place{Parent: "nobody"}, "meeting.item_not_found"},
		{a, "b", Place{Parent: "b1"}, "meeting.item_below_itself"},
		{a, "b", Place{Parent: "b"}, "meeting.item_below_itself"},
		{a, "c", Place{Parent: "a"}, "meeting.item_begun"},
		{deep, "x", Place{Parent: "b1"}, "meeting.agenda_deep"},
	} {
		if _, err := c.agenda.Move(c.id, c.to); code(err) != c.want {
			t.Errorf("%s to %+v: %v, want %s", c.id, c.to, err, c.want)
		}
	}
	// What waits goes behind what is done, wherever it is dropped.
	moved, err := a.Move("c", Place{Index: 0})
	if err != nil {
		t.Fatal(err)
	}
	if got := outline(put(a, moved)); got != "1 a; 2 c; 3 b; 3.1 b1; 3.2 b2; " {
		t.Error(got)
	}
}

// However items are moved, each stays on the agenda once, below nothing of its own,
// no deeper than allowed, and siblings have places of their own.
func TestMovesKeepTheAgendaWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Agenda
		for i := range rapid.IntRange(1, 12).Draw(t, "items") {
			it := Item{ID: fmt.Sprint("i", i), ItemTerms: ItemTerms{Kind: Decide, Title: "x"}}
			if i > 0 && rapid.Bool().Draw(t, "below") {
				it.Parent = a[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
			}
			added, err := a.Add(it)
			if err != nil {
				it.Parent = ""
				if added, err = a.Add(it); err != nil {
					t.Fatal(err)
				}
			}
			if rapid.IntRange(0, 4).Draw(t, "done") == 0 && added.Parent == "" {
				added.Stage = Done
			}
			a = append(a, added)
		}
		for range rapid.IntRange(0, 20).Draw(t, "moves") {
			id := a[rapid.IntRange(0, len(a)-1).Draw(t, "which")].ID
			to := Place{Index: rapid.IntRange(-1, 13).Draw(t, "index")}
			if rapid.Bool().Draw(t, "into") {
				to.Parent = a[rapid.IntRange(0, len(a)-1).Draw(t, "to")].ID
			}
			changed, err := a.Move(id, to)
			if err != nil {
				continue
			}
			a = put(a, changed)
			seen := map[string]bool{}
			places := map[string]bool{}
			for _, e := range a.Ordered() {
				if seen[e.ID] || e.Depth >= MaxDepth {
					t.Fatalf("%s twice or at depth %d", e.ID, e.Depth)
				}
				seen[e.ID] = true
				key := fmt.Sprint(e.Parent, "/", e.Place)
				if places[key] {
					t.Fatalf("two items at %s: %s", key, outline(a))
				}
				places[key] = true
			}
			if len(seen) != len(a) {
				t.Fatalf("%d of %d items are on the agenda", len(seen), len(a))
			}
		}
	})
}

func TestTheConsentBlock(t *testing.T) {
	a := small()
	seats := []Seat{{No: 1, Person: "m1"}, {No: 2, Person: "m2"}}
	mark := func(item, person string, m Mark) Position { return Position{Item: item, Person: person, Mark: m} }
	ids := func(es []Entry) (out string) {
		for _, e := range es {
			out += e.ID + " "
		}
		return out
	}
	positions := []Position{
		mark("a", "m1", NoObjection), mark("a", "m2", NoObjection),
		mark("b1", "m1", NoObjection), // m2 said nothing
		mark("b2", "m1", NoObjection), mark("b2", "m2", Speaks),
		mark("c", "m1", NoObjection), mark("c", "m2", NoObjection), mark("c", "m3", Objects), // m3 is absent
	}
	if got := ids(a.Consent(positions, seats)); got != "a " {
		t.Errorf("block: %s", got)
	}
	// A recused member is not asked; nobody present is no consent.
	a[2].Recused = []string{"m2"}
	if got := ids(a.Consent(positions, seats)); got != "a b1 " {
		t.Errorf("with a recusal: %s", got)
	}
	if got := ids(a.Consent(positions, nil)); got != "" {
		t.Errorf("nobody there: %s", got)
	}
	m := Meeting{State: Convened}
	for _, c := range []struct {
		p    Position
		want string
	}{
		{mark("a", "m1", NoObjection), "<nil>"},
		{mark("a", "m1", Objects), "meeting.invalid"}, // without a word why
		{mark("a", "m1", "likes"), "meeting.invalid"},
	} {
		if got := code(m.CheckPosition(a[0], c.p)); got != c.want {
			t.Errorf("%+v: %s", c.p, got)
		}
	}
	if got := code(m.CheckPosition(a[2], mark("b1", "m2", NoObjection))); got != "meeting.recused" {
		t.Errorf("a recused member marks: %s", got)
	}
}

// One vote on the block gives each item the same choices on its own base.
func TestAVoteOnTheConsentBlock(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	s.m.Profile.Recusal = procedure.RecusalReduce
	s.come(AttendRoom, 1, 3)
	s.items = append(s.items, Item{ID: "other", Stage: Waiting, Recused: []string{"m3"}, ItemTerms: ItemTerms{Kind: Decide, Title: "x"}})
	block := Agenda(s.items).Live()
	v, err := s.m.OpenVote(Vote{ID: "block", Text: "Thông qua các nội dung?"}, s.items, block, nil, s.seats, s.quorum(), s.now)
	if err != nil {
		t.Fatal(err)
	}
	casts := s.cast(&v, procedure.Agree, 1, 3)
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, false, s.now); err != nil {
		t.Fatal(err)
	}
	if first, second := v.Tallies[0].Tally, v.Tallies[1].Tally; first.Base != 3 || first.Agree != 3 || second.Base != 2 || second.Agree != 2 {
		t.Errorf("bases %d and %d, for %d and %d", first.Base, second.Base, first.Agree, second.Agree)
	}
	adopted := v.Adopt(s.items, s.now)
	if len(adopted) != 2 || adopted[1].Stage != Done || adopted[1].Outcome != Adopted || !adopted[1].EndedAt.Equal(s.now) {
		t.Errorf("adopted in one act: %+v", adopted)
	}
	v.Tallies[0].Tally.Outcome = procedure.NotAdopted
	if rest := v.Adopt(s.items, s.now); len(rest) != 1 || rest[0].ID != "other" {
		t.Errorf("what is not adopted waits for its turn: %+v", rest)
	}
	// While an item runs there is no block.
	s.begin()
	if _, err := s.m.OpenVote(Vote{ID: "v", Text: "?"}, s.items, block, nil, s.seats, s.quorum(), s.now); code(err) != "meeting.vote_not_now" {
		t.Errorf("a block while an item runs: %v", err)
	}
}

func TestTheFloor(t *testing.T) {
	m := Meeting{ID: "m", State: Running}
	it := Item{ID: "item", Stage: Current}
	var f Floor
	now := start
	ask := func(id, person string, kind SpeechKind) {
		t.Helper()
		now = now.Add(time.Second)
		r, err := m.Ask(f, it, Request{ID: id, Person: person, Kind: kind}, now)
		if err != nil {
			t.Fatal(err)
		}
		f = append(f, r)
	}
	set := func(changed []Request, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changed {
			f[slices.IndexFunc(f, func(r Request) bool { return r.ID == c.ID })] = c
		}
	}
	queue := func() (out string) {
		for _, r := range f.Queue() {
			out += r.ID + " "
		}
		return out
	}
	ask("a", "m1", Speech)
	ask("b", "m2", Reply)
	ask("c", "m3", Speech)
	if _, err := m.Ask(f, it, Request{ID: "x", Person: "m1", Kind: Speech}, now); code(err) != "meeting.asked_already" {
		t.Errorf("asks twice: %v", err)
	}
	set(f.Reorder([]string{"c"}))
	if queue() != "c a b " {
		t.Error(queue())
	}
	set(m.Call(f, "c", 5*time.Minute, now))
	ask("d", "m4", Speech)
	ask("p", "m5", PointOfOrder)
	if queue() != "p a b d " {
		t.Errorf("a point of order comes first: %s", queue())
	}
	// A point of order holds the speaker's clock; the speaker goes on afterwards.
	now = now.Add(58 * time.Second)
	set(m.Call(f, "p", time.Minute, now))
	if c := f[2]; c.State != Held || c.Spent(now.Add(time.Hour)) != time.Minute {
		t.Errorf("held: %+v", c)
	}
	now = now.Add(30 * time.Second)
	set(m.Call(f, "c", 0, now))
	if p := f[4]; p.State != Spoken || p.Used != 30*time.Second {
		t.Errorf("the point of order ended: %+v", p)
	}
	now = now.Add(30 * time.Second)
	set(m.Call(f, "a", 0, now))
	if c := f[2]; c.State != Spoken || c.Used != 90*time.Second || c.Limit != 5*time.Minute || f.Times("m3") != 1 || f.Times("m2") != 0 {
		t.Errorf("who is called after ends who spoke: %+v", c)
	}
	if _, err := m.Call(f, "c", 0, now); code(err) != "meeting.request_over" {
		t.Errorf("called again: %v", err)
	}
	set(f.Clear(now.Add(time.Second)), nil)
	if _, has := f.Has(); has || queue() != "" || f[0].Used != time.Second || f[1].State != Dropped {
		t.Errorf("the item ended: %+v", f)
	}
	if _, err := f.Reorder([]string{"a"}); code(err) != "request.stale" {
		t.Errorf("an order of what waits no more: %v", err)
	}
}
