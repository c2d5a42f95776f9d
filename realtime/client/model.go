package client

import (
	"fmt"
	"sync"
)

// Model checks what one client is told, frame by frame: no rev falls while the thing is
// held, no two states of a thing bear one rev, and what was lost is told by gone or gap
// before it is told anew. Give its Heard to Options.Heard.
type Model struct {
	mu    sync.Mutex
	held  map[[2]string]Thing // by topic and ref
	fault string
}

// Heard takes one frame.
func (m *Model) Heard(c Change) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == nil {
		m.held = map[[2]string]Thing{}
	}
	key := [2]string{c.Topic, c.Ref}
	switch c.Kind {
	case "view":
		old, held := m.held[key]
		if held && m.fault == "" {
			switch {
			case c.Rev < old.Rev:
				m.fault = fmt.Sprintf("%s in %s: rev %d after %d", c.Ref, c.Topic, c.Rev, old.Rev)
			case c.Rev == old.Rev && string(c.Data) != string(old.Data):
				m.fault = fmt.Sprintf("%s in %s: two states of rev %d\n%s\n%s", c.Ref, c.Topic, c.Rev, old.Data, c.Data)
			}
		}
		m.held[key] = Thing{c.Rev, c.Data}
	case "gone", "gap":
		for k := range m.held {
			if k[0] == c.Topic && (c.Ref == "" || k == key) {
				delete(m.held, k)
			}
		}
	}
}

// Fault is the first thing that was not right, "" for none.
func (m *Model) Fault() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fault
}
