// Package api is the annotations over HTTP and in the live stream: a person's own,
// those that others share with his office, and who shares. It holds no rule and no
// SQL, and nothing of a content goes into a signal, a log or a URL.
package api

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/annotations"
	"ecabinet/internal/httpx"
)

//go:embed texts.json
var texts []byte

// Store is what the room's routes read besides what its use cases need.
type Store interface {
	annotations.Store
	Sharers(ctx context.Context, document, office string) ([]annotations.Sharer, time.Time, error)
	SharedDocuments(ctx context.Context, office string) ([]string, error)
	// Offices are those that read something of what the actor has on a paper.
	Offices(ctx context.Context, document string) ([]string, error)
}

// Standing tells how the actor in ctx stands to a paper, in the words of the role
// table, by one of its versions or by itself; NotFound where there is none.
type Standing interface {
	OfVersion(ctx context.Context, version string) ([]string, error)
	OfDocument(ctx context.Context, document string) ([]string, error)
}

// Live sets signals.
type Live interface {
	Signal(body, topic, ref string, data any) error
}

// API serves the room.
type API struct {
	router   *httpx.Router
	service  *annotations.Service
	store    Store
	standing Standing
	names    func(ctx context.Context, persons []string) (map[string]string, error)
	live     func() Live // the hub, which is made after the routes
}

// New adds the room's routes to r.
func New(r *httpx.Router, s *annotations.Service, st Store, standing Standing,
	names func(ctx context.Context, persons []string) (map[string]string, error), live func() Live) *API {
	a := &API{router: r, service: s, store: st, standing: standing, names: names, live: live}
	r.AddTexts(texts)
	a.routes()
	return a
}

type out[V any] struct{ Body *V }

// OfVersion is the input of a route on a version of a paper.
type OfVersion struct {
	ID string `path:"id" maxLength:"40" doc:"a version of a paper"`
}

func (v OfVersion) version() string { return v.ID }

type readInput struct {
	OfVersion
	Since int64 `query:"since" minimum:"0" doc:"only what changed after this seq, erased ones too"`
}

type listInput struct {
	Versions []string `query:"versions" maxItems:"200" doc:"versions of papers, of a ballot or a session, with commas between"`
}

type putInput struct {
	OfVersion
	Body struct {
		Puts   []PutData   `json:"puts" maxItems:"200"`
		Erases []EraseData `json:"erases" maxItems:"200"`
	}
}

type shareInput struct {
	ID   string `path:"id" maxLength:"40" doc:"a paper"`
	Body struct {
		Office      string   `json:"office" maxLength:"40" doc:"the member whose office shall read them; empty: taken back"`
		Annotations []string `json:"annotations" maxItems:"5000" doc:"these; empty: all of the paper, also those to come"`
	}
}

func (a *API) routes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-annotations", Method: http.MethodGet, Path: "/api/versions/{id}/annotations", Object: "annotation", Action: "read-annotation",
		Summary: "My annotations of a paper, each with its place on this version"}, own[readInput](a, false), a.read)
	httpx.Handle(a.router, httpx.Op{ID: "list-annotations", Method: http.MethodGet, Path: "/api/annotations", Object: "annotation", Action: "read-annotation",
		Summary: "My annotations of several papers, without the strokes of ink; papers that I may not read are left out"},
		func(context.Context, *listInput) ([]string, error) { return []string{"own"}, nil }, a.list)
	// No key: every annotation has an id of its own, so that nothing is done twice.
	httpx.Handle(a.router, httpx.Op{ID: "write-annotations", Method: http.MethodPut, Path: "/api/versions/{id}/annotations", Object: "annotation", Action: "write-annotation", NoKey: true,
		MaxBody: 4 << 20, Summary: "Keep what I drew, wrote and erased on this version since I was last heard"}, own[putInput](a, true), a.put)
	httpx.Handle(a.router, httpx.Op{ID: "read-shared-annotations", Method: http.MethodGet, Path: "/api/versions/{id}/annotations/shared", Object: "annotation", Action: "read-annotation",
		Summary: "What others share of this paper with the offices that I belong to"}, a.shared, a.readShared)
	httpx.Handle(a.router, httpx.Op{ID: "share-annotations", Method: http.MethodPut, Path: "/api/documents/{id}/annotations/sharing", Object: "annotation", Action: "share-annotation",
		Summary: "Let an office read annotations of a paper, or take them back at once"},
		func(ctx context.Context, in *shareInput) ([]string, error) {
			held, err := a.standing.OfDocument(ctx, in.ID)
			return a.relations(ctx, held, err, "own", false)
		}, a.share)
}

