package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/httpx"
	"ecabinet/procedure"
)

// ByID is the input of a route on one ballot. It is exported because only then is
// it filled where it is embedded.
type ByID struct {
	ID string `path:"id"`
}

func (b ByID) ballot() string { return b.ID }

// onBallot is any input that names a ballot.
type onBallot interface{ ballot() string }

// around is the relation function of every route on one ballot.
func around[I onBallot](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		held, err := a.held(ctx, (*in).ballot())
		return signs(ecabinet.ActorFrom(ctx), held), err
	}
}

// out is a reply with a body.
type out[T any] struct{ Body *T }

// rev is the body of an act that carries nothing but what was seen.
type revBody struct {
	BallotRev int64 `json:"ballot_rev"`
}

type revInput struct {
	ByID
	Body revBody
}

type reasonInput struct {
	ByID
	Body struct {
		BallotRev int64  `json:"ballot_rev"`
		Reason    string `json:"reason" maxLength:"2000"`
	}
}

// QuestionInput is a question as written.
type QuestionInput struct {
	Text     string   `json:"text" maxLength:"4000"`
	Kind     string   `json:"kind" enum:"yes_no,options"`
	Options  []string `json:"options" maxItems:"8"`
	Proposal int      `json:"proposal" doc:"1, 2, ...: the option that the drafter proposes; 0: none" minimum:"0" maximum:"8"`
}

// TermsInput is a ballot as written.
type TermsInput struct {
	BallotRev int64           `json:"ballot_rev"`
	Title     string          `json:"title" maxLength:"500"`
	Note      string          `json:"note" maxLength:"4000"`
	Questions []QuestionInput `json:"questions" maxItems:"20"`
	Papers    []string        `json:"papers" doc:"version ids, in the order shown" maxItems:"100"`
	Recused   []string        `json:"recused" doc:"persons" maxItems:"100"`
	Days      int             `json:"days" minimum:"0" maximum:"60"`
	Hour      string          `json:"hour" doc:"15:04; empty: the end of the last day"`
	LastDay   string          `json:"last_day" doc:"2006-01-02, where the rule leaves the deadline to the secretariat"`
	OpenAt    *time.Time      `json:"open_at,omitempty" doc:"absent: as soon as approved"`
	ShowWho   bool            `json:"show_who"`
	ShowLive  bool            `json:"show_live"`
	ByName    bool            `json:"by_name"`
}

func (in TermsInput) terms() (ballots.Terms, error) {
	hour, err := hourOf(in.Hour)
	if err != nil {
		return ballots.Terms{}, err
	}
	t := ballots.Terms{
		Title: in.Title, Note: in.Note, Questions: []ballots.Question{}, Papers: in.Papers, Recused: in.Recused, Days: in.Days,
		Hour: hour, OpenAt: in.OpenAt, ShowWho: in.ShowWho, ShowLive: in.ShowLive, ByName: in.ByName,
	}
	if in.LastDay != "" {
		d, err := procedure.ParseDate(in.LastDay)
		if err != nil {
			return t, badField("last_day", "ballot.bad_date")
		}
		t.LastDay = &d
	}
	for _, q := range in.Questions {
		one := ballots.Question{Text: q.Text, Kind: ballots.QuestionKind(q.Kind), Options: []ballots.Option{}}
		for k, o := range q.Options {
			one.Options = append(one.Options, ballots.Option{Key: fmt.Sprintf("o%d", k+1), Text: o})
		}
		if q.Proposal > 0 {
			one.Proposal = fmt.Sprintf("o%d", q.Proposal)
		}
		t.Questions = append(t.Questions, one)
	}
	return t, nil
}

// view reads a ballot for the actor in ctx, as GET does.
func (a *API) view(ctx context.Context, id string) (*out[BallotView], error) {
	s, err := a.stand(ctx, id)
	if err != nil {
		return nil, err
	}
	v, err := a.ballotView(ctx, a.sight(ctx, s), id)
	if err != nil {
		return nil, err
	}
	return &out[BallotView]{v}, nil
}

