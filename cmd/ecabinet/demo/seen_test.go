package demo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/internal/db"
)

var update = flag.Bool("update", false, "write the goldens anew")

// looks are those who look at everything: each role, in the places that matter.
// bo-truong-y-te is recused from one closed ballot, thong-doc from one open one.
var looks = []string{
	"thu-tuong", "pho-thu-tuong-1", "pho-thu-tuong-3", "bo-truong-y-te", "thong-doc", "chuyen-vien-bo-truong-y-te", "don-vi-bo-truong-y-te",
	"thu-ky-bo-truong-y-te", "chuyen-vien-bo-truong-quoc-phong", "thu-ky-1", "soan-thao-tai-chinh", "soan-thao-giao-duc",
	"phan-tich", "kiem-toan", "quan-tri-1",
}

// looker is one of them, signed in.
type looker struct {
	login, person string
	roles         []string
	serves        string // key of the member whose office he works in
	cookie        string
	ctx           context.Context
}

// gallery is the house of the demonstration as everybody sees it.
type gallery struct {
	t       *testing.T
	s       *script
	log     *locked
	lookers []looker
	keys    map[string]string // of persons, by id
}

// locked is a log that several write.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func open(t *testing.T, s *script, log *locked) *gallery {
	g := &gallery{t: t, s: s, log: log, keys: map[string]string{}}
	for key, id := range s.persons {
		g.keys[id] = key
	}
	for _, login := range looks {
		for _, a := range s.accounts {
			if a.Login != login {
				continue
			}
			o, err := s.app.Auth.SignInDemo(t.Context(), strings.TrimPrefix(a.Path, "/signin#demo="))
			g.must(err)
			l := looker{login: login, person: s.persons[login], cookie: o.Token}
			who, err := s.app.Auth.Actor(t.Context(), o.Token)
			g.must(err)
			l.roles, l.ctx = who.Roles, ecabinet.WithActor(t.Context(), who)
			for _, o := range who.Offices {
				l.serves = g.keys[o.Member]
			}
			g.lookers = append(g.lookers, l)
		}
	}
	if len(g.lookers) != len(looks) {
		t.Fatalf("%d of %d came in", len(g.lookers), len(looks))
	}
	return g
}

func (g *gallery) must(err error) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
}

// ask calls a route as one of the lookers, or as nobody.
func (g *gallery) ask(l *looker, method, path, body string) *httptest.ResponseRecorder {
	g.t.Helper()
	req := httptest.NewRequestWithContext(g.t.Context(), method, path, strings.NewReader(body))
	req.Header.Set("Idempotency-Key", ecabinet.NewID())
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if strings.HasSuffix(path, "/reading") || strings.HasSuffix(path, "/original") {
		req.Header.Set("Range", "bytes=0-99")
	}
	return g.send(l, req)
}

func (g *gallery) send(l *looker, req *http.Request) *httptest.ResponseRecorder {
	g.t.Helper()
	if l != nil {
		c := g.s.app.Router.SessionCookie(l.cookie, time.Now().Add(time.Hour))
		req.AddCookie(&c)
	}
	rec := httptest.NewRecorder()
	g.s.app.Router.ServeHTTP(rec, req)
	g.headers(req.URL.Path, rec)
	return rec
}

// headers are on every answer, whatever it is.
func (g *gallery) headers(path string, rec *httptest.ResponseRecorder) {
	g.t.Helper()
	h := rec.Result().Header
	csp := h.Get("Content-Security-Policy")
	for name, ok := range map[string]bool{
		"a policy that lets nothing in":  strings.Contains(csp, "default-src 'none'") && strings.Contains(csp, "sandbox"),
		"a policy against frames":        strings.Contains(csp, "frame-ancestors 'none'"),
		"nosniff":                        h.Get("X-Content-Type-Options") == "nosniff",
		"no-store":                       strings.Contains(h.Get("Cache-Control"), "no-store"),
		"HSTS":                           strings.Contains(h.Get("Strict-Transport-Security"), "max-age="),
		"a type that no browser opens":   !strings.Contains(h.Get("Content-Type"), "html") && !strings.Contains(h.Get("Content-Type"), "svg"),
		"a type":                         h.Get("Content-Type") != "" || rec.Body.Len() == 0,
		"a disposition with its content": !strings.Contains(path, "/original") && !strings.Contains(path, "/reading") && !strings.Contains(path, "/files/") || rec.Code >= 300 || strings.HasPrefix(h.Get("Content-Disposition"), "attachment"),
	} {
		if !ok {
			g.t.Errorf("%s is answered without %s: %v", path, name, h)
		}
	}
}

