package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// heard runs queries and keeps them.
type heard struct {
	runner
	list []*db.Query
}

func (h *heard) Run(ctx context.Context, list ...*db.Query) error {
	h.list = append(h.list, list...)
	return h.runner.Run(ctx, list...)
}

// What an act of one person asks of a session is found by the person: it costs the same
// however many there are. The few rows of the session itself, its items and its votes
// are all that is found otherwise.
func TestWhatOneAsksIsFoundByThePerson(t *testing.T) {
	d := testkit.SQLite(t)
	s := New(d)
	asked := &heard{runner: s.sql}
	s.sql = asked
	actor := ecabinet.Actor{Body: "b", Person: "p", Session: "x", Offices: []ecabinet.OfficeAccess{{Member: "q"}}}
	ctx := ecabinet.WithActor(t.Context(), actor)
	looks := map[string]func() error{
		"booth":       func() error { _, err := s.Booth(ctx, "v", "p"); return err },
		"mine":        func() error { _, err := s.Mine(ctx, "m", "p"); return err },
		"attendance":  func() error { _, err := s.AttendanceOf(ctx, "m", "p"); return err },
		"stand-ins":   func() error { _, err := s.StandIns(ctx, "m", "p"); return err },
		"invitations": func() error { _, err := s.InvitationsOf(ctx, "m", "p"); return err },
		"signs":       func() error { _, err := s.Signs(ctx, actor, OfVote, "v"); return err },
		"facts": func() error {
			_, err := s.FactsFor(ctx, actor, OfVote, "v")
			return err
		},
	}
	few := []string{"room_votes", "v", "agenda_items", "i"}
	for name, look := range looks {
		asked.list = nil
		var e *ecabinet.Error
		if err := look(); err != nil && !(errors.As(err, &e) && e.Kind == ecabinet.NotFound) {
			t.Fatal(name, err)
		}
		if len(asked.list) == 0 {
			t.Errorf("%s: nothing was asked", name)
		}
		for _, q := range asked.list {
			for _, step := range testkit.Plan(t, d, q) {
				what, rest, _ := strings.Cut(step, " ")
				table, how, _ := strings.Cut(rest, " ")
				one := strings.Contains(how, "person=?") || strings.Contains(how, "substitute=?") || strings.Contains(how, "(id=?)") ||
					strings.HasPrefix(table, "journal") && (strings.Contains(how, "seq=?") || strings.Contains(how, "COVERING INDEX journal_topic"))
				if what == "SCAN" && table != "json_each" || what == "SEARCH" && !one && !slices.Contains(few, table) {
					t.Errorf("%s: %s\n%s", name, step, q.Text)
				}
			}
		}
	}
}
