package api

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"ecabinet"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
	"ecabinet/procedure"
)

// Text is one name in both languages of the screen.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// TaskPerson is a person as shown.
type TaskPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// TaskAgency is an agency as shown.
type TaskAgency struct {
	ID   string `json:"id"`
	Code string `json:"code"`
	VI   string `json:"vi"`
	EN   string `json:"en"`
}

// TaskDue is when a task is due; what depends on the hour (overdue, soon) follows from
// the moments.
type TaskDue struct {
	Day       string     `json:"day" format:"date" doc:"as it was set"`
	Last      string     `json:"last" format:"date" doc:"the day on which it ends: day, or the working day after it"`
	At        time.Time  `json:"at" doc:"a report at or before it is in time"`
	Soon      time.Time  `json:"soon" doc:"from then on it counts as near"`
	Confirmed bool       `json:"confirmed" doc:"an administrator has confirmed the calendar of that year"`
	First     string     `json:"first" format:"date" doc:"as it was given; empty: without a due date"`
	Extended  int        `json:"extended" doc:"how often it was moved to a later day"`
	Met       string     `json:"met" doc:"on_time or late, by the report that stands; empty: none does"`
	MetAt     *time.Time `json:"met_at" doc:"when that was made"`
}

// TaskSource is what a task comes from.
type TaskSource struct {
	Kind    string `json:"kind" enum:"item,ballot,entered"`
	Title   string `json:"title"`
	Meeting string `json:"meeting"`
	Item    string `json:"item"`
	Ballot  string `json:"ballot"`
	Matter  string `json:"matter"`
	Closed  bool   `json:"closed" doc:"a member is recused: not to be shown to all members"`
}

// TaskAct is who did something and when.
type TaskAct struct {
	By TaskPerson `json:"by"`
	At time.Time  `json:"at"`
}

// TaskFile is a file that goes with a report or a note.
type TaskFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	Hash string `json:"hash"`
}

// TaskAsked is a request for a later due date that waits for its answer.
type TaskAsked struct {
	TaskAct
	Due    string `json:"due" format:"date"`
	Reason string `json:"reason"`
}

// TaskEntry is one line of the history.
type TaskEntry struct {
	ID     string     `json:"id"`
	At     time.Time  `json:"at"`
	Person TaskPerson `json:"person"`
	What   string     `json:"what" enum:"task.given,task.edited,task.accepted,task.noted,task.reported,task.returned,task.closed,task.extension_asked,task.extension_granted,task.extension_refused,task.recalled"`
	Text   string     `json:"text"`
	Files  []TaskFile `json:"files"`
	Due    string     `json:"due" format:"date"`
	Was    string     `json:"was" format:"date"`
	Fields []string   `json:"fields" doc:"what an edit has changed"`
	Before string     `json:"before" doc:"the text before an edit of it"`
}

// TaskView is a task as all of one sight see it.
type TaskView struct {
	ID          string       `json:"id"`
	Rev         int64        `json:"rev" doc:"goes back with a change as task_rev"`
	Number      string       `json:"number" doc:"in the body's register: 12/2026"`
	State       string       `json:"state" enum:"assigned,doing,reported,closed,recalled"`
	Text        string       `json:"text"`
	Lead        TaskAgency   `json:"lead"`
	Cooperating []TaskAgency `json:"cooperating"`
	Class       string       `json:"class" enum:"public,internal,restricted"`
	Shown       bool         `json:"shown" doc:"to all members of the body"`
	Due         *TaskDue     `json:"due" doc:"null: without a due date"`
	Source      TaskSource   `json:"source"`
	Given       TaskAct      `json:"given"`
	Accepted    *TaskAct     `json:"accepted"`
	Reported    *TaskAct     `json:"reported" doc:"by the report that stands"`
	Closed      *TaskAct     `json:"closed"`
	RecalledAt  *time.Time   `json:"recalled_at"`
	RecalledFor string       `json:"recalled_for"`
	Asked       *TaskAsked   `json:"asked" doc:"a request for more time that waits"`
	History     []TaskEntry  `json:"history" doc:"oldest first; empty for who sees the task alone"`
	Whole       bool         `json:"whole" doc:"with reports, reasons and history"`
	Acts        []string     `json:"acts" doc:"what the role allows in this state: edit, accept, note, report, return, close, ask, answer, recall"`
}

// TaskLine is a task in a list.
type TaskLine struct {
	ID          string       `json:"id"`
	Rev         int64        `json:"rev"`
	Number      string       `json:"number"`
	State       string       `json:"state" enum:"assigned,doing,reported,closed,recalled"`
	Text        string       `json:"text" doc:"its beginning"`
	Lead        TaskAgency   `json:"lead"`
	Cooperating []TaskAgency `json:"cooperating"`
	Class       string       `json:"class" enum:"public,internal,restricted"`
	Due         *TaskDue     `json:"due"`
	Source      TaskSource   `json:"source"`
	GivenAt     time.Time    `json:"given_at"`
	ReportedAt  *time.Time   `json:"reported_at"`
	ClosedAt    *time.Time   `json:"closed_at"`
	RecalledAt  *time.Time   `json:"recalled_at"`
	Asked       bool         `json:"asked" doc:"more time was asked for"`
}

// lineText is the most of a task's text in a list, in characters.
const lineText = 400

func number(t *tasks.Task) string { return fmt.Sprintf("%d/%d", t.Number, t.Year) }

