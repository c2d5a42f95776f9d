package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit"
	"ecabinet/people"
	"ecabinet/people/api"
	"ecabinet/people/store"
	"ecabinet/policies"
)

// house is a body behind its routes; the cookie of a caller is a person's id.
type house struct {
	t      *testing.T
	d      *db.DB
	s      *people.Service
	api    *api.API
	router *httpx.Router
	server *httptest.Server
	body   string
	admin  string
	second string
	now    time.Time

	mu   sync.Mutex
	keys int
}

// Actor makes the house the sessions of its router.
func (h *house) Actor(ctx context.Context, person string) (ecabinet.Actor, error) {
	a, err := h.s.Actor(ctx, h.body, person, h.now)
	a.Account, a.Session = "account", "session"
	return a, err
}

func each(t *testing.T, suite func(t *testing.T, h *house)) {
	now := time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = func() time.Time { return now } }, func(t *testing.T, d *db.DB) {
		st := store.New(d)
		h := &house{t: t, d: d, s: people.NewService(st, policies.ForbiddenTogether, policies.CheckLines), body: ecabinet.NewID(), now: now}
		bodies, err := policies.NewBodies(policies.Default())
		h.must(err)
		h.router, err = httpx.New(httpx.Config{Title: "test", Version: "1", Sessions: h, Policies: bodies, Clock: func() time.Time { return now }})
		h.must(err)
		h.api = api.Register(h.router, h.s, bodies)
		h.server = httptest.NewServer(h.router)
		t.Cleanup(h.server.Close)
		_, err = d.InTx(h.system(), func(ctx context.Context, tx *db.Tx) (string, error) {
			h.admin, err = st.Found(ctx, tx, people.Body{ID: h.body, NameVI: "Chính phủ"}, people.Person{FullName: "Quản trị Một", Email: "mot@example.vn"})
			return "body/" + h.body, err
		})
		h.must(err)
		h.second = h.person("Quản trị Hai", "administrator")
		suite(t, h)
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) system() context.Context {
	return ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(h.body))
}

func (h *house) person(name, role string) string {
	ref, err := h.s.AddPerson(h.system(), people.Person{FullName: name})
	h.must(err)
	id := ref[len("person/"):]
	_, err = h.s.GiveRole(h.system(), people.GiveRole{Person: id, Role: role})
	h.must(err)
	return id
}

type object = map[string]any

func (h *house) want(status int, person, method, path string, in any) object {
	h.t.Helper()
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		h.must(err)
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.server.URL+path, body)
	h.must(err)
	req.Header.Set("Content-Type", "application/json")
	h.mu.Lock()
	h.keys++
	req.Header.Set("Idempotency-Key", strings.Repeat("k", h.keys))
	h.mu.Unlock()
	req.AddCookie(&http.Cookie{Name: "ecabinet", Value: person})
	res, err := h.server.Client().Do(req)
	h.must(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	h.must(err)
	out := object{}
	if len(raw) > 0 {
		h.must(json.Unmarshal(raw, &out))
	}
	if res.StatusCode != status {
		h.t.Fatalf("%s %s: %d %s, want %d", method, path, res.StatusCode, raw, status)
	}
	return out
}

func items(o object) []any { return o["items"].([]any) }

