package realtime

import (
	"encoding/json"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"ecabinet/realtime/client"
)

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestSubscribeSendsWholeTopicThenChanges(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	w.put("body", "thing/1", "a")
	w.put("body", "thing/2", "b")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "", "body")
	got, _ := r.burst()
	equal(t, "whole", got, []string{"view body thing/1 1", "view body thing/2 1", "whole body [thing/1 thing/2]"})

	w.put("body", "thing/2", "c")
	got, _ = r.burst()
	equal(t, "change", got, []string{"view body thing/2 2"})

	w.put("item:1", "thing/9", "elsewhere")
	w.hide("body", "thing/1")
	got, _ = r.burst()
	equal(t, "hidden", got, []string{"gone body thing/1"})

	r.send(map[string]any{"type": "subscribe", "topics": []string{"item:1", "user:bob"}})
	got, _ = r.burst()
	equal(t, "subscribe", got, []string{"view item:1 thing/9 1", "whole item:1 [thing/9]", "gone user:bob"})

	r.send(map[string]any{"type": "unsubscribe", "topics": []string{"body"}})
	r.send(map[string]any{"type": "subscribe", "topics": []string{"user:ann"}}) // in order: body has ended when this is answered
	got, _ = r.burst()
	equal(t, "own topic", got, []string{"whole user:ann []"})
	w.put("body", "thing/2", "d")
	w.put("item:1", "thing/9", "again")
	got, _ = r.burst()
	equal(t, "after unsubscribe", got, []string{"view item:1 thing/9 2"})
}

func TestWhatWasNeverVisibleIsNotHeardOf(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "guest")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "", "body")
	r.burst()
	w.hide("body", "thing/secret")
	w.hide("body", "thing/secret")
	w.put("body", "thing/open", "a")
	got, _ := r.burst()
	equal(t, "guest", got, []string{"view body thing/open 1"})
}

func TestSignals(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	w.signIn("g", "guy", "guest")
	cfg := w.config()
	cfg.Hears = func(a Audience, ref string) bool { return a.Key != "guest" || ref != "page/secret" }
	cfg.Spread = func(s Signal) { w.mu.Lock(); w.spread = append(w.spread, s); w.mu.Unlock() }
	n := serve(t, cfg)
	if err := n.hub.Signal(testBody, "body", "page/shown", map[string]int{"page": 3}); err != nil {
		t.Fatal(err)
	}
	r := n.hello(t, w, "s", "", "body")
	g := n.hello(t, w, "g", "", "body")
	for _, x := range []*raw{r, g} {
		got, _ := x.burst()
		if len(got) == 1 { // the signal may come in a burst of its own
			more, _ := x.burst()
			got = append(got, more...)
		}
		equal(t, "at join", got, []string{"whole body []", "signal body page/shown"})
	}
	n.hub.Signal(testBody, "body", "page/secret", 1)
	n.hub.Signal(testBody, "body", "page/shown", nil)
	got, _ := g.burst()
	equal(t, "filtered", got, []string{"signal body page/shown"})

	// another node: older is refused, newer is taken, and a node that joins gets all
	w.mu.Lock()
	spread := slices.Clone(w.spread)
	w.mu.Unlock()
	if len(spread) != 3 {
		t.Fatalf("spread %d signals", len(spread))
	}
	other := serve(t, w.config())
	for _, s := range []int{1, 0, 2} { // 0 and 2 are of one ref
		if !other.hub.Receive(spread[s]) {
			t.Errorf("signal %d was refused", s)
		}
	}
	if other.hub.Receive(spread[0]) {
		t.Error("an older signal was taken")
	}
	if held := other.hub.Signals(testBody); len(held) != 2 {
		t.Errorf("holds %d signals", len(held))
	}
}

