package annotations

import (
	"crypto/sha256"
	"fmt"
	"time"

	"ecabinet"
)

// Put is an annotation as a device of its owner has it. Seen is the rev on which it
// was changed there, 0 where the device made it and has heard of no rev yet.
type Put struct {
	ID   string
	Seen int64
	Content
}

// Erase takes an annotation away. Seen is as in Put.
type Erase struct {
	ID   string
	Seen int64
}

// Change is what one device did since it was last heard, in any order. Doing it
// again changes nothing: no Put is doubled, no Erase undone.
type Change struct {
	Version string
	Puts    []Put
	Erases  []Erase
}

// MaxChange is how much one Change may hold.
const MaxChange = 200

// Apply merges a change into those of head that it names, held by their ids, and
// gives what is to be saved, each with the new Seq. have is how many annotations the
// person has on the paper, without those erased.
//
// Where another device changed the same thing meanwhile, nothing that was typed is
// lost: two texts become two annotations, a text comes back from an erasure that did
// not know of it, and of everything else the last one holds.
func (h *Head) Apply(held map[string]Annotation, have int, c Change, now time.Time) ([]Annotation, error) {
	if len(c.Puts)+len(c.Erases) > MaxChange {
		return nil, ecabinet.E(ecabinet.Invalid, "annotation.invalid")
	}
	m := merge{head: *h, held: held, version: c.Version, now: now, at: map[string]int{}}
	for i, p := range c.Puts {
		if err := p.Check(); err != nil {
			return nil, within(err, fmt.Sprintf("puts[%d].", i))
		}
		if !plain(p.ID) {
			return nil, ecabinet.E(ecabinet.Invalid, "annotation.invalid")
		}
		m.put(p)
	}
	for _, e := range c.Erases {
		m.erase(e)
	}
	if have+m.more > MaxHeld && m.more > 0 {
		return nil, ecabinet.E(ecabinet.Refused, "annotation.too_many", "most", MaxHeld)
	}
	if len(m.changed) > 0 {
		h.Seq++
	}
	for i := range m.changed {
		m.changed[i].Seq = h.Seq
	}
	return m.changed, nil
}

type merge struct {
	head    Head
	held    map[string]Annotation
	version string
	now     time.Time
	changed []Annotation
	at      map[string]int // of an id in changed
	more    int
}

func (m *merge) find(id string) (Annotation, bool) {
	if i, ok := m.at[id]; ok {
		return m.changed[i], true
	}
	a, ok := m.held[id]
	return a, ok
}

func (m *merge) save(a Annotation) {
	before, known := m.find(a.ID)
	if (!known || before.Erased) && !a.Erased {
		m.more++
	}
	if known && !before.Erased && a.Erased {
		m.more--
	}
	a.Changed = m.now
	if i, ok := m.at[a.ID]; ok {
		m.changed[i] = a
		return
	}
	m.at[a.ID] = len(m.changed)
	m.changed = append(m.changed, a)
}

func (m *merge) put(p Put) {
	a, known := m.find(p.ID)
	if !known {
		m.save(Annotation{
			ID: p.ID, Body: m.head.Body, Person: m.head.Person, Document: m.head.Document, Version: m.version, Rev: 1, MadeAt: m.now, Content: p.Content,
		})
		return
	}
	// A device that has heard of no rev made it: what is stored is its own first try,
	// unless somebody changed that since.
	fresh := p.Seen == a.Rev || p.Seen == 0 && a.Rev == 1
	switch {
	case !a.Erased && a.same(p.Content):
	case fresh:
		m.replace(a, p.Content)
	case a.Erased && p.Text == "": // erased elsewhere, and there are no words to lose
	case !a.Erased && p.Text == "":
		c := p.Content
		c.Text = a.Text
		m.replace(a, c)
	case a.Erased || a.Text == "" || a.Text == p.Text:
		m.replace(a, p.Content)
	default: // two texts
		m.put(Put{ID: twin(p.ID, p.Text), Content: p.Content})
	}
}

// replace puts a content into an annotation. It belongs to the version on which it
// was drawn; only what is drawn anew elsewhere on the paper moves with it.
func (m *merge) replace(a Annotation, c Content) {
	if a.Erased || a.Page != c.Page {
		a.Version = m.version
	}
	a.Content, a.Erased = c, false
	a.Rev++
	m.save(a)
}

func (m *merge) erase(e Erase) {
	a, known := m.find(e.ID)
	if !known || a.Erased || e.Seen != 0 && e.Seen != a.Rev && a.Text != "" {
		return
	}
	a.Content, a.Erased = Content{}, true
	a.Rev++
	m.save(a)
}

// twin is the id of the second of two texts that were written at once, the same
// however often it is told.
func twin(id, text string) string {
	h := sha256.Sum256([]byte(id + "\x00" + text))
	h[6] = h[6]&0x0f | 0x80 // RFC 9562, version 8
	h[8] = h[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// plain says whether id looks like one that a device makes.
func plain(id string) bool {
	if len(id) != 36 {
		return false
	}
	for i, r := range id {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (r == '-') || !dash && (r < '0' || r > '9' && (r < 'a' || r > 'f')) {
			return false
		}
	}
	return true
}

func within(err error, path string) error {
	e, ok := err.(*ecabinet.Error)
	if !ok {
		return err
	}
	for i := range e.Fields {
		e.Fields[i].Path = path + e.Fields[i].Path
	}
	return e
}
