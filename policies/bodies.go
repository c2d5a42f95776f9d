package policies

import "sync"

// Bodies holds the enforcer of each body; a changed one is swapped in whole. The
// bodies that have none of their own are decided by the default table.
type Bodies struct {
	fallback Table

	mu  sync.RWMutex // guards set
	set map[string]*Enforcer
}

// NewBodies makes a register in which every body starts with table t.
func NewBodies(t Table) (*Bodies, error) {
	if _, err := New("", t); err != nil {
		return nil, err
	}
	return &Bodies{fallback: t, set: map[string]*Enforcer{}}, nil
}

// Swap puts e in the place of the body's enforcer; what was decided before is
// forgotten with the old one.
func (b *Bodies) Swap(e *Enforcer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.set[e.body] = e
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
