package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/api"
	"ecabinet/ballots/received"
	"ecabinet/ballots/store"
	"ecabinet/internal/httpx"
	"ecabinet/procedure"
)

// consult opens a consultation of m2, who has an account, and of others by link.
func (h *house) consult(questions ...ballots.Question) string {
	h.Helper()
	ref, err := h.svc.MakeConsultation(h.as("secretariat"), "matter-c")
	h.must(err)
	id := ref[len("ballot/"):]
	_, err = h.svc.WriteRespondents(h.as("secretariat"), id, h.now(id).Rev, []ballots.Respondent{
		{Name: "Bộ Tư pháp", Sector: ballots.Ministry, Person: "m2"}, {Name: "Ủy ban nhân dân tỉnh Lào Cai", Sector: ballots.Province},
		{Name: "Hiệp hội Dệt may Việt Nam", Sector: ballots.Association}, {Name: "Công ty Sông Hồng", Sector: ballots.Business},
	})
	h.must(err)
	_, err = h.svc.Edit(h.as("secretariat"), id, h.now(id).Rev, ballots.Terms{
		Title: "Tham vấn", Questions: questions, Papers: []string{"d.1"}, Recused: []string{}, ByName: true, LastDay: &procedure.Date{Year: 2026, Month: 12, Day: 4},
	})
	h.must(err)
	_, err = h.svc.Submit(h.as("secretariat"), id, h.now(id).Rev)
	h.must(err)
	_, err = h.svc.Approve(h.as("approver"), id, h.now(id).Rev)
	h.must(err)
	h.clock.Add(time.Hour)
	return id
}

// bring brings a file of a ballot as somebody: its letters, or one of its files.
func (h *house) bring(who, ballot, what, name string, content []byte) (int, string) {
	h.Helper()
	req := httptest.NewRequestWithContext(h.Context(), http.MethodPost, "/api/ballots/"+ballot+"/"+what+"?name="+url.QueryEscape(name), bytes.NewReader(content))
	req.AddCookie(&http.Cookie{Name: httpx.CookieName(false), Value: who})
	req.Header.Set("Content-Type", "application/octet-stream")
	req.Header.Set("Accept-Language", "vi")
	answer := httptest.NewRecorder()
	h.router.ServeHTTP(answer, req)
	return answer.Code, answer.Body.String()
}

func (h *house) brought(ballot, name string, content []byte) api.LettersView {
	h.Helper()
	status, raw := h.bring("secretariat", ballot, "letters", name, content)
	if status != http.StatusCreated {
		h.Fatalf("%s: %d %s", name, status, raw)
	}
	var v api.LettersView
	h.must(json.Unmarshal([]byte(raw), &v))
	return v
}

