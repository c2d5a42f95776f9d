package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/dossiers/api"
	"ecabinet/dossiers/reading"
	"ecabinet/dossiers/store"
	"ecabinet/internal/db"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
	"ecabinet/internal/jobs"
	"ecabinet/internal/testkit"
	"ecabinet/internal/testkit/scan"
	"ecabinet/policies"
)

const body = "01900000-0000-7000-8000-00000000b0d1"

var sandbox = &reading.Sandbox{Compiled: testkit.Compiled()}

// sessions are the people of the tests: the cookie is the name.
type sessions map[string]ecabinet.Actor

func (s sessions) Actor(_ context.Context, cookie string) (ecabinet.Actor, error) {
	if a, ok := s[cookie]; ok {
		return a, nil
	}
	return ecabinet.Actor{}, ecabinet.E(ecabinet.Unauthenticated, "http.session_ended")
}

func people() sessions {
	in := func(person string, roles ...string) ecabinet.Actor {
		return ecabinet.Actor{Person: person, Body: body, Session: person, Roles: roles}
	}
	s := sessions{
		"drafter": in("drafter", "drafter"), "rival": in("rival", "drafter"), "secretary": in("secretary", "secretariat"),
		"minister": in("minister", "member"), "outsider": in("outsider", "member"), "recused": in("recused", "member"),
		"clerk": in("clerk", "clerk"), "administrator": in("administrator", "administrator"), "analyst": in("analyst", "analyst"),
	}
	for name, agency := range map[string]string{"drafter": "finance", "rival": "health"} {
		a := s[name]
		a.Agencies = []string{agency}
		s[name] = a
	}
	clerk := s["clerk"]
	clerk.Offices = []ecabinet.OfficeAccess{{Member: "minister", Step: "clerk"}}
	s["clerk"] = clerk
	stranger := in("drafter", "drafter", "secretariat")
	stranger.Body = "01900000-0000-7000-8000-00000000b0d2"
	s["stranger"] = stranger
	return s
}

type world struct {
	*testing.T
	d       *db.DB
	dir     string
	files   *files.Store
	store   *store.Store
	service *dossiers.Service
	router  *httpx.Router
	api     *api.API
	runner  *jobs.Runner
	people  sessions
	key     int
}

