package api

import (
	"context"
	_ "embed"
	"strings"

	"ecabinet"
	"ecabinet/internal/export"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
)

//go:embed texts.json
var texts []byte

// Registry tells how persons and agencies of the actor's body are called.
type Registry interface {
	// Persons are full names by id; unknown ids are left out.
	Persons(ctx context.Context, ids []string) (map[string]string, error)
	Agencies(ctx context.Context) ([]Agency, error)
	// Letterhead is what the body puts on its papers, for files.
	Letterhead(ctx context.Context) (export.Letterhead, error)
}

// Agency is an agency as it is called.
type Agency struct {
	ID   string
	Code string
	Name Text
}

// API serves tasks.
type API struct {
	router   *httpx.Router
	service  *tasks.Service
	store    *store.Store
	files    *files.Store
	registry Registry
}

// New adds the routes to r.
func New(r *httpx.Router, s *tasks.Service, st *store.Store, f *files.Store, reg Registry) *API {
	a := &API{router: r, service: s, store: st, files: f, registry: reg}
	r.AddTexts(texts)
	r.AddTexts(bookTexts)
	a.listRoutes()
	a.deskRoutes()
	a.workRoutes()
	a.fileRoutes()
	a.noticeRoutes()
	a.figureRoutes()
	return a
}

type out[V any] struct{ Body *V }

// ByID is the input of a route on one task.
type ByID struct {
	ID string `path:"id" maxLength:"40"`
}

func (b ByID) id() string { return b.ID }

func idOf(ref string) string {
	_, id, _ := strings.Cut(ref, "/")
	return id
}

// Kinds are the kinds of ref that View reads.
func Kinds() []string { return []string{"tasks", "task"} }

// Lists tells that some list of tasks has changed: a number that rises. Who hears it
// reads the lists again, as far as allowed.
type Lists struct {
	Rev int64 `json:"rev"`
}

// View reads the live thing "task/<id>" for an audience with a Sight, or "tasks/all"
// for everybody who has lists.
func (a *API) View(ctx context.Context, topic string, grant any, ref string) (rev int64, data any, err error) {
	kind, id, _ := strings.Cut(ref, "/")
	if kind == "tasks" {
		rev, err := a.store.ListsRev(ctx)
		return rev, Lists{rev}, err
	}
	sight, _ := grant.(Sight)
	if topic != "task:"+id {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "task.not_found")
	}
	v, err := a.view(ctx, sight, id)
	if err != nil {
		return 0, nil, err
	}
	httpx.FillLists(v)
	return v.Rev, v, nil
}

// Refs are the things of a topic that are sent whole to whoever begins to hear it.
func Refs(topic string, grant any) []string {
	id, ok := strings.CutPrefix(topic, "task:")
	if sight, _ := grant.(Sight); !ok || !sight.Task {
		return nil
	}
	return []string{"task/" + id}
}

// Target is a thing that an event touches, and where that is heard.
type Target struct{ Topic, Ref string }

// Targets lists what an event of this room touches.
func Targets(e ecabinet.Event) []Target {
	id, ok := strings.CutPrefix(e.Topic, "task:")
	if !ok {
		return nil
	}
	return []Target{{e.Topic, "task/" + id}, {"body", "tasks/all"}}
}

// ChangesSight says whether an event changes what somebody may see of its task.
func ChangesSight(e ecabinet.Event) bool { return e.Type == "task.edited" }
