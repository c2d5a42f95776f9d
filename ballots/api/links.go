package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/httpx"
)

// SecretData is the secret of a personal link: what stands in its fragment.
type SecretData struct {
	Secret string `json:"secret" maxLength:"100"`
}

type secretInput struct{ Body SecretData }

// EntryData is a personal link's secret with the browser's own of this attempt.
type EntryData struct {
	SecretData
	Nonce string `json:"nonce" minLength:"16" maxLength:"64" doc:"random; with the same one the same session is given again, where the reply was lost"`
}

type entryInput struct{ Body EntryData }

// LinkLookView is what a personal link leads to, before it is used.
type LinkLookView struct {
	Respondent string    `json:"respondent" doc:"who is asked"`
	Body       Text      `json:"body" doc:"who runs the consultation"`
	Lead       string    `json:"lead" doc:"the agency in whose name it asks"`
	Title      string    `json:"title" doc:"empty where its class does not let it leave"`
	Deadline   time.Time `json:"deadline_at"`
	Over       bool      `json:"over" doc:"the deadline has passed: an answer would be late"`
	Used       bool      `json:"used" doc:"it was used once and opens nothing any more"`
	Ballot     string    `json:"ballot" doc:"where this browser is in by this very respondent's link; else empty"`
	SignedIn   string    `json:"signed_in" enum:",link,account" doc:"who would be signed out of this browser by using it"`
	Zone       string    `json:"zone" doc:"of times, IANA"`
	Now        time.Time `json:"now" doc:"the server's clock"`
}

// LinkEnteredView is what a personal link was exchanged for.
type LinkEnteredView struct {
	Ballot string    `json:"ballot"`
	Until  time.Time `json:"until" doc:"so long this browser may come back"`
}

// AskedSelfView is who came by a personal link.
type AskedSelfView struct {
	Ballot     string    `json:"ballot"`
	Respondent string    `json:"respondent"`
	Body       Text      `json:"body"`
	Until      time.Time `json:"until" doc:"so long this browser may come back"`
	Zone       string    `json:"zone" doc:"of times, IANA"`
	Now        time.Time `json:"now" doc:"the server's clock"`
}

func (a *API) linkRoutes() {
	httpx.Handle(a.router, httpx.Op{
		ID: "look-at-link", Method: http.MethodPost, Path: "/api/respond/look", Tag: "ballot", Public: true, Scarce: true, MaxBody: 1 << 10,
		Summary: "What a personal link to a consultation leads to; nothing is used up",
	}, nil, func(ctx context.Context, in *secretInput) (*out[LinkLookView], error) {
		b, r, err := a.service.Look(ctx, in.Body.Secret)
		if err != nil {
			return nil, err
		}
		v, err := a.lookView(ctx, b, r)
		return &out[LinkLookView]{v}, err
	})
	type enteredOut struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
		Body      *LinkEnteredView
	}
	httpx.Handle(a.router, httpx.Op{
		ID: "use-link", Method: http.MethodPost, Path: "/api/respond", Tag: "ballot", Public: true, Scarce: true, MaxBody: 1 << 10,
		Summary: "Exchange a personal link, once, for a session that reaches its consultation alone; who was signed in here is signed out",
	}, nil, func(ctx context.Context, in *entryInput) (*enteredOut, error) {
		done, err := a.service.Enter(ctx, in.Body.Secret, in.Body.Nonce)
		if err != nil {
			return nil, err
		}
		return &enteredOut{a.router.SessionCookie(done.Token, done.Until), &LinkEnteredView{done.Ballot, done.Until}}, nil
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "read-respondent", Method: http.MethodGet, Path: "/api/respondent", Object: "ballot", Action: "read-ballot",
		Summary: "Who came by a personal link, and to which consultation",
	}, func(ctx context.Context, _ *struct{}) ([]string, error) {
		r, err := a.store.Respondent(ctx, ecabinet.ActorFrom(ctx).Person)
		if err != nil {
			return nil, err
		}
		return a.held(ctx, r.Ballot)
	}, func(ctx context.Context, _ *struct{}) (*out[AskedSelfView], error) {
		actor := ecabinet.ActorFrom(ctx)
		r, err := a.store.Respondent(ctx, actor.Person)
		if err != nil {
			return nil, err
		}
		head, err := a.letterhead(ctx)
		if err != nil {
			return nil, err
		}
		return &out[AskedSelfView]{&AskedSelfView{
			r.Ballot, r.Name, Text{head.Body.VI, head.Body.EN}, actor.ValidUntil, head.Zone.String(), a.router.Now(),
		}}, nil
	})
}

func (a *API) lookView(ctx context.Context, b *ballots.Ballot, r *ballots.Respondent) (*LinkLookView, error) {
	actor := ecabinet.ActorFrom(ctx)
	head, err := a.letterhead(ecabinet.WithActor(ctx, ecabinet.Actor{Body: b.Body}))
	if err != nil {
		return nil, err
	}
	v := &LinkLookView{
		Respondent: r.Name, Body: Text{head.Body.VI, head.Body.EN}, Lead: b.Lead, Deadline: b.Deadline.At,
		Over: b.State != ballots.Open || !b.InTime(a.router.Now()), Used: r.UsedAt != nil,
		Zone: head.Zone.String(), Now: a.router.Now(),
	}
	if b.MayLeave() {
		v.Title = b.Title
	}
	switch {
	case actor.Person == r.ID:
		v.Ballot = b.ID
	case actor.Account != "":
		v.SignedIn = "account"
	case actor.Session != "":
		v.SignedIn = "link"
	}
	return v, nil
}
