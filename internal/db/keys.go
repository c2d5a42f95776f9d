package db

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// keepKeys is how long a done command is remembered.
const keepKeys = 30 * 24 * time.Hour

// claim sets the savepoint of an act and takes its key inside it. done says that the act was
// done before and ref is its reference. On PostgreSQL it waits while another node
// does the same key.
func (b *batch) claim(a *act) (ref string, done bool, err error) {
	mark := b.mark()
	if a.key == "" {
		if mark == "" {
			return "", false, nil
		}
		if _, err := b.tx.Tx.ExecContext(b.ctx, mark); err != nil {
			return "", false, fmt.Errorf("set savepoint: %w", err)
		}
		return "", false, nil
	}
	r, err := b.tx.NewRaw(mark+`INSERT INTO request_keys (actor, key, hash, ref, at) VALUES (?, ?, ?, '', ?)
		ON CONFLICT (actor, key) DO NOTHING`, a.scope, a.key, a.hash, At(b.db.hostNow())).Exec(b.ctx)
	if err != nil {
		return "", false, fmt.Errorf("claim the request's key: %w", err)
	}
	n, err := r.RowsAffected()
	if err != nil {
		return "", false, fmt.Errorf("claim the request's key: %w", err)
	}
	if n == 1 {
		a.tx.claimed = true
		return "", false, nil
	}
	var hash string
	err = b.tx.Tx.QueryRowContext(b.ctx, "SELECT hash, ref FROM request_keys WHERE actor = $1 AND key = $2", a.scope, a.key).Scan(&hash, &ref)
	if err != nil {
		return "", false, fmt.Errorf("read the request's key: %w", err)
	}
	if hash != a.hash {
		return "", false, errKeyReused()
	}
	return ref, true, nil
}

// storeKeys writes the references of the acts that claimed a key.
func (b *batch) storeKeys(kept []*act) error {
	var rows []string
	var args []any
	for _, a := range kept {
		if a.tx.claimed {
			n := len(args)
			rows = append(rows, fmt.Sprintf("($%d, $%d, $%d)", n+1, n+2, n+3))
			args = append(args, a.scope, a.key, a.tryRef)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := b.tx.Tx.ExecContext(b.ctx, `UPDATE request_keys SET ref = v.column3
		FROM (VALUES `+strings.Join(rows, ", ")+`) AS v
		WHERE request_keys.actor = v.column1 AND request_keys.key = v.column2`, args...)
	if err != nil {
		return fmt.Errorf("store the requests' keys: %w", err)
	}
	return nil
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