// A signal whose sayer is gone does not stand for ever.
func TestASignalThatIsNotSaidAgainEnds(t *testing.T) {
	onFakeClock(t, (*world).config, func(t *testing.T, w *world, n *node) {
		if err := n.hub.Signal(testBody, "body", "page/shown", 3); err != nil {
			t.Fatal(err)
		}
		c := n.client(t, w, "s", client.Options{Topics: []string{"body"}})
		await(t, c, "the signal", func() bool { return string(c.SignalOf("body", "page/shown")) == "3" })
		time.Sleep(50 * time.Minute)
		if c.SignalOf("body", "page/shown") == nil {
			t.Error("it ended too soon")
		}
		time.Sleep(11 * time.Minute)
		synctest.Wait()
		if got := c.SignalOf("body", "page/shown"); got != nil {
			t.Errorf("it still stands: %s", got)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if held := n.hub.Signals(testBody); len(held) != 0 {
			t.Errorf("still held: %v", held)
		}
	})
}

func TestCommandsRunInOrderThroughTheSameHandler(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "")
	for i, path := range []string{"/api/ballots/1/a", "/api/ballots/1/b", "/api/sessions", "/api/documents/1/FILES", "/api/../x", "/other", "/api/x%2fy"} {
		r.send(map[string]any{"type": "command", "id": string(rune('a' + i)), "method": "POST", "path": path, "key": "k", "body": map[string]int{"x": 1}})
	}
	statuses := map[string]float64{}
	for len(statuses) < 7 {
		if f := r.next(); f["type"] == "reply" {
			statuses[f["id"].(string)] = f["status"].(float64)
		}
	}
	for id, want := range map[string]float64{"a": 200, "b": 200, "c": 403, "d": 403, "e": 403, "f": 403, "g": 403} {
		if statuses[id] != want {
			t.Errorf("command %s: %v", id, statuses[id])
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.commands) != 2 || w.commands[0].Path != "/api/ballots/1/a" || w.commands[1].Path != "/api/ballots/1/b" {
		t.Errorf("ran %+v", w.commands)
	}
	if string(w.commands[0].Body) != `{"x":1}` || w.commands[0].Key != "k" {
		t.Errorf("command %+v", w.commands[0])
	}
}

func TestCommandLimits(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "")
	r.send(map[string]any{"type": "command", "id": "big", "method": "POST", "path": "/api/x", "body": string(make([]byte, 0)) + string(slices.Repeat([]byte("a"), 33<<10))})
	for {
		if f := r.next(); f["type"] == "reply" {
			if f["status"].(float64) != 413 {
				t.Fatalf("big: %v", f)
			}
			break
		}
	}
	got := map[float64]int{}
	for range 14 {
		r.send(map[string]any{"type": "command", "id": "x", "method": "POST", "path": "/api/x"})
	}
	for got[200]+got[429] < 14 {
		if f := r.next(); f["type"] == "reply" {
			got[f["status"].(float64)]++
		}
	}
	if got[429] == 0 || got[200] < 9 {
		t.Errorf("statuses %v", got)
	}
	r.ws.WriteMessage(1, slices.Repeat([]byte("a"), 70<<10))
	if code := r.closeCode(); code != 1009 {
		t.Errorf("closed with %d", code)
	}
}

// Two actors with one audience key get equal bytes, and the view was read once.
func TestOneAudienceOneReading(t *testing.T) {
	w := newWorld()
	n := serve(t, w.config())
	var all []*raw
	for i := range 20 {
		s := string(rune('a' + i))
		role := "member"
		if i%2 == 1 {
			role = "secretariat"
		}
		w.signIn(s, "person-"+s, role)
		all = append(all, n.hello(t, w, s, "", "body"))
		all[i].burst()
	}
	w.put("body", "thing/1", "text")
	bytes := map[string]int{}
	for _, r := range all {
		for {
			_, data, err := r.ws.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			var f struct{ Type string }
			if json.Unmarshal(data, &f); f.Type == "view" {
				bytes[string(data)]++
				break
			}
		}
	}
	if len(bytes) != 2 {
		t.Fatalf("%d different views: %v", len(bytes), bytes)
	}
	for b, count := range bytes {
		if count != 10 {
			t.Errorf("%d got %s", count, b)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for k, reads := range w.reads {
		if reads != 1 {
			t.Errorf("%s read %d times", k, reads)
		}
	}
}

// A client that is behind gets only the newest view of each thing.
func TestCoalescing(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "", "body")
	r.burst()
	entered, leave := make(chan string, 100), make(chan struct{})
	w.mu.Lock()
	w.busy = func(ref string) { entered <- ref; <-leave }
	w.mu.Unlock()
	w.put("body", "thing/1", "a")
	<-entered // the writer now stands in this view
	w.mu.Lock()
	w.busy = nil
	w.mu.Unlock()
	for range 100 {
		w.put("body", "thing/1", "b")
		w.put("body", "thing/2", "c")
	}
	close(leave)
	views := 0
	for last := map[string]float64{}; last["thing/1"] < 101 || last["thing/2"] < 100; {
		f := r.next()
		if f["type"] == "view" {
			views++
			last[f["ref"].(string)] = f["rev"].(float64)
		}
	}
	if views > 50 {
		t.Errorf("%d views for two things that changed 201 times", views)
	}
}

func TestClientFollows(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	c := n.client(t, w, "s", client.Options{Topics: []string{"body"}})
	w.put("body", "thing/1", "a")
	await(t, c, "view", func() bool { x, ok := c.Get("body", "thing/1"); return ok && x.Rev == 1 })
	reply, err := c.Command(t.Context(), client.Command{Method: "POST", Path: "/api/ballots/1/answer", Key: "k"})
	if err != nil || reply.Status != 200 {
		t.Fatal(reply, err)
	}
	c.Break()
	w.put("body", "thing/1", "b")
	await(t, c, "view after break", func() bool { x, _ := c.Get("body", "thing/1"); return x.Rev == 2 })
	if k := c.Counts(); k.Gaps != 0 || k.Wholes != 1 {
		t.Errorf("%+v: resuming sent more than what changed", k)
	}
}
