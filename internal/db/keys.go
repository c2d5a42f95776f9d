package db

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// keepKeys is how long a done command is remembered.
const keepKeys = 30 * 24 * time.Hour

// doneBefore says whether the command of a flight was done, and gives its
// reference. On PostgreSQL the claim of the key finds that, without a round trip of
// its own.
func (d *DB) doneBefore(ctx context.Context, f flight) (ref string, done bool, err error) {
	if f.key == "" || d.dialect == postgresName {
		return "", false, nil
	}
	q, reused := readKey(f, &ref)
	if err := d.Run(ctx, q); err != nil {
		return "", false, fmt.Errorf("look for the request's key: %w", err)
	}
	return ref, q.Rows > 0, reused()
}

// readKey reads the reference under the key of a flight; afterwards reused says
// whether the key came with another request.
func readKey(f flight, ref *string) (q *Query, reused func() error) {
	var hash string
	q = &Query{
		Text: "SELECT hash, ref FROM request_keys WHERE actor = $1 AND key = $2", Args: []any{f.scope, f.key},
		Row: func(r Row) error { return r.Scan(&hash, ref) },
	}
	return q, func() error {
		if q.Rows > 0 && hash != f.hash {
			return errKeyReused()
		}
		return nil
	}
}

// errElsewhere ends an act that another node was doing, or has just done.
var errElsewhere = errors.New("another node did this command")

// claim takes the key of an act before anything else, so that two nodes take what
// they need in one order. It waits while another node does the same command, and
// changes no row where that was done.
func (b *batch) claim(a *act) *Query {
	return b.insertKey(a, "")
}

// claimAll is the claim of the acts that know their references already, nil for none: of
// all at once, in an order that two nodes have in common.
func (b *batch) claimAll() *rest {
	if len(b.claims) == 0 {
		return nil
	}
	slices.SortFunc(b.claims, func(x, y *act) int {
		return cmp.Or(strings.Compare(x.scope, y.scope), strings.Compare(x.key, y.key))
	})
	var scopes, keys, hashes, refs []string
	for _, a := range b.claims {
		scopes, keys, hashes, refs = append(scopes, a.scope), append(keys, a.key), append(hashes, a.hash), append(refs, a.tryRef)
	}
	want := int64(len(b.claims))
	b.claims = nil
	q := &Query{
		Text: `INSERT INTO request_keys (actor, key, hash, ref, at)
			SELECT *, $5 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT (actor, key) DO NOTHING`,
		Args: []any{scopes, keys, hashes, refs, At(b.db.hostNow())},
	}
	return &rest{list: []*Query{q}, check: func(err error) error {
		if err == nil && q.Rows != want {
			return errElsewhere
		}
		return err
	}}
}

// doneElsewhere is the outcome of an act that another node did.
func (b *batch) doneElsewhere(a *act) (ref string, err error) {
	b.forget(a)
	if err := b.undo(); err != nil {
		return "", err
	}
	a.tx = &Tx{}
	read, reused := readKey(a.flight, &ref)
	if err := b.db.send(b.ctx, b.conn.Conn, []*Query{read}); err != nil {
		return "", fmt.Errorf("read the request's key: %w", err)
	}
	if read.Rows == 0 {
		return "", errElsewhere
	}
	return ref, reused()
}

// storeKeys stores the references of the acts under their keys, those that were
// claimed by one statement.
func (b *batch) storeKeys(kept []*act) (list []*Query) {
	var scopes, keys, refs []string
	for _, a := range kept {
		switch {
		case a.keyed: // by claimAll
		case a.claim != nil && a.claim.Rows == 1:
			scopes, keys, refs = append(scopes, a.scope), append(keys, a.key), append(refs, a.tryRef)
		case a.claim == nil && a.key != "":
			list = append(list, b.insertKey(a, a.tryRef))
		}
	}
	if len(keys) > 0 {
		list = append(list, &Query{
			Text: `UPDATE request_keys AS k SET ref = u.ref FROM unnest($1::text[], $2::text[], $3::text[]) AS u (actor, key, ref)
				WHERE k.actor = u.actor AND k.key = u.key`,
			Args: []any{scopes, keys, refs},
		})
	}
	return list
}

func (b *batch) insertKey(a *act, ref string) *Query {
	return &Query{
		Text: `INSERT INTO request_keys (actor, key, hash, ref, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (actor, key) DO NOTHING`,
		Args: []any{a.scope, a.key, a.hash, ref, At(b.db.hostNow())},
	}
}

// CleanKeys forgets commands done more than 30 days ago, in slices, and says how
// many. A job calls it daily.
func (d *DB) CleanKeys(ctx context.Context) (int, error) {
	before := At(d.hostNow().Add(-keepKeys)).String()
	total := 0
	for {
		r, err := d.write.DB.ExecContext(ctx, `DELETE FROM request_keys WHERE (actor, key) IN
			(SELECT actor, key FROM request_keys WHERE at < $1 LIMIT 1000)`, before)
		if err != nil {
			return total, trouble(fmt.Errorf("clean request keys: %w", err))
		}
		n, err := r.RowsAffected()
		if err != nil {
			return total, fmt.Errorf("clean request keys: %w", err)
		}
		if total += int(n); n < 1000 {
			return total, nil
		}
	}
}