// exhibit is one thing that a route can be asked for.
type exhibit struct {
	label string // what it is and in which state
	path  string
}

// exhibits are all things by the route that shows them.
func (g *gallery) exhibits() map[string][]exhibit {
	all := map[string][]exhibit{}
	show := func(route, label string, values ...string) {
		path := route
		for _, v := range values {
			from, to := strings.Index(path, "{"), strings.Index(path, "}")
			path = path[:from] + url.PathEscape(v) + path[to+1:]
		}
		all["GET "+route] = append(all["GET "+route], exhibit{label, path})
	}
	ctx := g.s.system(g.t.Context())
	store := ballotstore.New(g.s.app.DB)
	for key, id := range g.s.ballots {
		b, err := store.Ballot(ctx, id)
		g.must(err)
		label := string(b.State) + " " + key
		for _, part := range []string{"", "/answer", "/matrix", "/result"} {
			show("/api/ballots/{id}"+part, label, id)
		}
		for _, member := range []string{"thu-tuong", "bo-truong-y-te", "bo-truong-tai-chinh"} {
			show("/api/ballots/{id}/drafts/{member}", label+" of "+member, id, g.s.persons[member])
		}
	}
	for _, a := range g.answers() {
		label := a.state + " " + a.key
		for _, part := range []string{"", "/receipt", "/check"} {
			show("/api/answers/{id}"+part, label, a.id)
		}
		for _, f := range a.content.Files {
			show("/api/answers/{id}/files/{file}", label, a.id, f.ID)
		}
	}
	var versions []struct{ ID, Document, Matter, State, Kind string }
	g.must(g.s.app.DB.Read().NewRaw(`SELECT v.id, v.document, d.matter, v.state, d.kind FROM document_versions AS v
		JOIN documents AS d ON d.id = v.document ORDER BY v.id`).Scan(g.t.Context(), &versions))
	matters := map[string]string{}
	for key, d := range g.s.matters {
		m, err := g.s.app.Dossiers.Store.Matter(ctx, d.id)
		g.must(err)
		matters[d.id] = string(m.State) + " " + key
		show("/api/matters/{id}", matters[d.id], d.id)
		show("/api/matters/{id}/search", matters[d.id], d.id)
	}
	seen := map[string]bool{}
	for _, v := range versions {
		label := matters[v.Matter] + " " + v.Kind
		if seen[label] {
			continue
		}
		seen[label] = true
		for _, part := range []string{"", "/reading", "/original"} {
			show("/api/versions/{id}"+part, label, v.ID)
		}
		show("/api/versions/{id}/pages/{page}", label, v.ID, "1")
		show("/api/documents/{id}/search", label, v.Document)
	}
	for _, key := range []string{"thu-tuong", "bo-truong-y-te", "thu-ky-1", "chuyen-vien-bo-truong-y-te"} {
		show("/api/people/{id}", key, g.s.persons[key])
	}
	for _, key := range []string{"thu-tuong", "bo-truong-y-te"} {
		show("/api/offices/{member}", key, g.s.persons[key])
	}
	show("/api/rules/calendar/{year}", "this year", "2026")
	for _, list := range []string{
		"/api/account", "/api/accounts", "/api/agencies", "/api/audit/checkpoints", "/api/audit/file", "/api/ballots", "/api/ballots-count", "/api/body",
		"/api/change-requests", "/api/deadline", "/api/journal", "/api/matters", "/api/me", "/api/members", "/api/notices", "/api/people",
		"/api/policies/questions", "/api/rules/profiles", "/api/sessions",
	} {
		show(list, "")
	}
	return all
}

// stored is an answer as the database has it.
type stored struct {
	id, key, state, member string
	ballot                 *ballots.Ballot
	content                ballots.Content
}

func (g *gallery) answers() []stored {
	var rows []struct{ ID, Ballot, Person, Content string }
	g.must(g.s.app.DB.Read().NewRaw("SELECT id, ballot, person, content FROM answers ORDER BY id").Scan(g.t.Context(), &rows))
	keys := map[string]string{}
	for key, id := range g.s.ballots {
		keys[id] = key
	}
	store := ballotstore.New(g.s.app.DB)
	var out []stored
	for _, r := range rows {
		b, err := store.Ballot(g.s.system(g.t.Context()), r.Ballot)
		g.must(err)
		a := stored{id: r.ID, key: keys[r.Ballot], state: string(b.State), member: g.keys[r.Person], ballot: b}
		g.must(json.Unmarshal([]byte(r.Content), &a.content))
		out = append(out, a)
	}
	return out
}