func each(t *testing.T, test func(w *world)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) { test(newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{T: t, d: d, dir: t.TempDir(), people: people()}
	var err error
	w.files, err = files.Open(t.Context(), files.Options{URL: filepath.Join(w.dir, "files"), KeyFile: filepath.Join(w.dir, "key")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.files.Close() })
	w.store = store.New(d)
	w.service = &dossiers.Service{
		Store: w.store, Files: store.Files{S: w.files}, Workshop: &reading.Workshop{Sandbox: sandbox}, MaxBytes: 2 << 20,
	}
	rules, err := policies.NewBodies(policies.Default())
	if err != nil {
		t.Fatal(err)
	}
	w.router, err = httpx.New(httpx.Config{Title: "Test", Version: "1", Sessions: w.people, Policies: rules})
	if err != nil {
		t.Fatal(err)
	}
	w.api = api.Register(w.router, w.service, w.store, nil)
	if err := w.router.Check(policies.Default()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) as(who string) context.Context { return ecabinet.WithActor(w.Context(), w.people[who]) }

// work runs the jobs that are due, as the runner of a node does, until none is open.
func (w *world) work() {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
	defer cancel()
	runner := jobs.New(w.d, nil)
	done := make(chan struct{}, 100)
	handle := func(kind string, do func(ctx context.Context, ref string, attempt int) error) {
		runner.HandleFor(kind, dossiers.JobLease, func(ctx context.Context, j db.Job) error {
			err := do(ctx, j.Ref, j.Attempts)
			if err == nil {
				done <- struct{}{}
			}
			return err
		})
	}
	handle(dossiers.JobProcess, w.service.Process)
	handle(dossiers.JobThumbs, w.service.Thumbnails)
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(ctx)
	go func() { ended <- runner.Run(ctx) }()
	for w.openJobs() > 0 {
		select {
		case <-done:
		case <-time.After(20 * time.Millisecond): // the note that a job is done follows its end
		case <-ctx.Done():
			w.Fatal("the jobs did not end in time")
		}
	}
	stop()
	<-ended
}

func (w *world) openJobs() int64 {
	w.Helper()
	n, err := w.d.Read().NewSelect().Table("jobs").Where("state = 'open' AND kind LIKE 'document.%'").Count(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return n
}

type answer struct {
	*world
	status int
	header http.Header
	body   []byte
}

func (w *world) send(who, method, path string, body io.Reader, header ...string) answer {
	w.Helper()
	req := httptest.NewRequest(method, path, body)
	req.AddCookie(&http.Cookie{Name: "ecabinet", Value: who})
	if method != http.MethodGet {
		w.key++
		req.Header.Set("Idempotency-Key", fmt.Sprint("k", w.key))
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	w.router.ServeHTTP(rec, req)
	return answer{w, rec.Code, rec.Header(), rec.Body.Bytes()}
}

func (w *world) get(who, path string, header ...string) answer {
	w.Helper()
	return w.send(who, http.MethodGet, path, nil, header...)
}

func (w *world) post(who, path, format string, args ...any) answer {
	w.Helper()
	return w.send(who, http.MethodPost, path, strings.NewReader(fmt.Sprintf(format, args...)))
}

func (w *world) upload(who, path, name string, data []byte, header ...string) answer {
	w.Helper()
	header = append([]string{"Content-Type", "application/octet-stream"}, header...)
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return w.send(who, http.MethodPost, path+sep+"name="+url.QueryEscape(name), bytes.NewReader(data), header...)
}

// want checks the status and, for errors, the code, and that people are told what to do.
func (a answer) want(status int, code string) answer {
	a.Helper()
	var p struct{ Code, Detail string }
	_ = json.Unmarshal(a.body, &p)
	if a.status != status || code != "" && (p.Code != code || p.Detail == "") {
		a.Fatalf("got %d %s, want %d %q", a.status, a.body, status, code)
	}
	return a
}

func into[T any](a answer) T {
	a.Helper()
	var v T
	if err := json.Unmarshal(a.body, &v); err != nil {
		a.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	return v
}

func (w *world) make() api.MatterView {
	w.Helper()
	return into[api.MatterView](w.post("drafter", "/api/matters",
		`{"title": "Nghị định về phí", "agency": "finance", "class": "internal", "field": "Tài chính"}`).want(201, ""))
}

func (w *world) matter(who, id string) api.MatterView {
	w.Helper()
	return into[api.MatterView](w.get(who, "/api/matters/"+id).want(200, ""))
}

// put uploads a paper and waits until it is worked on.
func (w *world) put(matter, kind, name string, data []byte) api.VersionView {
	w.Helper()
	v := into[api.VersionView](w.upload("drafter", "/api/matters/"+matter+"/documents?kind="+kind, name, data).want(201, ""))
	w.work()
	return into[api.VersionView](w.get("drafter", "/api/versions/"+v.ID).want(200, ""))
}

func TestTheCourseOfAMatter(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		w.post("drafter", "/api/matters/"+m.ID+"/submit", `{"matter_rev": 1}`).want(409, "matter.no_papers")
		v := into[api.VersionView](w.upload("drafter", "/api/matters/"+m.ID+"/documents?kind=submission", "Tờ trình.pdf", scan.Text("t", "Submission")).want(201, ""))
		if v.State != "quarantined" || v.Readable {
			t.Fatalf("fresh: %+v", v)
		}
		w.post("drafter", "/api/matters/"+m.ID+"/submit", `{"matter_rev": 1}`).want(409, "matter.paper_waits")
		w.work()
		w.post("rival", "/api/matters/"+m.ID+"/submit", `{"matter_rev": 1}`).want(404, "http.not_found")
		w.post("drafter", "/api/matters/"+m.ID+"/submit", `{"matter_rev": 7}`).want(409, "matter.stale")
		w.post("drafter", "/api/matters/"+m.ID+"/submit", `{"matter_rev": 1}`).want(200, "")
		w.post("drafter", "/api/matters/"+m.ID+"/take", `{"matter_rev": 2}`).want(403, "http.forbidden")
		w.upload("drafter", "/api/matters/"+m.ID+"/documents?kind=other", "a.pdf", scan.Text("t", "a")).want(409, "matter.not_open")
		w.post("secretary", "/api/matters/"+m.ID+"/return", `{"matter_rev": 2, "reason": " "}`).want(422, "matter.reason")
		back := into[api.MatterView](w.post("secretary", "/api/matters/"+m.ID+"/return", `{"matter_rev": 2, "reason": "Thiếu báo cáo thẩm định"}`).want(200, ""))
		if back.State != "returned" || back.Reason == "" {
			t.Fatalf("returned: %+v", back)
		}
		w.put(m.ID, "appraisal", "Thẩm định.pdf", scan.Text("t", "Appraisal"))
		w.post("drafter", "/api/matters/"+m.ID+"/submit", `{"matter_rev": 3}`).want(200, "")
		now := into[api.MatterView](w.post("secretary", "/api/matters/"+m.ID+"/take", `{"matter_rev": 4}`).want(200, ""))
		if now.State != "taken" || now.Reason != "" || len(now.Documents) != 2 {
			t.Fatalf("taken: %+v", now)
		}
		var course []string
		for _, e := range now.History {
			course = append(course, e.What)
		}
		want := "matter.made document.uploaded document.ready matter.submitted matter.returned document.uploaded document.ready matter.submitted matter.taken"
		if got := strings.Join(course, " "); got != want {
			t.Fatalf("history\n%s, want\n%s", got, want)
		}
		w.post("drafter", "/api/matters/"+m.ID+"/withdraw", `{"matter_rev": 5}`).want(409, "matter.not_now")
	})
}

func TestWhoSeesAMatter(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		v := w.put(m.ID, "submission", "a.pdf", scan.Text("t", "Secret word xylophone"))
		w.upload("drafter", "/api/documents/"+v.Document+"/versions", "b.pdf", scan.Text("t", "broken")[:400]).want(422, "document.damaged")
		rev := 1
		for _, step := range []string{"submit", "take"} {
			who := map[string]string{"submit": "drafter", "take": "secretary"}[step]
			w.post(who, "/api/matters/"+m.ID+"/"+step, `{"matter_rev": %d}`, rev).want(200, "")
			rev++
		}
		see := func(who string, matter, paper bool) {
			w.Helper()
			status := map[bool]int{true: 200, false: 404}
			a := w.get(who, "/api/matters/"+m.ID)
			if a.status != status[matter] && (matter || a.status != 403) {
				t.Errorf("%s reads the matter: %d", who, a.status)
			}
			for _, path := range []string{"/reading", "/original", "/pages/1.jpg", "/pages/1?size=large", ""} {
				a := w.get(who, "/api/versions/"+v.ID+path)
				if a.status != status[paper] && (paper || a.status != 403) {
					t.Errorf("%s reads %q: %d %s", who, path, a.status, a.body)
				}
			}
			if matter {
				found := into[api.SearchResult](w.get(who, "/api/matters/"+m.ID+"/search?q=XYLOPHONE").want(200, ""))
				if (found.Count == 1) != paper {
					t.Errorf("%s finds %d pages", who, found.Count)
				}
			}
			list := w.get(who, "/api/matters")
			if in := bytes.Contains(list.body, []byte(m.ID)); in != matter {
				t.Errorf("%s has it in the list: %v", who, in)
			}
		}
		for who, sees := range map[string]bool{"drafter": true, "secretary": true, "rival": false, "minister": false, "clerk": false, "administrator": false, "analyst": false, "stranger": false} {
			see(who, sees, sees)
		}
		w.course(func(ctx context.Context, tx dossiers.Tx) error {
			return dossiers.BallotOpened(ctx, tx, m.ID, []string{"minister", "recused"}, []string{"recused"})
		})
		for who, sees := range map[string]bool{"minister": true, "clerk": true, "outsider": false, "recused": false, "analyst": false} {
			see(who, sees, sees)
		}
		if reader := w.matter("minister", m.ID); len(reader.History) != 0 || len(reader.Documents) != 1 {
			t.Errorf("a voter sees %+v", reader)
		}
		w.course(func(ctx context.Context, tx dossiers.Tx) error { return dossiers.BallotClosed(ctx, tx, m.ID) })
		see("analyst", true, true)
	})
}

func (w *world) course(act func(ctx context.Context, tx dossiers.Tx) error) {
	w.Helper()
	_, err := w.store.InTx(w.as("secretary"), func(ctx context.Context, tx dossiers.Tx) (string, error) { return "", act(ctx, tx) })
	if err != nil {
		w.Fatal(err)
	}
}

func TestUploadsAreRefusedClearly(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		path := "/api/matters/" + m.ID + "/documents?kind=draft"
		good := scan.Text("t", "a page")
		w.upload("drafter", path, "a.pdf", []byte("<html><script>alert(1)</script>")).want(422, "document.mislabelled")
		w.upload("drafter", path, "a.exe", []byte("MZ")).want(422, "document.type_refused")
		w.upload("drafter", path, "a.pdf", good, "Content-Type", "text/html").want(422, "document.mislabelled")
		w.upload("drafter", path, "a.pdf", nil).want(422, "document.empty")
		w.upload("drafter", path, "a.pdf", make([]byte, 3<<20)).want(413, "document.too_large")
		w.upload("drafter", path, "a.pdf", make([]byte, 2<<20+1)).want(413, "document.too_large")
		w.upload("drafter", path, "bomb.docx", bomb(t)).want(422, "document.bomb")
		w.upload("drafter", "/api/matters/"+m.ID+"/documents?kind=poem", "a.pdf", good).want(422, "document.fields")
		w.upload("rival", path, "a.pdf", good).want(404, "http.not_found")
		w.upload("drafter", "/api/documents/none/versions", "a.pdf", good).want(404, "http.not_found")
		if n := w.stored(); n != 0 {
			t.Fatalf("%d files were left by refused uploads", n)
		}
		// What only the workshop can tell is refused by the job, and its bytes go.
		hidden := bytes.Replace(good, []byte("/Kids [ 4 0 R ]"), []byte("/Kids [ 2 0 R ]"), 1)
		v := w.put(m.ID, "draft", "loop.pdf", hidden)
		if v.State != "refused" || v.Code != "document.damaged" || v.Refusal == nil || v.Refusal.VI == "" {
			t.Fatalf("%+v", v)
		}
		if n := w.stored(); n != 0 {
			t.Fatalf("%d files were left by a refused paper", n)
		}
		w.get("drafter", "/api/versions/"+v.ID+"/original").want(404, "document.not_ready")
		w.post("drafter", "/api/matters/"+m.ID+"/submit", `{"matter_rev": 1}`).want(409, "matter.paper_refused")

		secret := into[api.MatterView](w.post("drafter", "/api/matters", `{"title": "x", "agency": "finance", "class": "placeholder"}`).want(201, ""))
		w.upload("drafter", "/api/matters/"+secret.ID+"/documents?kind=draft", "a.pdf", good).want(409, "matter.placeholder")
	})
}

