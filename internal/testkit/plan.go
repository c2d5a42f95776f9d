package testkit

import (
	"testing"

	"ecabinet/internal/db"
)

// Plan is how SQLite goes about a query, step by step.
func Plan(t *testing.T, d *db.DB, q *db.Query) (steps []string) {
	t.Helper()
	err := d.Run(t.Context(), &db.Query{Text: "EXPLAIN QUERY PLAN " + q.Text, Args: q.Args, Row: func(r db.Row) error {
		var id, parent, unused int
		var step string
		err := r.Scan(&id, &parent, &unused, &step)
		steps = append(steps, step)
		return err
	}})
	if err != nil {
		t.Fatal(err)
	}
	return steps
}
