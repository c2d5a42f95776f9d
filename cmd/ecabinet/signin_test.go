package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/internal/auth"
)

func TestTheOperatorMakesASignInLink(t *testing.T) {
	data := t.TempDir()
	settings := func() (app.Settings, error) { return app.Parse("test", []string{"-data", data}, t.Output(), nil) }
	s, err := settings()
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), s, slog.New(slog.DiscardHandler), app.Option{})
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := a.Auth.StartLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	founding := auth.Founding{NameVI: "Chính phủ", NameEN: "Government", Zone: "Asia/Ho_Chi_Minh", FullName: "Quản trị Một"}
	if _, err := a.Auth.SetUp(t.Context(), token, founding, "quantri"); err != nil {
		t.Fatal(err)
	}
	if n, said := code(t, "sign-in-link", "quantri", "-data", data); n == 0 || !strings.Contains(said, "stop it first") {
		t.Errorf("beside a running server: %d %s", n, said)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"quantri", "-data", data}, {"-data", data, "quantri"}} {
		n, said := code(t, append([]string{"sign-in-link"}, args...)...)
		if n != 0 || !strings.HasPrefix(said, "http://127.0.0.1:8080/enroll#") {
			t.Fatalf("%v: %d %s", args, n, said)
		}
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{"nobody here", []string{"khac", "-data", data}},
		{"name one sign-in name", []string{"-data", data}},
		{"there is no database", []string{"quantri", "-data", filepath.Join(data, "none")}},
	} {
		if n, said := code(t, append([]string{"sign-in-link"}, c.args...)...); n == 0 || !strings.Contains(said, c.want) {
			t.Errorf("%v: %d %s, want %q", c.args, n, said, c.want)
		}
	}
	if _, err := os.Stat(filepath.Join(data, "none")); err == nil {
		t.Error("a wrong folder became an installation")
	}
}
