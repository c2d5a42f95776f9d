package api

import (
	"context"
	"net/http"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
	"ecabinet/procedure"
)

// TaskTerms is what is written of a task.
type TaskTerms struct {
	Text        string   `json:"text" maxLength:"4000"`
	Lead        string   `json:"lead" maxLength:"40" doc:"an agency's id"`
	Cooperating []string `json:"cooperating" maxItems:"40"`
	Due         string   `json:"due" maxLength:"10" doc:"2006-01-02; empty: without a due date"`
	Class       string   `json:"class" enum:"public,internal,restricted"`
	Shown       bool     `json:"shown" doc:"to all members of the body"`
}

func (d TaskTerms) terms() (tasks.Terms, error) {
	due, err := optionalDay(d.Due)
	return tasks.Terms{Text: d.Text, Lead: d.Lead, Cooperating: d.Cooperating, Due: due, Class: d.Class, Shown: d.Shown}, err
}

func optionalDay(s string) (*procedure.Date, error) {
	if s == "" {
		return nil, nil
	}
	d, err := procedure.ParseDate(s)
	if err != nil {
		e := ecabinet.E(ecabinet.Invalid, "task.invalid")
		e.Fields = []ecabinet.FieldError{{Path: "due", Code: "procedure.date_invalid"}}
		return nil, e
	}
	return &d, nil
}

type giveInput struct {
	Body struct {
		Source    string    `json:"source" enum:"item,ballot,entered"`
		From      string    `json:"from,omitempty" maxLength:"40" doc:"the item's or the ballot's id"`
		Reference string    `json:"reference,omitempty" maxLength:"300" doc:"of an entered task: the paper's number and subject"`
		Matter    string    `json:"matter,omitempty" maxLength:"40" doc:"of an entered task: the dossier that it is about"`
		Terms     TaskTerms `json:"terms"`
	}
}

func (in *giveInput) basis() tasks.Basis {
	b := in.Body
	return tasks.Basis{Kind: tasks.SourceKind(b.Source), ID: b.From, Reference: b.Reference, Matter: b.Matter}
}

type editInput struct {
	ByID
	Body struct {
		TaskRev int64     `json:"task_rev"`
		Terms   TaskTerms `json:"terms"`
		Reason  string    `json:"reason" maxLength:"2000"`
	}
}

type reasonInput struct {
	ByID
	Body struct {
		TaskRev int64  `json:"task_rev"`
		Reason  string `json:"reason" maxLength:"2000"`
	}
}

type remarkInput struct {
	ByID
	Body struct {
		TaskRev int64  `json:"task_rev"`
		Remark  string `json:"remark" maxLength:"2000" doc:"may be empty"`
	}
}

type answerInput struct {
	ByID
	Body struct {
		TaskRev int64  `json:"task_rev"`
		Due     string `json:"due" maxLength:"10" doc:"the day that is granted; empty: refused"`
		Reason  string `json:"reason" maxLength:"2000"`
	}
}

// DuePreview is what a due date comes to.
type DuePreview struct {
	TaskDue
	Days int `json:"days" doc:"working days from today, today not counted"`
}

// aroundSource relates the actor to what a task is to come from: who chaired the item
// may give what follows from it.
func (a *API) aroundSource(ctx context.Context, in *giveInput) ([]string, error) {
	f := store.Facts{}
	if in.Body.Source == string(tasks.FromItem) {
		src, err := a.service.Sources.Item(ctx, in.Body.From)
		if err != nil && ecabinet.KindOf(err) != ecabinet.Refused {
			return nil, err
		}
		f.Chair = src.Chair
	}
	return relations.Of(ecabinet.ActorFrom(ctx), f), nil
}

