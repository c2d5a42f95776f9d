package api

import (
	"context"
	_ "embed"
	"math"
	"strings"
	"time"

	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks"
)

// bookTexts are the words of files, beside the texts of errors.
//
//go:embed book.json
var bookTexts []byte

// mostRows is how many tasks a file holds: a year of a national government.
const mostRows = 20_000

// scribe writes files in one language for one body.
type scribe struct {
	export.Scribe
	now time.Time // in the body's zone
}

func (a *API) scribe(ctx context.Context) (scribe, error) {
	head, err := a.registry.Letterhead(ctx)
	if err != nil {
		return scribe{}, err
	}
	return scribe{export.Scribe{Texts: a.router, Lang: httpx.ClientFrom(ctx).Lang, Head: head}, a.router.Now().In(head.Zone)}, nil
}

func (s scribe) agency(a TaskAgency) string { return s.Pick(export.Phrase{VI: a.VI, EN: a.EN}) }

// moment is a time as a cell, nil for none.
func (s scribe) moment(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.In(s.Head.Zone)
}

func (s scribe) fields(list ...any) []export.Field {
	var out []export.Field
	for i := 0; i+1 < len(list); i += 2 {
		out = append(out, export.Field{Head: s.Say("taskbook." + list[i].(string)), Width: float64(list[i+1].(int))})
	}
	return out
}

// taskBook gathers a list of tasks.
type taskBook struct {
	scribe
	known *known
	rows  [][]any
}

func (s scribe) newBook(k *known) *taskBook { return &taskBook{scribe: s, known: k} }

func (w *taskBook) task(t *tasks.Task) {
	var cooperating []string
	for _, a := range w.known.all(t.Cooperating) {
		cooperating = append(cooperating, w.agency(a))
	}
	due := any(w.Say("taskbook.due_none"))
	if t.Due != nil {
		due = t.Deadline.Last.In(time.UTC).Format("02/01/2006")
	}
	w.rows = append(w.rows, []any{
		number(t), t.Text, w.agency(w.known.agency(t.Lead)), strings.Join(cooperating, "; "), t.Source.Title, w.moment(&t.GivenAt), due, t.Extended,
		w.Say("taskbook.state_" + string(t.State)), w.Say("taskbook.timing_" + string(t.Timing(w.now))), w.moment(t.ReportedAt), w.moment(t.ClosedAt),
	})
}

// finish is the book; cut says that there are more tasks than it holds.
func (w *taskBook) finish(cut bool) export.Book {
	about := [][]any{{w.Say("taskbook.made"), w.now.Format("02/01/2006 15:04")}, {w.Say("taskbook.rows"), len(w.rows)}, {w.Say("taskbook.timing"), w.Say("taskbook.rule")}}
	if cut {
		about = append(about, []any{"", w.Say("taskbook.cut", "most", len(w.rows))})
	}
	return export.Book{
		Lang: w.Lang, Title: w.Say("taskbook.title"), Author: w.Pick(w.Head.Issuer), Made: w.now,
		Sheets: []export.Sheet{
			{Name: w.Say("taskbook.sheet_tasks"), Rows: w.rows, Fields: w.fields("number", 10, "text", 60, "lead", 26, "cooperating", 26, "source", 36, "given", 18,
				"due", 12, "extended", 10, "state", 16, "timing", 14, "reported", 18, "closed", 18)},
			{Name: w.Say("taskbook.sheet_about"), Rows: about, Fields: w.fields("about", 24, "value", 80)},
		},
	}
}

// figureBook is the figures of a span of months.
func (s scribe) figureBook(v *TaskFigures) export.Book {
	var rows [][]any
	for _, f := range v.Items {
		rate := any(nil)
		if done := f.OnTime + f.Late + f.Overdue; done > 0 {
			rate = math.Round(1000*float64(f.OnTime)/float64(done)) / 10
		}
		rows = append(rows, []any{f.Month, s.agency(f.Agency), f.Due, f.OnTime, f.Late, f.Waiting, f.Overdue, f.Running, rate})
	}
	return export.Book{
		Lang: s.Lang, Title: s.Say("taskbook.figures_title"), Author: s.Pick(s.Head.Issuer), Made: s.now,
		Sheets: []export.Sheet{
			{Name: s.Say("taskbook.sheet_figures"), Rows: rows, Fields: s.fields("month", 10, "lead", 40, "due_count", 10, "on_time", 10, "late", 10, "waiting", 12,
				"overdue", 10, "running", 10, "rate", 12)},
			{Name: s.Say("taskbook.sheet_about"), Fields: s.fields("about", 24, "value", 80),
				Rows: [][]any{{s.Say("taskbook.made"), s.now.Format("02/01/2006 15:04")}, {s.Say("taskbook.timing"), s.Say("taskbook.rule")}}},
		},
	}
}
