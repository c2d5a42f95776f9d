// Package api is the synthesis of opinions over HTTP and in the live stream: the list of
// what is to be synthesised, the review of a version, its approval, the drafter's answers
// and the files. It holds no rule and no SQL. Nothing that is not approved is ever in a
// file or in what a drafter, a member or an auditor reads.
package api

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/summaries"
	"ecabinet/summaries/store"
)

//go:embed texts.json
var texts []byte

//go:embed sheet.json
var sheetTexts []byte

// House tells of the ballots and of the body, in this room's words.
type House interface {
	// Standing is how the actor in ctx stands to a question's ballot, in the words of the
	// role table; NotFound where there is none. Before the ballot is certified it is
	// "unreleased".
	Standing(ctx context.Context, question string) ([]string, error)
	// Questions are the ids of a ballot's questions, in their order; NotFound
	// "synthesis.not_found" where there is no such ballot.
	Questions(ctx context.Context, ballot string) ([]string, error)
	// Closed are the questions of closed ballots for which one of the relations allow holds
	// and none of deny, the newest ballot first, after a cursor.
	Closed(ctx context.Context, allow, deny []string, after string) (list []Line, next string, err error)
	// Among are those of these ballots that Closed would give.
	Among(ctx context.Context, allow, deny, ballots []string) ([]string, error)
	// Lines are questions of ballots by their ids, without how many have answered.
	Lines(ctx context.Context, questions []string) (map[string]Line, error)
	// Names are full names by person.
	Names(ctx context.Context, persons []string) (map[string]string, error)
	Letterhead(ctx context.Context) (export.Letterhead, error)
}

// Line is a question of a closed ballot.
type Line struct {
	ID, Ballot, Draft, Lead, Text string
	Number                        string
	ClosedAt                      *time.Time
	Of, Answered, Deemed          int
}

// Text is a text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// API serves the room.
type API struct {
	router  *httpx.Router
	service *summaries.Service
	store   *store.Store
	house   House
}

// New adds the room's routes to r.
func New(r *httpx.Router, s *summaries.Service, st *store.Store, house House) *API {
	a := &API{router: r, service: s, store: st, house: house}
	r.AddTexts(summaries.Texts())
	r.AddTexts(texts)
	r.AddTexts(sheetTexts)
	a.reviewRoutes()
	a.versionRoutes()
	a.tableRoutes()
	a.filingRoutes()
	a.listRoutes()
	a.fileRoutes()
	a.assistRoutes()
	a.runRoutes()
	return a
}

type out[V any] struct{ Body *V }

// OfQuestion is the input of a route on one question.
type OfQuestion struct {
	ID string `path:"id" maxLength:"80" doc:"of the question: the ballot's id, '-', the question's key"`
}

func (q OfQuestion) question() string { return q.ID }

// on relates the actor to the question whose id a route has.
func on[I interface{ question() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) { return a.held(ctx, (*in).question()) }
}

func (a *API) onPath(req *http.Request) ([]string, error) {
	return a.held(req.Context(), req.PathValue("id"))
}

// held are the relations of a ballot that this room's rows speak of.
func (a *API) held(ctx context.Context, question string) ([]string, error) {
	list, err := a.house.Standing(ctx, question)
	return slices.DeleteFunc(list, func(r string) bool {
		return !slices.Contains([]string{"any", "voter", "closed", "released", "unreleased", "recused"}, r)
	}), err
}

// Kinds are the kinds of ref that View reads.
func Kinds() []string { return []string{"synthesis", "synthesis-run", "assist"} }

// AssistTopic is where it is heard that the settings of the model have changed, and
// assistRef the thing that says so.
const (
	AssistTopic = "assist"
	assistRef   = "assist/now"
)

// AssistNews says that the settings of the model have changed, and nothing of what they are:
// whoever reviews reads again whether it may be asked.
type AssistNews struct {
	Rev int64 `json:"rev"`
}

// SynthesisNews says how far a synthesis has come: who hears it reads what has changed.
type SynthesisNews struct {
	Rev      int64  `json:"rev"`
	ID       string `json:"id"`
	Version  int    `json:"version"`
	Approved int    `json:"approved" doc:"the last version that was approved; 0: none"`
	Waiting  int    `json:"waiting" doc:"sentences that wait for a person; counts only, no words"`
}

// View reads the live things "synthesis/<question>", "synthesis-run/<question>" and "assist/now".
func (a *API) View(ctx context.Context, topic, ref string) (rev int64, data any, err error) {
	if topic == AssistTopic && ref == assistRef {
		s, err := a.service.Assist(ctx)
		return s.Rev, AssistNews{s.Rev}, err
	}
	kind, question, _ := strings.Cut(ref, "/")
	if kind == "assist" || summaries.QuestionOf(topic) != question {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "synthesis.none")
	}
	if kind == "synthesis-run" {
		c, err := a.store.Course(ctx, question)
		if err != nil {
			return 0, nil, err
		}
		return c.Rev, RunNews{c.Rev, question, c.No, string(c.State)}, nil
	}
	d, err := a.store.Desk(ctx, question)
	if err != nil {
		return 0, nil, err
	}
	return d.Rev, SynthesisNews{d.Rev, question, d.Table.Version, d.Approval.Version, len(d.Table.Waiting)}, nil
}

// Audience says what actor hears of the topic "synthesis:<question>": who reviews or reads
// the table hears that it has changed, which is the same for all of them. Of the settings
// of the model hears who reviews any table.
func (a *API) Audience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, until time.Time, err error) {
	ctx = ecabinet.WithActor(ctx, actor)
	if topic == AssistTopic {
		if allow, _ := a.router.Relations(ctx, "synthesis", "read-synthesis"); len(allow) == 0 {
			err = ecabinet.E(ecabinet.NotFound, "synthesis.none")
		}
		return "review", actor.ValidUntil, err
	}
	held, err := a.held(ctx, summaries.QuestionOf(topic))
	if err == nil && !a.router.May(ctx, "synthesis", held, "read-synthesis") {
		err = ecabinet.E(ecabinet.NotFound, "synthesis.none")
	}
	return "review", actor.ValidUntil, err
}

// Refs are the things of a topic that are sent whole to whoever begins to hear it.
func (a *API) Refs(ctx context.Context, topic string) ([]string, error) {
	if topic == AssistTopic {
		return []string{assistRef}, nil
	}
	question := summaries.QuestionOf(topic)
	if question == "" {
		return nil, nil
	}
	var refs []string
	for _, one := range []struct {
		ref  string
		load func() error
	}{
		{summaries.Ref(question), func() error { _, err := a.store.Desk(ctx, question); return err }},
		{summaries.RunRef(question), func() error { _, err := a.store.Course(ctx, question); return err }},
	} {
		switch err := one.load(); {
		case err == nil:
			refs = append(refs, one.ref)
		case ecabinet.KindOf(err) != ecabinet.NotFound: // nothing is drafted, nothing was run
			return nil, err
		}
	}
	return refs, nil
}

// Target is a thing that an event touches, and where that is heard.
type Target struct{ Topic, Ref string }

// Targets lists what an event of this room touches.
func Targets(e ecabinet.Event) []Target {
	switch {
	case e.Topic == "body" && e.Ref == "assist":
		return []Target{{AssistTopic, assistRef}}
	case summaries.QuestionOf(e.Topic) == "":
		return nil
	}
	return []Target{{e.Topic, e.Ref}}
}