func (a *API) deskRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "give-task", Method: http.MethodPost, Path: "/api/tasks", Object: "task", Action: "give-task", Status: http.StatusCreated,
		Summary: "Give a task: from an item's conclusion, a certified ballot, or another paper"}, a.aroundSource,
		func(ctx context.Context, in *giveInput) (*out[TaskView], error) {
			terms, err := in.Body.Terms.terms()
			if err != nil {
				return nil, err
			}
			ref, err := a.service.Give(ctx, in.basis(), terms)
			return a.after(ctx, idOf(ref), err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "preview-due", Method: http.MethodGet, Path: "/api/tasks-due", Object: "body", Action: "read-calendar", Tag: "task",
		Summary: "What a due date comes to: a day, or a number of working days from today"}, nil, a.preview)
	httpx.Handle(a.router, httpx.Op{ID: "read-task", Method: http.MethodGet, Path: "/api/tasks/{id}", Object: "task", Action: "read-task",
		Summary: "A task with its history"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[TaskView], error) { return a.after(ctx, in.ID, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "edit-task", Method: http.MethodPut, Path: "/api/tasks/{id}", Object: "task", Action: "edit-task",
		Summary: "Write other terms of a task, with a reason"}, on[editInput](a),
		func(ctx context.Context, in *editInput) (*out[TaskView], error) {
			terms, err := in.Body.Terms.terms()
			if err != nil {
				return nil, err
			}
			_, err = a.service.Edit(ctx, in.ID, in.Body.TaskRev, terms, in.Body.Reason)
			return a.after(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "close-task", Method: http.MethodPost, Path: "/api/tasks/{id}/close", Object: "task", Action: "close-task",
		Summary: "Find a reported task done; never by who reported it"}, on[remarkInput](a),
		func(ctx context.Context, in *remarkInput) (*out[TaskView], error) {
			_, err := a.service.Close(ctx, in.ID, in.Body.TaskRev, in.Body.Remark)
			return a.after(ctx, in.ID, err)
		})
	a.reasoned("return-task", "return", "Send a report back, with a reason", a.service.Return)
	a.reasoned("recall-task", "recall", "Take a task back, with a reason", a.service.Recall)
	httpx.Handle(a.router, httpx.Op{ID: "answer-extension", Method: http.MethodPost, Path: "/api/tasks/{id}/extension/answer", Object: "task", Action: "answer-extension",
		Summary: "Answer a request for more time: the day that is granted, or none"}, on[answerInput](a),
		func(ctx context.Context, in *answerInput) (*out[TaskView], error) {
			due, err := optionalDay(in.Body.Due)
			if err != nil {
				return nil, err
			}
			_, err = a.service.Answer(ctx, in.ID, in.Body.TaskRev, due, in.Body.Reason)
			return a.after(ctx, in.ID, err)
		})
}

func (a *API) reasoned(id, path, summary string, do func(ctx context.Context, id string, rev int64, reason string) (string, error)) {
	httpx.Handle(a.router, httpx.Op{ID: id, Method: http.MethodPost, Path: "/api/tasks/{id}/" + path, Object: "task", Action: id, Summary: summary}, on[reasonInput](a),
		func(ctx context.Context, in *reasonInput) (*out[TaskView], error) {
			_, err := do(ctx, in.ID, in.Body.TaskRev, in.Body.Reason)
			return a.after(ctx, in.ID, err)
		})
}

// after answers an act with the task as the actor sees it now, a stale one too.
func (a *API) after(ctx context.Context, id string, err error) (*out[TaskView], error) {
	if err != nil && ecabinet.KindOf(err) != ecabinet.Stale {
		return nil, err
	}
	t, failed := a.store.Task(ctx, id)
	if failed != nil {
		return nil, failed
	}
	v, failed := a.view(ctx, a.sight(ctx, t), id)
	if failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, httpx.WithCurrent(err, v)
	}
	return &out[TaskView]{v}, nil
}

// mostDays is the longest window in working days that is counted for somebody.
const mostDays = 250

type previewInput struct {
	Day  string `query:"day" maxLength:"10" doc:"2006-01-02"`
	Days int    `query:"days" minimum:"0" maximum:"250" doc:"working days from today, where day is empty"`
}

func (a *API) preview(ctx context.Context, in *previewInput) (*out[DuePreview], error) {
	cal, err := a.service.Days.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	today := cal.Day(a.router.Now())
	var due procedure.Date
	if in.Day != "" {
		d, err := optionalDay(in.Day)
		if err != nil {
			return nil, err
		}
		due = *d
	} else {
		due = cal.Deadline(a.router.Now(), min(in.Days, mostDays), nil, cal.Zone).Last
	}
	d := tasks.DeadlineOf(due, cal)
	return &out[DuePreview]{&DuePreview{
		TaskDue: TaskDue{Day: due.String(), Last: d.Last.String(), At: d.At, Soon: d.Soon, Confirmed: d.Confirmed},
		Days:    cal.WorkingDaysBetween(today, d.Last),
	}}, nil
}
