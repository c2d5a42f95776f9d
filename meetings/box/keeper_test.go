package box

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// shelf is a book in memory.
type shelf struct {
	mu      sync.Mutex
	state   State
	groups  [][]Paper // as they were written
	counted []Paper   // nil: not yet
	fail    error     // of Fill and Count
	keeper  string    // who has the claim
}

func (s *shelf) Look(context.Context, string) (State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, nil
}

func (s *shelf) Has(_ context.Context, _, token string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(slices.Concat(append(s.groups, s.counted)...), func(p Paper) bool { return p.Token == token }), nil
}

func (s *shelf) Claim(context.Context, string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keeper == "" || s.keeper == "here", nil
}

func (s *shelf) Release(context.Context, string) error { return nil }

func (s *shelf) Fill(_ context.Context, _ string, papers []Paper) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return 0, s.fail
	}
	if s.state.Phase != Casting {
		return 0, ErrShut
	}
	s.groups = append(s.groups, papers)
	s.state.Written += len(papers)
	return s.state.Written, nil
}

func (s *shelf) Count(_ context.Context, _ string, rest []Paper) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return s.fail
	}
	if s.state.Phase == Counting {
		s.counted = append([]Paper{}, rest...)
		s.state.Phase = Shut
	}
	return nil
}

func (s *shelf) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// room is a vote with papers that were given out.
type room struct {
	shelf  *shelf
	keeper *Keeper
	spent  []Spent
}

// given are papers of one vote, with their box.
var given = sync.OnceValue(func() (g struct {
	box   Public
	spent []Spent
	err   error
}) {
	k, err := NewKeys()
	if err == nil {
		g.box, err = k.Public()
	}
	for i := 0; i < 23 && err == nil; i++ {
		var slip *Slip
		var signed string
		var s Spent
		if slip, err = g.box.NewSlip("v"); err == nil {
			signed, err = k.Sign(slip.Blinded)
		}
		if err == nil {
			s, err = slip.Fill(g.box, "v", signed, fmt.Sprintf("option:o%d", i))
		}
		g.spent = append(g.spent, s)
	}
	g.err = err
	return g
})

func newRoom(t interface {
	Helper()
	Fatal(args ...any)
}, turnout int) *room {
	t.Helper()
	g := given()
	if g.err != nil {
		t.Fatal(g.err)
	}
	r := &room{shelf: &shelf{state: State{Phase: Casting, Public: g.box, Turnout: turnout}}, spent: g.spent}
	r.keeper = NewKeeper(r.shelf)
	return r
}

// take brings paper i, and returns when what could be written is.
func (r *room) take(t *testing.T, i int) (*waiting, error) {
	t.Helper()
	u, err := r.keeper.urn(t.Context(), "v")
	if err != nil {
		t.Fatal(err)
	}
	token, err := u.state.Public.Check("v", r.spent[i])
	if err != nil {
		t.Fatal(err)
	}
	w, err := u.take(t.Context(), Paper{token, r.spent[i].Sealed})
	if err == nil {
		u.flush(t.Context())
	}
	return w, err
}

// must takes papers from..to.
func (r *room) must(t *testing.T, from, to int) []*waiting {
	t.Helper()
	var list []*waiting
	for i := from; i < to; i++ {
		w, err := r.take(t, i)
		if err != nil {
			t.Fatalf("paper %d: %v", i, err)
		}
		list = append(list, w)
	}
	return list
}

func (w *waiting) over() bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

func sizes(groups [][]Paper) []int {
	var n []int
	for _, g := range groups {
		n = append(n, len(g))
	}
	return n
}

// TestGroups: however papers come, each group has five or more, everyone is told, and
// every paper lies in the box once.
func TestGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		turnout := rapid.IntRange(Group, 23).Draw(t, "turnout")
		r := newRoom(t, turnout)
		var all sync.WaitGroup
		errs := make([]error, turnout)
		for i := range turnout {
			all.Go(func() {
				in, err := r.keeper.Drop(context.Background(), "v", r.spent[i])
				if err == nil && !in {
					err = errors.New("not in")
				}
				errs[i] = err
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, g := range r.shelf.groups {
			if len(g) < Group {
				t.Fatalf("a group of %d", len(g))
			}
			for _, p := range g {
				if seen[p.Token] {
					t.Fatal("a paper lies in the box twice")
				}
				seen[p.Token] = true
			}
		}
		if len(seen) != turnout {
			t.Fatalf("%d of %d papers", len(seen), turnout)
		}
	})
}

// The last must not enter alone: who comes when fewer than five are left waits for
// all of them.
func TestTheLastGoTogether(t *testing.T) {
	r := newRoom(t, 12)
	first := r.must(t, 0, 5)
	if got := sizes(r.shelf.groups); !slices.Equal(got, []int{5}) || !first[4].over() {
		t.Fatalf("%v", got)
	}
	rest := r.must(t, 5, 11)
	if got := sizes(r.shelf.groups); !slices.Equal(got, []int{5}) || rest[0].over() {
		t.Fatalf("with one paper left outside: %v", got)
	}
	r.must(t, 11, 12)
	if got := sizes(r.shelf.groups); !slices.Equal(got, []int{5, 7}) || !rest[0].over() {
		t.Fatalf("%v", got)
	}
}

