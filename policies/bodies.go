package policies

import "sync"

// Bodies holds the enforcer of each body; a changed one is swapped in whole. The
// bodies that have none of their own are decided by the default table.
type Bodies struct {
	fallback Table

	mu   sync.RWMutex // guards set and revs
	set  map[string]*Enforcer
	revs map[string]int64 // of the table that was set last; 0: the default
}

// NewBodies makes a register in which every body starts with table t.
func NewBodies(t Table) (*Bodies, error) {
	if _, err := New("", t); err != nil {
		return nil, err
	}
	return &Bodies{fallback: t, set: map[string]*Enforcer{}, revs: map[string]int64{}}, nil
}

// Set gives body the table t, the rev-th that it set for itself: an enforcer is
// built whole and put in the place of the old one, with which everything that was
// decided before is forgotten. A table older than the one held changes nothing.
func (b *Bodies) Set(body string, rev int64, t Table) error {
	e, err := New(body, t)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if rev >= b.revs[body] {
		b.set[body], b.revs[body] = e, rev
	}
	return nil
}

// For is the enforcer of body; nil, which denies everything, when it cannot be
// built or no body is named.
func (b *Bodies) For(body string) *Enforcer {
	if body == "" {
		return nil
	}
	b.mu.RLock()
	e := b.set[body]
	b.mu.RUnlock()
	if e != nil {
		return e
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.set[body]; e != nil {
		return e
	}
	e, err := New(body, b.fallback)
	if err != nil {
		return nil
	}
	b.set[body] = e
	return e
}
