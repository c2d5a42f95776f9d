package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/internal/auth"
	"ecabinet/summaries/openai/fake"
)

// model is the endpoint of `-ai fake`: it answers by rule, on this machine only, so that
// the course of a synthesis with a model can be walked where there is none.
type model struct {
	server *http.Server
	host   string // "127.0.0.1:port", for the list of allowed hosts
}

// newModel is what -ai names; nil for "".
func newModel(ai string) (*model, error) {
	switch ai {
	case "":
		return nil, nil
	case "fake":
	default:
		return nil, fmt.Errorf("ai %q is no endpoint of the demonstration: the only one is fake", ai)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the model of the demonstration: %w", err)
	}
	m := &model{host: listener.Addr().String(), server: &http.Server{Handler: &fake.Endpoint{Persona: fake.Honest}, ReadHeaderTimeout: 10 * time.Second}}
	go m.server.Serve(listener)
	return m, nil
}

func (m *model) close() error {
	if m == nil {
		return nil
	}
	return m.server.Close()
}

// turnOn has the first administrator set the endpoint, test it and turn assistance on, up
// to the class of the demonstration's dossiers. The address is another one at each start.
func (m *model) turnOn(ctx context.Context, a *app.App, now time.Time) error {
	ctx, err := administrator(ctx, a, now)
	if err != nil {
		return err
	}
	set, err := a.Summaries.Assist(ctx)
	if err != nil {
		return err
	}
	next := set
	next.Endpoint, next.Model, next.Ceiling, next.Context = "http://"+m.host+"/v1", "fake-honest", "internal", 32768
	steps := []func(rev int64) error{
		func(rev int64) error { return a.Summaries.SetAssist(ctx, next, rev) },
		func(rev int64) error { return a.Summaries.TryAssist(ctx, rev) },
		func(rev int64) error { return a.Summaries.TurnAssist(ctx, true, rev) },
	}
	for _, step := range steps {
		if err := step(set.Rev); err != nil {
			return fmt.Errorf("turn on the model of the demonstration: %w", err)
		}
		if set, err = a.Summaries.Assist(ctx); err != nil {
			return err
		}
	}
	return nil
}

// administrator is the one who set the body up, with the rights of this moment.
func administrator(ctx context.Context, a *app.App, now time.Time) (context.Context, error) {
	bodies, err := a.People.AllBodies(ctx)
	if err != nil {
		return nil, err
	}
	for _, body := range bodies {
		accounts, _, err := a.Auth.Accounts(ctx, body, auth.AccountQuery{Login: founder.key})
		if err != nil {
			return nil, err
		}
		for _, one := range accounts {
			actor, err := a.People.Actor(ctx, body, one.Person, now)
			actor.Session = "demonstration"
			return ecabinet.WithActor(ctx, actor), err
		}
	}
	return nil, errors.New("the demonstration has no administrator")
}
