package tasks

import (
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// State is where a task stands in its life.
type State string

// The states of a task. See transitions.
const (
	Assigned State = "assigned" // the lead agency is told
	Doing    State = "doing"    // it has accepted
	Reported State = "reported" // it says that it is done; a second party looks
	Closed   State = "closed"   // a second party has found it done
	Recalled State = "recalled" // taken back: nobody is to do it
)

// States lists them in the order of a task's life.
var States = []State{Assigned, Doing, Reported, Closed, Recalled}

// Act is something done to a task.
type Act string

// The acts on a task.
const (
	ActEdit   Act = "edit"   // other terms, with a reason
	ActAccept Act = "accept" // by the lead agency
	ActNote   Act = "note"   // how far it is, by who works on it
	ActReport Act = "report" // done, with evidence
	ActReturn Act = "return" // not done: back with a reason
	ActClose  Act = "close"
	ActAsk    Act = "ask"    // for a later due date
	ActAnswer Act = "answer" // what was asked
	ActRecall Act = "recall"
)

// transitions says which act is possible in which state, and where it leads. A
// report accepts what was not accepted before; an edit that names another lead
// agency leads back to Assigned.
var transitions = map[State]map[Act]State{
	Assigned: {ActEdit: Assigned, ActAccept: Doing, ActNote: Assigned, ActReport: Reported, ActAsk: Assigned, ActAnswer: Assigned, ActRecall: Recalled},
	Doing:    {ActEdit: Doing, ActNote: Doing, ActReport: Reported, ActAsk: Doing, ActAnswer: Doing, ActRecall: Recalled},
	Reported: {ActNote: Reported, ActReturn: Doing, ActClose: Closed, ActRecall: Recalled},
	Closed:   {},
	Recalled: {},
}

// Allows says whether act is possible in the task's state.
func (t *Task) Allows(act Act) bool {
	_, ok := transitions[t.State][act]
	return ok && (act != ActAsk || t.Due != nil && t.Asked == nil) && (act != ActAnswer || t.Asked != nil)
}

// move brings the task to where act leads, or refuses with "task.not_now".
func (t *Task) move(act Act) error {
	next, ok := transitions[t.State][act]
	if !ok {
		return ecabinet.E(ecabinet.Refused, "task.not_now", "state", string(t.State), "act", string(act))
	}
	t.State = next
	t.Rev++
	return nil
}

// Task is one piece of work given to an agency.
type Task struct {
	ID     string
	Body   string
	Rev    int64
	Number int // from 1, in the body's register of Year
	Year   int
	State  State
	Terms
	Source Source

	Deadline Deadline        // of Due; zero without one
	FirstDue *procedure.Date // as it was given first
	Extended int             // how often it was moved to a later day
	Asked    *Extension      // what waits for its answer

	GivenBy     string
	GivenAt     time.Time
	AcceptedBy  string
	AcceptedAt  *time.Time
	ReportedBy  string     // of the report that stands, "" for none
	ReportedAt  *time.Time // the same
	ClosedBy    string
	ClosedAt    *time.Time
	RecalledAt  *time.Time
	RecalledFor string

	Next Told // what is told by itself next
}

// Terms is what is written of a task.
type Terms struct {
	Text        string
	Lead        string   // the agency that does it
	Cooperating []string // agencies that help
	Due         *procedure.Date
	Class       string
	Shown       bool // to all members of the body, not only to those whose agency it concerns
}

// The limits of a task: the longest texts, in characters, and the most agencies and
// files.
const (
	MaxText        = 4000
	MaxReason      = 2000
	MaxReport      = 20000
	MaxCooperating = 40
	MaxFiles       = 10
)

// Classes are those of tasks. Papers classed higher are not stored, nor are tasks.
var Classes = []string{"public", "internal", "restricted"}

func (t Terms) check(f *fields) {
	f.text("text", t.Text, 1, MaxText)
	if t.Lead == "" {
		f.add("lead", "task.lead_missing")
	}
	if len(t.Cooperating) > MaxCooperating {
		f.add("cooperating", "task.agencies_many", "most", MaxCooperating)
	}
	for i, a := range t.Cooperating {
		if a == t.Lead || slices.Contains(t.Cooperating[:i], a) {
			f.add("cooperating", "task.agency_twice")
			break
		}
	}
	if !slices.Contains(Classes, t.Class) {
		f.add("class", "task.class_unknown")
	}
}

// checkDue wants a day that is not past.
func checkDue(f *fields, path string, due *procedure.Date, today procedure.Date) {
	if due != nil && due.Before(today) {
		f.add(path, "task.due_past")
	}
}

// Agencies are all whom the task concerns, the lead first.
func (t *Task) Agencies() []string { return append([]string{t.Lead}, t.Cooperating...) }

// SourceKind says what a task comes from.
type SourceKind string

// The kinds of source.
const (
	FromItem   SourceKind = "item"    // the conclusion of an item of a session
	FromBallot SourceKind = "ballot"  // a certified ballot
	Entered    SourceKind = "entered" // any other paper, by the secretariat
)

// Source is what a task comes from, as it was when the task was given.
type Source struct {
	Kind    SourceKind
	Title   string // of the session with its item, of the ballot, or the paper's number and subject
	Meeting string
	Item    string
	Ballot  string
	Matter  string // "" for none
	Chair   string // who chaired the item
	Class   string
	// Closed: a member is recused from it, so that not all members may see what
	// follows from it.
	Closed bool
}

// Give makes a task out of a source. today is the body's day of now.
func Give(src Source, terms Terms, by string, cal Calendar, now time.Time) (*Task, error) {
	t := &Task{State: Assigned, Rev: 1, Source: src, GivenBy: by, GivenAt: now}
	var f fields
	terms.check(&f)
	checkDue(&f, "due", terms.Due, cal.Day(now))
	src.check(&f, terms)
	if err := f.err(); err != nil {
		return nil, err
	}
	t.Terms, t.FirstDue = terms, terms.Due
	t.setDeadline(cal)
	t.plan(now)
	return t, nil
}

func (s Source) check(f *fields, t Terms) {
	if s.Kind == Entered {
		f.text("reference", s.Title, 1, 300)
	}
	if s.Closed && t.Shown {
		f.add("shown", "task.shown_recused")
	}
}

// Change is what an edit has changed, for the record.
type Change struct {
	What   []string // of "text", "lead", "cooperating", "due", "class", "shown"
	Before string   // the text before, where it was changed
	Was    *procedure.Date
}

// Edit writes other terms, with a reason. Another lead agency has to accept anew; a
// request for a later day is settled by another day.
func (t *Task) Edit(terms Terms, reason string, cal Calendar, now time.Time) (Change, error) {
	var f fields
	terms.check(&f)
	if !sameDay(terms.Due, t.Due) {
		checkDue(&f, "due", terms.Due, cal.Day(now))
	}
	t.Source.check(&f, terms)
	f.text("reason", reason, 1, MaxReason)
	if err := f.err(); err != nil {
		return Change{}, err
	}
	c := t.difference(terms)
	if len(c.What) == 0 {
		return c, ecabinet.E(ecabinet.Refused, "task.unchanged")
	}
	if err := t.move(ActEdit); err != nil {
		return c, err
	}
	if terms.Lead != t.Lead {
		t.State, t.AcceptedBy, t.AcceptedAt, t.Asked = Assigned, "", nil, nil
	}
	due := terms.Due
	terms.Due = t.Due
	t.Terms = terms
	t.postpone(due, cal)
	t.plan(now)
	return c, nil
}

func (t *Task) difference(to Terms) Change {
	var c Change
	for _, f := range []struct {
		name string
		same bool
	}{
		{"text", t.Text == to.Text}, {"lead", t.Lead == to.Lead}, {"cooperating", slices.Equal(t.Cooperating, to.Cooperating)},
		{"due", sameDay(t.Due, to.Due)}, {"class", t.Class == to.Class}, {"shown", t.Shown == to.Shown},
	} {
		if !f.same {
			c.What = append(c.What, f.name)
		}
	}
	if t.Text != to.Text {
		c.Before = t.Text
	}
	if !sameDay(t.Due, to.Due) {
		c.Was = t.Due
	}
	return c
}

// Accept notes that the lead agency has taken the task up.
func (t *Task) Accept(by string, now time.Time) error {
	if err := t.move(ActAccept); err != nil {
		return err
	}
	t.AcceptedBy, t.AcceptedAt = by, &now
	return nil
}

// Note puts on record how far a task is.
func (t *Task) Note(text string, files []File) error {
	var f fields
	f.text("text", text, 1, MaxReport)
	checkFiles(&f, files)
	if err := f.err(); err != nil {
		return err
	}
	return t.move(ActNote)
}

// Recall takes a task back, with a reason that the agencies read.
func (t *Task) Recall(reason string, now time.Time) error {
	var f fields
	f.text("reason", reason, 1, MaxReason)
	if err := f.err(); err != nil {
		return err
	}
	if err := t.move(ActRecall); err != nil {
		return err
	}
	t.RecalledAt, t.RecalledFor, t.Asked = &now, reason, nil
	t.plan(now)
	return nil
}

// checkRev refuses a change made on an older version.
func (t *Task) checkRev(seen int64) error {
	if seen != t.Rev {
		return ecabinet.E(ecabinet.Stale, "request.stale")
	}
	return nil
}
