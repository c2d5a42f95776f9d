package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"ecabinet"
	"ecabinet/internal/chain"
)

const eventColumns = "body, seq, at, topic, type, ref, actor, data, prev_hash, hash"

// insertEvents adds events that are numbered and chained; on PostgreSQL by one
// statement, since each costs as much as its row.
func (d *DB) insertEvents(list []*ecabinet.Event) []*Query {
	if d.dialect == sqliteName {
		out := make([]*Query, len(list))
		for i, e := range list {
			out[i] = &Query{
				Text: "INSERT INTO journal (" + eventColumns + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
				Args: []any{e.Body, e.Seq, chain.FormatTime(e.At), e.Topic, e.Type, e.Ref, e.Actor, string(e.Data), e.PrevHash, e.Hash},
			}
		}
		return out
	}
	var texts [9][]string
	seqs := make([]int64, len(list))
	for i, e := range list {
		seqs[i] = e.Seq
		for n, s := range [...]string{e.Body, chain.FormatTime(e.At), e.Topic, e.Type, e.Ref, e.Actor, string(e.Data), e.PrevHash, e.Hash} {
			texts[n] = append(texts[n], s)
		}
	}
	args := []any{texts[0], seqs}
	for _, column := range texts[1:] {
		args = append(args, column)
	}
	return []*Query{{
		Text: "INSERT INTO journal (" + eventColumns + `) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[],
			$6::text[], $7::text[], $8::text[], $9::text[], $10::text[])`,
		Args: args,
	}}
}

// EventsAfter is the journal of body after seq, in order, at most limit rows.
func (d *DB) EventsAfter(ctx context.Context, body string, seq int64, limit int) ([]ecabinet.Event, error) {
	var out []ecabinet.Event
	err := d.Run(ctx, &Query{
		Text: "SELECT " + eventColumns + " FROM journal WHERE body = $1 AND seq > $2 ORDER BY seq LIMIT $3", Args: []any{body, seq, limit},
		Row: func(r Row) error {
			var e ecabinet.Event
			var at Time
			var data string
			err := r.Scan(&e.Body, &e.Seq, &at, &e.Topic, &e.Type, &e.Ref, &e.Actor, &data, &e.PrevHash, &e.Hash)
			e.At, e.Data = at.Time, []byte(data)
			out = append(out, e)
			return err
		},
	})
	if err != nil {
		return nil, trouble(fmt.Errorf("read journal: %w", err))
	}
	return out, nil
}

// LastSeq is the number of the last row in the journal of body, 0 where it is
// empty.
func (d *DB) LastSeq(ctx context.Context, body string) (int64, error) {
	seq := int64(0)
	err := d.Run(ctx, &Query{
		Text: "SELECT seq FROM journal_heads WHERE body = $1", Args: []any{body}, Row: func(r Row) error { return r.Scan(&seq) },
	})
	if err != nil {
		return 0, trouble(fmt.Errorf("read the end of the journal: %w", err))
	}
	return seq, nil
}

// Bodies names every body that has a journal.
func (d *DB) Bodies(ctx context.Context) ([]string, error) {
	rows, err := d.read.DB.QueryContext(ctx, "SELECT body FROM journal_heads WHERE seq > 0 ORDER BY body")
	if err != nil {
		return nil, trouble(fmt.Errorf("list bodies: %w", err))
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var b string
		if err := rows.Scan(&b); err != nil {
			return nil, fmt.Errorf("list bodies: %w", err)
		}
		out = append(out, b)
	}
	if err := rows.Err(); err != nil {
		return nil, trouble(fmt.Errorf("list bodies: %w", err))
	}
	return out, nil
}

// head is a row of journal_heads: where the journal of a body ends.
type head struct {
	seq  int64
	hash string
	at   time.Time
}

type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readHead(ctx context.Context, q rowQuerier, body, lock string) (head, error) {
	h := head{hash: chain.Genesis}
	var at Time
	err := q.QueryRowContext(ctx, "SELECT seq, hash, at FROM journal_heads WHERE body = $1"+lock, body).Scan(&h.seq, &h.hash, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	if err != nil {
		return head{}, fmt.Errorf("read the end of the journal: %w", err)
	}
	h.at = at.Time
	return h, nil
}
