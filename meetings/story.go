package meetings

import (
	"cmp"
	"slices"
	"time"

	"ecabinet/procedure"
)

// Story is everything that the papers of a session are built from: its rows, and of
// the journal what no row holds. It is read when the session is over.
type Story struct {
	Meeting    *Meeting
	Agenda     Agenda
	Seats      []Seat
	Attendance Attendance
	Floor      Floor // the requests of all items
	Votes      []Vote
	Breaks     []Break
	Shown      []Shown
	Names      map[string]string // of persons who have no seat
	Zone       *time.Location
}

// Break is a break of the session; Until is zero where it was adjourned out of one.
type Break struct{ From, Until time.Time }

// Shown is when a paper of an item was first shown to everybody.
type Shown struct {
	Item    string
	Version string
	At      time.Time
}

// Ran are the items that ran, in the order in which they did.
func (s *Story) Ran() []Entry {
	var out []Entry
	for _, e := range s.Agenda.Ordered() {
		if e.BegunAt != nil {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(x, y Entry) int { return x.BegunAt.Compare(*y.BegunAt) })
	return out
}

// NotTaken are the items that stood on the agenda at the end and never ran.
func (s *Story) NotTaken() []Entry {
	return slices.DeleteFunc(s.Agenda.Live(), func(e Entry) bool { return e.Kind == Heading || e.BegunAt != nil })
}

// Name is how a person is called: as on the list of members, else by the full name.
func (s *Story) Name(person string) string {
	if seat, ok := s.seat(person); ok {
		return seat.Name
	}
	return s.Names[person]
}

func (s *Story) seat(person string) (Seat, bool) {
	i := slices.IndexFunc(s.Seats, func(x Seat) bool { return x.Person == person })
	if i < 0 {
		return Seat{}, false
	}
	return s.Seats[i], true
}

// Persons are those whom the story names and who have no seat.
func (s *Story) Persons() []string {
	var out []string
	add := func(p string) {
		if _, seated := s.seat(p); p != "" && !seated && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	add(s.Meeting.Chair)
	for _, p := range s.Attendance {
		add(p.Person)
		add(p.Substitute)
	}
	for _, r := range s.Floor {
		add(r.Person)
	}
	for _, it := range s.Agenda {
		add(it.Chair)
		for _, p := range it.Recused {
			add(p)
		}
	}
	slices.Sort(out)
	return out
}

// attended is what is on record of one person's attendance.
func (s *Story) attended(person string) (spans []Presence) {
	for _, p := range s.Attendance {
		if p.Person == person {
			spans = append(spans, p)
		}
	}
	return spans
}

// substitutes are the presences of those who sat for a member.
func (s *Story) substitutes(member string) (spans []Presence) {
	for _, p := range s.Attendance {
		if p.Substitute == member {
			spans = append(spans, p)
		}
	}
	return spans
}

// others are the presences of those who are no members and sit for none.
func (s *Story) others() (spans []Presence) {
	for _, p := range s.Attendance {
		if _, seated := s.seat(p.Person); !seated && p.Substitute == "" {
			spans = append(spans, p)
		}
	}
	return spans
}

// heads are the members by how they attended, each once, by the best manner.
type heads struct{ Members, Room, Online, Remote, Absent int }

func (s *Story) heads() heads {
	h := heads{Members: len(s.Seats)}
	for _, seat := range s.Seats {
		has := func(m Manner) bool {
			return slices.ContainsFunc(s.attended(seat.Person), func(p Presence) bool { return p.Manner == m && p.Substitute == "" })
		}
		switch {
		case has(AttendRoom):
			h.Room++
		case has(AttendOnline):
			h.Online++
		case has(AttendRemote):
			h.Remote++
		default:
			h.Absent++
		}
	}
	return h
}

// quorum is the quorum at the opening.
func (s *Story) quorum() procedure.QuorumResult {
	if s.Meeting.OpenedAt == nil {
		return procedure.QuorumResult{}
	}
	return s.Attendance.Quorum(s.Meeting.Profile, s.Seats, *s.Meeting.OpenedAt)
}

// speeches are those of an item that were held, in their order.
func (s *Story) speeches(item string) []Request {
	var out []Request
	for _, r := range s.Floor {
		if r.Item == item && r.BegunAt != nil {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(x, y Request) int { return cmp.Or(x.BegunAt.Compare(*y.BegunAt), cmp.Compare(x.ID, y.ID)) })
	return out
}

// votes are those on an item, in their order, cancelled ones too.
func (s *Story) votes(item string) []Vote {
	var out []Vote
	for _, v := range s.Votes {
		if slices.Contains(v.Items, item) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(x, y Vote) int { return cmp.Compare(x.No, y.No) })
	return out
}

// decided is the vote that decided an item: the last that was counted.
func (s *Story) decided(item string) (Vote, bool) {
	for _, v := range slices.Backward(s.votes(item)) {
		if v.State == VoteClosed {
			return v, true
		}
	}
	return Vote{}, false
}

func (s *Story) shown(item, version string) (time.Time, bool) {
	i := slices.IndexFunc(s.Shown, func(x Shown) bool { return x.Item == item && x.Version == version })
	if i < 0 {
		return time.Time{}, false
	}
	return s.Shown[i].At, true
}

// chair is who chaired an item.
func (s *Story) chair(it Item) string { return cmp.Or(it.Chair, s.Meeting.Chair) }

// tally is what a vote came to for an item.
func (v Vote) tally(item string) (procedure.Tally, bool) {
	i := slices.IndexFunc(v.Tallies, func(t ItemTally) bool { return t.Item == item })
	if i < 0 {
		return procedure.Tally{}, false
	}
	return v.Tallies[i].Tally, true
}
