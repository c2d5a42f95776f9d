package auth_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ecabinet/internal/auth"
	"ecabinet/internal/httpx"
	"ecabinet/policies"
)

// browser is a client with at most one cookie.
type browser struct {
	t      *testing.T
	server *httptest.Server
	cookie *http.Cookie
	keys   int
}

func (h *house) browser() *browser {
	r := h.router()
	server := httptest.NewServer(r)
	h.t.Cleanup(server.Close)
	return &browser{t: h.t, server: server}
}

func (h *house) router() *httpx.Router {
	bodies, err := policies.NewBodies(policies.Default())
	h.must(err)
	limits := auth.NewLimiter(h.clock.Now)
	r, err := httpx.New(httpx.Config{Title: "test", Version: "1", Sessions: h.s, Policies: bodies, Clock: h.clock.Now, Limit: limits.Limit})
	h.must(err)
	auth.Register(r, h.s)
	return r
}

// call answers the status, and the body decoded.
func (b *browser) call(method, path string, in any) (int, map[string]any) {
	b.t.Helper()
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			b.t.Fatal(err)
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Mozilla/5.0 (iPad) Safari/604.1")
	b.keys++
	req.Header.Set("Idempotency-Key", strings.Repeat("k", b.keys))
	if b.cookie != nil {
		req.AddCookie(b.cookie)
	}
	res, err := b.server.Client().Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	for _, c := range res.Cookies() {
		if b.cookie = c; c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	out := map[string]any{}
	if raw, err := io.ReadAll(res.Body); err != nil || len(raw) > 0 && json.Unmarshal(raw, &out) != nil {
		b.t.Fatalf("%s %s answered %q, %v", method, path, raw, err)
	}
	return res.StatusCode, out
}

func (b *browser) want(status int, method, path string, in any) map[string]any {
	b.t.Helper()
	got, out := b.call(method, path, in)
	if got != status {
		b.t.Fatalf("%s %s: %d %v, want %d", method, path, got, out, status)
	}
	return out
}

func (b *browser) signIn(h *house, login, secret string) {
	b.t.Helper()
	c := b.want(200, "POST", "/api/session", map[string]any{"login": login, "password": password})
	if c["needs"] != "totp" || b.cookie != nil {
		b.t.Fatalf("after the password: %v, cookie %v", c, b.cookie)
	}
	b.want(200, "POST", "/api/session/totp", map[string]any{"challenge": c["challenge"], "code": h.code(secret)})
	if k := b.cookie; k == nil || k.Name != "ecabinet" || !k.HttpOnly || k.SameSite != http.SameSiteStrictMode || k.Path != "/" {
		b.t.Fatalf("the cookie is %+v", k)
	}
}

func TestSignInOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser()
		if _, out := b.call("GET", "/api/sessions", nil); out["code"] != "http.not_signed_in" {
			t.Errorf("without a session: %v", out)
		}
		_, out := b.call("POST", "/api/session", map[string]any{"login": "quantri", "password": "x"})
		if out["code"] != "session.refused" || out["detail"] != "Tên đăng nhập hoặc mật khẩu không đúng. Xin nhập lại; nếu đã quên, xin liên hệ quản trị viên." {
			t.Errorf("a wrong password: %v", out)
		}
		b.signIn(h, "quantri", h.secret)
		other := *b
		other.cookie = nil
		other.signIn(h, "quantri", h.secret)

		list := b.want(200, "GET", "/api/sessions", nil)["items"].([]any)
		first := list[0].(map[string]any)
		if len(list) != 3 || first["device"] != "Safari, iPad" || first["current"] != false {
			t.Errorf("sessions: %v", list)
		}
		b.want(200, "POST", "/api/session/signing-window", map[string]any{"password": password, "code": h.code(h.secret)})
		b.want(204, "DELETE", "/api/session/signing-window", nil)
		if s, out := b.call("POST", "/api/session/signing-window", map[string]any{"password": password, "code": "000000"}); s != 403 || out["code"] != "session.step_up_refused" {
			t.Errorf("a wrong code: %d %v", s, out)
		}
		if b.want(200, "POST", "/api/session/ticket", nil)["ticket"] == "" {
			t.Error("no ticket")
		}
		if n := b.want(200, "GET", "/api/account", nil)["recovery_left"]; n != 10.0 {
			t.Errorf("%v recovery codes are left", n)
		}
		b.want(204, "DELETE", "/api/sessions/"+first["id"].(string), nil)
		other.want(401, "GET", "/api/sessions", nil)
		other.want(401, "GET", "/api/sessions", nil) // nor did the refusal bring it back into memory
		b.want(204, "DELETE", "/api/session", nil)
		if b.cookie != nil {
			t.Error("the cookie stays after signing out")
		}
	})
}

