package realtime

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ecabinet"
)

// Each kind of right that can be lost or won while a socket is open: what is said
// comes before anything that happens after the change.
func TestRightsOnOpenSockets(t *testing.T) {
	office := func(until time.Time) []ecabinet.OfficeAccess {
		return []ecabinet.OfficeAccess{{Member: "m1", Step: "clerk", Until: until}}
	}
	for _, c := range []struct {
		name   string
		before func(a *ecabinet.Actor)
		after  func(a *ecabinet.Actor)
		who    string
		topics []string
		want   []string // what is said first
		hears  []string // then, of a change in every topic
	}{
		{
			name: "role taken", before: func(a *ecabinet.Actor) { a.Roles = []string{"member", "secretariat"} },
			after: func(a *ecabinet.Actor) { a.Roles = []string{"member"} }, who: "person:ann", topics: []string{"body"},
			want:  []string{"gone body", "view body thing/1 1", "whole body [thing/1]"},
			hears: []string{"view body thing/1 2", "view body thing/2 2"}[:1],
		},
		{
			name: "role given", before: func(a *ecabinet.Actor) { a.Roles = []string{"member"} },
			after: func(a *ecabinet.Actor) { a.Roles = []string{"secretariat"} }, who: "", topics: []string{"body"},
			want:  []string{"gone body", "view body thing/1 1", "view body thing/2 1", "whole body [thing/1 thing/2]"},
			hears: []string{"view body thing/1 2", "view body thing/2 2"},
		},
		{
			name: "recusal", before: func(a *ecabinet.Actor) { a.Roles = []string{"member"} },
			after: func(a *ecabinet.Actor) { a.Roles = []string{"recused"} }, who: "item:1", topics: []string{"item:1"},
			want: []string{"gone item:1"},
		},
		{
			name: "guest's item ended", before: func(a *ecabinet.Actor) { a.Roles = []string{"member"} },
			after: func(a *ecabinet.Actor) { a.Roles = []string{"guest"} }, who: "person:ann", topics: []string{"item:1"},
			want: []string{"gone item:1"},
		},
		{
			name: "delegation taken", before: func(a *ecabinet.Actor) { a.Offices = office(time.Time{}) },
			after: func(a *ecabinet.Actor) { a.Offices = nil }, who: "person:ann", topics: []string{"office:m1"},
			want: []string{"gone office:m1"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.signIn("s", "ann")
			set := func(f func(*ecabinet.Actor)) {
				a := w.sessions["s"]
				f(&a)
				w.sessions["s"] = a
			}
			set(c.before)
			for _, topic := range []string{"body", "item:1", "office:m1"} {
				w.put(topic, "thing/1", "x")
				w.put(topic, "thing/2", "x")
				k := topic + " thing/2"
				th := w.things[k]
				th.Visible = []string{"secretariat", "clerk"}
				w.things[k] = th
			}
			n := serve(t, w.config())
			r := n.hello(t, w, "s", "", append(c.topics, "user:ann")...)
			for { // all topics whole
				got, _ := r.burst()
				if slices.Contains(got, "whole user:ann []") {
					break
				}
			}
			w.rights(c.who, func() { set(c.after) })
			for _, topic := range []string{"body", "item:1", "office:m1"} {
				w.put(topic, "thing/1", "after")
				w.put(topic, "thing/2", "after")
			}
			w.put("user:ann", "thing/end", "end")
			var got []string
			for len(got) == 0 || got[len(got)-1] != "view user:ann thing/end 1" {
				more, _ := r.burst()
				got = append(got, more...)
			}
			got = got[:len(got)-1]
			if got[0] != c.want[0] {
				t.Fatalf("first %q, want %q", got[0], c.want[0])
			}
			// Views of the topic sent whole may already be of after the change that followed.
			for _, h := range c.hears {
				if !slices.Contains(got, h) {
					t.Errorf("did not hear %q in %q", h, got)
				}
			}
			if len(c.want) == 1 && len(got) != 1 {
				t.Errorf("said %q", got)
			}
			if c.name == "role taken" && slices.ContainsFunc(got, func(s string) bool { return len(s) > 17 && s[:17] == "view body thing/2" }) {
				t.Errorf("showed what was lost: %q", got)
			}
		})
	}
}

func TestEndedSessionIsClosed(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	w.signIn("other", "ann", "member")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "", "body")
	other := n.hello(t, w, "other", "", "body")
	r.burst()
	other.burst()
	w.rights("person:ann", func() { delete(w.sessions, "s") })
	w.put("body", "thing/1", "after")
	if code := r.closeCode(); code != closeSignedOut {
		t.Errorf("closed with %d", code)
	}
	got, _ := other.burst()
	equal(t, "the other session of the person", got, []string{"view body thing/1 1"})
}

// A revocation that is not in the body's journal works through Recheck.
func TestRecheck(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "", "body")
	r.burst()
	w.mu.Lock()
	delete(w.sessions, "s")
	w.mu.Unlock()
	n.hub.Recheck("", Who{Person: "ann"})
	if code := r.closeCode(); code != closeSignedOut {
		t.Errorf("closed with %d", code)
	}
}

// What cannot be decided is never a yes, and is not told as a loss either.
func TestRightsThatCannotBeReadEndTheSocket(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	r := n.hello(t, w, "s", "", "body")
	r.burst()
	w.rights("person:ann", func() { w.broken = errors.New("no database") })
	w.put("body", "thing/1", "after")
	if code := r.closeCode(); code != 1013 {
		t.Errorf("closed with %d", code)
	}
}

func TestRightsEndByTheClock(t *testing.T) {
	onFakeClock(t, (*world).config, func(t *testing.T, w *world, n *node) {
		w.mu.Lock()
		a := w.sessions["s"]
		a.Offices = []ecabinet.OfficeAccess{{Member: "m1", Step: "clerk", Until: time.Now().Add(40 * time.Second)}}
		a.ValidUntil = time.Now().Add(100 * time.Second)
		w.sessions["s"] = a
		w.mu.Unlock()
		started := time.Now()
		r := n.hello(t, w, "s", "", "office:m1")
		got, _ := r.burst()
		equal(t, "joined", got, []string{"whole office:m1 []"})
		got, _ = r.burst()
		equal(t, "delegation ended", got, []string{"gone office:m1"})
		if at := time.Since(started); at < 40*time.Second || at > 41*time.Second {
			t.Errorf("delegation was let go after %v", at)
		}
		code := 0
		for code == 0 {
			code = r.closeCode()
		}
		if at := time.Since(started); code != closeSignedOut || at < 100*time.Second || at > 101*time.Second {
			t.Errorf("closed with %d after %v", code, at)
		}
	})
}
