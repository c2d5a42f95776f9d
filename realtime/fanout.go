package realtime

import (
	"slices"
	"time"
)

// burst is what one append of the log brings to everyone of an audience who has missed
// nothing before it: the very bytes, put together once.
type burst struct {
	bytes []byte
	count uint64    // frames that count
	when  time.Time // the log took the oldest of them
}

// fanOut brings what an append has taken to those who hear it, in the goroutine of the
// log: waking a goroutine for each costs more than what it would write. events[0] of the
// append has the number first. Whoever cannot be served without waiting or reading is
// roused and serves himself.
func (l *log) fanOut(woken []*conn, stirred []*topic, first int64) {
	var heard []*audience
	l.mu.RLock()
	for _, t := range stirred {
		for a := range l.hearers[t.name] {
			if a.burst = l.burstFor(a, t); a.burst != nil {
				heard = append(heard, a)
			}
		}
	}
	l.mu.RUnlock()
	for _, c := range woken {
		if !c.reach(first) {
			c.rouse()
		}
	}
	for _, a := range heard {
		a.burst = nil
	}
}

// burstFor is made of views that are there; nil: one is missing, is newer than the log
// has come, or takes words of its own, or it is all too much for one write.
func (l *log) burstFor(a *audience, t *topic) *burst {
	if a.users == 0 {
		return nil
	}
	b := &burst{}
	var frames [][]byte
	size := 0
	for e := range t.news() {
		if !l.hub.cfg.Hears(a.grant, e.ref) {
			continue
		}
		v := a.cached(e.ref, e.at)
		if v == nil || v.upto > l.head.Load() || v.outcome == unsure || v.outcome == failed {
			return nil
		}
		if v.frame == nil || v.since <= t.since {
			continue
		}
		if size += len(v.frame); size > corkSize/2 {
			return nil
		}
		frames = append(frames, v.frame)
		b.when = e.when
	}
	b.count = uint64(len(frames))
	if len(frames) == 1 {
		b.bytes = frames[0]
		return b
	}
	slices.Reverse(frames)
	b.bytes = slices.Concat(frames...)
	return b
}

// reach brings one listener what is new, as far as the kernel takes it at once, and never
// waits; false says that the writing side has something to do. What the kernel did not
// take stands in the cork, before everything that comes later.
func (c *conn) reach(first int64) bool {
	if !c.turning.TryLock() {
		return false
	}
	defer c.turning.Unlock()
	if c.cork.direct == nil || c.dying.Load() != nil || c.recheck.Load() || c.lookAtClock.Load() || c.cork.holding() {
		return false
	}
	var space [4]*burst
	due, ok := c.dueBursts(space[:0], first)
	if !ok {
		return false
	}
	count, head := c.n, c.log.head.Load()
	for _, b := range due {
		c.n += b.count
	}
	c.advance(nil, head)
	if c.n == count {
		return true
	}
	now := time.Now()
	c.hub.cfg.Observe.Delivered(int(c.n-count), now.Sub(due[0].when))
	if len(due) == 1 && !c.owesAt(now) {
		c.keepTold(now, false)
		return c.cork.tryWrite(c.log.attempt, due[0].bytes)
	}
	c.cork.hold(c.hub.cfg.Limits.WriteWithin)
	for _, b := range due {
		if _, err := c.cork.Write(b.bytes); err != nil {
			return false
		}
	}
	return c.keepTold(now, false) == nil && c.cork.tryRelease(c.log.attempt)
}

// dueBursts are those that a listener has to hear, in the order of the journal: several
// only where one event touches several of his topics. ok is false where they are not all
// that he has to hear. What is read here without a lock the log changes in this same
// goroutine.
func (c *conn) dueBursts(due []*burst, first int64) (_ []*burst, ok bool) {
	one := c.log.head.Load() == first
	size := 0
	for i := range c.subs {
		s := &c.subs[i]
		t := s.topic
		if t.floor > s.seq {
			return nil, false
		}
		if t.events.last <= s.seq {
			continue
		}
		b := s.audience.burst
		if b == nil || s.seq < t.since || s.seq >= first || len(due) > 0 && !one || len(due) == cap(due) {
			return nil, false
		}
		if size += len(b.bytes); size > corkSize/2 {
			return nil, false
		}
		if b.count > 0 {
			due = append(due, b)
		}
	}
	return due, true
}
