package tasks

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ecabinet"
	"ecabinet/internal/record"
	"ecabinet/procedure"
)

// Service is the room's use cases. Each loads, decides, saves and emits in one
// transaction; whether this role may do this kind of thing was decided before.
type Service struct {
	Store    Store
	Sources  Sources
	Agencies Agencies
	Days     Days
	// Course notes in other rooms what has become of a task, in the same act; nil:
	// there are no other rooms.
	Course func(ctx context.Context, tx Tx, t *Task, what string) error
}

// Basis names what a task comes from: an item, a ballot, or, for other papers, a
// reference in words and perhaps a matter.
type Basis struct {
	Kind      SourceKind
	ID        string // of the item or ballot
	Reference string // of an entered task
	Matter    string // the same, "" for none
}

// source is what the basis is, with its title as it is now.
func (s *Service) source(ctx context.Context, b Basis) (Source, error) {
	switch b.Kind {
	case FromItem:
		return s.Sources.Item(ctx, b.ID)
	case FromBallot:
		return s.Sources.Ballot(ctx, b.ID)
	case Entered:
		src := Source{}
		if b.Matter != "" {
			var err error
			if src, err = s.Sources.Matter(ctx, b.Matter); err != nil {
				return src, err
			}
		}
		src.Kind, src.Title = Entered, strings.TrimSpace(b.Reference)
		return src, nil
	}
	return Source{}, ecabinet.E(ecabinet.Invalid, "task.source_unknown")
}

// known refuses agencies that the body does not have.
func (s *Service) known(ctx context.Context, t Terms) error {
	all := append([]string{t.Lead}, t.Cooperating...)
	known, err := s.Agencies.Known(ctx, all)
	if err != nil {
		return err
	}
	var f fields
	if t.Lead != "" && !slices.Contains(known, t.Lead) {
		f.add("lead", "task.agency_unknown")
	}
	if slices.ContainsFunc(t.Cooperating, func(a string) bool { return !slices.Contains(known, a) }) {
		f.add("cooperating", "task.agency_unknown")
	}
	return f.err()
}

// Give gives a task to its lead agency.
func (s *Service) Give(ctx context.Context, b Basis, terms Terms) (string, error) {
	src, err := s.source(ctx, b)
	if err != nil {
		return "", err
	}
	if err := s.known(ctx, terms); err != nil {
		return "", err
	}
	cal, err := s.Days.Calendar(ctx)
	if err != nil {
		return "", err
	}
	actor := ecabinet.ActorFrom(ctx)
	id := ecabinet.NewID()
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		now := tx.Now()
		t, err := Give(src, terms, actor.Person, cal, now)
		if err != nil {
			return "", err
		}
		t.ID, t.Body, t.Year = id, actor.Body, cal.Day(now).Year
		if t.Number, err = tx.NextNumber(ctx, t.Year); err != nil {
			return "", err
		}
		if err := tx.InsertTask(ctx, t); err != nil {
			return "", err
		}
		return taskRef(t), s.record(ctx, tx, t, Entry{What: "task.given", Due: t.Due}, data{
			"source": string(src.Kind), "meeting": src.Meeting, "item": src.Item, "ballot": src.Ballot, "matter": src.Matter,
			"number": t.Number, "year": t.Year,
		})
	})
}

func taskRef(t *Task) string { return "task/" + t.ID }

// data is what the journal holds of an event: ids, states and hashes, never a text.
type data map[string]any

// change runs one act on a task under its lock: do changes it and gives what is put on
// record.
func (s *Service) change(ctx context.Context, id string, rev int64, do func(ctx context.Context, tx Tx, t *Task) (Entry, error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		t, err := tx.LockTask(ctx, id)
		if err != nil {
			return "", err
		}
		if err := t.checkRev(rev); err != nil {
			return "", err
		}
		e, err := do(ctx, tx, t)
		if err != nil {
			return "", err
		}
		if err := tx.SaveTask(ctx, t); err != nil {
			return "", err
		}
		return taskRef(t), s.record(ctx, tx, t, e, data{})
	})
}

// record puts what has happened on record, tells of it, and plans what is told next.
func (s *Service) record(ctx context.Context, tx Tx, t *Task, e Entry, d data) error {
	e.ID, e.Task, e.At, e.Person = ecabinet.NewID(), t.ID, tx.Now(), ecabinet.ActorFrom(ctx).Person
	if err := tx.AddEntry(ctx, t.Body, &e); err != nil {
		return err
	}
	if err := emit(tx, t, e, d); err != nil {
		return err
	}
	if err := s.notify(ctx, tx, t, e.What); err != nil {
		return err
	}
	if err := s.scheduleNext(ctx, tx, t); err != nil {
		return err
	}
	if s.Course == nil {
		return nil
	}
	return s.Course(ctx, tx, t, e.What)
}

func emit(tx Tx, t *Task, e Entry, d data) error {
	text, err := record.HashOf(t.Text)
	if err != nil {
		return err
	}
	d["rev"], d["state"], d["lead"], d["cooperating"], d["due"], d["text"] = t.Rev, t.State, t.Lead, t.Cooperating, day(t.Due), text
	if t.Cooperating == nil {
		d["cooperating"] = []string{}
	}
	if e.Text != "" {
		if d["said"], err = record.HashOf(e.Text); err != nil {
			return err
		}
	}
	if len(e.Files) > 0 {
		hashes := make([]string, len(e.Files))
		for i, f := range e.Files {
			hashes[i] = f.Hash
		}
		d["files"] = hashes
	}
	if e.Was != nil {
		d["was"] = day(e.Was)
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("event data of %s: %w", e.What, err)
	}
	tx.Emit(ecabinet.Event{Topic: "task:" + t.ID, Type: e.What, Ref: taskRef(t), Data: raw})
	return nil
}

