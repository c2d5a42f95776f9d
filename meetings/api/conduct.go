package api

import (
	"context"
	"net/http"

	"ecabinet"
	"ecabinet/internal/httpx"
)

type presenterInput struct {
	ByID
	Body struct {
		Person string `json:"person" maxLength:"40" doc:"empty: nobody besides those who conduct"`
	}
}

// clockRoutes stop and run the clock of the item, and let somebody show its pages.
func (a *API) clockRoutes() {
	turn := func(id, path, summary string, act func(ctx context.Context, item string) (string, error)) {
		httpx.Handle(a.router, httpx.Op{ID: id, Method: http.MethodPost, Path: "/api/items/{id}/" + path, Object: "meeting", Action: "conduct-meeting", Summary: summary}, onItem[ByID](a),
			func(ctx context.Context, in *ByID) (*out[AgendaView], error) {
				_, err := act(ctx, in.ID)
				return a.afterItem(ctx, in.ID, err)
			})
	}
	turn("hold-item", "hold", "Stop the clock of the item that runs", a.service.HoldItem)
	turn("run-item", "run", "Let the clock of the item run on", a.service.RunItem)
	httpx.Handle(a.router, httpx.Op{ID: "let-present", Method: http.MethodPut, Path: "/api/items/{id}/presenter", Object: "meeting", Action: "conduct-meeting",
		Summary: "Say who besides those who conduct may show pages of an item"}, onItem[presenterInput](a),
		func(ctx context.Context, in *presenterInput) (*out[AgendaView], error) {
			_, err := a.service.LetPresent(ctx, in.ID, in.Body.Person)
			return a.afterItem(ctx, in.ID, err)
		})
}

func stale(err error) bool { return ecabinet.KindOf(err) == ecabinet.Stale }
