package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/httpx"
)

type contentInput struct {
	ByID
	Body struct {
		Content ContentData `json:"content"`
	}
}

type prepareInput struct {
	ByID
	Body struct {
		Round   int         `json:"round"`
		Content ContentData `json:"content"`
	}
}

// PreparedView is what the confirmation screen is drawn from.
type PreparedView struct {
	Record  string    `json:"record" doc:"canonical JSON: the exact bytes that will be stored"`
	Hash    string    `json:"hash"`
	Seal    string    `json:"seal" doc:"goes back with the confirmation"`
	Expires time.Time `json:"expires_at"`
	Late    bool      `json:"late" doc:"kept and marked late, not counted"`
}

type confirmInput struct {
	ByID
	Body struct {
		Record  string      `json:"record" maxLength:"200000"`
		Seal    string      `json:"seal" maxLength:"2000"`
		Content ContentData `json:"content"`
	}
}

// ConfirmedView is the acknowledgement of an answer: it is durable.
type ConfirmedView struct {
	Receipt ReceiptView  `json:"receipt"`
	Mine    MyAnswerView `json:"mine"`
}

func (a *API) answerRoutes() {
	httpx.Handle(a.router, httpx.Op{
		ID: "read-my-answer", Method: http.MethodGet, Path: "/api/ballots/{id}/answer", Object: "answer", Action: "cast-answer",
		Summary: "My seat, my answer and its history, the office's draft, what I typed and did not send",
	}, around[ByID](a), func(ctx context.Context, in *ByID) (*out[MyAnswerView], error) {
		v, err := a.myAnswer(ctx, in.ID, ecabinet.ActorFrom(ctx).Person)
		return &out[MyAnswerView]{v}, err
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "save-scratch", Method: http.MethodPut, Path: "/api/ballots/{id}/scratch", Object: "answer", Action: "cast-answer", NoKey: true,
		Summary: "Keep what I have typed so far; nobody else sees it",
	}, around[contentInput](a), func(ctx context.Context, in *contentInput) (*struct{}, error) {
		return nil, a.service.SaveScratch(ctx, in.ID, in.Body.Content.content())
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "prepare-answer", Method: http.MethodPost, Path: "/api/ballots/{id}/prepare", Object: "answer", Action: "cast-answer", NoKey: true,
		Summary: "Make the exact record of my answer, to be confirmed within five minutes",
	}, around[prepareInput](a), func(ctx context.Context, in *prepareInput) (*out[PreparedView], error) {
		p, err := a.service.Prepare(ctx, in.ID, in.Body.Round, in.Body.Content.content(), a.router.Now())
		if err != nil {
			return nil, err
		}
		v := PreparedView(*p)
		return &out[PreparedView]{&v}, nil
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "confirm-answer", Method: http.MethodPost, Path: "/api/ballots/{id}/confirm", Object: "answer", Action: "cast-answer", Signing: true,
		Summary: "Cast the prepared answer; the reply says that it is stored",
	}, around[confirmInput](a), func(ctx context.Context, in *confirmInput) (*out[ConfirmedView], error) {
		done, err := a.service.Confirm(ctx, in.ID, ballots.Confirmation{
			Record: in.Body.Record, Seal: in.Body.Seal, Content: in.Body.Content.content(),
		})
		if err != nil {
			return nil, err
		}
		return a.confirmed(ctx, in.ID, done)
	})
	a.oneAnswerRoutes()
}

func (a *API) confirmed(ctx context.Context, ballot string, done ballots.Cast) (*out[ConfirmedView], error) {
	answer := idOf(done.Ref)
	if done.Mine == nil {
		var err error
		if done.Mine, done.Row, err = a.store.Mine(ctx, ballot, ecabinet.ActorFrom(ctx).Person, answer); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(done.Mine.History, func(h ballots.Answer) bool { return h.ID == answer })
	if i < 0 {
		return nil, ecabinet.E(ecabinet.NotFound, "answer.not_found")
	}
	receipt, err := a.receiptOf(&done.Mine.History[i], done.Mine.Title, done.Row)
	if err != nil {
		return nil, err
	}
	my, err := a.myView(ctx, done.Mine)
	if err != nil {
		return nil, err
	}
	return &out[ConfirmedView]{&ConfirmedView{*receipt, *my}}, nil
}

// ByAnswer is the input of a route on one answer.
type ByAnswer struct {
	ID string `path:"id"`
}

// ofAny is how the actor stands to the answer of anybody.
func (s standing) ofAny() []string {
	held := ofOthers(s.held)
	if !s.is("named") { // the ballot says that nobody learns who answered what
		held = slices.DeleteFunc(held, func(r string) bool { return r == "shown" || r == "released" })
	}
	return held
}

// readsAll says whether the actor in ctx may read what anybody answers to the ballot,
// and not only his own.
func (a *API) readsAll(ctx context.Context, ballot string) (bool, error) {
	s, err := a.stand(ctx, ballot)
	if err != nil {
		return false, err
	}
	held := s.ofAny()
	if !s.ballot.Released() {
		held = append(held, "unreleased")
	}
	return a.router.May(ctx, "answer", held, "read-answer"), nil
}

// aroundAnswer relates the actor to an answer by its ballot and its member.
func (a *API) aroundAnswer(ctx context.Context, in *ByAnswer) ([]string, error) {
	answer, err := a.store.Answer(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	s, err := a.stand(ctx, answer.Ballot)
	if err != nil {
		return nil, err
	}
	held := s.ofAny()
	if answer.Person == s.actor.Person {
		held = append(held, "own")
		if s.ballot.Kind == ballots.Consultation {
			held = append(held, "respondent")
		}
	} else if !s.ballot.Released() {
		held = append(held, "unreleased")
	}
	if s.ballot.Kind == ballots.OfMembers && serves(s.actor, answer.Person) {
		held = append(held, "office")
	}
	return signs(s.actor, held), nil
}

func (a *API) oneAnswerRoutes() {
	httpx.Handle(a.router, httpx.Op{
		ID: "read-answer", Method: http.MethodGet, Path: "/api/answers/{id}", Object: "answer", Action: "read-answer",
		Summary: "One version of one answer, with its text",
	}, a.aroundAnswer, func(ctx context.Context, in *ByAnswer) (*out[AnswerView], error) {
		answer, err := a.store.Answer(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		list := []ballots.Answer{*answer}
		names, err := a.names(ctx, answerPersons(list))
		if err != nil {
			return nil, err
		}
		v := answerView(*answer, names)
		if person := ecabinet.ActorFrom(ctx).Person; answer.Person == person {
			b, err := a.store.Ballot(ctx, answer.Ballot)
			if err != nil {
				return nil, err
			}
			if b.Kind == ballots.Consultation {
				v = v.toWhoIsAsked(person)
			}
		}
		return &out[AnswerView]{&v}, nil
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "read-receipt", Method: http.MethodGet, Path: "/api/answers/{id}/receipt", Object: "answer", Action: "verify-answer",
		Summary: "The signed receipt of my answer",
	}, a.aroundAnswer, func(ctx context.Context, in *ByAnswer) (*out[ReceiptView], error) {
		v, err := a.receipt(ctx, in.ID)
		return &out[ReceiptView]{v}, err
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "verify-answer", Method: http.MethodGet, Path: "/api/answers/{id}/check", Object: "answer", Action: "verify-answer",
		Summary: "Is what is stored what I signed?",
	}, a.aroundAnswer, func(ctx context.Context, in *ByAnswer) (*out[CheckView], error) {
		v, err := a.check(ctx, in.ID)
		return &out[CheckView]{v}, err
	})
}
