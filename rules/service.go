package rules

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Store is what the use cases need of the tables.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (ref string, err error)) (string, error)
	// Rev is that of the body's last change, 0 for none: cheap.
	Rev(ctx context.Context, body string) (int64, error)
	Book(ctx context.Context, body string) (Book, error)
}

// Tx is one act. An Add writes a change whose Rev is one more than the book's.
type Tx interface {
	Now() time.Time
	Emit(e ecabinet.Event)
	// Lock keeps the body's book for this act, and reads it.
	Lock(ctx context.Context, body string) (Book, error)
	AddProfile(ctx context.Context, body string, c ProfileChange) error
	AddDay(ctx context.Context, body string, c DayChange) error
	AddYear(ctx context.Context, body string, c YearChange) error
}

// Service holds the use cases of rules.
type Service struct {
	store Store

	mu   sync.Mutex      // guards laws
	laws map[string]kept // by body: the law of its last known rev
}

type kept struct {
	rev int64
	law Law
}

// NewService makes the use cases over store.
func NewService(store Store) *Service { return &Service{store: store, laws: map[string]kept{}} }

// Law is what holds for body: read once for each change.
func (s *Service) Law(ctx context.Context, body string) (Law, error) {
	rev, err := s.store.Rev(ctx, body)
	if err != nil {
		return Law{}, err
	}
	s.mu.Lock()
	k, known := s.laws[body]
	s.mu.Unlock()
	if known && k.rev == rev {
		return k.law, nil
	}
	b, err := s.store.Book(ctx, body)
	if err != nil {
		return Law{}, err
	}
	k = kept{b.Rev, b.Law()}
	s.mu.Lock()
	s.laws[body] = k
	s.mu.Unlock()
	return k.law, nil
}

// Book is all that body has changed.
func (s *Service) Book(ctx context.Context, body string) (Book, error) {
	return s.store.Book(ctx, body)
}

// SetProfile corrects a shipped profile or sets one of the body's own. Errors as
// Book.SetProfile.
func (s *Service) SetProfile(ctx context.Context, p procedure.Profile, inUse bool, rev int64, reason string) (string, error) {
	return s.act(ctx, func(ctx context.Context, tx Tx, body string, b Book) (string, error) {
		c, err := b.SetProfile(p, inUse, rev, reason)
		if err != nil {
			return "", err
		}
		c.By, c.At = ecabinet.ActorFrom(ctx).Person, tx.Now()
		ref := "profile/" + p.ID
		tx.Emit(event("rules.profile_changed", ref, map[string]any{
			"profile": p.ID, "rev": c.Rev, "from": p.From.String(), "until": p.Until.String(), "in_use": inUse, "hash": hash(c),
		}))
		return ref, tx.AddProfile(ctx, body, c)
	})
}

// SetDay makes a day worked or not. Errors as Book.SetDay.
func (s *Service) SetDay(ctx context.Context, d DayChange, rev int64) (string, error) {
	return s.act(ctx, func(ctx context.Context, tx Tx, body string, b Book) (string, error) {
		c, err := b.SetDay(d, rev)
		if err != nil {
			return "", err
		}
		return saveDay(ctx, tx, body, c)
	})
}

// RemoveDay takes the entry of a day back. Errors as Book.RemoveDay.
func (s *Service) RemoveDay(ctx context.Context, date procedure.Date, rev int64, reason string) (string, error) {
	return s.act(ctx, func(ctx context.Context, tx Tx, body string, b Book) (string, error) {
		c, err := b.RemoveDay(date, rev, reason)
		if err != nil {
			return "", err
		}
		return saveDay(ctx, tx, body, c)
	})
}

func saveDay(ctx context.Context, tx Tx, body string, c DayChange) (string, error) {
	c.By, c.At = ecabinet.ActorFrom(ctx).Person, tx.Now()
	ref := "calendar/" + strconv.Itoa(c.Date.Year)
	tx.Emit(event("rules.day_changed", ref, map[string]any{
		"date": c.Date.String(), "kind": string(c.Kind), "rev": c.Rev, "hash": hash(c),
	}))
	return ref, tx.AddDay(ctx, body, c)
}

// SetConfirmed confirms the days of a year, or takes that back. Errors as
// Book.SetConfirmed.
func (s *Service) SetConfirmed(ctx context.Context, year int, confirmed bool, rev int64, reason string) (string, error) {
	return s.act(ctx, func(ctx context.Context, tx Tx, body string, b Book) (string, error) {
		c, err := b.SetConfirmed(year, confirmed, rev, reason)
		if err != nil {
			return "", err
		}
		c.By, c.At = ecabinet.ActorFrom(ctx).Person, tx.Now()
		ref := "calendar/" + strconv.Itoa(year)
		kind := "rules.year_confirmed"
		if !confirmed {
			kind = "rules.year_reopened"
		}
		tx.Emit(event(kind, ref, map[string]any{"year": year, "rev": c.Rev, "hash": hash(c)}))
		return ref, tx.AddYear(ctx, body, c)
	})
}

// act runs one change of the actor's body over its locked book.
func (s *Service) act(ctx context.Context, do func(ctx context.Context, tx Tx, body string, b Book) (string, error)) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		body := ecabinet.ActorFrom(ctx).Body
		b, err := tx.Lock(ctx, body)
		if err != nil {
			return "", err
		}
		return do(ctx, tx, body, b)
	})
}

func event(kind, ref string, data map[string]any) ecabinet.Event {
	return ecabinet.Event{Topic: "body", Type: kind, Ref: ref, Data: text(data)}
}

// hash names a change in the journal, reason and all.
func hash(change any) string {
	sum := sha256.Sum256(text(change))
	return hex.EncodeToString(sum[:])
}

func text(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("rules: %T is no JSON: %v", v, err))
	}
	return raw
}
