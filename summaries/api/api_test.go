package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit"
	"ecabinet/policies"
	"ecabinet/summaries"
	"ecabinet/summaries/api"
	"ecabinet/summaries/corpus"
	"ecabinet/summaries/store"
)

const (
	body     = "01900000-0000-7000-8000-00000000b0d1"
	question = "ballot.q1"
	canary   = "LỜI-CHƯA-DUYỆT-4471"
)

// world is the room's routes over one question, and the ballots behind it.
type world struct {
	*testing.T
	router *httpx.Router
	api    *api.API
	poll   summaries.Polled
	held   map[string][]string // relations to every ballot, by person
	d      *db.DB

	service *summaries.Service
	outside *outside
}

func each(t *testing.T, suite func(w *world)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, d: d, held: map[string][]string{
			"analyst": {"any", "closed"}, "secretariat": {"any", "closed"}, "auditor": {"any", "closed"}, "drafter": {"any", "closed", "agency", "released"},
			"member": {"any", "own", "voter", "closed"}, "administrator": {"any", "closed"}, "clerk": {"any", "office", "closed"}, "approver": {"any", "closed"},
			"recused": {"any", "closed", "recused"}, "other": {"any", "closed", "agency", "unreleased"},
		}}
		w.poll = polled(
			"Nhất trí với dự thảo.",
			"Điều 5: đề nghị giao cấp tỉnh cấp phép. "+canary,
			"Không đồng ý với Điều 5 vì trái luật.",
			"=HYPERLINK(\"http://x\") tại Điều 5 cần làm rõ.",
		)
		w.poll.Opinions[2].Stance = summaries.Disagree
		rules, err := policies.NewBodies(policies.Default())
		w.must(err)
		w.router, err = httpx.New(httpx.Config{Title: "Test", Version: "1", Sessions: w, Policies: rules})
		w.must(err)
		s := store.New(d)
		w.service, w.outside = &summaries.Service{Store: s, Poll: w}, &outside{}
		w.service.Assistant = w.outside
		w.api = api.New(w.router, w.service, s, w)
		w.router.AddTexts([]byte(`{"assist.off": {"vi": "Đang tắt.", "en": "It is off."}, "assist.class": {"vi": "Quá mật.", "en": "Too secret."}, "assist.host": {"vi": "Ngoài danh sách.", "en": "Not listed."}, "assist.usage": {"vi": "Không đếm.", "en": "No count."}}`))
		w.must(w.router.Check(policies.Default()))
		suite(w)
	})
}

func polled(texts ...string) summaries.Polled {
	q := summaries.Question{ID: question, Title: "Nghị định", Asked: summaries.Members, Of: len(texts) + 1}
	p := summaries.Polled{Ballot: "ballot", Draft: "Dự thảo Nghị định", Text: "Thông qua?", Lead: "Bộ Tài chính", Closed: true, Named: true, Who: map[string]summaries.Respondent{}}
	for i, text := range texts {
		id := fmt.Sprint(i + 1)
		q.Opinions = append(q.Opinions, summaries.Opinion{ID: id, Respondent: id, Stance: summaries.Agree, Text: text})
		p.Who[id] = summaries.Respondent{Person: "m" + id, Name: "Ủy viên " + id, Post: "Bộ trưởng"}
	}
	p.Question = q
	return p
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) Actor(_ context.Context, cookie string) (ecabinet.Actor, error) {
	role := cookie
	switch cookie {
	case "recused":
		role = "analyst"
	case "other":
		role = "drafter"
	}
	roles := []string{role}
	if cookie == "other" {
		roles = []string{"analyst", "drafter"}
	}
	person := cookie
	if cookie == "member" {
		person = "m2"
	}
	return ecabinet.Actor{Account: person, Person: person, Body: body, Session: cookie, Roles: roles}, nil
}

func (w *world) Polled(_ context.Context, id string) (summaries.Polled, error) {
	if id != question {
		return summaries.Polled{}, ecabinet.E(ecabinet.NotFound, "synthesis.not_found")
	}
	return w.poll, nil
}

