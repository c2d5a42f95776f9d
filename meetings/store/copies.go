package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings"
)

type copyRow struct {
	bun.BaseModel `bun:"table:paper_copies,alias:pc"`

	ID        string `bun:",pk"`
	Body      string
	Meeting   string
	Item      string
	Number    int
	Person    string
	State     meetings.CopyState
	Note      string
	HandedAt  db.Time
	HandedBy  string
	SettledAt db.Time
	SettledBy string
}

func (r copyRow) copy() meetings.Copy {
	return meetings.Copy{
		ID: r.ID, Meeting: r.Meeting, Item: r.Item, Number: r.Number, Person: r.Person, State: r.State, Note: r.Note,
		HandedAt: r.HandedAt.Time, HandedBy: r.HandedBy, SettledAt: given(r.SettledAt), SettledBy: r.SettledBy,
	}
}

// Copies are the copies on paper of a meeting, by item and number.
func (r reader) Copies(ctx context.Context, meeting string) (meetings.Copies, error) {
	var rows []copyRow
	err := r.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", r.body(ctx)).Order("item", "number").Scan(ctx)
	return mapped(rows, copyRow.copy), loading("copies", noMeeting, err)
}

// Copy is one of them.
func (r reader) Copy(ctx context.Context, id string) (*meetings.Copy, error) {
	row := new(copyRow)
	if err := r.db().NewSelect().Model(row).Where("id = ?", id).Where("body = ?", r.body(ctx)).Scan(ctx); err != nil {
		return nil, loading("copy", "meeting.copy_not_found", err)
	}
	c := row.copy()
	return &c, nil
}

func (t *tx) SaveCopy(ctx context.Context, body string, c *meetings.Copy) error {
	if err := t.own("copy", body); err != nil {
		return err
	}
	row := &copyRow{
		ID: c.ID, Body: body, Meeting: c.Meeting, Item: c.Item, Number: c.Number, Person: c.Person, State: c.State, Note: c.Note,
		HandedAt: db.At(c.HandedAt), HandedBy: c.HandedBy, SettledAt: stored(c.SettledAt), SettledBy: c.SettledBy,
	}
	_, err := t.db().NewInsert().Model(row).On("CONFLICT (id) DO UPDATE").
		Set("state = EXCLUDED.state").Set("note = EXCLUDED.note").Set("settled_at = EXCLUDED.settled_at").Set("settled_by = EXCLUDED.settled_by").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save copy: %w", err)
	}
	return nil
}