func dayText(d *procedure.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func dueView(t *tasks.Task) *TaskDue {
	if t.Due == nil {
		return nil
	}
	d := &TaskDue{
		Day: t.Due.String(), Last: t.Deadline.Last.String(), At: t.Deadline.At, Soon: t.Deadline.Soon, Confirmed: t.Deadline.Confirmed,
		First: dayText(t.FirstDue), Extended: t.Extended,
	}
	if t.ReportedAt != nil && t.State != tasks.Recalled {
		d.Met, d.MetAt = string(t.Timing(*t.ReportedAt)), t.ReportedAt
	}
	return d
}

func sourceView(s tasks.Source) TaskSource {
	return TaskSource{Kind: string(s.Kind), Title: s.Title, Meeting: s.Meeting, Item: s.Item, Ballot: s.Ballot, Matter: s.Matter, Closed: s.Closed}
}

// known makes names of persons and agencies, each read once.
type known struct {
	api      *API
	persons  map[string]string
	agencies []Agency
}

func (a *API) known(ctx context.Context, persons ...string) (*known, error) {
	k := &known{api: a}
	slices.Sort(persons)
	persons = slices.DeleteFunc(slices.Compact(persons), func(id string) bool { return id == "" || id == ecabinet.System })
	var err error
	if len(persons) > 0 {
		if k.persons, err = a.registry.Persons(ctx, persons); err != nil {
			return nil, err
		}
	}
	k.agencies, err = a.registry.Agencies(ctx)
	return k, err
}

func (k *known) person(id string) TaskPerson { return TaskPerson{id, k.persons[id]} }

func (k *known) agency(id string) TaskAgency {
	for _, a := range k.agencies {
		if a.ID == id {
			return TaskAgency{a.ID, a.Code, a.Name.VI, a.Name.EN}
		}
	}
	return TaskAgency{ID: id}
}

func (k *known) all(ids []string) []TaskAgency {
	out := []TaskAgency{}
	for _, id := range ids {
		out = append(out, k.agency(id))
	}
	return out
}

func (k *known) act(by string, at *time.Time) *TaskAct {
	if at == nil {
		return nil
	}
	return &TaskAct{k.person(by), *at}
}

// view reads a task as a sight sees it.
func (a *API) view(ctx context.Context, s Sight, id string) (*TaskView, error) {
	if !s.Task {
		return nil, ecabinet.E(ecabinet.NotFound, "task.not_found")
	}
	t, err := a.store.Task(ctx, id)
	if err != nil {
		return nil, err
	}
	var history []tasks.Entry
	if s.Report {
		if history, err = a.store.Entries(ctx, id); err != nil {
			return nil, err
		}
	}
	persons := []string{t.GivenBy, t.AcceptedBy, t.ReportedBy, t.ClosedBy}
	for _, e := range history {
		persons = append(persons, e.Person)
	}
	if t.Asked != nil {
		persons = append(persons, t.Asked.By)
	}
	k, err := a.known(ctx, persons...)
	if err != nil {
		return nil, err
	}
	v := &TaskView{
		ID: t.ID, Rev: t.Rev, Number: number(t), State: string(t.State), Text: t.Text, Lead: k.agency(t.Lead), Cooperating: k.all(t.Cooperating),
		Class: t.Class, Shown: t.Shown, Due: dueView(t), Source: sourceView(t.Source), Given: TaskAct{k.person(t.GivenBy), t.GivenAt},
		Accepted: k.act(t.AcceptedBy, t.AcceptedAt), Reported: k.act(t.ReportedBy, t.ReportedAt), Closed: k.act(t.ClosedBy, t.ClosedAt),
		RecalledAt: t.RecalledAt, Whole: s.Report, History: []TaskEntry{}, Acts: []string{},
	}
	for _, act := range s.Acts {
		if t.Allows(tasks.Act(act)) {
			v.Acts = append(v.Acts, act)
		}
	}
	if s.Report {
		v.RecalledFor = t.RecalledFor
		if x := t.Asked; x != nil {
			v.Asked = &TaskAsked{TaskAct{k.person(x.By), x.At}, x.Due.String(), x.Reason}
		}
	}
	for _, e := range history {
		v.History = append(v.History, entryView(k, e))
	}
	return v, nil
}

func entryView(k *known, e tasks.Entry) TaskEntry {
	v := TaskEntry{
		ID: e.ID, At: e.At, Person: k.person(e.Person), What: e.What, Text: e.Text, Files: []TaskFile{}, Due: dayText(e.Due), Was: dayText(e.Was),
		Fields: append([]string{}, e.Fields...), Before: e.Before,
	}
	for _, f := range e.Files {
		v.Files = append(v.Files, TaskFile(f))
	}
	return v
}

func (a *API) line(ctx context.Context, k *known, t *tasks.Task) TaskLine {
	l := TaskLine{
		ID: t.ID, Rev: t.Rev, Number: number(t), State: string(t.State), Text: begin(t.Text), Lead: k.agency(t.Lead), Cooperating: k.all(t.Cooperating),
		Class: t.Class, Due: dueView(t), Source: sourceView(t.Source), GivenAt: t.GivenAt, ReportedAt: t.ReportedAt, ClosedAt: t.ClosedAt,
		RecalledAt: t.RecalledAt,
	}
	if t.Asked != nil {
		held := relations.Of(ecabinet.ActorFrom(ctx), store.FactsOf(t))
		l.Asked = a.router.May(ctx, "task", held, "read-report")
	}
	return l
}

// begin cuts a text at a list's length, between words.
func begin(s string) string {
	if utf8.RuneCountInString(s) <= lineText {
		return s
	}
	r := []rune(s)[:lineText]
	for i := len(r) - 1; i > lineText/2; i-- {
		if r[i] == ' ' || r[i] == '\n' {
			r = r[:i]
			break
		}
	}
	return string(r) + "…"
}