// Who signs in while a session is open gets another token, and the one before is
// worth nothing any more, whoever has a copy of it.
func TestASignInEndsTheSessionBefore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser()
		b.signIn(h, "quantri", h.secret)
		before := *b
		c := b.want(200, "POST", "/api/session", map[string]any{"login": "quantri", "password": password})
		before.want(200, "GET", "/api/sessions", nil) // a password alone ends nothing
		b.want(200, "POST", "/api/session/totp", map[string]any{"challenge": c["challenge"], "code": h.code(h.secret)})
		if b.cookie.Value == before.cookie.Value {
			t.Error("the token is the same")
		}
		b.want(200, "GET", "/api/sessions", nil)
		before.want(401, "GET", "/api/sessions", nil)
	})
}

func TestAccountsOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		person, secret := h.staff("thuky", "secretariat")
		b, clerk := h.browser(), h.browser()
		clerk.signIn(h, "thuky", secret)
		b.signIn(h, "quantri", h.secret)
		clerk.want(403, "GET", "/api/accounts", nil)
		clerk.want(403, "GET", "/api/sessions?person="+h.admin, nil)
		acc, err := h.s.AccountOf(t.Context(), person)
		h.must(err)
		clerk.want(403, "POST", "/api/accounts/"+acc.ID+"/lock", nil)
		if list := b.want(200, "GET", "/api/accounts", nil)["items"].([]any); len(list) != 2 {
			t.Errorf("accounts: %v", list)
		}
		first := b.want(200, "GET", "/api/accounts?limit=1", nil)
		rest := b.want(200, "GET", "/api/accounts?limit=1&after="+first["next"].(string), nil)
		for i, page := range []map[string]any{first, rest} {
			items := page["items"].([]any)
			if len(items) != 1 || items[0].(map[string]any)["login"] != []string{"quantri", "thuky"}[i] {
				t.Errorf("page %d: %v", i, page)
			}
		}
		if rest["next"] != "" {
			t.Errorf("after the last page: %v", rest["next"])
		}
		if list := b.want(200, "GET", "/api/accounts?person="+person, nil)["items"].([]any); len(list) != 1 || list[0].(map[string]any)["person"] != person {
			t.Errorf("the clerk's account: %v", list)
		}
		if list := b.want(200, "GET", "/api/sessions?person="+person, nil)["items"].([]any); len(list) != 1 {
			t.Errorf("the clerk's sessions: %v", list)
		}
		if _, out := b.call("POST", "/api/accounts", map[string]any{"person": person, "login": "thuky2"}); out["code"] != "account.exists" {
			t.Errorf("a second account: %v", out)
		}
		link := b.want(201, "POST", "/api/accounts/"+acc.ID+"/link", nil)["link"].(string)
		token, ok := strings.CutPrefix(link, "/enroll#")
		if !ok {
			t.Fatalf("the link is %s", link)
		}
		anyone := h.browser()
		e := anyone.want(200, "POST", "/api/enrolments/open", map[string]any{"token": token})
		if e["login"] != "thuky" || e["replace"] != true {
			t.Errorf("the link opens %v", e)
		}
		s, out := anyone.call("POST", "/api/enrolments", map[string]any{"token": token, "password": "123456789012", "code": "1"})
		if s != 422 || out["errors"].([]any)[0].(map[string]any)["path"] != "password" {
			t.Errorf("a common password: %d %v", s, out)
		}
		codes := anyone.want(200, "POST", "/api/enrolments", map[string]any{"token": token, "password": password, "code": h.code(e["secret"].(string))})
		if len(codes["recovery_codes"].([]any)) != 10 {
			t.Errorf("enrolled: %v", codes)
		}
		clerk.want(401, "GET", "/api/sessions", nil)
		b.want(204, "POST", "/api/accounts/"+acc.ID+"/lock", nil)
		b.want(204, "POST", "/api/accounts/"+acc.ID+"/unlock", nil)
	})
}

// Each route has a row in the table of policies, and each code its texts.
func TestRoutesAndTextsAreComplete(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r := h.router()
		h.must(r.Check(policies.Default()))
		known := r.Codes()
		code := regexp.MustCompile(`"((?:session|account|enrolment)\.[a-z_]+)"`)
		events := regexp.MustCompile(`(?:event\(|kind(?:, data)? :?= |session\.(?:opened|ended|body_chosen|signing_\w+)|account\.(?:made|locked|unlocked|enrolled|replaced|link_made|password_changed|recovery_renewed))`)
		h.must(fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for line := range strings.Lines(string(text)) {
				for _, m := range code.FindAllStringSubmatch(line, -1) {
					if !slices.Contains(known, m[1]) && !events.MatchString(line) {
						t.Errorf("%s: %s has no text", path, m[1])
					}
				}
			}
			return err
		}))
	})
}
