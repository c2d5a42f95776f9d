package realtime

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ecabinet/realtime/client"
)

func full(standard, soak int) int {
	if os.Getenv("ECABINET_SOAK") == "1" {
		return soak
	}
	return standard
}

func TestResume(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	w.put("body", "thing/1", "a")
	w.put("body", "thing/2", "a")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "", "body")
	_, position := r.burst()
	r.ws.Close()
	w.put("body", "thing/2", "b")
	w.put("body", "thing/2", "c")
	w.put("item:1", "thing/5", "c")
	w.hide("body", "thing/1")

	second := n.hello(t, w, "s", position, "body", "item:1")
	var got []string
	for len(got) < 4 {
		more, p := second.burst()
		got, position = append(got, more...), p
	}
	joined := strings.Join(got, "; ")
	for _, want := range []string{"view body thing/2 3", "gone body thing/1", "view item:1 thing/5 1; whole item:1 [thing/5]"} {
		if !strings.Contains(joined, want) {
			t.Errorf("%q lacks %q", joined, want)
		}
	}

	gaps := func(name string, n *node, session, position string, want string) {
		t.Helper()
		r := n.hello(t, w, session, position, "body")
		got, _ := r.burst()
		equal(t, name, got, []string{want})
	}
	gaps("not a position", n, "s", "AAAA", "gap body")
	gaps("changed position", n, "s", position[:len(position)-2]+"AA", "gap body")
	w.signIn("t", "tom", "secretariat")
	gaps("another audience", n, "t", position, "gap body")

	other := w.config()
	other.Epoch = "epoch-2"
	gaps("another epoch", serve(t, other), "s", position, "gap body")
	other = w.config()
	other.Key = []byte(strings.Repeat("k", 32))
	gaps("another key", serve(t, other), "s", position, "gap body")

	// an older back-up was put back: the place lies beyond the end of the journal
	older := newWorld()
	older.signIn("s", "ann", "member")
	older.put("body", "thing/2", "as it was")
	r2 := serve(t, older.config()).hello(t, older, "s", position, "body")
	got, _ = r2.burst()
	equal(t, "beyond the end", got, []string{"gap body"})

	// another node with the same secret goes on where this one stopped
	node2 := serve(t, w.config())
	third := node2.hello(t, w, "s", position, "body")
	w.put("body", "thing/2", "d")
	got, _ = third.burst()
	equal(t, "another node", got, []string{"view body thing/2 4"})

	// and one that has not known this audience cannot tell what a client holds
	w.hide("body", "thing/never-heard-of")
	got, _ = third.burst()
	equal(t, "unknown", got, []string{"gap body"})

	small := w.config()
	small.Limits = Limits{Recent: 4, Backfill: 4, AtEvery: 1}
	node3 := serve(t, small)
	for i := range 6 {
		w.put("body", fmt.Sprint("thing/", i+10), "x")
	}
	gaps("fell off", node3, "s", position, "gap body")
	asked := node3.hello(t, w, "s", position, "body")
	asked.burst()
	asked.send(map[string]any{"type": "subscribe", "topics": []string{"body"}})
	got, _ = asked.burst()
	if len(got) != 8 || !strings.HasPrefix(got[7], "whole body") {
		t.Errorf("after the gap: %q", got)
	}
}

// Clients that lose their connection at random moments while things change, on a
// node that forgets quickly: after quiet each holds what the world holds.
func TestRandomDisconnects(t *testing.T) {
	const clients, things = 20, 12
	breaks := full(1000, 10000)
	w := newWorld()
	cfg := w.config()
	cfg.Limits.Recent, cfg.Limits.Backfill = 60, 60
	cfg.Limits.AtEvery = 5 * time.Millisecond
	n := serve(t, cfg)
	var all []*client.Client
	models := make([]client.Model, clients)
	for i := range clients {
		s := fmt.Sprint("s", i)
		w.signIn(s, "person-"+s, []string{"member", "secretariat"}[i%2])
		all = append(all, n.client(t, w, s, client.Options{Topics: []string{"body"}, Heard: models[i].Heard}))
	}
	stop := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			ref := fmt.Sprint("thing/", rand.N(things))
			if rand.N(5) == 0 {
				w.hide("body", ref)
			} else {
				w.put("body", ref, fmt.Sprint("text ", i))
			}
			seen, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			all[rand.N(clients)].Until(seen, func() bool { return false })
			cancel()
		}
	})
	var breaking sync.WaitGroup
	for _, c := range all {
		breaking.Go(func() {
			for range breaks / clients {
				before := c.Counts()
				c.Break()
				await(t, c, "connect again", func() bool { return c.Counts().Connects > before.Connects })
				if rand.N(3) > 0 { // else cut again at once
					await(t, c, "hear something", func() bool { return c.Counts().Views > before.Views })
				}
			}
		})
	}
	breaking.Wait()
	close(stop)
	writing.Wait()
	w.put("body", "thing/last", "last")
	gaps := 0
	for i, c := range all {
		await(t, c, "equal the world", func() bool { return sameAs(w, c) })
		if fault := models[i].Fault(); fault != "" {
			t.Errorf("client %d: %s", i, fault)
		}
		gaps += c.Counts().Gaps
	}
	t.Logf("%d breaks, %d events, %d gaps announced", breaks, len(w.events), gaps)
}