func day(d *procedure.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func (s *Service) notify(ctx context.Context, tx Tx, t *Task, kind string) error {
	list := t.notices(kind, tx.Now())
	for i := range list {
		list[i].ID = ecabinet.NewID()
	}
	return tx.Notify(ctx, list)
}

// Edit writes other terms of a task, with a reason.
func (s *Service) Edit(ctx context.Context, id string, rev int64, terms Terms, reason string) (string, error) {
	if err := s.known(ctx, terms); err != nil {
		return "", err
	}
	cal, err := s.Days.Calendar(ctx)
	if err != nil {
		return "", err
	}
	return s.change(ctx, id, rev, func(_ context.Context, tx Tx, t *Task) (Entry, error) {
		c, err := t.Edit(terms, reason, cal, tx.Now())
		return Entry{What: "task.edited", Text: reason, Fields: c.What, Before: c.Before, Was: c.Was, Due: t.Due}, err
	})
}

// Accept notes that the actor's agency has taken the task up.
func (s *Service) Accept(ctx context.Context, id string, rev int64) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, t *Task) (Entry, error) {
		return Entry{What: "task.accepted"}, t.Accept(ecabinet.ActorFrom(ctx).Person, tx.Now())
	})
}

// Note puts on record how far the task is, with files that were brought for it.
func (s *Service) Note(ctx context.Context, id string, rev int64, text string, files []string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, t *Task) (Entry, error) {
		list, err := filesOf(ctx, tx, t, files)
		if err != nil {
			return Entry{}, err
		}
		if err := t.Note(text, list); err != nil {
			return Entry{}, err
		}
		return Entry{What: "task.noted", Text: text, Files: list}, tx.DropScratch(ctx, t.ID, ecabinet.ActorFrom(ctx).Person)
	})
}

// Report says that the task is done, with evidence: a text, and files that were
// brought for it.
func (s *Service) Report(ctx context.Context, id string, rev int64, text string, files []string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, t *Task) (Entry, error) {
		list, err := filesOf(ctx, tx, t, files)
		if err != nil {
			return Entry{}, err
		}
		person := ecabinet.ActorFrom(ctx).Person
		if err := t.Report(person, text, list, tx.Now()); err != nil {
			return Entry{}, err
		}
		return Entry{What: "task.reported", Text: text, Files: list}, tx.DropScratch(ctx, t.ID, person)
	})
}

func filesOf(ctx context.Context, tx Tx, t *Task, ids []string) ([]File, error) {
	list, err := tx.FilesOf(ctx, t.ID, ids)
	if err != nil || len(list) == len(ids) {
		return list, err
	}
	var f fields
	f.add("files", "task.file_unknown")
	return nil, f.err()
}

// Close ends a task that was reported done; the actor is the second party.
func (s *Service) Close(ctx context.Context, id string, rev int64, remark string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, t *Task) (Entry, error) {
		return Entry{What: "task.closed", Text: remark}, t.Close(ecabinet.ActorFrom(ctx), remark, tx.Now())
	})
}

// Return sends a report back, with a reason.
func (s *Service) Return(ctx context.Context, id string, rev int64, reason string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, t *Task) (Entry, error) {
		return Entry{What: "task.returned", Text: reason}, t.Return(ecabinet.ActorFrom(ctx), reason, tx.Now())
	})
}

// Ask asks for a later due date, with a reason.
func (s *Service) Ask(ctx context.Context, id string, rev int64, due procedure.Date, reason string) (string, error) {
	cal, err := s.Days.Calendar(ctx)
	if err != nil {
		return "", err
	}
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, t *Task) (Entry, error) {
		was := t.Due
		err := t.Ask(Extension{Due: due, Reason: reason, By: ecabinet.ActorFrom(ctx).Person, At: tx.Now()}, cal)
		return Entry{What: "task.extension_asked", Text: reason, Due: &due, Was: was}, err
	})
}

// Answer answers a request for a later due date: due is the day granted, nil refuses.
func (s *Service) Answer(ctx context.Context, id string, rev int64, due *procedure.Date, reason string) (string, error) {
	cal, err := s.Days.Calendar(ctx)
	if err != nil {
		return "", err
	}
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, t *Task) (Entry, error) {
		was, err := t.Answer(ecabinet.ActorFrom(ctx).Person, due, reason, cal, tx.Now())
		if due == nil {
			return Entry{What: "task.extension_refused", Text: reason}, err
		}
		return Entry{What: "task.extension_granted", Text: reason, Due: due, Was: was}, err
	})
}

// Recall takes a task back, with a reason.
func (s *Service) Recall(ctx context.Context, id string, rev int64, reason string) (string, error) {
	return s.change(ctx, id, rev, func(_ context.Context, tx Tx, t *Task) (Entry, error) {
		return Entry{What: "task.recalled", Text: reason}, t.Recall(reason, tx.Now())
	})
}
