package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings/tasks"
)

type noticeRow struct {
	bun.BaseModel `bun:"table:task_notices,alias:n"`

	ID     string `bun:"id,pk"`
	Body   string
	Agency string
	Task   string
	Kind   string
	At     db.Time
}

// Notify keeps notices.
func (t *tx) Notify(ctx context.Context, list []tasks.Notice) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([]noticeRow, len(list))
	for i, n := range list {
		rows[i] = noticeRow{ID: n.ID, Body: t.Body(), Agency: n.To, Task: n.Task, Kind: n.Kind, At: db.At(n.At)}
	}
	return t.insert(ctx, "notices of tasks", &rows)
}

// NoticeLine is a notice with the words by which its task is known.
type NoticeLine struct {
	tasks.Notice
	Number int
	Year   int
	Text   string
}

// noticeLife is how long a notice is new to somebody who has not read it.
const noticeLife = 30 * 24 * time.Hour

// Unread are the notices to any of to (agencies, or tasks.Desk) that the person has not
// read, the newest first, limit at most.
func (s *Store) Unread(ctx context.Context, person string, to []string, now time.Time, limit int) ([]NoticeLine, error) {
	if len(to) == 0 {
		return nil, nil
	}
	var read []string
	err := s.db().NewSelect().TableExpr("task_notice_reads").Column("read_to").Where("body = ?", s.body(ctx)).Where("person = ?", person).Scan(ctx, &read)
	if err != nil {
		return nil, fmt.Errorf("load what was read of tasks: %w", err)
	}
	after := db.At(now.Add(-noticeLife)).String()
	if len(read) > 0 {
		after = max(after, read[0])
	}
	var rows []struct {
		ID, Agency, Task, Kind, Text string
		At                           db.Time
		Number, Year                 int
	}
	err = s.db().NewSelect().TableExpr("task_notices AS n").Join("JOIN tasks AS t ON t.id = n.task").
		ColumnExpr("n.id, n.agency, n.task, n.kind, n.at, t.number, t.year, t.text").
		Where("n.body = ?", s.body(ctx)).Where("n.agency IN (?)", bun.List(to)).Where("n.at > ?", after).
		OrderExpr("n.at DESC, n.id DESC").Limit(int64(limit)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list notices of tasks: %w", err)
	}
	out := make([]NoticeLine, len(rows))
	for i, r := range rows {
		out[i] = NoticeLine{tasks.Notice{ID: r.ID, Task: r.Task, To: r.Agency, Kind: r.Kind, At: r.At.Time}, r.Number, r.Year, r.Text}
	}
	return out, nil
}

// MarkRead notes that person has read the notices up to a moment, which never falls.
// The reference is "task-notices/<person>".
func (s *Store) MarkRead(ctx context.Context, person string, to time.Time) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		_, err := t.Bun().NewRaw(`INSERT INTO task_notice_reads (body, person, read_to) VALUES (?, ?, ?)
			ON CONFLICT (body, person) DO UPDATE SET read_to = CASE WHEN excluded.read_to > task_notice_reads.read_to
			THEN excluded.read_to ELSE task_notice_reads.read_to END`, t.Body(), person, db.At(to)).Exec(ctx)
		if err != nil {
			return "", fmt.Errorf("mark notices of tasks as read: %w", err)
		}
		return "task-notices/" + person, nil
	})
}
