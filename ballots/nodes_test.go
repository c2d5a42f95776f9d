package ballots_test

import (
	"sync"
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// twoNodes is a cabinet and the services of two nodes over one database.
func twoNodes(t *testing.T) (*cabinet, []*ballots.Service) {
	t.Helper()
	clock := testkit.NewClock(mondays["nd-191-2026"])
	url, on := testkit.PostgresURL(t), func(o *db.Options) { o.Clock = clock.Now }
	c := &cabinet{
		t: t, d: testkit.Open(t, url, on), clock: clock, members: 27, profile: profileNamed(t, "nd-191-2026"), left: map[string]time.Time{},
		papers: []ballots.Paper{{Document: "doc-1", Version: "doc-1.1", Number: 1, Kind: "draft"}, {Document: "doc-2", Version: "doc-2.1", Number: 1, Kind: "draft"}},
	}
	var nodes []*ballots.Service
	for _, d := range []*db.DB{c.d, testkit.Open(t, url, on)} {
		nodes = append(nodes, &ballots.Service{Store: store.New(d), Dossier: c, Roll: c, Laws: c, Seal: testSeal{d}})
	}
	c.svc = nodes[0]
	return c, nodes
}

// atOnce runs act a number of times on each node and gives how often it was done.
func atOnce(nodes []*ballots.Service, times int, act func(*ballots.Service) error) (done int) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, n := range nodes {
		for range times {
			all.Go(func() {
				if act(n) == nil {
					mu.Lock()
					defer mu.Unlock()
					done++
				}
			})
		}
	}
	all.Wait()
	return done
}

func TestSeveralNodesCloseAndCertifyExactlyOnce(t *testing.T) {
	c, nodes := twoNodes(t)
	for _, number := range []string{"01/2026/KQLYK", "02/2026/KQLYK"} {
		c.send(terms(2))
		c.clock.Set(c.now().Deadline.At.Add(time.Second))
		if done := atOnce(nodes, 8, func(s *ballots.Service) error { return s.CloseDue(c.system(), c.ballot) }); done != 16 {
			t.Fatalf("%d of 16 closing jobs went well", done)
		}
		if n := c.journalled("ballot.closed"); n != 1 {
			t.Fatalf("closed %d times", n)
		}
		for seat := 1; seat <= c.members; seat++ {
			history, err := c.svc.Store.History(c.as("secretary"), c.ballot, seat)
			if err != nil || len(history) != 1 {
				t.Fatalf("seat %d has %d deemed answers, %v", seat, len(history), err)
			}
		}
		rev := c.now().Rev
		if done := atOnce(nodes, 4, func(s *ballots.Service) error {
			_, err := s.Certify(c.as("secretary"), c.ballot, rev)
			return err
		}); done != 1 {
			t.Fatalf("certified %d times", done)
		}
		if got := c.now().Number; got != number {
			t.Fatalf("number %s, want %s: the register has a gap", got, number)
		}
	}
}
