package app

import (
	"context"
	"errors"

	"ecabinet"
	"ecabinet/internal/mail"
	"ecabinet/meetings"
	"ecabinet/meetings/letters"
)

// sender is how the actor's body signs what leaves the application.
func (a *App) sender(ctx context.Context) (letters.Sender, error) {
	id := ecabinet.ActorFrom(ctx).Body
	b, err := a.People.Body(ctx, id)
	if err != nil {
		return letters.Sender{}, err
	}
	zone, err := a.People.Zone(ctx, id)
	if err != nil {
		return letters.Sender{}, err
	}
	s := letters.Sender{URL: a.Settings.URL, Body: b.NameVI, Zone: zone}
	if a.mail != nil {
		s.From = a.mail.From()
	}
	return s, nil
}

// deliver sends a letter. Without a mail server it waits: one may be set again.
func (a *App) deliver(ctx context.Context, id string) error {
	if a.mail == nil {
		return errors.New("no mail server is set")
	}
	return a.Meetings.Deliver(ctx, id)
}

// postman hands letters to the mail server.
type postman struct{ app *App }

func (p postman) Post(ctx context.Context, d meetings.Dispatch) error {
	to, err := p.app.People.Person(ctx, ecabinet.ActorFrom(ctx).Body, d.Letter.Person)
	if err != nil {
		return err
	}
	if to.Email == "" {
		return ecabinet.E(ecabinet.Refused, "letter.no_address")
	}
	s, err := p.app.sender(ctx)
	if err != nil {
		return err
	}
	err = p.app.mail.Send(ctx, s.Write(d, to.FullName, to.Email))
	if errors.Is(err, mail.ErrRefused) {
		return ecabinet.E(ecabinet.Refused, "letter.refused")
	}
	return err
}
