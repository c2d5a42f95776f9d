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
// out.
const free = "state = 'open' AND (lease_until IS NULL OR lease_until < ?)"

// DueJobs is the jobs of these kinds that are due and free at now, the longest
// due first, at most limit; where there is none, next is when the next will be
// due or its lease ends, zero if there is none at all.
func (d *DB) DueJobs(ctx context.Context, kinds []string, now time.Time, limit int) (due []Job, next time.Time, err error) {
	if len(kinds) == 0 {
		return nil, time.Time{}, nil
	}
	var rows []jobRow
	err = d.read.NewRaw("SELECT id, body, kind, ref, due, attempts FROM jobs WHERE "+free+
		" AND due <= ? AND kind IN (?) ORDER BY due, id LIMIT ?",
		At(now), At(now), bun.List(kinds), limit).Scan(ctx, &rows)
	if err != nil {
		return nil, time.Time{}, trouble(fmt.Errorf("find due jobs: %w", err))
	}
	for _, r := range rows {
		due = append(due, r.job())
	}
	if len(due) > 0 {
		return due, time.Time{}, nil
	}
	var at Time
	err = d.read.NewRaw(`SELECT min(CASE WHEN lease_until IS NOT NULL AND lease_until > due THEN lease_until ELSE due END)
		FROM jobs WHERE state = 'open' AND kind IN (?)`, bun.List(kinds)).Scan(ctx, &at)
	if err != nil {
		return nil, time.Time{}, trouble(fmt.Errorf("find the next job: %w", err))
	}
	return nil, at.Time, nil
}

// LeaseJob takes a job that is due and free for the time given. One row affected
// decides: of several runners one gets it.
func (d *DB) LeaseJob(ctx context.Context, id, runner string, now time.Time, lease time.Duration) (l Lease, taken bool, err error) {
	name := runner + " " + At(now).String()
	var row jobRow
	r, err := d.write.NewRaw("UPDATE jobs SET lease = ?, lease_until = ?, attempts = attempts + 1 WHERE id = ? AND due <= ? AND "+free,
		name, At(now.Add(lease)), id, At(now), At(now)).Exec(ctx)
	if err != nil {
		if classify(err) == classLock {
			return Lease{}, false, nil // another node is taking it now
		}
		return Lease{}, false, trouble(fmt.Errorf("lease job: %w", err))
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return Lease{}, false, err
	}
	err = d.read.NewRaw("SELECT id, body, kind, ref, due, attempts FROM jobs WHERE id = ?", id).Scan(ctx, &row)
	if err != nil {
		return Lease{}, false, trouble(fmt.Errorf("read leased job: %w", err))
	}
	return Lease{Job: row.job(), name: name}, true, nil
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
	now, err := d.Now(ctx)
	if err != nil {
		return err
	}
	err = d.noteJob(ctx, "give back job", "lease = '', lease_until = ?, last_error = ?", l, At(now.Add(wait)), reason)
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
