package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet/ballots"
	"ecabinet/internal/db"
)

var noticeOrder = db.Order{Name: "notice", Columns: []string{"n.at", "n.id"}, Down: true}

// Unread are a person's notices not read yet, the newest first.
func (r reader) Unread(ctx context.Context, person string, p Page) ([]ballots.Notice, string, error) {
	var rows []noticeRow
	q, err := noticeOrder.From(r.unread(ctx, person).Model(&rows), p)
	if err != nil {
		return nil, "", err
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list notices: %w", err)
	}
	rows, next := db.Cut(rows, p, func(r noticeRow) string { return noticeOrder.Cursor(r.At.String(), r.ID) })
	return mapped(rows, noticeRow.notice), next, nil
}

// CountUnread is how many notices a person has not read.
func (r reader) CountUnread(ctx context.Context, person string) (int, error) {
	n, err := r.unread(ctx, person).Model((*noticeRow)(nil)).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	return int(n), nil
}

func (r reader) unread(ctx context.Context, person string) *bun.SelectQuery {
	return r.db().NewSelect().Where("n.body = ?", r.body(ctx)).Where("n.person = ?", person).Where("n.read_at IS NULL")
}

// MarkRead notes that person has read the notices ids, or all where none is
// named. Those of others, and those read before, stay as they are. The
// reference is "notices/<person>".
func (s *Store) MarkRead(ctx context.Context, person string, ids []string) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		q := t.Bun().NewUpdate().Model((*noticeRow)(nil)).Set("read_at = ?", db.At(t.Now())).
			Where("n.body = ?", t.Body()).Where("n.person = ?", person).Where("n.read_at IS NULL")
		if len(ids) > 0 {
			q = q.Where("n.id IN (?)", bun.List(ids))
		}
		if _, err := q.Exec(ctx); err != nil {
			return "", fmt.Errorf("mark notices as read: %w", err)
		}
		return "notices/" + person, nil
	})
}
