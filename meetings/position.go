package meetings

import (
	"slices"
	"time"

	"ecabinet"
)

// Mark is what a member says of an item before the session. It is no vote.
type Mark string

// The marks. No mark is not "no objection".
const (
	NoObjection Mark = "no_objection"
	Objects     Mark = "objects"
	Speaks      Mark = "speaks" // wants to speak
)

// Position is a member's mark on one item, with a note for the chair.
type Position struct {
	Meeting string
	Item    string
	Person  string
	Mark    Mark
	Note    string
	At      time.Time
}

// CheckPosition says whether a member may mark an item so, and with what.
func (m *Meeting) CheckPosition(it Item, p Position) error {
	var f fields
	if !slices.Contains([]Mark{NoObjection, Objects, Speaks}, p.Mark) {
		f.add("mark", "meeting.mark_unknown")
	}
	least := 0
	if p.Mark == Objects {
		least = 1
	}
	f.text("note", p.Note, least, MaxNote)
	if err := f.err(); err != nil {
		return err
	}
	if m.State == Planned || m.State == Cancelled || it.Stage != Waiting || it.Kind == Heading {
		return ecabinet.E(ecabinet.Refused, "meeting.item_begun")
	}
	if slices.Contains(it.Recused, p.Person) {
		return ecabinet.E(ecabinet.Refused, "meeting.recused")
	}
	return nil
}

// Consent is the block of items that may be adopted in one act: items to decide
// that wait, on which every member present has marked no objection, leaving out
// those recused from the item; at least one must have. A member who marks one
// otherwise takes it out.
func (a Agenda) Consent(positions []Position, present []Seat) []Entry {
	marks := map[[2]string]Mark{}
	for _, p := range positions {
		marks[[2]string{p.Item, p.Person}] = p.Mark
	}
	var out []Entry
	for _, e := range a.Live() {
		if e.Kind != Decide || e.Stage != Waiting {
			continue
		}
		agree, all := 0, true
		for _, s := range present {
			if slices.Contains(e.Recused, s.Person) {
				continue
			}
			all = all && marks[[2]string{e.ID, s.Person}] == NoObjection
			agree++
		}
		// Whoever is absent may still object beforehand.
		for _, p := range positions {
			all = all && !(p.Item == e.ID && p.Mark != NoObjection && !slices.Contains(e.Recused, p.Person))
		}
		if all && agree > 0 {
			out = append(out, e)
		}
	}
	return out
}
