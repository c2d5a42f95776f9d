package db_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// What acts have written is carried over into the database itself soon after, by
// nobody's commit: the log is shorter than one that a commit would carry over.
func TestTheLogIsCarriedOverBesideTheActs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "e.db")
	d := testkit.Open(t, "file:"+path)
	things(t, d)
	var full int
	if err := d.Write().QueryRow("PRAGMA wal_autocheckpoint").Scan(&full); err != nil {
		t.Fatal(err)
	}
	const acts, long = 40, 16 << 10
	for n := range acts {
		_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
			id := ecabinet.NewID()
			_, err := tx.Bun().NewRaw("INSERT INTO things (id, body, n, text) VALUES (?, ?, ?, ?)", id, tx.Body(), n, strings.Repeat("x", long)).Exec(ctx)
			tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.put", Ref: "thing/" + id, Data: fmt.Appendf(nil, `{"n": %d}`, n)})
			return "", err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if log := size(t, path+"-wal"); log > int64(full)*4096 {
		t.Fatalf("the log has %d bytes: a commit has carried it over", log)
	}
	for deadline := time.After(20 * time.Second); size(t, path) < acts*long; {
		select {
		case <-deadline:
			t.Fatalf("the database has %d bytes, want at least %d: its log was not carried over", size(t, path), acts*long)
		case <-time.After(10 * time.Millisecond):
		}
	}
	if n := count(t, d, "SELECT count(*) FROM things"); n != acts {
		t.Errorf("%d rows, want %d", n, acts)
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
