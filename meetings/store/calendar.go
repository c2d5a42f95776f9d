package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings"
)

type calendarRow struct {
	bun.BaseModel `bun:"table:calendar_links"`

	ID      string `bun:"id,pk"`
	Body    string
	Person  string
	MadeAt  db.Time
	ReadAt  db.Time
	EndedAt db.Time
}

func (r calendarRow) link() *meetings.CalendarLink {
	return &meetings.CalendarLink{ID: r.ID, Body: r.Body, Person: r.Person, MadeAt: r.MadeAt.Time, ReadAt: given(r.ReadAt), EndedAt: given(r.EndedAt)}
}

const noCalendar = "calendar.not_found"

// CalendarLinkOf is the link of a person that counts.
func (r reader) CalendarLinkOf(ctx context.Context, person string) (*meetings.CalendarLink, error) {
	row := new(calendarRow)
	err := r.db().NewSelect().Model(row).Where("body = ?", r.body(ctx)).Where("person = ?", person).Where("ended_at IS NULL").Scan(ctx)
	if err != nil {
		return nil, loading("calendar link", noCalendar, err)
	}
	return row.link(), nil
}

// CalendarLink is a link that counts, in whatever body: nobody is signed in who reads
// a calendar.
func (s *Store) CalendarLink(ctx context.Context, id string) (*meetings.CalendarLink, error) {
	row := new(calendarRow)
	if err := s.db().NewSelect().Model(row).Where("id = ?", id).Where("ended_at IS NULL").Scan(ctx); err != nil {
		return nil, loading("calendar link", noCalendar, err)
	}
	return row.link(), nil
}

func (t *tx) InsertCalendarLink(ctx context.Context, l *meetings.CalendarLink) error {
	return t.insert(ctx, "calendar link", l.Body, &calendarRow{ID: l.ID, Body: l.Body, Person: l.Person, MadeAt: db.At(l.MadeAt)})
}

func (t *tx) EndCalendarLink(ctx context.Context, person string, at time.Time) error {
	_, err := t.db().NewUpdate().Model((*calendarRow)(nil)).Set("ended_at = ?", db.At(at)).
		Where("body = ?", t.Body()).Where("person = ?", person).Where("ended_at IS NULL").Exec(ctx)
	if err != nil {
		return fmt.Errorf("end calendar link: %w", err)
	}
	return nil
}

func (t *tx) CalendarRead(ctx context.Context, id string, at time.Time) error {
	_, err := t.db().NewUpdate().Model((*calendarRow)(nil)).Set("read_at = ?", db.At(at)).Where("id = ?", id).Where("body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note that a calendar was read: %w", err)
	}
	return nil
}

// Expected are the invitations of a person that his calendar shows: to sessions convened
// that end after since, as he was told, without what he declined or has leave for.
func (s *Store) Expected(ctx context.Context, person string, since time.Time) ([]Summons, error) {
	list, err := s.invitations(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN meetings AS m ON m.id = n.meeting").Where("m.convened_at IS NOT NULL").Where("m.ends_at > ?", db.At(since)).
			Where("n.person = ?", person).Where("n.sequence > 0").Where("n.reply IN ('invited', 'accepted')").
			Where("NOT EXISTS (SELECT 1 FROM absences AS x WHERE x.meeting = n.meeting AND x.person = n.person AND x.state = 'approved' AND x.from_at IS NULL)")
	})
	if err != nil {
		return nil, err
	}
	return s.summoned(ctx, list)
}
