package demo

import (
	"sync"
	"time"
)

// Clock is the scripted clock: it runs at real speed from a moment of its own,
// and can be moved forward, never back.
type Clock struct {
	mu    sync.Mutex
	base  time.Time // what the clock said at since
	since time.Time // on this machine's monotonic clock
}

// NewClock makes a clock that says at now.
func NewClock(at time.Time) *Clock { return &Clock{base: at.UTC(), since: time.Now()} }

// Now is what the clock says.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time { return c.base.Add(time.Since(c.since)) }

// Forward moves the clock on by d and answers what it says then. Nothing happens
// where d is not positive.
func (c *Clock) Forward(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d > 0 {
		c.base = c.base.Add(d)
	}
	return c.now()
}

// To moves the clock to at, and says whether at lay ahead.
func (c *Clock) To(at time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.Before(c.now()) {
		return false
	}
	c.base, c.since = at.UTC(), time.Now()
	return true
}
