package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit"
	"ecabinet/internal/testkit/papers"
	"ecabinet/meetings"
	"ecabinet/meetings/api"
	"ecabinet/meetings/store"
	"ecabinet/policies"
	"ecabinet/procedure"
)

// records is a body behind the room's routes after a session of members m1 to m5, m1
// in the chair: an item of agency-1 from which m4 is recused, adopted, and one with a
// guest, not adopted. It is its own sessions, Dossier, Roll, Laws and live stream.
type records struct {
	*testing.T
	svc     *meetings.Service
	st      *store.Store
	router  *httpx.Router
	api     *api.API
	clock   *testkit.Clock
	meeting string
	items   []string
	signals map[string]any
}

var update = flag.Bool("update", false, "write the goldens anew")

const deedBody = "body-1"

var (
	deedZone = time.FixedZone("+07", 7*3600)
	thursday = time.Date(2026, 12, 3, 8, 0, 0, 0, deedZone)
)

func eachRecords(t *testing.T, suite func(r *records)) {
	clock := testkit.NewClock(thursday)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(thursday)
		r := &records{T: t, st: store.New(d), clock: clock, signals: map[string]any{}}
		r.svc = &meetings.Service{Store: r.st, Dossier: r, Roll: r, Laws: r, Seal: r}
		bodies, err := policies.NewBodies(policies.Default())
		r.must("", err)
		r.router, err = httpx.New(httpx.Config{Title: "test", Version: "1", Sessions: r, Policies: bodies, Clock: clock.Now})
		r.must("", err)
		r.api = api.New(r.router, r.svc, r.st, func() api.Live { return r })
		r.api.ServeDeeds(func(context.Context) (export.Letterhead, error) {
			return export.Letterhead{
				Body: export.Phrase{VI: "Chính phủ (diễn tập)", EN: "The Government (exercise)"}, Issuer: export.Phrase{VI: "Văn phòng Chính phủ", EN: "Government Office"},
				Place: export.Phrase{VI: "Hà Nội", EN: "Ha Noi"}, Sign: "VPCP", Zone: deedZone,
			}, nil
		})
		r.held()
		suite(r)
	})
}

func (r *records) must(ref string, err error) string {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
	_, id, _ := strings.Cut(ref, "/")
	return id
}

// Signal makes the records the live stream.
func (r *records) Signal(_, _, ref string, data any) error { r.signals[ref] = data; return nil }

func (r *records) Persons(string) map[string]time.Duration { return nil }
func (r *records) Node() string                            { return "node-1" }

func (r *records) Sign([]byte) (string, string)        { return "key-1", "00" }
func (r *records) Seal(data []byte) string             { return string(data) }
func (r *records) Unseal(token string) ([]byte, error) { return []byte(token), nil }

// Actor: a cookie is a name, and the name says the rights.
func (r *records) Actor(_ context.Context, name string) (ecabinet.Actor, error) {
	a := ecabinet.Actor{Account: name, Person: name, Body: deedBody, Session: name, SigningEnd: r.clock.Now().Add(time.Minute)}
	role, _, _ := strings.Cut(name, "-")
	switch {
	case len(name) == 2 && name[0] == 'm':
		role = "member"
	case role == "clerk":
		a.Offices = []ecabinet.OfficeAccess{{Member: "m4", Step: "clerk"}}
	case role == "drafter":
		a.Agencies = []string{"agency-" + name[len(name)-1:]}
	}
	a.Roles = []string{role}
	return a, nil
}

func (r *records) as(name string) context.Context {
	a, _ := r.Actor(r.Context(), name)
	return ecabinet.WithActor(r.Context(), a)
}