func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, size := range map[string]int{"[Content_Types].xml": 10, "word/document.xml": 300 << 20} {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write(make([]byte, size))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// stored counts the files at rest besides keys.
func (w *world) stored() int {
	w.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join(w.dir, "files"), func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "key" {
			n++
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.Fatal(err)
	}
	return n
}

func TestReadingInRanges(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		var data bytes.Buffer
		if err := scan.Write(&data, 4, 1_500_000); err != nil {
			t.Fatal(err)
		}
		v := w.put(m.ID, "draft", "Bản quét.pdf", data.Bytes())
		if v.State != "ready" || v.Reading.Pages != 4 || v.Reading.HasText || !v.Thumbs || !v.FirstPage {
			t.Fatalf("%+v", v)
		}
		original := w.get("drafter", "/api/versions/"+v.ID+"/original").want(200, "")
		if !bytes.Equal(original.body, data.Bytes()) {
			t.Fatal("the original differs")
		}
		if cd := original.header.Get("Content-Disposition"); !strings.HasPrefix(cd, "attachment;") || !strings.Contains(cd, "B%E1%BA%A3n") {
			t.Fatal(cd)
		}
		path := "/api/versions/" + v.ID + "/reading"
		whole := w.get("drafter", path, "Sec-Fetch-Dest", "empty").want(200, "")
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes", "Cache-Control": "private, no-store",
			"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
		} {
			if got := whole.header.Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		for _, r := range [][2]int{{0, 0}, {65530, 65545}, {262144, 524287}, {len(whole.body) - 3, len(whole.body) - 1}} {
			part := w.get("drafter", path, "Range", fmt.Sprintf("bytes=%d-%d", r[0], r[1])).want(206, "")
			if !bytes.Equal(part.body, whole.body[r[0]:r[1]+1]) {
				t.Errorf("range %v differs", r)
			}
		}
		w.get("drafter", path, "Range", "bytes=99999999-").want(416, "")
		for _, dest := range []string{"document", "iframe", "frame", "object", "embed"} {
			w.get("drafter", path, "Sec-Fetch-Dest", dest).want(403, "document.not_inline")
		}
		w.get("drafter", "/api/versions/"+v.ID+"/original", "Sec-Fetch-Dest", "iframe").want(403, "document.not_inline")
		if pic := w.get("drafter", "/api/versions/"+v.ID+"/pages/4.jpg").want(200, ""); !bytes.HasPrefix(pic.body, []byte("\xff\xd8")) {
			t.Error("no thumbnail")
		}
		w.get("drafter", "/api/versions/"+v.ID+"/pages/5").want(404, "document.no_picture")
		w.get("drafter", "/api/versions/"+v.ID+"/pages/0").want(404, "document.no_picture")
		res := into[api.SearchResult](w.get("drafter", "/api/documents/"+v.ID+"/search?q=phi").want(200, ""))
		if res.HasText || res.Count != 0 {
			t.Fatalf("%+v", res)
		}
	})
}