// planned is the profile and the deadline if the ballot were sent at its time;
// none where no profile is in force, no deadline where the days are not set.
func (a *API) planned(ctx context.Context, b *ballots.Ballot) (*ProfileView, *DeadlineView, error) {
	sent := a.router.Now()
	if b.OpenAt != nil && b.OpenAt.After(sent) {
		sent = *b.OpenAt
	}
	law, err := a.service.LawOf(ctx, b, sent)
	switch {
	case ecabinet.KindOf(err) == ecabinet.Refused:
		return nil, nil, nil
	case err != nil:
		return nil, nil, err
	case b.Days <= 0 && b.LastDay == nil:
		return profileView(law.Profile), nil, nil
	}
	return profileView(law.Profile), deadlineView(b.Window(law, sent)), nil
}

// answering ends every act on a ballot: the new view, or, where the ballot was
// changed by somebody else meanwhile, the current one beside the refusal.
func (a *API) answering(ctx context.Context, id string, _ string, err error) (*out[BallotView], error) {
	if ecabinet.KindOf(err) == ecabinet.Stale {
		if current, readErr := a.view(ctx, id); readErr == nil {
			return nil, httpx.WithCurrent(err, current.Body)
		}
	}
	if err != nil {
		return nil, err
	}
	return a.view(ctx, id)
}

func (a *API) deskRoutes() {
	s := a.service
	httpx.Handle(a.router, httpx.Op{
		ID: "make-ballot", Method: http.MethodPost, Path: "/api/ballots", Object: "ballot", Action: "make-ballot",
		Summary: "Start a ballot, or a consultation, on a matter that was taken", Status: http.StatusCreated,
	}, nil, func(ctx context.Context, in *struct {
		Body struct {
			Matter string `json:"matter"`
			Kind   string `json:"kind,omitempty" enum:"members,consultation" doc:"whom it asks; left out: the members"`
		}
	}) (*out[BallotView], error) {
		make := s.MakeBallot
		if in.Body.Kind == string(ballots.Consultation) {
			make = s.MakeConsultation
		}
		ref, err := make(ctx, in.Body.Matter)
		if err != nil {
			return nil, err
		}
		return a.view(ctx, idOf(ref))
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "read-ballot", Method: http.MethodGet, Path: "/api/ballots/{id}", Object: "ballot", Action: "read-ballot",
		Summary: "Read a ballot, without answers",
	}, around[ByID](a), func(ctx context.Context, in *ByID) (*out[BallotView], error) { return a.view(ctx, in.ID) })
	httpx.Handle(a.router, httpx.Op{
		ID: "edit-ballot", Method: http.MethodPut, Path: "/api/ballots/{id}", Object: "ballot", Action: "edit-ballot",
		Summary: "Write the terms of a draft",
	}, around[termsInput](a), func(ctx context.Context, in *termsInput) (*out[BallotView], error) {
		t, err := in.Body.terms()
		if err != nil {
			return nil, err
		}
		ref, err := s.Edit(ctx, in.ID, in.Body.BallotRev, t)
		return a.answering(ctx, in.ID, ref, err)
	})
	a.revAct("submit", "submit-ballot", "Ask an approver to let the ballot be sent", false, s.Submit)
	a.revAct("withdraw", "submit-ballot", "Take a ballot that is not open back into the draft", false, s.Withdraw)
	a.revAct("approve", "approve-ballot", "Let the ballot be sent, now or at its time", true, s.Approve)
	a.revAct("close", "extend-ballot", "Close before the deadline, when everybody has answered", false, s.CloseEarly)
	a.reasonAct("refuse", "refuse-ballot", "Send the ballot back to the secretariat", s.Refuse)
	a.reasonAct("recall", "recall-ballot", "Take the ballot back: answers are kept and never tallied", s.Recall)
	a.extendRoute()
	a.replaceRoute()
	a.remindRoute()
	a.seatRoutes()
	a.matrixRoute()
}

type termsInput struct {
	ByID
	Body TermsInput
}

func idOf(ref string) string {
	for i := range ref {
		if ref[i] == '/' {
			return ref[i+1:]
		}
	}
	return ref
}

