package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ecabinet"
	"ecabinet/annotations"
	"ecabinet/annotations/api"
	"ecabinet/annotations/store"
	"ecabinet/internal/db"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit"
	"ecabinet/policies"
)

const body = "01900000-0000-7000-8000-00000000b0d1"

// world is the room over one paper in two versions, of which page 1 stayed; it is
// also the papers, how people stand to them, and the live stream.
type world struct {
	*testing.T
	d       *db.DB
	s       *store.Store
	router  *httpx.Router
	api     *api.API
	people  map[string]ecabinet.Actor
	held    map[string][]string // relations to the paper, by person
	signals []string
}

func each(t *testing.T, suite func(w *world)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		f, err := files.Open(t.Context(), files.Options{URL: filepath.Join(t.TempDir(), "files"), KeyFile: filepath.Join(t.TempDir(), "key")})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		in := func(person string, roles ...string) ecabinet.Actor {
			return ecabinet.Actor{Account: person, Person: person, Body: body, Session: person, Roles: roles}
		}
		w := &world{T: t, d: d, s: store.New(d, f), held: map[string][]string{}, people: map[string]ecabinet.Actor{
			"minister": in("minister", "member"), "other": in("other", "member"), "clerk": in("clerk", "clerk"), "stranger": in("stranger", "clerk"),
			"administrator": in("administrator", "administrator", "drafter"),
		}}
		clerk := w.people["clerk"]
		clerk.Offices = []ecabinet.OfficeAccess{{Member: "minister", Step: "clerk"}}
		w.people["clerk"] = clerk
		admin := w.people["administrator"]
		admin.Offices = clerk.Offices
		w.people["administrator"] = admin
		for _, who := range []string{"minister", "other", "clerk", "stranger"} {
			w.held[who] = []string{"listed"}
		}
		w.held["administrator"] = []string{"agency"}
		rules, err := policies.NewBodies(policies.Default())
		if err != nil {
			t.Fatal(err)
		}
		w.router, err = httpx.New(httpx.Config{Title: "Test", Version: "1", Sessions: w, Policies: rules})
		if err != nil {
			t.Fatal(err)
		}
		w.api = api.New(w.router, &annotations.Service{Store: w.s, Papers: w}, w.s, w, w.names, func() api.Live { return w })
		if err := w.router.Check(policies.Default()); err != nil {
			t.Fatal(err)
		}
		suite(w)
	})
}

func (w *world) Actor(_ context.Context, cookie string) (ecabinet.Actor, error) {
	if a, ok := w.people[cookie]; ok {
		return a, nil
	}
	return ecabinet.Actor{}, ecabinet.E(ecabinet.Unauthenticated, "http.session_ended")
}

func (*world) names(_ context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, id := range ids {
		out[id] = "Ông " + id
	}
	return out, nil
}

func (w *world) Signal(_, topic, ref string, data any) error {
	w.signals = append(w.signals, fmt.Sprint(topic, " ", ref, " ", data))
	return nil
}

func (w *world) OfVersion(ctx context.Context, _ string) ([]string, error) {
	return w.held[ecabinet.ActorFrom(ctx).Person], nil
}

func (w *world) OfDocument(ctx context.Context, _ string) ([]string, error) {
	return w.held[ecabinet.ActorFrom(ctx).Person], nil
}

func (*world) Version(_ context.Context, id string) (annotations.Paper, error) {
	if id != "v1" && id != "v2" {
		return annotations.Paper{}, ecabinet.E(ecabinet.NotFound, "document.not_found")
	}
	return annotations.Paper{Document: "d", Version: id, Versions: []annotations.Version{{ID: "v1", Number: 1, Pages: 2}, {ID: "v2", Number: 2, Pages: 2}}}, nil
}

func (*world) Same(context.Context, string, string) ([]int, error) { return []int{1, 0}, nil }

func (*world) Texts(context.Context, string) ([]string, error) {
	return []string{"Điều 1", "Điều 2. Mức thu là 7 phần trăm"}, nil
}

func (w *world) send(who, method, path, body string) (int, []byte) {
	w.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.AddCookie(&http.Cookie{Name: "ecabinet", Value: who})
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", ecabinet.NewID())
	rec := httptest.NewRecorder()
	w.router.ServeHTTP(rec, req)
	return rec.Code, rec.Body.Bytes()
}

