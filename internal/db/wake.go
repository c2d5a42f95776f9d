package db

import "sync"

// bell rings for everybody who listens; rings that nobody has taken yet are one.
type bell struct {
	mu        sync.Mutex
	listeners map[chan struct{}]struct{} // guarded by mu
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.listeners {
		select {
		case c <- struct{}{}:
		default: // it already knows
		}
	}
}

func (b *bell) listen() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[chan struct{}]struct{}{}
	}
	b.listeners[c] = struct{}{}
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, c)
	}
}

// Wake rings after events were committed, here or on another node. Rings
// coalesce, and one from another node may be lost: read on a tick as well. Call
// stop when done.
func (d *DB) Wake() (c <-chan struct{}, stop func()) { return d.committed.listen() }

// WakeJobs rings after jobs were scheduled, here or on another node.
func (d *DB) WakeJobs() (c <-chan struct{}, stop func()) { return d.scheduled.listen() }
