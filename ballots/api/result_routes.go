package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet/ballots"
	"ecabinet/internal/httpx"
	"ecabinet/procedure"
)

type behalfInput struct {
	ByID
	Body struct {
		Seat       int         `json:"seat" minimum:"1" maximum:"9999"`
		Content    ContentData `json:"content" doc:"with the scan among its files"`
		Reason     string      `json:"reason" maxLength:"2000"`
		ReceivedAt time.Time   `json:"received_at"`
	}
}

func (a *API) behalfRoutes() {
	s := a.service
	httpx.Handle(a.router, httpx.Op{
		ID: "record-on-behalf", Method: http.MethodPost, Path: "/api/ballots/{id}/on-behalf", Object: "answer", Action: "record-on-behalf",
		Summary: "Record a member's answer that came on paper or by telephone", Signing: true,
	}, around[behalfInput](a), func(ctx context.Context, in *behalfInput) (*out[MatrixView], error) {
		_, err := s.RecordOnBehalf(ctx, in.ID, ballots.Behalf{
			Seat: in.Body.Seat, Content: in.Body.Content.content(), Reason: in.Body.Reason, ReceivedAt: in.Body.ReceivedAt,
		})
		return a.matrixAfter(ctx, in.ID, err)
	})
	a.answerAct("second", "second-on-behalf", "The second person's agreement to an answer recorded after the deadline", s.SecondOnBehalf)
	a.answerAct("accept", "confirm-on-behalf", "The member: this recorded answer is mine", s.ConfirmOnBehalf)
	a.answerAct("dispute", "dispute-on-behalf", "The member: it is not; it is void", s.DisputeOnBehalf)
}

func (a *API) answerAct(name, action, summary string, act func(ctx context.Context, answer string) (string, error)) {
	httpx.Handle(a.router, httpx.Op{
		ID: action, Method: http.MethodPost, Path: "/api/answers/{id}/" + name, Object: "answer", Action: action, Summary: summary, Signing: true,
	}, a.aroundAnswer, func(ctx context.Context, in *ByAnswer) (*struct{}, error) {
		_, err := act(ctx, in.ID)
		return nil, err
	})
}

func (a *API) matrixAfter(ctx context.Context, ballot string, err error) (*out[MatrixView], error) {
	if err != nil {
		return nil, err
	}
	st, err := a.stand(ctx, ballot)
	if err != nil {
		return nil, err
	}
	v, err := a.matrixView(ctx, a.sight(ctx, st), ballot)
	return &out[MatrixView]{v}, err
}

type classInput struct {
	ByID
	Body struct {
		Seat     int    `json:"seat" minimum:"1" maximum:"9999"`
		Question string `json:"question"`
		As       string `json:"as" enum:"agree,disagree"`
		Reason   string `json:"reason" maxLength:"2000"`
	}
}

// ByClassing is the input of a route on one classing.
type ByClassing struct {
	ByID
	Classing string `path:"classing"`
}

type correctInput struct {
	ByID
	Body struct {
		Reason string `json:"reason" maxLength:"20000"`
		Text   string `json:"text" doc:"what is to be read instead" maxLength:"20000"`
	}
}

func (a *API) resultRoutes() {
	s := a.service
	httpx.Handle(a.router, httpx.Op{
		ID: "class-answer", Method: http.MethodPost, Path: "/api/ballots/{id}/classings", Object: "answer", Action: "class-answer",
		Summary: "Place an other opinion for or against, with a reason", Signing: true,
	}, around[classInput](a), func(ctx context.Context, in *classInput) (*out[MatrixView], error) {
		_, err := s.ClassAnswer(ctx, ballots.Classing{
			Ballot: in.ID, Seat: in.Body.Seat, Question: in.Body.Question, As: procedure.Choice(in.Body.As), Reason: in.Body.Reason,
		})
		return a.matrixAfter(ctx, in.ID, err)
	})
	a.classingAct("second", "second-classing", "The second person's agreement to a classing that decides", s.SecondClassing)
	a.classingAct("remove", "class-answer", "Take a classing back", s.RemoveClassing)
	a.classingAct("object", "object-classing", "The member's objection: the classing is removed", s.ObjectClassing)
	httpx.Handle(a.router, httpx.Op{
		ID: "read-result", Method: http.MethodGet, Path: "/api/ballots/{id}/result", Object: "result", Action: "read-result",
		Summary: "The tally and the outcome with its reason",
	}, around[ByID](a), func(ctx context.Context, in *ByID) (*out[ResultView], error) { return a.result(ctx, in.ID, nil) })
	httpx.Handle(a.router, httpx.Op{
		ID: "certify-result", Method: http.MethodPost, Path: "/api/ballots/{id}/certify", Object: "result", Action: "certify-result",
		Summary: "Number the result and freeze it", Signing: true,
	}, around[revInput](a), func(ctx context.Context, in *revInput) (*out[ResultView], error) {
		_, err := s.Certify(ctx, in.ID, in.Body.BallotRev)
		return a.result(ctx, in.ID, err)
	})
	a.discussionRoute()
	a.correctRoute()
}

type discussionInput struct {
	ByID
	Body struct {
		BallotRev int64  `json:"ballot_rev"`
		GoesOn    bool   `json:"goes_on" doc:"false: the ballot ends and its matter is for the session"`
		Reason    string `json:"reason" maxLength:"2000" doc:"needed where it ends"`
	}
}

func (a *API) discussionRoute() {
	httpx.Handle(a.router, httpx.Op{
		ID: "decide-discussion", Method: http.MethodPost, Path: "/api/ballots/{id}/discussion", Object: "result", Action: "decide-discussion",
		Summary: "Decide whether a ballot goes on where members have asked for discussion", Signing: true,
	}, around[discussionInput](a), func(ctx context.Context, in *discussionInput) (*out[BallotView], error) {
		act := a.service.ToSession
		if in.Body.GoesOn {
			act = a.service.GoOn
		}
		ref, err := act(ctx, in.ID, in.Body.BallotRev, in.Body.Reason)
		return a.answering(ctx, in.ID, ref, err)
	})
}

func (a *API) correctRoute() {
	httpx.Handle(a.router, httpx.Op{
		ID: "correct-result", Method: http.MethodPost, Path: "/api/ballots/{id}/corrections", Object: "result", Action: "correct-result",
		Summary: "Put a correction on record beside a certified result, which stays as it is", Signing: true,
	}, around[correctInput](a), func(ctx context.Context, in *correctInput) (*out[ResultView], error) {
		_, err := a.service.Correct(ctx, in.ID, in.Body.Reason, in.Body.Text)
		return a.result(ctx, in.ID, err)
	})
}

func (a *API) result(ctx context.Context, ballot string, err error) (*out[ResultView], error) {
	if err != nil {
		return nil, err
	}
	st, err := a.stand(ctx, ballot)
	if err != nil {
		return nil, err
	}
	v, err := a.resultView(ctx, a.sight(ctx, st), ballot)
	return &out[ResultView]{v}, err
}

func (a *API) classingAct(name, action, summary string,
	act func(ctx context.Context, ballot, classing string) (string, error)) {
	id := action
	if name == "remove" {
		id = "remove-classing"
	}
	httpx.Handle(a.router, httpx.Op{
		ID: id, Method: http.MethodPost, Path: "/api/ballots/{id}/classings/{classing}/" + name, Object: "answer", Action: action, Summary: summary, Signing: true,
	}, around[ByClassing](a), func(ctx context.Context, in *ByClassing) (*struct{}, error) {
		_, err := act(ctx, in.ID, in.Classing)
		return nil, err
	})
}
