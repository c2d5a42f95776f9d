package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Query is a statement of fixed text, for what is asked too often to be put
// together by bun each time: its values go beside the text, so that the database
// reads and plans the text once on each connection.
type Query struct {
	// Text holds $1, $2, ... for the values. There must be few texts: a connection
	// keeps every one that it has met.
	Text string
	Args []any
	// Lock locks the rows that are read, as Tx.Lock does; only inside an act.
	Lock LockMode
	// Row is given each row, and runs no query itself; nil: there are none to read.
	Row func(r Row) error
	// Rows is, afterwards, how many rows were read or changed.
	Rows int64
}

// Row is one row of a query, as database/sql and pgx have it.
type Row interface {
	Scan(dest ...any) error
}

// Run runs short queries in order, on PostgreSQL in one round trip; after an error
// the rest is not run. They see the database as Read does. A few callers run at once,
// the others in the order in which they came.
func (d *DB) Run(ctx context.Context, list ...*Query) error {
	over, err := d.turns.take(ctx)
	if err != nil {
		return err
	}
	defer over()
	conn, err := d.read.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return d.send(ctx, conn, list)
}

// Run runs short queries in order inside this act, on PostgreSQL in one round
// trip; after an error the rest is not run. Where one of them locks, the clock is
// read again behind it.
func (t *Tx) Run(ctx context.Context, list ...*Query) error {
	if slices.ContainsFunc(list, func(q *Query) bool { return q.Lock != "" }) {
		t.now, t.read = time.Time{}, time.Time{}
		list = append(list[:len(list):len(list)], t.db.clockQuery(t.body, &t.read)...)
	}
	return t.batch.send(ctx, list...)
}

// RunAhead is Run of what an act will go by that has not begun, and read what the
// server's clock then said, zero where the clock is this host's: see Tx.Foreseen. It is
// false where the act is to read for itself: where this could not be read, and on
// SQLite, whose writing connection has in memory what the others would read from the
// file anew after each commit.
func (d *DB) RunAhead(ctx context.Context, list ...*Query) (read time.Time, ok bool) {
	if d.dialect == sqliteName {
		return time.Time{}, false
	}
	err := d.Run(ctx, append(list[:len(list):len(list)], d.clockQuery(bodyOf(ctx), &read)...)...)
	return read, err == nil
}

// Foreseen says whether this act may go on by what RunAhead has read before it began,
// at that time. list locks it and reads it once more; check is given the error of list
// and says whether all is as it was. list is sent with what the act and those beside it
// write, so that an act that asks for nothing else waits for no round trip of its own; if
// check then finds a change, each act of the batch runs once more alone, where nothing
// is foreseen.
func (t *Tx) Foreseen(read time.Time, check func(error) error, list ...*Query) bool {
	b := t.batch
	if b.db.dialect == sqliteName || b.single || b.opened || b.ahead || !t.now.IsZero() {
		return false
	}
	b.ahead, t.read = true, read
	b.later = append(b.later, rest{b.present, list, check})
	return true
}

// RunLater runs short queries that write and whose outcome the act does not need for
// anything else. check is given their error and looks at their Rows; what it returns
// is the error of the act. On PostgreSQL, where others follow in the transaction, they
// are sent with the next queries, be they those of the next act, and so cost no round
// trip; where check then finds an error, each act of the batch runs once more alone
// and has its own.
func (t *Tx) RunLater(ctx context.Context, check func(error) error, list ...*Query) error {
	if b := t.batch; b.db.dialect == postgresName && !b.single && (b.opened || b.ahead) {
		b.later = append(b.later, rest{b.present, list, check})
		return nil
	}
	return check(t.Run(ctx, list...))
}

// send runs queries on one connection.
func (d *DB) send(ctx context.Context, conn *sql.Conn, list []*Query) error {
	if len(list) == 0 {
		return nil
	}
	return conn.Raw(func(c any) error {
		switch c := c.(type) {
		case *liteConn:
			return c.run(ctx, list)
		case *stdlib.Conn:
			return sendPostgres(ctx, c.Conn(), list)
		}
		return fmt.Errorf("run queries: unknown connection %T", c)
	})
}

func sendPostgres(ctx context.Context, c *pgx.Conn, list []*Query) (err error) {
	var batch pgx.Batch
	for _, q := range list {
		text := q.Text
		if q.Lock != "" {
			text += " " + string(q.Lock)
		}
		if _, err := c.Prepare(ctx, text, text); err != nil { // known from the second time on
			return err
		}
		batch.Queue(text, q.Args...)
	}
	results := c.SendBatch(ctx, &batch)
	defer func() {
		if e := results.Close(); err == nil {
			err = e
		}
	}()
	for _, q := range list {
		rows, err := results.Query()
		if err != nil {
			return err
		}
		for rows.Next() && err == nil && q.Row != nil {
			err = q.Row(rows)
		}
		rows.Close()
		if err = errors.Join(err, rows.Err()); err != nil {
			return err
		}
		q.Rows = rows.CommandTag().RowsAffected()
	}
	return nil
}

// AsOne is a list of statements that write different rows: in their order on SQLite, and
// one on PostgreSQL, where the way of each costs more than what it does. On both the
// Rows of the last are those that it changed; those of the others are not told.
func (t *Tx) AsOne(list ...*Query) []*Query {
	if t.db.dialect != postgresName {
		return list
	}
	one := &Query{}
	for _, q := range list {
		one.Text += q.Text + ";"
		one.Args = append(one.Args, q.Args...)
	}
	text, known := joined.Load(one.Text)
	if !known {
		text, _ = joined.LoadOrStore(one.Text, join(list))
	}
	one.Text = text.(string)
	return []*Query{one}
}

// joined are the texts that join has made, by those of its queries.
var joined sync.Map

// join makes all but the last queries parts of the last.
func join(list []*Query) string {
	var text strings.Builder
	n := 0
	for i, q := range list {
		switch {
		case i == len(list)-1:
			text.WriteString(" ")
		case i == 0:
			text.WriteString("WITH w0 AS (")
		default:
			fmt.Fprintf(&text, ", w%d AS (", i)
		}
		text.WriteString(place.ReplaceAllStringFunc(q.Text, func(p string) string {
			at, _ := strconv.Atoi(p[1:]) // it is digits
			return "$" + strconv.Itoa(at+n)
		}))
		if i < len(list)-1 {
			text.WriteString(")")
		}
		n += len(q.Args)
	}
	return strings.TrimSpace(text.String())
}

// place is where a value stands in a text.
var place = regexp.MustCompile(`\$[0-9]+`)
