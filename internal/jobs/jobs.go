// Package jobs runs the rows of the jobs table at their time: deadlines,
// reminders, exports. Every node may run one Runner; each job is leased by one
// row affected and so done by one node at a time. It knows no kind of job: rooms
// give their handlers. A handler must be fit to run again, since a node may die
// after its work and before the note that it is done; the rule inside its
// transaction says whether there is anything left to do.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
)

// Handler does one job. ctx carries the system as actor in the job's body and
// ends when the lease does. An error runs the job again later; Permanent ends it.
type Handler func(ctx context.Context, j db.Job) error

// The bounds of a runner.
const (
	DefaultLease = time.Minute // of a job that is given no other
	atOnce       = 4           // jobs run at once by one lane of a runner
	safetyTick   = time.Second // for what no bell announced
)

// backoff is the wait after the 1st, 2nd, ... failed run; the last repeats.
var backoff = []time.Duration{time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute}

// permanent is an error after which a job is not run again.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent says that running the job again is of no use.
func Permanent(err error) error { return permanent{err} }

// Lane is where jobs of a kind run: each has places of its own, so that a ballot closes
// at its deadline however many scans are read and whatever does not answer. Work that
// waits for something outside has a lane that is called by it.
type Lane string

// The lanes of work that waits for nothing outside.
const (
	Short Lane = "short"
	Long  Lane = "long"
)

type handler struct {
	do    Handler
	lane  Lane
	lease time.Duration
}

// Runner leases jobs that are due and runs their handlers, lane by lane.
type Runner struct {
	db       *db.DB
	log      *slog.Logger
	name     string // of the leases
	handlers map[string]handler
	kicks    map[Lane]chan struct{}
}

// New makes a runner over d.
func New(d *db.DB, log *slog.Logger) *Runner {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Runner{db: d, log: log, name: ecabinet.NewID(), handlers: map[string]handler{}, kicks: map[Lane]chan struct{}{}}
}

// Handle sets what is done for jobs of kind, before Run, within a minute each.
func (r *Runner) Handle(kind string, do func(ctx context.Context, j db.Job) error) {
	r.HandleIn(Short, kind, DefaultLease, do)
}

// HandleFor is Handle with a lease of its own, for work that takes longer than a
// minute: after the lease another node may take the job.
func (r *Runner) HandleFor(kind string, lease time.Duration, do func(ctx context.Context, j db.Job) error) {
	r.HandleIn(Long, kind, lease, do)
}

// HandleIn is Handle in another lane and with a lease of its own.
func (r *Runner) HandleIn(lane Lane, kind string, lease time.Duration, do func(ctx context.Context, j db.Job) error) {
	r.handlers[kind] = handler{do: do, lane: lane, lease: lease}
	if r.kicks[lane] == nil {
		r.kicks[lane] = make(chan struct{}, 1)
	}
}

// Kick makes Run look again: the scripted clock has moved.
func (r *Runner) Kick() {
	for _, kick := range r.kicks {
		ring(kick)
	}
}

func ring(kick chan struct{}) {
	select {
	case kick <- struct{}{}:
	default:
	}
}

// Run runs jobs until ctx ends, then waits for those that run.
func (r *Runner) Run(ctx context.Context) error {
	var lanes sync.WaitGroup
	for lane, kick := range r.kicks {
		lanes.Go(func() { r.runLane(ctx, r.kinds(lane), kick) })
	}
	<-ctx.Done()
	lanes.Wait()
	return nil
}

func (r *Runner) runLane(ctx context.Context, kinds []string, kick chan struct{}) {
	scheduled, stop := r.db.WakeJobs()
	defer stop()
	var running sync.WaitGroup
	defer running.Wait()
	places := make(chan struct{}, atOnce)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-scheduled:
		case <-kick:
		case <-timer.C:
		}
		wait, err := r.runDue(ctx, kinds, kick, places, &running)
		if err != nil && ctx.Err() == nil {
			r.log.Error("look for due jobs", "error", err)
		}
		timer.Reset(wait)
	}
}

// runDue starts what is due and says how long nothing else will be.
func (r *Runner) runDue(ctx context.Context, kinds []string, kick, places chan struct{}, running *sync.WaitGroup) (time.Duration, error) {
	for {
		due, wait, err := r.db.DueJobs(ctx, kinds, atOnce)
		switch {
		case err != nil:
			return safetyTick, err
		case len(due) == 0 && wait < 0:
			return safetyTick, nil
		case len(due) == 0:
			return max(time.Millisecond, min(safetyTick, wait)), nil
		}
		for _, j := range due {
			select {
			case places <- struct{}{}:
			case <-ctx.Done():
				return safetyTick, nil
			}
			h := r.handlers[j.Kind]
			lease, taken, err := r.db.LeaseJob(ctx, j.ID, r.name, h.lease)
			if err != nil || !taken {
				<-places
				if err != nil {
					return safetyTick, err
				}
				continue
			}
			running.Go(func() {
				defer func() { <-places; ring(kick) }()
				r.run(ctx, h, lease)
			})
		}
	}
}

// Lane is where jobs of a kind run; "" where nothing is done for them.
func (r *Runner) Lane(kind string) Lane { return r.handlers[kind].lane }

// kinds are those of one lane.
func (r *Runner) kinds(lane Lane) []string {
	var out []string
	for k, h := range r.handlers {
		if h.lane == lane {
			out = append(out, k)
		}
	}
	return out
}

// run runs one leased job and notes what came of it, also when ctx has ended.
func (r *Runner) run(ctx context.Context, h handler, l db.Lease) {
	work, cancel := context.WithTimeout(ecabinet.WithActor(ctx, ecabinet.SystemActor(l.Job.Body)), h.lease)
	defer cancel()
	err := safely(work, h.do, l.Job)
	note, cancelNote := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancelNote()
	switch {
	case err == nil:
		err = r.db.FinishJob(note, l)
	case ctx.Err() != nil:
		err = r.db.RetryJob(note, l, 0, "") // we stop, nothing is wrong with the job
	case errors.As(err, new(permanent)):
		r.log.Error("job given up", "kind", l.Job.Kind, "id", l.Job.ID, "attempts", l.Job.Attempts, "error", err)
		err = r.db.FailJob(note, l, err.Error())
	default:
		r.log.Warn("job failed, runs again", "kind", l.Job.Kind, "id", l.Job.ID, "attempts", l.Job.Attempts, "error", err)
		wait := backoff[min(max(l.Job.Attempts, 1), len(backoff))-1]
		err = r.db.RetryJob(note, l, wait, err.Error())
	}
	if err != nil {
		r.log.Error("note what came of a job", "kind", l.Job.Kind, "id", l.Job.ID, "error", err)
	}
}

// safely makes a panic of the handler an error.
func safely(ctx context.Context, do Handler, j db.Job) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic in a job: %v\n%s", v, debug.Stack())
		}
	}()
	return do(ctx, j)
}
