package api

import (
	"context"
	"net/http"
	"slices"

	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
)

// TaskList is one page.
type TaskList struct {
	Items []TaskLine `json:"items"`
	Next  string     `json:"next" doc:"cursor of the next page; empty: this is the last"`
}

// Filters narrow a list; the same for the screen and for a file.
type Filters struct {
	Board   string `query:"board" enum:"todo,reported,closed,recalled" default:"todo" doc:"todo: the nearest due date first; reported: the longest waiting first; closed, recalled: the last first"`
	Agency  string `query:"agency" maxLength:"40" doc:"that leads or cooperates"`
	State   string `query:"state" enum:"assigned,doing,reported,closed,recalled"`
	Due     string `query:"due" enum:"overdue,soon,none" doc:"of todo: past; within a week; without a due date"`
	Kind    string `query:"kind" enum:"item,ballot,entered" doc:"of the source"`
	Meeting string `query:"meeting" maxLength:"40" doc:"all that comes of it on any board, the newest first; so with item, ballot, matter"`
	Item    string `query:"item" maxLength:"40"`
	Ballot  string `query:"ballot" maxLength:"40"`
	Matter  string `query:"matter" maxLength:"40"`
	Q       string `query:"q" maxLength:"200" doc:"words of number, text or source; the last may be a beginning"`
}

func (a *API) query(f Filters) store.Query {
	return store.Query{
		Board: f.Board, Agency: f.Agency, State: tasks.State(f.State), Due: store.Due(f.Due), Now: a.router.Now(), Kind: tasks.SourceKind(f.Kind),
		Source: store.Thing{Meeting: f.Meeting, Item: f.Item, Ballot: f.Ballot, Matter: f.Matter}, Text: f.Q,
	}
}

type listInput struct {
	Filters
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// TaskCounts is how much stands on the boards of what is not over.
type TaskCounts struct {
	Agency   string `json:"agency" doc:"empty: of the whole body"`
	Assigned int    `json:"assigned"`
	Doing    int    `json:"doing"`
	Reported int    `json:"reported"`
	Overdue  int    `json:"overdue" doc:"of assigned and doing"`
	Soon     int    `json:"soon" doc:"of assigned and doing: within a week"`
}

func counts(agency string, c store.Counts) TaskCounts {
	return TaskCounts{Agency: agency, Assigned: c.Assigned, Doing: c.Doing, Reported: c.Reported, Overdue: c.Overdue, Soon: c.Soon}
}

// TaskBoards is how much each agency has to do.
type TaskBoards struct {
	Items []TaskBoard `json:"items"`
}

// TaskBoard is one agency's line.
type TaskBoard struct {
	Agency TaskAgency `json:"agency"`
	Counts TaskCounts `json:"counts"`
}

func (a *API) listRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-tasks", Method: http.MethodGet, Path: "/api/tasks", Object: "task", Action: "read-task", List: true,
		Summary: "Tasks that I may see: a board, narrowed, or all that comes of a session, an item, a ballot or a dossier"}, nil,
		func(ctx context.Context, in *listInput) (*out[TaskList], error) {
			list, next, err := a.store.List(ctx, a.query(in.Filters), a.scope(ctx), store.Page{After: in.Cursor, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			k, err := a.known(ctx)
			if err != nil {
				return nil, err
			}
			v := &TaskList{Items: []TaskLine{}, Next: next}
			for i := range list {
				v.Items = append(v.Items, a.line(ctx, k, &list[i]))
			}
			return &out[TaskList]{v}, nil
		})
	httpx.Handle(a.router, httpx.Op{ID: "count-tasks", Method: http.MethodGet, Path: "/api/tasks-count", Object: "task", Action: "read-task", List: true,
		Summary: "How much there is to do: of the body, or of an agency that leads or cooperates"}, nil,
		func(ctx context.Context, in *struct {
			Agency string `query:"agency" maxLength:"40"`
		}) (*out[TaskCounts], error) {
			own, all := a.agencies(ctx, "read-task")
			agency := in.Agency
			if agency == "" && !all && len(own) > 0 {
				agency = own[0]
			}
			if !all && !slices.Contains(own, agency) {
				return &out[TaskCounts]{&TaskCounts{Agency: agency}}, nil
			}
			c, err := a.store.Count(ctx, agency, a.router.Now())
			v := counts(agency, c)
			return &out[TaskCounts]{&v}, err
		})
	httpx.Handle(a.router, httpx.Op{ID: "list-task-boards", Method: http.MethodGet, Path: "/api/tasks-boards", Object: "task", Action: "read-figures", List: true,
		Summary: "How much each agency has to do that I may know of, as lead agency"}, nil,
		func(ctx context.Context, _ *struct{}) (*out[TaskBoards], error) {
			list, err := a.store.CountAgencies(ctx, a.router.Now())
			if err != nil {
				return nil, err
			}
			k, err := a.known(ctx)
			if err != nil {
				return nil, err
			}
			own, all := a.agencies(ctx, "read-figures")
			v := &TaskBoards{Items: []TaskBoard{}}
			for _, c := range list {
				if all || slices.Contains(own, c.Agency) {
					v.Items = append(v.Items, TaskBoard{k.agency(c.Agency), counts(c.Agency, c.Counts)})
				}
			}
			return &out[TaskBoards]{v}, nil
		})
}
