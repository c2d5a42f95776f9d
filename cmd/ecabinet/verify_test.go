package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/audit"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// an installation with a short journal: its data folder, and the database.
func installation(t *testing.T) (data string, d *db.DB) {
	t.Helper()
	data = t.TempDir()
	key, err := db.LoadOrGenerateKey(filepath.Join(data, "keys", "signing.pem"))
	if err != nil {
		t.Fatal(err)
	}
	d = testkit.Open(t, "file:"+filepath.Join(data, "ecabinet.db"), func(o *db.Options) {
		o.Key, o.CheckpointDir = key, filepath.Join(data, "checkpoints")
	})
	ctx := testkit.As(t.Context(), "body-1", "somebody")
	for range 3 {
		if _, err := d.InTx(ctx, func(_ context.Context, tx *db.Tx) (string, error) {
			tx.Emit(ecabinet.Event{Topic: "body", Type: "person.made", Ref: "person/1"})
			return "", nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Checkpoint(ctx, "body-1"); err != nil {
		t.Fatal(err)
	}
	return data, d
}

// code runs a command and gives the code that the program would end with.
func code(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), args, &out)
	var ended *exit
	switch {
	case err == nil:
		return 0, out.String()
	case errors.As(err, &ended):
		return ended.code, out.String() + err.Error()
	}
	return -1, err.Error()
}

func TestVerifyEndsWithACode(t *testing.T) {
	data, d := installation(t)
	_, hex := code(t, "key", "-data", data)
	hex = strings.TrimSpace(hex)

	file := filepath.Join(t.TempDir(), "audit.gz")
	var packed bytes.Buffer
	source := audit.Source{DB: d, Checkpoints: filepath.Join(data, "checkpoints"), Body: "body-1"}
	if err := audit.Write(t.Context(), &packed, source, "auditor", "test", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.gz")
	if err := os.WriteFile(broken, packed.Bytes()[:packed.Len()/2], 0o600); err != nil {
		t.Fatal(err)
	}
	url := "file:" + filepath.Join(data, "ecabinet.db")
	try := func(want int, say string, args ...string) {
		t.Helper()
		got, out := code(t, append([]string{"verify"}, args...)...)
		if got != want || !strings.Contains(out, say) {
			t.Errorf("verify %q ended with %d, not %d:\n%s", args, got, want, out)
		}
	}
	try(0, "3 journal rows", file, "-key", hex)
	try(0, "covers every row", "--key", hex, file)
	try(0, "Verified: 1 bodies", "--data", data)
	try(0, "There is no checkpoint", "-db", url, "-key", hex)
	try(2, "-key", file)
	try(2, "64 hex digits", file, "-key", "abc")
	try(2, "damaged or was cut", broken, "-key", hex)
	try(2, "no such file", "nothing.gz", "-key", hex)
	try(2, "name one audit file")
	try(1, "none of those given", file, "-key", db.NewSigningKey().PublicHex())

	if _, err := d.InTx(testkit.As(t.Context(), "body-1", "intruder"), func(ctx context.Context, tx *db.Tx) (string, error) {
		for _, s := range []string{"DROP TRIGGER journal_no_update", "UPDATE journal SET actor = 'other' WHERE seq = 2"} {
			if _, err := tx.Bun().NewRaw(s).Exec(ctx); err != nil {
				return "", err
			}
		}
		return "", nil
	}); err != nil {
		t.Fatal(err)
	}
	try(1, "journal, row 2", "-data", data)
}
