package api

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/received"
	"ecabinet/ballots/store"
	"ecabinet/internal/export"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
)

//go:embed texts.json
var texts []byte

// API is the room's routes and views.
type API struct {
	router  *httpx.Router
	service *ballots.Service
	store   *store.Store
	roll    ballots.Roll
	files   *files.Store
	papers  Papers

	letterhead func(ctx context.Context) (export.Letterhead, error)

	reading sync.Mutex // a table unpacks to many times its bytes: one is read at a time
}

// New adds the room's routes to r. head is what the actor's body puts on its papers; p
// serves what is asked about to who is asked.
func New(r *httpx.Router, s *ballots.Service, st *store.Store, fs *files.Store, p Papers, head func(ctx context.Context) (export.Letterhead, error)) *API {
	a := &API{router: r, service: s, store: st, roll: s.Roll, files: fs, papers: p, letterhead: head}
	r.AddTexts(texts)
	r.AddTexts(sheetTexts)
	r.AddTexts(received.Texts())
	a.listRoutes()
	a.deskRoutes()
	a.answerRoutes()
	a.draftRoutes()
	a.behalfRoutes()
	a.resultRoutes()
	a.downloadRoutes()
	a.fileRoutes()
	a.respondentRoutes()
	a.linkRoutes()
	a.letterRoutes()
	a.askedPaperRoutes()
	return a
}

// View reads one of the room's live things. refs:
//
//	ballots/all                                         over body
//	ballot/<ballot>  matrix/<ballot>  result/<ballot>   to audiences with a Sight
//	my-answer/<ballot>                                  over user:<person>
//	office-draft/<ballot>:<member>                      over office:<member>
func (a *API) View(ctx context.Context, topic string, grant any, ref string) (rev int64, data any, err error) {
	kind, id, _ := strings.Cut(ref, "/")
	sight, _ := grant.(Sight)
	switch kind {
	case "ballot":
		v, err := a.ballotView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "matrix":
		v, err := a.matrixView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "result":
		v, err := a.resultView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "ballots":
		rev, err := a.store.ListsRev(ctx)
		return rev, Lists{rev}, err
	case "my-answer":
		v, err := a.myAnswer(ctx, id, strings.TrimPrefix(topic, "user:"))
		return revOf(v, err, func() int64 { return v.Rev })
	case "office-draft":
		ballot, member, _ := strings.Cut(id, ":")
		if topic != "office:"+member {
			return 0, nil, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
		}
		v, err := a.officeDraft(ctx, ballot, member)
		return revOf(v, err, func() int64 { return v.Rev })
	}
	return 0, nil, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
}

func revOf(v any, err error, rev func() int64) (int64, any, error) {
	if err != nil {
		return 0, nil, err
	}
	return rev(), v, nil
}

// Lists tells that some list of ballots has changed: a number that rises, and
// nothing else. Who hears it reads the lists again, as far as allowed.
type Lists struct {
	Rev int64 `json:"rev"`
}

// Refs are the things of a topic that are sent whole to whoever begins to hear it.
// Own and office topics have none: their things belong to a screen, which reads them.
func (a *API) Refs(topic string, grant any) []string {
	id, ok := strings.CutPrefix(topic, "ballot:")
	sight, _ := grant.(Sight)
	if !ok || !sight.Ballot {
		return nil
	}
	refs := []string{"ballot/" + id}
	if sight.Matrix {
		refs = append(refs, "matrix/"+id)
	}
	return refs
}

// Kinds are the kinds of ref that View reads.
func Kinds() []string {
	return []string{"ballots", "ballot", "matrix", "result", "my-answer", "office-draft"}
}

// Target is a thing that an event touches, and where that is heard.
type Target struct{ Topic, Ref string }

// Targets lists what an event of this room touches: one row of the journal may
// change what the desk, the member and the office see.
func Targets(e ecabinet.Event) []Target {
	id, ok := strings.CutPrefix(e.Topic, "ballot:")
	if !ok {
		return nil
	}
	var who struct {
		Person string `json:"person"`
		Member string `json:"member"`
	}
	if json.Unmarshal(e.Data, &who) != nil {
		return nil
	}
	desk := []Target{{e.Topic, "matrix/" + id}}
	switch {
	case strings.HasPrefix(e.Type, "respondent."): // of links and letters the desk alone hears
		return desk
	case who.Member != "": // a draft in an office, of which the desk hears nothing
		return []Target{{"office:" + who.Member, "office-draft/" + id + ":" + who.Member}, {"user:" + who.Member, "my-answer/" + id}}
	case who.Person != "": // an answer, a seat
		return append(desk, Target{"user:" + who.Person, "my-answer/" + id}, Target{"office:" + who.Person, "office-draft/" + id + ":" + who.Person})
	}
	return append(desk, Target{e.Topic, "ballot/" + id}, Target{e.Topic, "result/" + id}, Target{"body", "ballots/all"})
}

// ChangesSight says whether an event changes what somebody may see of its ballot.
func ChangesSight(e ecabinet.Event) bool {
	switch e.Type {
	case "ballot.submitted", "ballot.withdrawn", "ballot.refused", "ballot.approved", "ballot.opened",
		"ballot.closed", "ballot.certified", "ballot.recalled", "ballot.to_session", "ballot.seat_changed":
		return true
	}
	return false
}
