package db

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// Lease is the right to run a job until a moment; the name in it keeps a runner
// that lost it from noting anything.
type Lease struct {
	Job  Job
	name string
}

// jobRow is what a runner reads of a job.
type jobRow struct {
	ID       string
	Body     string
	Kind     string
	Ref      string
	Due      Time
	Attempts int
}

func (r jobRow) job() Job {
	return Job{ID: r.ID, Body: r.Body, Kind: r.Kind, Ref: r.Ref, Due: r.Due.Time, Attempts: r.Attempts}
}

// free is what makes an open job free to take: nobody holds a lease, or it ran
// out. Leases and waits after a failure run on real time: a scripted clock that
// jumps must not take a job from who runs it.
const free = "state = 'open' AND (lease_until IS NULL OR lease_until < ?)"

// clocks reads the clock of deadlines and the real one.
func (d *DB) clocks(ctx context.Context) (now, real time.Time, err error) {
	if now, err = d.Now(ctx); err != nil {
		return now, real, err
	}
	switch {
	case d.opts.Clock == nil:
		real = now
	case d.dialect == sqliteName:
		real = time.Now().UTC()
	default:
		real, err = serverNow(ctx, d.read.DB)
	}
	return now, real, err
}

// DueJobs is the jobs of these kinds that are due and free now, the longest due
// first, at most limit. Where there is none, wait is how long there will be none
// unless one is scheduled, or negative if there is none at all.
func (d *DB) DueJobs(ctx context.Context, kinds []string, limit int) (due []Job, wait time.Duration, err error) {
	if len(kinds) == 0 {
		return nil, -1, nil
	}
	now, real, err := d.clocks(ctx)
	if err != nil {
		return nil, 0, err
	}
	var rows []jobRow
	err = d.read.NewRaw("SELECT id, body, kind, ref, due, attempts FROM jobs WHERE "+free+
		" AND due <= ? AND kind IN (?) ORDER BY due, id LIMIT ?",
		At(real), At(now), bun.List(kinds), limit).Scan(ctx, &rows)
	if err != nil {
		return nil, 0, trouble(fmt.Errorf("find due jobs: %w", err))
	}
	for _, r := range rows {
		due = append(due, r.job())
	}
	if len(due) > 0 {
		return due, 0, nil
	}
	var nextDue, nextFree Time
	err = d.read.NewRaw(`SELECT min(CASE WHEN due > ? THEN due END), min(CASE WHEN due <= ? THEN lease_until END)
		FROM jobs WHERE state = 'open' AND kind IN (?)`, At(now), At(now), bun.List(kinds)).Scan(ctx, &nextDue, &nextFree)
	if err != nil {
		return nil, 0, trouble(fmt.Errorf("find the next job: %w", err))
	}
	wait = -1
	if !nextDue.IsZero() {
		wait = nextDue.Sub(now)
	}
	if !nextFree.IsZero() && (wait < 0 || nextFree.Sub(real) < wait) {
		wait = max(0, nextFree.Sub(real))
	}
	return nil, wait, nil
}

// LeaseJob takes a job that is due and free for the time given. One row affected
// decides: of several runners one gets it.
func (d *DB) LeaseJob(ctx context.Context, id, runner string, lease time.Duration) (l Lease, taken bool, err error) {
	now, real, err := d.clocks(ctx)
	if err != nil {
		return Lease{}, false, err
	}
	name := runner + " " + At(real).String()
	r, err := d.write.NewRaw("UPDATE jobs SET lease = ?, lease_until = ?, attempts = attempts + 1 WHERE id = ? AND due <= ? AND "+free,
		name, At(real.Add(lease)), id, At(now), At(real)).Exec(ctx)
	if err != nil {
		if classify(err) == classLock {
			return Lease{}, false, nil // another node is taking it now
		}
		return Lease{}, false, trouble(fmt.Errorf("lease job: %w", err))
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return Lease{}, false, err
	}
	var row jobRow
	err = d.read.NewRaw("SELECT id, body, kind, ref, due, attempts FROM jobs WHERE id = ?", id).Scan(ctx, &row)
	if err != nil {
		return Lease{}, false, trouble(fmt.Errorf("read leased job: %w", err))
	}
	return Lease{Job: row.job(), name: name}, true, nil
}

// FreeJobs gives back, when a program starts over an embedded database, what the one
// before it had leased: no other can be running over the file. On PostgreSQL it does
// nothing, since other nodes run; there a lease ends by its time.
func (d *DB) FreeJobs(ctx context.Context) error {
	if d.dialect != sqliteName {
		return nil
	}
	_, err := d.write.NewRaw("UPDATE jobs SET lease = '', lease_until = NULL WHERE state = 'open' AND lease <> ''").Exec(ctx)
	if err != nil {
		return trouble(fmt.Errorf("free jobs: %w", err))
	}
	return nil
}

// FinishJob notes that the job is done, unless the lease was lost or the job was
// scheduled anew meanwhile.
func (d *DB) FinishJob(ctx context.Context, l Lease) error {
	return d.noteJob(ctx, "finish job", "state = 'done', lease = '', lease_until = NULL, last_error = ''", l)
}

// FailJob notes that the job will not be run again.
func (d *DB) FailJob(ctx context.Context, l Lease, reason string) error {
	return d.noteJob(ctx, "give up job", "state = 'failed', lease = '', lease_until = NULL, last_error = ?", l, reason)
}

// RetryJob gives the job back, to be run again after wait.
func (d *DB) RetryJob(ctx context.Context, l Lease, wait time.Duration, reason string) error {
	_, real, err := d.clocks(ctx)
	if err != nil {
		return err
	}
	err = d.noteJob(ctx, "give back job", "lease = '', lease_until = ?, last_error = ?", l, At(real.Add(wait)), reason)
	d.scheduled.ring()
	return err
}

func (d *DB) noteJob(ctx context.Context, what, set string, l Lease, args ...any) error {
	// The lock timeout of acts is too short for a row that an act has just moved.
	err := d.write.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if d.dialect == postgresName {
			if _, err := tx.Tx.ExecContext(ctx, "SET LOCAL lock_timeout = '5s'"); err != nil {
				return err
			}
		}
		_, err := tx.NewRaw("UPDATE jobs SET "+set+" WHERE id = ? AND state = 'open' AND lease = ?",
			append(args, l.Job.ID, l.name)...).Exec(ctx)
		return err
	})
	if err != nil {
		return trouble(fmt.Errorf("%s: %w", what, err))
	}
	return nil
}

// keepJobs is how long what became of a job can be read.
const keepJobs = 30 * 24 * time.Hour

// CleanJobs forgets jobs that ended and were due more than 30 days ago; failed
// ones stay.
func (d *DB) CleanJobs(ctx context.Context) (int, error) {
	r, err := d.write.NewRaw("DELETE FROM jobs WHERE state IN ('done', 'cancelled') AND due < ?",
		At(d.hostNow().Add(-keepJobs))).Exec(ctx)
	if err != nil {
		return 0, trouble(fmt.Errorf("clean jobs: %w", err))
	}
	n, err := r.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("clean jobs: %w", err)
	}
	return int(n), nil
}