func TestRecall(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		v := w.put(m.ID, "draft", "a.pdf", scan.Text("t", "recalled word"))
		doc := w.matter("drafter", m.ID).Documents[0]
		w.post("drafter", "/api/documents/"+doc.ID+"/recall", `{"document_rev": 1, "reason": "Nhầm bản"}`).want(403, "http.forbidden")
		after := into[api.MatterView](w.post("secretary", "/api/documents/"+doc.ID+"/recall", `{"document_rev": 1, "reason": "Nhầm bản"}`).want(200, ""))
		if !after.Documents[0].Recalled || after.Documents[0].RecallReason != "Nhầm bản" {
			t.Fatalf("%+v", after.Documents[0])
		}
		for _, who := range []string{"drafter", "secretary"} {
			for _, path := range []string{"/reading", "/original", "/pages/1", "/pages/1?size=large"} {
				a := w.get(who, "/api/versions/"+v.ID+path)
				if a.status != 404 && a.status != 403 || bytes.Contains(a.body, []byte("%PDF")) {
					t.Errorf("%s is served %s after the recall: %d", who, path, a.status)
				}
			}
			if res := into[api.SearchResult](w.get(who, "/api/matters/"+m.ID+"/search?q=recalled").want(200, "")); res.Count != 0 {
				t.Errorf("%s finds text of a recalled paper", who)
			}
		}
		papers, err := w.service.FileHashes(w.as("secretary"), m.ID)
		if err != nil || len(papers) != 0 {
			t.Fatalf("%v %v", papers, err)
		}
		w.upload("drafter", "/api/documents/"+doc.ID+"/versions", "b.pdf", scan.Text("t", "b")).want(409, "document.recalled")
	})
}

