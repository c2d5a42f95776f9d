package audit

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/uptrace/bun"

	"ecabinet/internal/chain"
	"ecabinet/internal/db"
)

// page is how many rows are held at once.
const page = 200

// Source is what a body's history is read from: a database, in one snapshot, and
// the folder of its checkpoints.
type Source struct {
	DB          *db.DB
	Checkpoints string // "": only Last
	Last        *chain.Checkpoint
	Body        string
	// Words adds the contents of answers, and opens those of ballots that are not
	// counted: for verifying on the spot, never for a file.
	Words bool
}

// readOnly is one snapshot, on both databases.
var readOnly = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}

// reading is one walk over a source.
type reading struct {
	Source
	tx   bun.Tx
	give func(t string, r Row) error
}

// Each gives every line to fn, in the order of the format, without header and
// trailer, and the number of rows of each kind before them to start.
func (s Source) Each(ctx context.Context, start func(counts map[string]int64) error, fn func(t string, r Row) error) error {
	points, err := s.openCheckpoints() // before the snapshot: what they cover is in it
	if err != nil {
		return err
	}
	defer points.Close()
	tx, err := s.DB.Read().BeginTx(ctx, readOnly)
	if err != nil {
		return fmt.Errorf("begin the snapshot: %w", err)
	}
	defer tx.Rollback()
	r := &reading{s, tx, fn}
	counts, err := r.counts(ctx)
	if err != nil {
		return err
	}
	if err := start(counts); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return r.journal(ctx, points) },
		func() error { return r.simple(ctx, lineHead, headTable) },
		func() error { return r.simple(ctx, lineRegister, registers) },
		func() error { return r.ballots(ctx) },
		func() error { return r.strays(ctx) },
		func() error { return r.deeds(ctx) },
		func() error { return r.secrets(ctx) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) counts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	for _, t := range everyTable {
		var n int64
		if err := r.tx.Tx.QueryRowContext(ctx, "SELECT count(*) FROM "+t.name+" WHERE body = $1", r.Body).Scan(&n); err != nil {
			return nil, fmt.Errorf("count %s: %w", t.name, err)
		}
		counts[t.name] = n
	}
	return counts, nil
}

// rows reads a table page by page; where and args choose the rows, key orders them.
func (r *reading) rows(ctx context.Context, t table, where string, args []any, fn func(Row) error) error {
	after := []any(nil)
	for {
		query := "SELECT " + quoted(t.names()) + " FROM " + t.name + " WHERE " + where
		all := append([]any{}, args...)
		if after != nil {
			var marks []string
			for _, a := range after {
				all = append(all, a)
				marks = append(marks, fmt.Sprintf("$%d", len(all)))
			}
			query += " AND (" + quoted(t.key) + ") > (" + strings.Join(marks, ", ") + ")"
		}
		found, err := r.page(ctx, t, query+fmt.Sprintf(" ORDER BY %s LIMIT %d", quoted(t.key), page), all)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := fn(f.row); err != nil {
				return err
			}
			after = f.key
		}
		if len(found) < page {
			return nil
		}
	}
}

type found struct {
	row Row
	key []any
}

func (r *reading) page(ctx context.Context, t table, query string, args []any) ([]found, error) {
	rows, err := r.tx.Tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.name, err)
	}
	defer rows.Close()
	var out []found
	for rows.Next() {
		values := make([]any, len(t.columns))
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, fmt.Errorf("read %s: %w", t.name, err)
		}
		f := found{row: Row{}}
		for i, c := range t.columns {
			f.row[c.name] = c.encode(values[i])
		}
		for _, k := range t.key {
			for i, c := range t.columns {
				if c.name == k {
					f.key = append(f.key, values[i])
				}
			}
		}
		out = append(out, f)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", t.name, err)
	}
	return out, nil
}

// journal gives the chain, with each checkpoint after the last row that it covers.
func (r *reading) journal(ctx context.Context, points *checkpointFile) error {
	next, err := points.next()
	if err != nil {
		return err
	}
	give := func(through int64) error {
		for next != nil && (through < 0 || next.number("count") <= through) {
			if err := r.give(lineCheckpoint, next); err != nil {
				return err
			}
			if next, err = points.next(); err != nil {
				return err
			}
		}
		return nil
	}
	err = r.rows(ctx, journalTable, "body = $1", []any{r.Body}, func(row Row) error {
		if err := r.give(lineJournal, row); err != nil {
			return err
		}
		return give(row.number("seq"))
	})
	if err != nil {
		return err
	}
	return give(-1)
}

