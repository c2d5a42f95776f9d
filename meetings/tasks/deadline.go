package tasks

import (
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Calendar is by which days are counted.
type Calendar struct {
	procedure.Calendar
	Zone *time.Location
}

// Day is the body's day of a moment.
func (c Calendar) Day(t time.Time) procedure.Date { return procedure.DateOf(t, c.Zone) }

// Deadline is when a task is due, with the moments at which its agency is reminded.
type Deadline struct {
	Last      procedure.Date `json:"last"` // the day that was set, or the working day after it
	At        time.Time      `json:"at"`   // 24:00 of Last; at it, a report is still in time
	Soon      time.Time      `json:"soon"`
	LastDay   time.Time      `json:"last_day"`
	Confirmed bool           `json:"confirmed"` // an administrator has confirmed the calendar of that year
}

// soonDays is how many working days before the last one an agency is reminded, and
// reminderHour the hour of the day at which it is.
const (
	soonDays     = 3
	reminderHour = 7
)

// DeadlineOf is the deadline of a due date: 24:00 of that day, or, where it is a day
// of rest, of the next working day (Civil Code 2015, article 148, clause 5).
func DeadlineOf(due procedure.Date, c Calendar) Deadline {
	last := c.WorkingFrom(due)
	at := func(d procedure.Date) time.Time { return d.In(c.Zone).Add(reminderHour * time.Hour).UTC() }
	return Deadline{
		Last: last, At: last.AddDays(1).In(c.Zone).UTC(), Soon: at(c.WorkingBefore(last, soonDays)), LastDay: at(last),
		Confirmed: c.IsConfirmed(last.Year),
	}
}

func (t *Task) setDeadline(c Calendar) {
	t.Deadline = Deadline{}
	if t.Due != nil {
		t.Deadline = DeadlineOf(*t.Due, c)
	}
}

// postpone sets another due date, and settles what was asked of it.
func (t *Task) postpone(due *procedure.Date, c Calendar) {
	if sameDay(due, t.Due) {
		return
	}
	if t.Due != nil && (due == nil || due.After(*t.Due)) {
		t.Extended++
	}
	t.Due, t.Asked = due, nil
	t.setDeadline(c)
}

func sameDay(a, b *procedure.Date) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// Timing says how a task stands to its due date.
type Timing string

// The timings. What counts is the moment of the report that stands, not that of its
// closing: nobody is late because a second party took its time.
const (
	NoDue   Timing = "none"    // no due date, or recalled
	Running Timing = "running" // to be done, in time
	Soon    Timing = "soon"    // to be done, and its agency was reminded
	Overdue Timing = "overdue" // to be done, and past its due date
	OnTime  Timing = "on_time" // reported at or before its due date
	Late    Timing = "late"    // reported after it
)

// Timing is how the task stands at a moment.
func (t *Task) Timing(now time.Time) Timing {
	switch {
	case t.Due == nil || t.State == Recalled:
		return NoDue
	case t.ReportedAt != nil && t.ReportedAt.After(t.Deadline.At):
		return Late
	case t.ReportedAt != nil:
		return OnTime
	case now.After(t.Deadline.At):
		return Overdue
	case !now.Before(t.Deadline.Soon):
		return Soon
	}
	return Running
}

// Extension is a request for a later due date.
type Extension struct {
	Due    procedure.Date `json:"due"`
	Reason string         `json:"reason"`
	By     string         `json:"by"`
	At     time.Time      `json:"at"`
}

// Ask asks for a later day. One request waits at a time; it may also be made when the
// task is overdue, and the record shows that.
func (t *Task) Ask(e Extension, cal Calendar) error {
	var f fields
	f.text("reason", e.Reason, 1, MaxReason)
	checkDue(&f, "due", &e.Due, cal.Day(e.At))
	if t.Due != nil && !e.Due.After(*t.Due) {
		f.add("due", "task.due_not_later")
	}
	if err := f.err(); err != nil {
		return err
	}
	if t.Due == nil {
		return ecabinet.E(ecabinet.Refused, "task.no_due")
	}
	if t.Asked != nil {
		return ecabinet.E(ecabinet.Refused, "task.asked_already")
	}
	if err := t.move(ActAsk); err != nil {
		return err
	}
	t.Asked = &e
	return nil
}

// Answer answers a request: due is the day that is granted, not only the one that was
// asked for; nil refuses, with a reason. Nobody answers their own request.
func (t *Task) Answer(by string, due *procedure.Date, reason string, cal Calendar, now time.Time) (was *procedure.Date, err error) {
	if t.Asked == nil {
		return nil, ecabinet.E(ecabinet.Refused, "task.nothing_asked")
	}
	if t.Asked.By == by {
		return nil, ecabinet.E(ecabinet.Refused, "task.own_request")
	}
	var f fields
	least := 0
	if due == nil {
		least = 1
	}
	f.text("reason", reason, least, MaxReason)
	checkDue(&f, "due", due, cal.Day(now))
	if due != nil && !due.After(*t.Due) {
		f.add("due", "task.due_not_later")
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	if err := t.move(ActAnswer); err != nil {
		return nil, err
	}
	was, t.Asked = t.Due, nil
	if due != nil {
		t.postpone(due, cal)
		t.plan(now)
	}
	return was, nil
}
