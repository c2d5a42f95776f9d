package people

import (
	"slices"
	"time"
)

// Member is one line of a body's list of members at a moment, as a ballot freezes
// it: each person once, whatever number of posts they hold.
type Member struct {
	Person    string
	FullName  string
	Honorific string
	Seat      int  // the lowest seat number of the posts held; 0: none
	Tie       bool // holds the tie mark
	Posts     []HeldPost
	Office    []Staff
}

// HeldPost is a post as it was held at a moment, with the names of then.
type HeldPost struct {
	ID       string
	TitleVI  string
	TitleEN  string
	Agency   string
	AgencyVI string
	AgencyEN string
}

// Staff is one person of a member's office.
type Staff struct {
	Person string
	Step   string
}

// MembersAt makes the list of members at a moment, ordered by seat, then name.
// Who holds no post that makes a member is not on it, and a vacant post has no
// line.
func MembersAt(persons []Person, agencies []Agency, posts []Post, offices []Delegation, at time.Time) []Member {
	agency := map[string]Agency{}
	for _, a := range agencies {
		agency[a.ID] = a
	}
	members := map[string]*Member{}
	for _, p := range posts {
		if p.Member && p.Holds(at) {
			members[p.Person] = &Member{Person: p.Person}
		}
	}
	for _, p := range posts {
		if m := members[p.Person]; m != nil && p.Holds(at) {
			m.take(p, agency[p.Agency])
		}
	}
	for _, p := range persons {
		if m := members[p.ID]; m != nil {
			m.FullName, m.Honorific = p.FullName, p.Honorific
		}
	}
	for _, d := range offices {
		if m := members[d.Member]; m != nil && d.Holds(at) {
			m.Office = append(m.Office, Staff{Person: d.Staff, Step: d.Step})
		}
	}
	return ordered(members)
}

func (m *Member) take(p Post, a Agency) {
	m.Posts = append(m.Posts, HeldPost{
		ID: p.ID, TitleVI: p.TitleVI, TitleEN: p.TitleEN,
		Agency: p.Agency, AgencyVI: a.NameVI, AgencyEN: a.NameEN,
	})
	m.Tie = m.Tie || p.Tie
	if p.Seat > 0 && (m.Seat == 0 || p.Seat < m.Seat) {
		m.Seat = p.Seat
	}
}

func ordered(members map[string]*Member) []Member {
	list := make([]Member, 0, len(members))
	for _, m := range members {
		slices.SortFunc(m.Office, func(a, b Staff) int {
			if a.Step != b.Step {
				return slices.Index(Steps, a.Step) - slices.Index(Steps, b.Step)
			}
			return compare(a.Person, b.Person)
		})
		list = append(list, *m)
	}
	slices.SortFunc(list, func(a, b Member) int {
		switch {
		case a.Seat != b.Seat && a.Seat == 0:
			return 1
		case a.Seat != b.Seat && b.Seat == 0:
			return -1
		case a.Seat != b.Seat:
			return a.Seat - b.Seat
		case a.FullName != b.FullName:
			return compare(a.FullName, b.FullName)
		}
		return compare(a.Person, b.Person)
	})
	return list
}