// A box that is closed is counted with what waits, and everyone who waited is told.
func TestClosedWhileSomeWait(t *testing.T) {
	r := newRoom(t, 12)
	r.must(t, 0, 5)
	waits := r.must(t, 5, 8)
	r.shelf.set(func() { r.shelf.state.Phase, r.shelf.fail = Counting, errors.New("the disk is full") })
	if err := r.keeper.Settle(t.Context(), "v"); err == nil {
		t.Fatal("counted on a full disk")
	}
	if waits[0].over() {
		t.Fatal("told although nothing is known")
	}
	if _, err := r.take(t, 9); !errors.Is(err, ErrShut) {
		t.Errorf("a paper that comes after closing: %v", err)
	}
	if w, err := r.take(t, 5); w != waits[0] || err != nil {
		t.Errorf("one that was there goes on waiting: %v", err)
	}
	r.shelf.set(func() { r.shelf.fail = nil })
	if err := r.keeper.Settle(t.Context(), "v"); err != nil {
		t.Fatal(err)
	}
	for i, w := range waits {
		if !w.over() || w.err != nil {
			t.Errorf("waiting %d: %v", i, w.err)
		}
	}
	if len(r.shelf.counted) != 3 {
		t.Errorf("%d counted besides the box", len(r.shelf.counted))
	}
	if in, err := r.keeper.Drop(t.Context(), "v", r.spent[6]); !in || err != nil {
		t.Errorf("brought again after the count: %v, %v", in, err)
	}
	if in, err := r.keeper.Drop(t.Context(), "v", r.spent[10]); in || !errors.Is(err, ErrShut) {
		t.Errorf("brought too late: %v, %v", in, err)
	}
}

func TestCancelledWhileSomeWait(t *testing.T) {
	r := newRoom(t, 12)
	waits := r.must(t, 0, 3)
	r.shelf.set(func() { r.shelf.state.Phase = Shut })
	if err := r.keeper.Settle(t.Context(), "v"); err != nil {
		t.Fatal(err)
	}
	if !waits[0].over() || !errors.Is(waits[0].err, ErrShut) || r.shelf.counted != nil {
		t.Errorf("%v, %v", waits[0].err, r.shelf.counted)
	}
}

// What could not be written is brought again, and lies in the box once.
func TestWrittenAgainAfterAFault(t *testing.T) {
	r := newRoom(t, 5)
	fault := errors.New("no connection")
	r.shelf.set(func() { r.shelf.fail = fault })
	waits := r.must(t, 0, 5)
	if !waits[0].over() || !errors.Is(waits[0].err, fault) {
		t.Fatalf("%v", waits[0].err)
	}
	r.shelf.set(func() { r.shelf.fail = nil })
	again := r.must(t, 0, 5)
	if !again[0].over() || again[0].err != nil || !slices.Equal(sizes(r.shelf.groups), []int{5}) {
		t.Errorf("%v, %v", again[0].err, sizes(r.shelf.groups))
	}
}

func TestOneKeeperAtATime(t *testing.T) {
	r := newRoom(t, 5)
	r.shelf.set(func() { r.shelf.keeper = "there" })
	if _, err := r.take(t, 0); !errors.Is(err, ErrElsewhere) {
		t.Errorf("%v", err)
	}
	r.shelf.set(func() { r.shelf.state.Phase = Counting })
	if err := r.keeper.Settle(t.Context(), "v"); !errors.Is(err, ErrElsewhere) {
		t.Errorf("%v", err)
	}
}

// Who asks again hears the same of the same paper; another choice with it is refused.
func TestAPaperIsSpentOnce(t *testing.T) {
	r := newRoom(t, 5)
	r.must(t, 0, 1)
	other := r.spent[0]
	other.Sealed = r.spent[1].Sealed
	if in, err := r.keeper.Drop(t.Context(), "v", other); in || !errors.Is(err, ErrTwice) {
		t.Errorf("%v, %v", in, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if in, err := r.keeper.Drop(ctx, "v", r.spent[0]); in || err != nil {
		t.Errorf("asked again while it waits: %v, %v", in, err)
	}
}

// TestRunSettles: what waits is counted without anybody asking, once the box is closed.
func TestRunSettles(t *testing.T) {
	r := newRoom(t, 5)
	waits := r.must(t, 0, 2)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.keeper.Run(ctx) }()
	r.shelf.set(func() { r.shelf.state.Phase = Counting })
	<-waits[0].done
	<-waits[1].done
	cancel()
	if err := <-ended; err != nil || waits[0].err != nil || len(r.shelf.counted) != 2 {
		t.Errorf("%v, %v", err, waits[0].err)
	}
}