// filled writes into the cells of a workbook's first sheet.
func filled(t *testing.T, content []byte, cells map[string]string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, text := range cells {
		if err := f.SetCellStr(f.GetSheetName(0), at, text); err != nil {
			t.Fatal(err)
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var (
	whether = ballots.Question{Text: "Thông qua?", Kind: ballots.YesNo}
	how     = ballots.Question{Text: "Thu thế nào?", Kind: ballots.Options, Options: []ballots.Option{{Key: "o1", Text: "Thu theo năm"}, {Key: "o2", Text: "Thu theo lần"}}}
)

// The form that is given out is understood when it comes back, in both languages.
func TestTheFormOfLettersIsUnderstood(t *testing.T) {
	each(t, func(h *house) {
		id := h.consult(whether, how)
		for language, said := range map[string][4]string{"vi": {"Không đồng ý", "Trái Luật.", "Phương án 2", "1/BTP"}, "en": {"Disagree", "Against the law.", "Thu theo lần", "1/MOJ"}} {
			got := h.download("secretariat", "/api/ballots/"+id+"/letters.xlsx", language)
			if got.Code != http.StatusOK || !strings.Contains(got.Header().Get("Content-Disposition"), ".xlsx") {
				h.Fatalf("%d %s", got.Code, got.Body)
			}
			v := h.brought(id, "y-kien.xlsx", filled(h.T, got.Body.Bytes(), map[string]string{"C2": said[3], "D2": "20/11/2026", "E2": said[0], "F2": said[1], "G2": said[2]}))
			if len(v.Lines) != 4 {
				h.Fatalf("%+v", v)
			}
			l := v.Lines[0]
			if l.Seat != 1 || !l.Sure || len(l.Wrong) > 0 || l.Letter != said[3]+", 20/11/2026" || l.Opinions[0].Choice != "disagree" || l.Opinions[0].Text != said[1] || l.Opinions[1].Choice != "option:o2" {
				h.Errorf("%s: %+v", language, l)
			}
			for _, other := range v.Lines[1:] {
				if !other.Blank || other.Seat == 0 {
					h.Errorf("%s: %+v", language, other)
				}
			}
			for _, heading := range v.Headings {
				if heading.As == "" {
					h.Errorf("%s: not understood: %+v", language, heading)
				}
			}
		}
	})
}

// One act on behalf for each line: the same line twice is one answer, whether it is sent
// again under its key, or from the same table brought again.
func TestLettersAreRecordedOnce(t *testing.T) {
	each(t, func(h *house) {
		id := h.consult(whether)
		path := "/api/ballots/" + id
		form := h.download("secretariat", path+"/letters.xlsx", "vi").Body.Bytes()
		content := filled(h.T, form, map[string]string{
			"E2": "Nhất trí", "E3": "Không đồng ý", "F3": words, "B4": "hiep hoi det may", "E4": "Đồng ý", "A4": "", "B5": "Hội Nông dân", "A5": "", "E5": "Có lẽ",
		})
		v := h.brought(id, "y-kien.xlsx", content)
		if v.File.Hash != ballots.Hash(content) || v.File.Name != "y-kien.xlsx" || v.Kind != "xlsx" || len(v.Lines) != 4 {
			h.Fatalf("%+v", v)
		}
		if l := v.Lines[2]; l.Sure || l.Seat != 3 || l.Wrong[0].Code != received.OnlyAlike || !strings.Contains(l.Wrong[0].Text.VI, "hiep hoi det may") {
			h.Errorf("%+v", l)
		}
		if l := v.Lines[3]; l.Seat != 0 || len(l.Wrong) != 2 || l.Wrong[0].Code != received.ChoiceUnknown || !strings.Contains(l.Wrong[0].Text.EN, "Có lẽ") || l.Wrong[1].Code != received.NotListed {
			h.Errorf("%+v", l)
		}
		record := func(seat int, key string) (int, string) {
			raw, err := json.Marshal(map[string]any{
				"seat": seat, "reason": "Công văn 1/BTP", "received_at": h.clock.Now().Add(-time.Minute).UTC().Format(time.RFC3339),
				"content": map[string]any{"opinions": v.Lines[seat-1].Opinions, "reserve": "", "files": []any{v.File}},
			})
			h.must(err)
			status, out := h.router.Dispatch(h.Context(), "secretariat", "vi", http.MethodPost, path+"/on-behalf", raw, key)
			return status, string(out)
		}
		for range 2 {
			for seat := 1; seat <= 2; seat++ {
				if status, raw := record(seat, fmt.Sprint("line-", seat)); status != http.StatusOK {
					h.Fatalf("line %d: %d %s", seat, status, raw)
				}
			}
			again := h.brought(id, "y-kien.xlsx", content)
			if again.File != v.File {
				h.Errorf("the same table is kept twice: %+v", again.File)
			}
		}
		if status, raw := record(1, ecabinet.NewID()); status != http.StatusConflict || !strings.Contains(raw, "behalf.recorded_already") {
			h.Errorf("%d %s", status, raw)
		}
		history, err := h.st.History(h.as("secretariat"), id, 2)
		h.must(err)
		if len(history) != 1 || history[0].Source != ballots.OnBehalf || history[0].Content.Opinions[0].Text != words || history[0].Content.Files[0] != ballots.File(v.File) {
			h.Errorf("%+v", history)
		}
		if m := read[api.MatrixView](h, "secretariat", path+"/matrix"); m.Answered != 2 {
			h.Errorf("%+v", m)
		}
		left := h.brought(id, "y-kien.xlsx", h.download("secretariat", path+"/letters.xlsx", "vi").Body.Bytes()).Lines
		if len(left) != 2 || left[0].Seat != 3 || left[1].Name != "Công ty Sông Hồng" {
			h.Errorf("on the form for the rest: %+v", left)
		}
		h.tableIsOfAll(id, history[0].ID)
	})
}

// tableIsOfAll tries who may have a table in which answers of several stand.
func (h *house) tableIsOfAll(ballot, other string) {
	h.Helper()
	mine, err := h.st.History(h.as("secretariat"), ballot, 1)
	h.must(err)
	file := "/api/answers/" + mine[0].ID + "/files/" + mine[0].Content.Files[0].ID
	tried := func(want map[string]int) {
		h.Helper()
		for name, status := range want {
			got := h.download(name, file, "vi")
			if got.Code != status || status != http.StatusOK && strings.Contains(got.Body.String(), "PK") {
				h.Errorf("the table to %s: %d %s", name, got.Code, got.Body)
			}
		}
		if status, raw := h.get("m2", "/api/answers/"+mine[0].ID); status != http.StatusOK || strings.Contains(raw, words) {
			h.Errorf("m2 reads %d %s", status, raw)
		}
		if status, _ := h.get("m2", "/api/answers/"+other); status == http.StatusOK {
			h.Error("m2 reads the answer of another")
		}
	}
	tried(map[string]int{"m2": http.StatusForbidden, "m3": http.StatusNotFound})
	h.close(ballot)
	tried(map[string]int{"m2": http.StatusForbidden, "analyst": http.StatusOK, "drafter": http.StatusOK, "m3": http.StatusNotFound})
}

// What cannot be read is refused in the reader's language, and nothing of it is kept; only
// who records on behalf brings anything, and comes back to nobody else's.
func TestTablesOfLettersThatAreRefused(t *testing.T) {
	each(t, func(h *house) {
		id := h.consult(whether)
		form := h.download("secretariat", "/api/ballots/"+id+"/letters.xlsx", "vi").Body.Bytes()
		for _, c := range []struct {
			name    string
			content []byte
			status  int
			code    string
		}{
			{"y-kien.xlsx", []byte("%PDF-1.7"), 422, "letters.kind"},
			{"y-kien.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 422, "letters.locked"},
			{"y-kien.docx", form, 422, "letters.named"},
			{"y-kien.pdf", form, 422, "letters.named"},
			{"", form, 422, "file.name_missing"},
			{"y-kien.xlsx", nil, 422, "letters.kind"},
			{"y-kien.xlsx", make([]byte, received.MaxFile+1), 413, "http.too_large"},
		} {
			status, raw := h.bring("secretariat", id, "letters", c.name, c.content)
			if status != c.status || !strings.Contains(raw, c.code) {
				h.Errorf("%s: %d %s instead of %s", c.name, status, raw, c.code)
			}
			if _, err := h.st.SameFile(h.as("secretariat"), id, "secretariat", c.name, ballots.Hash(c.content)); ecabinet.KindOf(err) != ecabinet.NotFound {
				h.Errorf("%s is kept: %v", c.code, err)
			}
		}
		for _, name := range []string{"m2", "m3", "drafter", "analyst", "auditor", "guest"} {
			if status, raw := h.bring(name, id, "letters", "y-kien.xlsx", form); status != http.StatusForbidden && status != http.StatusNotFound {
				h.Errorf("%s brings a table: %d %s", name, status, raw)
			}
			if got := h.download(name, "/api/ballots/"+id+"/letters.xlsx", "vi").Code; got != http.StatusForbidden && got != http.StatusNotFound {
				h.Errorf("%s is given the form: %d", name, got)
			}
		}
		ballot, _ := h.send(func(*ballots.Terms) {})
		if status, raw := h.bring("secretariat", ballot, "letters", "y-kien.xlsx", form); status != http.StatusConflict || !strings.Contains(raw, "ballot.not_a_consultation") {
			h.Errorf("%d %s", status, raw)
		}

		v := h.brought(id, "y-kien.xlsx", form)
		if again := read[api.LettersView](h, "secretariat", "/api/ballots/"+id+"/letters/"+v.File.ID); again.File != v.File || len(again.Lines) != len(v.Lines) {
			h.Errorf("%+v", again)
		}
		_, err := h.st.AddFile(h.as("secretariat"), store.StoredFile{File: ballots.File{ID: "of-another", Name: "y-kien.xlsx", Size: 1, Hash: "ab"}, Ballot: id, By: "m1", Blob: "b-1"})
		h.must(err)
		_, err = h.st.AddFile(h.as("secretariat"), store.StoredFile{File: ballots.File{ID: "a-scan", Name: "scan.pdf", Size: 1, Hash: "ab"}, Ballot: id, By: "secretariat", Blob: "b-2"})
		h.must(err)
		for _, other := range []string{"of-another", "a-scan", "none"} {
			if status, raw := h.get("secretariat", "/api/ballots/"+id+"/letters/"+other); status != http.StatusNotFound {
				h.Errorf("%s: %d %s", other, status, raw)
			}
		}
	})
}
