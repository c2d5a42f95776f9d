// Package store keeps meetings in the database: it implements the port of package
// meetings with bun, once for SQLite and PostgreSQL, and answers the lists that
// people work from. Every read is confined to one body: inside an act the act's,
// else that of the actor in ctx; without one nothing is found. It holds no rule of
// the procedure and decides no right; it must not open transactions of its own
// beside internal/db.
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

// Store implements meetings.Store.
type Store struct {
	d *db.DB
	reader
}

var _ meetings.Store = (*Store)(nil)

// New gives the meetings that rest in d.
func New(d *db.DB) *Store {
	return &Store{d: d, reader: reader{
		sql: d, db: d.Read, body: func(ctx context.Context) string { return ecabinet.ActorFrom(ctx).Body },
	}}
}

// InTx runs fn as one act; see db.DB.InTx for its errors.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx meetings.Tx) (string, error)) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) { return fn(ctx, Over(t)) })
}

// TxOf is the act that t is a view of, for what spans two rooms.
func TxOf(t meetings.Tx) *db.Tx { return t.(*tx).Tx }

// Over is the view of an act that is under way, for what spans two rooms.
func Over(t *db.Tx) meetings.Tx {
	body := t.Body()
	return &tx{Tx: t, reader: reader{sql: t, db: t.Bun, body: func(context.Context) string { return body }}, revs: map[string]int64{}}
}

// tx implements meetings.Tx. Now and Emit are db.Tx's own.
type tx struct {
	*db.Tx
	reader
	revs map[string]int64 // of what was locked in this act, as stored
}

// reader implements meetings.Reader over the read pool or over an act: what is read
// with every vote by queries of fixed text, everything else with bun.
type reader struct {
	sql  runner
	db   func() bun.IDB
	body func(ctx context.Context) string
}

type runner interface {
	Run(ctx context.Context, list ...*db.Query) error
}

// The codes of what is missing, each of kind NotFound.
const (
	noMeeting = "meeting.not_found"
	noItem    = "meeting.item_not_found"
	noRequest = "meeting.request_not_found"
	noVote    = "meeting.vote_not_found"
	noSeat    = "meeting.no_seat"
)

func loading(thing, code string, err error) error {
	if err == nil {
		return nil
	}
	return db.NotFound(fmt.Errorf("load %s: %w", thing, err), code)
}

type how = func(*bun.SelectQuery) *bun.SelectQuery

func (r reader) Meeting(ctx context.Context, id string) (*meetings.Meeting, error) {
	return r.meeting(ctx, id, "")
}

var (
	ofMeetings    = db.ColumnsOf[meetingRow]()
	selectMeeting = "SELECT " + ofMeetings.Of("m") + " FROM meetings AS m WHERE m.id = $1 AND m.body = $2"
	ofVotes       = db.ColumnsOf[voteRow]()
	selectVote    = "SELECT " + ofVotes.Of("v") + " FROM room_votes AS v WHERE v.id = $1 AND v.body = $2"
)

func (r reader) meeting(ctx context.Context, id string, lock db.LockMode) (*meetings.Meeting, error) {
	row, err := one(ctx, r.sql, ofMeetings, &db.Query{Text: selectMeeting, Args: []any{id, r.body(ctx)}, Lock: lock}, "meeting", noMeeting)
	if err != nil {
		return nil, err
	}
	return row.meeting(), nil
}

// one runs a query that gives one row or none; none: NotFound with code.
func one[R any](ctx context.Context, sql runner, columns db.Columns[R], q *db.Query, thing, code string) (*R, error) {
	row := new(R)
	q.Row = func(r db.Row) error { return r.Scan(columns.Places(row)...) }
	if err := sql.Run(ctx, q); err != nil {
		return nil, fmt.Errorf("load %s: %w", thing, err)
	}
	if q.Rows == 0 {
		return nil, ecabinet.E(ecabinet.NotFound, code)
	}
	return row, nil
}

// Agenda is the items of a meeting with their guests and recusals.
func (r reader) Agenda(ctx context.Context, meeting string) (meetings.Agenda, error) {
	return r.items(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("i.meeting = ?", meeting) })
}

func (r reader) Item(ctx context.Context, id string) (*meetings.Item, error) {
	list, err := r.items(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("i.id = ?", id) })
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ecabinet.E(ecabinet.NotFound, noItem)
	}
	return &list[0], nil
}

func (r reader) items(ctx context.Context, which how) (meetings.Agenda, error) {
	var rows []itemRow
	err := r.db().NewSelect().Model(&rows).Where("i.body = ?", r.body(ctx)).Apply(which).Order("i.id").Scan(ctx)
	if err != nil || len(rows) == 0 {
		return nil, loading("agenda", noItem, err)
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	var persons []personRow
	err = r.db().NewSelect().Model(&persons).Where("item IN (?)", bun.List(ids)).Order("item", "person").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("load persons of items: %w", err)
	}
	out := make(meetings.Agenda, len(rows))
	for i, row := range rows {
		out[i] = row.item()
		for _, p := range persons {
			switch {
			case p.Item != row.ID:
			case p.Part == partGuest:
				out[i].Guests = append(out[i].Guests, p.Person)
			default:
				out[i].Recused = append(out[i].Recused, p.Person)
			}
		}
	}
	return out, nil
}

// Seats is the list of members, by number; none before opening.
func (r reader) Seats(ctx context.Context, meeting string) ([]meetings.Seat, error) {
	var rows []seatRow
	err := r.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", r.body(ctx)).Order("no").Scan(ctx)
	return mapped(rows, seatRow.seat), loading("seats", noSeat, err)
}

