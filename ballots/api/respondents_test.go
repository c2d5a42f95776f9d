package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/api"
	"ecabinet/ballots/store"
	"ecabinet/procedure"
)

// do calls a route that changes something as somebody.
func (h *house) do(name, method, path string, body any) (int, string) {
	h.Helper()
	raw, err := json.Marshal(body)
	h.must(err)
	status, out := h.router.Dispatch(h.Context(), name, "vi", method, path, raw, ecabinet.NewID())
	return status, string(out)
}

func (h *house) done(name, method, path string, body any) string {
	h.Helper()
	status, raw := h.do(name, method, path, body)
	if status/100 != 2 {
		h.Fatalf("%s %s of %s: %d %s", method, path, name, status, raw)
	}
	return raw
}

type asked struct {
	Name   string `json:"name"`
	Sector string `json:"sector"`
	Email  string `json:"email"`
	Person string `json:"person"`
}

// A consultation by its routes: its list is refused line by line, seen by who sends it
// and by nobody who is asked; who is asked learns nothing of the others, whatever comes.
func TestAConsultationByItsRoutes(t *testing.T) {
	each(t, func(h *house) {
		var b api.BallotView
		h.must(json.Unmarshal([]byte(h.done("secretariat", http.MethodPost, "/api/ballots", map[string]any{"matter": "matter-c", "kind": "consultation"})), &b))
		path := "/api/ballots/" + b.ID
		if b.Kind != "consultation" {
			h.Fatalf("%+v", b)
		}
		list := []asked{{"Bộ Tư pháp", "ministry", "", "m2"}, {"Hiệp hội", "association", "x", ""}, {"Hiệp hội", "association", "", ""}}
		status, raw := h.do("secretariat", http.MethodPut, path+"/respondents", map[string]any{"ballot_rev": b.BallotRev, "items": list})
		for _, wrong := range []string{`"respondents[1].email"`, `"respondents[2].name"`} {
			if status != http.StatusUnprocessableEntity || !strings.Contains(raw, wrong) {
				h.Errorf("%s is not refused: %d %s", wrong, status, raw)
			}
		}
		list[1].Email, list[2].Name = "hoi@hoi.example", "Công ty"
		var saved api.RespondentsView
		h.must(json.Unmarshal([]byte(h.done("secretariat", http.MethodPut, path+"/respondents", map[string]any{"ballot_rev": b.BallotRev, "items": list})), &saved))
		if len(saved.Items) != 3 || saved.Items[0].Person == nil || saved.Items[0].Person.Name != "Ông m2" || saved.Items[1].Link != "ready" || saved.Mails {
			h.Fatalf("%+v", saved)
		}
		// A list written over another's is refused, and answered with what stands.
		if status, raw := h.do("secretariat", http.MethodPut, path+"/respondents", map[string]any{"ballot_rev": b.BallotRev, "items": list[:1]}); status != http.StatusConflict || !strings.Contains(raw, "Công ty") {
			h.Errorf("%d %s", status, raw)
		}
		_, err := h.svc.Edit(h.as("secretariat"), b.ID, saved.BallotRev, ballots.Terms{
			Title: "Tham vấn", Questions: []ballots.Question{{Text: "Thông qua?", Kind: ballots.YesNo}}, Papers: []string{"d.1"}, Recused: []string{},
			LastDay: &procedure.Date{Year: 2026, Month: 12, Day: 4},
		})
		h.must(err)
		h.done("secretariat", http.MethodPost, path+"/submit", map[string]any{"ballot_rev": h.now(b.ID).Rev})
		if status, _ := h.get("approver", path+"/respondents"); status != http.StatusOK {
			h.Errorf("who sends it does not see to whom: %d", status)
		}
		_, err = h.svc.Approve(h.as("approver"), b.ID, h.now(b.ID).Rev)
		h.must(err)

		given := h.done("secretariat", http.MethodPost, path+"/respondents/links", map[string]any{"seats": []int{2}})
		if !strings.Contains(given, "/respond#") || !strings.Contains(given, "Hiệp hội") {
			h.Error(given)
		}
		if status, raw := h.do("secretariat", http.MethodPost, path+"/respondents/links", map[string]any{"seats": []int{2}}); status != http.StatusConflict || !strings.Contains(raw, "respondent.link_handed") {
			h.Errorf("given out twice: %d %s", status, raw)
		}
		if status, raw := h.do("secretariat", http.MethodPost, path+"/respondents/invite", map[string]any{"seats": []int{}}); status != http.StatusConflict || !strings.Contains(raw, "respondent.no_mail_server") {
			h.Errorf("%d %s", status, raw)
		}
		// What happens to links moves nothing but the secretariat's own views.
		targets := api.Targets(ecabinet.Event{Topic: "ballot:" + b.ID, Type: "respondent.link_handed", Data: []byte("{}")})
		if len(targets) != 1 || targets[0].Ref != "matrix/"+b.ID {
			h.Errorf("%v", targets)
		}

		// An answer that came by letter is told to whom it is of, and not who recorded it.
		scan := ballots.File{ID: "scan-c", Name: "cong-van.pdf", Size: 1, Hash: "ab"}
		_, err = h.st.AddFile(h.as("secretariat"), store.StoredFile{File: scan, Ballot: b.ID, By: "secretariat", Blob: "blob-c"})
		h.must(err)
		h.clock.Add(time.Hour)
		ref, err := h.svc.RecordOnBehalf(h.as("secretariat"), b.ID, ballots.Behalf{
			Seat: 1, Reason: "Gửi công văn giấy", ReceivedAt: h.clock.Now().Add(-time.Minute),
			Content: ballots.Content{Opinions: []ballots.Opinion{{Question: "q1", Choice: procedure.Agree, Points: []ballots.Point{}}}, Files: []ballots.File{scan}},
		})
		h.must(err)
		recorded := "/api/answers/" + ref[len("answer/"):]
		if _, raw := h.get("m2", recorded); !strings.Contains(raw, `"on_behalf"`) || strings.Contains(raw, "secretariat") {
			h.Error(raw)
		}
		// Nor does his office answer for who is asked.
		if status, raw := h.get("clerk-m2", recorded); status != http.StatusNotFound {
			h.Errorf("his office reads the answer: %d %s", status, raw)
		}
		if _, raw := h.get("clerk-m2", "/api/ballots?list=office"); strings.Contains(raw, b.ID) {
			h.Errorf("his office has it to prepare: %s", raw)
		}
		h.bringsNoMoreThanAnswersTake(b.ID)
		h.theyLearnNothing(b.ID)
		h.cast(b.ID, 2)
		h.theyLearnNothing(b.ID)
		h.close(b.ID)
		h.theyLearnNothing(b.ID)
		if m := read[api.MatrixView](h, "analyst", path+"/matrix"); m.Answered != 1 || m.Total != 3 || len(m.Preview) > 0 {
			h.Errorf("the analyst sees %+v", m)
		}
		if status, _ := h.get("secretariat", path+"/result"); status != http.StatusNotFound {
			h.Errorf("a consultation has a result: %d", status)
		}
	})
}

