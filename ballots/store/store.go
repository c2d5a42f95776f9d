// Package store keeps ballots in the database: it implements the port of package
// ballots with bun, once for SQLite and PostgreSQL, and answers the lists that
// members, offices, the secretariat and approvers work from. Every read is
// confined to one body: inside an act the act's, else that of the actor in ctx;
// without one nothing is found. It holds no rule of the procedure and decides no
// right; it must not open transactions of its own beside internal/db.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// Store implements ballots.Store.
type Store struct {
	d *db.DB
	reader
	known *known
	revs  *revs
}

var _ ballots.Store = (*Store)(nil)

// New gives the ballots that rest in d.
func New(d *db.DB) *Store {
	r := reader{sql: d, db: d.Read, body: func(ctx context.Context) string { return ecabinet.ActorFrom(ctx).Body }}
	return &Store{d: d, reader: r, known: newKnown(r), revs: newRevs()}
}

// InTx runs fn as one act; see db.DB.InTx for its errors.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx ballots.Tx) (string, error)) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		act := over(t)
		act.known, act.revs = s.known, s.revs
		return fn(ctx, act)
	})
}

// TxOf is the act that t is a view of, for what spans two rooms.
func TxOf(t ballots.Tx) *db.Tx { return t.(*tx).Tx }

// Over is the view of an act that is under way, for what spans two rooms.
func Over(t *db.Tx) ballots.Tx { return over(t) }

func over(t *db.Tx) *tx {
	body := t.Body()
	return &tx{
		Tx:     t,
		reader: reader{sql: t, db: t.Bun, body: func(context.Context) string { return body }},
		revs:   newRevs(),
		locked: map[string]*ballotRow{}, drafts: map[string]int64{},
	}
}

// tx implements ballots.Tx. Now, Emit and NextNumber are db.Tx's own.
type tx struct {
	*db.Tx
	reader
	revs   *revs
	known  *known                // nil: none
	locked map[string]*ballotRow // the ballots locked in this act, as stored
	drafts map[string]int64      // of the office drafts read in this act, as stored
}

func (t *tx) Schedule(ctx context.Context, kind, ref string, due time.Time) error {
	return t.Tx.Schedule(ctx, db.Job{Kind: kind, Ref: ref, Due: due})
}

func (t *tx) ScheduleAll(ctx context.Context, kind string, refs []string, due time.Time) error {
	return t.Tx.ScheduleAll(ctx, kind, refs, due)
}

func (t *tx) Unschedule(ctx context.Context, kind, ref string) error {
	return t.Cancel(ctx, kind, ref)
}

// own refuses to write a row of another body than the act's: its events would go
// to the wrong journal.
func (t *tx) own(thing, body string) error {
	if body != t.Body() {
		return fmt.Errorf("write %s: body %q is not the body of this act", thing, body)
	}
	return nil
}

// changed turns "no row was changed" into instead.
func changed(res interface{ RowsAffected() (int64, error) }, err error, doing string, instead error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if n == 0 {
		return instead
	}
	return nil
}

func stale(cause error) error {
	return &ecabinet.Error{Kind: ecabinet.Stale, Code: "request.stale", Err: cause}
}

func missing(code string) error { return ecabinet.E(ecabinet.NotFound, code) }

// reader implements ballots.Reader over the read pool or over an act: what is read
// with every answer by queries of fixed text, everything else with bun.
type reader struct {
	sql  runner
	db   func() bun.IDB
	body func(ctx context.Context) string
}

type runner interface {
	Run(ctx context.Context, list ...*db.Query) error
}