func TestVersionsAndHashes(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		one := w.put(m.ID, "draft", "Dự thảo.pdf", scan.Text("t", "first"))
		doc := w.matter("drafter", m.ID).Documents[0]
		two := into[api.VersionView](w.upload("drafter", "/api/documents/"+doc.ID+"/versions", "Dự thảo 2.pdf", scan.Text("t", "second")).want(201, ""))
		w.upload("drafter", "/api/documents/"+doc.ID+"/versions", "c.pdf", scan.Text("t", "third")).want(409, "document.in_progress")
		if got := w.matter("drafter", m.ID).Documents[0].Shown; got != one.ID {
			t.Fatal("a version that is not ready is shown")
		}
		w.work()
		papers, err := w.service.FileHashes(w.as("secretary"), m.ID)
		if err != nil || len(papers) != 1 || papers[0].Version != two.ID || papers[0].Number != 2 || papers[0].Original != two.SHA256 ||
			len(papers[0].Reading) != 64 || papers[0].Title != "Dự thảo" {
			t.Fatalf("%+v %v", papers, err)
		}
	})
}

// Several that are sent at once come in in any order; they stand by their kinds.
func TestNewPapersStandByKind(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		for i, kind := range []string{"other", "explanation", "draft", "appraisal", "submission", "draft", "other"} {
			w.put(m.ID, kind, fmt.Sprintf("%d.pdf", i), scan.Text("t", fmt.Sprint(i)))
		}
		var got []string
		for _, d := range w.matter("drafter", m.ID).Documents {
			got = append(got, string(d.Kind)+" "+d.Title)
		}
		want := []string{"submission 4", "draft 2", "draft 5", "appraisal 3", "explanation 1", "other 0", "other 6"}
		if !slices.Equal(got, want) {
			t.Errorf("the papers stand as %q", got)
		}
	})
}