func TestAPersonBecomesAMember(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		agency := h.want(201, h.admin, "POST", "/api/agencies", object{"code": "BTC", "name_vi": "Bộ Tài chính"})
		made := h.want(201, h.admin, "POST", "/api/people", object{"full_name": "  Nguyễn   Văn An ", "honorific": "Ông", "email": "an@example.vn"})
		p := made["person"].(object)
		id := p["id"].(string)
		if p["full_name"] != "Nguyễn Văn An" || made["home"] != true {
			t.Errorf("made %v", made)
		}
		changed := h.want(200, h.admin, "PUT", "/api/people/"+id, object{"full_name": "Nguyễn Văn Ân", "rev": 1})
		if changed["person"].(object)["full_name"] != "Nguyễn Văn Ân" || changed["person"].(object)["rev"] != 2.0 {
			t.Errorf("changed %v", changed)
		}
		stale := h.want(409, h.admin, "PUT", "/api/people/"+id, object{"full_name": "Khác", "rev": 1})
		if stale["current"].(object)["person"].(object)["full_name"] != "Nguyễn Văn Ân" {
			t.Errorf("a stale change answers %v", stale)
		}
		given := h.want(200, h.admin, "POST", "/api/people/"+id+"/posts", object{
			"title_vi": "Bộ trưởng", "title_en": "Minister", "agency": agency["id"], "seat": 7, "member": true})
		if given["waiting"] != true || len(items(h.want(200, h.admin, "GET", "/api/members", nil))) != 0 {
			t.Fatalf("given by one person: %v", given)
		}
		path := "/api/change-requests/" + strings.TrimPrefix(given["ref"].(string), "request/")
		if out := h.want(409, h.admin, "POST", path+"/approve", object{"rev": 1}); out["code"] != "request.second_person" {
			t.Errorf("approved by the same person: %v", out)
		}
		stale = h.want(409, h.second, "POST", path+"/approve", object{"rev": 3})
		if stale["current"].(object)["rev"] != 1.0 {
			t.Errorf("a stale change answers %v", stale)
		}
		done := h.want(200, h.second, "POST", path+"/approve", object{"rev": 1})
		if done["state"] != "used" || done["asked_by"].(object)["full_name"] != "Quản trị Một" {
			t.Errorf("approved: %v", done)
		}
		m := items(h.want(200, h.admin, "GET", "/api/members", nil))[0].(object)
		if m["person"] != id || m["seat"] != 7.0 || m["posts"].([]any)[0].(object)["agency_vi"] != "Bộ Tài chính" {
			t.Errorf("the member is %v", m)
		}
		if got := items(h.want(200, h.admin, "GET", "/api/members?at=2026-05-01T00:00:00Z", nil)); len(got) != 0 {
			t.Errorf("a month before: %v", got)
		}
		record := h.want(200, h.admin, "GET", "/api/people/"+id, nil)
		post := record["posts"].([]any)[0].(object)
		h.want(200, h.admin, "PUT", "/api/posts/"+post["id"].(string), object{"title_vi": "Bộ trưởng Bộ Tài chính", "agency": agency["id"], "rev": 1})
		h.want(409, h.admin, "PUT", "/api/posts/"+post["id"].(string), object{"title_vi": "Bộ trưởng", "agency": agency["id"], "rev": 1})
		ended := h.want(200, h.admin, "POST", "/api/posts/"+post["id"].(string)+"/end", object{"rev": 2})
		if ended["until"] == nil || len(items(h.want(200, h.admin, "GET", "/api/members", nil))) != 0 {
			t.Errorf("ended: %v", ended)
		}
	})
}

func TestMe(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		me := h.want(200, h.admin, "GET", "/api/me", nil)
		if me["person"].(object)["email"] != "mot@example.vn" || me["body"].(object)["zone"] != "Asia/Ho_Chi_Minh" ||
			!slices.Equal(me["roles"].([]any), []any{"administrator"}) || len(me["bodies"].([]any)) != 1 ||
			len(me["offices"].([]any)) != 0 || me["session"].(object)["signing_until"] != nil {
			t.Errorf("me: %v", me)
		}
		h.want(204, h.admin, "PUT", "/api/me/language", object{"language": "en"})
		if me = h.want(200, h.admin, "GET", "/api/me", nil); me["person"].(object)["language"] != "en" {
			t.Errorf("the language is %v", me["person"])
		}
		h.want(422, h.admin, "PUT", "/api/me/language", object{"language": "fr"})
		// Whom a change concerns is told before it takes effect.
		p := h.person("Lê Văn Cường", "guest")
		h.want(200, h.admin, "POST", "/api/people/"+p+"/roles", object{"role": "approver"})
		notices := h.want(200, p, "GET", "/api/me", nil)["notices"].([]any)
		if len(notices) != 1 || notices[0].(object)["state"] != "waiting" {
			t.Errorf("told: %v", notices)
		}
		// One person, one body, one role and one request, each unchanged.
		rev, thing, err := h.api.MeThing(h.system(), "me/"+p)
		if v, ok := thing.(api.MeView); err != nil || !ok || rev != 4 || v.Person.ID != p {
			t.Errorf("over the stream: %v %v %v", rev, thing, err)
		}
	})
}

