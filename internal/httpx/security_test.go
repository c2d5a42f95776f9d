package httpx

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/policies"
)

// client is a small built client.
func client() fstest.MapFS {
	script := strings.Repeat("let a = 1;\n", 500)
	return fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><title>x</title>")},
		"manifest.webmanifest": {Data: []byte("{}")},
		"sw.js":                {Data: []byte("1")},
		".gitkeep":             {},
		"assets/a-1f2e.js":     {Data: []byte(script)},
		"assets/b-77aa.css":    {Data: []byte(strings.Repeat("a{}", 500))},
		"assets/b-77aa.css.gz": {Data: []byte("packed before")},
		"pdfjs/worker.mjs":     {Data: []byte("1")},
		"pdfjs/jbig2.wasm":     {Data: []byte("\x00asm")},
	}
}

// full is a router with routes of every sort.
func full(t *testing.T, change func(*Config)) *Router {
	t.Helper()
	r := newRouter(t, func(c *Config) {
		c.Static = client()
		if change != nil {
			change(c)
		}
	})
	addCast(r)
	Handle(r, Op{ID: "list-ballots", Method: "GET", Path: "/api/ballots", Object: "ballot", Action: "read-ballot", List: true}, nil,
		func(ctx context.Context, _ *nothing) (*nameOutput, error) {
			out := &nameOutput{}
			allow, deny := r.Relations(ctx, "ballot", "read-ballot")
			out.Body.Name = strings.Join(allow, "+") + "-" + strings.Join(deny, "+")
			return out, nil
		})
	Handle(r, Op{ID: "sign-in", Method: "POST", Path: "/api/session", Public: true}, nil,
		func(ctx context.Context, _ *nothing) (*nothing, error) { return &nothing{}, nil })
	Handle(r, Op{ID: "drop", Method: "POST", Path: "/api/box", Public: true, Quiet: true}, nil,
		func(ctx context.Context, _ *nothing) (*nothing, error) {
			if ecabinet.ActorFrom(ctx).Person != "" {
				return nil, ecabinet.E(ecabinet.Internal, "box.knows_who")
			}
			return &nothing{}, nil
		})
	HandleRaw(r, Op{ID: "upload", Method: "POST", Path: "/api/matters/{id}/documents", Object: "document", Action: "upload-document", MaxBody: 100,
		Consumes: "application/octet-stream", Status: 201},
		func(req *http.Request) ([]string, error) { return []string{req.PathValue("id")}, nil },
		func(w http.ResponseWriter, req *http.Request) error {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				return err
			}
			if strings.HasPrefix(string(body), "bad") {
				return ecabinet.E(ecabinet.Invalid, "field.invalid")
			}
			w.WriteHeader(http.StatusCreated)
			return nil
		})
	HandleRaw(r, Op{ID: "download", Method: "GET", Path: "/api/documents/{id}/content", Object: "document", Action: "download-document", Produces: "application/pdf"},
		func(*http.Request) ([]string, error) { return nil, nil },
		func(w http.ResponseWriter, req *http.Request) error {
			w.Header().Set("Content-Disposition", `attachment; filename="x.pdf"`)
			http.ServeContent(w, req, "x.pdf", time.Time{}, strings.NewReader("%PDF-1.7"))
			return nil
		})
	return r
}

// Every route, every file and every error carries the headers.
func TestHeadersEverywhere(t *testing.T) {
	for _, https := range []bool{false, true} {
		r := full(t, func(c *Config) { c.TLS = https; c.StyleHashes = []string{"sha256-abc="} })
		paths := [][2]string{{"GET", "/"}, {"GET", "/ballots/7"}, {"GET", "/assets/a-1f2e.js"}, {"GET", "/assets/missing.js"},
			{"GET", "/healthz"}, {"GET", "/readyz"}, {"GET", "/metrics"}, {"GET", "/api/none"}, {"PUT", "/"}}
		for _, op := range r.Routes() {
			paths = append(paths, [2]string{op.Method, strings.NewReplacer("{id}", "x").Replace(op.Path)})
		}
		for _, p := range paths {
			for _, who := range []string{"", "member", "secretariat"} {
				for _, site := range []string{"same-origin", "cross-site"} {
					res, _ := send(t, r, request{method: p[0], path: p[1], who: who, header: map[string]string{"Sec-Fetch-Site": site}})
					checkHeaders(t, res, p[0]+" "+p[1], https)
				}
			}
		}
	}
}

