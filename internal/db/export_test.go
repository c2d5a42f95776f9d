package db

import (
	"context"
	"database/sql"
	"io/fs"
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// BreakCommit makes the next commits go through f, which is given the real one.
func (d *DB) BreakCommit(f func(commit func() error) error) {
	d.commitTx = func(tx bun.Tx) error { return f(tx.Commit) }
}

// Write is the write pool.
func (d *DB) Write() *sql.DB { return d.write.DB }

// MigrateWith migrates with the files of fsys.
func (d *DB) MigrateWith(ctx context.Context, fsys fs.FS) error {
	d.migrationFiles = fsys
	return d.Migrate(ctx)
}

// IndexNames reads the names of unique indexes from migration text.
func IndexNames(text string) map[string][]string {
	names := map[string][]string{}
	readIndexNames(text, names)
	return names
}

// KnowsUnique says whether SQLite's words for a violation of these columns lead
// to the name.
func KnowsUnique(table, columns, name string) bool {
	return slices.Contains(namesOf(columns, table, false), name) || slices.Contains(namesOf(columns, table, true), name)
}

// Patience is how long a batch of so many acts waits for one more, when the last one
// had so many and took so long to end.
func Patience(last int, took time.Duration, acts int) time.Duration {
	q := newQueue("")
	q.crowd, q.last.took = last > 1, took
	return q.patience(acts)
}

// Waiting is how many acts of a body wait.
func (d *DB) Waiting(body string) int {
	d.mu.Lock()
	q := d.queues[body]
	d.mu.Unlock()
	if q == nil {
		return 0
	}
	return d.waiting(q)
}