func TestOrderRenameRemove(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		w.put(m.ID, "draft", "a.pdf", scan.Text("t", "a"))
		w.put(m.ID, "submission", "b.pdf", scan.Text("t", "b"))
		docs := w.matter("drafter", m.ID).Documents
		order := func(rev int, ids ...string) answer {
			return w.send("drafter", http.MethodPut, "/api/matters/"+m.ID+"/order",
				strings.NewReader(fmt.Sprintf(`{"matter_rev": %d, "documents": ["%s"]}`, rev, strings.Join(ids, `","`))))
		}
		order(1, docs[1].ID).want(422, "document.order")
		now := into[api.MatterView](order(1, docs[1].ID, docs[0].ID).want(200, ""))
		if now.Documents[0].ID != docs[1].ID {
			t.Fatal("the order stayed")
		}
		d := now.Documents[0]
		w.send("drafter", http.MethodPut, "/api/documents/"+d.ID, strings.NewReader(fmt.Sprintf(`{"document_rev": %d, "kind": "appraisal", "title": "Thẩm định"}`, d.Rev))).want(200, "")
		w.post("drafter", "/api/documents/"+d.ID+"/remove", `{"document_rev": %d}`, d.Rev).want(409, "document.stale")
		left := into[api.MatterView](w.post("drafter", "/api/documents/"+d.ID+"/remove", `{"document_rev": %d}`, d.Rev+1).want(200, ""))
		if len(left.Documents) != 1 {
			t.Fatal("it is still there")
		}
		n, err := store.Collect(w.Context(), w.files, w.store, body, time.Now().Add(48*time.Hour))
		if err != nil || n != 4 { // original, reading, cover, thumbnails
			t.Fatalf("%d orphans, %v", n, err)
		}
		if n := w.stored(); n != 4 {
			t.Fatalf("%d files are left for one paper", n)
		}
	})
}

func TestSearchRanksExactMarksFirst(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		v := w.put(m.ID, "draft", "a.pdf", scan.Text("t", "x"))
		texts := []string{"ý kiến về phi thuyền", "mức phí mới của cơ quan", "của cải, phi vụ và mức độ", "đường bộ"}
		_, err := w.store.InTx(w.as("drafter"), func(ctx context.Context, tx dossiers.Tx) (string, error) {
			var pages []dossiers.Page
			for i, text := range texts {
				pages = append(pages, dossiers.Page{Version: v.ID, Number: i + 1, Text: text})
			}
			return "", tx.SavePages(ctx, body, pages)
		})
		if err != nil {
			t.Fatal(err)
		}
		find := func(q string) (pages []int) {
			res := into[api.SearchResult](w.get("drafter", "/api/documents/"+v.ID+"/search?q="+url.QueryEscape(q)).want(200, ""))
			for _, h := range res.Items {
				pages = append(pages, h.Page)
				if len(h.Marks) == 0 {
					t.Errorf("%q: nothing is lit in %q", q, h.Snippet)
				}
			}
			return pages
		}
		for q, want := range map[string]string{
			"phí": "[2 1 3]", "mức phí": "[2 3]", "DUONG BO": "[4]", "đường b": "[4]", "muc ph": "[2 3]", `phi" OR *`: "[]", "phi:*'&": "[1 2 3]",
		} {
			if got := fmt.Sprint(find(q)); got != want {
				t.Errorf("%q finds %s, want %s", q, got, want)
			}
		}
		w.get("drafter", "/api/documents/"+v.ID+"/search?q=%20").want(422, "document.query")
	})
}

func TestTheSameUploadTwiceIsOne(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		path, data := "/api/matters/"+m.ID+"/documents?kind=draft", scan.Text("t", "once")
		one := into[api.VersionView](w.upload("drafter", path, "a.pdf", data, "Idempotency-Key", "same").want(201, ""))
		two := into[api.VersionView](w.upload("drafter", path, "a.pdf", data, "Idempotency-Key", "same").want(201, ""))
		if one.ID != two.ID || w.stored() != 1 {
			t.Fatalf("two versions or %d files", w.stored())
		}
		w.upload("drafter", path, "a.pdf", scan.Text("t", "Once"), "Idempotency-Key", "same").want(409, "request.key_reused")
	})
}