func (r *records) Matter(_ context.Context, id string) (meetings.Matter, error) {
	if id == "nothing" {
		return meetings.Matter{}, ecabinet.E(ecabinet.NotFound, "matter.not_found")
	}
	return meetings.Matter{ID: id, Title: "Dự thảo Nghị định", Agency: "agency-1", Lead: "Bộ Tài chính", Class: "internal", Taken: true}, nil
}
func (r *records) Papers(context.Context, string) ([]meetings.Paper, error) {
	return []meetings.Paper{{Document: "d", Version: "d.1", Number: 1, Kind: "draft", Title: "Tờ trình", Pages: 3, Original: "aa"}}, nil
}
func (r *records) Members(context.Context, time.Time) ([]meetings.Member, error) {
	var list []meetings.Member
	for i := 1; i <= 5; i++ {
		list = append(list, meetings.Member{Person: fmt.Sprint("m", i), Name: fmt.Sprint("Ủy viên ", i), Posts: []string{"Bộ trưởng"}, TieMark: i == 1})
	}
	list[0].Posts = []string{"Thủ tướng Chính phủ"}
	return list, nil
}
func (r *records) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		if id != "" && id != "nobody" {
			names[id] = "Ông " + id
		}
	}
	return names, nil
}
func (r *records) At(_ context.Context, t time.Time) (meetings.Law, error) {
	p, err := procedure.At(procedure.Shipped(), procedure.DateOf(t, deedZone))
	return meetings.Law{Profile: p, Calendar: procedure.ShippedCalendar(), Zone: deedZone}, err
}

// held is the session, from preparing to adjourning.
func (r *records) held() {
	r.Helper()
	desk, run := r.as("secretariat-1"), r.svc
	r.meeting = r.must(run.MakeMeeting(desk, meetings.Terms{
		Title: "Phiên họp thường kỳ tháng 12", Kind: meetings.Regular, Mode: meetings.InRoom, Place: "Trụ sở Chính phủ",
		StartsAt: thursday.Add(time.Hour), EndsAt: thursday.Add(5 * time.Hour), Chair: "m1",
	}))
	r.items = []string{
		r.must(run.AddItem(desk, r.meeting, "", meetings.ItemTerms{Kind: meetings.Decide, Title: "Dự thảo Nghị định BÍ-DANH-MỘT", Matter: "matter-1", Minutes: 20}, []string{"m4"})),
		r.must(run.AddItem(desk, r.meeting, "", meetings.ItemTerms{Kind: meetings.Decide, Title: "Đề án BÍ-DANH-HAI", Lead: "Bộ Xây dựng", Guests: []string{"guest-1"}}, nil)),
	}
	m, err := r.st.Meeting(desk, r.meeting)
	r.must("", err)
	r.must(run.Convene(desk, r.meeting, m.Rev))
	for i := 1; i <= 5; i++ {
		r.must(run.CheckIn(r.as(fmt.Sprint("m", i)), r.meeting, meetings.AttendRoom, meetings.ByTablet))
	}
	r.clock.Add(time.Hour)
	r.must(run.Open(r.as("m1"), r.meeting))
	back := procedure.DateOf(thursday, deedZone).AddDays(30)
	for i, item := range r.items {
		r.must(run.Begin(desk, item))
		vote := r.must(run.OpenVote(desk, r.meeting, meetings.Motion{Items: []string{item}, Text: "Thông qua?"}))
		choice, c := procedure.Agree, meetings.Conclusion{Outcome: meetings.Adopted, Text: "Thông qua, giao Bộ Tài chính."}
		if i == 1 {
			choice, c = procedure.Disagree, meetings.Conclusion{Outcome: meetings.NotAdopted, Text: "Bộ Xây dựng trình lại.", ResubmitBy: &back}
		}
		for k := 1; k <= 5; k++ {
			if i == 0 && k == 4 {
				continue
			}
			name := fmt.Sprint("m", k)
			p, err := run.Prepare(r.as(name), vote, choice, r.clock.Now())
			r.must("", err)
			r.must(run.Confirm(r.as(name), vote, p.Record, p.Seal))
		}
		r.clock.Add(10 * time.Minute)
		r.must(run.CloseVote(desk, vote, false))
		r.must(run.Conclude(r.as("m1"), item, c))
	}
	r.must(run.Adjourn(r.as("m1"), r.meeting))
}

// call calls a route as somebody.
func (r *records) call(name, method, path string, body any) (int, string) {
	r.Helper()
	var raw []byte
	key := ""
	if method != http.MethodGet {
		key = ecabinet.NewID()
		if body != nil {
			var err error
			raw, err = json.Marshal(body)
			r.must("", err)
		}
	}
	status, out := r.router.Dispatch(r.Context(), name, "vi", method, path, raw, key)
	return status, string(out)
}

