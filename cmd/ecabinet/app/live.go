package app

import (
	"context"
	"strings"
	"time"

	"ecabinet"
	ballotsapi "ecabinet/ballots/api"
	dossiersapi "ecabinet/dossiers/api"
	"ecabinet/realtime"
)

// live joins the rooms' views and audiences into one hub.
func (a *App) live(b *ballotsapi.API, d *dossiersapi.API, key []byte) error {
	epoch, err := a.DB.Epoch(context.Background())
	if err != nil {
		return err
	}
	views := map[string]realtime.View{}
	for _, kind := range ballotsapi.Kinds() {
		views[kind] = func(ctx context.Context, au realtime.Audience, ref string) (int64, any, error) {
			return b.View(ctx, au.Topic, au.Grant, ref)
		}
	}
	for _, kind := range dossiersapi.Kinds() {
		views[kind] = dossierView(d)
	}
	a.Hub, err = realtime.New(realtime.Config{
		Source: a.DB, Epoch: epoch, Key: key, Origins: []string{a.Settings.URL}, Node: ecabinet.NewID(),
		Redeem: a.Auth.Redeem, Actor: a.Auth.Peek, Views: views, Log: a.log,
		Audience: func(ctx context.Context, actor ecabinet.Actor, topic string) (realtime.Audience, error) {
			return a.audience(ctx, b, d, actor, topic)
		},
		Targets: targets, Rights: a.rights, Do: a.do,
	})
	if err != nil {
		return err
	}
	a.Router.Socket("/api/live", a.Hub)
	return nil
}

// audience says what actor hears in a topic. Own topics have one hearer (or one
// office); a room's topic is the room's to decide.
func (a *App) audience(ctx context.Context, b *ballotsapi.API, d *dossiersapi.API, actor ecabinet.Actor, topic string) (realtime.Audience, error) {
	kind, id, _ := strings.Cut(topic, ":")
	ctx = ecabinet.WithActor(ctx, actor)
	key, grant, until, err := "", any(nil), actor.ValidUntil, error(nil)
	switch kind {
	case "body":
		key, err = a.listTopic(ctx)
	case "user":
		key, err = ownTopic(actor.Person == id, id)
	case "office":
		key, err = ownTopic(serves(actor, id), id)
	case "ballot":
		key, grant, until, err = b.Audience(ctx, actor, topic)
	case "matter":
		key, grant, until, err = d.Audience(ctx, actor, topic)
	default:
		err = notHeard()
	}
	return realtime.Audience{Key: key, Grant: grant, ValidUntil: until}, err
}

// listTopic is heard by whoever has lists to read.
func (a *App) listTopic(ctx context.Context) (string, error) {
	if allow, _ := a.Router.Relations(ctx, "ballot", "read-ballot"); len(allow) == 0 {
		return "", notHeard()
	}
	return "lists", nil
}

func notHeard() error { return ecabinet.E(ecabinet.NotFound, "http.not_found") }

func ownTopic(own bool, id string) (string, error) {
	if !own {
		return "", notHeard()
	}
	return "own:" + id, nil
}

func serves(a ecabinet.Actor, member string) bool {
	for _, o := range a.Offices {
		if o.Member == member {
			return true
		}
	}
	return false
}

// targets lists what an event touches.
func targets(e ecabinet.Event) []realtime.Target {
	var out []realtime.Target
	for _, t := range ballotsapi.Targets(e) {
		out = append(out, realtime.Target(t))
	}
	for _, t := range dossiersapi.Targets(e) {
		out = append(out, realtime.Target(t))
	}
	return out
}

// rights lists whose rights an event changes.
func (a *App) rights(e ecabinet.Event) []realtime.Who {
	if ballotsapi.ChangesSight(e) || dossiersapi.ChangesSight(e) {
		return []realtime.Who{{Topic: e.Topic}}
	}
	if person, changed := a.Auth.Rights(e); changed {
		return []realtime.Who{{Person: person}}
	}
	return nil
}

// do serves a command that came over a socket by the route of its path.
func (a *App) do(ctx context.Context, session string, c realtime.Command) realtime.Reply {
	status, body := a.Router.Dispatch(ctx, session, c.Method, c.Path, c.Body, c.Key)
	return realtime.Reply{Status: status, Body: body}
}

// Now is the program's clock.
func (a *App) Now() time.Time { return a.clock() }