func (w *world) Standing(ctx context.Context, id string) ([]string, error) {
	if id != question {
		return nil, ecabinet.E(ecabinet.NotFound, "synthesis.not_found")
	}
	a := ecabinet.ActorFrom(ctx)
	return slices.Clone(w.held[a.Session]), nil
}

func (w *world) Questions(_ context.Context, ballot string) ([]string, error) {
	if ballot != "ballot" {
		return nil, ecabinet.E(ecabinet.NotFound, "synthesis.not_found")
	}
	return []string{question}, nil
}

func (w *world) Closed(context.Context, []string, []string, string) ([]api.Line, string, error) {
	return []api.Line{{ID: question, Ballot: "ballot", Draft: w.poll.Draft, Text: w.poll.Text, Of: w.poll.Of, Answered: len(w.poll.Opinions)}}, "", nil
}

func (w *world) Among(ctx context.Context, allow, deny, ballots []string) ([]string, error) {
	held := w.held[ecabinet.ActorFrom(ctx).Session]
	has := func(r string) bool { return slices.Contains(held, r) }
	if !slices.ContainsFunc(allow, has) || slices.ContainsFunc(deny, has) {
		return nil, nil
	}
	return ballots, nil
}

func (w *world) Lines(_ context.Context, questions []string) (map[string]api.Line, error) {
	lines := map[string]api.Line{}
	for _, id := range questions {
		lines[id] = api.Line{ID: id, Draft: w.poll.Draft, Text: w.poll.Text}
	}
	return lines, nil
}

func (*world) Names(_ context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, id := range ids {
		out[id] = "Ông " + id
	}
	return out, nil
}

func (*world) Letterhead(context.Context) (export.Letterhead, error) {
	return export.Letterhead{Body: export.Phrase{VI: "Chính phủ (diễn tập)"}, Issuer: export.Phrase{VI: "Văn phòng Chính phủ"}, Place: export.Phrase{VI: "Hà Nội"}, Zone: time.UTC}, nil
}

func (w *world) send(who, method, to string, in any) (int, []byte) {
	w.Helper()
	var raw []byte
	if in != nil {
		var err error
		raw, err = json.Marshal(in)
		w.must(err)
	}
	req := httptest.NewRequestWithContext(w.Context(), method, path.Clean("/api/syntheses"+to), bytes.NewReader(raw))
	req.AddCookie(&http.Cookie{Name: "ecabinet", Value: who})
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Language", "vi")
	req.Header.Set("Idempotency-Key", ecabinet.NewID())
	rec := httptest.NewRecorder()
	w.router.ServeHTTP(rec, req)
	return rec.Code, rec.Body.Bytes()
}

type fields map[string]any

// done is the answer of a route that must take the input.
func done[T any](w *world, who, method, path string, in any) T {
	w.Helper()
	var v T
	status, raw := w.send(who, method, path, in)
	if status != http.StatusOK {
		w.Fatalf("%s %s %s: %d %s", who, method, path, status, raw)
	}
	w.must(json.Unmarshal(raw, &v))
	return v
}

// at is where the routes on the question are, and filing, from there, the member's own.
const (
	at     = "/" + question
	filing = "/../../ballots/ballot/filing"
)

func (w *world) edit(f fields) api.SynthesisView {
	w.Helper()
	return done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/edits", f)
}

// settled drafts, sets apart what waits and reads what must be read.
func (w *world) settled() api.SynthesisView {
	w.Helper()
	done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
	return w.settle()
}

// settle does so with what is drafted already.
func (w *world) settle() api.SynthesisView {
	w.Helper()
	v := done[api.SynthesisView](w, "analyst", http.MethodGet, at, nil)
	if len(v.Waiting) > 0 {
		w.edit(fields{"act": "apart", "sentences": v.Waiting, "rule": "by_person"})
	}
	for _, o := range v.MustRead {
		w.edit(fields{"act": "read", "opinion": o})
	}
	return done[api.SynthesisView](w, "secretariat", http.MethodGet, at, nil)
}

func (w *world) approved() api.SynthesisView {
	w.Helper()
	v := w.settled()
	return done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
}

// barred: not this role's, or there is no such thing for it.
func barred(status int) bool { return status == http.StatusForbidden || status == http.StatusNotFound }