func (r *records) ok(name, method, path string, body any) string {
	r.Helper()
	status, out := r.call(name, method, path, body)
	if status/100 != 2 {
		r.Fatalf("%s %s %s: %d %s", name, method, path, status, out)
	}
	return out
}

func (r *records) file(name, path, language string) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(r.Context(), http.MethodGet, path, nil)
	req.AddCookie(&http.Cookie{Name: httpx.CookieName(false), Value: name})
	req.Header.Set("Accept-Language", language)
	answer := httptest.NewRecorder()
	r.router.ServeHTTP(answer, req)
	return answer
}

// deeds are the papers as somebody is told of them.
func (r *records) deeds(name string) (out []api.DeedLine) {
	r.Helper()
	status, raw := r.call(name, http.MethodGet, "/api/meetings/"+r.meeting+"/deeds", nil)
	if status == http.StatusNotFound || status == http.StatusForbidden {
		return nil
	}
	var v api.DeedsView
	r.must("", json.Unmarshal([]byte(raw), &v))
	return v.Deeds
}

func (r *records) deed(kind string) api.DeedLine {
	r.Helper()
	for _, d := range r.deeds("secretariat-1") {
		if d.Kind == kind {
			return d
		}
	}
	r.Fatalf("there is no %s", kind)
	return api.DeedLine{}
}

func (r *records) read(name, id string) (v api.DeedView) {
	r.Helper()
	r.must("", json.Unmarshal([]byte(r.ok(name, http.MethodGet, "/api/deeds/"+id, nil)), &v))
	return v
}

// sees is what somebody sees of a deed, in a word: its sections by what they are of.
func (r *records) sees(name, id string) string {
	status, raw := r.call(name, http.MethodGet, "/api/deeds/"+id, nil)
	if status != http.StatusOK {
		return fmt.Sprint(status)
	}
	var v api.DeedView
	r.must("", json.Unmarshal([]byte(raw), &v))
	var parts []string
	for _, s := range v.Sections {
		switch s.Item {
		case "":
			parts = append(parts, s.Key)
		case r.items[0]:
			parts = append(parts, "one")
		default:
			parts = append(parts, "two")
		}
	}
	for i, hidden := range []string{"BÍ-DANH-MỘT", "BÍ-DANH-HAI"} {
		if part := []string{"one", "two"}[i]; !slices.Contains(parts, part) && strings.Contains(raw, hidden) {
			parts = append(parts, "LEAK "+hidden)
		}
	}
	if v.Extract {
		parts = append(parts, "...")
	}
	return strings.Join(parts, " ")
}

func (r *records) send(id string, reviewers ...string) {
	r.Helper()
	r.ok("secretariat-1", http.MethodPut, "/api/deeds/"+id+"/address", map[string]any{
		"deed_rev": r.read("secretariat-1", id).DeedRev, "reviewers": append([]string{}, reviewers...), "recipients": []string{"Các thành viên", "Lưu: VT"},
	})
	r.ok("secretariat-1", http.MethodPost, "/api/deeds/"+id+"/send", map[string]any{"deed_rev": r.read("secretariat-1", id).DeedRev})
}

func (r *records) sign(name, id string) {
	r.Helper()
	var x api.SignableView
	r.must("", json.Unmarshal([]byte(r.ok(name, http.MethodGet, "/api/deeds/"+id+"/record", nil)), &x))
	r.ok(name, http.MethodPost, "/api/deeds/"+id+"/sign", map[string]any{"hash": x.Hash})
}

