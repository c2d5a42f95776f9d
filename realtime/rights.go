package realtime

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet"
)

// rights loads the actor and every audience anew, until no change came in between,
// then tells what was lost and what was won. It runs before the next frame.
func (c *conn) rights(ctx context.Context) *closing {
	ctx, cancel := context.WithTimeout(ctx, c.hub.cfg.Limits.ViewWithin)
	defer cancel()
	type answer struct {
		audience Audience
		ok       bool
	}
	answers := make([]answer, len(c.subs))
	for {
		c.recheck.Store(false)
		actor, why := c.loadActor(ctx)
		if why != nil {
			return why
		}
		if actor.Body != c.log.body || actor.Person != c.person {
			return &closing{closeBodyChanged, "connect again"}
		}
		c.actor = actor
		for i := range c.subs {
			a, ok, why := c.audienceIn(ctx, c.subs[i].topic.name)
			if why != nil {
				return why
			}
			answers[i] = answer{a, ok}
		}
		if !c.recheck.Load() {
			break
		}
	}
	var won []string
	kept := c.subs[:0]
	for i := range answers {
		s := c.subs[i]
		if answers[i].ok && answers[i].audience.Key == s.audience.grant.Key {
			s.valid = answers[i].audience.ValidUntil
			kept = append(kept, s)
			continue
		}
		if answers[i].ok {
			won = append(won, s.topic.name)
		}
		if err := c.lose(s); err != nil {
			return &closing{}
		}
	}
	clear(c.subs[len(kept):])
	c.subs = kept
	c.watchExpiry()
	for _, t := range won {
		if why := c.join(ctx, t, nil); why != nil {
			return why
		}
	}
	return nil
}

// audienceIn asks for the audience of this actor in a topic; ok is false when
// there is none. What cannot be found out ends the socket: it is never a yes.
func (c *conn) audienceIn(ctx context.Context, topic string) (a Audience, ok bool, why *closing) {
	a, err := c.hub.cfg.Audience(ctx, c.actor, topic)
	switch {
	case err == nil:
		a.Body, a.Topic = c.log.body, topic
		return a, true, nil
	case denied(err):
		return a, false, nil
	}
	if ctx.Err() == nil {
		c.hub.cfg.Log.Error("decide audience", "error", err)
	}
	return a, false, &closing{websocket.CloseTryAgainLater, "rights"}
}

// lose tells that a topic is no longer heard, or no longer as it was: the client
// drops everything it holds of it.
func (c *conn) lose(s sub) error {
	c.log.mu.Lock()
	c.log.unsubscribeLocked(c, &s)
	c.log.mu.Unlock()
	c.moved = true
	return c.sayGone(s.topic.name)
}

// watchExpiry notes the earliest end of a right and sets the timer to it. The clock
// of the installation may run apart from the host's, so the timer only looks.
func (c *conn) watchExpiry() {
	if c.expiry != nil {
		c.expiry.Stop()
		c.expiry = nil
	}
	c.validUntil = c.actor.ValidUntil
	for i := range c.subs {
		if v := c.subs[i].valid; !v.IsZero() && (c.validUntil.IsZero() || v.Before(c.validUntil)) {
			c.validUntil = v
		}
	}
	if c.validUntil.IsZero() {
		return
	}
	const longest = 15 * time.Second
	wait := c.validUntil.Sub(c.hub.cfg.Now())
	if wait <= 0 { // just found good although its end has passed: look again soon
		wait = time.Second
	}
	c.expiry = time.AfterFunc(min(wait, longest), func() {
		c.lookAtClock.Store(true)
		c.rouse()
	})
}

// expire has the rights loaded again when one of them has come to its end.
func (c *conn) expire() {
	if !c.lookAtClock.Swap(false) || c.validUntil.IsZero() {
		return
	}
	if c.hub.cfg.Now().Before(c.validUntil) {
		c.watchExpiry()
		return
	}
	c.recheck.Store(true)
}

// part ends a subscription.
func (c *conn) part(name string) {
	for i := range c.subs {
		if c.subs[i].topic.name == name {
			c.log.mu.Lock()
			c.log.unsubscribeLocked(c, &c.subs[i])
			c.log.mu.Unlock()
			last := len(c.subs) - 1
			c.subs[i] = c.subs[last]
			c.subs[last] = sub{}
			c.subs = c.subs[:last]
			c.moved = true
			c.watchExpiry()
			return
		}
	}
}

