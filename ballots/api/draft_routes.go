package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/httpx"
)

// OfficeDraftView is what a member's office works on: the draft, or where it
// would begin, and whether the member has answered.
type OfficeDraftView struct {
	Rev        int64      `json:"rev"`
	Ballot     string     `json:"ballot"`
	Member     PersonName `json:"member"`
	Round      int        `json:"round"`
	Draft      *DraftView `json:"draft,omitempty"`
	AnsweredAt *time.Time `json:"answered_at" doc:"when the member cast the answer that counts"`
	Recused    bool       `json:"recused"`
}

func (a *API) officeDraft(ctx context.Context, ballot, member string) (*OfficeDraftView, error) {
	b, rev, err := a.current(ctx, ballot, store.MemberRows(member))
	if err != nil {
		return nil, err
	}
	seat, err := a.store.Seat(ctx, ballot, member)
	if err != nil {
		return nil, err
	}
	v := &OfficeDraftView{
		Rev: rev, Ballot: ballot, Member: PersonName{member, seat.Name}, Round: b.Round, AnsweredAt: seat.AnsweredAt, Recused: seat.Recused,
	}
	d, err := a.store.OfficeDraft(ctx, ballot, b.Round, member)
	if ecabinet.KindOf(err) == ecabinet.NotFound {
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	names, err := a.names(ctx, draftPersons(d))
	v.Draft = draftView(rev, d, names)
	return v, err
}

// ByDraft is the input of a route on the draft of one member.
type ByDraft struct {
	ID     string `path:"id"`
	Member string `path:"member"`
}

func (d ByDraft) of() (ballot, member string) { return d.ID, d.Member }

type ofDraft interface {
	of() (ballot, member string)
}

// aroundDraft relates the actor to the draft of one member.
func aroundDraft[I ofDraft](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		ballot, member := (*in).of()
		s, err := a.stand(ctx, ballot)
		if err != nil {
			return nil, err
		}
		held := []string{"any"}
		if s.actor.Person == member && s.is("voter") {
			held = append(held, "own")
		}
		if s.is("office") && serves(s.actor, member) { // before there is a list, there is nothing to prepare
			held = append(held, "office")
		}
		if s.is("recused") {
			held = append(held, "recused")
		}
		return held, nil
	}
}

type draftInput struct {
	ByDraft
	Body struct {
		DraftRev int64       `json:"draft_rev" doc:"0: there is none yet"`
		Content  ContentData `json:"content"`
	}
}

type moveInput struct {
	ByDraft
	Body struct {
		DraftRev int64  `json:"draft_rev"`
		To       string `json:"to" enum:"clerk,unit,head,member"`
		Reason   string `json:"reason" maxLength:"2000"`
	}
}

func (a *API) draftRoutes() {
	s := a.service
	httpx.Handle(a.router, httpx.Op{
		ID: "read-draft", Method: http.MethodGet, Path: "/api/ballots/{id}/drafts/{member}", Object: "draft", Action: "read-draft",
		Summary: "The office's draft for its member",
	}, aroundDraft[ByDraft](a), func(ctx context.Context, in *ByDraft) (*out[OfficeDraftView], error) {
		v, err := a.officeDraft(ctx, in.ID, in.Member)
		return &out[OfficeDraftView]{v}, err
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "write-draft", Method: http.MethodPut, Path: "/api/ballots/{id}/drafts/{member}", Object: "draft", Action: "prepare-draft",
		Summary: "Write the office's draft",
	}, aroundDraft[draftInput](a), func(ctx context.Context, in *draftInput) (*out[OfficeDraftView], error) {
		_, err := s.WriteDraft(ctx, in.ID, in.Member, in.Body.DraftRev, in.Body.Content.content())
		return a.drafted(ctx, in.ByDraft, err)
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "pass-draft", Method: http.MethodPost, Path: "/api/ballots/{id}/drafts/{member}/pass", Object: "draft", Action: "pass-draft",
		Summary: "Pass the draft up",
	}, aroundDraft[moveInput](a), func(ctx context.Context, in *moveInput) (*out[OfficeDraftView], error) {
		_, err := s.PassDraft(ctx, in.ID, in.Member, in.Body.DraftRev, ballots.Step(in.Body.To), in.Body.Reason)
		return a.drafted(ctx, in.ByDraft, err)
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "return-draft", Method: http.MethodPost, Path: "/api/ballots/{id}/drafts/{member}/return", Object: "draft", Action: "return-draft",
		Summary: "Send the draft back down, with a reason",
	}, aroundDraft[moveInput](a), func(ctx context.Context, in *moveInput) (*out[OfficeDraftView], error) {
		_, err := s.SendDraftBack(ctx, in.ID, in.Member, in.Body.DraftRev, ballots.Step(in.Body.To), in.Body.Reason)
		return a.drafted(ctx, in.ByDraft, err)
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "refuse-draft", Method: http.MethodPost, Path: "/api/ballots/{id}/drafts/{member}/refuse", Object: "draft", Action: "refuse-draft",
		Summary: "The member does not want this draft",
	}, aroundDraft[refuseInput](a), func(ctx context.Context, in *refuseInput) (*out[OfficeDraftView], error) {
		_, err := s.RefuseDraft(ctx, in.ID, in.Body.DraftRev, in.Body.Reason)
		return a.drafted(ctx, in.ByDraft, err)
	})
}

type refuseInput struct {
	ByDraft
	Body struct {
		DraftRev int64  `json:"draft_rev"`
		Reason   string `json:"reason" maxLength:"2000"`
	}
}

// drafted ends every act on a draft as answering does for ballots.
func (a *API) drafted(ctx context.Context, d ByDraft, err error) (*out[OfficeDraftView], error) {
	v, readErr := a.officeDraft(ctx, d.ID, d.Member)
	switch {
	case ecabinet.KindOf(err) == ecabinet.Stale && readErr == nil && err != nil:
		return nil, httpx.WithCurrent(err, v)
	case err != nil:
		return nil, err
	}
	return &out[OfficeDraftView]{v}, readErr
}
