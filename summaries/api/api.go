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
	a.submissionRoutes()
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
func Kinds() []string {
	return []string{"synthesis", answersKind, "synthesis-run", "syntheses", "assist"}
}

// answersKind is the kind of ref of an approved table with its answers, which is all of a
// synthesis that who answers its points hears of.
const answersKind = "synthesis-answers"

// ListTopic is where it is heard that the list of syntheses has changed, and listRef the
// thing that says so.
const (
	ListTopic = "syntheses"
	listRef   = "syntheses/all"
)

// SynthesesNews says that the list of syntheses has changed, and nothing of in what: whoever
// reviews reads it again.
type SynthesesNews struct {
	Rev int64 `json:"rev"`
}

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

// AnswersNews says that the approved table or an answer to its points is another.
type AnswersNews struct {
	Rev     int64  `json:"rev" doc:"as the table's"`
	ID      string `json:"id"`
	Version int    `json:"version" doc:"the approved one"`
}

// View reads the live things "synthesis/<question>", "synthesis-answers/<question>",
// "synthesis-run/<question>", "syntheses/all" and "assist/now". What an audience may hear at
// all, [Hears] says.
func (a *API) View(ctx context.Context, topic, ref string) (rev int64, data any, err error) {
	if topic == AssistTopic && ref == assistRef {
		s, err := a.service.Assist(ctx)
		return s.Rev, AssistNews{s.Rev}, err
	}
	if topic == ListTopic && ref == listRef {
		rev, err := a.store.ListsRev(ctx)
		return rev, SynthesesNews{rev}, err
	}
	kind, question, _ := strings.Cut(ref, "/")
	if kind == "assist" || kind == "syntheses" || summaries.QuestionOf(topic) != question {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "synthesis.none")
	}
	switch kind {
	case "synthesis-run":
		c, err := a.store.CourseHead(ctx, question)
		if err != nil {
			return 0, nil, err
		}
		return c.Rev, RunNews{c.Rev, question, c.No, string(c.State)}, nil
	case answersKind:
		rev, version, err := a.store.Turns(ctx, question)
		if err == nil && version == 0 {
			err = ecabinet.E(ecabinet.NotFound, "synthesis.not_approved")
		}
		return rev, AnswersNews{rev, question, version}, err
	}
	states, err := a.store.States(ctx, []string{question})
	d, drafted := states[question]
	if err == nil && !drafted {
		err = ecabinet.E(ecabinet.NotFound, "synthesis.none")
	}
	return d.Rev, SynthesisNews{d.Rev, question, d.Version, d.ApprovedVersion, len(d.Waiting.V)}, err
}

// Sight is what an audience of a synthesis hears.
type Sight struct {
	Review bool // also of the version under review, and of the runs of a model
}

// Hears says whether an audience hears of a thing or a signal at all: who only answers the
// points of an approved table hears of that table.
func Hears(grant any, ref string) bool {
	sight, ok := grant.(Sight)
	return !ok || sight.Review || strings.HasPrefix(ref, answersKind+"/")
}

// Audience says what actor hears of the topic "synthesis:<question>": who reviews the table
// hears that it has changed, and who answers its points or checks the answers that the
// approved one has. Of the list and of the settings of the model hears who reviews any table.
func (a *API) Audience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, grant any, until time.Time, err error) {
	ctx = ecabinet.WithActor(ctx, actor)
	if topic == AssistTopic || topic == ListTopic {
		if allow, _ := a.router.Relations(ctx, "synthesis", "read-synthesis"); len(allow) == 0 {
			err = ecabinet.E(ecabinet.NotFound, "synthesis.none")
		}
		return "review", Sight{true}, actor.ValidUntil, err
	}
	question := summaries.QuestionOf(topic)
	held, err := a.held(ctx, question)
	if err != nil || a.router.May(ctx, "synthesis", held, "read-synthesis") {
		return "review", Sight{true}, actor.ValidUntil, err
	}
	works, err := a.worksOn(ctx, question)
	if err == nil && !works {
		err = ecabinet.E(ecabinet.NotFound, "synthesis.none")
	}
	return "answers", Sight{}, actor.ValidUntil, err
}

// Refs are the things of a topic that are sent whole to whoever begins to hear it.
func (a *API) Refs(ctx context.Context, topic string, grant any) ([]string, error) {
	switch topic {
	case AssistTopic:
		return []string{assistRef}, nil
	case ListTopic:
		return []string{listRef}, nil
	}
	question := summaries.QuestionOf(topic)
	if question == "" {
		return nil, nil
	}
	var refs []string
	for _, ref := range []string{answersKind + "/" + question, summaries.Ref(question), summaries.RunRef(question)} {
		if !Hears(grant, ref) {
			continue
		}
		switch _, _, err := a.View(ctx, topic, ref); {
		case err == nil:
			refs = append(refs, ref)
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
	list := []Target{{e.Topic, e.Ref}, {ListTopic, listRef}}
	switch e.Type {
	case "synthesis.approved", "synthesis.answered", "synthesis.checked":
		list = append(list, Target{e.Topic, answersKind + "/" + summaries.QuestionOf(e.Topic)})
	}
	return list
}
