package annotations

import (
	"slices"
	"time"

	"ecabinet"
)

// Sharing is what a person wants of some of his annotations of a paper, or, where
// none is named, of all of them, also of those that he will make. Office is the
// member whose office shall read them; "" takes them back, and from everybody.
type Sharing struct {
	Office string
	IDs    []string
}

// Share gives those whose readers change, and the offices that gained and lost
// something. Taking back all of them takes back also those that were shared one by one.
func (h *Head) Share(held []Annotation, s Sharing, now time.Time) (changed []Annotation, offices []string, err error) {
	add := func(office string) {
		if office != "" && !slices.Contains(offices, office) {
			offices = append(offices, office)
		}
	}
	whole := len(s.IDs) == 0
	if whole && h.Office != s.Office {
		add(h.Office)
		add(s.Office)
		h.Office = s.Office
	}
	for _, id := range s.IDs {
		if !slices.ContainsFunc(held, func(a Annotation) bool { return a.ID == id && !a.Erased }) {
			return nil, nil, ecabinet.E(ecabinet.NotFound, "annotation.not_found")
		}
	}
	if !whole && s.Office == "" && h.Office != "" {
		return nil, nil, ecabinet.E(ecabinet.Refused, "annotation.all_shared")
	}
	for _, a := range held {
		named := slices.Contains(s.IDs, a.ID) || whole && s.Office == ""
		if !named || a.Office == s.Office || a.Erased {
			continue
		}
		add(a.Office)
		add(s.Office)
		a.Office = s.Office
		changed = append(changed, a)
	}
	if len(offices) > 0 {
		h.Seq++
		h.SharedAt = now
	}
	for i := range changed {
		changed[i].Seq = h.Seq
	}
	return changed, offices, nil
}

// Sharer is somebody who lets an office read annotations of a paper, and how many.
type Sharer struct {
	Person string
	Count  int
}
