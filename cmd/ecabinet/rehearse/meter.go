package rehearse

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"ecabinet"
	meetingsapi "ecabinet/meetings/api"
	"ecabinet/realtime/client"
)

// spreadOf sorts list.
func spreadOf(list []time.Duration) Spread {
	s := Spread{Count: len(list)}
	if len(list) == 0 {
		return s
	}
	slices.Sort(list)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }
	s.P50, s.P99, s.Max = ms(list[len(list)/2]), ms(list[len(list)*99/100]), ms(list[len(list)-1])
	return s
}

// Report is what a rehearsal measured.
type Report = meetingsapi.RehearsalReport

// Spread is how a duration was spread.
type Spread = meetingsapi.Spread

// Print writes a report for people.
func Print(out io.Writer, r *Report) {
	line := func(what, format string, args ...any) {
		fmt.Fprintf(out, "  %-44s %s\n", what, fmt.Sprintf(format, args...))
	}
	spread := func(what string, s Spread) {
		line(what, "%d times; p50 %.1f ms, p99 %.1f ms, longest %.1f ms", s.Count, s.P50, s.P99, s.Max)
	}
	fmt.Fprintf(out, "rehearsed with %d members and %d items in %s; server and members on one machine\n", r.Members, r.Items, time.Duration(r.TookMs)*time.Millisecond)
	spread("acts, from sending to stored and answered", r.Acknowledged)
	spread("votes among them", r.Voted)
	spread("changes, from the journal to a screen", r.Delivered)
	spread("pages, from the press to a screen", r.Page)
	line("refused acts", "%d", r.Refused)
	line("votes counted otherwise than acknowledged", "%d of %d", r.Miscounted, r.Votes)
	line("connections broken, opened, gaps announced", "%d, %d, %d", r.Breaks, r.Connects, r.Gaps)
	line("screens unlike a fresh reading in the end", "%d", r.Unequal)
	for _, f := range r.Faults {
		line("not right", "%s", f)
	}
	verdict := "all was as it has to be"
	if !r.Good() {
		verdict = "NOT all was as it has to be"
	}
	fmt.Fprintln(out, verdict)
}

// meter takes the times while the session is played.
type meter struct {
	mu        sync.Mutex
	acked     []time.Duration
	votes     []time.Duration
	delivered []time.Duration
	pages     []time.Duration
	r         Report
}

func (m *meter) with(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
}

func (m *meter) acknowledged(d time.Duration) { m.with(func() { m.acked = append(m.acked, d) }) }
func (m *meter) voted(d time.Duration)        { m.with(func() { m.votes = append(m.votes, d) }) }
func (m *meter) refuse()                      { m.with(func() { m.r.Refused++ }) }
func (m *meter) broke(times int)              { m.with(func() { m.r.Breaks += times }) }
func (m *meter) press()                       { m.with(func() { m.r.Pages++ }) }

func (m *meter) counted(acknowledged, counted int) {
	m.with(func() {
		m.r.Votes++
		if acknowledged != counted {
			m.r.Miscounted++
		}
	})
}

// heard takes what a member's screen applied. The rev of a view of a session is when
// the journal last spoke of it; what came with a connection or a whole topic is no news.
func (m *meter) heard(x *player, c client.Change) {
	now := time.Now()
	switch c.Kind {
	case "ready", "whole", "gap":
		x.from = now.UnixMicro()
	case "view":
		if !strings.HasPrefix(c.Topic, "meeting:") || c.Rev <= x.from {
			return
		}
		m.with(func() { m.delivered = append(m.delivered, now.Sub(time.UnixMicro(c.Rev))) })
	case "signal":
		var p struct{ At time.Time }
		if !strings.HasPrefix(c.Ref, "presented/") || json.Unmarshal(c.Data, &p) != nil || p.At.UnixMicro() <= x.from {
			return
		}
		m.with(func() { m.pages = append(m.pages, now.Sub(p.At)) })
	}
}

func (m *meter) report() *Report {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.r
	r.Acknowledged, r.Voted, r.Delivered, r.Page = spreadOf(m.acked), spreadOf(m.votes), spreadOf(m.delivered), spreadOf(m.pages)
	r.Faults = []string{}
	return &r
}

func newKey() string { return ecabinet.NewID() }

// check says whether a plan can be played.
func check(p Plan) error {
	switch {
	case p.Members < 3 || p.Members > MaxMembers:
		return fmt.Errorf("a rehearsal has 3 to %d members, not %d", MaxMembers, p.Members)
	case len(p.Items) == 0:
		return errors.New("the agenda is empty: there is nothing to rehearse")
	}
	return nil
}

// MaxMembers is the largest house that is rehearsed.
const MaxMembers = 2000
