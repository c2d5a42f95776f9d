package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"ecabinet/internal/chain"
)

// hostNow is the scripted clock or this machine's: for leases and for tidying,
// never for a deadline.
func (d *DB) hostNow() time.Time {
	if d.opts.Clock != nil {
		return d.opts.Clock().UTC()
	}
	return time.Now().UTC()
}

// Now is the database's clock: Options.Clock, else the host's on SQLite and the
// server's on PostgreSQL. Inside InTx use Tx.Now.
func (d *DB) Now(ctx context.Context) (time.Time, error) {
	if d.opts.Clock != nil || d.dialect == sqliteName {
		return d.hostNow().Truncate(time.Microsecond), nil
	}
	return serverNow(ctx, d.read.DB, "")
}

// clock is Now inside a transaction of body.
func (d *DB) clock(ctx context.Context, tx *sql.Tx, body string) (time.Time, error) {
	if d.opts.Clock != nil || d.dialect == sqliteName {
		return d.hostNow().Truncate(time.Microsecond), nil
	}
	return serverNow(ctx, tx, body)
}

// serverNow is the server's clock, not below the last time that any node stored
// for body.
func serverNow(ctx context.Context, q rowQuerier, body string) (time.Time, error) {
	var t time.Time
	var last Time
	err := q.QueryRowContext(ctx, "SELECT clock_timestamp(), (SELECT at FROM journal_heads WHERE body = $1)", body).Scan(&t, &last)
	if err != nil {
		return time.Time{}, trouble(fmt.Errorf("read the server's clock: %w", err))
	}
	if t = t.UTC().Truncate(time.Microsecond); t.Before(last.Time) {
		t = last.Time
	}
	return t, nil
}

// floor is the last time that this process knows to be stored for body.
func (d *DB) floor(body string) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.floors[body]
}

func (d *DB) raiseFloor(body string, to time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.floors[body].Before(to) {
		d.floors[body] = to
	}
}

// allowedBehind is how far the clock may stand behind the last stored time at
// the start.
const allowedBehind = time.Minute

// checkClock refuses a clock that stands behind what is stored: acts would all
// get the same time, and deadlines would pass late.
func (d *DB) checkClock(ctx context.Context) error {
	if d.opts.ReadOnly { // a scripted clock may have been ahead, and nothing is stored now
		return nil
	}
	exists, err := d.hasTable(ctx, "journal_heads")
	if err != nil || !exists {
		return err
	}
	var last Time
	if err := d.read.DB.QueryRowContext(ctx, "SELECT max(at) FROM journal_heads").Scan(&last); err != nil {
		return fmt.Errorf("read the last stored time: %w", err)
	}
	now, err := d.Now(ctx)
	if err != nil {
		return err
	}
	if now.Before(last.Add(-allowedBehind)) {
		return fmt.Errorf("the clock says %s but the database already holds %s: set the clock of this machine "+
			"(of the database server, for PostgreSQL) right and start again", chain.FormatTime(now), last)
	}
	return nil
}
