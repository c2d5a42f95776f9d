package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"ecabinet"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/dossiers"
	"ecabinet/internal/db"
)

// command is a route that writes, as the API's own document describes it.
type command struct {
	method, path, media string
	body                string // one that the route takes for well formed
}

// schema is what is used of a JSON schema.
type schema struct {
	Ref        string            `yaml:"$ref"`
	Type       any               `yaml:"type"`
	Properties map[string]schema `yaml:"properties"`
	Items      *schema           `yaml:"items"`
	MinItems   int               `yaml:"minItems"`
	Enum       []any             `yaml:"enum"`
	Format     string            `yaml:"format"`
	Minimum    *float64          `yaml:"minimum"`
}

type media map[string]struct {
	Schema schema `yaml:"schema"`
}

// commands reads the document. Routes without a session, and those that know no
// thing but one's own account and session, are left out.
func (g *gallery) commands() []command {
	raw, err := os.ReadFile("../../../docs/openapi.yaml")
	g.must(err)
	var doc struct {
		Paths map[string]map[string]struct {
			Security    []any `yaml:"security"`
			RequestBody struct {
				Content media `yaml:"content"`
			} `yaml:"requestBody"`
		} `yaml:"paths"`
		Components struct {
			Schemas map[string]schema `yaml:"schemas"`
		} `yaml:"components"`
	}
	g.must(yaml.Unmarshal(raw, &doc))
	var out []command
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if method == "get" || len(op.Security) == 0 || strings.HasPrefix(path, "/api/account/") || strings.HasPrefix(path, "/api/session/") {
				continue // what is one's own is everybody's
			}
			c := command{method: strings.ToUpper(method), path: path}
			for kind, m := range op.RequestBody.Content {
				c.media, c.body = kind, "%PDF-1.7"
				if kind == "application/json" {
					body, err := json.Marshal(sample(doc.Components.Schemas, m.Schema, ""))
					g.must(err)
					c.body = string(body)
				}
			}
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b command) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.method, b.method))
	})
	return out
}