// Who reads what of the minutes, at each step of their life.
func TestWhoReadsTheMinutes(t *testing.T) {
	eachRecords(t, func(r *records) {
		id := r.deed("minutes").ID
		whole := "opening attendance one two closing"
		is := func(step string, want map[string]string) {
			t.Helper()
			for _, name := range []string{
				"secretariat-1", "m1", "m2", "m4", "clerk-of-m4", "auditor", "drafter-1", "drafter-2", "guest-1", "guest-2", "observer", "projector", "administrator",
			} {
				w := want[name]
				if got := r.sees(name, id); w == "" && got != "404" && got != "403" || w != "" && got != w {
					t.Errorf("%s: %s sees %q, want %q", step, name, got, w)
				}
			}
		}
		is("a draft", map[string]string{"secretariat-1": whole})
		if n := len(r.deeds("m2")); n != 0 {
			t.Errorf("a member is told of %d drafts", n)
		}
		r.send(id, "m2", "m4", "drafter-2")
		is("under review", map[string]string{
			"secretariat-1": whole, "m1": whole, "m2": whole, "m4": "opening attendance two closing ...",
		})
		r.sign("secretariat-1", id)
		is("being signed", map[string]string{
			"secretariat-1": whole, "m1": whole, "m2": whole, "m4": "opening attendance two closing ...",
		})
		r.sign("m1", id)
		is("certified", map[string]string{
			"secretariat-1": whole, "m1": whole, "m2": whole, "m4": "opening attendance two closing ...", "clerk-of-m4": "opening attendance two closing ...",
			"auditor": whole, "drafter-1": "one ...", "guest-1": "two ...",
		})
		// Nothing but what is read is told of.
		for name, want := range map[string]string{"m2": "read", "secretariat-1": "desk", "m1": "review", "drafter-1": "read", "drafter-2": "", "guest-2": ""} {
			got := ""
			for _, d := range r.deeds(name) {
				if d.Kind == "minutes" {
					got = d.Level
				}
			}
			if name == "m2" && got == "review" { // invited to review, and so it stays
				got = "read"
			}
			if got != want {
				t.Errorf("%s has the minutes as %q, want %q", name, got, want)
			}
		}
	})
}

// The desk and the chair work over the routes; what another changed meanwhile comes
// back with the refusal.
func TestTheMinutesOverHTTP(t *testing.T) {
	eachRecords(t, func(r *records) {
		id := r.deed("minutes").ID
		at := "/api/deeds/" + id
		item := "item:" + r.items[0]
		var editing api.EditingView
		r.must("", json.Unmarshal([]byte(r.ok("secretariat-1", http.MethodPost, at+"/sections/"+item+"/lease", map[string]any{"over": false})), &editing))
		ref := "editing/" + r.meeting + ":minutes:" + item
		if told, ok := r.signals[ref].(*api.EditingView); !ok || told.Person.Name != "Ông secretariat-1" || editing.Person.ID != "secretariat-1" {
			t.Errorf("told %+v", r.signals[ref])
		}
		if status, raw := r.call("secretariat-2", http.MethodPost, at+"/sections/"+item+"/lease", map[string]any{"over": false}); status != http.StatusConflict || !strings.Contains(raw, "deed.being_edited") {
			t.Errorf("%d %s", status, raw)
		}
		r.ok("secretariat-2", http.MethodPost, at+"/sections/"+item+"/lease", map[string]any{"over": true})
		if status, raw := r.call("secretariat-1", http.MethodPut, at+"/sections/"+item, map[string]any{"section_rev": 1, "text": "một"}); status != http.StatusConflict || !strings.Contains(raw, "deed.being_edited") {
			t.Errorf("%d %s", status, raw)
		}
		r.ok("secretariat-2", http.MethodPut, at+"/sections/"+item, map[string]any{"section_rev": 1, "text": "hai"})
		r.ok("secretariat-2", http.MethodPost, at+"/sections/"+item+"/release", nil)
		if r.signals[ref] != nil {
			t.Errorf("still told of: %+v", r.signals[ref])
		}
		status, raw := r.call("secretariat-1", http.MethodPut, at+"/sections/"+item, map[string]any{"section_rev": 1, "text": "một"})
		var stale struct{ Current api.DeedView }
		if json.Unmarshal([]byte(raw), &stale); status != http.StatusConflict || len(stale.Current.Sections) != 5 || stale.Current.Sections[2].Text != "hai" || stale.Current.Sections[2].By.Name != "Ông secretariat-2" {
			t.Errorf("%d %s", status, raw)
		}
		r.send(id, "m4")
		// A reviewer says nothing to what he may not read.
		if status, _ := r.call("m4", http.MethodPost, at+"/comments", map[string]any{"section": item, "text": "x"}); status != http.StatusNotFound {
			t.Errorf("a recused member comments: %d", status)
		}
		r.ok("m4", http.MethodPost, at+"/comments", map[string]any{"section": "closing", "text": "Thêm giờ kết thúc"})
		if status, _ := r.call("m3", http.MethodPost, at+"/comments", map[string]any{"section": "closing", "text": "x"}); status != http.StatusNotFound && status != http.StatusForbidden {
			t.Errorf("whoever was not asked comments: %d", status)
		}
		c := r.read("secretariat-1", id).Comments[0]
		r.ok("secretariat-1", http.MethodPost, "/api/deed-comments/"+c.ID+"/answer", map[string]any{"answer": "Đã có."})
		if seen := r.read("m4", id).Comments; len(seen) != 1 || seen[0].AnsweredBy.Name != "Ông secretariat-1" {
			t.Errorf("%+v", seen)
		}
		r.sign("secretariat-1", id)
		r.ok("m1", http.MethodPost, at+"/return", map[string]any{"deed_rev": r.read("m1", id).DeedRev, "reason": "Ghi rõ"})
		r.sign("secretariat-2", id)
		r.sign("m1", id)
		v := r.read("m2", id)
		if v.Number != "01/2026/BB" || len(v.Signatures) != 2 || v.Signatures[0].Person.ID != "secretariat-2" || v.Sections[2].Text != "hai" || len(v.Comments) != 0 {
			t.Errorf("%+v", v)
		}
		r.ok("m1", http.MethodPost, at+"/corrections", map[string]any{"section": item, "reason": "Ghi sai", "text": "Đọc là hai mươi."})
		if c := r.read("m2", id).Corrections; len(c) != 1 || c[0].Person.Name != "Ông m1" {
			t.Errorf("%+v", c)
		}
		if c := r.read("m4", id).Corrections; len(c) != 0 {
			t.Errorf("a recused member reads the correction: %+v", c)
		}
	})
}

