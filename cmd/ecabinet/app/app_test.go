package app_test

import (
	"bytes"
	"flag"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ecabinet/ballots"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/dossiers"
	"ecabinet/internal/jobs"
	"ecabinet/meetings"
	"ecabinet/policies"
	"ecabinet/summaries"
)

var update = flag.Bool("update", false, "write the goldens anew")

func start(t *testing.T) *app.App {
	t.Helper()
	s, err := app.Parse("test", []string{"-data", t.TempDir()}, io.Discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), s, slog.New(slog.DiscardHandler), app.Option{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s is not what the program says; look at the difference, then run with -update (-want +got):\n%s", path, d)
	}
}

// The whole program's routes, each with its policy action and the roles that it is
// open to: a route that opens to another role shows here.
func TestRoutesByRole(t *testing.T) {
	a := start(t)
	enforcer, err := policies.New("body", policies.Default())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "routes.golden"), []byte(a.Router.Matrix(enforcer)))
}

func TestTheAPIDocumentIsAsTheRoutesAre(t *testing.T) {
	doc, err := start(t).Router.OpenAPIYAML()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("..", "..", "..", "docs", "openapi.yaml"), doc)
}

func TestTheSettingsTableIsAsTheSettingsAre(t *testing.T) {
	golden(t, filepath.Join("..", "..", "..", "docs", "settings.md"), []byte(app.SettingsDoc()))
}

func TestUnsafeSettingsAreRefusedWithASentence(t *testing.T) {
	for args, want := range map[string]string{
		"-listen 0.0.0.0:8080":                      "without TLS is refused",
		"-listen nowhere":                           "is not an address",
		"-tls-cert a.pem":                           "go together",
		"-listen 10.1.2.3:80 -proxies nets":         "is not a network",
		"-listen 10.1.2.3:8080 -proxies 10.0.0.0/8": "in the open",
		"-listen 10.1.2.3:80 -proxies 10.0.0.0/8 -url http://ecabinet.example":   "in the open",
		"-listen 10.1.2.3:80 -proxies 10.0.0.0/8 -url https://ecabinet.example/": "",
		"-tls-cert a.pem -tls-key b.pem -url http://127.0.0.1:8080":              "in the open",
		"-tls-cert a.pem -tls-key b.pem":                                         "",
		"-url http://localhost:8080":                                             "",
		"-url http://[::1]:8080":                                                 "",
		"-url ecabinet.example":                                                  "not the address of a server",
		"-url https://ecabinet.example/tro-giup":                                 "not the address of a server",
		"-url https://Ecabinet.example":                                          "not the address of a server",
		"-url https://user@ecabinet.example":                                     "not the address of a server",
		"-url https://ecabinet.example:443":                                      "leave out the port",
		"-log xml":                                                               "neither json nor text",
		"-max-file 0":                                                            "not a size",
	} {
		_, err := app.Parse("test", strings.Fields(args), io.Discard, nil)
		if want == "" {
			if err != nil {
				t.Errorf("%s: %v", args, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
}

func TestASecretMayBeGivenAsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "database")
	if err := os.WriteFile(path, []byte("postgres://there\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ECABINET_DATABASE_FILE", path)
	var out bytes.Buffer
	s, err := app.Parse("test", nil, &out, nil)
	if err != nil || s.Database != "postgres://there" {
		t.Fatalf("%q %v", s.Database, err)
	}
}

// A mail server or a model that does not answer holds nothing else up.
func TestWhatWaitsForOthersHasALaneOfItsOwn(t *testing.T) {
	a := start(t)
	for kind, want := range map[string]jobs.Lane{
		ballots.JobOpen: jobs.Short, ballots.JobRemind: jobs.Short, ballots.JobClose: jobs.Short, meetings.JobRelease: jobs.Short,
		dossiers.JobProcess: jobs.Long, dossiers.JobThumbs: jobs.Long,
		ballots.JobLetter: "mail", meetings.JobLetter: "mail", summaries.JobAsk: "model",
	} {
		if lane := a.Jobs.Lane(kind); lane != want {
			t.Errorf("%s runs in the lane %q, want %q", kind, lane, want)
		}
	}
}

// Whoever else can read a key could sign, open or sign in as anybody.
func TestAKeyThatOthersCanReadIsRefused(t *testing.T) {
	data := t.TempDir()
	s, err := app.Parse("test", []string{"-data", data}, io.Discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	open := func() error {
		a, err := app.New(t.Context(), s, slog.New(slog.DiscardHandler), app.Option{})
		if err == nil {
			err = a.Close()
		}
		return err
	}
	if err := open(); err != nil {
		t.Fatal(err)
	}
	keys, err := os.ReadDir(filepath.Join(data, "keys"))
	if err != nil || len(keys) != 4 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	for _, k := range keys {
		name := filepath.Join(data, "keys", k.Name())
		if err := os.Chmod(name, 0o640); err != nil {
			t.Fatal(err)
		}
		if err := open(); err == nil || !strings.Contains(err.Error(), "chmod 600") || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", k.Name(), err)
		}
		if err := os.Chmod(name, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(); err != nil {
		t.Error(err)
	}
}
