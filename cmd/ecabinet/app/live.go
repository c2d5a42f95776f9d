package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ecabinet"
	annotationsapi "ecabinet/annotations/api"
	ballotsapi "ecabinet/ballots/api"
	dossiersapi "ecabinet/dossiers/api"
	meetingsapi "ecabinet/meetings/api"
	tasksapi "ecabinet/meetings/tasks/api"
	"ecabinet/people"
	peopleapi "ecabinet/people/api"
	"ecabinet/realtime"
	"ecabinet/summaries"
	summariesapi "ecabinet/summaries/api"
)

// live joins the rooms' views and audiences into one hub.
func (a *App) live(p *peopleapi.API, b *ballotsapi.API, d *dossiersapi.API, m *meetingsapi.API, n *annotationsapi.API, key []byte) error {
	epoch, err := a.DB.Epoch(context.Background())
	if err != nil {
		return err
	}
	views := map[string]realtime.View{
		"me": func(ctx context.Context, _ realtime.Audience, ref string) (int64, any, error) {
			return p.MeThing(ctx, ref)
		},
	}
	for _, kind := range ballotsapi.Kinds() {
		views[kind] = func(ctx context.Context, au realtime.Audience, ref string) (int64, any, error) {
			return b.View(ctx, au.Topic, au.Grant, ref)
		}
	}
	for _, kind := range dossiersapi.Kinds() {
		views[kind] = dossierView(d)
	}
	for _, kind := range meetingsapi.Kinds() {
		views[kind] = func(ctx context.Context, au realtime.Audience, ref string) (int64, any, error) {
			return m.View(ctx, au.Topic, au.Grant, ref)
		}
	}
	for _, kind := range annotationsapi.Kinds() {
		views[kind] = func(ctx context.Context, au realtime.Audience, ref string) (int64, any, error) {
			return n.View(ctx, au.Topic, ref)
		}
	}
	for _, kind := range tasksapi.Kinds() {
		views[kind] = taskView(a.tasks)
	}
	for _, kind := range summariesapi.Kinds() {
		views[kind] = synthesisView(a.syntheses)
	}
	a.Hub, err = realtime.New(realtime.Config{
		Source: a.DB, Epoch: epoch, Key: key, Origins: []string{a.Settings.URL}, Node: ecabinet.NewID(),
		Redeem: a.Auth.Redeem, Actor: a.Auth.Peek, Views: views, Log: a.log,
		Now: a.clock, Observe: observeLive(a.Router.Metrics()), Spread: a.spread,
		Refs: func(ctx context.Context, au realtime.Audience) ([]string, error) {
			if summaries.QuestionOf(au.Topic) != "" || au.Topic == summariesapi.AssistTopic || au.Topic == summariesapi.ListTopic {
				return a.syntheses.Refs(ctx, au.Topic, au.Grant)
			}
			if id, ok := strings.CutPrefix(au.Topic, "matter:"); ok {
				return []string{"matter/" + id}, nil
			}
			shared, err := n.Refs(ctx, au.Topic)
			return slices.Concat(b.Refs(au.Topic, au.Grant), m.Refs(au.Topic, au.Grant), tasksapi.Refs(au.Topic, au.Grant), shared), err
		},
		Audience: func(ctx context.Context, actor ecabinet.Actor, topic string) (realtime.Audience, error) {
			return a.audience(ctx, b, d, m, actor, topic)
		},
		Targets: targets, Rights: a.rights, Do: a.do,
		Hears: func(au realtime.Audience, ref string) bool {
			return dossiersapi.Hears(au.Grant, ref) && meetingsapi.Hears(au.Grant, ref) && summariesapi.Hears(au.Grant, ref)
		},
	})
	if err != nil {
		return err
	}
	a.Router.Socket("/api/live", a.Hub)
	return nil
}

