package store

import (
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/internal/fold"
	"ecabinet/meetings/tasks"
	"ecabinet/procedure"
)

// stored is an optional time as a column, and given the way back.
func stored(t *time.Time) db.Time {
	if t == nil {
		return db.Time{}
	}
	return db.At(*t)
}

func given(t db.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t.Time
}

// dayText is an optional day as a column, and dayOf the way back.
func dayText(d *procedure.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func dayOf(s string) *procedure.Date {
	d, err := procedure.ParseDate(s)
	if err != nil {
		return nil
	}
	return &d
}

// The boards.
const (
	Todo     = "todo"
	Reported = "reported"
	Closed   = "closed"
	Recalled = "recalled"
)

// noDuePlace is the place on a board of what has no due date: after everything that
// has one.
const noDuePlace = "9999"

// boardOf is where a task stands on a board: what is to be done by its due moment,
// what was reported by its report, what is over by its end.
func boardOf(t *tasks.Task) (board, place string) {
	switch t.State {
	case tasks.Reported:
		return Reported, stored(t.ReportedAt).String()
	case tasks.Closed:
		return Closed, stored(t.ClosedAt).String()
	case tasks.Recalled:
		return Recalled, stored(t.RecalledAt).String()
	}
	if t.Due == nil {
		return Todo, noDuePlace
	}
	return Todo, db.At(t.Deadline.At).String()
}

type taskRow struct {
	bun.BaseModel `bun:"table:tasks,alias:t"`

	ID           string `bun:"id,pk"`
	Body         string
	Rev          int64
	Number       int
	Year         int
	State        tasks.State
	Board        string
	Place        string
	Text         string
	Lead         string
	Cooperating  db.JSON[[]string]
	Class        string
	Shown        bool
	Due          string
	DueAt        db.Time
	DueMonth     string
	Deadline     db.JSON[tasks.Deadline]
	FirstDue     string
	Extended     int
	Asked        db.JSON[*tasks.Extension]
	Timing       string
	SourceKind   tasks.SourceKind
	SourceTitle  string
	SourceClass  string
	SourceClosed bool
	Meeting      string
	Item         string
	Ballot       string
	Matter       string
	Chair        string
	GivenBy      string
	GivenAt      db.Time
	AcceptedBy   string
	AcceptedAt   db.Time
	ReportedBy   string
	ReportedAt   db.Time
	ClosedBy     string
	ClosedAt     db.Time
	RecalledAt   db.Time
	RecalledFor  string
	NextKind     string
	NextAt       db.Time
}

func rowOfTask(t *tasks.Task) *taskRow {
	r := &taskRow{
		ID: t.ID, Body: t.Body, Rev: t.Rev, Number: t.Number, Year: t.Year, State: t.State, Text: t.Text, Lead: t.Lead,
		Cooperating: db.JSON[[]string]{V: t.Cooperating}, Class: t.Class, Shown: t.Shown, Due: dayText(t.Due), DueAt: db.At(t.Deadline.At),
		Deadline: db.JSON[tasks.Deadline]{V: t.Deadline}, FirstDue: dayText(t.FirstDue), Extended: t.Extended,
		Asked: db.JSON[*tasks.Extension]{V: t.Asked}, SourceKind: t.Source.Kind, SourceTitle: t.Source.Title, SourceClass: t.Source.Class,
		SourceClosed: t.Source.Closed, Meeting: t.Source.Meeting, Item: t.Source.Item, Ballot: t.Source.Ballot, Matter: t.Source.Matter,
		Chair: t.Source.Chair, GivenBy: t.GivenBy, GivenAt: db.At(t.GivenAt), AcceptedBy: t.AcceptedBy, AcceptedAt: stored(t.AcceptedAt),
		ReportedBy: t.ReportedBy, ReportedAt: stored(t.ReportedAt), ClosedBy: t.ClosedBy, ClosedAt: stored(t.ClosedAt),
		RecalledAt: stored(t.RecalledAt), RecalledFor: t.RecalledFor, NextKind: t.Next.Kind, NextAt: stored(t.Next.At),
	}
	r.Board, r.Place = boardOf(t)
	if r.Cooperating.V == nil {
		r.Cooperating.V = []string{}
	}
	if t.Due != nil {
		r.DueMonth = t.Deadline.Last.String()[:len("2006-01")]
	}
	// What is fixed by rows alone: of what is still to be done, the hour decides.
	if met := t.Timing(time.Time{}); t.ReportedAt != nil && met != tasks.NoDue {
		r.Timing = string(met)
	}
	return r
}

func (r *taskRow) task() *tasks.Task {
	t := &tasks.Task{
		ID: r.ID, Body: r.Body, Rev: r.Rev, Number: r.Number, Year: r.Year, State: r.State,
		Terms: tasks.Terms{Text: r.Text, Lead: r.Lead, Cooperating: r.Cooperating.V, Due: dayOf(r.Due), Class: r.Class, Shown: r.Shown},
		Source: tasks.Source{
			Kind: r.SourceKind, Title: r.SourceTitle, Meeting: r.Meeting, Item: r.Item, Ballot: r.Ballot, Matter: r.Matter, Chair: r.Chair,
			Class: r.SourceClass, Closed: r.SourceClosed,
		},
		Deadline: r.Deadline.V, FirstDue: dayOf(r.FirstDue), Extended: r.Extended, Asked: r.Asked.V,
		GivenBy: r.GivenBy, GivenAt: r.GivenAt.Time, AcceptedBy: r.AcceptedBy, AcceptedAt: given(r.AcceptedAt),
		ReportedBy: r.ReportedBy, ReportedAt: given(r.ReportedAt), ClosedBy: r.ClosedBy, ClosedAt: given(r.ClosedAt),
		RecalledAt: given(r.RecalledAt), RecalledFor: r.RecalledFor, Next: tasks.Told{Kind: r.NextKind, At: given(r.NextAt)},
	}
	if len(t.Cooperating) == 0 {
		t.Cooperating = nil
	}
	return t
}

// The parts that an agency has in a task.
const (
	partLead        = "lead"
	partCooperating = "cooperating"
)

type agencyRow struct {
	bun.BaseModel `bun:"table:task_agencies,alias:a"`

	Task   string `bun:"task,pk"`
	Agency string `bun:"agency,pk"`
	Part   string
	Body   string
	Board  string
	Place  string
	State  tasks.State
}

func agencyRows(t *tasks.Task) []agencyRow {
	board, place := boardOf(t)
	rows := make([]agencyRow, 0, 1+len(t.Cooperating))
	for i, a := range t.Agencies() {
		part := partCooperating
		if i == 0 {
			part = partLead
		}
		rows = append(rows, agencyRow{Task: t.ID, Agency: a, Part: part, Body: t.Body, Board: board, Place: place, State: t.State})
	}
	return rows
}

// wordsOf are the words by which a task is found: its number, its text, its source.
func wordsOf(t *tasks.Task) string {
	return fold.Text(fmt.Sprintf("%d/%d %s %s", t.Number, t.Year, t.Text, t.Source.Title))
}

type entryRow struct {
	bun.BaseModel `bun:"table:task_entries,alias:e"`

	ID     string `bun:"id,pk"`
	Body   string
	Task   string
	At     db.Time
	Person string
	What   string
	Text   string
	Files  db.JSON[[]tasks.File]
	Due    string
	Was    string
	Fields db.JSON[[]string]
	Before string
}

func rowOfEntry(e *tasks.Entry, body string) *entryRow {
	r := &entryRow{
		ID: e.ID, Body: body, Task: e.Task, At: db.At(e.At), Person: e.Person, What: e.What, Text: e.Text,
		Files: db.JSON[[]tasks.File]{V: e.Files}, Due: dayText(e.Due), Was: dayText(e.Was), Fields: db.JSON[[]string]{V: e.Fields}, Before: e.Before,
	}
	if r.Files.V == nil {
		r.Files.V = []tasks.File{}
	}
	if r.Fields.V == nil {
		r.Fields.V = []string{}
	}
	return r
}

func (r entryRow) entry() tasks.Entry {
	return tasks.Entry{
		ID: r.ID, Task: r.Task, At: r.At.Time, Person: r.Person, What: r.What, Text: r.Text, Files: none(r.Files.V), Due: dayOf(r.Due),
		Was: dayOf(r.Was), Fields: none(r.Fields.V), Before: r.Before,
	}
}

func none[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
