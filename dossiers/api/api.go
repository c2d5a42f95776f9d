// Package api is the dossiers room over HTTP and in the live stream: matters,
// papers, uploads, reading and search. It holds no rule and no SQL, its types never
// embed those of the room, and nothing that was uploaded leaves it in a form that a
// browser would open as a page of this application.
package api

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/httpx"
)

//go:embed texts.json
var texts []byte

// Store is what the room's routes read besides what its use cases need.
type Store interface {
	dossiers.Store
	// Paper reads a paper with its versions.
	Paper(ctx context.Context, id string) (dossiers.Document, error)
	Access(ctx context.Context, matter string) (dossiers.Access, error)
	DocumentAccess(ctx context.Context, document string) (dossiers.Access, error)
	VersionAccess(ctx context.Context, version string) (dossiers.Access, error)
	// Of and OfPaper are the relations in which an actor stands to a matter or paper.
	Of(a ecabinet.Actor, x dossiers.Access) []string
	OfPaper(a ecabinet.Actor, x dossiers.Access) []string
	List(ctx context.Context, q dossiers.ListQuery) ([]dossiers.Matter, error)
	// ListsRev rises with everything that happens in the actor's body.
	ListsRev(ctx context.Context) (int64, error)
	Search(ctx context.Context, q dossiers.SearchQuery) ([]dossiers.Found, error)
}

// Names tells how persons and agencies of the actor's body are called; ids that it
// does not know are left out.
type Names interface {
	Persons(ctx context.Context, ids []string) (map[string]string, error)
	Agencies(ctx context.Context, ids []string) (map[string]Text, error)
}

// API serves the dossiers room.
type API struct {
	router  *httpx.Router
	service *dossiers.Service
	store   Store
	names   Names
}

// Register adds the routes of the room. names may be nil: then only ids are shown.
func Register(r *httpx.Router, s *dossiers.Service, store Store, names Names) *API {
	a := &API{router: r, service: s, store: store, names: names}
	r.AddTexts(texts)
	a.matterRoutes()
	a.paperRoutes()
	a.uploadRoutes()
	a.readingRoutes()
	a.searchRoutes()
	a.compareRoutes()
	return a
}

// Sight is what some actors may see of one matter: the whole of what its shared
// view may depend on besides rows.
type Sight struct {
	Matter bool // the matter itself
	Papers bool // what may be read
	Desk   bool // what only its makers see: refused and waiting versions, recalled papers, history
}

// Key is the sight's canonical form.
func (s Sight) Key() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // three booleans
	}
	return string(raw)
}

func (a *API) sight(ctx context.Context, x dossiers.Access) Sight {
	actor := ecabinet.ActorFrom(ctx)
	held, ofPaper := a.store.Of(actor, x), a.store.OfPaper(actor, x)
	s := Sight{Matter: a.router.May(ctx, "matter", held, "read-matter")}
	if s.Matter {
		s.Papers = a.router.May(ctx, "document", ofPaper, "read-document")
		s.Desk = a.router.May(ctx, "matter", held, "edit-matter")
	}
	return s
}

// Audience says what actor hears of the topic "matter:<id>", for the live stream.
func (a *API) Audience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, grant any, until time.Time, err error) {
	ctx = ecabinet.WithActor(ctx, actor)
	x, err := a.store.Access(ctx, strings.TrimPrefix(topic, "matter:"))
	if err != nil {
		return "", nil, time.Time{}, err
	}
	sight := a.sight(ctx, x)
	if !sight.Matter {
		return "", nil, time.Time{}, ecabinet.E(ecabinet.NotFound, "matter.not_found")
	}
	return sight.Key(), sight, actor.ValidUntil, nil
}

// Kinds are the kinds of ref that View reads.
func Kinds() []string { return []string{"matters", "matter"} }

// Lists tells that some list of matters has changed: a number that rises, and
// nothing else. Who hears it reads the lists again, as far as allowed.
type Lists struct {
	Rev int64 `json:"rev"`
}

// View reads the live thing "matter/<id>" for an audience with a Sight, or
// "matters/all" for everybody who has lists.
func (a *API) View(ctx context.Context, grant any, ref string) (rev int64, data any, err error) {
	if strings.HasPrefix(ref, "matters/") {
		rev, err = a.store.ListsRev(ctx)
		return rev, Lists{rev}, err
	}
	sight, _ := grant.(Sight)
	v, err := a.matterView(ctx, sight, strings.TrimPrefix(ref, "matter/"))
	if err != nil {
		return 0, nil, err
	}
	return v.Rev, v, nil
}

// Target is a thing that an event touches, and where that is heard.
type Target struct{ Topic, Ref string }

// Targets lists what an event of this room touches.
func Targets(e ecabinet.Event) []Target {
	id, ok := strings.CutPrefix(e.Topic, "matter:")
	if !ok {
		return nil
	}
	return []Target{{e.Topic, "matter/" + id}, {"body", "matters/all"}}
}

// ChangesSight says whether an event changes what somebody may see of its matter.
func ChangesSight(e ecabinet.Event) bool {
	switch e.Type {
	case "matter.edited", "matter.deciding", "matter.resumed", "matter.decided", "matter.access_changed":
		return true
	}
	return false
}

// ProgressView is the signal "progress/<version>" on the matter's topic while a
// version is being worked on.
type ProgressView struct {
	Version string `json:"version"`
	Page    int    `json:"page" doc:"being worked on now"`
	Of      int    `json:"of" doc:"pages"`
}

// Progress is where and what to signal when the workshop has come to a page.
func Progress(v dossiers.Version, page, of int) (topic, ref string, data ProgressView) {
	return "matter:" + v.Matter, "progress/" + v.ID, ProgressView{v.ID, page, of}
}

// Hears says whether an audience of a matter hears the signal ref: that a version is
// being worked on is for those who may see it before it is ready.
func Hears(grant any, ref string) bool {
	if !strings.HasPrefix(ref, "progress/") {
		return true
	}
	sight, ok := grant.(Sight)
	return ok && sight.Desk
}

func (a *API) rights(ctx context.Context, object, action string) dossiers.Rights {
	allow, deny := a.router.Relations(ctx, object, action)
	return dossiers.Rights{Allow: allow, Deny: deny}
}
