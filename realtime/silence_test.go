package realtime

import (
	"context"
	"runtime"
	"slices"
	"testing"
	"time"
)

// narrow is a world in which guests see of every thing only what stands before a bar, and
// its rev, which is the length of that.
func narrow(w *world) Config {
	cfg := w.config()
	whole := cfg.Views["thing"]
	cfg.Views["thing"] = func(ctx context.Context, a Audience, ref string) (int64, any, error) {
		rev, data, err := whole(ctx, a, ref)
		if err != nil || a.Key != "guest" {
			return rev, data, err
		}
		text := data.(map[string]any)["text"].(string)
		part := 0
		for part < len(text) && text[part] != '|' {
			part++
		}
		return int64(part), text[:part], nil
	}
	w.signIn("m", "ann", "member")
	w.signIn("g", "guy", "guest")
	return cfg
}

// Who sees a part of a thing hears nothing while only the rest of it changes: no frame,
// also not on coming back, also on another node once that has said it.
func TestWhatIsTheSameIsNotSaidAgain(t *testing.T) {
	w := newWorld()
	cfg := narrow(w)
	n := serve(t, cfg)
	w.put("body", "thing/1", "a|x")
	m, g := n.hello(t, w, "m", "", "body"), n.hello(t, w, "g", "", "body")
	m.burst()
	got, before := g.burst()
	equal(t, "whole", got, []string{"view body thing/1 1", "whole body [thing/1]"})
	for range 5 {
		w.put("body", "thing/1", "a|y")
		m.burst()
		n.settled()
	}
	w.put("body", "thing/1", "ab|y")
	got, after := g.burst()
	equal(t, "his part", got, []string{"view body thing/1 2"})
	m.burst()

	// back from before: what changed for him; from after: nothing
	w.put("body", "thing/1", "ab|z")
	m.burst()
	back := n.hello(t, w, "g", before, "body")
	got, _ = back.burst()
	equal(t, "back from before", got, []string{"view body thing/1 2"})
	back = n.hello(t, w, "g", after, "body")
	w.put("body", "thing/2", "c")
	got, _ = back.burst()
	equal(t, "back from after", got, []string{"view body thing/2 1"})

	// another node does not know what he was told
	other := serve(t, cfg)
	back = other.hello(t, w, "g", after, "body")
	got, _ = back.burst()
	equal(t, "on another node", got, []string{"view body thing/1 2", "view body thing/2 1"})
	for range 3 {
		w.put("body", "thing/1", "ab|w")
		m.burst()
	}
	w.put("body", "thing/2", "cd")
	got, _ = back.burst()
	equal(t, "on another node, later", got, []string{"view body thing/2 2"})
}

// What went is said once, and what comes again is said again.
func TestWhatWentIsSaidOnce(t *testing.T) {
	w := newWorld()
	n := serve(t, narrow(w))
	w.put("body", "thing/1", "a")
	g := n.hello(t, w, "g", "", "body")
	g.burst()
	w.hide("body", "thing/1")
	got, _ := g.burst()
	equal(t, "went", got, []string{"gone body thing/1"})
	w.hide("body", "thing/1")
	w.put("body", "thing/2", "b")
	got, _ = g.burst()
	equal(t, "went again", got, []string{"view body thing/2 1"})
	w.put("body", "thing/1", "a")
	got, _ = g.burst()
	equal(t, "is back", got, []string{"view body thing/1 1"})
}

// A view that is its rev alone tells that something happened: also where the rev, a time,
// stands still.
func TestABareViewIsAlwaysSaid(t *testing.T) {
	w := newWorld()
	cfg := w.config()
	cfg.Views["thing"] = func(context.Context, Audience, string) (int64, any, error) {
		return 7, map[string]int{"rev": 7}, nil
	}
	w.signIn("m", "ann", "member")
	n := serve(t, cfg)
	r := n.hello(t, w, "m", "", "body")
	r.burst()
	for range 3 {
		w.put("body", "thing/1", "")
		got, _ := r.burst()
		equal(t, "bare", got, []string{"view body thing/1 7"})
	}
}

// Nor is it kept from whoever came while it was away, though it comes back just as this
// audience had it before.
func TestWhatComesBackAsItWasIsSaidToWhoCameMeanwhile(t *testing.T) {
	w := newWorld()
	n := serve(t, narrow(w))
	w.put("body", "thing/1", "a")
	before := n.hello(t, w, "g", "", "body")
	before.burst()
	before.ws.Close()
	for deadline := time.After(20 * time.Second); n.hub.Sockets() > 0; runtime.Gosched() {
		select {
		case <-deadline:
			t.Fatal("the socket did not end")
		default:
		}
	}
	w.hide("body", "thing/1")
	g := n.hello(t, w, "g", "", "body")
	got, _ := g.burst()
	equal(t, "away", got, []string{"whole body []"})
	w.put("body", "thing/1", "a")
	w.put("body", "thing/2", "b")
	got = nil
	for !slices.Contains(got, "view body thing/2 1") {
		more, _ := g.burst()
		got = append(got, more...)
	}
	equal(t, "back", got, []string{"view body thing/1 1", "view body thing/2 1"})
}