func checkHeaders(t *testing.T, res *http.Response, what string, https bool) {
	t.Helper()
	h := res.Header
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %s is %q", what, name, h.Get(name))
		}
	}
	csp := h.Get("Content-Security-Policy")
	if !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "'unsafe-inline'") || strings.Contains(csp, "'unsafe-eval'") {
		t.Errorf("%s: %s", what, csp)
	}
	if api := strings.Contains(what, "/api/"); api != (h.Get("Cache-Control") == "no-store" && strings.Contains(csp, "default-src 'none'")) &&
		!strings.Contains(what, "z") {
		t.Errorf("%s: cache %q, %s", what, h.Get("Cache-Control"), csp)
	}
	if got := h.Get("Strict-Transport-Security") != ""; got != https {
		t.Errorf("%s: HSTS %v", what, got)
	}
	quiet := strings.HasSuffix(what, "/api/box") && res.StatusCode == http.StatusNoContent
	if h.Get("Permissions-Policy") == "" || quiet != (h.Get("X-Request-Id") == "") {
		t.Errorf("%s: %v", what, h)
	}
}

// No write from another site passes, on any route; reads give nothing away, since no
// answer may be read across sites.
func TestCrossSiteWritesAreRefused(t *testing.T) {
	r := full(t, func(c *Config) { c.Origins = []string{"https://friend.example"} })
	for _, op := range r.Routes() {
		if !op.writes() {
			continue
		}
		for _, header := range []map[string]string{
			{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
			{"Origin": "http://example.com:81"}, {"Origin": "https://friend.example.evil"}, {"Sec-Fetch-Site": "rubbish"},
		} {
			res, body := send(t, r, request{method: op.Method, path: strings.ReplaceAll(op.Path, "{id}", "mine"), who: "signing", header: header})
			if p := problemOf(t, res, body); p.Code != "http.cross_site" {
				t.Errorf("%s %v: %s", op.ID, header, p.Code)
			}
		}
	}
	res, _ := send(t, r, request{method: "POST", path: "/api/session", header: map[string]string{"Origin": "https://friend.example"}})
	if res.StatusCode != 204 {
		t.Errorf("the named origin gets %d", res.StatusCode)
	}
}

func TestRawRoutes(t *testing.T) {
	r := full(t, nil)
	for name, c := range map[string]struct {
		q      request
		status int
		code   string
	}{
		"upload":            {request{method: "POST", path: "/api/matters/agency/documents", who: "drafter", body: "%PDF"}, 201, ""},
		"not his agency":    {request{method: "POST", path: "/api/matters/own/documents", who: "drafter", body: "%PDF"}, 404, "http.not_found"},
		"refused":           {request{method: "POST", path: "/api/matters/agency/documents", who: "drafter", body: "bad"}, 422, "field.invalid"},
		"too large":         {request{method: "POST", path: "/api/matters/agency/documents", who: "drafter", body: strings.Repeat("x", 101)}, 413, "http.too_large"},
		"no key":            {request{method: "POST", path: "/api/matters/agency/documents", who: "drafter", body: "%PDF", noKey: true}, 422, "http.key_required"},
		"nobody":            {request{method: "POST", path: "/api/matters/agency/documents", body: "%PDF"}, 401, "http.not_signed_in"},
		"download":          {request{method: "GET", path: "/api/documents/1/content", who: "secretariat"}, 200, ""},
		"a part":            {request{method: "GET", path: "/api/documents/1/content", who: "secretariat", header: map[string]string{"Range": "bytes=1-3"}}, 206, ""},
		"nor for a guest":   {request{method: "GET", path: "/api/documents/1/content", who: "guest"}, 404, "http.not_found"},
		"nor without place": {request{method: "GET", path: "/api/documents/1/content", who: "member"}, 404, "http.not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			res, body := send(t, r, c.q)
			if res.StatusCode != c.status {
				t.Fatalf("%d %s", res.StatusCode, body)
			}
			if c.code != "" && problemOf(t, res, body).Code != c.code {
				t.Error(body)
			}
		})
	}
}