// sample is a value that a schema allows; no rev is the present one.
func sample(all map[string]schema, s schema, name string) any {
	if s.Ref != "" {
		return sample(all, all[s.Ref[strings.LastIndex(s.Ref, "/")+1:]], name)
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	kind, _ := s.Type.(string)
	if list, ok := s.Type.([]any); ok {
		kind, _ = list[0].(string)
	}
	switch kind {
	case "object":
		out := map[string]any{}
		for name, p := range s.Properties {
			if name != "$schema" {
				out[name] = sample(all, p, name)
			}
		}
		return out
	case "array":
		out := []any{}
		for range s.MinItems {
			out = append(out, sample(all, *s.Items, name))
		}
		return out
	case "integer", "number":
		if strings.HasSuffix(name, "rev") || name == "round" {
			return 987654
		}
		return 1
	case "boolean":
		return false
	}
	switch {
	case s.Format == "date":
		return "2026-12-01"
	case s.Format == "date-time" || name == "from":
		return "2026-12-01T08:00:00Z"
	}
	return "x"
}

// aims are what the routes of a kind are tried on, one in each state, by how their
// paths begin.
func (g *gallery) aims() map[string][]exhibit {
	ctx := g.s.system(g.t.Context())
	all := map[string][]exhibit{}
	aim := func(begin, label, id string) { all[begin] = append(all[begin], exhibit{label, id}) }
	store := ballotstore.New(g.s.app.DB)
	for _, key := range []string{"benh-khong-lay", "thue-gtgt", "luong-toi-thieu", "dat-dai", "dau-thau-thuoc", "tu-chu-dai-hoc", "tai-san-cong", "cang-bien"} {
		b, err := store.Ballot(ctx, g.s.ballots[key])
		g.must(err)
		aim("/api/ballots/{id}", string(b.State)+" "+key, b.ID)
		aim("/api/syntheses/{id}", string(b.State)+" "+key, b.ID+"-"+b.Questions[0].Key)
	}
	for _, a := range g.answers() {
		if a.member == "bo-truong-tai-chinh" || a.member == "bo-truong-y-te" {
			aim("/api/answers/{id}", a.state+" "+a.key+" of "+a.member, a.id)
		}
	}
	for _, key := range []string{"vien-phi", "hoc-phi", "do-thi-ngap", "luong-toi-thieu", "tu-chu-dai-hoc", "tai-san-cong"} {
		d := g.s.matters[key]
		m, err := g.s.app.Dossiers.Store.Matter(ctx, d.id)
		g.must(err)
		aim("/api/matters/{id}", string(m.State)+" "+key, m.ID)
		aim("/api/documents/{id}", string(m.State)+" "+key, d.papers[dossiers.DraftText])
	}
	for _, key := range []string{"giao-vien", "tac-dong-gia", "mo-vat-lieu", "gia-dich-vu", "huong-dan", "giai-ngan", "an-toan-du-lieu"} {
		t, err := g.s.app.Tasks.Store.Task(ctx, g.s.tasks[key])
		g.must(err)
		aim("/api/tasks/{id}", string(t.State)+" "+key, t.ID)
	}
	for _, key := range []string{"bo-truong-y-te", "thu-ky-1", "chuyen-vien-bo-truong-y-te"} {
		aim("/api/people/{id}", key, g.s.persons[key])
		aim("/api/accounts/{id}", key, g.s.persons[key])
	}
	for _, key := range []string{"thu-tuong", "bo-truong-y-te"} {
		aim("/api/offices/{member}", key, g.s.persons[key])
	}
	for _, row := range [][3]string{
		{"/api/delegations/{id}", "delegations WHERE member", "bo-truong-y-te"}, {"/api/posts/{id}", "posts WHERE person", "bo-truong-y-te"},
		{"/api/roles/{id}", "role_assignments WHERE person", "thu-ky-1"}, {"/api/sessions/{id}", "sessions WHERE person", "bo-truong-y-te"},
	} {
		var id string
		g.must(g.s.app.DB.Read().NewRaw("SELECT id FROM "+row[1]+" = ? LIMIT 1", g.s.persons[row[2]]).Scan(g.t.Context(), &id))
		aim(row[0], "of "+row[2], id)
	}
	return all
}

// Every route that writes, tried by every role on things in every state, while
// no act can be journalled: who gets as far as the act itself stands in a golden
// file, whatever the act then says.
func (g *gallery) testTrying() {
	g.freeze("CREATE TRIGGER frozen BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'frozen'); END")
	defer g.freeze("DROP TRIGGER frozen")
	aims := g.aims()
	var out strings.Builder
	tried := 0
	for _, c := range g.commands() {
		list := []exhibit{{"", ""}}
		for begin, things := range aims {
			if strings.HasPrefix(c.path, begin) {
				list = things
			}
		}
		fmt.Fprintln(&out, c.method, c.path)
		byWho := map[string][]string{}
		for _, x := range list {
			var who []string
			for i := range g.lookers {
				l := &g.lookers[i]
				rec := g.try(l, c, g.fill(c.path, x.path))
				tried++
				if reached := g.reached(rec); reached != "" {
					who = append(who, l.login+reached)
				}
			}
			byWho[cmp.Or(strings.Join(who, " "), "nobody")] = append(byWho[cmp.Or(strings.Join(who, " "), "nobody")], cmp.Or(x.label, "it"))
		}
		for _, who := range slices.Sorted(keysOf(byWho)) {
			fmt.Fprintf(&out, "    %s\n        %s\n", who, strings.Join(byWho[who], "\n        "))
		}
	}
	if tried < 3000 {
		g.t.Errorf("%d tries: the test shows little", tried)
	}
	g.golden("trying", out.String())
}

// testTakingNoPart: a member declares that he takes no part in an open ballot; from then
// on neither he nor his office reads the ballot, the matter or its papers.
func (g *gallery) testTakingNoPart() {
	b, err := g.s.ballot(g.s.system(g.t.Context()), "dat-dai")
	g.must(err)
	member, clerk := g.looker("bo-truong-y-te"), g.looker("chuyen-vien-bo-truong-y-te")
	paths := []string{"/api/ballots/" + b.ID, "/api/matters/" + b.Matter}
	for _, p := range b.Papers {
		paths = append(paths, "/api/versions/"+p.Version+"/reading", "/api/versions/"+p.Version+"/original")
	}
	reads := func(l *looker, want bool) {
		g.t.Helper()
		for _, path := range paths {
			if code := g.ask(l, "GET", path, "").Code; want != (code/100 == 2) || !want && code != 404 {
				g.t.Errorf("%s of %s: %d", path, l.login, code)
			}
		}
	}
	reads(member, true)
	reads(clerk, true)
	_, err = g.s.app.Ballots.DeclareRecusal(member.ctx, b.ID, "Có lợi ích liên quan")
	g.must(err)
	reads(member, false)
	reads(clerk, false)
	reads(g.looker("thu-tuong"), true)
}

// freeze lets no act be done: each fails where it would be journalled.
func (g *gallery) freeze(sql string) {
	_, err := g.s.app.DB.InTx(g.s.system(g.t.Context()), func(ctx context.Context, tx *db.Tx) (string, error) {
		_, err := tx.Bun().NewRaw(sql).Exec(ctx)
		return "", err
	})
	g.must(err)
}

// fill puts the thing and plausible others into a path.
func (g *gallery) fill(path, first string) string {
	for path != "" {
		from, to := strings.Index(path, "{"), strings.Index(path, "}")
		if from < 0 {
			return path
		}
		value := first
		switch name := path[from+1 : to]; {
		case value != "":
		case name == "member":
			value = g.s.persons["bo-truong-y-te"]
		case name == "year":
			value = "2026"
		case name == "date":
			value = "2026-12-01"
		case name == "seat":
			value = "1"
		default:
			value = ecabinet.NewID()
		}
		first = ""
		path = path[:from] + url.PathEscape(value) + path[to+1:]
	}
	return path
}

func (g *gallery) try(l *looker, c command, path string) *httptest.ResponseRecorder {
	if c.media == "application/octet-stream" {
		path += "?name=a.pdf"
		if strings.HasSuffix(c.path, "/documents") {
			path += "&kind=other"
		}
	}
	req := httptest.NewRequestWithContext(g.t.Context(), c.method, path, strings.NewReader(c.body))
	if c.media != "" {
		req.Header.Set("Content-Type", c.media)
	}
	req.Header.Set("Idempotency-Key", ecabinet.NewID())
	return g.send(l, req)
}

// reached says whether a request came as far as the act: "" for no, "*" where it
// needs the signing window, and with the code where it was not well formed.
func (g *gallery) reached(rec *httptest.ResponseRecorder) string {
	g.t.Helper()
	if rec.Code < 300 {
		return " "
	}
	var p struct {
		Code   string
		Errors []struct{ Path, Code string }
	}
	g.must(json.Unmarshal(rec.Body.Bytes(), &p))
	switch p.Code {
	case "http.not_found", "http.forbidden":
		return ""
	case "auth.signing_required":
		return "*"
	case "http.fields":
		return fmt.Sprintf(":%v", p.Errors)
	}
	return " "
}