func (a *API) revAct(name, action, summary string, signing bool, act func(ctx context.Context, id string, rev int64) (string, error)) {
	httpx.Handle(a.router, httpx.Op{
		ID: name + "-ballot", Method: http.MethodPost, Path: "/api/ballots/{id}/" + name, Object: "ballot", Action: action,
		Summary: summary, Signing: signing,
	}, around[revInput](a), func(ctx context.Context, in *revInput) (*out[BallotView], error) {
		ref, err := act(ctx, in.ID, in.Body.BallotRev)
		return a.answering(ctx, in.ID, ref, err)
	})
}

func (a *API) reasonAct(name, action, summary string, act func(ctx context.Context, id string, rev int64, reason string) (string, error)) {
	httpx.Handle(a.router, httpx.Op{
		ID: name + "-ballot", Method: http.MethodPost, Path: "/api/ballots/{id}/" + name, Object: "ballot", Action: action, Summary: summary,
	}, around[reasonInput](a), func(ctx context.Context, in *reasonInput) (*out[BallotView], error) {
		ref, err := act(ctx, in.ID, in.Body.BallotRev, in.Body.Reason)
		return a.answering(ctx, in.ID, ref, err)
	})
}

type extendInput struct {
	ByID
	Body struct {
		BallotRev int64  `json:"ballot_rev"`
		Day       string `json:"day" doc:"the new last day, 2006-01-02"`
		Hour      string `json:"hour" doc:"15:04; empty: the end of the day"`
		Reason    string `json:"reason" maxLength:"2000"`
	}
}

func (a *API) extendRoute() {
	httpx.Handle(a.router, httpx.Op{
		ID: "extend-ballot", Method: http.MethodPost, Path: "/api/ballots/{id}/extend", Object: "ballot", Action: "extend-ballot",
		Summary: "Set a later deadline, with a reason",
	}, around[extendInput](a), func(ctx context.Context, in *extendInput) (*out[BallotView], error) {
		day, err := procedure.ParseDate(in.Body.Day)
		if err != nil {
			return nil, badField("day", "ballot.bad_date")
		}
		hour, err := hourOf(in.Body.Hour)
		if err != nil {
			return nil, err
		}
		ref, err := a.service.Extend(ctx, in.ID, in.Body.BallotRev, ballots.Later{Day: day, Hour: hour, Reason: in.Body.Reason})
		return a.answering(ctx, in.ID, ref, err)
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "preview-deadline", Method: http.MethodGet, Path: "/api/deadline", Object: "body", Action: "read-calendar",
		Summary: "The deadline that a number of working days would give, with the days it skips",
	}, nil, func(ctx context.Context, in *struct {
		Days int       `query:"days" minimum:"1" maximum:"60"`
		Sent time.Time `query:"sent"`
		Hour string    `query:"hour"`
	}) (*out[DeadlineView], error) {
		sent := in.Sent
		if sent.IsZero() {
			sent = a.router.Now()
		}
		hour, err := hourOf(in.Hour)
		if err != nil {
			return nil, err
		}
		law, err := a.service.Laws.At(ctx, sent)
		if err != nil {
			return nil, err
		}
		return &out[DeadlineView]{deadlineView(law.Calendar.Deadline(sent, in.Days, hour, law.Calendar.Zone))}, nil
	})
}

type replaceInput struct {
	ByID
	Body struct {
		BallotRev int64  `json:"ballot_rev"`
		Version   string `json:"version" doc:"the new version of one of the ballot's papers"`
		How       string `json:"how" enum:"new_round,correction"`
		Reason    string `json:"reason" maxLength:"2000"`
	}
}

func (a *API) replaceRoute() {
	httpx.Handle(a.router, httpx.Op{
		ID: "replace-paper", Method: http.MethodPost, Path: "/api/ballots/{id}/replace-paper", Object: "ballot", Action: "replace-paper",
		Summary: "Bind the open ballot to a new version of a paper: a new round, or a correction that members are told of",
	}, around[replaceInput](a), func(ctx context.Context, in *replaceInput) (*out[BallotView], error) {
		ref, err := a.service.ReplacePaper(ctx, in.ID, in.Body.BallotRev, in.Body.Version, ballots.Replacement(in.Body.How), in.Body.Reason)
		return a.answering(ctx, in.ID, ref, err)
	})
}

