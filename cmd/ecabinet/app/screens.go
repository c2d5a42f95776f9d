package app

import (
	"context"
	"net/http"

	dossiersapi "ecabinet/dossiers/api"
	"ecabinet/internal/auth"
	meetingsapi "ecabinet/meetings/api"
)

// meetingScreens are the screens in rooms: who they are is sign-in's to know, what a
// paper looks like the dossiers'.
type meetingScreens struct {
	auth     *auth.Service
	dossiers *dossiersapi.API
}

func (s meetingScreens) PairScreen(ctx context.Context, meeting, code, name string) error {
	return s.auth.PairScreen(ctx, meeting, code, name)
}

func (s meetingScreens) Screens(ctx context.Context, meeting string) ([]meetingsapi.Screen, error) {
	list, err := s.auth.Screens(ctx, meeting)
	out := []meetingsapi.Screen{}
	for _, x := range list {
		out = append(out, meetingsapi.Screen{ID: x.ID, Name: x.Device, Since: x.CreatedAt, EndsAt: x.EndsAt})
	}
	return out, err
}

func (s meetingScreens) EndScreen(ctx context.Context, meeting, id string) error {
	return s.auth.EndScreen(ctx, meeting, id)
}

func (s meetingScreens) Reading(w http.ResponseWriter, req *http.Request, version string) error {
	return s.dossiers.ServeReading(w, req, version)
}
