package testkit_test

import (
	"context"
	"testing"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

func TestEachGivesAnEmptyMigratedDatabase(t *testing.T) {
	for range 2 {
		testkit.Each(t, func(t *testing.T, d *db.DB) {
			ctx := testkit.As(t.Context(), "b", "p")
			if n, err := d.LastSeq(ctx, "b"); n != 0 || err != nil {
				t.Fatalf("LastSeq = %d, %v, want an empty journal", n, err)
			}
			_, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
				tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.made", Ref: "thing/1"})
				return "thing/1", nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
