package realtime

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet"
	"ecabinet/realtime/client"
)

// wired is a cork over TCP, and its other end.
func wired(t *testing.T) (*cork, net.Conn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	far, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { near.Close(); far.Close() })
	near.(*net.TCPConn).SetWriteBuffer(8 << 10)
	c := &cork{Conn: near, within: time.Minute}
	c.direct, err = near.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	return c, far
}

func numbered(i int) []byte {
	return framed([]byte(fmt.Sprintf("%06d%s", i, strings.Repeat("x", rand.N(8000)))))
}

// What the kernel does not take at once is handed over in the middle of a frame or
// between two, and nothing that comes later overtakes it.
func TestHandOverKeepsOrder(t *testing.T) {
	c, far := wired(t)
	a := newAttempt()
	var sent bytes.Buffer
	read := make(chan []byte)
	handed := 0
	c.hold(time.Minute)
	for i, put := range []func([]byte){func(p []byte) { c.Write(p) }, func(p []byte) { c.tryWrite(a, p) }} {
		p := numbered(i)
		sent.Write(p)
		put(p)
	}
	if !c.tryRelease(a) {
		c.release()
	}
	for i := 0; handed < 50; i++ {
		p := numbered(i)
		sent.Write(p)
		if c.tryWrite(a, p) {
			continue
		}
		handed++
		if !c.holding() {
			t.Fatal("what was not taken is held by nobody")
		}
		if handed == 1 {
			go func() {
				all, _ := io.ReadAll(far)
				read <- all
			}()
		}
		p = numbered(i + 1_000_000)
		sent.Write(p)
		if handed%2 == 0 && c.tryWrite(a, p) {
			t.Fatal("a frame went past what is held")
		} else if handed%2 == 1 {
			if _, err := c.Write(p); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.release(); err != nil {
			t.Fatal(err)
		}
	}
	c.Conn.Close()
	if got := <-read; !bytes.Equal(got, sent.Bytes()) {
		t.Errorf("%d bytes came of %d, or in another order", len(got), sent.Len())
	}
}

// A deadline of an earlier write stops no later attempt.
func TestAnOldDeadlineStopsNoAttempt(t *testing.T) {
	c, far := wired(t)
	c.hold(time.Nanosecond)
	c.Write([]byte("x"))
	c.release() // may be too late
	if c.tryWrite(newAttempt(), []byte("y")); c.holding() {
		t.Error("the attempt was stopped")
	}
	c.Conn.Close()
	if got, _ := io.ReadAll(far); !bytes.HasSuffix(got, []byte("y")) {
		t.Errorf("got %q", got)
	}
}

// After a close frame, also one that gorilla says while reading, nothing is sent.
func TestNothingFollowsAClose(t *testing.T) {
	c, far := wired(t)
	ws := []byte{0x88, 2, 3, 0xf1}
	if _, err := c.Write(ws); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(framed([]byte("late"))); err != websocket.ErrCloseSent {
		t.Errorf("a frame after it: %v", err)
	}
	if c.tryWrite(newAttempt(), framed([]byte("late"))) {
		t.Error("an attempt after it was taken")
	}
	c.release()
	if c.tryWrite(newAttempt(), framed([]byte("late"))) {
		t.Error("an attempt after its release was taken")
	}
	c.Conn.Close()
	if got, _ := io.ReadAll(far); !bytes.Equal(got, ws) {
		t.Errorf("sent %x", got)
	}
}

func TestFramed(t *testing.T) {
	for _, c := range []struct {
		size int
		head []byte
	}{
		{0, []byte{0x81, 0}}, {125, []byte{0x81, 125}}, {126, []byte{0x81, 126, 0, 126}},
		{65535, []byte{0x81, 126, 0xff, 0xff}}, {65536, []byte{0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0}},
	} {
		data := bytes.Repeat([]byte("a"), c.size)
		if got := framed(data); !bytes.Equal(got, append(c.head, data...)) {
			t.Errorf("%d bytes: begins with %x", c.size, got[:min(10, len(got))])
		}
	}
}

func TestListenersStandInOrder(t *testing.T) {
	var l listeners
	all := make([]*conn, 100)
	for i, n := range rand.Perm(len(all)) {
		all[i] = &conn{number: uint64(n)}
		l.add(all[i])
		l.add(all[i])
	}
	for _, c := range all[:50] {
		l.remove(c)
		l.remove(c)
	}
	rest := slices.SortedFunc(slices.Values(all[50:]), func(a, b *conn) int { return cmp.Compare(a.number, b.number) })
	if !slices.Equal(l, rest) {
		t.Error("not in order, or not the right ones")
	}
}

// One who does not read for a while costs the others nothing, however long his write is
// let wait; when he reads again, he has missed nothing and hears everything in order.
func TestAStalledClientCatchesUp(t *testing.T) {
	w := newWorld()
	cfg := w.config()
	cfg.Limits.WriteWithin = time.Hour
	n := serve(t, cfg)
	w.signIn("s", "ann", "member")
	stalled := n.hello(t, w, "s", "", "body")
	counted := uint64(len(first(stalled.burst())))
	var others []*client.Client
	for range 3 {
		others = append(others, n.client(t, w, "s", client.Options{Topics: []string{"body"}}))
	}
	n.hub.mu.Lock()
	var theirs *conn
	for c := range n.hub.conns {
		if theirs == nil || c.number < theirs.number {
			theirs = c
		}
	}
	n.hub.mu.Unlock()
	text := strings.Repeat("x", 6<<10)
	rev := int64(0)
	put := func() {
		rev++
		w.put("body", "thing/1", text)
		for _, c := range others {
			await(t, c, "delivery", func() bool { x, _ := c.Get("body", "thing/1"); return x.Rev == rev })
		}
	}
	for stuck := false; !stuck; put() { // his writing side waits in a write
		if stuck = !theirs.turning.TryLock(); !stuck {
			theirs.turning.Unlock()
		}
		if rev > 20000 {
			t.Fatal("he was never stalled")
		}
	}
	for range 100 {
		put()
	}
	w.put("body", "thing/last", "last")
	last := 0.0
	for ended := false; ; {
		f := stalled.next()
		switch f["type"] {
		case "view":
			counted++
			if ended = f["ref"] == "thing/last"; !ended {
				if f["rev"].(float64) <= last {
					t.Fatalf("rev %v after %v", f["rev"], last)
				}
				last = f["rev"].(float64)
			}
		case "at":
			if got := uint64(f["n"].(float64)); got != counted {
				t.Fatalf("%d frames were counted to him, %d came", got, counted)
			}
			if ended {
				if last != float64(rev) {
					t.Errorf("the last view has rev %v, not %d", last, rev)
				}
				return
			}
		default:
			t.Fatalf("%v", f)
		}
	}
}

// settled waits until no writing side is at work, so that the log serves all by itself.
func (n *node) settled() {
	n.hub.mu.Lock()
	defer n.hub.mu.Unlock()
	for c := range n.hub.conns {
		c.turning.Lock()
		c.turning.Unlock()
	}
}

func first[A, B any](a A, _ B) A { return a }

// One append that brings several events in several topics is told in the order of the
// journal; one event in several topics goes to each.
func TestSeveralTopicsAtOnce(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	cfg := w.config()
	cfg.Targets = func(e ecabinet.Event) []Target {
		if e.Type == "both" {
			return []Target{{"body", e.Ref}, {"item:1", e.Ref}}
		}
		return []Target{{e.Topic, e.Ref}}
	}
	n := serve(t, cfg)
	r := n.hello(t, w, "s", "", "body", "item:1")
	r.burst()
	one := n.hello(t, w, "s", "", "item:1")
	one.burst()
	n.settled()
	w.commit(ecabinet.Event{Type: "both", Topic: "body", Ref: "thing/1"}, func() {
		for _, topic := range []string{"body", "item:1"} {
			w.things[topic+" thing/1"] = thing{Topic: topic, Rev: 1}
		}
	})
	got, _ := r.burst()
	equal(t, "one event", got, []string{"view body thing/1 1", "view item:1 thing/1 1"})
	got, _ = one.burst()
	equal(t, "one event, one topic", got, []string{"view item:1 thing/1 1"})
	n.settled()
	w.together(nil, ecabinet.Event{Topic: "item:1", Ref: "thing/2"}, ecabinet.Event{Topic: "body", Ref: "thing/3"}, ecabinet.Event{Topic: "item:1", Ref: "thing/4"})
	got, _ = r.burst()
	equal(t, "several events", got, []string{"view item:1 thing/2 1", "view body thing/3 1", "view item:1 thing/4 1"})
	got, _ = one.burst()
	equal(t, "several events, one topic", got, []string{"view item:1 thing/2 1", "view item:1 thing/4 1"})
}

// together commits events in one transaction, and applies change with them.
func (w *world) together(change func(), events ...ecabinet.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if change != nil {
		change()
	}
	for _, e := range events {
		e.Body, e.Seq = testBody, int64(len(w.events))+1
		w.events = append(w.events, e)
		key := e.Topic + " " + e.Ref
		w.things[key] = thing{Topic: e.Topic, Rev: w.things[key].Rev + 1}
	}
	for ch := range w.wakes {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// Rights come before anything that one append brings with them, and before rows that are
// newer than what the log has heard of.
func TestRightsComeBeforeABurst(t *testing.T) {
	for _, c := range []struct {
		name string
		act  func(w *world, take func())
	}{
		{"in one append", func(w *world, take func()) {
			w.together(take, ecabinet.Event{Topic: "body", Ref: "thing/1"}, ecabinet.Event{Topic: "body", Ref: "rights/1", Type: "rights.changed", Actor: "person:ann"})
		}},
		{"while the view is read", func(w *world, take func()) {
			var once sync.Once
			w.busy = func(ref string) {
				once.Do(func() { w.rights("person:ann", take) })
			}
			w.put("body", "thing/1", "text")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.signIn("s", "ann", "member")
			n := serve(t, w.config())
			r := n.hello(t, w, "s", "", "body")
			r.burst()
			n.settled()
			c.act(w, func() {
				w.sessions["s"] = ecabinet.Actor{Person: "ann", Body: testBody, Session: "s", Roles: []string{"guest"}}
			})
			for f := r.next(); f["type"] != "gone"; f = r.next() {
				if f["type"] == "view" {
					t.Fatalf("told %v before the loss of rights", f)
				}
			}
		})
	}
}

// Only a listener who lacks exactly what an append has brought is given its burst.
func TestWhoIsGivenABurst(t *testing.T) {
	const before, first, head = 10, 12, 13 // somebody else's event has 11
	for _, c := range []struct {
		name string
		subs []string // topics
		at   int64    // where the listener is
		head int64
		edit func(subs []sub)
		want int
		ok   bool
	}{
		{"stands at the last change", []string{"a"}, before, head, nil, 1, true},
		{"stands at the end of the log before", []string{"a"}, first - 1, head, nil, 1, true},
		{"has missed a change before", []string{"a"}, before - 1, head, nil, 0, false},
		{"stands within the append", []string{"a"}, first, head, nil, 0, false},
		{"has heard it", []string{"a"}, head, head, nil, 0, true},
		{"there is no burst", []string{"a"}, before, head, func(s []sub) { s[0].audience.burst = nil }, 0, false},
		{"nothing is said to the audience", []string{"a"}, before, head, func(s []sub) { s[0].audience.burst.count = 0 }, 0, true},
		{"the log has forgotten", []string{"a"}, before, head, func(s []sub) { s[0].topic.floor = before + 1 }, 0, false},
		{"another topic has nothing new", []string{"a", "quiet"}, before, head, nil, 1, true},
		{"two topics of several events", []string{"a", "b"}, before, head, nil, 0, false},
		{"two topics of one event", []string{"a", "b"}, before, first, nil, 2, true},
		{"five topics of one event", []string{"a", "b", "c", "d", "e"}, before, first, nil, 0, false},
		{"too much for one write", []string{"a", "b"}, before, first, func(s []sub) { s[0].audience.burst.bytes = make([]byte, corkSize/2) }, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := &log{}
			l.head.Store(c.head)
			x := &conn{log: l}
			for _, name := range c.subs {
				s := sub{topic: &topic{since: before}, audience: &audience{burst: &burst{bytes: []byte("x"), count: 1}}, seq: c.at}
				if s.topic.events.last = c.head; name == "quiet" {
					s.topic.events.last = before - 5
				}
				x.subs = append(x.subs, s)
			}
			if c.edit != nil {
				c.edit(x.subs)
			}
			var space [4]*burst
			if due, ok := x.dueBursts(space[:0], first); ok != c.ok || len(due) != c.want {
				t.Errorf("%d bursts, %v; want %d, %v", len(due), ok, c.want, c.ok)
			}
		})
	}
}
