package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/chain"
)

// Tx is one act: a savepoint inside a batch. It is used only inside the function
// given to InTx, and only from that function's goroutine.
type Tx struct {
	db    *DB
	batch *batch
	ctx   context.Context
	body  string
	actor string
	floor time.Time // no Now below it

	now       time.Time // read after the last lock; zero: not asked for
	read      time.Time // what the server's clock said after the last lock; zero: not read
	latest    time.Time // the latest of all that were read
	events    []*ecabinet.Event
	scheduled bool
	err       error // what Now and Emit could not return; fails the act
}

// LockMode is how Lock locks a row.
type LockMode string

// Share lets other acts share the row; Update keeps it alone.
const (
	Share  LockMode = "FOR SHARE"
	Update LockMode = "FOR UPDATE"
)

// Bun runs queries inside this act.
func (t *Tx) Bun() bun.IDB {
	if err := t.batch.send(t.ctx); err != nil {
		t.fail(err)
		t.batch.present.stop() // what follows could not be undone
	}
	return t.batch.tx
}

// Body is the body whose journal this act writes to.
func (t *Tx) Body() string { return t.body }

// Now is the time of this act: clock_timestamp() on PostgreSQL, the host clock on
// SQLite, Options.Clock where given; never below the last time stored. It is
// read at the first call after the last Lock, and the same until the next.
func (t *Tx) Now() time.Time {
	if !t.now.IsZero() {
		return t.now
	}
	if t.read.IsZero() {
		if err := t.db.send(t.ctx, t.batch.conn.Conn, t.db.clockQuery(t.body, &t.read)); err != nil {
			t.fail(fmt.Errorf("read the clock: %w", err))
			return t.floor
		}
	}
	t.now = later(t.floor, t.db.orHost(t.read))
	t.latest, t.floor = t.now, t.now
	return t.now
}

func (t *Tx) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// Emit adds an event to the journal of the body. Topic, Type, Ref and Data are
// given; Actor may be. Seq, At, PrevHash and Hash of the returned event are
// filled in when InTx has returned without an error.
func (t *Tx) Emit(e ecabinet.Event) *ecabinet.Event {
	if e.Body != "" && e.Body != t.body {
		t.fail(fmt.Errorf("emit %s: body %s is not the body of this act", e.Type, e.Body))
	}
	e.Body = t.body
	if e.Actor == "" {
		e.Actor = t.actor
	}
	for _, s := range []string{e.Topic, e.Type, e.Ref, e.Actor} {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			t.fail(fmt.Errorf("emit %q: text is not plain UTF-8", e.Type))
		}
	}
	if e.Topic == "" || e.Type == "" || e.Ref == "" {
		t.fail(errors.New("emit: topic, type and ref are required"))
	}
	data, err := chain.Data(e.Data)
	if err != nil {
		t.fail(fmt.Errorf("emit %s: %w", e.Type, err))
	}
	e.Data = data
	t.events = append(t.events, &e)
	return &e
}

// Before gives the events of a topic that the acts before this one have emitted in
// the same transaction: they are not in the journal yet. What acts of other
// transactions emit is kept off, or waited for, by locks alone.
func (t *Tx) Before(topic string) []*ecabinet.Event {
	var list []*ecabinet.Event
	for _, a := range t.batch.kept() {
		for _, e := range a.tx.events {
			if e.Topic == topic {
				list = append(list, e)
			}
		}
	}
	return list
}

// Lock locks the row of table whose column id is id, in mode, until the batch
// ends; nothing on SQLite, where one writer has it all. Lock order: ballot,
// seat, answer. A row that is not there is no error: loading it says so.
func (t *Tx) Lock(ctx context.Context, table, id string, mode LockMode) error {
	t.now, t.read = time.Time{}, time.Time{}
	if mode != Share && mode != Update {
		return fmt.Errorf("lock %s: unknown mode %q", table, mode)
	}
	if t.db.dialect == sqliteName {
		return nil
	}
	var one int
	err := t.Bun().NewSelect().TableExpr("?", bun.Ident(table)).ColumnExpr("1").
		Where("id = ?", id).For(strings.TrimPrefix(string(mode), "FOR ")).Scan(ctx, &one)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("lock %s: %w", table, err)
	}
	return nil
}