// Once it is recalled, nobody who was asked reads its papers or brings a file.
func TestARecalledConsultationServesNoPapers(t *testing.T) {
	each(t, func(h *house) {
		ref, err := h.svc.MakeConsultation(h.as("secretariat"), "matter-c")
		h.must(err)
		id := ref[len("ballot/"):]
		_, err = h.svc.Edit(h.as("secretariat"), id, h.now(id).Rev, ballots.Terms{
			Title: "Tham vấn", Questions: []ballots.Question{{Text: "Thông qua?", Kind: ballots.YesNo}}, Papers: []string{"d.1"}, Recused: []string{},
			LastDay: &procedure.Date{Year: 2026, Month: 12, Day: 4},
		})
		h.must(err)
		_, err = h.svc.WriteRespondents(h.as("secretariat"), id, h.now(id).Rev, []ballots.Respondent{{Name: "Bộ Tư pháp", Sector: ballots.Ministry, Person: "m2"}})
		h.must(err)
		_, err = h.svc.Submit(h.as("secretariat"), id, h.now(id).Rev)
		h.must(err)
		_, err = h.svc.Approve(h.as("approver"), id, h.now(id).Rev)
		h.must(err)
		for _, want := range []int{http.StatusOK, http.StatusNotFound} {
			for _, kind := range []string{"reading", "original", "pages/1"} {
				if got := h.download("m2", "/api/ballots/"+id+"/papers/d.1/"+kind, "vi").Code; got != want {
					h.Errorf("%s: %d, want %d", kind, got, want)
				}
			}
			if want == http.StatusOK {
				_, err = h.svc.Recall(h.as("secretariat"), id, h.now(id).Rev, "Dừng")
				h.must(err)
			}
		}
		if status, raw := h.bring("m2", id, "files", "x.pdf", []byte("%PDF-1.7")); status != http.StatusConflict || !strings.Contains(raw, "ballot.recalled") {
			h.Errorf("a file after the recall: %d %s", status, raw)
		}
	})
}

