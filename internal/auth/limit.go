package auth

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"ecabinet/internal/httpx"
)

const (
	addressBurst = 300 // a whole meeting room behind one address signs in at once
	addressRate  = 2   // a second, afterwards
	scarceBurst  = 60  // an office behind one address opens its links
	scarceRate   = 0.2
	addressesMax = 10_000
)

// Limiter slows down one address that calls the routes of sign-in too often. It
// keeps a bounded number of addresses, those seen last.
type Limiter struct {
	clock func() time.Time

	mu   sync.Mutex // guards what follows
	seen map[caller]*list.Element
	age  *list.List // of *address, the latest in front
}

// caller is an address as it calls the scarce routes, or the others.
type caller struct {
	prefix netip.Prefix
	scarce bool
}

type address struct {
	caller
	rate *rate.Limiter
}

// NewLimiter makes a Limiter; a nil clock is the host's.
func NewLimiter(clock func() time.Time) *Limiter {
	if clock == nil {
		clock = time.Now
	}
	return &Limiter{clock: clock, seen: map[caller]*list.Element{}, age: list.New()}
}

// Limit fits httpx.Config.Limit. Only what may be called without a session and
// changes something is limited.
func (l *Limiter) Limit(op httpx.Op, c httpx.Client) (time.Duration, bool) {
	if !op.Public || op.Method == "GET" {
		return 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock()
	r := l.of(caller{prefix(c.IP), op.Scarce}).ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait, false
	}
	return 0, true
}

func (l *Limiter) of(c caller) *rate.Limiter {
	if e, ok := l.seen[c]; ok {
		l.age.MoveToFront(e)
		return e.Value.(*address).rate
	}
	if l.age.Len() >= addressesMax {
		oldest := l.age.Back()
		delete(l.seen, oldest.Value.(*address).caller)
		l.age.Remove(oldest)
	}
	a := &address{c, rate.NewLimiter(addressRate, addressBurst)}
	if c.scarce {
		a.rate = rate.NewLimiter(scarceRate, scarceBurst)
	}
	l.seen[c] = l.age.PushFront(a)
	return a.rate
}

// prefix is what one customer of a network usually has: an IPv4 address or an
// IPv6 /64.
func prefix(ip netip.Addr) netip.Prefix {
	bits := 32
	if ip.Is6() && !ip.Is4In6() {
		bits = 64
	}
	p, err := ip.Unmap().WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{} // no address: all such calls together
	}
	return p
}
