package app

import (
	"context"
	"fmt"
	"slices"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/dossiers"
	dossierstore "ecabinet/dossiers/store"
	"ecabinet/internal/db"
	"ecabinet/internal/export"
	"ecabinet/internal/usecase"
	"ecabinet/meetings"
	"ecabinet/meetings/tasks"
	tasksapi "ecabinet/meetings/tasks/api"
	taskstore "ecabinet/meetings/tasks/store"
	"ecabinet/people"
	"ecabinet/realtime"
)

func (a *App) newTasks() {
	a.Tasks = &tasks.Service{
		Store: taskstore.New(a.DB), Sources: taskSources{a.Meetings, a.Ballots, a.Dossiers}, Agencies: taskAgencies{a.People},
		Days:   taskDays{laws{a.People, a.Rules}},
		Course: usecase.TaskCourse(func(t tasks.Tx) dossiers.Tx { return dossierstore.Over(taskstore.TxOf(t)) }),
	}
}

func (a *App) taskRoutes() {
	a.tasks = tasksapi.New(a.Router, a.Tasks, taskstore.New(a.DB), a.Files, taskRegistry{a.People})
}

// taskJobs tells what tasks tell by themselves.
func (a *App) taskJobs() {
	a.Jobs.Handle(tasks.JobTell, func(ctx context.Context, j db.Job) error { return a.Tasks.TellDue(ctx, j.Ref) })
}

// taskView reads the live things of tasks.
func taskView(t *tasksapi.API) realtime.View {
	return func(ctx context.Context, au realtime.Audience, ref string) (int64, any, error) {
		return t.View(ctx, au.Topic, au.Grant, ref)
	}
}

// What the tasks must know of other rooms, in the tasks' words.

type taskSources struct {
	meetings *meetings.Service
	ballots  *ballots.Service
	dossiers *dossiers.Service
}

// source makes what is not there a source that is not there.
func source(err error) error {
	if err != nil && ecabinet.KindOf(err) == ecabinet.NotFound {
		return &ecabinet.Error{Kind: ecabinet.NotFound, Code: "task.source_not_found", Err: err}
	}
	return err
}

// Item is the conclusion of an item of a session.
func (s taskSources) Item(ctx context.Context, id string) (tasks.Source, error) {
	it, err := s.meetings.Store.Item(ctx, id)
	if err != nil {
		return tasks.Source{}, source(err)
	}
	m, err := s.meetings.Store.Meeting(ctx, it.Meeting)
	if err != nil {
		return tasks.Source{}, source(err)
	}
	src := tasks.Source{
		Kind: tasks.FromItem, Title: m.Title + ": " + it.Title, Meeting: m.ID, Item: it.ID, Matter: it.Matter, Chair: it.Chair, Class: it.Class,
		Closed: len(it.Recused) > 0,
	}
	if src.Chair == "" {
		src.Chair = m.Chair
	}
	if it.Stage != meetings.Done {
		return src, ecabinet.E(ecabinet.Refused, "task.source_open")
	}
	return src, nil
}

// Ballot is a ballot with a certified result.
func (s taskSources) Ballot(ctx context.Context, id string) (tasks.Source, error) {
	b, err := s.ballots.Store.Ballot(ctx, id)
	if err != nil {
		return tasks.Source{}, source(err)
	}
	if b.State != ballots.Certified {
		return tasks.Source{}, ecabinet.E(ecabinet.Refused, "task.source_open")
	}
	return tasks.Source{
		Kind: tasks.FromBallot, Title: fmt.Sprintf("%s: %s", b.Number, b.Title), Ballot: b.ID, Matter: b.Matter, Class: b.Class, Closed: len(b.Recused) > 0,
	}, nil
}

// Matter is a dossier on which a task is entered.
func (s taskSources) Matter(ctx context.Context, id string) (tasks.Source, error) {
	m, err := s.dossiers.Store.Matter(ctx, id)
	if err != nil {
		return tasks.Source{}, source(err)
	}
	return tasks.Source{Matter: m.ID, Class: string(m.Class)}, nil
}

type taskAgencies struct{ people *people.Service }

func (t taskAgencies) Known(ctx context.Context, ids []string) ([]string, error) {
	list, err := t.people.Agencies(ctx, ecabinet.ActorFrom(ctx).Body)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return !slices.ContainsFunc(list, func(a people.Agency) bool { return a.ID == id })
	}), nil
}

type taskDays struct{ laws }

func (d taskDays) Calendar(ctx context.Context) (tasks.Calendar, error) {
	c, err := d.laws.Calendar(ctx)
	return tasks.Calendar{Calendar: c.Calendar, Zone: c.Zone}, err
}

type taskRegistry struct{ people *people.Service }

func (r taskRegistry) Persons(ctx context.Context, ids []string) (map[string]string, error) {
	return roll{r.people}.Names(ctx, ids)
}

func (r taskRegistry) Agencies(ctx context.Context) ([]tasksapi.Agency, error) {
	list, err := r.people.Agencies(ctx, ecabinet.ActorFrom(ctx).Body)
	out := make([]tasksapi.Agency, len(list))
	for i, a := range list {
		out[i] = tasksapi.Agency{ID: a.ID, Code: a.Code, Name: tasksapi.Text{VI: a.NameVI, EN: a.NameEN}}
	}
	return out, err
}

func (r taskRegistry) Letterhead(ctx context.Context) (export.Letterhead, error) {
	return letterhead(r.people)(ctx)
}
