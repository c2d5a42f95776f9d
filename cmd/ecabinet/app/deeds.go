package app

import (
	"context"

	meetingsapi "ecabinet/meetings/api"
	"ecabinet/people"
)

// sessionLetterhead is what the actor's body puts on the papers of its sessions.
func sessionLetterhead(p *people.Service) func(ctx context.Context) (meetingsapi.Letterhead, error) {
	head := letterhead(p)
	return func(ctx context.Context) (meetingsapi.Letterhead, error) {
		h, err := head(ctx)
		return meetingsapi.Letterhead{
			Body: meetingsapi.Text(h.Body), Issuer: meetingsapi.Text(h.Issuer), Place: meetingsapi.Text(h.Place), Sign: h.Sign, Zone: h.Zone,
		}, err
	}
}
