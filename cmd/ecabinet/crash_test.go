package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/internal/chain"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// serveEnv makes a child of the test binary the program itself: its value is the
// arguments.
const serveEnv = "ECABINET_TEST_SERVE"

func TestMain(m *testing.M) {
	if args := os.Getenv(serveEnv); args != "" {
		if err := run(context.Background(), strings.Split(args, "\n"), os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// soak is the full number where ECABINET_SOAK=1, else the short one.
func soak(short, full int) int {
	if os.Getenv("ECABINET_SOAK") == "1" {
		return full
	}
	return short
}

// onBoth runs a suite over the settings of each database.
func onBoth(t *testing.T, suite func(t *testing.T, args []string)) {
	t.Run("sqlite", func(t *testing.T) { suite(t, []string{"-data", t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) {
		suite(t, []string{"-data", t.TempDir(), "-database", testkit.PostgresURL(t)})
	})
}

// crash is one run of the test: what the members know, and what was checked.
type crash struct {
	t    *testing.T
	args []string
	addr string
	db   string // URL
	h    *bench.House

	mu           sync.Mutex
	acknowledged map[string]bench.Receipt // guarded by mu: by hash of the record
	resent       int                      // guarded by mu
	late         []*bench.Answer          // guarded by mu: confirmed and not acknowledged
	again        []*bench.Answer          // guarded by mu: acknowledged last, to be sent once more
	chain        chain.Verifier
	answers      int
}

// TestKilledWhileAnswersComeIn kills the whole program with SIGKILL while members
// answer over HTTP, 25 times on each database (500 in the soak): no acknowledged
// answer is lost or doubled, each retry under its key gets the identical receipt,
// and the chain verifies; in the end verify finds every row as it was written. Planted
// bugs that it fails on: answering before the commit in batch.commit of internal/db, and
// not storing the references of keys.
func TestKilledWhileAnswersComeIn(t *testing.T) {
	onBoth(t, func(t *testing.T, args []string) {
		c := &crash{t: t, args: args, acknowledged: map[string]bench.Receipt{}}
		kills := soak(25, 500)
		c.found(kills)
		for kill := range kills {
			c.live(c.h.Ballots[kill/5:kill/5+2], true)
			c.check()
		}
		c.live(c.h.Ballots[:0], false) // what was on its way is asked for once more
		c.check()
		if len(c.late) > 0 || c.answers != len(c.acknowledged) {
			t.Errorf("%d answers stored, %d acknowledged, %d open", c.answers, len(c.acknowledged), len(c.late))
		}
		if n, said := code(t, "verify", "-db", c.db, "-data", args[1]); n != 0 {
			t.Errorf("verify ended with %d: %s", n, said)
		}
		t.Logf("%d kills, %d answers, %d sent again", kills, c.answers, c.resent)
		if c.answers < kills || c.resent == 0 {
			t.Error("too little happened: the test shows nothing")
		}
	})
}

// found makes the house, with fresh ballots for every five kills.
func (c *crash) found(kills int) {
	n, err := bench.Start(c.t.Context(), app.Option{Demo: true}, c.t.Output(), c.args...)
	if err != nil {
		c.t.Fatal(err)
	}
	c.db = n.App.Settings.Database
	if c.h, err = bench.Found(c.t.Context(), n.App, 12, kills/5+2); err != nil {
		c.t.Fatal(err)
	}
	if err := n.Stop(); err != nil {
		c.t.Fatal(err)
	}
	c.chain.Body = c.h.Body
	if c.addr, err = bench.FreeAddr(); err != nil {
		c.t.Fatal(err)
	}
}

// live starts the program and lets all members answer. It is killed 30 to 180 ms
// after the first new answer, or once everything open is settled.
func (c *crash) live(ballots []string, kill bool) {
	c.t.Helper()
	cmd, stderr := c.start()
	var first sync.Once
	begin := func() {
		if kill {
			first.Do(func() {
				time.AfterFunc(time.Duration(30+rand.IntN(150))*time.Millisecond, func() { cmd.Process.Kill() })
			})
		}
	}
	open, again := c.late, c.again
	c.late, c.again = nil, nil
	var all sync.WaitGroup
	for i, m := range c.h.Members {
		mine := func(list []*bench.Answer) (out []*bench.Answer) {
			for _, a := range list {
				if a.Member == m {
					out = append(out, a)
				}
			}
			return out
		}
		all.Go(func() { c.answer(i, m, append(mine(open), mine(again)...), ballots, begin) })
	}
	all.Wait()
	cmd.Process.Kill()
	if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		c.t.Fatalf("the program ended by itself: %v\n%s", err, stderr)
	}
}

// start runs the program and waits until it serves.
func (c *crash) start() (*exec.Cmd, *strings.Builder) {
	c.t.Helper()
	self, err := os.Executable()
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), serveEnv+"="+strings.Join(append([]string{"serve", "-listen", c.addr}, c.args...), "\n"))
	stderr := &strings.Builder{}
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		cmd.Wait()
		c.t.Fatalf("the program did not start: %v\n%s", err, stderr)
	}
	return cmd, stderr
}

// answer is one member: first what was on its way or answered last is sent once
// more, then new answers, until the connection breaks.
func (c *crash) answer(i int, m bench.Member, before []*bench.Answer, ballots []string, begin func()) {
	conn, err := bench.Dial(c.addr)
	if err != nil {
		c.keep(before...)
		return
	}
	defer conn.Close()
	for n, a := range before {
		if !c.confirm(conn, a, begin) {
			c.keep(before[n+1:]...)
			return
		}
	}
	for n := i; len(ballots) > 0; n++ {
		a, err := bench.Prepare(conn, m, ballots[n%len(ballots)])
		if err != nil {
			c.broken(err)
			return
		}
		if !c.confirm(conn, a, begin) {
			return
		}
	}
}

// keep notes answers to be sent once more: those acknowledged too, for their
// receipts must come back the same.
func (c *crash) keep(list ...*bench.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.late = append(c.late, list...)
}

// confirm sends an answer and keeps what came of it; false: the program is gone.
func (c *crash) confirm(conn *bench.Conn, a *bench.Answer, begin func()) bool {
	r, err := a.Confirm(conn)
	if err != nil {
		c.broken(err)
		c.keep(a)
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	known, was := c.acknowledged[a.Hash]
	if was {
		c.resent++
		if known.Raw != r.Raw {
			c.t.Errorf("the receipt of one answer came in two forms:\n%s\n%s", known.Raw, r.Raw)
		}
		return true
	}
	if r.RecordHash != a.Hash {
		c.t.Errorf("the receipt is of record %s, confirmed was %s", r.RecordHash, a.Hash)
	}
	begin()
	c.acknowledged[a.Hash] = r
	c.again = append(c.again, a)
	if n := len(c.again); n > 2*len(c.h.Members) {
		c.again = c.again[n-2*len(c.h.Members):]
	}
	return true
}

// broken looks at why nothing came: only a program that is gone is no fault.
// Unavailable says that nothing was done, Unknown that it may have been.
func (c *crash) broken(err error) {
	refused, ok := errors.AsType[*bench.Refused](err)
	switch {
	case errors.Is(err, bench.ErrGone):
	case ok && (refused.Status == http.StatusServiceUnavailable || refused.Status == http.StatusGatewayTimeout):
	default:
		c.t.Errorf("a member did not get through: %v", err)
	}
}

// check opens the database beside nothing and compares.
func (c *crash) check() {
	c.t.Helper()
	d, err := db.Open(c.t.Context(), db.Options{URL: c.db, ReadOnly: true})
	if err != nil {
		c.t.Fatal(err)
	}
	defer d.Close()
	hashes := c.follow(d)
	var stored []struct {
		ID         string
		RecordHash string
	}
	if err := d.Read().NewRaw("SELECT id, record_hash FROM answers").Scan(c.t.Context(), &stored); err != nil {
		c.t.Fatal(err)
	}
	byHash := map[string]string{}
	for _, a := range stored {
		if byHash[a.RecordHash] != "" {
			c.t.Errorf("answer %s is there twice", a.ID)
		}
		byHash[a.RecordHash] = a.ID
	}
	for hash, r := range c.acknowledged {
		if byHash[hash] != r.Answer {
			c.t.Errorf("answer %s was acknowledged and is lost", r.Answer)
		}
		if seen, ok := hashes[r.Count]; ok && seen != r.Checkpoint {
			c.t.Errorf("the receipt of answer %s names a row of the journal that is not there", r.Answer)
		}
	}
	for _, a := range c.late {
		delete(byHash, a.Hash)
	}
	for hash := range c.acknowledged {
		delete(byHash, hash)
	}
	if len(byHash) > 0 {
		c.t.Errorf("%d answers are stored that nobody sent", len(byHash))
	}
	c.answers = len(stored)
}

// follow verifies what was added to the journal, and answers its hashes.
func (c *crash) follow(d *db.DB) map[int64]string {
	c.t.Helper()
	hashes := map[int64]string{}
	for {
		events, err := d.EventsAfter(c.t.Context(), c.h.Body, c.chain.Seq, 1000)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, e := range events {
			if err := c.chain.Next(e); err != nil {
				c.t.Fatal(err)
			}
			hashes[e.Seq] = e.Hash
		}
		if len(events) < 1000 {
			return hashes
		}
	}
}
