package api

import (
	"context"
	"net/http"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/store"
)

// signingRoutes open and close the signing window that lasts from check-in to
// adjournment, for one sign-in on one device.
func (a *API) signingRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "open-meeting-signing", Method: http.MethodPost, Path: "/api/meetings/{id}/signing",
		Object: "meeting", Action: "attend-meeting", Signing: true,
		Summary: "Sign votes of this session on this device, until I leave or it is adjourned"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[MyMeetingView], error) {
			_, err := a.service.OpenSigning(ctx, in.ID)
			return a.myMeeting(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "close-meeting-signing", Method: http.MethodDelete, Path: "/api/meetings/{id}/signing",
		Object: "meeting", Action: "attend-meeting", Summary: "Sign no more votes without being asked for the code"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[MyMeetingView], error) {
			_, err := a.service.CloseSigning(ctx, in.ID)
			return a.myMeeting(ctx, in.ID, err)
		})
}

// signsVote relates the actor to a vote, and adds that his signing window is open
// for the votes of its session.
func signsVote[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		vote := (*in).id()
		held, err := a.held(ctx, store.OfVote, vote)
		if err != nil {
			return nil, err
		}
		signs, err := a.store.Signs(ctx, ecabinet.ActorFrom(ctx), store.OfVote, vote)
		if signs {
			held = append(held, httpx.Signs)
		}
		return held, err
	}
}