// secret is a text that somebody wrote, with who may come to see it.
type secret struct {
	text string
	what string
	may  func(l *looker) bool
}

// secrets are the words of all opinions, said or prepared. Who may read them is
// written here once more in plain words, apart from the policies.
func (g *gallery) secrets() []secret {
	var all []secret
	add := func(c ballots.Content, what string, may func(l *looker) bool) {
		var texts []string
		for _, o := range c.Opinions {
			texts = append(texts, o.Text)
			for _, p := range o.Points {
				texts = append(texts, p.Text, p.Wording)
			}
		}
		for _, text := range texts {
			if text != "" {
				all = append(all, secret{text, what, may})
			}
		}
	}
	for _, a := range g.answers() {
		over := a.ballot.State == ballots.Closed || a.ballot.State == ballots.Certified
		add(a.content, fmt.Sprintf("the answer of %s in the %s ballot %s", a.member, a.state, a.key), func(l *looker) bool {
			recused := slices.Contains(a.ballot.Recused, l.person) || slices.Contains(a.ballot.Recused, g.s.persons[l.serves])
			own := l.login == a.member || l.serves == a.member
			is := func(roles ...string) bool {
				return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(l.roles, r) })
			}
			released := a.ballot.State == ballots.Certified && is("drafter") && a.ballot.Agency == g.agencyOf(l)
			return own || !recused && (over && is("secretariat", "approver", "analyst") || a.ballot.ByName && (over && is("member") || released))
		})
		if a.content.Reserve == "" {
			continue
		}
		// A reserved opinion is printed in the result, where the result names the members.
		all = append(all, secret{a.content.Reserve, fmt.Sprintf("what %s reserves in the %s ballot %s", a.member, a.state, a.key), func(l *looker) bool {
			return l.login == a.member || l.serves == a.member || over && a.ballot.ByName && !slices.Contains(l.roles, "administrator")
		}})
	}
	var drafts []struct{ Member, Ballot, Content string }
	g.must(g.s.app.DB.Read().NewRaw("SELECT member, ballot, content FROM office_drafts").Scan(g.t.Context(), &drafts))
	for _, d := range drafts {
		var c ballots.Content
		g.must(json.Unmarshal([]byte(d.Content), &c))
		member := g.keys[d.Member]
		add(c, "the draft in the office of "+member, func(l *looker) bool { return l.login == member || l.serves == member })
	}
	return all
}

func (g *gallery) agencyOf(l *looker) string {
	if a := ecabinet.ActorFrom(l.ctx); len(a.Agencies) > 0 {
		return a.Agencies[0]
	}
	return ""
}

// leaks says which words stand in what a looker was shown, and should not.
func (g *gallery) leaks(l *looker, where, shown string, secrets []secret) (found int) {
	g.t.Helper()
	for i := range secrets {
		s := &secrets[i]
		raw, err := json.Marshal(s.text)
		g.must(err)
		if !strings.Contains(shown, s.text) && !strings.Contains(shown, strings.Trim(string(raw), `"`)) {
			continue
		}
		found++
		// Two offices wrote the same words: it is enough that one of them was theirs.
		if !slices.ContainsFunc(secrets, func(o secret) bool { return o.text == s.text && o.may(l) }) {
			g.t.Errorf("%s sees %s in %s", l.login, s.what, where)
		}
	}
	return found
}

