package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// Job is work to be done once at its time: a row of the jobs table. ID, Body and
// Attempts are filled in by the database.
type Job struct {
	ID       string
	Body     string
	Kind     string
	Ref      string
	Due      time.Time
	Attempts int // runs begun, this one included
}

// Schedule puts a job into the table. An open job of the same body, kind and
// ref is moved to the new time and may run again, also while it runs.
func (t *Tx) Schedule(ctx context.Context, j Job) error {
	return t.ScheduleAll(ctx, j.Kind, []string{j.Ref}, j.Due)
}

// ScheduleAll is Schedule for refs that are all different, in sets.
func (t *Tx) ScheduleAll(ctx context.Context, kind string, refs []string, due time.Time) error {
	if kind == "" || due.IsZero() {
		return fmt.Errorf("schedule %q: kind and due are required", kind)
	}
	for some := range slices.Chunk(refs, 500) {
		var args []any
		for _, ref := range some {
			args = append(args, ecabinet.NewID(), t.body, kind, ref, At(due))
		}
		_, err := t.Bun().NewRaw(`INSERT INTO jobs (id, body, kind, ref, due, state, attempts, lease, lease_until, last_error)
			VALUES `+strings.Repeat(", (?, ?, ?, ?, ?, 'open', 0, '', NULL, '')", len(some))[2:]+`
			ON CONFLICT (body, kind, ref) WHERE state = 'open'
			DO UPDATE SET due = excluded.due, attempts = 0, lease = '', lease_until = NULL, last_error = ''`, args...).Exec(ctx)
		if err != nil {
			return fmt.Errorf("schedule %s: %w", kind, err)
		}
		t.scheduled = true
	}
	return nil
}

// Cancel takes back the open job of this body, kind and ref, if there is one.
func (t *Tx) Cancel(ctx context.Context, kind, ref string) error {
	_, err := t.Bun().NewRaw(`UPDATE jobs SET state = 'cancelled', lease = '', lease_until = NULL
		WHERE body = ? AND kind = ? AND ref = ? AND state = 'open'`, t.body, kind, ref).Exec(ctx)
	if err != nil {
		return fmt.Errorf("cancel %s: %w", kind, err)
	}
	return nil
}
