package dossiers

import "context"

// Course is what decisions do to a matter: a ballot on it opens, is recalled, is
// closed, is certified. Each is a part of the act that causes it and runs in its
// transaction, over a Tx of this room.

// BallotOpened brings the matter onto a ballot: the persons on its list, and their
// offices, read the papers; those recused do not.
func BallotOpened(ctx context.Context, tx Tx, matter string, voters, recused []string) error {
	return course(ctx, tx, matter, Decide, func(m *Matter) error {
		m.BallotClosed = false
		if err := tx.SetVoters(ctx, matter, voters); err != nil {
			return err
		}
		return tx.SetRecused(ctx, matter, recused)
	})
}

// BallotRecalled gives the matter back to the secretariat; the voters no longer
// read it.
func BallotRecalled(ctx context.Context, tx Tx, matter string) error {
	return course(ctx, tx, matter, Resume, func(m *Matter) error {
		m.BallotClosed = false // also where it was closed before, and ended for a session
		return tx.SetVoters(ctx, matter, nil)
	})
}

// BallotClosed opens the papers to those who synthesise the answers.
func BallotClosed(ctx context.Context, tx Tx, matter string) error {
	return course(ctx, tx, matter, "", func(m *Matter) error { m.BallotClosed = true; return nil })
}

// BallotCertified ends the matter's course with an outcome.
func BallotCertified(ctx context.Context, tx Tx, matter string) error {
	return course(ctx, tx, matter, Conclude, func(m *Matter) error { m.BallotClosed = true; return nil })
}

// Scheduled puts the matter on the agenda of a session, or, with nobody listed, takes
// it off: those listed, and their offices, read the papers; those aside do not.
// held are those of the listed who do not read single papers yet.
func Scheduled(ctx context.Context, tx Tx, matter, session string, listed, aside []string, held []Hold) error {
	return course(ctx, tx, matter, "", func(*Matter) error { return tx.SetSession(ctx, matter, session, listed, aside, held) })
}

// Hold is who does not read a paper yet that others read for the session.
type Hold struct {
	Document string
	Persons  []string
}

// Followed notes in the history of the matter what has become of a task on it: given,
// closed or recalled. number is the task's in its register.
func Followed(ctx context.Context, tx Tx, matter, task, number, what string) error {
	m, err := tx.Matter(ctx, matter)
	if err != nil {
		return err
	}
	return touched(ctx, tx, m, "matter.task_"+what, Entry{Reason: number}, map[string]any{"task": task})
}

// Sat notes in the history of the matter what a session made of it: how its item was
// concluded ("adopted", "not_adopted", ...), and that the minutes are certified. words
// say which session, and with what figures or number.
func Sat(ctx context.Context, tx Tx, matter, session, what, words string) error {
	m, err := tx.Matter(ctx, matter)
	if err != nil {
		return err
	}
	return touched(ctx, tx, m, "matter.session_"+what, Entry{Reason: words}, map[string]any{"session": session})
}

func course(ctx context.Context, tx Tx, matter string, step Step, act func(*Matter) error) error {
	m, err := tx.Matter(ctx, matter)
	if err != nil {
		return err
	}
	event := "matter.access_changed"
	if step != "" {
		if err := m.Move(step, "", tx.Now()); err != nil {
			return err
		}
		event = moves[step].event
	}
	if err := act(&m); err != nil {
		return err
	}
	m.Rev++
	m.ViewRev++
	if err := tx.SaveMatter(ctx, m); err != nil {
		return err
	}
	return record(ctx, tx, m, event, Entry{}, map[string]any{"state": m.State, "ballot_closed": m.BallotClosed})
}
