package db_test

import (
	"context"
	"path/filepath"
	"testing"

	"ecabinet"
	"ecabinet/internal/db"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{URL: "file:" + filepath.Join(t.TempDir(), "x.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		ref, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
			tx.Emit(ecabinet.Event{Topic: "body", Type: "x.made", Ref: "x/1"})
			return "x/1", tx.Schedule(ctx, db.Job{Kind: "k", Ref: "r", Due: tx.Now()})
		})
		t.Log(ref, err)
	}
	es, err := d.EventsAfter(ctx, ecabinet.Installation, 0, 10)
	t.Log(es, err)
	if len(es) != 3 {
		t.Fatal()
	}
}
