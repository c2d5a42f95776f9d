package client

import (
	"fmt"
	"sync"
)

// Model checks what one client is told, frame by frame: no rev falls while the thing is
// held, and what was lost is told by gone or gap before it is told anew. A view is read
// after its rev, so it may be newer than it says: two states of one rev are right only
// where a higher rev follows. Give its Heard to Options.Heard.
type Model struct {
	mu    sync.Mutex
	held  map[[2]string]Thing  // by topic and ref
	early map[[2]string]string // states that were ahead of their rev, until a higher one comes
	fault string
}

// Heard takes one frame.
func (m *Model) Heard(c Change) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == nil {
		m.held, m.early = map[[2]string]Thing{}, map[[2]string]string{}
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
				m.early[key] = fmt.Sprintf("%s in %s: two states of rev %d, and no higher one\n%s\n%s", c.Ref, c.Topic, c.Rev, old.Data, c.Data)
			case c.Rev > old.Rev:
				delete(m.early, key)
			}
		}
		m.held[key] = Thing{c.Rev, c.Data}
	case "gone", "gap":
		for k := range m.held {
			if k[0] == c.Topic && (c.Ref == "" || k == key) {
				delete(m.held, k)
				delete(m.early, k)
			}
		}
	}
}

// Fault is something that was not right, "" for nothing. Ask once it is quiet.
func (m *Model) Fault() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fault == "" {
		for _, fault := range m.early {
			return fault
		}
	}
	return m.fault
}