// Nothing that is not approved leaves, by any route, to anybody but who reviews it.
func TestNothingLeavesBeforeApproval(t *testing.T) {
	each(t, func(w *world) {
		v := w.settled()
		reading := []string{"/table", "/table.docx", "/table.xlsx", "/table.json", filing, "", "/opinions", "/history", "/diff?from=1"}
		for _, who := range []string{"drafter", "auditor", "member", "other", "administrator", "clerk", "approver", "recused"} {
			for _, path := range reading {
				status, raw := w.send(who, http.MethodGet, at+path, nil)
				own := who == "member" && path == filing // says that nothing is approved, and no more
				if barred(status) == own || strings.Contains(string(raw), canary) {
					w.Errorf("%s %s: %d", who, path, status)
				}
			}
		}
		for _, who := range []string{"analyst", "secretariat"} {
			for _, path := range reading[:4] {
				if status, _ := w.send(who, http.MethodGet, at+path, nil); status != http.StatusNotFound {
					w.Errorf("%s %s: %d", who, path, status)
				}
			}
		}
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
		for who, paths := range map[string][]string{"drafter": reading[:4], "auditor": reading[:4], "secretariat": reading[:4], "analyst": reading[:4], "member": {filing}} {
			for _, path := range paths {
				if status, raw := w.send(who, http.MethodGet, at+path, nil); status != http.StatusOK {
					w.Errorf("%s %s: %d %s", who, path, status, raw)
				}
			}
		}
		for _, who := range []string{"other", "administrator", "clerk", "approver", "recused"} {
			for _, path := range reading {
				if status, raw := w.send(who, http.MethodGet, at+path, nil); !barred(status) || strings.Contains(string(raw), canary) {
					w.Errorf("%s %s after approval: %d", who, path, status)
				}
			}
		}
	})
}

func TestOnlyWhoMayChangesIt(t *testing.T) {
	each(t, func(w *world) {
		w.approved()
		for path, in := range map[string]fields{
			"/draft": {"rev": 1}, "/edits": {"act": "add", "title": "x"}, "/approval": {"hash": "x"},
			"/submission": {"hash": "x"}, "/return": {"submission": 1, "reason": "x"},
			"/answers": {"point": "x", "rev": 0, "decision": "accepted", "text": "x"}, "/checks": {"point": "x", "rev": 1, "passed": true, "remark": ""},
		} {
			may := map[string]string{"/draft": "analyst", "/edits": "analyst", "/approval": "secretariat", "/submission": "analyst", "/return": "secretariat", "/answers": "drafter", "/checks": "secretariat"}[path]
			for who := range w.held {
				status, _ := w.send(who, http.MethodPost, at+path, in)
				if who != may && !barred(status) {
					w.Errorf("%s %s: %d", who, path, status)
				}
			}
		}
	})
}

// A row that is not as it was seen is refused with the present view, and nothing is lost.
func TestAStaleRowIsAnsweredWithThePresentView(t *testing.T) {
	each(t, func(w *world) {
		v := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		row := v.Rows[0]
		w.edit(fields{"act": "word", "row": row.ID, "seen": row.Rev, "title": "Thẩm quyền"})
		status, raw := w.send("analyst", http.MethodPost, at+"/edits", fields{"act": "word", "row": row.ID, "seen": row.Rev, "title": "Khác"})
		var problem struct {
			Code    string            `json:"code"`
			Current api.SynthesisView `json:"current"`
		}
		w.must(json.Unmarshal(raw, &problem))
		if status != http.StatusConflict || problem.Code != "synthesis.row_changed" || problem.Current.Rows[0].Title != "Thẩm quyền" {
			w.Errorf("%d %s", status, raw)
		}
		if last := problem.Current.Last; last == nil || last.By != "Ông analyst" || last.Act != "word" || last.Row != row.Name || last.Renamed.VI != "Thẩm quyền" {
			w.Errorf("it does not say what came between: %+v", last)
		}
	})
}