func TestTheOfficeOfAMember(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		member, staff, stranger := h.person("Trần Thị Bình", "guest"), h.person("Lê Văn Cường", "guest"), h.person("Phạm Văn Dũng", "guest")
		_, err := h.s.GivePost(h.system(), people.GivePost{Person: member, TitleVI: "Bộ trưởng", Seat: 3, Member: true})
		h.must(err)
		path, wish := "/api/offices/"+member+"/staff", object{"staff": staff, "step": "clerk", "until": h.now.AddDate(1, 0, 0)}
		h.want(403, stranger, "POST", path, wish)
		h.want(422, member, "POST", path, object{"staff": staff, "step": "boss", "until": h.now.AddDate(1, 0, 0)})
		made := h.want(201, member, "POST", path, wish)
		if made["staff"].(object)["full_name"] != "Lê Văn Cường" || made["member"].(object)["title_vi"] != "Bộ trưởng" {
			t.Errorf("delegated: %v", made)
		}
		me := h.want(200, staff, "GET", "/api/me", nil)
		if !slices.Equal(me["roles"].([]any), []any{"clerk", "guest"}) || me["offices"].([]any)[0].(object)["step"] != "clerk" {
			t.Errorf("the clerk is %v", me)
		}
		h.want(200, staff, "GET", "/api/offices/"+member, nil)
		h.want(403, stranger, "GET", "/api/offices/"+member, nil)
		h.want(403, staff, "POST", "/api/delegations/"+made["id"].(string)+"/end", object{"rev": 1})
		h.want(200, member, "POST", "/api/delegations/"+made["id"].(string)+"/end", object{"rev": 1})
		if me = h.want(200, staff, "GET", "/api/me", nil); len(me["offices"].([]any)) != 0 {
			t.Errorf("still in the office: %v", me["offices"])
		}
	})
}

func TestWhatIsNotForEverybody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Lê Văn Cường", "secretariat")
		record := h.want(200, p, "GET", "/api/people/"+h.admin, nil)
		if record["person"].(object)["email"] != "" || len(record["given"].([]any)) != 0 {
			t.Errorf("the secretariat sees %v", record)
		}
		h.want(403, p, "POST", "/api/people", object{"full_name": "X"})
		h.want(403, p, "GET", "/api/change-requests", nil)
		h.want(403, p, "PUT", "/api/body", object{"name_vi": "X", "name_en": "", "zone": "UTC", "settings": object{}, "rev": 1})
		body := h.want(200, h.admin, "PUT", "/api/body", object{
			"name_vi": "Chính phủ", "name_en": "The Government", "zone": "Asia/Ho_Chi_Minh", "settings": object{"sign": "VPCP"}, "rev": 1})
		if body["settings"].(object)["sign"] != "VPCP" || body["rev"] != 2.0 {
			t.Errorf("the body is %v", body)
		}
		bad := h.want(422, h.admin, "PUT", "/api/body", object{"name_vi": " ", "name_en": "", "zone": "Nowhere", "settings": object{"x": "y"}, "rev": 2})
		if len(bad["errors"].([]any)) != 3 {
			t.Errorf("what is wrong: %v", bad["errors"])
		}
		list := h.want(200, p, "GET", "/api/people?q=quan+tri&limit=1", nil)
		if len(items(list)) != 1 || list["next"] == "" {
			t.Errorf("found %v", list)
		}
	})
}

func TestRoles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Lê Văn Cường", "secretariat")
		if out := h.want(409, h.admin, "POST", "/api/people/"+p+"/roles", object{"role": "administrator"}); out["code"] != "role.not_together" {
			t.Errorf("an administrator beside the secretariat: %v", out)
		}
		h.want(422, h.admin, "POST", "/api/people/"+p+"/roles", object{"role": "member"})
		given := h.want(200, h.admin, "POST", "/api/people/"+p+"/roles", object{"role": "teller"})["record"].(object)["given"].([]any)
		role := given[len(given)-1].(object)
		h.want(200, h.admin, "POST", "/api/roles/"+role["id"].(string)+"/end", object{"rev": 1})
		r := h.want(201, h.admin, "POST", "/api/people/"+p+"/sign-in-replacement", nil)
		out := h.want(200, h.admin, "POST", "/api/change-requests/"+r["id"].(string)+"/refuse", object{"rev": 1, "reason": "nhầm"})
		if out["state"] != "withdrawn" || len(items(h.want(200, h.second, "GET", "/api/change-requests?state=withdrawn", nil))) != 1 {
			t.Errorf("withdrawn: %v", out)
		}
	})
}

func TestWhyMayXDoThis(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Lê Văn Cường", "secretariat")
		x := h.want(200, h.admin, "GET", "/api/policies/explain?person="+p+"&object=ballot&action=make-ballot", nil)
		if x["allow"] != true || x["role"] != "secretariat" || !strings.Contains(x["rule"].(string), "make-ballot") {
			t.Errorf("why: %v", x)
		}
		x = h.want(200, p, "GET", "/api/policies/explain?object=answer:own&action=cast-answer", nil)
		if x["allow"] != false || len(x["would"].([]any)) == 0 {
			t.Errorf("why not: %v", x)
		}
		h.want(403, p, "GET", "/api/policies/explain?person="+h.admin+"&object=ballot&action=make-ballot", nil)
	})
}

