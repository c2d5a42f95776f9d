package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/internal/auth"
	"ecabinet/internal/mail"
)

// newConsultations gives the ballots what a consultation needs of others.
func (a *App) newConsultations() {
	a.Ballots.Doors, a.Ballots.MayAnswer = doors{a.Auth}, a.mayAnswer
	if a.mail != nil {
		a.Ballots.Postman = consultationPost{a}
	}
}

// doors let respondents in who have no account.
type doors struct{ auth *auth.Service }

func (d doors) Admit(ctx context.Context, tx ballots.Tx, person, thing, token string, until time.Time) error {
	return d.auth.Admit(ctx, ballotstore.TxOf(tx), person, thing, token, until)
}

func (d doors) Admitted(ctx context.Context, tx ballots.Tx, person, token string) (bool, error) {
	return d.auth.Admitted(ctx, ballotstore.TxOf(tx), person, token)
}

func (d doors) Shut(ctx context.Context, tx ballots.Tx, person string) error {
	return d.auth.Shut(ctx, ballotstore.TxOf(tx), person)
}

func (d doors) Leave(ctx context.Context, session string) error {
	return d.auth.End(ctx, session, "came_by_a_link")
}

// answering are the roles with which a person of the body may answer a consultation.
var answering = []string{"member", "clerk", "unit", "drafter", "respondent"}

func (a *App) mayAnswer(ctx context.Context, persons []string) ([]string, error) {
	var out []string
	for _, p := range persons {
		st, err := a.People.Standing(ctx, ecabinet.ActorFrom(ctx).Body, p)
		if ecabinet.KindOf(err) == ecabinet.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(st.At(a.Now()).Roles, func(r string) bool { return slices.Contains(answering, r) }) {
			out = append(out, p)
		}
	}
	return out, nil
}

// deliverToRespondent sends a letter. Without a mail server it waits: one may be set
// again.
func (a *App) deliverToRespondent(ctx context.Context, respondent string) error {
	if a.mail == nil {
		return errors.New("no mail server is set")
	}
	return a.Ballots.Deliver(ctx, respondent)
}

// consultationPost hands letters to the mail server.
type consultationPost struct{ app *App }

func (p consultationPost) PostLetter(ctx context.Context, l ballots.Letter) error {
	if l.Respondent.Email == "" {
		return ecabinet.E(ecabinet.Refused, "letter.no_address")
	}
	s, err := p.app.sender(ctx)
	if err != nil {
		return err
	}
	subject, text := ballots.Sender{URL: s.URL, Body: s.Body, Zone: s.Zone}.Write(l)
	letter := mail.Letter{
		ID: l.Respondent.ID + "." + l.Respondent.MailAt.UTC().Format("20060102150405.000000"), Subject: subject, Text: text, Date: *l.Respondent.MailAt,
	}
	letter.To.Name, letter.To.Address = l.Respondent.Name, l.Respondent.Email
	err = p.app.mail.Send(ctx, letter)
	if errors.Is(err, mail.ErrRefused) {
		return ecabinet.E(ecabinet.Refused, "letter.refused")
	}
	return err
}