func (r reader) Attendance(ctx context.Context, meeting string) (meetings.Attendance, error) {
	var rows []presenceRow
	err := r.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", r.body(ctx)).Order("from_at", "id").Scan(ctx)
	return mapped(rows, presenceRow.presence), loading("attendance", noMeeting, err)
}

func (r reader) AttendanceOf(ctx context.Context, meeting, person string) (meetings.Attendance, error) {
	return r.presences(ctx, attendanceOf, meeting, person)
}

func (r reader) StandIns(ctx context.Context, meeting, member string) (meetings.Attendance, error) {
	return r.presences(ctx, standIns, meeting, member)
}

func (r reader) presences(ctx context.Context, text, meeting, person string) (meetings.Attendance, error) {
	var here meetings.Attendance
	q := &db.Query{Text: text, Args: []any{meeting, r.body(ctx), person}, Row: func(r db.Row) error {
		var row presenceRow
		err := r.Scan(ofPresences.Places(&row)...)
		here = append(here, row.presence())
		return err
	}}
	if err := r.sql.Run(ctx, q); err != nil {
		return nil, fmt.Errorf("load attendance of a person: %w", err)
	}
	return here, nil
}

func (r reader) Floor(ctx context.Context, item string) (meetings.Floor, error) {
	var rows []requestRow
	err := r.db().NewSelect().Model(&rows).Where("item = ?", item).Where("body = ?", r.body(ctx)).Order("id").Scan(ctx)
	return mapped(rows, requestRow.request), loading("floor", noRequest, err)
}

func (r reader) Request(ctx context.Context, id string) (*meetings.Request, error) {
	row := new(requestRow)
	err := r.db().NewSelect().Model(row).Where("id = ?", id).Where("body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("request", noRequest, err)
	}
	x := row.request()
	return &x, nil
}

func (r reader) Votes(ctx context.Context, meeting string) ([]meetings.Vote, error) {
	var rows []voteRow
	err := r.db().NewSelect().Model(&rows).Where("v.meeting = ?", meeting).Where("v.body = ?", r.body(ctx)).Order("v.no").Scan(ctx)
	return mapped(rows, voteRow.vote), loading("votes", noVote, err)
}

func (r reader) Vote(ctx context.Context, id string) (*meetings.Vote, error) {
	return r.vote(ctx, id, "")
}

func (r reader) vote(ctx context.Context, id string, lock db.LockMode) (*meetings.Vote, error) {
	row, err := one(ctx, r.sql, ofVotes, &db.Query{Text: selectVote, Args: []any{id, r.body(ctx)}, Lock: lock}, "vote", noVote)
	if err != nil {
		return nil, err
	}
	v := row.vote()
	return &v, nil
}

// Casts are all versions of all choices in a vote, by seat and revision.
func (r reader) Casts(ctx context.Context, vote string) ([]meetings.Cast, error) {
	var rows []castRow
	err := r.db().NewSelect().Model(&rows).Where("vote = ?", vote).Where("body = ?", r.body(ctx)).Order("seat", "revision").Scan(ctx)
	return mapped(rows, castRow.cast), loading("casts", noVote, err)
}

func (r reader) Positions(ctx context.Context, meeting string) ([]meetings.Position, error) {
	var rows []positionRow
	err := r.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", r.body(ctx)).Order("item", "person").Scan(ctx)
	return mapped(rows, positionRow.position), loading("positions", noMeeting, err)
}

func mapped[R, T any](rows []R, f func(R) T) []T {
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i] = f(row)
	}
	return out
}

// OpenVotes are those of every body, for the system.
func (s *Store) OpenVotes(ctx context.Context) ([]meetings.Vote, error) {
	var rows []voteRow
	err := s.db().NewSelect().Model(&rows).Where("v.state = ?", meetings.VoteOpen).Order("v.id").Scan(ctx)
	return mapped(rows, voteRow.vote), loading("open votes", noVote, err)
}

// Version is an agenda as it was published; "meeting.version_not_found".
func (r reader) Version(ctx context.Context, meeting string, no int) (*meetings.Version, error) {
	row := new(versionRow)
	err := r.db().NewSelect().Model(row).Where("meeting = ?", meeting).Where("version = ?", no).Where("body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("agenda version", "meeting.version_not_found", err)
	}
	return &meetings.Version{Meeting: row.Meeting, Body: row.Body, No: row.Version, Entries: row.Entries.V, By: row.ByPerson, At: row.At.Time}, nil
}

// AnyRuns says whether a session runs, or pauses, in any body.
func (s *Store) AnyRuns(ctx context.Context) (bool, error) {
	n, err := s.db().NewSelect().Model((*meetingRow)(nil)).Where("m.state IN ('running', 'paused')").Limit(1).Count(ctx)
	return n > 0, err
}

// Coming is the session with an id in any body, for the program itself; without one, the
// next that was convened and not opened yet.
func (s *Store) Coming(ctx context.Context, id string, now time.Time) (*meetings.Meeting, error) {
	row := new(meetingRow)
	q := s.db().NewSelect().Model(row)
	if id != "" {
		q.Where("m.id = ?", id)
	} else {
		q.Where("m.state = ?", meetings.Convened).Where("m.ends_at > ?", db.At(now)).Order("m.starts_at", "m.id").Limit(1)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, loading("the coming session", noMeeting, err)
	}
	return row.meeting(), nil
}