// own relates the actor to his own annotations of the version that a route has. What
// a device still holds of a paper that was called back meanwhile is kept, not read.
func own[I interface{ version() string }](a *API, withdrawn bool) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		held, err := a.standing.OfVersion(ctx, (*in).version())
		return a.relations(ctx, held, err, "own", withdrawn)
	}
}

func (a *API) shared(ctx context.Context, in *OfVersion) ([]string, error) {
	held, err := a.standing.OfVersion(ctx, in.ID)
	return a.relations(ctx, held, err, "shared", false)
}

// relations are those to annotations of a paper to which the actor stands as in held:
// as, where he may read the paper at all; else there is nothing here.
func (a *API) relations(ctx context.Context, held []string, err error, as string, withdrawn bool) ([]string, error) {
	if err != nil {
		return nil, err
	}
	reads := held
	if withdrawn {
		reads = slices.DeleteFunc(slices.Clone(held), func(r string) bool { return r == "withdrawn" })
	}
	if !a.router.May(ctx, "document", reads, "read-document") {
		return nil, ecabinet.E(ecabinet.NotFound, "document.not_found")
	}
	out := []string{as}
	for _, r := range []string{"recused", "withdrawn"} {
		if slices.Contains(held, r) {
			out = append(out, r)
		}
	}
	return out, nil
}

// offices are the members whose office the actor in ctx belongs to: his own, and
// those for whom he works.
func offices(ctx context.Context) []string {
	actor := ecabinet.ActorFrom(ctx)
	var ids []string
	if actor.Has("member") {
		ids = append(ids, actor.Person)
	}
	for _, o := range actor.Offices {
		ids = append(ids, o.Member)
	}
	return ids
}