// The sixty go from the closed ballot to the approved, answered and exported table.
func TestSixtyToTheExportedTable(t *testing.T) {
	each(t, func(w *world) {
		c := corpus.Sixty()
		c.Question.ID = question
		w.poll.Question = c.Question
		for ref, name := range c.Names {
			w.poll.Who[ref] = summaries.Respondent{Name: name}
		}
		v := w.approved()
		if !v.Approved || !v.Ledger.Balanced || v.Ledger.Opinions.Total != 60 {
			w.Fatalf("%+v", v.Ledger)
		}
		point := v.Rows[0].Points[0]
		t1 := done[api.TableView](w, "drafter", http.MethodPost, at+"/answers", fields{"point": point.ID, "rev": 0, "decision": "explained", "text": "Giữ như dự thảo vì Luật đã quy định."})
		if t1.Unchecked != 1 {
			w.Errorf("%d wait to be checked", t1.Unchecked)
		}
		_, raw := w.send("drafter", http.MethodGet, at+"/table.json", nil)
		if strings.Contains(string(raw), "Giữ như dự thảo") {
			w.Error("an answer leaves before it is checked")
		}
		done[api.TableView](w, "secretariat", http.MethodPost, at+"/checks", fields{"point": point.ID, "rev": 1, "passed": true, "remark": ""})

		_, raw = w.send("drafter", http.MethodGet, at+"/table.json", nil)
		var table api.TableView
		w.must(json.Unmarshal(raw, &table))
		text := w.docx("/table.docx")
		book := w.xlsx("/table.xlsx")
		n := 0
		for _, row := range table.Rows {
			for _, p := range row.Points {
				for _, q := range p.Quotes {
					n++
					for _, part := range strings.Fields(norm.NFC.String(q.Text)) {
						if !strings.Contains(text, part) {
							w.Fatalf("DOCX lacks %q of %q", part, q.Text)
						}
					}
				}
				if p.Who == "" || !strings.Contains(book, p.Who) {
					w.Errorf("XLSX lacks %q", p.Who)
				}
			}
		}
		if n != v.Ledger.Sentences.Placed && n < v.Ledger.Sentences.Placed {
			w.Errorf("%d of %d sentences", n, v.Ledger.Sentences.Placed)
		}
		for _, want := range []string{"Giải trình: Giữ như dự thảo", "CHỦ NGHĨA VIỆT NAM", "Chủ thể góp ý", v.Hash} {
			if !strings.Contains(text, want) {
				w.Errorf("DOCX lacks %q", want)
			}
		}
		if strings.Contains(text, "+07:00") {
			w.Error("DOCX has a time that only programs read")
		}
	})
}

// Where the ballot does not name who took which side, neither does the table.
func TestWithoutNamesNobodyIsNamed(t *testing.T) {
	each(t, func(w *world) {
		w.poll.Named = false
		w.approved()
		_, raw := w.send("drafter", http.MethodGet, at+"/table.json", nil)
		for _, s := range []string{string(raw), w.docx("/table.docx"), w.xlsx("/table.xlsx")} {
			if strings.Contains(s, "Ủy viên") {
				w.Error("a member is named")
			}
		}
		if mine := w.mine(); mine.State != "hidden" || len(mine.Points)+len(mine.Apart) > 0 || mine.Stance != "" {
			w.Errorf("%+v", mine)
		}
	})
}

func (w *world) get(path string) []byte {
	w.Helper()
	status, raw := w.send("drafter", http.MethodGet, at+path, nil)
	if status != http.StatusOK {
		w.Fatalf("%s: %d %s", path, status, raw)
	}
	return raw
}

// docx is the text of a document.
func (w *world) docx(path string) string {
	w.Helper()
	raw := w.get(path)
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	w.must(err)
	f, err := z.Open("word/document.xml")
	w.must(err)
	defer f.Close()
	xml, err := io.ReadAll(f)
	w.must(err)
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&apos;", "'").Replace(string(xml))
}

// xlsx is all cells of a book, each after a NUL.
func (w *world) xlsx(path string) string {
	w.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(w.get(path)))
	w.must(err)
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		w.must(err)
		for _, row := range rows {
			for _, cell := range row {
				b.WriteString("\x00" + cell)
			}
		}
	}
	return b.String()
}
