package meetings

import (
	"slices"
	"time"
)

// Link is what one node of the program says of a person's connections to it.
type Link struct {
	Person string
	Node   string
	SeenAt time.Time  // when the node said so last
	GoneAt *time.Time // when the last connection ended; nil: there is one
}

// LinkLife is how long a node is believed that says nothing more: it has died then,
// and what was connected to it is not.
const LinkLife = 45 * time.Second

// ended is when the link ended, as seen at now; ok is false while it stands.
func (l Link) ended(now time.Time) (at time.Time, ok bool) {
	switch {
	case l.GoneAt != nil:
		return *l.GoneAt, true
	case now.Sub(l.SeenAt) > LinkLife:
		return l.SeenAt, true
	}
	return time.Time{}, false
}

// Links are those of many persons, in any order.
type Links []Link

// LostSince says since when a person who was connected is no longer, by any node.
// ok is false for who is connected, and for who never was.
func (ls Links) LostSince(person string, now time.Time) (since time.Time, ok bool) {
	for _, l := range ls {
		if l.Person != person {
			continue
		}
		at, gone := l.ended(now)
		if !gone {
			return time.Time{}, false
		}
		if !ok || at.After(since) {
			since, ok = at, true
		}
	}
	return since, ok
}

// Lost is somebody who attends and whose connection is lost.
type Lost struct {
	Person string
	Since  time.Time
}

// Lost lists who attends and has lost the connection since coming, the first first.
// Who checked in without one, at the desk, has lost nothing.
func (a Attendance) Lost(links Links, now time.Time) []Lost {
	out := []Lost{}
	for _, p := range a {
		if !p.holds(now) {
			continue
		}
		if since, ok := links.LostSince(p.Person, now); ok && since.After(p.From) {
			out = append(out, Lost{p.Person, since})
		}
	}
	slices.SortFunc(out, func(x, y Lost) int { return x.Since.Compare(y.Since) })
	return out
}

// Overdue are the presences that end because the connection of an online member is
// lost for longer than the rules allow. Attendance stays an act: this is the one
// that nobody does by hand. Who sits in the room stays, whatever the tablet does.
func (m *Meeting) Overdue(a Attendance, links Links, now time.Time) []Presence {
	allowed := time.Duration(m.Profile.ConnectionMinutes) * time.Minute
	if allowed == 0 || m.State != Running && m.State != Paused {
		return nil
	}
	var out []Presence
	for _, lost := range a.Lost(links, now) {
		p, ok := a.At(lost.Person, now)
		if ok && p.counts() && p.Manner == AttendOnline && now.Sub(lost.Since) >= allowed {
			p.Until, p.LeftBy = &now, ByItself
			out = append(out, p)
		}
	}
	return out
}

// Back are the presences that begin again because a member whom Overdue took out is
// connected once more, in the manner and with the signing window of before. Whose place
// somebody has taken since comes by his own act, as does who sat for a member who is here.
func (m *Meeting) Back(a Attendance, links Links, now time.Time) []Presence {
	if m.State != Running && m.State != Paused {
		return nil
	}
	last := map[string]Presence{}
	for _, p := range a {
		if before, ok := last[p.Person]; !ok || p.From.After(before.From) {
			last[p.Person] = p
		}
	}
	var out []Presence
	for _, p := range a {
		if last[p.Person].ID != p.ID || p.holds(now) || p.LeftBy != ByItself || p.Until == nil {
			continue
		}
		if _, lost := links.LostSince(p.Person, now); lost || !slices.ContainsFunc(links, func(l Link) bool { return l.Person == p.Person }) {
			continue
		}
		self, here := a.At(p.Substitute, now)
		if here && self.counts() || len(a.StandIns(p.Person, now)) > 0 {
			continue
		}
		p.ID, p.From, p.Until, p.CameBy, p.LeftBy = "", now, nil, ByItself, ""
		out = append(out, p)
	}
	return out
}
