package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/internal/httpx"
	"ecabinet/web"
)

// printed is a line of the table with which the demonstration tells how to get in.
type printed struct {
	roles, login, name, post, secret, link string
}

// begun runs the demonstration until it has said how to get in, and gives what it said. It
// is stopped when the test ends, and has to end without an error.
func begun(t *testing.T, addr string) (said string) {
	t.Helper()
	data := t.TempDir() // which goes when all else has ended
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"demo", "-data", data, "-listen", addr}, write)
		write.CloseWithError(io.EOF)
		ended <- err
	}()
	t.Cleanup(func() {
		stop()
		go io.Copy(io.Discard, read)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	lines := bufio.NewScanner(read)
	for lines.Scan() {
		said += lines.Text() + "\n"
		if strings.HasPrefix(lines.Text(), "All ") { // the last one
			return said
		}
	}
	t.Fatalf("it ended before it was ready, and said %q", said)
	return ""
}

var (
	between = regexp.MustCompile(`\s{2,}`)
	ready   = regexp.MustCompile(`^ecabinet demonstration, ready after ([0-9.]+ s) at (\S+)\n`)
)

// What `make demo` runs prints a link for each role, and each link opens a session of that
// person, with that role. How long it took is told, never judged: machines differ.
func TestTheDemonstrationPrintsALinkForEachRole(t *testing.T) {
	targets, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil || !strings.Contains(string(targets), "\ndemo: build ") || !strings.Contains(string(targets), "\n\t$(BIN) demo ") {
		t.Errorf("make demo runs something else: %v", err)
	}
	addr, err := bench.FreeAddr()
	if err != nil {
		t.Fatal(err)
	}
	said := begun(t, addr)
	url := "http://" + addr
	first := ready.FindStringSubmatch(said)
	if first == nil || first[2] != url {
		t.Fatalf("it began with %q", said)
	}
	t.Logf("ready after %s", first[1])

	var table []printed
	for line := range strings.Lines(said) {
		if cells := between.Split(strings.TrimSpace(line), -1); len(cells) == 6 && cells[0] != "ROLE" {
			table = append(table, printed{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]})
		}
	}
	var roles []string
	for _, p := range table {
		roles = append(roles, strings.Split(p.roles, ", ")...)
	}
	slices.Sort(roles)
	// A head of an office has the role of the unit. Nobody is seeded with the other roles: who
	// chairs does so by the session, a screen and a personal link have no account.
	want := []string{"administrator", "analyst", "approver", "auditor", "clerk", "drafter", "guest", "head", "member", "respondent", "secretariat", "unit"}
	if diff := cmp.Diff(want, slices.Compact(roles)); diff != "" {
		t.Errorf("links are printed for (-want +got):\n%s", diff)
	}

	for _, p := range table {
		token, ok := strings.CutPrefix(p.link, url+"/signin#demo=")
		if !ok {
			t.Errorf("the link of %s is %s", p.login, p.link)
			continue
		}
		me := whoAmI(t, url, signIn(t, url, token, http.StatusOK))
		if me.Person.FullName != p.name {
			t.Errorf("the link of %s opens a session of %s", p.name, me.Person.FullName)
		}
		for role := range strings.SplitSeq(p.roles, ", ") {
			step := func(o office) bool { return o.Step == role }
			if !slices.Contains(me.Roles, role) && !slices.ContainsFunc(me.Offices, step) {
				t.Errorf("%s signs in as %v, not as %s", p.login, me.Roles, role)
			}
		}
		signIn(t, url, token+"x", http.StatusNotFound)
	}
	if res := get(t, url+"/signin", nil); (res.StatusCode == http.StatusOK) != web.Built() {
		t.Errorf("the client is built: %v, and its page is answered with %d", web.Built(), res.StatusCode)
	}
}

// signIn opens a link as the page behind it does, and gives the cookie.
func signIn(t *testing.T, url, token string, want int) *http.Cookie {
	t.Helper()
	body, err := json.Marshal(map[string]string{"token": token})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/api/session/demo", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", ecabinet.NewID())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != want {
		t.Fatalf("signing in is answered with %d %s, %v; want %d", res.StatusCode, said, err, want)
	}
	for _, c := range res.Cookies() {
		if c.Name == httpx.CookieName(false) && want == http.StatusOK {
			return c
		}
	}
	if want == http.StatusOK {
		t.Fatal("signing in gives no cookie")
	}
	return nil
}

type office struct {
	Step string `json:"step"`
}

type myself struct {
	Person struct {
		FullName string `json:"full_name"`
	} `json:"person"`
	Roles   []string `json:"roles"`
	Offices []office `json:"offices"`
}

func whoAmI(t *testing.T, url string, cookie *http.Cookie) (me myself) {
	t.Helper()
	res := get(t, url+"/api/me", cookie)
	if err := json.NewDecoder(res.Body).Decode(&me); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("who am I: %d, %v", res.StatusCode, err)
	}
	return me
}

func get(t *testing.T, url string, cookie *http.Cookie) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if cookie != nil {
		req.AddCookie(cookie)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}
