package meetings

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ecabinet"
)

// CalendarLink is the secret address at which a person's own calendar reads his
// sessions, and no others. There is one that counts, until he ends it or makes another.
type CalendarLink struct {
	ID      string
	Body    string
	Person  string
	MadeAt  time.Time
	ReadAt  *time.Time // last, to the hour
	EndedAt *time.Time
}

// readEvery is how often reading a calendar is noted.
const readEvery = time.Hour

// MakeCalendarLink gives the actor a new link; the one before ends.
func (s *Service) MakeCalendarLink(ctx context.Context) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a := ecabinet.ActorFrom(ctx)
		if err := tx.EndCalendarLink(ctx, a.Person, tx.Now()); err != nil {
			return "", err
		}
		l := CalendarLink{ID: ecabinet.NewID(), Body: a.Body, Person: a.Person, MadeAt: tx.Now()}
		emitOwn(tx, a.Person, "calendar.linked", l.ID)
		return "calendar/" + l.ID, tx.InsertCalendarLink(ctx, &l)
	})
}

// EndCalendarLink ends the actor's link: whoever has it reads nothing more.
func (s *Service) EndCalendarLink(ctx context.Context) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a := ecabinet.ActorFrom(ctx)
		l, err := tx.CalendarLinkOf(ctx, a.Person)
		if err != nil {
			return "", err
		}
		emitOwn(tx, a.Person, "calendar.ended", l.ID)
		return "calendar/" + l.ID, tx.EndCalendarLink(ctx, a.Person, tx.Now())
	})
}

// NoteCalendarRead keeps when a calendar was read last, so that its owner can tell
// whether anybody does.
func (s *Service) NoteCalendarRead(ctx context.Context, l CalendarLink, now time.Time) error {
	if l.ReadAt != nil && now.Sub(*l.ReadAt) < readEvery {
		return nil
	}
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		return "calendar/" + l.ID, tx.CalendarRead(ctx, l.ID, tx.Now())
	})
	return err
}

// emitOwn journals what a person did with a thing of his own.
func emitOwn(tx Tx, person, kind, id string) {
	raw, err := json.Marshal(data{"person": person})
	if err != nil {
		panic(fmt.Errorf("event data of %s: %w", kind, err))
	}
	tx.Emit(ecabinet.Event{Topic: "user:" + person, Type: kind, Ref: "calendar/" + id, Data: raw})
}
