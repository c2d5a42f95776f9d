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

// RespondentView is one who is asked in a consultation, as the secretariat sees it.
type RespondentView struct {
	Seat     int         `json:"seat"`
	Name     string      `json:"name"`
	Sector   string      `json:"sector" enum:"ministry,province,association,business,expert,other"`
	Email    string      `json:"email"`
	Person   *PersonName `json:"person,omitempty" doc:"who answers by an account; absent: by a personal link"`
	Link     string      `json:"link" enum:",ready,handed,used" doc:"of who comes by one: not given out yet, given out once on a screen, used"`
	LinkNo   int         `json:"link_no" doc:"1, 2, ...: which of its links lives; 0: none was made yet"`
	HandedAt *time.Time  `json:"handed_at"`
	UsedAt   *time.Time  `json:"used_at"`
	Mail     string      `json:"mail" enum:",waiting,sent,failed" doc:"the last letter; empty: none was sent"`
	News     string      `json:"news" enum:",invited,reminded,extended,papers,recalled" doc:"what that letter tells"`
	Problem  string      `json:"problem" enum:",no_address,refused,unreachable" doc:"why that letter did not go"`
	MailAt   *time.Time  `json:"mail_at"`

	Reachable bool `json:"reachable" doc:"a reminder reaches it: by its account, or by mail where it was invited by mail"`
}

// RespondentsView is the list of a consultation.
type RespondentsView struct {
	Ballot    string           `json:"ballot"`
	Rev       int64            `json:"rev" doc:"of the view; the higher is the newer"`
	BallotRev int64            `json:"ballot_rev" doc:"what a change has to carry"`
	Mails     bool             `json:"mails" doc:"a mail server is set"`
	Items     []RespondentView `json:"items"`
}

// RespondentData is one line of a list as written.
type RespondentData struct {
	Name   string `json:"name" maxLength:"400"`
	Sector string `json:"sector" maxLength:"40" doc:"ministry, province, association, business, expert, other"`
	Email  string `json:"email" maxLength:"400"`
	Person string `json:"person" maxLength:"40" doc:"who answers by an account; empty: by a personal link"`
}

type listedInput struct {
	ByID
	Body struct {
		BallotRev int64            `json:"ballot_rev"`
		Items     []RespondentData `json:"items" maxItems:"2000"`
	}
}

type seatsInput struct {
	ByID
	Body struct {
		Seats []int `json:"seats" maxItems:"1000"`
	}
}

// BySeat is the input of a route on one seat.
type BySeat struct {
	ByID
	Seat int `path:"seat" minimum:"1" maximum:"9999"`
}

// HandedLinkView is one link as it is given out, this once.
type HandedLinkView struct {
	Seat int    `json:"seat"`
	Name string `json:"name"`
	Path string `json:"path" doc:"path and fragment on this server"`
}

// HandedLinksView are the links that were given out.
type HandedLinksView struct {
	Items []HandedLinkView `json:"items"`
}

func (a *API) respondentRoutes() {
	s := a.service
	op := func(id, method, path, action, summary string) httpx.Op {
		return httpx.Op{ID: id, Method: method, Path: "/api/ballots/{id}/respondents" + path, Object: "ballot", Action: action, Summary: summary}
	}
	httpx.Handle(a.router, op("read-respondents", http.MethodGet, "", "read-respondents", "Who is asked in a consultation, with links and letters"),
		around[ByID](a), func(ctx context.Context, in *ByID) (*out[RespondentsView], error) {
			return a.respondents(ctx, in.ID, nil)
		})
	httpx.Handle(a.router, op("edit-respondents", http.MethodPut, "", "edit-respondents", "Put a list in the place of the draft's"),
		around[listedInput](a), func(ctx context.Context, in *listedInput) (*out[RespondentsView], error) {
			list := make([]ballots.Respondent, len(in.Body.Items))
			for i, r := range in.Body.Items {
				list[i] = ballots.Respondent{Name: r.Name, Sector: ballots.Sector(r.Sector), Email: r.Email, Person: r.Person}
			}
			_, err := s.WriteRespondents(ctx, in.ID, in.Body.BallotRev, list)
			return a.respondents(ctx, in.ID, err)
		})
	httpx.Handle(a.router, op("invite-respondents", http.MethodPost, "/invite", "invite-respondents", "Mail the invitation to these seats; none named: to all with an address that were not mailed yet"),
		around[seatsInput](a), func(ctx context.Context, in *seatsInput) (*out[RespondentsView], error) {
			_, err := s.Invite(ctx, in.ID, in.Body.Seats)
			return a.respondents(ctx, in.ID, err)
		})
	httpx.Handle(a.router, op("hand-links", http.MethodPost, "/links", "hand-links", "Give out the personal links of these seats, each once"),
		around[seatsInput](a), func(ctx context.Context, in *seatsInput) (*out[HandedLinksView], error) {
			ref, err := s.HandOut(ctx, in.ID, in.Body.Seats)
			if err != nil {
				return nil, err
			}
			given, err := s.HandedOut(ctx, in.ID, ref)
			v := &HandedLinksView{Items: []HandedLinkView{}}
			for _, g := range given {
				v.Items = append(v.Items, HandedLinkView{g.Respondent.No, g.Respondent.Name, ballots.LinkPath(g.Secret)})
			}
			return &out[HandedLinksView]{v}, err
		})
	httpx.Handle(a.router, op("replace-link", http.MethodPost, "/{seat}/replace", "replace-link", "A new link in the place of one that was lost: the old one, and what it opened, is dead"),
		around[BySeat](a), func(ctx context.Context, in *BySeat) (*out[RespondentsView], error) {
			_, err := s.ReplaceLink(ctx, in.ID, in.Seat)
			return a.respondents(ctx, in.ID, err)
		})
}

// respondents is the list as it stands, after an act that ended with err.
func (a *API) respondents(ctx context.Context, ballot string, err error) (*out[RespondentsView], error) {
	stale := ecabinet.KindOf(err) == ecabinet.Stale
	if err != nil && !stale {
		return nil, err
	}
	v, readErr := a.respondentsView(ctx, ballot)
	switch {
	case readErr != nil:
		return nil, readErr
	case stale:
		return nil, httpx.WithCurrent(err, v)
	}
	return &out[RespondentsView]{v}, nil
}

func (a *API) respondentsView(ctx context.Context, ballot string) (*RespondentsView, error) {
	b, rev, err := a.current(ctx, ballot, store.MatrixRows)
	if err != nil {
		return nil, err
	}
	list, err := a.store.Respondents(ctx, ballot)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Person)
	}
	names, err := a.names(ctx, ids)
	if err != nil {
		return nil, err
	}
	v := &RespondentsView{Ballot: ballot, Rev: rev, BallotRev: b.Rev, Mails: a.service.Postman != nil, Items: []RespondentView{}}
	for _, r := range list {
		one := RespondentView{
			Seat: r.No, Name: r.Name, Sector: string(r.Sector), Email: r.Email, LinkNo: r.Link, HandedAt: r.HandedAt, UsedAt: r.UsedAt,
			Mail: string(r.Mail), News: string(r.News), Problem: r.Problem, MailAt: r.MailAt, Reachable: r.Reachable(a.service.Postman != nil),
		}
		switch {
		case !r.ByLink():
			one.Person = &PersonName{r.Person, names(r.Person)}
		case r.UsedAt != nil:
			one.Link = "used"
		case r.HandedAt != nil:
			one.Link = "handed"
		default:
			one.Link = "ready"
		}
		v.Items = append(v.Items, one)
	}
	return v, nil
}
