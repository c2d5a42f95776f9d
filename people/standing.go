package people

import (
	"slices"
	"time"

	"ecabinet"
)

// Span is a stretch of time from From up to but not including Until. A zero
// Until never ends.
type Span struct {
	From  time.Time
	Until time.Time
}

// Holds says whether at lies in the span.
func (s Span) Holds(at time.Time) bool {
	return !at.Before(s.From) && (s.Until.IsZero() || at.Before(s.Until))
}

// Overlaps says whether some moment lies in both spans.
func (s Span) Overlaps(o Span) bool {
	return (o.Until.IsZero() || s.From.Before(o.Until)) && (s.Until.IsZero() || o.From.Before(s.Until)) &&
		!s.Empty() && !o.Empty()
}

// Empty says whether no moment lies in the span.
func (s Span) Empty() bool { return !s.Until.IsZero() && !s.From.Before(s.Until) }

// next is the first moment after at when Holds changes; zero: never.
func (s Span) next(at time.Time) time.Time {
	switch {
	case s.Empty():
		return time.Time{}
	case at.Before(s.From):
		return s.From
	case s.Holds(at):
		return s.Until
	}
	return time.Time{}
}

// Post is one post that a person holds for a time. A vacant post has no row.
type Post struct {
	ID      string
	Body    string
	Person  string
	TitleVI string
	TitleEN string
	Agency  string // "" for none
	Seat    int    // order at the table and on lists; 0: none
	Member  bool   // makes the person a member of the body
	Tie     bool   // carries the tie mark: the Prime Minister
	Span
	Rev int64
}

func (p Post) appendAgency(list []string) []string {
	if p.Agency == "" {
		return list
	}
	return append(list, p.Agency)
}

// Assignment is one role given to a person for a time.
type Assignment struct {
	ID     string
	Body   string
	Person string
	Role   string
	Agency string // the agency for which a drafter drafts
	Span
	Rev int64
}

// Delegation lets Staff work at Step in the office of the member Member. It
// always ends.
type Delegation struct {
	ID     string
	Body   string
	Member string
	Staff  string
	Step   string // "clerk", "unit" or "head"
	Span
	Rev int64
}

// Standing is all that one person holds in one body, past and future included.
type Standing struct {
	Posts   []Post
	Roles   []Assignment
	Offices []Delegation      // where this person is staff
	Heads   map[string][]Post // member posts of the members of Offices
}

// Rights are what a person may call upon at one moment.
type Rights struct {
	Roles      []string // sorted
	Offices    []ecabinet.OfficeAccess
	Agencies   []string  // sorted
	Ministries []string  // agencies of the member posts held, sorted
	Served     []string  // the same of the members of Offices, sorted
	Until      time.Time // the first moment when any of this changes; zero: never
}

// At is what the person may call upon at the moment at. The role of member comes
// from posts alone, those of clerk and unit from delegations alone, and a
// delegation is worth something only while its member is one.
func (s Standing) At(at time.Time) Rights {
	r := Rights{}
	turn := func(t time.Time) {
		if !t.IsZero() && (r.Until.IsZero() || t.Before(r.Until)) {
			r.Until = t
		}
	}
	for _, p := range s.Posts {
		turn(p.next(at))
		if p.Member && p.Holds(at) {
			r.Roles = append(r.Roles, RoleMember)
			r.Ministries = p.appendAgency(r.Ministries)
		}
	}
	for _, a := range s.Roles {
		turn(a.next(at))
		if !a.Holds(at) {
			continue
		}
		r.Roles = append(r.Roles, a.Role)
		if a.Agency != "" {
			r.Agencies = append(r.Agencies, a.Agency)
		}
	}
	for _, d := range s.Offices {
		turn(d.next(at))
		serves := false
		var served []string
		for _, p := range s.Heads[d.Member] {
			turn(p.next(at))
			if p.Member && p.Holds(at) {
				serves, served = true, p.appendAgency(served)
			}
		}
		if d.Holds(at) && serves {
			r.Served = append(r.Served, served...)
			r.Roles = append(r.Roles, stepRole[d.Step])
			r.Offices = append(r.Offices, ecabinet.OfficeAccess{Member: d.Member, Step: d.Step, Until: d.Until})
		}
	}
	r.Roles, r.Agencies = sorted(r.Roles), sorted(r.Agencies)
	r.Ministries, r.Served = sorted(r.Ministries), sorted(r.Served)
	slices.SortFunc(r.Offices, func(a, b ecabinet.OfficeAccess) int {
		if a.Member != b.Member {
			return compare(a.Member, b.Member)
		}
		return compare(a.Step, b.Step)
	})
	return r
}

// Rev grows with each change of what the person holds: rows are added and
// changed, never taken away.
func (s Standing) Rev() int64 {
	var sum int64
	for _, p := range s.Posts {
		sum += p.Rev
	}
	for _, a := range s.Roles {
		sum += a.Rev
	}
	for _, d := range s.Offices {
		sum += d.Rev
	}
	return sum
}

// rolesDuring are the roles held at some moment of span, for the rule that some
// roles do not go together.
func (s Standing) rolesDuring(span Span) []string {
	var roles []string
	for _, p := range s.Posts {
		if p.Member && p.Overlaps(span) {
			roles = append(roles, RoleMember)
		}
	}
	for _, a := range s.Roles {
		if a.Overlaps(span) {
			roles = append(roles, a.Role)
		}
	}
	for _, d := range s.Offices {
		if d.Overlaps(span) {
			roles = append(roles, stepRole[d.Step])
		}
	}
	return sorted(roles)
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func compare(a, b string) int {
	if a < b {
		return -1
	} else if a > b {
		return 1
	}
	return 0
}