func sameAs(w *world, c *client.Client) bool {
	state := c.State("body")
	w.mu.Lock()
	defer w.mu.Unlock()
	for key, t := range w.things {
		ref := strings.TrimPrefix(key, "body ")
		have, ok := state[ref]
		if ok == t.Hidden || ok && (have.Rev != t.Rev || !strings.Contains(string(have.Data), t.Text)) {
			return false
		}
		delete(state, ref)
	}
	return len(state) == 0
}

// One client that never reads: everybody else gets everything, and it is ended
// within ten seconds.
func TestStalledClient(t *testing.T) {
	onFakeClock(t, (*world).config, func(t *testing.T, w *world, n *node) {
		stalled := n.hello(t, w, "s", "", "body")
		stalled.burst()
		var others []*client.Client
		for i := range 50 {
			s := fmt.Sprint("s", i)
			w.signIn(s, s, "member")
			others = append(others, n.client(t, w, s, client.Options{Topics: []string{"body"}}))
		}
		for i := range 100 {
			before := time.Now()
			w.put("body", "thing/1", "x")
			for _, c := range others {
				await(t, c, "delivery", func() bool { x, _ := c.Get("body", "thing/1"); return x.Rev == int64(i+1) })
			}
			if took := time.Since(before); took != 0 { // no time passes on the fake clock unless somebody waits for the stalled one
				t.Fatalf("the others waited %v", took)
			}
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if got := n.hub.Sockets(); got != len(others) {
			t.Errorf("%d sockets are open", got)
		}
	})
}

func TestNoGoroutineIsLeft(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	cfg := w.config()
	cfg.Limits.OfSession = 200 // those that end are counted for a moment
	n := serve(t, cfg)
	n.hello(t, w, "s", "", "body").ws.Close()
	before := runtime.NumGoroutine()
	most := 0
	connects := full(1000, 10000)
	for done := 0; done < connects; done += 50 {
		var batch []*raw
		for range 50 {
			r := n.hello(t, w, "s", "", "body")
			r.burst()
			batch = append(batch, r)
		}
		most = max(most, runtime.NumGoroutine()-before)
		for i, r := range batch {
			if i%2 == 0 {
				r.ws.Close() // without a word
			} else {
				r.send(map[string]any{"type": "subscribe", "topics": []string{"item:1"}})
				r.ws.WriteMessage(8, []byte{3, 232})
				r.closeCode()
			}
		}
	}
	n.stop()
	deadline := time.After(20 * time.Second)
	for runtime.NumGoroutine() > before {
		select {
		case <-deadline:
			buf := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
		default:
			runtime.Gosched()
		}
	}
	if most > 4*50+20 { // two of ours a connection, and what is closing from the batch before
		t.Errorf("%d goroutines for 50 connections", most)
	}
}

// The same over TCP, where the kernel takes some of it first: the stalled client is
// ended although everything is sent without waiting for anybody.
func TestStalledClientOverTCP(t *testing.T) {
	w := newWorld()
	cfg := w.config()
	cfg.Limits.WriteWithin = 50 * time.Millisecond
	closed := make(chan time.Duration, 10)
	cfg.Observe.Closed = func(code int, lived time.Duration) { closed <- lived }
	n := serve(t, cfg)
	w.signIn("s", "ann", "member")
	n.hello(t, w, "s", "", "body") // never reads again
	c := n.client(t, w, "s", client.Options{Topics: []string{"body"}})
	text := strings.Repeat("x", 6<<10)
	ended := false
	for i := int64(1); !ended; i++ {
		w.put("body", "thing/1", text)
		await(t, c, "delivery", func() bool { x, _ := c.Get("body", "thing/1"); return x.Rev == i })
		select {
		case <-closed:
			ended = true
		default:
		}
		if i == 20000 {
			t.Fatal("the stalled client was not ended")
		}
	}
	if got := n.hub.Sockets(); got > 2 {
		t.Errorf("%d sockets", got)
	}
}
