package tasks

import "time"

// Desk is to whom a notice goes that is for the secretariat; other notices go to an
// agency.
const Desk = ""

// Notice tells an agency's drafters, or the secretariat, that something has happened.
// It holds no content. It is kept once, not for each person: who hears it is who
// works there when it is read.
type Notice struct {
	ID   string
	Body string
	Task string
	To   string // an agency, or Desk
	Kind string
	At   time.Time
}

// Told is what a task tells by itself next.
type Told struct {
	Kind string     // "" for nothing
	At   *time.Time // nil for nothing
}

// The kinds of what is told by itself.
const (
	ToldSoon    = "task.soon"
	ToldLastDay = "task.last_day"
	ToldOverdue = "task.overdue"
)

// moments are when a task tells something by itself, earliest first.
func (d Deadline) moments() []Told {
	// One microsecond later: at the deadline itself a report is still in time.
	over := d.At.Add(time.Microsecond)
	return []Told{{Kind: ToldSoon, At: &d.Soon}, {Kind: ToldLastDay, At: &d.LastDay}, {Kind: ToldOverdue, At: &over}}
}

// plan sets what is told next by itself: only of a task that is to be done.
func (t *Task) plan(now time.Time) {
	t.Next = Told{}
	if t.Due == nil || t.State != Assigned && t.State != Doing {
		return
	}
	for _, m := range t.Deadline.moments() {
		if m.At.After(now) {
			t.Next = m
			return
		}
	}
}

// Tell is the kind of what has come to be told by now, "" for nothing; what is told
// next is set. Of several that were missed, the last is told.
func (t *Task) Tell(now time.Time) string {
	if t.Next.At == nil || t.Next.At.After(now) {
		return ""
	}
	kind := ""
	for _, m := range t.Deadline.moments() {
		if !m.At.After(now) {
			kind = m.Kind
		}
	}
	t.plan(now)
	return kind
}

// hearers says who is told of what: the lead agency, those that cooperate, the desk.
var hearers = map[string]struct{ lead, cooperating, desk bool }{
	"task.given":             {lead: true, cooperating: true},
	"task.edited":            {lead: true, cooperating: true},
	"task.reported":          {desk: true},
	"task.returned":          {lead: true},
	"task.closed":            {lead: true},
	"task.extension_asked":   {desk: true},
	"task.extension_granted": {lead: true, cooperating: true},
	"task.extension_refused": {lead: true},
	"task.recalled":          {lead: true, cooperating: true},
	ToldSoon:                 {lead: true},
	ToldLastDay:              {lead: true},
	ToldOverdue:              {lead: true, desk: true},
}

// notices are those of something that has happened, without ids.
func (t *Task) notices(kind string, now time.Time) []Notice {
	who := hearers[kind]
	var to []string
	if who.lead {
		to = append(to, t.Lead)
	}
	if who.cooperating {
		to = append(to, t.Cooperating...)
	}
	if who.desk {
		to = append(to, Desk)
	}
	out := make([]Notice, len(to))
	for i, a := range to {
		out[i] = Notice{Body: t.Body, Task: t.ID, To: a, Kind: kind, At: now}
	}
	return out
}
