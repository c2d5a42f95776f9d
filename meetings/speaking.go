package meetings

import (
	"context"
	"slices"
	"time"

	"ecabinet"
)

// onFloor runs an act on the floor of an item under the meeting's lock.
func (s *Service) onFloor(ctx context.Context, item, kind string, act func(m *Meeting, it *Item, f Floor, now time.Time) ([]Request, error)) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		floor, err := tx.Floor(ctx, item)
		if err != nil {
			return err
		}
		changed, err := act(m, it, floor, tx.Now())
		if err != nil {
			return err
		}
		for _, r := range changed {
			emitSpeech(tx, m, kind, r)
		}
		return tx.SaveRequests(ctx, changed)
	})
}

// Ask puts the actor's wish to speak into the queue of the running item; subject is
// what an inquiry asks.
func (s *Service) Ask(ctx context.Context, item string, kind SpeechKind, subject string) (string, error) {
	person := ecabinet.ActorFrom(ctx).Person
	found, err := s.Store.Item(ctx, item)
	if err != nil {
		return "", err
	}
	id := ecabinet.NewID()
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, found.Meeting, true)
		if err != nil {
			return "", err
		}
		it, err := tx.Item(ctx, item)
		if err != nil {
			return "", err
		}
		now := tx.Now()
		here, err := tx.AttendanceOf(ctx, m.ID, person)
		if err != nil {
			return "", err
		}
		if _, present := here.At(person, now); !present {
			return "", ecabinet.E(ecabinet.Refused, "meeting.check_in_first")
		}
		if slices.Contains(it.Recused, person) {
			return "", ecabinet.E(ecabinet.Refused, "meeting.recused")
		}
		floor, err := tx.Floor(ctx, item)
		if err != nil {
			return "", err
		}
		r, err := m.Ask(floor, *it, Request{ID: id, Person: person, Kind: kind, Subject: subject}, now)
		if err != nil {
			return "", err
		}
		emit(tx, m, "speech.asked", "floor/"+r.Item, data{"request": r.ID, "item": r.Item, "person": person, "kind": kind})
		return "speech/" + r.ID, tx.InsertRequest(ctx, m.Body, &r)
	})
}

// one runs an act on one request of the floor.
func (s *Service) one(ctx context.Context, id, kind string, act func(r *Request, now time.Time) error) (string, error) {
	found, err := s.Store.Request(ctx, id)
	if err != nil {
		return "", err
	}
	return s.onFloor(ctx, found.Item, kind, func(_ *Meeting, _ *Item, f Floor, now time.Time) ([]Request, error) {
		i := slices.IndexFunc(f, func(r Request) bool { return r.ID == id })
		if i < 0 {
			return nil, ecabinet.E(ecabinet.NotFound, "meeting.request_not_found")
		}
		if err := act(&f[i], now); err != nil {
			return nil, err
		}
		return f[i : i+1], nil
	})
}

// Call gives the floor to a request, with a limit of the clock or none.
func (s *Service) Call(ctx context.Context, id string, limit time.Duration) (string, error) {
	found, err := s.Store.Request(ctx, id)
	if err != nil {
		return "", err
	}
	return s.onFloor(ctx, found.Item, "speech.called", func(m *Meeting, _ *Item, f Floor, now time.Time) ([]Request, error) {
		return m.Call(f, id, limit, now)
	})
}

// Grant gives the floor of the running item to somebody who has not asked; answers
// names the inquiry that this speech answers, "" for none.
func (s *Service) Grant(ctx context.Context, item, person string, kind SpeechKind, answers string, limit time.Duration) (string, error) {
	id := ecabinet.NewID()
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		now := tx.Now()
		here, err := tx.AttendanceOf(ctx, m.ID, person)
		if err != nil {
			return err
		}
		if _, present := here.At(person, now); !present {
			return ecabinet.E(ecabinet.Refused, "meeting.not_here")
		}
		if slices.Contains(it.Recused, person) {
			return ecabinet.E(ecabinet.Refused, "meeting.recused_other")
		}
		floor, err := tx.Floor(ctx, item)
		if err != nil {
			return err
		}
		changed, err := m.Grant(floor, *it, Request{ID: id, Person: person, Kind: kind, Answers: answers}, limit, now)
		if err != nil {
			return err
		}
		for _, r := range changed {
			emitSpeech(tx, m, "speech.called", r)
		}
		last := len(changed) - 1 // who speaks now, after those who stop
		if changed[last].ID != id {
			return tx.SaveRequests(ctx, changed)
		}
		if err := tx.SaveRequests(ctx, changed[:last]); err != nil {
			return err
		}
		return tx.InsertRequest(ctx, m.Body, &changed[last])
	})
}

func emitSpeech(tx Tx, m *Meeting, kind string, r Request) {
	d := data{"request": r.ID, "item": r.Item, "person": r.Person, "kind": r.Kind, "state": r.State, "place": r.Place, "used_ms": r.Used.Milliseconds()}
	if r.Answers != "" {
		d["answers"] = r.Answers
	}
	emit(tx, m, kind, "floor/"+r.Item, d)
}

// HoldClock stops the clock of who speaks.
func (s *Service) HoldClock(ctx context.Context, id string) (string, error) {
	return s.one(ctx, id, "speech.held", (*Request).Hold)
}

// EndSpeech takes the floor back.
func (s *Service) EndSpeech(ctx context.Context, id string) (string, error) {
	return s.one(ctx, id, "speech.ended", (*Request).End)
}

// Drop takes a request that waits out of the queue: the speaker's own, or the chair.
func (s *Service) Drop(ctx context.Context, id string) (string, error) {
	return s.one(ctx, id, "speech.dropped", (*Request).Drop)
}

// Reorder places what waits for the floor of an item in the order of ids.
func (s *Service) Reorder(ctx context.Context, item string, ids []string) (string, error) {
	return s.onFloor(ctx, item, "floor.reordered", func(_ *Meeting, _ *Item, f Floor, _ time.Time) ([]Request, error) {
		return f.Reorder(ids)
	})
}