// A paper that ends the program is tried once more and then refused.
func TestAPaperThatKillsTheWorker(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		v := into[api.VersionView](w.upload("drafter", "/api/matters/"+m.ID+"/documents?kind=draft", "a.pdf", scan.Text("t", "a")).want(201, ""))
		for range 2 { // the program ends after the run was counted and before anything else
			_, err := w.store.InTx(w.as("drafter"), func(ctx context.Context, tx dossiers.Tx) (string, error) {
				v, err := tx.Version(ctx, v.ID)
				if err != nil || !v.Begin() {
					t.Errorf("not begun: %v", err)
				}
				return "", tx.SaveVersion(ctx, v)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		w.work()
		after := into[api.VersionView](w.get("drafter", "/api/versions/"+v.ID).want(200, ""))
		if after.State != "refused" || after.Code != "document.unreadable" {
			t.Fatalf("%+v", after)
		}
	})
}

// An ordinary failure (here: the storage is gone) is no fault of the paper.
func TestAFailureIsTriedAgain(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		v := into[api.VersionView](w.upload("drafter", "/api/matters/"+m.ID+"/documents?kind=draft", "a.pdf", scan.Text("t", "a")).want(201, ""))
		away := filepath.Join(w.dir, "files", body, "q")
		for attempt := range 3 {
			if err := os.Rename(away, away+"-away"); err != nil {
				t.Fatal(err)
			}
			if err := w.service.Process(w.as("drafter"), v.ID, attempt+1); err == nil {
				t.Fatal("processed without its bytes")
			}
			if err := os.Rename(away+"-away", away); err != nil {
				t.Fatal(err)
			}
		}
		w.work()
		if after := into[api.VersionView](w.get("drafter", "/api/versions/"+v.ID).want(200, "")); after.State != "ready" {
			t.Fatalf("%+v", after)
		}
	})
}

