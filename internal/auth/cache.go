package auth

import (
	"context"
	"strings"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
)

const (
	cacheLife = time.Minute // at the longest; changes of rights are heard at once
	cacheMost = 20_000      // sessions
)

// entry is a session with what its person may call upon, as read together.
type entry struct {
	row   sessionRow
	actor ecabinet.Actor
	fresh time.Time // until then
}

// cache keeps sessions in memory. What is read while something is forgotten is
// not kept: that is what turn is for.
type cache struct {
	mu     sync.Mutex // guards what follows
	turns  int64
	byHash map[string]string // hash to id
	byID   map[string]entry
}

func (c *cache) start() { c.byHash, c.byID = map[string]string{}, map[string]entry{} }

func (c *cache) turn() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.turns
}

func (c *cache) get(column, value string) (entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := value
	if column == "hash" {
		id = c.byHash[value]
	}
	e, ok := c.byID[id]
	return e, ok
}

func (c *cache) put(e entry, turn int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if turn != c.turns {
		return
	}
	if len(c.byID) >= cacheMost {
		c.start()
	}
	c.byID[e.row.ID], c.byHash[e.row.Hash] = e, e.row.ID
}

func (c *cache) touch(id string, at db.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.byID[id]; ok && e.row.SeenAt.Before(at.Time) {
		e.row.SeenAt = at
		c.byID[id] = e
	}
}

// forget drops the entries that which names.
func (c *cache) forget(which func(entry) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turns++
	for id, e := range c.byID {
		if which(e) {
			delete(c.byID, id)
			delete(c.byHash, e.row.Hash)
		}
	}
}

// Forget drops one session from memory.
func (s *Service) Forget(session string) {
	s.cache.forget(func(e entry) bool { return e.row.ID == session })
}

// rights are the events that change what somebody may see or do; the value says
// for whom what is in memory is dropped.
var rights = map[string]string{
	"session.ended": "person", "session.body_chosen": "person",
	"account.locked": "person",
	// Posts and offices of one person change what others hold: the whole body.
	"person.post_given": "body", "person.post_changed": "body", "person.post_ended": "body",
	"person.role_given": "body", "person.role_ended": "body",
	"office.delegated": "body", "office.ended": "body",
}

// Rights says whether an event changes what somebody may see or do, and whose:
// of one person, or of everybody in the body where person is "". It drops what is
// in memory of it. It is cheap and may be told of an event many times: by the
// follower here, and by a connection before it looks at its rights.
func (s *Service) Rights(e ecabinet.Event) (person string, changed bool) {
	switch rights[e.Type] {
	case "person":
		s.forgetPerson(e.Topic)
		return strings.TrimPrefix(e.Topic, "user:"), true
	case "body":
		s.cache.forget(func(c entry) bool { return c.row.Body == e.Body })
		return "", true
	}
	if e.Type == "session.signing_opened" || e.Type == "session.signing_closed" {
		s.forgetPerson(e.Topic)
	}
	return "", false
}

func (s *Service) forgetPerson(topic string) {
	s.cache.forget(func(c entry) bool { return "user:"+c.row.Person == topic })
}

// Run follows the journals of all bodies and keeps what is in memory true, until
// ctx ends. Once a day it clears what is no longer needed.
func (s *Service) Run(ctx context.Context) error {
	wake, stop := s.db.Wake()
	defer stop()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	at, cleaned := map[string]int64{}, time.Time{}
	for {
		if err := s.follow(ctx, at); err != nil && ctx.Err() == nil {
			s.cfg.Logger.WarnContext(ctx, "sign-in cannot follow the journal", "error", err.Error())
			s.cache.forget(func(entry) bool { return true })
		}
		if now := s.cfg.Clock(); now.Sub(cleaned) >= 24*time.Hour {
			cleaned = now
			if err := s.clean(ctx, now); err != nil && ctx.Err() == nil {
				s.cfg.Logger.WarnContext(ctx, "sign-in cannot clear old rows", "error", err.Error())
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-wake:
		case <-tick.C:
		}
	}
}

// follow reads what was journalled since the positions in at. A body met for the
// first time begins at its end: nothing of it is in memory from before.
func (s *Service) follow(ctx context.Context, at map[string]int64) error {
	bodies, err := s.cfg.People.AllBodies(ctx)
	if err != nil {
		return err
	}
	for _, body := range bodies {
		seq, known := at[body]
		if !known {
			if seq, err = s.lastSeq(ctx, body); err != nil {
				return err
			}
			s.cache.forget(func(e entry) bool { return e.row.Body == body })
			if err := s.heard(ctx, ecabinet.Event{Body: body}); err != nil {
				return err
			}
			at[body] = seq
			continue
		}
		for {
			events, err := s.db.EventsAfter(ctx, body, seq, 500)
			if err != nil {
				return err
			}
			for _, e := range events {
				s.Rights(e)
				if err := s.heard(ctx, e); err != nil {
					return err
				}
				seq = e.Seq
				at[body] = seq
			}
			if len(events) < 500 {
				break
			}
		}
	}
	return nil
}

func (s *Service) heard(ctx context.Context, e ecabinet.Event) error {
	if s.cfg.Heard == nil {
		return nil
	}
	return s.cfg.Heard(ctx, e)
}

func (s *Service) lastSeq(ctx context.Context, body string) (int64, error) {
	var seq int64
	err := s.db.Read().NewRaw("SELECT COALESCE(max(seq), 0) FROM journal WHERE body = ?", body).Scan(ctx, &seq)
	return seq, err
}

// clean drops what can no longer be used.
func (s *Service) clean(ctx context.Context, now time.Time) error {
	if err := s.cleanAttempts(ctx, now); err != nil {
		return err
	}
	return s.act(ctx, ecabinet.Installation, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		for _, q := range []string{
			"DELETE FROM socket_tickets WHERE expires_at < ?",
			"DELETE FROM sign_in_challenges WHERE expires_at < ?",
			"DELETE FROM sessions WHERE ends_at < ?",
		} {
			if _, err := tx.Bun().NewRaw(q, db.At(now.Add(-24*time.Hour))).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}
