package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings"
)

type noticeRow struct {
	bun.BaseModel `bun:"table:session_notices,alias:sn"`

	ID      string `bun:"id,pk"`
	Body    string
	Hearer  string
	Kind    string
	Meeting string
	Item    string
	At      db.Time
}

// Notify keeps notices.
func (t *tx) Notify(ctx context.Context, body string, list []meetings.ItemNotice) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([]noticeRow, len(list))
	for i, n := range list {
		rows[i] = noticeRow{ID: n.ID, Body: body, Hearer: n.Hearer, Kind: n.Kind, Meeting: n.Meeting, Item: n.Item, At: db.At(n.At)}
	}
	return t.insert(ctx, "notices of a session", body, &rows)
}

// noticeLife is how long a notice is new to somebody who has not read it.
const noticeLife = 30 * 24 * time.Hour

// Notices are those to any of hearers that person has not read, the newest first, limit
// at most.
func (s *Store) Notices(ctx context.Context, person string, hearers []string, now time.Time, limit int) ([]meetings.ItemNotice, error) {
	var read []string
	err := s.db().NewSelect().TableExpr("session_notice_reads").Column("read_to").Where("body = ?", s.body(ctx)).Where("person = ?", person).Scan(ctx, &read)
	if err != nil {
		return nil, fmt.Errorf("load what was read of sessions: %w", err)
	}
	after := db.At(now.Add(-noticeLife)).String()
	if len(read) > 0 {
		after = max(after, read[0])
	}
	var rows []noticeRow
	err = s.db().NewSelect().Model(&rows).Where("sn.body = ?", s.body(ctx)).Where("sn.hearer IN (?)", bun.List(hearers)).Where("sn.at > ?", after).
		Order("sn.at DESC", "sn.id DESC").Limit(int64(limit)).Scan(ctx)
	return mapped(rows, func(r noticeRow) meetings.ItemNotice {
		return meetings.ItemNotice{ID: r.ID, Hearer: r.Hearer, Kind: r.Kind, Meeting: r.Meeting, Item: r.Item, At: r.At.Time}
	}), loading("notices", noItem, err)
}

// NoticesRead notes that person has read the notices up to a moment, which never falls.
func (s *Store) NoticesRead(ctx context.Context, person string, to time.Time) error {
	_, err := s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		_, err := t.Bun().NewRaw(`INSERT INTO session_notice_reads (body, person, read_to) VALUES (?, ?, ?)
			ON CONFLICT (body, person) DO UPDATE SET read_to = CASE WHEN excluded.read_to > session_notice_reads.read_to
			THEN excluded.read_to ELSE session_notice_reads.read_to END`, t.Body(), person, db.At(to)).Exec(ctx)
		if err != nil {
			return "", fmt.Errorf("mark notices of sessions as read: %w", err)
		}
		return "session-notices/" + person, nil
	})
	return err
}
