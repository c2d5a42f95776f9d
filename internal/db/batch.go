package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"ecabinet"
	"ecabinet/internal/chain"
)

// batch is one transaction with one or more acts.
type batch struct {
	db     *DB
	q      *queue
	ctx    context.Context // the batch's own, with its deadline
	conn   bun.Conn
	tx     bun.Tx
	acts   []*act // run, whatever came of them
	single bool   // has one act, which leaves nothing to be sent later and goes by what it reads itself
	alone  bool   // is single and may wait longer for locks
	floor  time.Time

	present *act   // the act that runs
	opened  bool   // it has sent its first statement
	ahead   bool   // it goes on by what was read before it: Tx.Foreseen
	later   []rest // what acts left to be sent with the next queries
	claims  []*act // that know the references of their keys, before what they left
	marked  bool   // a savepoint stands
	dirty   bool   // an act was kept since the savepoint
	spent   bool   // the transaction was rolled back: there was nothing to keep
	err     error  // the transaction is not trusted
	unknown bool   // err came from a commit that may have happened
	ended   bool
	last    head      // where the journal ends
	moved   bool      // by events of this batch
	read    time.Time // what the server's clock said when it ended; zero: not read
}

func (d *DB) begin(ctx context.Context, q *queue) (*batch, error) {
	conn, tx, err := d.beginTx(ctx)
	if err != nil {
		return nil, err
	}
	b := &batch{db: d, q: q, ctx: ctx, conn: conn, tx: tx, floor: d.floor(q.body)}
	if b.floor.IsZero() {
		h, err := readHead(ctx, tx.Tx, q.body, "")
		if err != nil {
			b.end()
			return nil, err
		}
		b.floor = h.at
		d.raiseFloor(q.body, h.at)
	}
	return b, nil
}

// beginTx begins on a connection that lives: after a restart of the server the
// pool is full of dead ones, and beginning again is harmless.
func (d *DB) beginTx(ctx context.Context) (conn bun.Conn, tx bun.Tx, err error) {
	for range d.maxConns() + 1 {
		if conn, err = d.write.Conn(ctx); err != nil {
			return conn, tx, fmt.Errorf("connect: %w", err)
		}
		if tx, err = conn.BeginTx(ctx, nil); err == nil {
			return conn, tx, nil
		}
		conn.Close()
		if !isConnection(err) {
			break
		}
	}
	return conn, tx, fmt.Errorf("begin: %w", err)
}

// end gives the connection back; what is not committed is rolled back.
func (b *batch) end() {
	if b.ended {
		return
	}
	b.ended = true
	if err := b.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		b.db.log.Warn("rollback", "body", b.q.body, "error", err)
	}
	b.conn.Close()
}

// waitLonger raises the time that statements of this transaction wait for locks.
func (b *batch) waitLonger() error {
	if b.db.dialect == sqliteName {
		return nil
	}
	_, err := b.tx.Tx.ExecContext(b.ctx, "SET LOCAL lock_timeout = '5s'")
	return err
}

// rest is what an act has left to be sent with the next queries of the transaction.
type rest struct {
	of    *act
	list  []*Query
	check func(error) error
}

// send runs queries of the present act. Before its first ones go what acts before it
// have left, the savepoint to which it is undone and, on PostgreSQL, the claim of its
// key.
func (b *batch) send(ctx context.Context, list ...*Query) error {
	if b.err != nil {
		return b.err // an act that hides it must not go on in what is given up
	}
	a := b.present
	left, own, stored := b.takeLater(a)
	opening := b.open()
	for _, q := range opening {
		q.Rows = -1 // not run
	}
	list = slices.Concat(left, opening, own, list)
	if len(list) == 0 {
		return nil
	}
	err := b.db.send(ctx, b.conn.Conn, list)
	if b.err = stored(err); b.err == nil && slices.ContainsFunc(opening, func(q *Query) bool { return q.Rows < 0 && q != a.claim }) {
		b.err = fmt.Errorf("open the savepoint of an act: %w", err) // undoing the act would undo the one before it
	}
	if b.err != nil {
		a.stop()
		return b.err
	}
	note(ctx, err)
	if a.claim != nil && a.claim.Rows == 0 {
		a.stop() // no further query of this act reaches the database
		return errElsewhere
	}
	return err
}

// takeLater takes what acts have left, and apart from it what the present one has. Once
// both are sent, stored gives the error of the act that failed, if one did: then the
// transaction is not trusted.
func (b *batch) takeLater(present *act) (left, own []*Query, stored func(sent error) error) {
	later := b.later
	b.later = nil
	if claim := b.claimAll(); claim != nil {
		later = slices.Insert(later, 0, *claim)
	}
	for _, l := range later {
		for _, q := range l.list {
			q.Rows = -1 // not run
		}
		if l.of == present {
			own = append(own, l.list...)
		} else {
			left = append(left, l.list...)
		}
	}
	return left, own, func(sent error) error {
		for _, l := range later {
			var err error
			if slices.ContainsFunc(l.list, func(q *Query) bool { return q.Rows < 0 }) {
				err = sent
			}
			if err = l.check(err); err != nil {
				return fmt.Errorf("what an act left to be written: %w", err)
			}
		}
		return nil
	}
}