func (a *API) read(ctx context.Context, in *readInput) (*out[AnnotationsView], error) {
	p, err := a.service.Papers.Version(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	head, list, err := a.store.Own(ctx, p.Document, in.Since)
	if err != nil {
		return nil, err
	}
	return a.view(ctx, p, head, list)
}

func (a *API) list(ctx context.Context, in *listInput) (*out[AnnotationsList], error) {
	v := &AnnotationsList{Items: []AnnotationsView{}}
	for _, version := range in.Versions {
		held, err := a.standing.OfVersion(ctx, version)
		if held, err = a.relations(ctx, held, err, "own", false); err == nil && !a.router.May(ctx, "annotation", held, "read-annotation") {
			continue
		}
		var one *out[AnnotationsView]
		if err == nil {
			one, err = a.read(ctx, &readInput{OfVersion: OfVersion{version}})
		}
		if e := (*ecabinet.Error)(nil); errors.As(err, &e) && e.Kind == ecabinet.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		for i := range one.Body.Items {
			one.Body.Items[i].Ink = ""
		}
		v.Items = append(v.Items, *one.Body)
	}
	return &out[AnnotationsList]{v}, nil
}

func (a *API) put(ctx context.Context, in *putInput) (*out[AnnotationsView], error) {
	p, err := a.service.Papers.Version(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var c annotations.Change
	for _, d := range in.Body.Puts {
		c.Puts = append(c.Puts, annotations.Put{ID: d.ID, Seen: d.Seen, Content: d.content()})
	}
	for _, d := range in.Body.Erases {
		c.Erases = append(c.Erases, annotations.Erase(d))
	}
	head, list, err := a.service.Put(ctx, p, c)
	if err != nil {
		return nil, err
	}
	if err := a.tell(ctx, p.Document, head.Seq); err != nil {
		return nil, err
	}
	return a.view(ctx, p, head, list)
}

func (a *API) share(ctx context.Context, in *shareInput) (*out[SharingView], error) {
	if in.Body.Office != "" && !slices.Contains(offices(ctx), in.Body.Office) {
		return nil, ecabinet.E(ecabinet.Forbidden, "annotation.no_office")
	}
	before, err := a.store.Offices(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	want := annotations.Sharing{Office: in.Body.Office, IDs: in.Body.Annotations}
	if err := a.service.Share(ctx, in.ID, want); err != nil {
		return nil, err
	}
	head, list, err := a.store.Own(ctx, in.ID, 0)
	if err != nil {
		return nil, err
	}
	if err := a.tell(ctx, in.ID, head.Seq, before...); err != nil {
		return nil, err
	}
	v := &SharingView{Document: in.ID, Seq: head.Seq, Office: head.Office, Annotations: map[string]string{}}
	for _, x := range list {
		if x.Office != "" {
			v.Annotations[x.ID] = x.Office
		}
	}
	return &out[SharingView]{v}, nil
}

// ChangedSignal says that a person's annotations of a paper have come so far: his
// other devices, and who reads what he shares, ask for them.
type ChangedSignal struct {
	Seq int64 `json:"seq"`
}

// tell signals to the actor's devices and to whoever reads what he shares, and to
// those who did before.
func (a *API) tell(ctx context.Context, document string, seq int64, before ...string) error {
	actor := ecabinet.ActorFrom(ctx)
	now, err := a.store.Offices(ctx, document)
	if err != nil {
		return err
	}
	v := ChangedSignal{seq}
	topics := []string{"user:" + actor.Person}
	for _, o := range append(before, now...) {
		topics = append(topics, "office:"+o, "user:"+o)
	}
	slices.Sort(topics)
	for _, topic := range slices.Compact(topics) {
		ref := "annotations-of/" + document + ":" + actor.Person
		if err := a.live().Signal(actor.Body, topic, ref, v); err != nil {
			return err
		}
	}
	return nil
}

func (a *API) readShared(ctx context.Context, in *OfVersion) (*out[SharedView], error) {
	p, err := a.service.Papers.Version(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	list, err := a.store.Shared(ctx, p.Document, offices(ctx))
	if err != nil {
		return nil, err
	}
	placed, err := a.service.On(ctx, p, list)
	if err != nil {
		return nil, err
	}
	var persons []string
	for _, x := range list {
		persons = append(persons, x.Person)
	}
	names, err := a.names(ctx, slices.Compact(persons))
	if err != nil {
		return nil, err
	}
	v := &SharedView{Document: p.Document, People: []SharerView{}}
	for _, x := range placed {
		if n := len(v.People); n == 0 || v.People[n-1].Person.ID != x.Person {
			v.People = append(v.People, SharerView{Person: PersonName{x.Person, names[x.Person]}, Items: []AnnotationView{}})
		}
		last := &v.People[len(v.People)-1]
		last.Items = append(last.Items, annotationView(x))
	}
	return &out[SharedView]{v}, nil
}

// Kinds are the kinds of ref that View reads.
func Kinds() []string { return []string{"shared-annotations"} }

// office is the member in whose office a topic is heard; "" for another topic.
func office(topic string) string {
	for _, kind := range []string{"office:", "user:"} {
		if id, ok := strings.CutPrefix(topic, kind); ok {
			return id
		}
	}
	return ""
}

// View reads "shared-annotations/<document>" for an office: who shares something of
// a paper with it, without a word of what. Nobody: it is gone.
func (a *API) View(ctx context.Context, topic, ref string) (rev int64, data any, err error) {
	document := strings.TrimPrefix(ref, "shared-annotations/")
	list, at, err := a.store.Sharers(ctx, document, office(topic))
	if err != nil {
		return 0, nil, err
	}
	v := &SharersView{Rev: at.UnixMicro(), Document: document, Office: office(topic), People: []SharersLine{}}
	var persons []string
	for _, s := range list {
		if s.Person != v.Office || strings.HasPrefix(topic, "office:") {
			persons = append(persons, s.Person)
		}
	}
	if len(persons) == 0 {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "annotation.not_found")
	}
	names, err := a.names(ctx, persons)
	if err != nil {
		return 0, nil, err
	}
	for _, s := range list {
		if slices.Contains(persons, s.Person) {
			v.People = append(v.People, SharersLine{PersonName{s.Person, names[s.Person]}, s.Count})
		}
	}
	return v.Rev, v, nil
}

// Refs are the things of a topic that are sent whole to whoever begins to hear it.
func (a *API) Refs(ctx context.Context, topic string) ([]string, error) {
	if office(topic) == "" {
		return nil, nil
	}
	documents, err := a.store.SharedDocuments(ctx, office(topic))
	refs := make([]string, len(documents))
	for i, d := range documents {
		refs[i] = annotations.SharedRef(d)
	}
	return refs, err
}

// Target is a thing that an event touches, and where that is heard.
type Target struct{ Topic, Ref string }

// Targets lists what an event of this room touches: the office hears of it, and its
// member.
func Targets(e ecabinet.Event) []Target {
	id, ok := strings.CutPrefix(e.Topic, "office:")
	if !ok || !strings.HasPrefix(e.Type, "annotations.") {
		return nil
	}
	return []Target{{e.Topic, e.Ref}, {"user:" + id, e.Ref}}
}