func TestListsKeepToRelations(t *testing.T) {
	r := full(t, nil)
	for who, want := range map[string]string{"member": "respondent+voter-recused", "secretariat": "any-recused", "auditor": "any-recused"} {
		if _, body := send(t, r, request{method: "GET", path: "/api/ballots", who: who}); !strings.Contains(body, `"`+want+`"`) {
			t.Errorf("%s: %s", who, body)
		}
	}
	if res, _ := send(t, r, request{method: "GET", path: "/api/ballots", who: "projector"}); res.StatusCode != 403 {
		t.Errorf("projector: %d", res.StatusCode)
	}
}

// A command by websocket meets the same checks as over HTTP.
func TestDispatch(t *testing.T) {
	r := full(t, nil)
	ctx := t.Context()
	for name, c := range map[string]struct {
		session, method, path, body, key string
		status                           int
		holds                            string
	}{
		"accepted":         {"signing", "POST", castPath, `{"choice":"agree"}`, "k1", 200, `"id":"mine"`},
		"window closed":    {"member", "POST", castPath, `{"choice":"agree"}`, "k1", 403, "auth.signing_required"},
		"session ended":    {"ended", "POST", castPath, `{"choice":"agree"}`, "k1", 401, "http.session_ended"},
		"no session":       {"", "POST", castPath, `{"choice":"agree"}`, "k1", 404, "http.no_route"},
		"no key":           {"signing", "POST", castPath, `{"choice":"agree"}`, "", 422, "http.key_required"},
		"a wrong field":    {"signing", "POST", castPath, `{"choice":"maybe"}`, "k1", 422, "field.not_one_of"},
		"not sign-in":      {"signing", "POST", "/api/session", ``, "k1", 403, "http.not_by_socket"},
		"not files":        {"secretariat", "GET", "/api/documents/1/content", ``, "", 403, "http.not_by_socket"},
		"not the client":   {"signing", "GET", "/index.html", ``, "", 404, "http.no_route"},
		"not another host": {"signing", "GET", "http://other/api/ballots", ``, "", 404, "http.no_route"},
		"not a bad method": {"signing", "G T", "/api/ballots", ``, "", 404, "http.no_route"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := r.Dispatch(ctx, c.session, "vi", c.method, c.path, []byte(c.body), c.key)
			if status != c.status || !strings.Contains(string(answer), c.holds) {
				t.Errorf("%d %s", status, answer)
			}
		})
	}
	for lang, want := range map[string]string{"vi": "để mở thời gian ký", "en": "Not permitted"} {
		_, answer := r.Dispatch(ctx, "member", lang, "POST", castPath, []byte(`{"choice":"agree"}`), "k1")
		if !strings.Contains(string(answer), want) {
			t.Errorf("in %s: %s", lang, answer)
		}
	}
	// The hash under a key is the same on both ways in.
	_, answer := r.Dispatch(ctx, "signing", "", "POST", castPath, []byte(`{"choice":"agree"}`), "k1")
	_, body := send(t, r, request{method: "POST", path: castPath, who: "signing", body: `{"choice":"agree"}`})
	if string(answer) != body {
		t.Errorf("socket %s, HTTP %s", answer, body)
	}
}

func TestSocket(t *testing.T) {
	r := newRouter(t, nil)
	r.Socket("/api/live", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\n\r\nhello"))
		conn.Close()
	}))
	server := httptest.NewServer(r)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.Write([]byte("GET /api/live HTTP/1.1\r\nHost: x\r\n\r\n"))
	all, err := io.ReadAll(bufio.NewReader(conn))
	if err != nil || !strings.HasSuffix(string(all), "hello") {
		t.Errorf("%q %v", all, err)
	}
}

