package ballots

import (
	"context"
	"slices"
	"time"

	"ecabinet"
)

// plan schedules the closing and the reminders of the ballot's deadline.
func (s *Service) plan(ctx context.Context, tx Tx, b *Ballot) error {
	// One microsecond later: at the deadline itself an answer is still in time.
	if err := tx.Schedule(ctx, JobClose, b.ID, b.Deadline.At.Add(time.Microsecond)); err != nil {
		return err
	}
	next, ok := b.nextReminder(tx.Now())
	if !ok {
		return tx.Unschedule(ctx, JobRemind, b.ID)
	}
	return tx.Schedule(ctx, JobRemind, b.ID, next)
}

// reminders are the moments to remind, earliest first: half time and one day
// before the deadline.
func (b *Ballot) reminders() []reminder {
	half := b.SentAt.Add(b.Deadline.At.Sub(b.SentAt) / 2)
	two := []reminder{{half, "ballot.half_time"}, {b.Deadline.At.Add(-24 * time.Hour), "ballot.last_day"}}
	slices.SortFunc(two, func(x, y reminder) int { return x.at.Compare(y.at) })
	return two
}

type reminder struct {
	at   time.Time
	kind string
}

// nextReminder is the first moment to remind after now.
func (b *Ballot) nextReminder(now time.Time) (time.Time, bool) {
	for _, r := range b.reminders() {
		if r.at.After(now) {
			return r.at, true
		}
	}
	return time.Time{}, false
}

// reminderDue is the kind of the last reminder whose moment has come.
func (b *Ballot) reminderDue(now time.Time) string {
	kind := "ballot.reminder"
	for _, r := range b.reminders() {
		if !r.at.After(now) {
			kind = r.kind
		}
	}
	return kind
}

// Remind tells those who have not answered, and their offices; only the seats
// named, or all where none is. It returns no content to anybody. Refused
// "respondent.nobody_to_remind" where no reminder of a consultation reaches any of them.
func (s *Service) Remind(ctx context.Context, ballot string, only []int) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, ballot, false)
		if err != nil {
			return "", err
		}
		if !b.mayRemind(tx.Now()) {
			return "", ecabinet.E(ecabinet.Refused, "ballot.not_open")
		}
		told, silent, err := s.remind(ctx, tx, b, "ballot.reminder", only)
		if err == nil && told == 0 && silent > 0 {
			err = ecabinet.E(ecabinet.Refused, "respondent.nobody_to_remind")
		}
		return "ballot/" + b.ID, err
	})
}

// RemindDue is the reminder job's work: half time, then the last day. A job that
// comes too late to remind does nothing.
func (s *Service) RemindDue(ctx context.Context, ballot string) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, ballot, false)
		if err != nil || !b.mayRemind(tx.Now()) {
			return "", err
		}
		if _, _, err := s.remind(ctx, tx, b, b.reminderDue(tx.Now()), nil); err != nil {
			return "", err
		}
		next, ok := b.nextReminder(tx.Now())
		if !ok {
			return "", nil
		}
		return "", tx.Schedule(ctx, JobRemind, b.ID, next)
	})
	return err
}

func (b *Ballot) mayRemind(now time.Time) bool { return b.Allows(ActAnswer) && b.InTime(now) }

// remind counts the seats that it told, and those that were to be told.
func (s *Service) remind(ctx context.Context, tx Tx, b *Ballot, kind string, only []int) (told, of int, err error) {
	seats, err := tx.Seats(ctx, b.ID)
	if err != nil {
		return 0, 0, err
	}
	waiting := silent(seats)
	if len(only) > 0 {
		waiting = slices.DeleteFunc(waiting, func(s Seat) bool { return !slices.Contains(only, s.No) })
	}
	of = len(waiting)
	if b.Kind == Consultation {
		if waiting, err = s.reached(ctx, tx, b, waiting); err != nil {
			return 0, of, err
		}
	}
	if len(waiting) == 0 {
		return 0, of, nil
	}
	numbers := []int{}
	for _, w := range waiting {
		numbers = append(numbers, w.No)
	}
	emit(tx, b, "ballot.reminded", fields{"kind": kind, "seats": numbers})
	return len(waiting), of, s.notifySeats(ctx, tx, b, kind, waiting, true)
}

// notifySeats tells the seats' members, and their offices where withStaff. Who is
// recused hears nothing of the matter.
func (s *Service) notifySeats(ctx context.Context, tx Tx, b *Ballot, kind string, seats []Seat, withStaff bool) error {
	if b.Kind == Consultation {
		return s.tellRespondents(ctx, tx, b, kind, seats)
	}
	var to []string
	for _, seat := range seats {
		if seat.Recused {
			continue
		}
		to = append(to, seat.Person)
		if !withStaff {
			continue
		}
		staff, err := s.Roll.Staff(ctx, seat.Person, tx.Now())
		if err != nil {
			return err
		}
		to = append(to, staff...)
	}
	slices.Sort(to)
	to = slices.Compact(to)
	notices := make([]Notice, len(to))
	for i, p := range to {
		notices[i] = Notice{ID: ecabinet.NewID(), Body: b.Body, Person: p, Kind: kind, Ballot: b.ID, At: tx.Now()}
	}
	return tx.Notify(ctx, notices)
}

// notifyStaff tells whoever wrote the ballot.
func (s *Service) notifyStaff(ctx context.Context, tx Tx, b *Ballot, kind string) error {
	return tx.Notify(ctx, []Notice{{ID: ecabinet.NewID(), Body: b.Body, Person: b.MadeBy, Kind: kind, Ballot: b.ID, At: tx.Now()}})
}
