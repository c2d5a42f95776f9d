package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/internal/testkit"
)

// nodes starts servers over one PostgreSQL; the clock of each host is off by its
// skew.
func nodes(t *testing.T, skews ...time.Duration) []*bench.Node {
	t.Helper()
	folder, url := t.TempDir(), testkit.PostgresURL(t)
	list := make([]*bench.Node, len(skews))
	for i, skew := range skews {
		n, err := bench.Start(t.Context(), app.Option{Demo: true, Host: func() time.Time { return time.Now().Add(skew) }}, t.Output(), "-data", folder, "-database", url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := n.Stop(); err != nil {
				t.Error(err)
			}
		})
		list[i] = n
	}
	return list
}

// pool lends connections to a server.
type pool struct {
	addr string
	idle chan *bench.Conn
}

func newPool(addr string, most int) *pool {
	p := &pool{addr, make(chan *bench.Conn, most)}
	for range most {
		p.idle <- nil
	}
	return p
}

// with runs f on a connection, which a failure ends.
func (p *pool) with(f func(c *bench.Conn) error) error {
	c := <-p.idle
	defer func() { p.idle <- c }()
	if c == nil {
		var err error
		if c, err = bench.Dial(p.addr); err != nil {
			return err
		}
	}
	err := f(c)
	if errors.Is(err, bench.ErrGone) {
		c.Close()
		c = nil
	}
	return err
}

func (p *pool) close() {
	for range cap(p.idle) {
		if c := <-p.idle; c != nil {
			c.Close()
		}
	}
}

// TestDoubleSubmissions sends 1,000 answers twice at once (10,000 in the soak),
// each under one key, every fifth to two nodes of three, and once more afterwards
// to another node: each is counted once, and the three receipts are one.
func TestDoubleSubmissions(t *testing.T) {
	list := nodes(t, 0, 0, 0)
	h, err := bench.Found(t.Context(), list[0].App, 50, soak(20, 200))
	if err != nil {
		t.Fatal(err)
	}
	all, err := bench.PrepareAll(t.Context(), list[0].Addr, h, h.Ballots)
	if err != nil {
		t.Fatal(err)
	}
	var pools []*pool
	for _, n := range list {
		p := newPool(n.Addr, 64)
		defer p.close()
		pools = append(pools, p)
	}
	submit := func(a *bench.Answer, node int) (r bench.Receipt) {
		err := pools[node%len(pools)].with(func(c *bench.Conn) (err error) {
			r, err = a.Confirm(c)
			return err
		})
		if err != nil {
			t.Errorf("answer of %s to %s: %v", a.Member.Person, a.Ballot, err)
		}
		return r
	}
	var work sync.WaitGroup
	n := 0
	for b := range h.Ballots {
		for m := range h.Members {
			a, node := all[m][b], n
			twin := node
			if n++; n%5 == 0 {
				twin++
			}
			work.Go(func() {
				var first, second bench.Receipt
				var both sync.WaitGroup
				both.Go(func() { first = submit(a, node) })
				both.Go(func() { second = submit(a, twin) })
				both.Wait()
				third := submit(a, node+2)
				if first.Raw != second.Raw || first.Raw != third.Raw || first.RecordHash != a.Hash {
					t.Errorf("one answer, several receipts:\n%s\n%s\n%s", first.Raw, second.Raw, third.Raw)
				}
			})
		}
	}
	work.Wait()
	for _, id := range h.Ballots {
		counting, err := list[1].App.Ballots.Store.CountingAnswers(h.System(t.Context()), id)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := h.Answers(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if len(counting) != len(h.Members) || len(stored) != len(h.Members) {
			t.Errorf("ballot %s: %d answers count, %d are stored, of %d members", id, len(counting), len(stored), len(h.Members))
		}
	}
}

// TestClosingUnderLoad lets ballots (10; 100 in the soak) reach their deadlines
// while members answer over three nodes whose hosts' clocks disagree by 80 s:
// each is closed once, after its deadline; every answer is taken; one counts if
// and only if it came in time by the one clock that all share.
func TestClosingUnderLoad(t *testing.T) {
	list := nodes(t, -40*time.Second, 0, 40*time.Second)
	h, err := bench.Found(t.Context(), list[1].App, 12, soak(10, 100))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	deadlines := map[string]time.Time{}
	for _, id := range h.Ballots {
		if deadlines[id], err = h.Near(ctx, id, 1500*time.Millisecond+rand.N(2*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	running, stop := context.WithCancel(ctx)
	receipts := make([][]bench.Receipt, len(h.Members))
	var members sync.WaitGroup
	for i, m := range h.Members {
		members.Go(func() { receipts[i] = answerOn(t, running, list[i%len(list)].Addr, m, h.Ballots) })
	}
	closed := awaitClosed(t, ctx, list[0].App, h)
	stop()
	members.Wait()

	taken := 0
	for _, list := range receipts {
		taken += len(list)
	}
	late := 0
	for _, id := range h.Ballots {
		late += checkClosed(t, h, id, deadlines[id], closed[id])
	}
	t.Logf("%d answers taken, %d of them late", taken, late)
	if taken == 0 || late == 0 {
		t.Error("too little happened: the test shows nothing")
	}
}

// answerOn answers the ballots one after another until ctx ends, and once more on
// each refusal that a new version explains.
func answerOn(t *testing.T, ctx context.Context, addr string, m bench.Member, ballots []string) (receipts []bench.Receipt) {
	c, err := bench.Dial(addr)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer c.Close()
	for n := 0; ctx.Err() == nil; n++ {
		a, err := bench.Prepare(c, m, ballots[n%len(ballots)])
		if err == nil {
			var r bench.Receipt
			if r, err = a.Confirm(c); err == nil {
				receipts = append(receipts, r)
				continue
			}
		}
		// Closing moved the seat on between preparing and confirming: prepare again.
		if refused, ok := errors.AsType[*bench.Refused](err); ok && refused.Code() == "answer.changed_meanwhile" {
			continue
		}
		t.Errorf("an answer was refused: %v", err)
		return receipts
	}
	return receipts
}

// awaitClosed follows the journal until every ballot is closed, and gives the
// events of closing.
func awaitClosed(t *testing.T, ctx context.Context, a *app.App, h *bench.House) map[string][]ecabinet.Event {
	t.Helper()
	wake, stop := a.DB.Wake()
	defer stop()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	closed := map[string][]ecabinet.Event{}
	for at := int64(0); len(closed) < len(h.Ballots); {
		events, err := a.DB.EventsAfter(ctx, h.Body, at, 500)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			at = e.Seq
			if e.Type == "ballot.closed" {
				id := e.Ref[len("ballot/"):]
				closed[id] = append(closed[id], e)
			}
		}
		if len(events) > 0 {
			continue
		}
		select {
		case <-wake:
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%d of %d ballots closed", len(closed), len(h.Ballots))
		}
	}
	return closed
}

// checkClosed compares what is stored of a ballot with its deadline, and counts
// the late answers.
func checkClosed(t *testing.T, h *bench.House, id string, deadline time.Time, closed []ecabinet.Event) (late int) {
	t.Helper()
	if len(closed) != 1 || !closed[0].At.After(deadline) {
		t.Errorf("ballot %s with its deadline at %s was closed so: %v", id, deadline, closed)
	}
	answers, err := h.Answers(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		inTime := !a.At.After(deadline)
		if counts := a.Standing == ballots.Counts; counts != inTime {
			t.Errorf("ballot %s, deadline %s: the answer at %s stands as %s", id, deadline, a.At, a.Standing)
		}
		if !inTime {
			late++
		}
	}
	return late
}