// Each route has a row in the table of policies, and each code its texts.
func TestRoutesAndTextsAreComplete(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.must(h.router.Check(policies.Default()))
		known, code := h.router.Codes(), regexp.MustCompile(`(?:E\(ecabinet\.\w+, |add\("[a-z_]+", |NotFound\(err, |refuse\(|notFound = )"([a-z]+\.[a-z_]+)"`)
		for _, dir := range []string{".", "..", "../store"} {
			files, err := fs.Glob(os.DirFS(dir), "*.go")
			h.must(err)
			for _, name := range files {
				text, err := os.ReadFile(dir + "/" + name)
				h.must(err)
				for _, m := range code.FindAllStringSubmatch(string(text), -1) {
					if !strings.HasSuffix(name, "_test.go") && !slices.Contains(known, m[1]) {
						t.Errorf("%s: %s has no text", name, m[1])
					}
				}
			}
		}
	})
}

func TestPoliciesTakeTwo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		auditor := h.person("Kiểm Toán", "auditor")
		const line = "+ allow, guest, ballot:any, read-ballot"
		table := h.want(200, auditor, "GET", "/api/policies", nil)
		if table["rev"] != 0.0 || len(table["lines"].([]any)) != 0 || len(table["rows"].([]any)) < 100 {
			t.Fatalf("the default: rev %v, %d rows", table["rev"], len(table["rows"].([]any)))
		}
		h.want(403, auditor, "POST", "/api/policies/changes", object{"rev": 0, "lines": []string{line}, "reason": "thử"})
		tried := items(h.want(200, h.admin, "POST", "/api/policies/try", object{"lines": []string{line}}))
		if len(tried) != 1 || tried[0].(object)["role"] != "guest" || tried[0].(object)["gains"] != true {
			t.Errorf("the dry run says %v", tried)
		}

		out := h.want(422, h.admin, "POST", "/api/policies/changes", object{"rev": 0, "lines": []string{line, "+ nonsense"}, "reason": " "})
		if got := out["errors"].([]any); len(got) != 2 || got[0].(object)["path"] != "reason" || got[1].(object)["path"] != "lines[1]" {
			t.Errorf("wrong: %v", got)
		}
		locks := object{"rev": 0, "lines": []string{"- allow, administrator, policy:any, edit-policy"}, "reason": "thử"}
		if out := h.want(409, h.admin, "POST", "/api/policies/changes", locks); out["code"] != "policy.locks_out" {
			t.Errorf("a change that locks everybody out: %v", out)
		}
		if out := h.want(409, h.admin, "POST", "/api/policies/changes", object{"rev": 0, "lines": []string{}, "reason": "thử"}); out["code"] != "policy.nothing_changed" {
			t.Errorf("no change: %v", out)
		}

		ask := object{"rev": 0, "lines": []string{line}, "reason": "Khách mời đọc phiếu"}
		first, later := h.want(201, h.admin, "POST", "/api/policies/changes", ask), h.want(201, h.second, "POST", "/api/policies/changes", ask)
		approve := func(status int, who string, r object) object {
			return h.want(status, who, "POST", "/api/change-requests/"+r["id"].(string)+"/approve", object{"rev": 1})
		}
		if out := approve(409, h.admin, first); out["code"] != "request.second_person" {
			t.Errorf("who asked approves: %v", out)
		}
		if table := h.want(200, h.admin, "GET", "/api/policies", nil); table["rev"] != 0.0 {
			t.Error("an asked change holds already")
		}
		approve(200, h.second, first)
		table = h.want(200, h.admin, "GET", "/api/policies", nil)
		history := table["history"].([]any)
		if table["rev"] != 1.0 || table["lines"].([]any)[0] != line || len(history) != 1 || history[0].(object)["approved_by"].(object)["full_name"] != "Quản trị Hai" {
			t.Errorf("after approval: rev %v, lines %v, history %v", table["rev"], table["lines"], history)
		}
		if out := approve(409, h.admin, later); out["code"] != "policy.changed_meanwhile" {
			t.Errorf("a wish over an older table: %v", out)
		}
		if out := h.want(409, h.admin, "POST", "/api/policies/changes", ask); out["code"] != "policy.stale" || out["current"].(object)["rev"] != 1.0 {
			t.Errorf("a stale wish: %v", out)
		}
	})
}
