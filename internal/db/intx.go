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

// InTx runs fn as one act of the actor in ctx, in the journal of the actor's
// body, and returns once it is durable. fn returns a reference such as
// "answer/<id>" from which the reply is built. Where the request in ctx has a key
// that was done before, fn is not run and the stored reference is returned.
// fn may run twice and must leave no trace outside tx.
//
// An error of fn undoes this act alone. Errors of its own: Conflict
// "request.key_reused", Unavailable "db.unavailable" or "db.busy" (nothing was
// done), Unknown "db.outcome_unknown" (ask again with the same key).
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context, tx *Tx) (ref string, err error)) (string, error) {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return "", trouble(fmt.Errorf("begin: %w", err))
	}
	defer tx.Rollback()
	body := bodyOf(ctx)
	h, err := readHead(ctx, tx.Tx, body, "")
	if err != nil {
		return "", err
	}
	t := &Tx{db: d, bun: tx, ctx: ctx, body: body, actor: ecabinet.ActorFrom(ctx).Person, floor: h.at}
	if t.actor == "" {
		t.actor = ecabinet.System
	}
	ref, err := fn(ctx, t)
	if err = errors.Join(err, t.err); err != nil {
		return "", err
	}
	at := t.Now()
	for _, e := range t.events {
		h.seq++
		e.Seq, e.At = h.seq, at
		if err := chain.Link(h.hash, e); err != nil {
			return "", err
		}
		h.hash, h.at = e.Hash, at
		if _, err := tx.Tx.ExecContext(ctx, "INSERT INTO journal ("+eventColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
			e.Body, e.Seq, At(e.At), e.Topic, e.Type, e.Ref, e.Actor, string(e.Data), e.PrevHash, e.Hash); err != nil {
			return "", trouble(err)
		}
	}
	if len(t.events) > 0 {
		if _, err := tx.Tx.ExecContext(ctx, `INSERT INTO journal_heads (body, seq, hash, at) VALUES ($1,$2,$3,$4)
			ON CONFLICT (body) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at`,
			body, h.seq, h.hash, At(h.at)); err != nil {
			return "", trouble(err)
		}
	}
	if err := tx.Commit(); err != nil {
		return "", &ecabinet.Error{Kind: ecabinet.Unknown, Code: CodeUnknown, Err: err}
	}
	d.committed.ring()
	d.scheduled.ring()
	return ref, nil
}

// clock reads the time inside a transaction.
func (d *DB) clock(ctx context.Context, tx *sql.Tx) (time.Time, error) {
	now := time.Now()
	switch {
	case d.opts.Clock != nil:
		now = d.opts.Clock()
	case d.dialect == postgresName:
		if err := tx.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&now); err != nil {
			return time.Time{}, err
		}
	}
	return now.UTC().Truncate(time.Microsecond), nil
}
