package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks/store"
)

// TaskFigure is what became of the tasks that an agency leads and that were due in a
// month.
type TaskFigure struct {
	Agency  TaskAgency `json:"agency"`
	Month   string     `json:"month" doc:"2026-11"`
	Due     int        `json:"due" doc:"all but those recalled"`
	OnTime  int        `json:"on_time" doc:"reported in time, whether closed already or not"`
	Late    int        `json:"late" doc:"reported late, the same"`
	Waiting int        `json:"waiting" doc:"of both: not closed yet"`
	Overdue int        `json:"overdue" doc:"not reported, and past the due date"`
	Running int        `json:"running" doc:"not reported, and in time"`
}

// TaskFigures are those of a span of months, by month and agency.
type TaskFigures struct {
	First string       `json:"first"`
	Last  string       `json:"last"`
	Items []TaskFigure `json:"items"`
}

// mostMonths is the longest span of figures.
const mostMonths = 60

// span reads the months asked for; none: those of this year so far, and the next two.
func (a *API) span(ctx context.Context, first, last string) (string, string, error) {
	const month = "2006-01"
	if first == "" && last == "" {
		cal, err := a.service.Days.Calendar(ctx)
		if err != nil {
			return "", "", err
		}
		now := a.router.Now().In(cal.Zone)
		begin := time.Date(now.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
		return begin.Format(month), time.Date(now.Year(), now.Month()+2, 1, 0, 0, 0, 0, time.UTC).Format(month), nil
	}
	from, err := time.Parse(month, first)
	to, bad := time.Parse(month, last)
	if err != nil || bad != nil || to.Before(from) || to.After(from.AddDate(0, mostMonths-1, 0)) {
		return "", "", ecabinet.E(ecabinet.Invalid, "task.months", "most", mostMonths)
	}
	return first, last, nil
}

func (a *API) figures(ctx context.Context, first, last string) (*TaskFigures, error) {
	first, last, err := a.span(ctx, first, last)
	if err != nil {
		return nil, err
	}
	own, all := a.agencies(ctx, "read-figures")
	if all {
		own = nil
	} else if own == nil {
		own = []string{}
	}
	list, err := a.store.Figures(ctx, first, last, own, a.router.Now())
	if err != nil {
		return nil, err
	}
	k, err := a.known(ctx)
	if err != nil {
		return nil, err
	}
	v := &TaskFigures{First: first, Last: last, Items: []TaskFigure{}}
	for _, f := range list {
		v.Items = append(v.Items, TaskFigure{k.agency(f.Agency), f.Month, f.Due, f.OnTime, f.Late, f.Waiting, f.Overdue, f.Running})
	}
	return v, nil
}

func (a *API) figureRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-task-figures", Method: http.MethodGet, Path: "/api/tasks-figures", Object: "task", Action: "read-figures", List: true,
		Summary: "On time, late and overdue by lead agency and month of the due date, as far as I may know of it"}, nil,
		func(ctx context.Context, in *struct {
			First string `query:"first" maxLength:"7" doc:"2026-01; empty: this year"`
			Last  string `query:"last" maxLength:"7"`
		}) (*out[TaskFigures], error) {
			v, err := a.figures(ctx, in.First, in.Last)
			return &out[TaskFigures]{v}, err
		})
	const media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	book := func(id, path, action, summary, name string, write func(ctx context.Context, s scribe, req *http.Request) ([]byte, error)) {
		httpx.HandleRaw(a.router, httpx.Op{ID: id, Method: http.MethodGet, Path: path, Object: "task", Action: action, List: true, Summary: summary, Produces: media}, nil,
			func(w http.ResponseWriter, req *http.Request) error {
				s, err := a.scribe(req.Context())
				if err != nil {
					return err
				}
				content, err := write(req.Context(), s, req)
				if err != nil {
					return err
				}
				return httpx.WriteFile(w, media, s.Say("taskbook.file_"+name)+"-"+s.now.Format("2006-01-02")+".xlsx", content)
			})
	}
	book("download-tasks", "/api/tasks.xlsx", "read-task", "The list of tasks as XLSX, with the filters of list-tasks in the query", "tasks", a.taskBook)
	book("download-task-figures", "/api/tasks-figures.xlsx", "read-figures", "The figures as XLSX, with first and last in the query", "figures", a.figureBook)
}

func (a *API) taskBook(ctx context.Context, s scribe, req *http.Request) ([]byte, error) {
	q := req.URL.Query()
	f := Filters{
		Board: q.Get("board"), Agency: q.Get("agency"), State: q.Get("state"), Due: q.Get("due"), Kind: q.Get("kind"), Meeting: q.Get("meeting"),
		Item: q.Get("item"), Ballot: q.Get("ballot"), Matter: q.Get("matter"), Q: q.Get("q"),
	}
	if f.Board == "" {
		f.Board = store.Todo
	}
	k, err := a.known(ctx)
	if err != nil {
		return nil, err
	}
	w := s.newBook(k)
	page := store.Page{Limit: 500}
	for {
		list, next, err := a.store.List(ctx, a.query(f), a.scope(ctx), page)
		if err != nil {
			return nil, err
		}
		for i := range list {
			w.task(&list[i])
		}
		if page.After = next; next == "" || len(w.rows) >= mostRows {
			return w.finish(next != "").XLSX()
		}
	}
}

func (a *API) figureBook(ctx context.Context, s scribe, req *http.Request) ([]byte, error) {
	v, err := a.figures(ctx, req.URL.Query().Get("first"), req.URL.Query().Get("last"))
	if err != nil {
		return nil, err
	}
	return s.figureBook(v).XLSX()
}