// The papers in their official form, read back as a stranger does.
func TestThePapersAsFiles(t *testing.T) {
	eachRecords(t, func(r *records) {
		for _, kind := range []string{"minutes", "notice", "resolution"} {
			id := r.deed(kind).ID
			draft := r.file("secretariat-1", "/api/deeds/"+id+"/paper.pdf", "vi")
			if got := strings.Join(papers.ReadPDF(t, draft.Body.Bytes()).Pages[0].Lines(), "\n"); !strings.Contains(got, "Bản dự thảo") || !strings.Contains(got, "Số: ……/……") {
				t.Errorf("a draft says:\n%s", got)
			}
			if code := r.file("m2", "/api/deeds/"+id+"/paper.pdf", "vi").Code; code != http.StatusNotFound && code != http.StatusForbidden {
				t.Errorf("a member downloads a draft: %d", code)
			}
			r.send(id)
			r.clock.Add(time.Hour)
			r.sign("secretariat-1", id)
			r.clock.Add(time.Hour)
			r.sign("m1", id)
			if kind == "minutes" {
				r.ok("secretariat-1", http.MethodPost, "/api/deeds/"+id+"/corrections", map[string]any{"section": "closing", "reason": "Ghi sai giờ", "text": "Đọc là 09 giờ 20."})
			}
			for _, lang := range []string{"vi", "en"} {
				answer := r.file("m2", "/api/deeds/"+id+"/paper.pdf", lang)
				var b strings.Builder
				fmt.Fprintln(&b, answer.Header().Get("Content-Disposition"))
				for i, page := range papers.ReadPDF(t, answer.Body.Bytes()).Pages {
					fmt.Fprintf(&b, "---- page %d\n%s\n", i+1, strings.Join(page.Lines(), "\n"))
				}
				text := strings.NewReplacer(id, "<id>", r.read("m2", id).RecordHash, "<hash>").Replace(b.String())
				r.golden(fmt.Sprintf("%s.%s.golden", kind, lang), text)
				docx := papers.ReadDOCX(t, r.file("m2", "/api/deeds/"+id+"/paper.docx", lang).Body.Bytes())
				if !slices.ContainsFunc(docx.Lines, func(l string) bool { return strings.Contains(l, "BÍ-DANH-MỘT") }) {
					t.Errorf("the DOCX says %v", docx.Lines)
				}
			}
			// A guest of an item that was not adopted learns of no resolution.
			if told := len(r.deeds("guest-1")); kind == "resolution" && (told != 2 || r.sees("guest-1", id) != "404") {
				t.Errorf("a guest is told of %d papers", told)
			}
			extract := r.file("drafter-1", "/api/deeds/"+id+"/paper.pdf", "vi")
			got := ""
			for _, page := range papers.ReadPDF(t, extract.Body.Bytes()).Pages {
				got += strings.Join(page.Lines(), "\n")
			}
			if !strings.Contains(got, "Bản trích") || !strings.Contains(got, "BÍ-DANH-MỘT") || strings.Contains(got, "BÍ-DANH-HAI") || strings.Contains(got, "Đọc là 09 giờ 20") {
				t.Errorf("an extract of the %s says:\n%s", kind, got)
			}
			if save := os.Getenv("SAVE_PAPERS"); save != "" {
				os.WriteFile(filepath.Join(save, kind+".pdf"), r.file("m2", "/api/deeds/"+id+"/paper.pdf", "vi").Body.Bytes(), 0o644)
				os.WriteFile(filepath.Join(save, kind+".docx"), r.file("m2", "/api/deeds/"+id+"/paper.docx", "vi").Body.Bytes(), 0o644)
				os.WriteFile(filepath.Join(save, kind+"-draft.pdf"), draft.Body.Bytes(), 0o644)
				os.WriteFile(filepath.Join(save, kind+"-extract.pdf"), extract.Body.Bytes(), 0o644)
			}
		}
	})
}