// audience says what actor hears in a topic. Own topics have one hearer (or one
// office); a room's topic is the room's to decide.
func (a *App) audience(ctx context.Context, b *ballotsapi.API, d *dossiersapi.API, m *meetingsapi.API, actor ecabinet.Actor, topic string) (realtime.Audience, error) {
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
	case "meeting":
		key, grant, until, err = m.Audience(ctx, actor, topic)
	case "task":
		key, grant, until, err = a.tasks.Audience(ctx, actor, topic)
	case "synthesis", summariesapi.AssistTopic, summariesapi.ListTopic:
		key, grant, until, err = a.syntheses.Audience(ctx, actor, topic)
	case "deeds":
		key, grant, until, err = m.DeedAudience(ctx, actor, topic)
	default:
		err = notHeard()
	}
	return realtime.Audience{Key: key, Grant: grant, ValidUntil: until}, err
}

// listTopic is heard by whoever has lists to read.
func (a *App) listTopic(ctx context.Context) (string, error) {
	allow, _ := a.Router.Relations(ctx, "ballot", "read-ballot")
	if !slices.ContainsFunc(allow, func(r string) bool { return r != "respondent" }) { // who is asked in one consultation could count others
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
	for _, ref := range peopleapi.MeRefs(e) {
		out = append(out, realtime.Target{Topic: e.Topic, Ref: ref})
	}
	for _, t := range meetingsapi.Targets(e) {
		out = append(out, realtime.Target(t))
	}
	for _, t := range annotationsapi.Targets(e) {
		out = append(out, realtime.Target(t))
	}
	for _, t := range tasksapi.Targets(e) {
		out = append(out, realtime.Target(t))
	}
	for _, t := range summariesapi.Targets(e) {
		out = append(out, realtime.Target(t))
	}
	for _, t := range dossiersapi.Targets(e) {
		out = append(out, realtime.Target(t))
	}
	return out
}

// rights lists whose rights an event changes.
func (a *App) rights(e ecabinet.Event) []realtime.Who {
	if ballotsapi.ChangesSight(e) || dossiersapi.ChangesSight(e) || meetingsapi.ChangesSight(e) || tasksapi.ChangesSight(e) {
		return []realtime.Who{{Topic: e.Topic}}
	}
	if topic, changes := meetingsapi.ChangesDeedSight(e); changes {
		return []realtime.Who{{Topic: topic}}
	}
	if e.Type == people.PolicyChanged {
		// Before any connection looks at its rights again. Where it fails, sign-in's
		// follower of the journal tries again.
		if err := a.heard(context.Background(), e); err != nil {
			a.log.Error("policies not taken over", "body", e.Body, "error", err.Error())
		}
		return []realtime.Who{{}}
	}
	if person, changed := a.Auth.Rights(e); changed {
		return []realtime.Who{{Person: person}}
	}
	return nil
}

// do serves a command that came over a socket by the route of its path.
func (a *App) do(ctx context.Context, session string, c realtime.Command) realtime.Reply {
	status, body := a.Router.Dispatch(ctx, session, c.Lang, c.Method, c.Path, c.Body, c.Key)
	return realtime.Reply{Status: status, Body: body}
}

// spread brings a signal to the other nodes.
func (a *App) spread(s realtime.Signal) {
	raw, err := json.Marshal(s)
	if err == nil {
		err = a.DB.Publish(context.Background(), string(raw))
	}
	if err != nil {
		a.log.Warn("a signal was not spread", "error", err)
	}
}

// hear takes the signals of the other nodes until ctx ends.
func (a *App) hear(ctx context.Context) error {
	signals, stop := a.DB.Signals()
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case raw := <-signals:
			var s realtime.Signal
			if err := json.Unmarshal([]byte(raw), &s); err != nil {
				a.log.Warn("a signal of another node could not be read", "error", err)
				continue
			}
			a.Hub.Receive(s)
		}
	}
}

// Now is the program's clock.
func (a *App) Now() time.Time { return a.clock() }