// bringsNoMoreThanAnswersTake: who is asked leaves no more files than two answers take.
func (h *house) bringsNoMoreThanAnswersTake(ballot string) {
	h.Helper()
	for i := range 2 * ballots.MaxFiles {
		f := ballots.File{ID: fmt.Sprintf("more-%d", i), Name: "x.pdf", Size: 1, Hash: "ab"}
		_, err := h.st.AddFile(h.as("m2"), store.StoredFile{File: f, Ballot: ballot, By: "m2", Blob: "blob-" + f.ID})
		h.must(err)
	}
	if status, raw := h.bring("m2", ballot, "files", "x.pdf", []byte("%PDF-1.7")); status != http.StatusConflict || !strings.Contains(raw, "file.too_many_unsent") {
		h.Errorf("one file more: %d %s", status, raw)
	}
}

// theyLearnNothing tries what m2, who is asked, and others who are not may see of a
// consultation.
func (h *house) theyLearnNothing(ballot string) {
	h.Helper()
	path := "/api/ballots/" + ballot
	told := ""
	for _, one := range []string{path, path + "/answer", "/api/ballots", "/api/ballots?list=waiting", "/api/ballots?list=answered", "/api/ballots?list=past", "/api/notices"} {
		status, raw := h.get("m2", one)
		if status != http.StatusOK {
			h.Errorf("%s of who is asked: %d %s", one, status, raw)
		}
		told += raw
	}
	if !strings.Contains(told, "Tham vấn") {
		h.Error("who is asked finds no consultation")
	}
	for _, hidden := range []string{"Hiệp hội", "Công ty", "matter-c", "secretariat", `"members":3`} {
		if strings.Contains(told, hidden) {
			h.Errorf("who is asked is told %s", hidden)
		}
	}
	for _, one := range []string{"/matrix", "/result", "/respondents"} {
		if status, raw := h.get("m2", path+one); status == http.StatusOK {
			h.Errorf("%s of who is asked: %s", one, raw)
		}
	}
	for _, name := range []string{"m3", "clerk-m2", "respondent", "guest"} {
		for _, kind := range []string{"reading", "original", "pages/1"} {
			if got := h.download(name, path+"/papers/d.1/"+kind, "vi").Code; got != http.StatusNotFound && got != http.StatusForbidden {
				h.Errorf("a paper is served to %s, who is not asked: %d", name, got)
			}
		}
		for _, one := range []string{"", "/answer", "/matrix", "/respondents"} {
			if status, raw := h.get(name, path+one); status != http.StatusNotFound && status != http.StatusForbidden {
				h.Errorf("%s%s of %s, who is not asked: %d %s", path, one, name, status, raw)
			}
		}
	}
	for _, kind := range []string{"reading", "original", "pages/1"} {
		for version, want := range map[string]int{"d.1": http.StatusOK, "d.2": http.StatusNotFound} {
			if got := h.download("m2", path+"/papers/"+version+"/"+kind, "vi").Code; got != want {
				h.Errorf("%s of %s to who is asked: %d", kind, version, got)
			}
		}
	}
}
