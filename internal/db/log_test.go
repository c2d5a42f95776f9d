package db_test

import (
	"context"
	"strings"
	"testing"

	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// A statement that fails must not bring what it carries into the server's own
// log: bun writes values into the text, so an opinion would stand there.
func TestTheServersLogHoldsNoContent(t *testing.T) {
	d := testkit.Postgres(t)
	things(t, d)
	const canary = "CHIM-SON-CA-4417"
	write := func(n int) error {
		_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw("INSERT INTO things (id, body, n, text) VALUES (?, ?, ?, ?)", "same", tx.Body(), n, canary).Exec(ctx)
			return "", err
		})
		return err
	}
	if err := write(1); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, -1} { // a key that is taken; a row that a check refuses
		if err := write(n); !db.IsConstraint(err) {
			t.Fatalf("it was not refused: %v", err)
		}
	}
	if _, err := d.Read().NewRaw("SELECT ? FROM no_such_table", canary).Exec(t.Context()); err == nil {
		t.Fatal("a table that is not there was read")
	}
	log := testkit.PostgresLog(t)
	if strings.Contains(log, canary) {
		t.Errorf("the server's log holds the canary:\n%s", log)
	}
}