func id(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", n) }

func note(n int, seen, page int, text string) string {
	return fmt.Sprintf(`{"id":%q,"seen":%d,"kind":"note","page":%d,"colour":"yellow","ink":"","boxes":[],"quote":"","before":"","after":"","at":[160,320],"text":%q}`, id(n), seen, page, text)
}

func lit(n int, page int, quote string) string {
	return fmt.Sprintf(`{"id":%q,"seen":0,"kind":"highlight","page":%d,"colour":"green","ink":"","boxes":[[1,2,3,4]],"quote":%q,"before":"","after":"","at":[],"text":""}`, id(n), page, quote)
}

func (w *world) put(who, version string, status int, puts ...string) api.AnnotationsView {
	w.Helper()
	return into[api.AnnotationsView](w, status, who, http.MethodPut, "/api/versions/"+version+"/annotations", `{"puts":[`+strings.Join(puts, ",")+`],"erases":[]}`)
}

func into[V any](w *world, status int, who, method, path, body string) (v V) {
	w.Helper()
	got, raw := w.send(who, method, path, body)
	if got != status {
		w.Fatalf("%s %s %s: %d %s", who, method, path, got, raw)
	}
	if status == http.StatusOK {
		if err := json.Unmarshal(raw, &v); err != nil {
			w.Fatal(err)
		}
	}
	return v
}

func (w *world) read(who, version string, status int) api.AnnotationsView {
	w.Helper()
	return into[api.AnnotationsView](w, status, who, http.MethodGet, "/api/versions/"+version+"/annotations", "")
}

func (w *world) shared(who string) []string {
	w.Helper()
	v := into[api.SharedView](w, 200, who, http.MethodGet, "/api/versions/v1/annotations/shared", "")
	out := []string{}
	for _, p := range v.People {
		for _, x := range p.Items {
			out = append(out, p.Person.Name+": "+x.Text)
		}
	}
	slices.Sort(out)
	return out
}

func TestOnANewVersionWhatIsUnchangedStays(t *testing.T) {
	each(t, func(w *world) {
		w.put("minister", "v1", 200, note(1, 0, 1, "giữ"), note(2, 0, 2, "trang đổi"), lit(3, 2, "Mức thu là 7 phần trăm"), lit(4, 2, "Mức thu là 5 phần trăm"))
		want := map[string]api.PlaceView{
			id(1): {Page: 1, How: "same_page"}, id(2): {Page: 0, How: "elsewhere"}, id(3): {Page: 2, How: "same_words"}, id(4): {Page: 0, How: "elsewhere"},
		}
		v := w.read("minister", "v2", 200)
		for _, x := range v.Items {
			if x.Place != want[x.ID] || x.Number != 1 || x.Version != "v1" {
				w.Errorf("%s: %+v of version %d", x.ID, x.Place, x.Number)
			}
		}
		if len(v.Items) != 4 || len(v.Versions) != 2 || v.Seq != 1 {
			w.Errorf("%+v", v)
		}
		for _, x := range w.read("minister", "v1", 200).Items {
			if x.Place.How != "here" || x.Place.Page != x.ContentData.Page {
				w.Errorf("%s: %+v on its own version", x.ID, x.Place)
			}
		}
	})
}

func TestWhoReadsWhat(t *testing.T) {
	each(t, func(w *world) {
		w.put("minister", "v1", 200, note(1, 0, 1, "riêng"), note(2, 0, 1, "chung"))
		share := func(who string, status int, office string, ids ...string) {
			w.Helper()
			raw, _ := json.Marshal(append([]string{}, ids...))
			into[api.SharingView](w, status, who, http.MethodPut, "/api/documents/d/annotations/sharing", fmt.Sprintf(`{"office":%q,"annotations":%s}`, office, raw))
		}
		see := func(who string, want ...string) {
			w.Helper()
			if got := w.shared(who); !slices.Equal(got, want) {
				w.Errorf("%s reads %v, not %v", who, got, want)
			}
		}
		see("clerk")
		share("minister", 403, "other", id(1))
		share("clerk", 404, "minister", id(1)) // not his own
		share("minister", 200, "minister", id(2))
		see("clerk", "Ông minister: chung")
		for _, who := range []string{"other", "stranger"} {
			see(who)
			if v := w.read(who, "v1", 200); len(v.Items) != 0 {
				w.Errorf("%s reads %+v", who, v.Items)
			}
		}
		into[api.SharedView](w, 404, "administrator", http.MethodGet, "/api/versions/v1/annotations/shared", "")
		w.put("clerk", "v1", 200, note(9, 0, 2, "gửi ông"))
		share("clerk", 200, "minister")
		see("minister", "Ông clerk: gửi ông")

		system := ecabinet.WithActor(w.Context(), ecabinet.SystemActor(body))
		refs, err := w.api.Refs(system, "office:minister")
		if err != nil || !slices.Equal(refs, []string{"shared-annotations/d"}) {
			w.Fatal(refs, err)
		}
		lines := func(topic string) (out []string) {
			rev, v, err := w.api.View(system, topic, "shared-annotations/d")
			if ecabinet.KindOf(err) == ecabinet.NotFound {
				return nil
			}
			raw, _ := json.Marshal(v)
			if err != nil || rev == 0 || strings.Contains(string(raw), "chung") || strings.Contains(string(raw), "gửi ông") {
				w.Fatal(string(raw), rev, err)
			}
			for _, p := range v.(*api.SharersView).People {
				out = append(out, fmt.Sprint(p.Person.ID, p.Count))
			}
			return out
		}
		if got := lines("office:minister"); !slices.Equal(got, []string{"clerk1", "minister1"}) {
			w.Error(got)
		}
		if got := lines("user:minister"); !slices.Equal(got, []string{"clerk1"}) {
			w.Error(got)
		}
		if got := lines("office:other"); got != nil {
			w.Error(got)
		}

		w.signals = nil
		w.put("minister", "v1", 200, note(2, 1, 1, "chung, sửa"))
		want := []string{"office:minister annotations-of/d:minister {3}", "user:minister annotations-of/d:minister {3}"}
		if !slices.Equal(w.signals, want) {
			w.Errorf("%q", w.signals)
		}
		see("clerk", "Ông minister: chung, sửa")

		share("minister", 200, "")
		share("clerk", 200, "")
		see("clerk")
		see("minister")
		if lines("office:minister") != nil || lines("user:minister") != nil {
			w.Error("what was taken back is still there")
		}
	})
}

func TestThePaperDecidesWhoMayAnnotate(t *testing.T) {
	each(t, func(w *world) {
		w.put("minister", "v1", 200, note(1, 0, 1, "trước"))
		w.held["minister"] = []string{"listed", "withdrawn"}
		w.read("minister", "v1", 404)
		w.put("minister", "v1", 200, note(2, 0, 1, "còn trên máy")) // drawn before the paper was called back
		w.held["minister"] = []string{"listed", "recused"}
		w.read("minister", "v1", 404)
		w.put("minister", "v1", 404, note(3, 0, 1, "x"))
		w.held["minister"] = nil
		w.read("minister", "v1", 404)
		w.put("minister", "v1", 404, note(3, 0, 1, "x"))
		w.read("minister", "v9", 404)
		w.held["minister"] = []string{"listed"}
		if v := w.read("minister", "v1", 200); len(v.Items) != 2 {
			w.Errorf("%d are left", len(v.Items))
		}
	})
}

func TestTargets(t *testing.T) {
	e := ecabinet.Event{Topic: "office:m", Type: "annotations.shared", Ref: "shared-annotations/d"}
	want := []api.Target{{"office:m", "shared-annotations/d"}, {"user:m", "shared-annotations/d"}}
	if got := api.Targets(e); !slices.Equal(got, want) {
		t.Error(got)
	}
	if got := api.Targets(ecabinet.Event{Topic: "office:m", Type: "draft.passed"}); got != nil {
		t.Error(got)
	}
}

func TestMineOfSeveralPapers(t *testing.T) {
	each(t, func(w *world) {
		w.put("minister", "v1", http.StatusOK, note(1, 0, 1, "của tôi"))
		list := func(who string) api.AnnotationsList {
			return into[api.AnnotationsList](w, http.StatusOK, who, http.MethodGet, "/api/annotations?versions=v2,v1,no-such", "")
		}
		got := list("minister")
		if len(got.Items) != 2 || len(got.Items[0].Items) != 1 || got.Items[0].Items[0].Text != "của tôi" || got.Items[0].Items[0].Place.How != "same_page" {
			t.Errorf("%+v", got)
		}
		for _, one := range list("other").Items {
			if len(one.Items) > 0 {
				t.Errorf("another lists %+v", one)
			}
		}
		w.held["minister"] = []string{"listed", "recused"}
		if got := list("minister"); len(got.Items) != 0 {
			t.Errorf("recused: %+v", got)
		}
	})
}
