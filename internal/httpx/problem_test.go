package httpx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
)

type nothing struct{}

type idInput struct {
	ID string `path:"id"`
}

type nameOutput struct {
	Body struct {
		Name string `json:"name"`
	}
}

// failing adds a route that anybody signed in may call and that ends with err.
func failing(r *Router, err error) {
	Handle(r, Op{ID: "fail", Method: "GET", Path: "/api/fail", Object: "body", Action: "read-body"}, nil,
		func(context.Context, *nothing) (*nameOutput, error) { return nil, err })
}

func TestEveryKindInBothLanguages(t *testing.T) {
	want := map[ecabinet.Kind]int{
		ecabinet.Invalid: 422, ecabinet.Unauthenticated: 401, ecabinet.Forbidden: 403, ecabinet.NotFound: 404, ecabinet.Refused: 409,
		ecabinet.Stale: 409, ecabinet.Conflict: 409, ecabinet.TooLarge: 413, ecabinet.TooMany: 429, ecabinet.Unavailable: 503,
		ecabinet.Unknown: 503, ecabinet.Internal: 500,
	}
	if len(want) != len(statuses) {
		t.Fatalf("%d kinds, %d in the table", len(want), len(statuses))
	}
	for kind, status := range want {
		for lang, texts := range map[string][2]string{
			"vi": {"Còn 1.234 phiếu đến 12:00 02/03/2026.", "Mục này bắt buộc."},
			"en": {"1,234 ballots are left until 12:00, 2 March 2026.", "This is required."},
		} {
			t.Run(string(kind)+" "+lang, func(t *testing.T) {
				r := newRouter(t, func(c *Config) { c.Zone = time.FixedZone("ICT", 7*3600) })
				r.AddTexts([]byte(`{"test.left": {"vi": "Còn {n} phiếu đến {at}.", "en": "{n} ballots are left until {at}."}}`))
				err := ecabinet.E(kind, "test.left", "n", 1234, "at", noon)
				err.Fields = []ecabinet.FieldError{{Path: "questions[1].title", Code: "field.required"}}
				failing(r, fmt.Errorf("cast: %w", err))
				res, body := send(t, r, request{method: "GET", path: "/api/fail", who: "member", lang: lang})
				p := problemOf(t, res, body)
				if p.Status != status || p.Kind != string(kind) || p.Code != "test.left" || p.Type != "urn:ecabinet:test.left" {
					t.Errorf("%s", body)
				}
				if p.Detail != texts[0] || p.Errors[0].Detail != texts[1] || p.Errors[0].Path != "questions[1].title" {
					t.Errorf("%s", body)
				}
				if res.Header.Get("Content-Language") != lang {
					t.Errorf("Content-Language %q", res.Header.Get("Content-Language"))
				}
				if again := res.Header.Get("Retry-After") != ""; again != (status == 429 || status == 503) {
					t.Errorf("Retry-After %q", res.Header.Get("Retry-After"))
				}
			})
		}
	}
}

