package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/internal/fold"
	"ecabinet/meetings/tasks"
)

// Page asks for one page of a list.
type Page = db.Page

// Query narrows a list; what is empty does not narrow. A board is walked along its
// index, whose order is that of the list: no page reads more than its rows and those
// that its filters leave out on the way.
type Query struct {
	Board  string // Todo, Reported, Closed or Recalled
	Agency string // leads or cooperates
	State  tasks.State
	Due    Due
	Now    time.Time // for Due
	Kind   tasks.SourceKind
	Source Thing  // that it comes from
	Text   string // words of its number, text or source; the last may be a beginning
}

// Due narrows what is to be done by its due moment.
type Due string

// The due filters.
const (
	DueAny  Due = "" // the others are of the board Todo, or of a source
	DueOver Due = "overdue"
	DueSoon Due = "soon" // within a week, not past
	DueNone Due = "none" // no due date
)

// soonWindow is how long ahead DueSoon looks.
const soonWindow = 7 * 24 * time.Hour

// Thing is something of another room that tasks come from.
type Thing struct{ Meeting, Item, Ballot, Matter string }

func (t Thing) condition() (column, id string) {
	switch {
	case t.Item != "":
		return "item", t.Item
	case t.Meeting != "":
		return "meeting", t.Meeting
	case t.Ballot != "":
		return "ballot", t.Ballot
	case t.Matter != "":
		return "matter", t.Matter
	}
	return "", ""
}

// List is a page of a board, or, with a source, all that comes of it, the newest first.
// What is to be done comes the nearest due date first, what was reported the longest
// waiting first, what is over the last first.
func (s *Store) List(ctx context.Context, in Query, scope Scope, p Page) ([]tasks.Task, string, error) {
	var rows []taskRow
	q, o := s.walk(ctx, s.db().NewSelect().Model(&rows), in, scope)
	q, err := o.From(q, p)
	if err != nil {
		return nil, "", err
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", fmt.Errorf("list tasks: %w", err)
	}
	rows, next := db.Cut(rows, p, func(r taskRow) string {
		if o.Name == bySource.Name {
			return o.Cursor(r.ID)
		}
		return o.Cursor(r.Place, r.ID)
	})
	out := make([]tasks.Task, len(rows))
	for i := range rows {
		out[i] = *rows[i].task()
	}
	return out, next, nil
}

var bySource = db.Order{Name: "source", Columns: []string{"t.id"}, Down: true}

// walk begins a list at the index that leads to it: that of an agency's board, of the
// body's board, or of a source.
func (s *Store) walk(ctx context.Context, q *bun.SelectQuery, in Query, scope Scope) (*bun.SelectQuery, db.Order) {
	condition, args := Relations().Where(scope.Actor, scope.Allow, scope.Deny)
	q = q.Where(condition, args...).Where("t.body = ?", s.body(ctx))
	q = s.narrow(ctx, q, in)
	if column, id := in.Source.condition(); column != "" {
		return due(q.Where("t."+column+" <> '' AND t."+column+" = ?", id), "COALESCE(t.due_at, '"+noDuePlace+"')", in), bySource
	}
	agency := in.Agency
	if own, only := scope.agencies(); agency == "" && only && len(own) == 1 {
		agency = own[0]
	}
	o := db.Order{Name: in.Board, Columns: []string{"t.place", "t.id"}, Down: in.Board == Closed || in.Board == Recalled}
	if agency == "" {
		return due(q.Where("t.board = ?", in.Board), "t.place", in), o
	}
	o.Columns = []string{"b.place", "b.task"}
	q = q.Join("JOIN task_agencies AS b ON b.task = t.id").Where("b.body = ?", s.body(ctx)).
		Where("b.agency = ?", agency).Where("b.board = ?", in.Board)
	return due(q, "b.place", in), o
}

// due narrows by the due moment of what is to be done, which is its place on its board:
// the walk begins and ends where the filter does.
func due(q *bun.SelectQuery, place string, in Query) *bun.SelectQuery {
	switch in.Due {
	case DueOver:
		return q.Where(place+" < ?", db.At(in.Now))
	case DueSoon:
		return q.Where(place+" >= ?", db.At(in.Now)).Where(place+" < ?", db.At(in.Now.Add(soonWindow)))
	case DueNone:
		return q.Where(place+" = ?", noDuePlace)
	}
	return q
}

// narrow adds the filters.
func (s *Store) narrow(ctx context.Context, q *bun.SelectQuery, in Query) *bun.SelectQuery {
	if in.State != "" {
		q = q.Where("t.state = ?", in.State)
	}
	if in.Kind != "" {
		q = q.Where("t.source_kind = ?", in.Kind)
	}
	if words := fold.Words(in.Text); len(words) > 0 {
		q = s.match(ctx, q, words)
	}
	return q
}

// match keeps the tasks in which all words stand, the last one as a beginning. The words
// hold letters and digits only, so nothing in them is an operator.
func (s *Store) match(ctx context.Context, q *bun.SelectQuery, words []string) *bun.SelectQuery {
	if s.d.IsSQLite() {
		return q.Where(`t.id IN (SELECT x.task FROM task_texts AS x WHERE x.id IN (SELECT rowid FROM task_index WHERE task_index MATCH ?))`,
			`"`+strings.Join(words, `" "`)+`" *`)
	}
	return q.Where(`t.id IN (SELECT x.task FROM task_texts AS x WHERE x.body = ? AND x.index @@ to_tsquery('simple', ?))`,
		s.body(ctx), "'"+strings.Join(words, "' & '")+"':*")
}

