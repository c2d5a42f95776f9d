package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
)

type presentationRow struct {
	bun.BaseModel `bun:"table:presentations"`

	Item     string `bun:"item,pk"`
	Version  string `bun:"version,pk"`
	Body     string
	Meeting  string
	Page     int
	ByPerson string
	At       db.Time
}

func (r presentationRow) presentation() meetings.Presentation {
	return meetings.Presentation{Meeting: r.Meeting, Item: r.Item, Version: r.Version, Page: r.Page, By: r.ByPerson, At: r.At.Time}
}

type opinionRow struct {
	bun.BaseModel `bun:"table:session_opinions"`

	Item     string `bun:"item,pk"`
	Person   string `bun:"person,pk"`
	Revision int    `bun:"revision,pk"`
	Body     string
	Meeting  string
	Text     string
	Salt     string
	At       db.Time
}

func (r opinionRow) opinion() meetings.Opinion {
	return meetings.Opinion{Meeting: r.Meeting, Item: r.Item, Person: r.Person, Revision: r.Revision, Text: r.Text, Salt: r.Salt, At: r.At.Time}
}

type linkRow struct {
	bun.BaseModel `bun:"table:connections"`

	Body   string `bun:"body,pk"`
	Person string `bun:"person,pk"`
	Node   string `bun:"node,pk"`
	SeenAt db.Time
	GoneAt db.Time
}

func (r linkRow) link() meetings.Link {
	return meetings.Link{Person: r.Person, Node: r.Node, SeenAt: r.SeenAt.Time, GoneAt: given(r.GoneAt)}
}

var (
	ofRequests     = db.ColumnsOf[requestRow]()
	selectSpeeches = "SELECT " + ofRequests.Of("r") + " FROM speech_requests AS r WHERE r.meeting = $1 AND r.body = $2 ORDER BY r.id"
)

func (r reader) Speeches(ctx context.Context, meeting string) (meetings.Floor, error) {
	all := meetings.Floor{}
	err := r.sql.Run(ctx, &db.Query{Text: selectSpeeches, Args: []any{meeting, r.body(ctx)}, Row: func(r db.Row) error {
		var row requestRow
		err := r.Scan(ofRequests.Places(&row)...)
		all = append(all, row.request())
		return err
	}})
	return all, loading("speeches", noMeeting, err)
}

func (r reader) Presentations(ctx context.Context, item string) ([]meetings.Presentation, error) {
	var rows []presentationRow
	err := r.db().NewSelect().Model(&rows).Where("item = ?", item).Where("body = ?", r.body(ctx)).Order("at DESC", "version DESC").Scan(ctx)
	return mapped(rows, presentationRow.presentation), loading("presentations", noItem, err)
}

func (r reader) Opinions(ctx context.Context, meeting string) (meetings.Opinions, error) {
	var rows []opinionRow
	err := r.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", r.body(ctx)).Order("at", "person", "revision").Scan(ctx)
	return mapped(rows, opinionRow.opinion), loading("opinions", noMeeting, err)
}

// linksLife is how long a connection is remembered after its end.
const linksLife = 24 * time.Hour

func (r reader) Links(ctx context.Context, now time.Time) (meetings.Links, error) {
	var rows []linkRow
	err := r.db().NewSelect().Model(&rows).Where("body = ?", r.body(ctx)).Where("seen_at > ?", db.At(now.Add(-linksLife))).Order("person", "node").Scan(ctx)
	return mapped(rows, linkRow.link), loading("connections", noMeeting, err)
}

func (t *tx) SavePresentation(ctx context.Context, body string, p *meetings.Presentation) error {
	row := &presentationRow{Item: p.Item, Version: p.Version, Body: body, Meeting: p.Meeting, Page: p.Page, ByPerson: p.By, At: db.At(p.At)}
	_, err := t.db().NewInsert().Model(row).On("CONFLICT (item, version) DO UPDATE").
		Set("page = EXCLUDED.page").Set("by_person = EXCLUDED.by_person").Set("at = EXCLUDED.at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save presentation: %w", err)
	}
	return nil
}

func (t *tx) InsertOpinion(ctx context.Context, body string, o *meetings.Opinion) error {
	return t.insert(ctx, "opinion", body, &opinionRow{
		Item: o.Item, Person: o.Person, Revision: o.Revision, Body: body, Meeting: o.Meeting, Text: o.Text, Salt: o.Salt, At: db.At(o.At),
	})
}

// SaveLinks writes what a node says of connections, in one statement.
func (t *tx) SaveLinks(ctx context.Context, links []meetings.Link) error {
	if len(links) == 0 {
		return nil
	}
	rows := make([]linkRow, len(links))
	for i, l := range links {
		rows[i] = linkRow{Body: t.Body(), Person: l.Person, Node: l.Node, SeenAt: db.At(l.SeenAt), GoneAt: stored(l.GoneAt)}
	}
	_, err := t.db().NewInsert().Model(&rows).On("CONFLICT (body, person, node) DO UPDATE").
		Set("seen_at = EXCLUDED.seen_at").Set("gone_at = EXCLUDED.gone_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save connections: %w", err)
	}
	return nil
}

// Sitting are the meetings of every body that somebody attends or may come to, for
// the system.
func (s *Store) Sitting(ctx context.Context) ([]meetings.Meeting, error) {
	var rows []meetingRow
	err := s.db().NewSelect().Model(&rows).Where("m.state IN (?)", bun.List([]meetings.State{meetings.Running, meetings.Paused})).
		WhereOr("m.state = ? AND EXISTS (SELECT 1 FROM presences AS p WHERE p.meeting = m.id AND p.until_at IS NULL)", meetings.Convened).
		Order("m.id").Scan(ctx)
	out := make([]meetings.Meeting, len(rows))
	for i := range rows {
		out[i] = *rows[i].meeting()
	}
	return out, loading("sitting meetings", noMeeting, err)
}

// Signs says whether the actor's signing window is open for what a route is about.
func (s *Store) Signs(ctx context.Context, a ecabinet.Actor, of Of, id string) (bool, error) {
	if a.Session == "" {
		return false, nil
	}
	text := "SELECT 1 FROM presences WHERE meeting = " + of.meeting + " AND body = $2 AND person = $3 AND session = $4 AND until_at IS NULL"
	q := &db.Query{Text: text, Args: []any{id, s.body(ctx), a.Person, a.Session}, Row: func(r db.Row) error {
		var one int
		return r.Scan(&one)
	}}
	if err := s.sql.Run(ctx, q); err != nil {
		return false, fmt.Errorf("look for a signing window: %w", err)
	}
	return q.Rows > 0, nil
}
