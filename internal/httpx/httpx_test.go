package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/policies"
)

var update = flag.Bool("update", false, "write the golden files anew")

var noon = time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)

// people are the sessions of the tests: a cookie for each role.
type people map[string]ecabinet.Actor

func (p people) Actor(_ context.Context, cookie string) (ecabinet.Actor, error) {
	if cookie == "broken" {
		return ecabinet.Actor{}, errors.New("no database")
	}
	if a, ok := p[cookie]; ok {
		return a, nil
	}
	return ecabinet.Actor{}, ecabinet.E(ecabinet.Unauthenticated, "http.session_ended")
}

func house() people {
	p := people{}
	for _, role := range policies.Roles() {
		p[role] = ecabinet.Actor{Person: "p-" + role, Body: "b", Session: "s-" + role, Roles: []string{role},
			ValidUntil: noon.Add(time.Hour)}
	}
	signing := p["member"]
	signing.SigningEnd = noon.Add(time.Minute)
	p["signing"] = signing
	ended := p["member"]
	ended.ValidUntil = noon
	p["ended"] = ended
	return p
}

func newRouter(t *testing.T, change func(*Config)) *Router {
	t.Helper()
	bodies, err := policies.NewBodies(policies.Default())
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{Title: "Test", Version: "1", Sessions: house(), Policies: bodies, Clock: func() time.Time { return noon }}
	if change != nil {
		change(&cfg)
	}
	r, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

type request struct {
	method, path, who, body, lang string
	header                        map[string]string
	noKey                         bool
}

func (q request) build() *http.Request {
	req := httptest.NewRequest(q.method, q.path, strings.NewReader(q.body))
	if q.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if q.who != "" {
		req.AddCookie(&http.Cookie{Name: "ecabinet", Value: q.who})
	}
	if q.method != "GET" && !q.noKey {
		req.Header.Set("Idempotency-Key", "k1")
	}
	if q.lang != "" {
		req.Header.Set("Accept-Language", q.lang)
	}
	for k, v := range q.header {
		req.Header.Set(k, v)
	}
	return req
}

func send(t *testing.T, r *Router, q request) (*http.Response, string) {
	t.Helper()
	w := httptest.NewRecorder()
	r.ServeHTTP(w, q.build())
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func problemOf(t *testing.T, res *http.Response, body string) Problem {
	t.Helper()
	if ct := res.Header.Get("Content-Type"); ct != problemType {
		t.Fatalf("status %d, content type %q, body %s", res.StatusCode, ct, body)
	}
	var p Problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatal(err)
	}
	if p.Status != res.StatusCode || p.Detail == "" || p.Title == "" || p.Request == "" {
		t.Fatalf("incomplete problem: %s", body)
	}
	return p
}

type castInput struct {
	ID   string `path:"id"`
	Body struct {
		Choice string   `json:"choice" enum:"agree,disagree"`
		Text   string   `json:"text,omitempty" maxLength:"5"`
		Points []string `json:"points,omitempty" maxItems:"2"`
	}
}

type castOutput struct {
	Body struct {
		ID    string   `json:"id"`
		Hash  string   `json:"hash"`
		Lists []string `json:"lists"`
	}
}

// addCast adds a route that needs a signing window and a relation from the path.
func addCast(r *Router) {
	Handle(r, Op{ID: "cast-answer", Method: "POST", Path: "/api/ballots/{id}/answer", Object: "answer", Action: "cast-answer", Signing: true, MaxBody: 200},
		func(_ context.Context, in *castInput) ([]string, error) {
			switch in.ID {
			case "mine":
				return []string{"own"}, nil
			case "broken":
				return []string{"own"}, errors.New("no database")
			}
			return nil, nil
		},
		func(ctx context.Context, in *castInput) (*castOutput, error) {
			out := &castOutput{}
			out.Body.ID, out.Body.Hash = in.ID, ecabinet.RequestFrom(ctx).Hash
			return out, nil
		})
}

const castPath = "/api/ballots/mine/answer"

func TestAnAcceptedCall(t *testing.T) {
	r := newRouter(t, nil)
	addCast(r)
	res, body := send(t, r, request{method: "POST", path: castPath, who: "signing", body: `{"choice":"agree"}`})
	if res.StatusCode != 200 || !strings.Contains(body, `"lists":[]`) || !strings.Contains(body, `"id":"mine"`) {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
}

func TestWhoMayNot(t *testing.T) {
	r := newRouter(t, nil)
	addCast(r)
	const good = `{"choice":"agree"}`
	for name, c := range map[string]struct {
		q      request
		status int
		code   string
	}{
		"nobody":              {request{who: "", body: good}, 401, "http.not_signed_in"},
		"unknown session":     {request{who: "stranger", body: good}, 401, "http.session_ended"},
		"ended session":       {request{who: "ended", body: good}, 401, "http.session_ended"},
		"sessions broken":     {request{who: "broken", body: good}, 500, "http.internal"},
		"role without a row":  {request{who: "administrator", body: good}, 403, "http.forbidden"},
		"before the fields":   {request{who: "auditor", body: `{"x":1}`}, 403, "http.forbidden"},
		"somebody else's":     {request{who: "signing", path: "/api/ballots/other/answer", body: good}, 404, "http.not_found"},
		"relation broken":     {request{who: "signing", path: "/api/ballots/broken/answer", body: good}, 500, "http.internal"},
		"no signing window":   {request{who: "member", body: good}, 403, "auth.signing_required"},
		"no key":              {request{who: "signing", body: good, noKey: true}, 422, "http.key_required"},
		"key with blanks":     {request{who: "signing", body: good, header: map[string]string{"Idempotency-Key": "a b"}}, 422, "http.key_form"},
		"no body":             {request{who: "signing"}, 422, "http.body_required"},
		"no JSON":             {request{who: "signing", body: `{"choice":`}, 422, "http.bad_json"},
		"two values":          {request{who: "signing", body: `{} {}`}, 422, "http.bad_json"},
		"no UTF-8":            {request{who: "signing", body: "{\"text\":\"\xff\"}"}, 422, "http.bad_json"},
		"a form":              {request{who: "signing", body: good, header: map[string]string{"Content-Type": "text/plain"}}, 422, "http.not_json"},
		"too large":           {request{who: "signing", body: `{"text":"` + strings.Repeat("x", 200) + `"}`}, 413, "http.too_large"},
		"from another site":   {request{who: "signing", body: good, header: map[string]string{"Sec-Fetch-Site": "cross-site"}}, 403, "http.cross_site"},
		"from another origin": {request{who: "signing", body: good, header: map[string]string{"Origin": "https://evil.example"}}, 403, "http.cross_site"},
		"another method":      {request{method: "PUT", who: "signing", body: good}, 405, "http.no_method"},
		"no route":            {request{method: "GET", path: "/api/nothing"}, 404, "http.no_route"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.q.method == "" {
				c.q.method = "POST"
			}
			if c.q.path == "" {
				c.q.path = castPath
			}
			res, body := send(t, r, c.q)
			if p := problemOf(t, res, body); p.Status != c.status || p.Code != c.code {
				t.Errorf("got %d %s, want %d %s", p.Status, p.Code, c.status, c.code)
			}
		})
	}
}