// Counts is how much stands on the boards of what is not over.
type Counts struct {
	Assigned int // to be accepted
	Doing    int
	Reported int // to be closed or sent back
	Overdue  int // of Assigned and Doing
	Soon     int // of Assigned and Doing: within a week
}

// Count counts an agency's boards, or, with agency "", those of the body. It reads the
// index of the boards and no row of tasks; what is over is not counted.
func (s *Store) Count(ctx context.Context, agency string, now time.Time) (Counts, error) {
	at, soon := db.At(now).String(), db.At(now.Add(soonWindow)).String()
	q := s.db().NewSelect().ColumnExpr("state, count(*) AS n").
		ColumnExpr("count(CASE WHEN board = 'todo' AND place < ? THEN 1 END) AS overdue", at).
		ColumnExpr("count(CASE WHEN board = 'todo' AND place >= ? AND place < ? THEN 1 END) AS soon", at, soon).
		Where("body = ?", s.body(ctx)).Where("board IN ('todo', 'reported')").GroupExpr("state")
	if agency == "" {
		q = q.TableExpr("tasks")
	} else {
		q = q.TableExpr("task_agencies").Where("agency = ?", agency)
	}
	var rows []struct {
		State            tasks.State
		N, Overdue, Soon int
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return Counts{}, fmt.Errorf("count tasks: %w", err)
	}
	var c Counts
	for _, r := range rows {
		switch r.State {
		case tasks.Assigned:
			c.Assigned = r.N
		case tasks.Doing:
			c.Doing = r.N
		case tasks.Reported:
			c.Reported = r.N
		}
		c.Overdue += r.Overdue
		c.Soon += r.Soon
	}
	return c, nil
}

// AgencyCount is how much an agency has to do, as its lead.
type AgencyCount struct {
	Agency string
	Counts
}

// CountAgencies counts what each agency leads and is not over, by agency.
func (s *Store) CountAgencies(ctx context.Context, now time.Time) ([]AgencyCount, error) {
	at, soon := db.At(now).String(), db.At(now.Add(soonWindow)).String()
	count := func(condition, as string, args ...any) func(q *bun.SelectQuery) *bun.SelectQuery {
		return func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.ColumnExpr("count(CASE WHEN "+condition+" THEN 1 END) AS "+as, args...)
		}
	}
	var rows []struct {
		Agency                                   string
		Assigned, Doing, Reported, Overdue, Soon int
	}
	err := s.db().NewSelect().TableExpr("tasks").ColumnExpr("lead AS agency").
		Apply(count("state = 'assigned'", "assigned"), count("state = 'doing'", "doing"), count("state = 'reported'", "reported"),
			count("board = 'todo' AND place < ?", "overdue", at), count("board = 'todo' AND place >= ? AND place < ?", "soon", at, soon)).
		Where("body = ?", s.body(ctx)).Where("board IN ('todo', 'reported')").
		GroupExpr("lead").OrderExpr("lead").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count tasks by agency: %w", err)
	}
	out := make([]AgencyCount, len(rows))
	for i, r := range rows {
		out[i] = AgencyCount{r.Agency, Counts{r.Assigned, r.Doing, r.Reported, r.Overdue, r.Soon}}
	}
	return out, nil
}

// Figure is what became of the tasks that an agency leads and that were due in a month.
type Figure struct {
	Agency  string
	Month   string // "2026-11"
	Due     int    // all but those recalled
	OnTime  int    // reported in time, whether closed already or not
	Late    int    // reported late, the same
	Waiting int    // of OnTime and Late: not closed yet
	Overdue int    // not reported, and past their due date
	Running int    // not reported, and in time
}

// Figures are those of the months from first to last, of the lead agencies among only,
// or of all where only is nil, by month and agency. They are counted from the index of
// figures alone: a year is as many entries as it has tasks.
func (s *Store) Figures(ctx context.Context, first, last string, only []string, now time.Time) ([]Figure, error) {
	q := s.db().NewSelect().TableExpr("tasks").ColumnExpr("due_month AS month, lead AS agency").
		ColumnExpr("count(*) AS due").
		ColumnExpr("count(CASE WHEN timing = 'on_time' THEN 1 END) AS on_time").
		ColumnExpr("count(CASE WHEN timing = 'late' THEN 1 END) AS late").
		ColumnExpr("count(CASE WHEN board = 'reported' THEN 1 END) AS waiting").
		ColumnExpr("count(CASE WHEN board = 'todo' AND due_at < ? THEN 1 END) AS overdue", db.At(now)).
		ColumnExpr("count(CASE WHEN board = 'todo' AND due_at >= ? THEN 1 END) AS running", db.At(now)).
		Where("body = ?", s.body(ctx)).Where("due_month BETWEEN ? AND ?", first, last).Where("due_month <> ''").Where("board <> 'recalled'").
		GroupExpr("due_month, lead").OrderExpr("due_month, lead")
	if only != nil {
		if len(only) == 0 {
			return nil, nil
		}
		q = q.Where("lead IN (?)", bun.List(only))
	}
	var out []Figure
	if err := q.Scan(ctx, &out); err != nil {
		return nil, fmt.Errorf("count figures of tasks: %w", err)
	}
	return out, nil
}

// ListsRev is when the journal last said something, in microseconds.
func (s *Store) ListsRev(ctx context.Context) (int64, error) {
	var at db.Time
	err := s.db().NewSelect().TableExpr("journal_heads").Column("at").Where("body = ?", s.body(ctx)).Scan(ctx, &at)
	if err != nil {
		return 0, fmt.Errorf("read the journal's head: %w", err)
	}
	return at.UnixMicro(), nil
}