func (b *batch) open() (list []*Query) {
	if b.opened {
		return nil
	}
	b.opened = true
	if !b.clean() {
		if b.marked {
			list = append(list, &Query{Text: "RELEASE SAVEPOINT act"})
		}
		b.marked, b.dirty = true, false
		list = append(list, &Query{Text: "SAVEPOINT act"})
	}
	if a := b.present; a.key != "" && b.db.dialect == postgresName {
		a.claim = b.claim(a)
		list = append(list, a.claim)
	}
	return list
}

// clean says that the present act needs no savepoint: nothing was kept since the
// last one, or, on SQLite, undoing the act is undoing the transaction.
func (b *batch) clean() bool {
	return b.marked && !b.dirty || len(b.acts) == 0 && b.db.dialect == sqliteName
}

// undo takes back the act that ran last.
func (b *batch) undo() error {
	switch {
	case !b.opened:
		return nil
	case !b.marked:
		b.spent = true
		return b.tx.Rollback()
	}
	if _, err := b.tx.Tx.ExecContext(b.ctx, "ROLLBACK TO SAVEPOINT act"); err != nil {
		return fmt.Errorf("roll back to savepoint: %w", err)
	}
	return nil
}

// run runs one act. Afterwards the act is kept or undone and stands in b.acts,
// or has left, or b.err says that the transaction is not trusted.
func (b *batch) run(a *act) {
	ref, err := b.try(a)
	a.tryRef, a.tryErr = ref, err
	if a.trouble != nil {
		err = a.trouble
	}
	if b.ctx.Err() != nil {
		err = b.ctx.Err()
		b.err = fmt.Errorf("batch: %w", err)
	}
	if err != nil {
		b.forget(a)
	}
	switch c := classify(err); {
	case b.err != nil:
		b.acts = append(b.acts, a)
	case c == classTrouble:
		b.acts = append(b.acts, a)
		b.err = err
	case c == classLock && !b.alone:
		if b.err = b.undo(); b.err == nil {
			b.db.leave(b.q, a)
			return
		}
		b.acts = append(b.acts, a)
	case err != nil:
		if a.tryErr = err; c == classLock {
			a.tryErr = trouble(err)
		}
		b.acts = append(b.acts, a)
		b.err = b.undo()
	default:
		b.acts = append(b.acts, a)
		b.dirty = b.dirty || b.opened || b.ahead
		b.floor = later(b.floor, a.tx.latest)
		b.db.raiseFloor(b.q.body, a.tx.latest) // no act of the next batch is before this one
	}
}

// forget takes back what an act has left and is not sent yet.
func (b *batch) forget(a *act) {
	b.later = slices.DeleteFunc(b.later, func(l rest) bool { return l.of == a })
	b.claims = slices.DeleteFunc(b.claims, func(other *act) bool { return other == a })
}

// try calls the function of an act.
func (b *batch) try(a *act) (string, error) {
	deadline, _ := b.ctx.Deadline() // runBatch and runAlone set one
	ctx, stop := context.WithDeadline(context.WithValue(a.ctx, actKey{}, a), deadline)
	defer stop()
	a.stop, a.trouble, a.claim, a.keyed = stop, nil, nil, false
	a.tx = &Tx{db: b.db, batch: b, ctx: ctx, body: a.body, actor: a.actor, floor: b.floor}
	b.present, b.opened, b.ahead = a, false, false
	ref, err := b.q.stage.call(ctx, a)
	if err == nil {
		err = a.tx.err
	}
	if err == nil && b.failed() {
		err = errors.New("a statement of the act failed and its error was swallowed")
	}
	switch {
	case a.key == "" || b.opened || b.db.dialect != postgresName:
	case b.ahead && err == nil:
		a.keyed, b.claims = true, append(b.claims, a)
	default: // it was refused, or had nothing to write
		b.forget(a)
		if e := b.send(ctx); err == nil {
			err = e
		}
	}
	if a.claim != nil && a.claim.Rows == 0 {
		return b.doneElsewhere(a)
	}
	if err != nil {
		return "", err
	}
	return ref, nil
}

// failed says whether PostgreSQL considers the transaction failed: then a
// statement gave an error that the act did not return.
func (b *batch) failed() bool {
	if b.db.dialect == sqliteName {
		return false
	}
	failed := false
	b.conn.Conn.Raw(func(c any) error {
		failed = c.(*stdlib.Conn).Conn().PgConn().TxStatus() == 'E'
		return nil
	})
	return failed
}

// kept says whether any act of the batch has something to commit.
func (b *batch) kept() []*act {
	var out []*act
	for _, a := range b.acts {
		if a.tryErr == nil {
			out = append(out, a)
		}
	}
	return out
}

