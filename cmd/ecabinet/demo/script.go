package demo

import (
	"context"
	"fmt"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/dossiers"
	"ecabinet/internal/db"
	"ecabinet/meetings/tasks"
)

// script plays the weeks before the demonstration begins: everything in the
// database comes about through the same use cases as in real life, at its time on
// the scripted clock.
type script struct {
	app   *app.App
	clock *Clock
	body  string

	persons  map[string]string // id by key
	agencies map[string]string // id by sign
	accounts []Account

	matters map[string]*dossier // by key
	ballots map[string]string   // id by key
	tasks   map[string]string   // id by key
	jobs    map[string]func(ctx context.Context, j db.Job) error
	papers  *workshop

	concluded []string // the items of the past session
	shelf     shelf
}

// zone is where the government of the demonstration works.
var zone = time.FixedZone("+07", 7*3600)

// clockAt reads a moment in the zone of the demonstration; it is for constants.
func clockAt(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return t
}

func newScript(a *app.App, clock *Clock) *script {
	s := &script{
		app: a, clock: clock, body: ecabinet.NewID(),
		persons: map[string]string{}, agencies: map[string]string{}, matters: map[string]*dossier{}, ballots: map[string]string{}, tasks: map[string]string{}, shelf: newShelf(),
	}
	of := func(do func(ctx context.Context, ref string) error) func(context.Context, db.Job) error {
		return func(ctx context.Context, j db.Job) error { return do(ctx, j.Ref) }
	}
	s.jobs = map[string]func(context.Context, db.Job) error{
		ballots.JobOpen: of(a.Ballots.OpenDue), ballots.JobRemind: of(a.Ballots.RemindDue),
		ballots.JobClose: func(ctx context.Context, j db.Job) error {
			if err := a.Ballots.CloseDue(ctx, j.Ref); err != nil {
				return err
			}
			_, err := a.DB.Checkpoint(ctx, j.Body)
			return err
		},
		tasks.JobTell:       of(a.Tasks.TellDue),
		dossiers.JobProcess: func(ctx context.Context, j db.Job) error { return a.Dossiers.Process(ctx, j.Ref, j.Attempts) },
	}
	s.papers = newWorkshop(a.Dossiers.Workshop)
	a.Dossiers.Workshop = s.papers
	return s
}

// finish does the work that a running demonstration does behind its users' backs:
// the small pictures of all pages.
func (s *script) finish(ctx context.Context) error {
	s.jobs[dossiers.JobThumbs] = func(ctx context.Context, j db.Job) error { return s.app.Dossiers.Thumbnails(ctx, j.Ref, j.Attempts) }
	return s.due(ctx)
}

// system is the program itself, as which the people of the body are laid down.
func (s *script) system(ctx context.Context) context.Context {
	return ecabinet.WithActor(ctx, ecabinet.SystemActor(s.body))
}

// as is the person of that key, with the rights of this moment.
func (s *script) as(ctx context.Context, key string) (context.Context, error) {
	id, ok := s.persons[key]
	if !ok {
		return nil, fmt.Errorf("there is nobody called %s", key)
	}
	a, err := s.app.People.Actor(ctx, s.body, id, s.clock.Now())
	a.Session = "demonstration"
	return ecabinet.WithActor(ctx, a), err
}

// until lets time pass to a moment and does on the way what falls due.
func (s *script) until(ctx context.Context, at time.Time) error {
	for {
		if err := s.due(ctx); err != nil {
			return err
		}
		_, wait, err := s.app.DB.DueJobs(ctx, s.kinds(), 1)
		if err != nil {
			return err
		}
		if next := s.clock.Now().Add(wait + time.Millisecond); wait >= 0 && next.Before(at) {
			s.clock.To(next)
			continue
		}
		s.clock.To(at)
		return nil
	}
}

// due does what is due now, the longest due first.
func (s *script) due(ctx context.Context) error {
	for {
		due, _, err := s.app.DB.DueJobs(ctx, s.kinds(), 1)
		if err != nil || len(due) == 0 {
			return err
		}
		lease, taken, err := s.app.DB.LeaseJob(ctx, due[0].ID, "demonstration", time.Minute)
		if err != nil || !taken {
			return err
		}
		j := lease.Job
		if err := s.jobs[j.Kind](ecabinet.WithActor(ctx, ecabinet.SystemActor(j.Body)), j); err != nil {
			return fmt.Errorf("%s: %w", j.Kind, err)
		}
		if err := s.app.DB.FinishJob(ctx, lease); err != nil {
			return err
		}
	}
}

func (s *script) kinds() []string {
	out := make([]string, 0, len(s.jobs))
	for k := range s.jobs {
		out = append(out, k)
	}
	return out
}
