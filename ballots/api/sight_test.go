package api_test

import (
	"net/http"
	"strings"
	"testing"

	"ecabinet/ballots"
	"ecabinet/ballots/api"
)

// seen is what somebody may see of a ballot: who has answered, the counts, what was
// answered by whom, and in which words.
type seen struct{ who, counts, choices, words bool }

// sees asks every route that could tell.
func (h *house) sees(name, ballot, answer string) seen {
	h.Helper()
	var s seen
	all := ""
	for _, path := range []string{"/api/ballots/" + ballot, "/api/ballots/" + ballot + "/matrix", "/api/ballots/" + ballot + "/result", "/api/answers/" + answer} {
		status, raw := h.get(name, path)
		if status != http.StatusOK {
			continue
		}
		all += raw
		switch {
		case strings.HasSuffix(path, "/matrix"):
			m := read[api.MatrixView](h, name, path)
			s.who = true
			s.counts = s.counts || len(m.Preview) > 0
			for _, row := range m.Rows {
				s.choices = s.choices || len(row.Cells) > 0
			}
			for _, p := range m.Preview {
				s.choices = s.choices || len(p.Sides) > 0
			}
		case strings.HasSuffix(path, "/result"):
			r := read[api.ResultView](h, name, path)
			s.counts = true
			for _, q := range r.Questions {
				s.choices = s.choices || len(q.Sides) > 0
			}
		}
	}
	s.words = strings.Contains(all, words)
	return s
}

// TestWhoSeesWhat: results stay hidden from members until closing unless the ballot
// says otherwise; the secretariat sees who has answered, and what only where the
// ballot says so; sides are named where the ballot allows; a drafter sees no opinion
// before it is released.
func TestWhoSeesWhat(t *testing.T) {
	nothing, counts := seen{}, seen{counts: true}
	who, whoCounts, whoChoices := seen{who: true}, seen{who: true, counts: true}, seen{who: true, counts: true, choices: true}
	all := seen{true, true, true, true}
	open := func(*house, string) {}
	closed := (*house).close
	certified := func(h *house, b string) { h.close(b); h.certify(b) }
	for _, c := range []struct {
		name  string
		terms ballots.Terms
		then  func(*house, string)
		want  map[string]seen
	}{
		{"open", ballots.Terms{ByName: true}, open, map[string]seen{
			"secretariat": who, "m1": nothing, "m2": nothing, "clerk-m2": nothing, "chair": nothing, "analyst": nothing, "drafter": nothing, "auditor": nothing, "administrator": nothing}},
		{"open, the secretariat sees what", ballots.Terms{ByName: true, ShowWho: true}, open, map[string]seen{
			"secretariat": whoChoices, "m1": nothing, "m2": nothing, "clerk-m2": nothing, "chair": nothing, "analyst": nothing, "drafter": nothing, "auditor": nothing}},
		{"open, shown to members, by name", ballots.Terms{ByName: true, ShowLive: true}, open, map[string]seen{
			"secretariat": whoChoices, "m1": whoChoices, "m2": whoChoices, "chair": nothing, "analyst": nothing, "drafter": nothing}},
		{"open, shown to members, not by name", ballots.Terms{ShowLive: true}, open, map[string]seen{
			"secretariat": whoChoices, "m1": whoCounts, "m2": whoCounts, "chair": nothing, "drafter": nothing}},
		{"closed, by name", ballots.Terms{ByName: true}, closed, map[string]seen{
			"secretariat": all, "m1": all, "m2": all, "chair": all, "analyst": all, "auditor": {counts: true, choices: true}, "drafter": {counts: true, choices: true}, "other-drafter": nothing, "administrator": nothing}},
		{"closed, not by name", ballots.Terms{}, closed, map[string]seen{
			"secretariat": all, "m1": whoCounts, "m2": whoCounts, "chair": whoCounts, "auditor": counts, "drafter": counts, "other-drafter": nothing}},
		{"certified, by name", ballots.Terms{ByName: true}, certified, map[string]seen{
			"secretariat": all, "m1": all, "m2": all, "drafter": all, "other-drafter": nothing, "auditor": {counts: true, choices: true}}},
		{"certified, not by name", ballots.Terms{}, certified, map[string]seen{
			"secretariat": all, "m1": whoCounts, "m2": whoCounts, "drafter": whoCounts, "other-drafter": nothing}},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(h *house) {
				ballot, answer := h.send(func(t *ballots.Terms) {
					t.ByName, t.ShowWho, t.ShowLive = c.terms.ByName, c.terms.ShowWho, c.terms.ShowLive
				})
				c.then(h, ballot)
				for name, want := range c.want {
					if got := h.sees(name, ballot, answer); got != want {
						h.Errorf("%s sees %+v, want %+v", name, got, want)
					}
				}
				if got := h.sees("m4", ballot, answer); !got.words {
					h.Error("m4 does not see the own answer")
				}
			})
		})
	}
}

// TestAReservedOpinionIsPrintedInTheResult, with its member's name where the ballot
// names members, and to the drafter not before it is certified.
func TestAReservedOpinionIsPrintedInTheResult(t *testing.T) {
	each(t, func(h *house) {
		for _, byName := range []bool{true, false} {
			ballot, _ := h.send(func(t *ballots.Terms) { t.ByName = byName })
			path := "/api/ballots/" + ballot + "/result"
			printed := func(name string) []api.ReservedView { return read[api.ResultView](h, name, path).Reserved }
			h.close(ballot)
			if got := printed("drafter"); len(got) != 0 {
				h.Errorf("provisional: the drafter reads %v", got)
			}
			if got := printed("secretariat"); len(got) != 1 || got[0].Text != reserve {
				h.Errorf("provisional: the secretariat reads %v", got)
			}
			h.certify(ballot)
			want := api.ReservedView{Text: reserve}
			if byName {
				want.Name = "Ủy viên 4"
			}
			for _, name := range []string{"m2", "clerk-m2", "chair", "drafter"} {
				if got := printed(name); len(got) != 1 || got[0] != want {
					h.Errorf("by name %v: %s reads %v, want %v", byName, name, got, want)
				}
			}
		}
	})
}