func TestLanguages(t *testing.T) {
	for header, want := range map[string]string{
		"": "vi", "vi-VN,vi;q=0.9": "vi", "en-GB": "en", "fr": "vi", "fr, en;q=0.5": "en", "rubbish;;;": "vi", "en;q=0.2, vi;q=0.8": "vi",
	} {
		if got := pickLanguage(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func TestTexts(t *testing.T) {
	say := texts{"x": {"vi": "{a} {b:size} {c:date} {d} {e}{f}", "en": "{a} {b:size} {c:date} {d} {e}{f}"}}
	params := map[string]any{"a": -1234567, "b": int64(30 << 20), "c": noon, "d": 1234.5, "e": []string{"một", "hai"}}
	for lang, want := range map[string]string{
		"vi": "-1.234.567 30 MB 02/03/2026 1.234,5 một, hai",
		"en": "-1,234,567 30 MB 2 March 2026 1,234.5 một, hai",
	} {
		if got := say.say(lang, "x", params, time.UTC); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestStaleCarriesWhatIsThereNow(t *testing.T) {
	r := newRouter(t, nil)
	view := struct {
		Rev   int      `json:"rev"`
		Lines []string `json:"lines"`
	}{Rev: 7}
	failing(r, WithCurrent(ecabinet.E(ecabinet.Stale, "request.stale"), &view))
	_, body := send(t, r, request{method: "GET", path: "/api/fail", who: "member"})
	if !strings.Contains(body, `"current":{"rev":7,"lines":[]}`) {
		t.Error(body)
	}
}

func TestTooManySaysWhen(t *testing.T) {
	r := newRouter(t, func(c *Config) {
		c.Limit = func(op Op, _ Client) (time.Duration, bool) { return 1500 * time.Millisecond, op.ID != "fail" }
	})
	failing(r, nil)
	res, body := send(t, r, request{method: "GET", path: "/api/fail", who: "member", lang: "en"})
	p := problemOf(t, res, body)
	if p.Status != 429 || res.Header.Get("Retry-After") != "2" || !strings.Contains(p.Detail, "2 seconds") {
		t.Errorf("%v %s", res.Header, body)
	}
}

// What is our fault is told to nobody but the log, once, without content.
func TestFaultsAreLoggedOnce(t *testing.T) {
	for name, c := range map[string]struct {
		act  func() error
		logs string
	}{
		"an error": {func() error { return fmt.Errorf("load ballot: %w", errors.New("disk on fire")) }, "disk on fire"},
		"a panic":  {func() error { panic("the opinion of the minister") }, "request panicked"},
		"a fault":  {func() error { var m map[string]int; m["x"] = 1; return nil }, "assignment to entry in nil map"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			r := newRouter(t, func(cfg *Config) { cfg.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
			Handle(r, Op{ID: "fail", Method: "GET", Path: "/api/fail/{id}", Object: "body", Action: "read-body"}, nil,
				func(context.Context, *idInput) (*nameOutput, error) { return nil, c.act() })
			res, body := send(t, r, request{method: "GET", path: "/api/fail/7", who: "member"})
			p := problemOf(t, res, body)
			if p.Status != 500 || p.Code != "http.internal" || strings.Contains(body, "fire") || strings.Contains(body, "minister") {
				t.Error(body)
			}
			if strings.Count(log.String(), `"level":"ERROR"`) != 1 || !strings.Contains(log.String(), c.logs) || strings.Contains(log.String(), "minister") {
				t.Error(log.String())
			}
			if !strings.Contains(log.String(), p.Request) {
				t.Error("the log does not name the request")
			}
		})
	}
}

func TestTheLogHoldsNoContent(t *testing.T) {
	var log bytes.Buffer
	r := newRouter(t, func(cfg *Config) { cfg.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	addCast(r)
	send(t, r, request{method: "POST", path: castPath, who: "signing", body: `{"choice":"agree","text":"canar"}`})
	send(t, r, request{method: "POST", path: castPath + "?text=canary", who: "signing", body: `{"choice":"canary","text":"canary canary"}`})
	if strings.Contains(log.String(), "canar") || strings.Contains(log.String(), "agree") || strings.Contains(log.String(), "signing\"") || strings.Contains(log.String(), "mine") {
		t.Error(log.String())
	}
	if strings.Count(log.String(), `"route":"cast-answer"`) != 2 {
		t.Error(log.String())
	}
}

type fieldsInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"100"`
	Body  struct {
		Title   string    `json:"title" minLength:"1" maxLength:"5"`
		Kind    string    `json:"kind" enum:"draft,final"`
		Count   int       `json:"count,omitempty" minimum:"2" maximum:"9"`
		Done    bool      `json:"done,omitempty"`
		At      time.Time `json:"at,omitempty"`
		ID      string    `json:"id,omitempty" format:"uuid"`
		Entries []struct {
			Name string `json:"name"`
		} `json:"entries,omitempty" minItems:"1" maxItems:"2"`
	}
}

func TestFields(t *testing.T) {
	r := newRouter(t, nil)
	Handle(r, Op{ID: "make", Method: "POST", Path: "/api/things", Object: "session", Action: "open-signing"},
		func(context.Context, *fieldsInput) ([]string, error) { return []string{"own"}, nil },
		func(context.Context, *fieldsInput) (*nameOutput, error) { return &nameOutput{}, nil })
	const good = `"title":"a","kind":"draft"`
	for name, c := range map[string]struct {
		query, body string
		path, code  string
		vi, en      string
	}{
		"required":          {body: `{"kind":"draft"}`, path: "title", code: "field.required", vi: "Mục này bắt buộc.", en: "This is required."},
		"empty is required": {body: `{"title":"","kind":"draft"}`, path: "title", code: "field.required"},
		"required below":    {body: `{` + good + `,"entries":[{"name":"a"},{}]}`, path: "entries[1].name", code: "field.required"},
		"unknown":           {body: `{` + good + `,"colour":1}`, path: "colour", code: "field.unknown", en: "This field is not known."},
		"unknown below":     {body: `{` + good + `,"entries":[{"name":"a","x":1}]}`, path: "entries[0].x", code: "field.unknown"},
		"wrong type":        {body: `{"title":5,"kind":"draft"}`, path: "title", code: "field.wrong_type"},
		"no number":         {body: `{` + good + `,"count":"x"}`, path: "count", code: "field.wrong_type"},
		"no boolean":        {body: `{` + good + `,"done":1}`, path: "done", code: "field.wrong_type"},
		"null list":         {body: `{` + good + `,"entries":5}`, path: "entries", code: "field.wrong_type"},
		"not one of":        {body: `{"title":"a","kind":"x"}`, path: "kind", code: "field.not_one_of", en: "This must be one of: draft, final."},
		"too long":          {body: `{"title":"aaaaaa","kind":"draft"}`, path: "title", code: "field.too_long", vi: "Tối đa 5 ký tự."},
		"too small":         {body: `{` + good + `,"count":1}`, path: "count", code: "field.too_small", en: "This must be 2 or more."},
		"too big":           {body: `{` + good + `,"count":10}`, path: "count", code: "field.too_big"},
		"too few":           {body: `{` + good + `,"entries":[]}`, path: "entries", code: "field.too_few"},
		"too many":          {body: `{` + good + `,"entries":[{"name":"a"},{"name":"a"},{"name":"a"}]}`, path: "entries", code: "field.too_many"},
		"no date":           {body: `{` + good + `,"at":"yesterday"}`, path: "at", code: "field.bad_format", en: "This is not in the right form (date-time)."},
		"no id":             {body: `{` + good + `,"id":"x"}`, path: "id", code: "field.bad_format"},
		"no object":         {body: `[]`, path: "", code: "field.wrong_type"},
		"unknown parameter": {query: "?x=1", body: `{` + good + `}`, path: "x", code: "field.unknown"},
		"parameter no int":  {query: "?limit=x", body: `{` + good + `}`, path: "limit", code: "field.wrong_type"},
		"parameter too big": {query: "?limit=101", body: `{` + good + `}`, path: "limit", code: "field.too_big"},
	} {
		t.Run(name, func(t *testing.T) {
			for lang, want := range map[string]string{"vi": c.vi, "en": c.en} {
				res, body := send(t, r, request{method: "POST", path: "/api/things" + c.query, who: "member", body: c.body, lang: lang})
				p := problemOf(t, res, body)
				if p.Status != 422 || p.Code != "http.fields" || len(p.Errors) == 0 {
					t.Fatal(body)
				}
				if f := p.Errors[0]; f.Path != c.path || f.Code != c.code || f.Detail == "" || want != "" && f.Detail != want {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

// Somebody who may read the thing is told that the act is not his; nobody else
// learns that there is one.
func TestWhatMayNotBeReadDoesNotExist(t *testing.T) {
	r := newRouter(t, nil)
	Handle(r, Op{ID: "extend", Method: "POST", Path: "/api/ballots/{id}/approve", Object: "ballot", Action: "approve-ballot"},
		func(_ context.Context, in *idInput) ([]string, error) {
			if in.ID == "none" {
				return nil, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
			}
			return strings.Split(in.ID, "+"), nil
		},
		func(context.Context, *idInput) (*nothing, error) { return &nothing{}, nil })
	same := func(id string) string {
		_, body := send(t, r, request{method: "POST", path: "/api/ballots/" + id + "/approve", who: "approver"})
		before, _, _ := strings.Cut(body, `"request"`)
		return before
	}
	if there, not := same("approver+recused"), same("none"); there != not {
		t.Errorf("what is hidden is told apart from what is not there:\n%s\n%s", there, not)
	}
	for relations, want := range map[string]int{"any": 403, "approver": 204, "approver+recused": 404} {
		res, _ := send(t, r, request{method: "POST", path: "/api/ballots/" + relations + "/approve", who: "approver"})
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", relations, res.StatusCode, want)
		}
	}
}

func TestOpsAreChecked(t *testing.T) {
	for name, op := range map[string]Op{
		"no id":             {Method: "GET", Path: "/api/x", Public: true},
		"outside /api":      {ID: "x", Method: "GET", Path: "/x", Public: true},
		"no policy":         {ID: "x", Method: "GET", Path: "/api/x"},
		"half a policy":     {ID: "x", Method: "GET", Path: "/api/x", Object: "ballot"},
		"public and policy": {ID: "x", Method: "GET", Path: "/api/x", Object: "ballot", Action: "read-ballot", Public: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRouter(t, nil)
			defer func() {
				if recover() == nil {
					t.Error("accepted")
				}
			}()
			HandleRaw(r, op, nil, func(http.ResponseWriter, *http.Request) error { return nil })
		})
	}
}

func TestFillLists(t *testing.T) {
	type line struct{ Names []string }
	type view struct {
		Lines []line
		One   *line
		Raw   []byte
		At    time.Time
	}
	v := view{Lines: []line{{}}, One: &line{}}
	FillLists(&v)
	if diff := cmp.Diff(view{Lines: []line{{[]string{}}}, One: &line{[]string{}}}, v); diff != "" {
		t.Error(diff)
	}
}

// No database keeps U+0000 as text, and PostgreSQL no broken UTF-8: it is refused in
// words before it becomes an internal error of whoever is in the same batch.
func TestTextThatCannotBeStoredIsRefused(t *testing.T) {
	r := newRouter(t, nil)
	addCast(r)
	for name, c := range map[string]struct {
		path, text string
		bad        bool
	}{
		"plain":              {castPath, `a`, false},
		"an escaped one":     {castPath, `\u0000`, true},
		"behind a backslash": {castPath, `\\\u0000`, true},
		"a written escape":   {castPath, `\\u0000`, false},
		"both":               {castPath, `\\u0000\u0000`, true},
		"in the path":        {"/api/ballots/mine%00/answer", `a`, true},
		"no UTF-8 in a path": {"/api/ballots/mine%ff/answer", `a`, true},
		"in the query":       {castPath + "?x=%00", `a`, true},
		"no UTF-8 in query":  {castPath + "?x=%ff", `a`, true},
	} {
		res, body := send(t, r, request{method: "POST", path: c.path, who: "signing", body: `{"choice":"agree","text":"` + c.text + `"}`})
		if !c.bad {
			if strings.Contains(body, "http.bad_text") {
				t.Errorf("%s: %s", name, body)
			}
			continue
		}
		if p := problemOf(t, res, body); p.Status != 422 || p.Code != "http.bad_text" {
			t.Errorf("%s: %s", name, body)
		}
	}
}
