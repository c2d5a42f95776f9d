package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks/store"
)

type revInput struct {
	ByID
	Body struct {
		TaskRev int64 `json:"task_rev"`
	}
}

type sayInput struct {
	ByID
	Body struct {
		TaskRev int64    `json:"task_rev"`
		Text    string   `json:"text" maxLength:"20000"`
		Files   []string `json:"files" maxItems:"10" doc:"ids of files that were brought for the task"`
	}
}

type askInput struct {
	ByID
	Body struct {
		TaskRev int64  `json:"task_rev"`
		Due     string `json:"due" maxLength:"10" doc:"the day that is asked for"`
		Reason  string `json:"reason" maxLength:"2000"`
	}
}

// TaskScratch is what I have typed for a task and not sent.
type TaskScratch struct {
	Text  string     `json:"text" maxLength:"20000"`
	Files []string   `json:"files" maxItems:"10"`
	Known []TaskFile `json:"known,omitempty" doc:"files, in an answer"`
	At    *time.Time `json:"at,omitempty" doc:"when it was kept; null: nothing was"`
}

type scratchInput struct {
	ByID
	Body TaskScratch
}

func (a *API) workRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "accept-task", Method: http.MethodPost, Path: "/api/tasks/{id}/accept", Object: "task", Action: "accept-task",
		Summary: "Accept a task for the lead agency"}, on[revInput](a),
		func(ctx context.Context, in *revInput) (*out[TaskView], error) {
			_, err := a.service.Accept(ctx, in.ID, in.Body.TaskRev)
			return a.after(ctx, in.ID, err)
		})
	say := func(id, path, summary string, do func(ctx context.Context, id string, rev int64, text string, files []string) (string, error)) {
		httpx.Handle(a.router, httpx.Op{ID: id, Method: http.MethodPost, Path: "/api/tasks/{id}/" + path, Object: "task", Action: id, Summary: summary}, on[sayInput](a),
			func(ctx context.Context, in *sayInput) (*out[TaskView], error) {
				_, err := do(ctx, in.ID, in.Body.TaskRev, in.Body.Text, in.Body.Files)
				return a.after(ctx, in.ID, err)
			})
	}
	say("note-task", "notes", "Put on record how far a task is", a.service.Note)
	say("report-task", "reports", "Report a task done, with evidence", a.service.Report)
	httpx.Handle(a.router, httpx.Op{ID: "ask-extension", Method: http.MethodPost, Path: "/api/tasks/{id}/extension", Object: "task", Action: "ask-extension",
		Summary: "Ask for a later due date, with a reason"}, on[askInput](a),
		func(ctx context.Context, in *askInput) (*out[TaskView], error) {
			due, err := optionalDay(in.Body.Due)
			if err != nil {
				return nil, err
			}
			if due == nil {
				e := ecabinet.E(ecabinet.Invalid, "task.invalid")
				e.Fields = []ecabinet.FieldError{{Path: "due", Code: "task.text_missing"}}
				return nil, e
			}
			_, err = a.service.Ask(ctx, in.ID, in.Body.TaskRev, *due, in.Body.Reason)
			return a.after(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "read-task-scratch", Method: http.MethodGet, Path: "/api/tasks/{id}/scratch", Object: "task", Action: "note-task",
		Summary: "What I have typed for a task and not sent"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[TaskScratch], error) { return a.scratch(ctx, in.ID, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "save-task-scratch", Method: http.MethodPut, Path: "/api/tasks/{id}/scratch", Object: "task", Action: "note-task", NoKey: true,
		Summary: "Keep what I have typed for a task"}, on[scratchInput](a),
		func(ctx context.Context, in *scratchInput) (*out[TaskScratch], error) {
			_, err := a.store.SaveScratch(ctx, store.Scratch{
				Task: in.ID, Person: ecabinet.ActorFrom(ctx).Person, Text: in.Body.Text, Files: in.Body.Files,
			})
			return a.scratch(ctx, in.ID, err)
		})
}

func (a *API) scratch(ctx context.Context, id string, err error) (*out[TaskScratch], error) {
	if err != nil {
		return nil, err
	}
	s, err := a.store.Scratch(ctx, id, ecabinet.ActorFrom(ctx).Person)
	if err != nil || s == nil {
		return &out[TaskScratch]{&TaskScratch{Files: []string{}}}, err
	}
	known, err := a.store.FilesOf(ctx, id, s.Files)
	v := &TaskScratch{Text: s.Text, Files: append([]string{}, s.Files...), At: &s.At}
	for _, f := range known {
		v.Known = append(v.Known, TaskFile(f))
	}
	return &out[TaskScratch]{v}, err
}