// errAgain: rights changed while a topic was being read; nothing of it was sent.
var errAgain = &closing{}

// join subscribes to a topic, and sends all of it unless the client can go on from
// where it was. It is listed as a listener before its audience is asked for, so
// that a change of rights in between marks it.
func (c *conn) join(ctx context.Context, name string, from *position) *closing {
	c.part(name)
	if len(c.subs) >= c.hub.cfg.Limits.Topics {
		return &closing{closeTooMany, "too many topics"}
	}
	l := c.log
	l.mu.Lock()
	t := l.topicLocked(name)
	t.subs.add(c)
	l.mu.Unlock()
	a, ok, why := c.audienceIn(ctx, name)
	l.mu.Lock()
	if !ok {
		t.subs.remove(c)
		l.tidyLocked(t)
		l.mu.Unlock()
		if why == nil && c.sayGone(name) != nil {
			why = &closing{}
		}
		return why
	}
	s := sub{topic: t, audience: l.audienceLocked(a), valid: a.ValidUntil, seq: l.head.Load()}
	floor := t.floor
	if from != nil && l.rightsSinceLocked(t, c.person, from.seq) {
		floor = s.seq + 1
	}
	l.mu.Unlock()
	c.subs = append(c.subs, s)
	c.moved = true
	c.watchExpiry()
	if why := c.bring(ctx, &c.subs[len(c.subs)-1], from, floor); why != errAgain {
		return why
	}
	c.part(name)
	c.mu.Lock()
	c.asks = append([]ask{{topic: name, from: from}}, c.asks...)
	c.mu.Unlock()
	return nil
}

func (c *conn) sayGone(topic string) error {
	return c.send(framed(encode(goneFrame{Type: "gone", Topic: topic})))
}

// bring gives a new listener of a topic what it lacks: nothing when the log still
// holds all that changed since its position, a gap when it does not, everything
// when it has never heard the topic. A position beyond the end of the log is a gap
// too: this node is a little behind, or an older back-up was put back. So is one since
// which the rights of this person may have changed.
func (c *conn) bring(ctx context.Context, s *sub, from *position, floor int64) *closing {
	was, known := from.heardOf(s.topic.digest)
	switch {
	case known && was.audience == s.audience.heard.audience && from.seq >= floor && from.seq <= s.seq:
		s.seq = from.seq
		c.seq = min(c.seq, s.seq)
		if s.audience.resumed(was.memory) {
			s.afresh = c.log.head.Load()
		}
		return nil
	case known, from != nil && from.seq < 0:
		if err := c.send(c.gap(s.topic.name)); err != nil {
			return &closing{}
		}
		return nil
	}
	return c.sendWhole(ctx, s, from != nil)
}

// sendWhole sends every thing of the topic and ends with their list: what a client
// holds beside it is no longer there. anew: the client may hold things that it got just
// before its connection broke, in another audience, and drops them first.
func (c *conn) sendWhole(ctx context.Context, s *sub, anew bool) *closing {
	ctx, cancel := context.WithTimeout(ecabinet.WithActor(ctx, ecabinet.SystemActor(c.log.body)), c.hub.cfg.Limits.ViewWithin)
	defer cancel()
	refs, err := c.hub.cfg.Refs(ctx, s.audience.grant)
	if err != nil {
		c.hub.cfg.Log.Error("list topic", "error", err)
		return &closing{websocket.CloseTryAgainLater, "topic"}
	}
	upto := int64(0)
	sent := make([]string, 0, len(refs))
	frames := make([][]byte, 0, len(refs))
	for _, ref := range refs {
		switch v := s.audience.viewFor(ref, c.log.needed(s.topic, ref), true); v.outcome {
		case shown:
			upto = max(upto, v.upto)
			sent = append(sent, ref)
			frames = append(frames, v.frame)
		case failed:
			return &closing{websocket.CloseTryAgainLater, "topic"}
		}
	}
	if why := c.await(ctx, upto); why != nil {
		return why
	}
	if c.recheck.Load() {
		return errAgain
	}
	if anew && c.sayGone(s.topic.name) != nil {
		return &closing{}
	}
	for _, f := range append(frames, framed(encode(wholeFrame{"whole", s.topic.name, sent}))) {
		if err := c.send(f); err != nil {
			return &closing{}
		}
	}
	return nil
}

// needed is the number up to which a view of ref must have been read.
func (l *log) needed(t *topic, ref string) int64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if c := t.events.byRef[ref]; c != nil {
		return c.at
	}
	return t.floor
}
