package db

import (
	"context"
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
		return d.orHost(time.Time{}), nil
	}
	return serverNow(ctx, d.read.DB)
}

// clockQuery reads the server's clock in a transaction of body into now, not below
// the last time that any node stored; nothing where the clock is this host's.
func (d *DB) clockQuery(body string, now *time.Time) []*Query {
	if d.opts.Clock != nil || d.dialect == sqliteName {
		return nil
	}
	return []*Query{{
		Text: "SELECT clock_timestamp(), (SELECT at FROM journal_heads WHERE body = $1)", Args: []any{body},
		Row: func(r Row) error {
			var t time.Time
			var last Time
			err := r.Scan(&t, &last)
			*now = later(last.Time, t.UTC().Truncate(time.Microsecond))
			return err
		},
	}}
}

// orHost is what clockQuery has read, or this host's time where it read nothing.
func (d *DB) orHost(now time.Time) time.Time {
	if now.IsZero() {
		return d.hostNow().Truncate(time.Microsecond)
	}
	return now
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// serverNow is the server's clock.
func serverNow(ctx context.Context, q rowQuerier) (time.Time, error) {
	var t time.Time
	if err := q.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&t); err != nil {
		return time.Time{}, trouble(fmt.Errorf("read the server's clock: %w", err))
	}
	return t.UTC().Truncate(time.Microsecond), nil
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
