package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/people"
)

// TestAnOlderBackUpIsPutBack: the server refuses what its checkpoints contradict;
// after "restored" it serves, nobody is signed in, nobody can resume, the journals
// say so, and the verification passes.
func TestAnOlderBackUpIsPutBack(t *testing.T) {
	data := t.TempDir()
	file := filepath.Join(data, "ecabinet.db")
	open := func(o app.Option) (*app.App, error) {
		s, err := app.Parse("test", []string{"-data", data}, t.Output(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return app.New(t.Context(), s, slog.New(slog.DiscardHandler), o)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, err := open(app.Option{Demo: true, Session: 24 * time.Hour})
	must(err)
	h, err := bench.Found(t.Context(), a, 3, 1)
	must(err)
	epoch, err := a.DB.Epoch(t.Context())
	must(err)
	must(a.Close())
	backup, err := os.ReadFile(file)
	must(err)

	a, err = open(app.Option{Demo: true})
	must(err)
	_, err = a.People.AddAgency(h.System(t.Context()), people.Agency{Code: "BTP", NameVI: "Bộ Tư pháp"})
	must(err)
	must(a.Close())
	must(os.WriteFile(file, backup, 0o600))
	must(os.RemoveAll(file + "-wal"))
	must(os.RemoveAll(file + "-shm"))

	if _, err := open(app.Option{}); err == nil || !strings.Contains(err.Error(), "ecabinet restored") {
		t.Fatalf("over an older back-up: %v", err)
	}
	if n, said := code(t, "restored", "-data", filepath.Join(data, "none")); n == 0 || !strings.Contains(said, "no database") {
		t.Errorf("another folder: %d %s", n, said)
	}
	if n, said := code(t, "restored", "-data", data); n != 0 || !strings.Contains(said, "3 sessions were ended") {
		t.Fatalf("restored: %d %s", n, said)
	}
	kept, err := filepath.Glob(filepath.Join(data, "checkpoints", "*.before-*"))
	must(err)
	if len(kept) != 1 {
		t.Errorf("set aside: %v", kept)
	}
	a, err = open(app.Option{Demo: true})
	must(err)
	for _, m := range h.Members {
		if _, err := a.Auth.Actor(t.Context(), m.Cookie); err == nil {
			t.Error("a session of before is open")
		}
	}
	if now, err := a.DB.Epoch(t.Context()); err != nil || now == epoch {
		t.Errorf("epoch %s, %v", now, err)
	}
	must(a.Close())
	if n, said := code(t, "verify", "-data", data); n != 0 || strings.Contains(said, "unseen") {
		t.Errorf("verify: %d %s", n, said)
	}
}
