package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks"
)

// TaskNotice tells that something has happened to a task.
type TaskNotice struct {
	ID     string     `json:"id"`
	Kind   string     `json:"kind"`
	Task   string     `json:"task"`
	Number string     `json:"number"`
	Text   string     `json:"text" doc:"the beginning of the task"`
	Agency TaskAgency `json:"agency" doc:"that is told; its id is empty where the secretariat is"`
	At     time.Time  `json:"at"`
}

// TaskNotices are those that I have not read, the newest first.
type TaskNotices struct {
	Items []TaskNotice `json:"items"`
	More  bool         `json:"more" doc:"there are older ones"`
}

// mostNotices is how many notices are shown at once.
const mostNotices = 20

func (a *API) noticeRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-task-notices", Method: http.MethodGet, Path: "/api/task-notices", Object: "task", Action: "read-task", List: true,
		Summary: "What was told to my agency, or to the secretariat, and I have not read"}, nil,
		func(ctx context.Context, _ *struct{}) (*out[TaskNotices], error) { return a.notices(ctx, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "read-task-notices", Method: http.MethodPost, Path: "/api/task-notices/read", Object: "task", Action: "read-task", List: true,
		Summary: "I have read the notices up to a moment"}, nil,
		func(ctx context.Context, in *struct {
			Body struct {
				To time.Time `json:"to" doc:"the moment of the newest that was shown"`
			}
		}) (*out[TaskNotices], error) {
			to := in.Body.To
			if now := a.router.Now(); to.After(now) {
				to = now // nobody has read what is still to come
			}
			_, err := a.store.MarkRead(ctx, ecabinet.ActorFrom(ctx).Person, to)
			return a.notices(ctx, err)
		})
}

// hears are to whom notices go that the actor in ctx hears: the agencies that he
// reports for, and the secretariat where he closes.
func (a *API) hears(ctx context.Context) []string {
	to := []string{}
	if allow, _ := a.router.Relations(ctx, "task", "accept-task"); len(allow) > 0 {
		to = append(to, ecabinet.ActorFrom(ctx).Agencies...)
	}
	if allow, _ := a.router.Relations(ctx, "task", "close-task"); len(allow) > 0 {
		to = append(to, tasks.Desk)
	}
	return to
}

func (a *API) notices(ctx context.Context, err error) (*out[TaskNotices], error) {
	if err != nil {
		return nil, err
	}
	list, err := a.store.Unread(ctx, ecabinet.ActorFrom(ctx).Person, a.hears(ctx), a.router.Now(), mostNotices+1)
	if err != nil {
		return nil, err
	}
	k, err := a.known(ctx)
	if err != nil {
		return nil, err
	}
	v := &TaskNotices{Items: []TaskNotice{}, More: len(list) > mostNotices}
	for _, n := range list[:min(len(list), mostNotices)] {
		t := tasks.Task{Number: n.Number, Year: n.Year}
		v.Items = append(v.Items, TaskNotice{n.ID, n.Kind, n.Task, number(&t), begin(n.Text), k.agency(n.To), n.At})
	}
	return &out[TaskNotices]{v}, nil
}