func TestStatic(t *testing.T) {
	r := full(t, nil)
	gzip := map[string]string{"Accept-Encoding": "br, gzip"}
	for name, c := range map[string]struct {
		path                  string
		header                map[string]string
		status                int
		kind, cache, encoding string
	}{
		"the start":          {"/", nil, 200, "text/html; charset=utf-8", "no-cache", ""},
		"a screen":           {"/ballots/0192-7/answer", nil, 200, "text/html; charset=utf-8", "no-cache", ""},
		"the service worker": {"/sw.js", nil, 200, "text/javascript; charset=utf-8", "no-cache", ""},
		"the manifest":       {"/manifest.webmanifest", nil, 200, "application/manifest+json", "no-cache", ""},
		"an asset":           {"/assets/a-1f2e.js", nil, 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", ""},
		"packed":             {"/assets/a-1f2e.js", gzip, 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "gzip"},
		"packed before":      {"/assets/b-77aa.css", gzip, 200, "text/css; charset=utf-8", "public, max-age=31536000, immutable", "gzip"},
		"not packed":         {"/assets/a-1f2e.js", map[string]string{"Accept-Encoding": "gzip;q=0"}, 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", ""},
		"a module":           {"/pdfjs/worker.mjs", nil, 200, "text/javascript; charset=utf-8", "no-cache", ""},
		"WebAssembly":        {"/pdfjs/jbig2.wasm", nil, 200, "application/wasm", "no-cache", ""},
		"a missing asset":    {"/assets/gone", nil, 404, "", "", ""},
		"a missing PDF part": {"/pdfjs/gone", nil, 404, "", "", ""},
		"a missing file":     {"/favicon.png", nil, 404, "", "", ""},
		"a hidden file":      {"/.gitkeep", nil, 404, "", "", ""},
		"the packed file":    {"/assets/b-77aa.css.gz", nil, 404, "", "", ""},
		"a way out":          {"/assets/../../etc/passwd.txt", nil, 307, "", "", ""},
		"a part is not packed": {"/assets/a-1f2e.js", map[string]string{"Accept-Encoding": "gzip", "Range": "bytes=0-3"}, 206, "text/javascript; charset=utf-8",
			"public, max-age=31536000, immutable", ""},
	} {
		t.Run(name, func(t *testing.T) {
			res, _ := send(t, r, request{method: "GET", path: c.path, header: c.header})
			if res.StatusCode != c.status || c.kind != "" && res.Header.Get("Content-Type") != c.kind ||
				c.cache != "" && res.Header.Get("Cache-Control") != c.cache || res.Header.Get("Content-Encoding") != c.encoding {
				t.Fatalf("%d %v", res.StatusCode, res.Header)
			}
			if c.status != 200 {
				return
			}
			again := map[string]string{"If-None-Match": res.Header.Get("ETag")}
			for k, v := range c.header {
				again[k] = v
			}
			if res, _ := send(t, r, request{method: "GET", path: c.path, header: again}); res.StatusCode != 304 {
				t.Errorf("asked again: %d", res.StatusCode)
			}
		})
	}
}

func TestHealth(t *testing.T) {
	ready := errors.New("disk full")
	r := newRouter(t, func(c *Config) {
		c.Ready = map[string]func(context.Context) error{"database": func(context.Context) error { return ready }, "files": func(context.Context) error { return nil }}
	})
	if res, body := send(t, r, request{method: "GET", path: "/healthz"}); res.StatusCode != 200 || body != "ok\n" {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	if res, body := send(t, r, request{method: "GET", path: "/readyz"}); res.StatusCode != 503 || body != "not ready: database\n" {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	ready = nil
	if res, body := send(t, r, request{method: "GET", path: "/readyz"}); res.StatusCode != 200 || body != "ready\n" {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

func TestMetricsAreForThisMachineOnly(t *testing.T) {
	ask := func(r http.Handler, from, forwarded string) int {
		req := httptest.NewRequest("GET", "/metrics", nil)
		req.RemoteAddr = from
		if forwarded != "" {
			req.Header.Set("X-Forwarded-For", forwarded)
		}
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		return w.Code
	}
	open := full(t, nil)
	behind := full(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	send(t, open, request{method: "GET", path: "/api/ballots", who: "member"})
	for _, c := range []struct {
		r               http.Handler
		from, forwarded string
		want            int
	}{
		{open, "127.0.0.1:5", "", 200}, {open, "[::1]:5", "", 200}, {open, "192.0.2.1:5", "", 404}, {open, "127.0.0.1:5", "192.0.2.1", 404},
		{behind, "127.0.0.1:5", "", 404}, {open.Admin(), "192.0.2.1:5", "", 200},
	} {
		if got := ask(c.r, c.from, c.forwarded); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.from, c.forwarded, got, c.want)
		}
	}
}

func TestOnlyABelievedProxyNamesTheClient(t *testing.T) {
	r := newRouter(t, func(c *Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for _, c := range []struct{ from, forwarded, want string }{
		{"192.0.2.1:5", "", "192.0.2.1"}, {"192.0.2.1:5", "198.51.100.7", "192.0.2.1"}, {"10.0.0.1:5", "198.51.100.7", "198.51.100.7"},
		{"10.0.0.1:5", "203.0.113.9, 198.51.100.7", "198.51.100.7"}, {"10.0.0.1:5", "198.51.100.7, 10.0.0.2", "198.51.100.7"},
		{"10.0.0.1:5", "rubbish", "10.0.0.1"}, {"10.0.0.1:5", "", "10.0.0.1"},
	} {
		req := httptest.NewRequest("GET", "/", nil)
		req.RemoteAddr = c.from
		if c.forwarded != "" {
			req.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := r.client(req).IP.String(); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.from, c.forwarded, got, c.want)
		}
	}
}

func TestSessionCookie(t *testing.T) {
	plain := newRouter(t, nil).SessionCookie("t", noon)
	secure := newRouter(t, func(c *Config) { c.TLS = true }).SessionCookie("t", noon)
	gone := newRouter(t, nil).SessionCookie("", time.Time{})
	if plain.String() != "ecabinet=t; Path=/; Expires=Mon, 02 Mar 2026 05:00:00 GMT; HttpOnly; SameSite=Strict" {
		t.Error(plain.String())
	}
	if secure.String() != "__Host-ecabinet=t; Path=/; Expires=Mon, 02 Mar 2026 05:00:00 GMT; HttpOnly; Secure; SameSite=Strict" {
		t.Error(secure.String())
	}
	if gone.MaxAge >= 0 {
		t.Error(gone.String())
	}
}

// A route that no row of the table allows by name is a fault of the build.
func TestCheckFindsRoutesWithoutARow(t *testing.T) {
	r := full(t, nil)
	if err := r.Check(policies.Default()); err != nil {
		t.Fatal(err)
	}
	Handle(r, Op{ID: "paint", Method: "POST", Path: "/api/paint", Object: "body", Action: "paint-body"}, nil,
		func(context.Context, *nothing) (*nothing, error) { return &nothing{}, nil })
	if err := r.Check(policies.Default()); err == nil || !strings.Contains(err.Error(), "paint-body on body") {
		t.Error(err)
	}
}

func TestGoldens(t *testing.T) {
	r := full(t, nil)
	doc, err := r.OpenAPIYAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := full(t, nil).OpenAPIYAML()
	if err != nil || string(again) != string(doc) {
		t.Fatal("two documents of the same routes differ", err)
	}
	e, err := policies.New("b", policies.Default())
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"testdata/openapi.golden.yaml": string(doc), "testdata/routes.golden": r.Matrix(e)} {
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s changed; if it is meant to, run with -update\n%s", name, diff)
		}
	}
}

// A quiet route knows nobody, and that it was called stands nowhere.
func TestAQuietRouteLeavesNoTrace(t *testing.T) {
	var log bytes.Buffer
	r := full(t, func(c *Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	before, err := r.Metrics().Gather()
	if err != nil {
		t.Fatal(err)
	}
	res, _ := send(t, r, request{method: "POST", path: "/api/box", who: "member", header: map[string]string{"Sec-Fetch-Site": "same-origin"}})
	if res.StatusCode != http.StatusNoContent {
		t.Fatal(res.Status)
	}
	after, err := r.Metrics().Gather()
	if err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 || len(before) != len(after) || res.Header.Get("X-Request-Id") != "" || res.Header.Get("Set-Cookie") != "" {
		t.Errorf("logged %q, %d and %d figures, %v", log.String(), len(before), len(after), res.Header)
	}
}