type remindInput struct {
	ByID
	Body struct {
		Seats []int `json:"seats" doc:"empty: all who have not answered" maxItems:"1000"`
	}
}

func (a *API) remindRoute() {
	httpx.Handle(a.router, httpx.Op{
		ID: "remind-ballot", Method: http.MethodPost, Path: "/api/ballots/{id}/remind", Object: "ballot", Action: "remind-ballot",
		Summary: "Remind those who have not answered, and their offices",
	}, around[remindInput](a), func(ctx context.Context, in *remindInput) (*out[BallotView], error) {
		ref, err := a.service.Remind(ctx, in.ID, in.Body.Seats)
		return a.answering(ctx, in.ID, ref, err)
	})
}

type seatInput struct {
	ByID
	Seat int `path:"seat" minimum:"1" maximum:"9999"`
	Body struct {
		Successor string `json:"successor" doc:"person; empty: the seat is not passed on"`
		Reason    string `json:"reason" maxLength:"2000"`
	}
}

func (a *API) seatRoutes() {
	httpx.Handle(a.router, httpx.Op{
		ID: "pass-seat", Method: http.MethodPost, Path: "/api/ballots/{id}/seats/{seat}/pass", Object: "ballot", Action: "pass-seat",
		Summary: "A post was lost before closing: pass the seat to the successor, or leave it unanswered",
	}, around[seatInput](a), func(ctx context.Context, in *seatInput) (*out[BallotView], error) {
		if in.Body.Successor == "" {
			ref, err := a.service.VacateSeat(ctx, in.ID, in.Seat, in.Body.Reason)
			return a.answering(ctx, in.ID, ref, err)
		}
		members, err := a.roll.Members(ctx, a.router.Now())
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if m.Person == in.Body.Successor {
				ref, err := a.service.PassSeat(ctx, in.ID, in.Seat, m, in.Body.Reason)
				return a.answering(ctx, in.ID, ref, err)
			}
		}
		return nil, badField("successor", "seat.not_a_member")
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "record-recusal", Method: http.MethodPost, Path: "/api/ballots/{id}/seats/{seat}/recusal", Object: "ballot", Action: "record-recusal",
		Summary: "A member has told that he takes no part: he reads and answers no more. What he has answered himself only he can take back", Signing: true,
	}, around[recusedSeatInput](a), func(ctx context.Context, in *recusedSeatInput) (*out[BallotView], error) {
		ref, err := a.service.RecordRecusal(ctx, in.ID, in.Seat, in.Body.Reason)
		return a.answering(ctx, in.ID, ref, err)
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "declare-recusal", Method: http.MethodPost, Path: "/api/ballots/{id}/recusal", Object: "ballot", Action: "declare-recusal",
		Summary: "I take no part: I read and answer no more, and what I answered does not count", Signing: true,
	}, around[recusalInput](a), func(ctx context.Context, in *recusalInput) (*struct{}, error) {
		_, err := a.service.DeclareRecusal(ctx, in.ID, in.Body.Reason)
		return nil, err
	})
}

type recusalBody struct {
	Reason string `json:"reason" maxLength:"2000"`
}

type recusalInput struct {
	ByID
	Body recusalBody
}

type recusedSeatInput struct {
	ByID
	Seat int `path:"seat" minimum:"1" maximum:"9999"`
	Body recusalBody
}

func (a *API) matrixRoute() {
	httpx.Handle(a.router, httpx.Op{
		ID: "read-matrix", Method: http.MethodGet, Path: "/api/ballots/{id}/matrix", Object: "ballot", Action: "read-matrix",
		Summary: "Members by questions: who has answered, and what where it may be seen",
	}, around[ByID](a), func(ctx context.Context, in *ByID) (*out[MatrixView], error) {
		s, err := a.stand(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		v, err := a.matrixView(ctx, a.sight(ctx, s), in.ID)
		return &out[MatrixView]{v}, err
	})
}