// F3: nothing of a paper stands in plain at rest, also in temporary folders.
func TestCanary(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	tmp := filepath.Join(w.dir, "tmp")
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", tmp)
	const canary = "CANARY7391cabinet"
	m := w.make()
	w.put(m.ID, "draft", "a.pdf", scan.Text("t", canary))
	err := filepath.WalkDir(w.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if bytes.Contains(b, []byte(canary)) {
			t.Errorf("%s holds the canary", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := w.stored(); n != 4 {
		t.Fatalf("%d files", n)
	}
}

// The relations' two forms agree, for every actor and every matter.
func TestRelationsAgree(t *testing.T) {
	each(t, func(w *world) {
		var ids []string
		for i, agency := range []string{"finance", "health", "finance", "health"} {
			ref, err := w.service.Make(w.as("drafter"), dossiers.Terms{Title: "m", Agency: agency, Class: dossiers.Classes[i]})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, strings.TrimPrefix(ref, "matter/"))
		}
		w.course(func(ctx context.Context, tx dossiers.Tx) error {
			return errors.Join(tx.SetVoters(ctx, ids[0], []string{"minister", "recused"}), tx.SetRecused(ctx, ids[0], []string{"recused"}),
				tx.SetVoters(ctx, ids[1], []string{"minister"}))
		})
		for who, actor := range w.people {
			if actor.Body != body {
				continue
			}
			for _, rel := range store.Relations {
				list, err := w.store.List(w.as(who), dossiers.ListQuery{Limit: 10, Rights: dossiers.Rights{Allow: []string{rel.Name}}})
				if err != nil {
					t.Fatal(err)
				}
				in := map[string]bool{}
				for _, m := range list {
					in[m.ID] = true
				}
				for _, id := range ids {
					x, err := w.store.Access(w.as(who), id)
					if err != nil {
						t.Fatal(err)
					}
					if rel.Holds(actor, x) != in[id] {
						t.Errorf("%s to %s: predicate %v, SQL %v", who, rel.Name, rel.Holds(actor, x), in[id])
					}
				}
			}
		}
	})
}

// The long scan goes through the whole house: sealed, normalised, first page drawn.
func TestTheLongScan(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.service.MaxBytes = 0
	var data bytes.Buffer
	if err := scan.Large(&data); err != nil {
		t.Fatal(err)
	}
	ref, err := w.service.Make(w.as("drafter"), dossiers.Terms{Title: "Quy hoạch", Agency: "finance", Class: dossiers.Internal})
	if err != nil {
		t.Fatal(err)
	}
	var last int
	w.service.Progress = func(_ context.Context, _ dossiers.Version, page, of int) {
		if page <= last || of != 300 {
			t.Errorf("page %d of %d after page %d", page, of, last)
		}
		last = page
	}
	ref, err = w.service.Upload(w.as("drafter"), dossiers.Upload{
		Matter: strings.TrimPrefix(ref, "matter/"), Kind: dossiers.Submission, Name: "Bản quét.pdf", Length: -1, Body: &data,
	})
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimPrefix(ref, "version/")
	if err := w.service.Process(w.as("drafter"), id, 1); err != nil {
		t.Fatal(err)
	}
	v := into[api.VersionView](w.get("drafter", "/api/versions/"+id).want(200, ""))
	if v.State != "ready" || v.Reading.Pages != 300 || v.Reading.HasText || last != 300 {
		t.Fatalf("%+v after page %d", v, last)
	}
	if pic := w.get("drafter", "/api/versions/"+id+"/pages/1?size=large").want(200, ""); len(pic.body) < 10_000 {
		t.Fatalf("the first page is %d bytes", len(pic.body))
	}
	last = 0
	if err := w.service.Thumbnails(w.as("drafter"), id, 1); err != nil {
		t.Fatal(err)
	}
	if pic := w.get("drafter", "/api/versions/"+id+"/pages/300.jpg").want(200, ""); !bytes.HasPrefix(pic.body, []byte("\xff\xd8")) || last != 300 {
		t.Fatalf("the last thumbnail is %d bytes", len(pic.body))
	}
	part := w.get("drafter", "/api/versions/"+id+"/reading", "Range", fmt.Sprintf("bytes=%d-%d", v.Reading.Size-262144, v.Reading.Size-1)).want(206, "")
	if len(part.body) != 262144 || !bytes.Contains(part.body[len(part.body)-1024:], []byte("%%EOF")) {
		t.Fatal("the last range is not the end of the reading copy")
	}
}

// A live view follows the sight of its audience and rises with what happens.
func TestLiveView(t *testing.T) {
	each(t, func(w *world) {
		m := w.make()
		v := w.put(m.ID, "draft", "a.pdf", scan.Text("t", "a"))
		key, grant, _, err := w.api.Audience(w.Context(), w.people["drafter"], "matter:"+m.ID)
		if err != nil {
			t.Fatal(err)
		}
		other, _, _, err := w.api.Audience(w.Context(), w.people["secretary"], "matter:"+m.ID)
		if err != nil || other != key {
			t.Fatalf("drafter and secretariat see the same, but are %q and %q: %v", key, other, err)
		}
		if _, _, _, err := w.api.Audience(w.Context(), w.people["outsider"], "matter:"+m.ID); ecabinet.KindOf(err) != ecabinet.NotFound {
			t.Fatalf("an outsider may listen: %v", err)
		}
		system := ecabinet.WithActor(w.Context(), ecabinet.SystemActor(body))
		rev, data, err := w.api.View(system, grant, "matter/"+m.ID)
		if err != nil || data.(*api.MatterView).Documents[0].Shown != v.ID {
			t.Fatalf("%v %+v", err, data)
		}
		w.post("secretary", "/api/documents/"+v.Document+"/recall", `{"document_rev": 1, "reason": "x"}`).want(200, "")
		now, _, err := w.api.View(system, grant, "matter/"+m.ID)
		if err != nil || now <= rev {
			t.Fatalf("rev %d after %d, %v", now, rev, err)
		}
		readers := api.Sight{Matter: true, Papers: true}
		_, data, err = w.api.View(system, readers, "matter/"+m.ID)
		if err != nil || len(data.(*api.MatterView).Documents) != 0 {
			t.Fatalf("readers still see a recalled paper: %v", err)
		}
		if !api.Hears(grant, "progress/x") || api.Hears(readers, "progress/x") || api.Hears(nil, "progress/x") {
			t.Error("readers hear that a version is being prepared, or its makers do not")
		}
		if _, _, err := w.api.View(system, nil, "matter/"+m.ID); ecabinet.KindOf(err) != ecabinet.NotFound {
			t.Fatalf("a view without a sight: %v", err)
		}
	})
}
