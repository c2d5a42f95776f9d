package tasks

import (
	"context"
	"time"
)

// tellAtOnce is how many tasks tell something in one act: a morning on which a
// thousand are due is told in slices, between which other acts come in.
const tellAtOnce = 50

// scheduleNext plans the job that tells, where this task is the first that has
// something to tell. One job serves all tasks of a body: what it finds due it tells,
// whichever moved in the meantime.
func (s *Service) scheduleNext(ctx context.Context, tx Tx, t *Task) error {
	if t.Next.At == nil {
		return nil
	}
	first, err := tx.FirstTold(ctx)
	if err != nil || !first.Equal(*t.Next.At) {
		return err
	}
	return tx.Schedule(ctx, JobTell, "all", first)
}

// TellDue is the job's work: reminders and overdue notices that have come due, each
// once whichever node does it, since what is told next moves on in the same
// transaction.
func (s *Service) TellDue(ctx context.Context, _ string) error {
	for {
		more := false
		_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
			more = false
			ids, err := tx.ToTell(ctx, tx.Now(), tellAtOnce)
			if err != nil {
				return "", err
			}
			for _, id := range ids {
				if err := s.tell(ctx, tx, id); err != nil {
					return "", err
				}
			}
			if more = len(ids) == tellAtOnce; more {
				return "", nil
			}
			first, err := tx.FirstTold(ctx)
			if err != nil || first.IsZero() {
				return "", err
			}
			return "", tx.Schedule(ctx, JobTell, "all", later(first, tx.Now()))
		})
		if err != nil || !more {
			return err
		}
	}
}

// later keeps a job from being planned into the past.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// tell tells what one task has to tell by now, if it still has. Its rev stays: nobody
// who writes a report is disturbed by a reminder.
func (s *Service) tell(ctx context.Context, tx Tx, id string) error {
	t, err := tx.LockTask(ctx, id)
	if err != nil {
		return err
	}
	kind := t.Tell(tx.Now())
	if kind == "" {
		return nil
	}
	if err := tx.SaveNext(ctx, t); err != nil {
		return err
	}
	if err := emit(tx, t, Entry{What: kind}, data{}); err != nil {
		return err
	}
	return s.notify(ctx, tx, t, kind)
}
