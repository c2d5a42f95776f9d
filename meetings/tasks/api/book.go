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
	router *httpx.Router
	lang   string
	issuer Text
	zone   *time.Location
	now    time.Time // in zone
}

func (a *API) scribe(ctx context.Context) (scribe, error) {
	issuer, zone, err := a.registry.Letterhead(ctx)
	if err != nil {
		return scribe{}, err
	}
	return scribe{a.router, httpx.ClientFrom(ctx).Lang, issuer, zone, a.router.Now().In(zone)}, nil
}

// say is a text of book.json; params alternate name and value.
func (s scribe) say(code string, params ...any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(params); i += 2 {
		values[params[i].(string)] = params[i+1]
	}
	return s.router.Say(s.lang, code, values)
}

// pick is a text in the language, or the other one where that is empty.
func (s scribe) pick(vi, en string) string {
	if s.lang == "en" && en != "" || vi == "" {
		return en
	}
	return vi
}

func (s scribe) agency(a TaskAgency) string { return s.pick(a.VI, a.EN) }

// moment is a time as a cell, nil for none.
func (s scribe) moment(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.In(s.zone)
}

func (s scribe) fields(list ...any) []export.Field {
	var out []export.Field
	for i := 0; i+1 < len(list); i += 2 {
		out = append(out, export.Field{Head: s.say("taskbook." + list[i].(string)), Width: float64(list[i+1].(int))})
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
	due := any(w.say("taskbook.due_none"))
	if t.Due != nil {
		due = t.Deadline.Last.In(time.UTC).Format("02/01/2006")
	}
	w.rows = append(w.rows, []any{
		number(t), t.Text, w.agency(w.known.agency(t.Lead)), strings.Join(cooperating, "; "), t.Source.Title, w.moment(&t.GivenAt), due, t.Extended,
		w.say("taskbook.state_" + string(t.State)), w.say("taskbook.timing_" + string(t.Timing(w.now))), w.moment(t.ReportedAt), w.moment(t.ClosedAt),
	})
}

// finish is the book; cut says that there are more tasks than it holds.
func (w *taskBook) finish(cut bool) export.Book {
	about := [][]any{{w.say("taskbook.made"), w.now.Format("02/01/2006 15:04")}, {w.say("taskbook.rows"), len(w.rows)}, {w.say("taskbook.timing"), w.say("taskbook.rule")}}
	if cut {
		about = append(about, []any{"", w.say("taskbook.cut", "most", len(w.rows))})
	}
	return export.Book{
		Lang: w.lang, Title: w.say("taskbook.title"), Author: w.pick(w.issuer.VI, w.issuer.EN), Made: w.now,
		Sheets: []export.Sheet{
			{Name: w.say("taskbook.sheet_tasks"), Rows: w.rows, Fields: w.fields("number", 10, "text", 60, "lead", 26, "cooperating", 26, "source", 36, "given", 18,
				"due", 12, "extended", 10, "state", 16, "timing", 14, "reported", 18, "closed", 18)},
			{Name: w.say("taskbook.sheet_about"), Rows: about, Fields: w.fields("about", 24, "value", 80)},
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
		Lang: s.lang, Title: s.say("taskbook.figures_title"), Author: s.pick(s.issuer.VI, s.issuer.EN), Made: s.now,
		Sheets: []export.Sheet{
			{Name: s.say("taskbook.sheet_figures"), Rows: rows, Fields: s.fields("month", 10, "lead", 40, "due_count", 10, "on_time", 10, "late", 10, "waiting", 12,
				"overdue", 10, "running", 10, "rate", 12)},
			{Name: s.say("taskbook.sheet_about"), Fields: s.fields("about", 24, "value", 80),
				Rows: [][]any{{s.say("taskbook.made"), s.now.Format("02/01/2006 15:04")}, {s.say("taskbook.timing"), s.say("taskbook.rule")}}},
		},
	}
}
