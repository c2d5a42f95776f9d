package summaries

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// CourseState is how far a course has come.
type CourseState string

// The states. While a course is asking, a job does its steps one after the other.
const (
	CourseAsking   CourseState = "asking"
	CourseChoosing CourseState = "choosing" // the themes are found: staff choose
	CourseStopped  CourseState = "stopped"  // by a person, or because no step could succeed
	CourseEnded    CourseState = "ended"    // nothing is left to ask
)

// Course is a run on its way: who began it, how far it has come, what became of it. Of one
// question one course at most is asking or choosing.
type Course struct {
	Question string
	No       int // of the question, from 1
	Rev      int64
	State    CourseState
	Code     string // why it stopped; "" where a person stopped it
	By       string
	At       time.Time
	Made     int // the version of the table that was made of it last; 0: none
	Run      Run
}

// ID names the course: the question's id, '/', the number.
func (c *Course) ID() string { return fmt.Sprintf("%s/%d", c.Question, c.No) }

// questionOfCourse is the question of a course's id.
func questionOfCourse(id string) string {
	question, _, _ := strings.Cut(id, "/")
	return question
}

// MaxThemes is the most rows that may be offered to a model.
const MaxThemes = 60

// Theme is a row that staff offer to the model: a candidate or a row of the desk by its id,
// a candidate also under another title; or a new one, with ID "".
type Theme struct {
	ID    string
	Title string
}

// Choose offers the rows that staff have chosen, see [Run.Choose]; fresh gives ids for new
// ones.
//
// It refuses with Refused "run.not_choosing"; Invalid "run.themes_missing",
// "run.themes_many", "run.theme_wrong", "synthesis.title_missing", "synthesis.title_long".
func (c *Course) Choose(r *Reading, before *Table, themes []Theme, fresh func() string) error {
	switch {
	case c.Run.Chosen || c.State == CourseEnded:
		return ecabinet.E(ecabinet.Refused, "run.not_choosing")
	case len(themes) == 0:
		return ecabinet.E(ecabinet.Invalid, "run.themes_missing")
	case len(themes) > MaxThemes:
		return ecabinet.E(ecabinet.Invalid, "run.themes_many", "most", MaxThemes)
	}
	known := map[string]Row{}
	for _, one := range c.Run.Candidates(r) {
		one.Row.Touched = true // a person has chosen it
		known[one.Row.ID] = one.Row
	}
	standing := map[string]bool{}
	if before != nil {
		for _, row := range before.Rows {
			known[row.ID], standing[row.ID] = row, true
		}
	}
	var rows []Row
	for _, t := range themes {
		row, ok := known[t.ID]
		if t.ID == "" {
			row, ok = Row{ID: fresh(), Touched: true}, true
		}
		if !ok || slices.ContainsFunc(rows, func(r Row) bool { return r.ID == row.ID }) {
			return ecabinet.E(ecabinet.Invalid, "run.theme_wrong")
		}
		if !standing[row.ID] {
			row.Title = strings.TrimSpace(t.Title)
			switch {
			case row.Title == "":
				return ecabinet.E(ecabinet.Invalid, "synthesis.title_missing")
			case utf8.RuneCountInString(row.Title) > MaxTitle:
				return ecabinet.E(ecabinet.Invalid, "synthesis.title_long", "most", MaxTitle)
			}
		}
		rows = append(rows, row)
	}
	c.Run.Choose(r, before, rows)
	c.State, c.Code, c.Run.Misses = CourseAsking, "", 0
	c.Rev++
	return nil
}

// Stop ends the asking, as a person wants it. What was asked stays.
//
// It refuses with Refused "run.not_running".
func (c *Course) Stop() error {
	if c.State != CourseAsking && c.State != CourseChoosing {
		return ecabinet.E(ecabinet.Refused, "run.not_running")
	}
	c.State, c.Code = CourseStopped, ""
	c.Rev++
	return nil
}

// Resume goes on where the course stopped, and asks again what has failed.
//
// It refuses with Refused "run.running", "run.nothing_left".
func (c *Course) Resume() error {
	if c.State == CourseAsking {
		return ecabinet.E(ecabinet.Refused, "run.running")
	}
	n := c.Run.Retry()
	if _, pending := c.Run.pending(); n == 0 && !pending && (c.State != CourseStopped || c.Run.Ended()) {
		return ecabinet.E(ecabinet.Refused, "run.nothing_left")
	}
	c.State, c.Code, c.Run.Misses = CourseAsking, "", 0
	c.Rev++
	return nil
}

// Rest is where a course comes to that has nothing to ask now.
func (c *Course) Rest() {
	c.State, c.Code = CourseChoosing, ""
	if c.Run.Chosen {
		c.State = CourseEnded
	}
	c.Rev++
}

// mostMisses is how often in a row an endpoint may not answer before the course stops.
const mostMisses = 3

// Heard takes in what came of asking for a step. What was paid for is counted whatever the
// states of the course and of the step are meanwhile. It says whether this was the call that
// the course waits for: one that was taken for lost goes on with nothing.
func (c *Course) Heard(r *Reading, step string, h Heard) (awaited bool) {
	c.Rev++
	awaited = c.Run.awaits(step)
	switch {
	case h.Stop, c.Run.step(step) == nil: // nil: settled, or of no use since the themes are chosen
		c.Run.Charge(step, h.Result.Spent)
	case h.Code == "":
		c.Run.Done(r, step, h.Result)
	default:
		c.Run.Failed(step, h.Code, h.Divide, h.Result.Spent)
	}
	c.Run.Misses++
	if !h.Away {
		c.Run.Misses = 0
	}
	if c.State == CourseAsking && (h.Stop || c.Run.Misses == mostMisses) {
		c.State, c.Code = CourseStopped, h.Code
	}
	return awaited
}

// Due is when the next step is to be asked: now, or, while a call is on its way, when
// nothing can come of it any more. What does come of it makes the next step due at once,
// so that the calls of a course follow each other and nothing is asked twice.
func (c *Course) Due(now time.Time) time.Time {
	due := now
	for _, s := range c.Run.Steps {
		if lost := s.Asked.Add(JobLease); s.Reserved != (Spent{}) && lost.After(due) {
			due = lost
		}
	}
	return due
}

// MayTake says whether a version of the table may be made of the course: Refused
// "run.running" while it is asking, "run.not_chosen" before rows were offered.
func (c *Course) MayTake() error {
	switch {
	case c.State == CourseAsking:
		return ecabinet.E(ecabinet.Refused, "run.running")
	case !c.Run.Chosen:
		return ecabinet.E(ecabinet.Refused, "run.not_chosen")
	}
	return nil
}