// Every route that reads, asked for every kind of thing in every state, by every
// role: who gets it stands in a golden file; no words reach who may not read them;
// what is hidden is answered like what does not exist; every answer carries the
// headers; and neither the log nor the figures tell anything.
func (g *gallery) testReading() {
	for _, q := range []string{ // what the story has none of
		"UPDATE ballots SET by_name = false WHERE id = '" + g.s.ballots["duong-sat"] + "'",
		"UPDATE ballots SET show_live = true, show_who = false WHERE id = '" + g.s.ballots["nuoc-duoi-dat"] + "'",
	} {
		_, err := g.s.app.DB.InTx(g.s.system(g.t.Context()), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw(q).Exec(ctx)
			return "", err
		})
		g.must(err)
	}
	secrets, all := g.secrets(), g.exhibits()
	if len(secrets) < 15 {
		g.t.Fatalf("only %d secrets", len(secrets))
	}
	found := 0
	var out strings.Builder
	for _, route := range slices.Sorted(keysOf(all)) {
		fmt.Fprintln(&out, route)
		list := all[route]
		slices.SortStableFunc(list, func(a, b exhibit) int { return strings.Compare(a.label, b.label) })
		got := map[string]map[string]int{} // by label and who: how many of them
		of := map[string]int{}
		for _, x := range list {
			of[x.label]++
			if rec := g.ask(nil, http.MethodGet, x.path, ""); rec.Code != http.StatusUnauthorized {
				g.t.Errorf("%s answers nobody with %d", x.path, rec.Code)
			}
			for i := range g.lookers {
				l := &g.lookers[i]
				rec := g.ask(l, http.MethodGet, x.path, "")
				found += g.leaks(l, x.path, rec.Body.String(), secrets)
				what := l.login
				switch {
				case rec.Code < 300:
				case rec.Code == http.StatusNotFound || rec.Code == http.StatusForbidden:
					g.hides(l, x.path, rec)
					continue
				default:
					what = fmt.Sprintf("%s:%d", l.login, rec.Code)
				}
				if got[x.label] == nil {
					got[x.label] = map[string]int{}
				}
				got[x.label][what]++
			}
		}
		byWho := map[string][]string{}
		for _, label := range slices.Sorted(keysOf(of)) {
			var who []string
			for _, l := range slices.Sorted(keysOf(got[label])) {
				if n := got[label][l]; n < of[label] {
					l += fmt.Sprintf("=%d/%d", n, of[label])
				}
				who = append(who, l)
			}
			all := cmp.Or(strings.Join(who, " "), "nobody")
			byWho[all] = append(byWho[all], cmp.Or(label, "the list"))
		}
		for _, who := range slices.Sorted(keysOf(byWho)) {
			fmt.Fprintf(&out, "    %s\n        %s\n", who, strings.Join(byWho[who], "\n        "))
		}
	}
	if found < 100 {
		g.t.Errorf("words were read %d times: the search for leaks shows nothing", found)
	}
	g.golden("reading", out.String())
	g.quiet(secrets)
}

var madeUp = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// hides compares the answer to who may not see a thing with the answer to a question
// for one that does not exist.
func (g *gallery) hides(l *looker, path string, rec *httptest.ResponseRecorder) {
	g.t.Helper()
	at := madeUp.FindStringIndex(path)
	if at == nil {
		return
	}
	if may := g.ask(l, http.MethodGet, path[:at[1]], ""); may.Code < 300 {
		return // the thing is known to him; this part of it is not his, or not there
	}
	first := true
	other := madeUp.ReplaceAllStringFunc(path, func(id string) string {
		if first {
			first = false
			return ecabinet.NewID()
		}
		return id
	})
	none := g.ask(l, http.MethodGet, other, "")
	plain := func(r *httptest.ResponseRecorder) string {
		var p map[string]any
		g.must(json.Unmarshal(r.Body.Bytes(), &p))
		delete(p, "request")
		raw, err := json.Marshal(p)
		g.must(err)
		return fmt.Sprint(r.Code, " ", string(raw))
	}
	if a, b := plain(rec), plain(none); a != b {
		g.t.Errorf("%s is told of %s\n  there:     %s\n  not there: %s", l.login, path, a, b)
	}
}

// quiet looks through the log and the figures.
func (g *gallery) quiet(secrets []secret) {
	g.t.Helper()
	rec := httptest.NewRecorder()
	g.s.app.Router.Admin().ServeHTTP(rec, httptest.NewRequestWithContext(g.t.Context(), http.MethodGet, "/metrics", nil))
	figures := rec.Body.String()
	if !strings.Contains(figures, `route="read-ballot"`) {
		g.t.Error("the figures tell nothing of the routes")
	}
	log := g.log.String()
	if strings.Count(log, "route=") < 1000 {
		g.t.Error("the log tells nothing of the requests")
	}
	for name, text := range map[string]string{"figures": figures, "log": log} {
		for _, s := range secrets {
			if strings.Contains(text, s.text) {
				g.t.Errorf("%s stands in the %s", s.what, name)
			}
		}
		for _, l := range g.lookers {
			if strings.Contains(text, l.cookie) || strings.Contains(text, l.login) || strings.Contains(text, l.person) {
				g.t.Errorf("the %s name %s", name, l.login)
			}
		}
		for _, id := range g.s.ballots {
			if strings.Contains(text, id) {
				g.t.Errorf("the %s name a ballot", name)
			}
		}
	}
}

func keysOf[K cmp.Ordered, V any](m map[K]V) func(yield func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (g *gallery) golden(name, got string) {
	g.t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		g.must(os.MkdirAll("testdata", 0o755))
		g.must(os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	g.must(err)
	if diff := gocmp.Diff(string(want), got); diff != "" {
		g.t.Errorf("who sees what has changed; read it, then run with -update (-want +got):\n%s", diff)
	}
}