func (r *records) golden(name, got string) {
	r.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		r.must("", os.MkdirAll("testdata", 0o755))
		r.must("", os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	r.must("", err)
	if d := cmp.Diff(string(want), got); d != "" {
		r.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// Two who may see the same get the same bytes, over the stream as over HTTP.
func TestASightShowsTheSameToAll(t *testing.T) {
	eachRecords(t, func(r *records) {
		id := r.deed("minutes").ID
		r.send(id, "m2")
		r.sign("secretariat-1", id)
		r.sign("m1", id)
		seen := map[string]string{}
		for _, name := range []string{"secretariat-1", "secretariat-2", "m1", "m2", "m3", "m4", "m5", "clerk-of-m4", "auditor", "drafter-1", "guest-1"} {
			actor, _ := r.Actor(r.Context(), name)
			topic := "deeds:" + r.meeting
			key, grant, _, err := r.api.DeedAudience(r.Context(), actor, topic)
			r.must("", err)
			var all strings.Builder
			for _, ref := range r.api.Refs(topic, grant) {
				_, data, err := r.api.View(r.as(name), topic, grant, ref)
				r.must("", err)
				raw, err := json.Marshal(data)
				r.must("", err)
				all.Write(raw)
			}
			if before, ok := seen[key]; ok && before != all.String() {
				t.Errorf("%s sees something else than who sees the same", name)
			}
			seen[key] = all.String()
			if r.api.Refs(topic, grant)[0] != "deeds/"+r.meeting {
				t.Error(r.api.Refs(topic, grant))
			}
			writes := slices.Contains(actor.Roles, "secretariat") || name == "m1" || name == "m2"
			if hears := api.Hears(grant, "editing/"+r.meeting+":minutes:opening"); hears != writes {
				t.Errorf("%s hears who writes: %v", name, hears)
			}
		}
	})
}

// pages walks a list to its end, a few at a time, and gives the ids of its lines.
func (r *records) pages(name, path, id string, limit int) (all []string) {
	r.Helper()
	for after, n := "", 0; n < 100; n++ {
		var v struct {
			Items []map[string]any
			Next  string
		}
		r.must("", json.Unmarshal([]byte(r.ok(name, http.MethodGet, fmt.Sprintf("%s%slimit=%d&cursor=%s", path, map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")], limit, after), nil)), &v))
		for _, it := range v.Items {
			all = append(all, it[id].(string))
		}
		if after = v.Next; after == "" {
			return all
		}
		if len(v.Items) != limit {
			r.Errorf("%s: a page of %d, and there is more", path, len(v.Items))
		}
	}
	r.Fatalf("%s has no end", path)
	return nil
}

// The lists of sessions and of what comes back end where there is no more, whatever the
// reader is not told of stands in between.
func TestListsOfSessionsHavePages(t *testing.T) {
	eachRecords(t, func(r *records) {
		desk := r.as("secretariat-1")
		back := procedure.DateOf(thursday, deedZone).AddDays(10)
		at := thursday.Add(-24 * time.Hour)
		sessions, returns, own := []string{r.meeting}, []string{}, []string{}
		for i := range 7 {
			m := meetings.Meeting{ID: ecabinet.NewID(), Body: deedBody, Rev: 1, AgendaRev: 1, State: meetings.Adjourned, MadeAt: at, MadeBy: "m1", ConvenedAt: &at, OpenedAt: &at, AdjournedAt: &at,
				Terms: meetings.Terms{Title: fmt.Sprint("Phiên ", i), Kind: meetings.Regular, Mode: meetings.InRoom, StartsAt: at, EndsAt: at.Add(time.Hour), Chair: "m1"}}
			it := meetings.Item{ID: ecabinet.NewID(), Meeting: m.ID, Rev: 1, Stage: meetings.Done, Outcome: meetings.NotAdopted, ResubmitBy: &back,
				ItemTerms: meetings.ItemTerms{Kind: meetings.Decide, Title: fmt.Sprint("Đề án ", i), Agency: fmt.Sprint("agency-", i%2)}}
			_, err := r.st.InTx(desk, func(ctx context.Context, tx meetings.Tx) (string, error) {
				return m.ID, errors.Join(tx.InsertMeeting(ctx, &m), tx.InsertItem(ctx, &it))
			})
			r.must("", err)
			sessions, returns = append(sessions, m.ID), append(returns, it.ID)
			if it.Agency == "agency-1" {
				own = append(own, it.ID)
			}
		}
		slices.Sort(returns)
		slices.Sort(own)
		slices.Sort(sessions[1:]) // those of one hour: by id, downwards
		slices.Reverse(sessions[1:])
		returns = append(returns, r.items[1])
		for _, limit := range []int{1, 2, 3, 200} {
			for name, want := range map[string][]string{"secretariat-1": returns, "drafter-1": own} {
				if diff := cmp.Diff(want, r.pages(name, "/api/agenda-returning", "item", limit)); diff != "" {
					t.Errorf("what returns to %s, %d at a time:\n%s", name, limit, diff)
				}
			}
			if diff := cmp.Diff(sessions, r.pages("secretariat-1", "/api/meetings?when=past", "id", limit)); diff != "" {
				t.Errorf("past sessions, %d at a time:\n%s", limit, diff)
			}
		}
		if status, _ := r.call("secretariat-1", http.MethodGet, "/api/meetings?cursor=nonsense", nil); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest {
			t.Errorf("a foreign cursor: %d", status)
		}
	})
}

// An item that was not adopted comes back to the desk and to nobody else, until a
// later agenda has it.
func TestWhatWasNotAdoptedComesBack(t *testing.T) {
	eachRecords(t, func(r *records) {
		returning := func(name string) (v api.ReturningList) {
			t.Helper()
			if status, raw := r.call(name, http.MethodGet, "/api/agenda-returning", nil); status == http.StatusOK {
				r.must("", json.Unmarshal([]byte(raw), &v))
			}
			return v
		}
		got := returning("secretariat-1").Items
		if len(got) != 1 || got[0].Item != r.items[1] || got[0].ResubmitBy != "2027-01-02" || got[0].DaysLeft != 30 || got[0].Conclusion == "" {
			t.Errorf("the desk is told %+v", got)
		}
		for _, name := range []string{"m2", "guest-1", "drafter-1", "auditor"} {
			if n := len(returning(name).Items); n != 0 {
				t.Errorf("%s is told of %d", name, n)
			}
		}
		desk := r.as("secretariat-1")
		next := r.must(r.svc.MakeMeeting(desk, meetings.Terms{
			Title: "Phiên họp sau", Kind: meetings.Regular, Mode: meetings.InRoom, Place: "Trụ sở", StartsAt: r.clock.Now().AddDate(0, 1, 0),
			EndsAt: r.clock.Now().AddDate(0, 1, 0).Add(time.Hour), Chair: "m1",
		}))
		r.must(r.svc.AddItem(desk, next, "", meetings.ItemTerms{Kind: meetings.Decide, Title: "Đề án BÍ-DANH-HAI", Lead: "Bộ Xây dựng"}, nil))
		if n := len(returning("secretariat-1").Items); n != 0 {
			t.Errorf("on a later agenda, and still %d come back", n)
		}
	})
}
