package db

import (
	"context"
	"fmt"
	"time"
)

// The write-ahead log of SQLite is carried over into the database beside the acts,
// at most each emptyEvery. Done by the act whose commit fills the log, as SQLite does by
// itself, it makes those behind it wait for two syncs and a thousand pages. While acts
// never cease the log cannot begin anew: then the commit that makes it fullLog pages
// long does carry over what is left, which is little.
const (
	emptyEvery      = 200 * time.Millisecond
	emptyAfterError = 10 * time.Second // a full disk is not told five times a second
	fullLog         = 8000
)

// keepLogShort empties the log after commits, until ctx ends.
func (d *DB) keepLogShort(ctx context.Context) {
	rung, stop := d.committed.listen()
	defer stop()
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-rung:
		case <-ctx.Done():
			return
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return
		}
		if err := d.emptyLog(ctx); err != nil && ctx.Err() == nil {
			d.log.Warn("the database's log was not emptied; the next time it will be", "error", err)
		}
		pause.Reset(emptyEvery)
	}
}

// emptyLog carries over what no reader and no writer holds.
func (d *DB) emptyLog(ctx context.Context) error {
	if _, err := d.emptier.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		return fmt.Errorf("empty the log: %w", err)
	}
	return nil
}
