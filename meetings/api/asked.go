package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet/internal/httpx"
)

// AskedView is what a ballot has left for a session.
type AskedView struct {
	Ballot string    `json:"ballot"`
	Number string    `json:"number" doc:"of a certified ballot"`
	Title  string    `json:"title"`
	Lead   string    `json:"lead"`
	Kind   string    `json:"kind" enum:"decide,note" doc:"decide: discussion was asked for; note: its result is reported"`
	Asked  int       `json:"asked" doc:"how many asked for discussion"`
	At     time.Time `json:"closed_at"`
}

// AskedList is what no agenda has yet, what is to be discussed first.
type AskedList struct {
	Items []AskedView `json:"items"`
	Next  string      `json:"next"`
}

type takeInInput struct {
	ByID
	Body struct {
		Ballot string `json:"ballot" maxLength:"40"`
	}
}

func (a *API) askedRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-asked", Method: http.MethodGet, Path: "/api/meetings/{id}/asked", Object: "meeting", Action: "edit-meeting",
		Summary: "What ballots have left for a session and no agenda has yet"}, on[ByID](a),
		func(ctx context.Context, _ *ByID) (*out[AskedList], error) {
			list, err := a.service.WaitsForSession(ctx, a.router.Now())
			v := &AskedList{Items: []AskedView{}}
			for _, x := range list {
				v.Items = append(v.Items, AskedView{x.Ballot, x.Number, x.Title, x.Lead, string(x.Kind), x.Asked, x.At})
			}
			return &out[AskedList]{v}, err
		})
	httpx.Handle(a.router, httpx.Op{ID: "take-in", Method: http.MethodPost, Path: "/api/meetings/{id}/asked", Object: "meeting", Action: "edit-meeting", Status: 201,
		Summary: "Put what a ballot has left for a session on this agenda"}, on[takeInInput](a),
		func(ctx context.Context, in *takeInInput) (*out[AgendaView], error) {
			_, err := a.service.TakeIn(ctx, in.ID, in.Body.Ballot, a.router.Now())
			return a.agenda(ctx, in.ID, err)
		})
}