func (r *reading) simple(ctx context.Context, t string, of table) error {
	return r.rows(ctx, of, "body = $1", []any{r.Body}, func(row Row) error { return r.give(t, row) })
}

func (r *reading) ballots(ctx context.Context) error {
	return r.rows(ctx, ballotTable, "body = $1", []any{r.Body}, func(row Row) error {
		if err := r.give(lineBallot, row); err != nil {
			return err
		}
		id := row.text("id")
		sealed := !counted(row) && !r.Words
		for _, part := range []struct {
			t     string
			table table
		}{{lineSeat, seatTable}, {lineAnswer, answerTable}, {lineClassing, classingTable}} {
			err := r.rows(ctx, part.table, "ballot = $1", []any{id}, func(row Row) error {
				return r.give(part.t, r.shown(part.t, row, sealed))
			})
			if err != nil {
				return err
			}
		}
		return r.rows(ctx, journalTable, "body = $1 AND topic = $2", []any{r.Body, "ballot:" + id}, func(row Row) error {
			return r.give(lineEvent, row)
		})
	})
}

// shown is what a file tells of a row: of an answer never its words, and before
// the count only its hashes.
func (r *reading) shown(t string, row Row, sealed bool) Row {
	switch {
	case t != lineAnswer || r.Words:
		return row
	case sealed:
		return row.only(sealedColumns...)
	}
	return row.without("content")
}

// counted says whether a ballot was closed, and so counted, whatever came of it.
func counted(row Row) bool { return row.text("closed_at") != "" }

// strays gives the rows of the body that belong to none of its ballots.
func (r *reading) strays(ctx context.Context) error {
	for _, part := range []struct {
		t     string
		table table
	}{{lineSeat, seatTable}, {lineAnswer, answerTable}, {lineClassing, classingTable}} {
		err := r.rows(ctx, part.table, "body = $1 AND ballot NOT IN (SELECT id FROM ballots WHERE body = $1)", []any{r.Body},
			func(row Row) error { return r.give(part.t, r.shown(part.t, row, true)) })
		if err != nil {
			return err
		}
	}
	return nil
}

// Bodies names every body that has rows.
func Bodies(ctx context.Context, d *db.DB) ([]string, error) {
	var out []string
	err := d.Read().NewRaw("SELECT body FROM journal_heads UNION SELECT body FROM journal UNION SELECT body FROM ballots ORDER BY body").Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("list bodies: %w", err)
	}
	return out, nil
}

// checkpointFile reads the checkpoints of a body, one at a time.
type checkpointFile struct {
	file  *os.File
	lines *bufio.Scanner
	last  *chain.Checkpoint
	n     int
	seen  int64
}

func (s Source) openCheckpoints() (*checkpointFile, error) {
	c := &checkpointFile{last: s.Last}
	if s.Checkpoints == "" {
		return c, nil
	}
	f, err := os.Open(db.CheckpointFile(s.Checkpoints, s.Body))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read checkpoints: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read checkpoints: %w", err), f.Close())
	}
	c.file, c.lines = f, bufio.NewScanner(io.LimitReader(f, info.Size()))
	return c, nil
}

func (c *checkpointFile) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}

// next is the next checkpoint as a row, nil at the end.
func (c *checkpointFile) next() (Row, error) {
	if c.lines != nil && c.lines.Scan() {
		c.n++
		var row Row
		if err := json.Unmarshal(c.lines.Bytes(), &row); err != nil || row == nil {
			row = Row{"unreadable": quote(c.lines.Text())}
		}
		c.seen = max(c.seen, row.number("count"))
		return row, nil
	}
	if c.lines != nil && c.lines.Err() != nil {
		return nil, fmt.Errorf("read checkpoints: %w", c.lines.Err())
	}
	c.lines = nil
	if last := c.last; last != nil && last.Count > c.seen {
		c.last = nil
		return rowOf(last)
	}
	return nil, nil
}
