package api

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
)

// Sight is what some actors may see of one task, and do with it by their roles. It is
// the whole of what its shared view may depend on besides rows: two actors with equal
// sights get equal bytes. What a rule forbids one person (who reported does not close)
// is no part of it.
type Sight struct {
	Task   bool     // the task itself
	Report bool     // what is said of the work: reports, evidence, reasons, the history
	Acts   []string // of acts
}

// acts are those that a view may offer, with the action that allows each.
var acts = []struct {
	act    tasks.Act
	action string
}{
	{tasks.ActEdit, "edit-task"}, {tasks.ActAccept, "accept-task"}, {tasks.ActNote, "note-task"}, {tasks.ActReport, "report-task"},
	{tasks.ActReturn, "return-task"}, {tasks.ActClose, "close-task"}, {tasks.ActAsk, "ask-extension"},
	{tasks.ActAnswer, "answer-extension"}, {tasks.ActRecall, "recall-task"},
}

// Key is the sight's canonical form.
func (s Sight) Key() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // booleans and strings
	}
	return string(raw)
}

var relations = store.Relations()

// sight is what the policies let the actor in ctx see of a task.
func (a *API) sight(ctx context.Context, t *tasks.Task) Sight {
	held := relations.Of(ecabinet.ActorFrom(ctx), store.FactsOf(t))
	s := Sight{Acts: []string{}}
	if s.Task = a.router.May(ctx, "task", held, "read-task"); !s.Task {
		return s
	}
	s.Report = a.router.May(ctx, "task", held, "read-report")
	for _, x := range acts {
		if a.router.May(ctx, "task", held, x.action) {
			s.Acts = append(s.Acts, string(x.act))
		}
	}
	return s
}

// on relates the actor to the task whose id a route has.
func on[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) { return a.held(ctx, (*in).id()) }
}

func (a *API) held(ctx context.Context, id string) ([]string, error) {
	t, err := a.store.Task(ctx, id)
	if err != nil {
		return nil, err
	}
	return relations.Of(ecabinet.ActorFrom(ctx), store.FactsOf(t)), nil
}

// Audience says what actor hears of the topic "task:<id>", for the live stream.
func (a *API) Audience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, grant any, until time.Time, err error) {
	ctx = ecabinet.WithActor(ctx, actor)
	t, err := a.store.Task(ctx, strings.TrimPrefix(topic, "task:"))
	if err != nil {
		return "", nil, time.Time{}, err
	}
	s := a.sight(ctx, t)
	if !s.Task {
		return "", nil, time.Time{}, ecabinet.E(ecabinet.NotFound, "task.not_found")
	}
	return s.Key(), s, actor.ValidUntil, nil
}

// scope is which tasks the actor in ctx may have listed.
func (a *API) scope(ctx context.Context) store.Scope {
	allow, deny := a.router.Relations(ctx, "task", "read-task")
	return store.Scope{Actor: ecabinet.ActorFrom(ctx), Allow: allow, Deny: deny}
}

// agencies are those whose counts and figures the actor in ctx may see by an action, by
// id; all: of the whole body.
func (a *API) agencies(ctx context.Context, action string) (ids []string, all bool) {
	actor := ecabinet.ActorFrom(ctx)
	allow, _ := a.router.Relations(ctx, "task", action)
	for _, relation := range allow {
		switch relation {
		case "any":
			return nil, true
		case "agency", "cooperating":
			ids = append(ids, actor.Agencies...)
		case "ministry":
			ids = append(ids, actor.Ministries...)
		case "office":
			ids = append(ids, actor.Served...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), false
}
