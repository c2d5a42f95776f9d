package api_test

import (
	"net/http"
	"strings"
	"testing"

	"ecabinet/ballots"
	"ecabinet/ballots/api"
	"ecabinet/internal/testkit/papers"
)

// seen is what somebody may see of a ballot: who has answered, the counts, what was
// answered by whom, and in which words.
type seen struct{ who, counts, choices, words bool }

// sees asks every route that could tell.
func (h *house) sees(name, ballot, answer string) seen {
	h.Helper()
	var s seen
	all, shared := "", ""
	for _, path := range []string{"/api/ballots/" + ballot, "/api/ballots/" + ballot + "/matrix", "/api/ballots/" + ballot + "/result", "/api/answers/" + answer} {
		status, raw := h.get(name, path)
		if status != http.StatusOK {
			continue
		}
		all += raw
		if !strings.Contains(path, "/answers/") { // what is not everybody's own
			shared += raw
		}
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
	got := h.seesInFiles(name, ballot)
	if want := (seen{counts: got.counts, choices: s.choices && got.counts, words: strings.Contains(shared, words) && got.counts}); got != want {
		h.Errorf("%s sees in the files %+v, want %+v", name, got, want)
	}
	return s
}

// seesInFiles is what the result's files tell: they must show what its view and the
// matrix show to the same person, once there is a result.
func (h *house) seesInFiles(name, ballot string) seen {
	h.Helper()
	path := "/api/ballots/" + ballot + "/result"
	status, _ := h.get(name, path)
	file := h.download(name, path+".xlsx", "vi")
	if file.Code != status {
		h.Errorf("the table of %s: %d, and the result %d", name, file.Code, status)
	}
	if status != http.StatusOK {
		return seen{}
	}
	said := api.Cells(h.T, file.Body.Bytes())
	return seen{counts: strings.Contains(said, "Tổng số"), choices: strings.Contains(said, "---- Ý kiến\n"), words: strings.Contains(said, words)}
}

// TestResultFiles are downloads in the language asked for, marked until certified,
// and name members only where the ballot does.
func TestResultFiles(t *testing.T) {
	each(t, func(h *house) {
		for _, byName := range []bool{true, false} {
			ballot, _ := h.send(func(t *ballots.Terms) { t.ByName = byName })
			path := "/api/ballots/" + ballot + "/result"
			if got := h.download("secretariat", path+".pdf", "vi"); got.Code != http.StatusNotFound {
				h.Errorf("an open ballot has a result: %d", got.Code)
			}
			h.close(ballot)
			for _, ext := range []string{".pdf", ".docx", ".xlsx"} {
				if got := h.download("other-drafter", path+ext, "vi"); got.Code != http.StatusNotFound {
					h.Errorf("%s of somebody who may not see the result: %d", ext, got.Code)
				}
			}
			provisional := h.paper("secretariat", path)
			h.certify(ballot)
			certified := h.paper("secretariat", path)
			for name, c := range map[string]struct {
				said string
				want bool
			}{
				"provisional": {provisional, true}, "certified": {certified, false},
			} {
				if strings.Contains(c.said, "Bản tạm tính") != c.want || strings.Contains(c.said, "Ủy viên 3") != byName {
					h.Errorf("%s, by name %v: %s", name, byName, c.said)
				}
			}
			number := read[api.ResultView](h, "secretariat", path).Number
			if number == "" || !strings.Contains(certified, "Số: "+number+"-VPCP") || !strings.Contains(certified, "Đã xác nhận điện tử lúc 2026-11-") || !strings.Contains(certified, ballot) {
				h.Errorf("the certified sheet of %s: %s", number, certified)
			}
			english := h.download("secretariat", path+".docx", "en")
			if said := strings.Join(papers.ReadDOCX(h.T, english.Body.Bytes()).Lines, " "); !strings.Contains(said, "SOCIALIST REPUBLIC OF VIET NAM") || !strings.Contains(said, "GOVERNMENT OFFICE") {
				h.Errorf("in English: %s", said)
			}
		}
	})
}

// paper is what a result's PDF says; its headers make it a download and no page.
func (h *house) paper(name, path string) string {
	h.Helper()
	got := h.download(name, path+".pdf", "vi")
	head := got.Header()
	if got.Code != http.StatusOK || head.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(head.Get("Content-Disposition"), "attachment; filename=ket-qua-") ||
		head.Get("X-Content-Type-Options") != "nosniff" || head.Get("Cache-Control") != "no-store" || !strings.Contains(head.Get("Content-Security-Policy"), "sandbox") {
		h.Errorf("%d %v", got.Code, head)
	}
	said := ""
	for _, page := range papers.ReadPDF(h.T, got.Body.Bytes()).Pages {
		said += strings.Join(page.Lines(), " ") + " "
	}
	return said
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
		{"open, not by name: a moving count would name a choice", ballots.Terms{ShowLive: true}, open, map[string]seen{
			"secretariat": who, "m1": nothing, "m2": nothing, "chair": nothing, "drafter": nothing}},
		{"open, not by name, the secretariat sees what", ballots.Terms{ShowLive: true, ShowWho: true}, open, map[string]seen{
			"secretariat": whoChoices, "m1": nothing, "m2": nothing, "chair": nothing}},
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

// TestTheListTellsNoTurnoutBeforeClosing: how many have answered is told before closing
// to whoever may see who has.
func TestTheListTellsNoTurnoutBeforeClosing(t *testing.T) {
	each(t, func(h *house) {
		ballot, _ := h.send(func(t *ballots.Terms) { t.ByName = true })
		told := func(want map[string]int) {
			for name, answered := range want {
				list := read[api.BallotList](h, name, "/api/ballots")
				if len(list.Items) != 1 || list.Items[0].Answered != answered || (list.Items[0].Seats == 5) != (answered > 0) {
					h.Errorf("%s: %+v", name, list.Items)
				}
			}
		}
		told(map[string]int{"secretariat": 4, "approver": 0, "m2": 0, "clerk-m2": 0, "drafter": 0, "auditor": 0})
		h.close(ballot)
		told(map[string]int{"secretariat": 4, "approver": 4, "m2": 4, "clerk-m2": 4, "drafter": 4, "auditor": 4})
	})
}