// settle sends what acts have left, stores the references of the acts under their keys
// and takes the body's counter, which the batch before gives free when it is durable.
func (b *batch) settle() {
	if b.err != nil || b.spent {
		return
	}
	kept := b.kept()
	if len(kept) == 0 {
		b.spent = true
		b.err = b.tx.Rollback()
		return
	}
	left, own, stored := b.takeLater(b.present)
	list := slices.Concat(left, own, b.closing(), b.storeKeys(kept))
	if slices.ContainsFunc(kept, func(a *act) bool { return len(a.tx.events) > 0 }) {
		list = append(list, b.takeHead()...)
		list = append(list, b.db.clockQuery(b.q.body, &b.read)...)
	}
	err := b.db.send(b.ctx, b.conn.Conn, list)
	if b.err = stored(err); b.err == nil && err != nil {
		b.err = fmt.Errorf("end the batch: %w", err)
	}
}

// closing ends the last savepoint. From here on the transaction waits longer for
// locks: other nodes may hold the counter while they commit. What ends a batch finds
// its rows by their keys, also where the plan is made while the tables are all but
// empty and then kept.
func (b *batch) closing() (list []*Query) {
	if b.marked {
		list = append(list, &Query{Text: "RELEASE SAVEPOINT act"})
		b.marked = false
	}
	if b.db.dialect == postgresName {
		list = append(list, &Query{Text: `SELECT set_config('lock_timeout', '8s', true), set_config('enable_seqscan', 'off', true)`})
	}
	return list
}

// takeHead takes the body's counter row, which it makes the first time.
func (b *batch) takeHead() (list []*Query) {
	if !b.q.hasHead.Load() {
		list = append(list, &Query{Text: `INSERT INTO journal_heads (body, seq, hash, at) VALUES ($1, 0, $2, $3)
			ON CONFLICT (body) DO NOTHING`, Args: []any{b.q.body, chain.Genesis, chain.FormatTime(time.Time{})}})
	}
	var at Time
	return append(list, &Query{
		Text: "SELECT seq, hash, at FROM journal_heads WHERE body = $1", Args: []any{b.q.body}, Lock: Update,
		Row: func(r Row) error {
			err := r.Scan(&b.last.seq, &b.last.hash, &at)
			b.last.at = at.Time
			return err
		},
	})
}

// journal numbers and chains the events of the batch behind the counter, none before
// what the clock said then, and stores them.
func (b *batch) journal() error {
	kept := b.kept()
	at := later(b.last.at, b.db.orHost(b.read))
	for _, a := range kept {
		at = later(at, a.tx.latest)
	}
	h := b.last
	var events []*ecabinet.Event
	for _, a := range kept {
		for _, e := range a.tx.events {
			h.seq++
			e.Seq, e.At = h.seq, at
			if err := chain.Link(h.hash, e); err != nil {
				return fmt.Errorf("chain event: %w", err)
			}
			h.hash, h.at = e.Hash, at
			events = append(events, e)
		}
	}
	if len(events) == 0 {
		return nil
	}
	list := append(b.db.insertEvents(events), &Query{
		Text: "UPDATE journal_heads SET seq = $1, hash = $2, at = $3 WHERE body = $4",
		Args: []any{h.seq, h.hash, chain.FormatTime(h.at), b.q.body},
	})
	if err := b.db.send(b.ctx, b.conn.Conn, list); err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	b.last, b.moved = h, true
	return nil
}

// commit makes the batch durable and tells those who listen.
func (b *batch) commit(start time.Time) error {
	if b.spent {
		return nil
	}
	if err := b.ctx.Err(); err != nil {
		return fmt.Errorf("batch: %w", err)
	}
	before := time.Now()
	if err := b.db.commitTx(b.tx); err != nil {
		b.unknown = !surelyNotCommitted(err)
		return fmt.Errorf("commit: %w", err)
	}
	b.ended = true
	b.conn.Close()
	kept := b.kept()
	if len(kept) > 0 {
		b.db.observe(BatchActs, float64(len(kept)))
		b.db.observe(CommitSeconds, time.Since(before).Seconds())
		b.db.observe(BatchSeconds, time.Since(start).Seconds())
	}
	b.announce(kept)
	return nil
}

func (b *batch) announce(kept []*act) {
	scheduled := false
	for _, a := range kept {
		scheduled = scheduled || a.tx.scheduled
	}
	if b.moved {
		b.q.hasHead.Store(true)
		b.db.raiseFloor(b.q.body, b.last.at)
		b.db.noteHead(b.q.body, b.last)
		b.db.committed.ring()
	}
	if scheduled {
		b.db.scheduled.ring()
	}
	b.db.tellNodes(b.moved, scheduled)
}

// surelyNotCommitted says whether a failed COMMIT has surely left nothing. SQLite
// is sure but for an I/O error, after which its log may hold the commit or not;
// PostgreSQL is sure when it answers with a plain error.
func surelyNotCommitted(err error) bool {
	if errors.Is(err, pgx.ErrTxCommitRollback) {
		return true
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code()&0xff != sqlite3.SQLITE_IOERR
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.SeverityUnlocalized == "ERROR"
	}
	return false
}
