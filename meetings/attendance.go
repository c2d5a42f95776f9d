package meetings

import (
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Manner is how somebody attends.
type Manner string

// The manners of attending. In the room and online count for the quorum; remotely
// means that an absent member merely votes (procedure §4).
const (
	AttendRoom   Manner = "room"
	AttendOnline Manner = "online"
	AttendRemote Manner = "remote"
)

// Means is how an attendance was entered.
type Means string

// The means.
const (
	ByTablet Means = "tablet"
	ByCode   Means = "code" // the code on the projector, scanned
	ByDesk   Means = "desk" // by the secretariat
	ByItself Means = "self" // the connection was lost for too long, or the session ended
)

// Presence is one span of attendance of one person. Attendance is an act: a
// connection alone neither begins nor ends one.
type Presence struct {
	ID         string
	Meeting    string
	Person     string
	Manner     Manner
	Substitute string // the member whose place it is: speaks, never counts, never votes
	From       time.Time
	Until      *time.Time // nil: still there
	CameBy     Means
	LeftBy     Means // "" while there
	// Session is the sign-in, on one device, whose signing window is open for votes
	// in the room until this presence ends; "" for none.
	Session string
}

// Attendance is everybody's presences in one meeting.
type Attendance []Presence

// At is the presence of a person at a moment.
func (a Attendance) At(person string, at time.Time) (Presence, bool) {
	i := slices.IndexFunc(a, func(p Presence) bool { return p.Person == person && p.holds(at) })
	if i < 0 {
		return Presence{}, false
	}
	return a[i], true
}

func (p Presence) holds(at time.Time) bool {
	return !at.Before(p.From) && (p.Until == nil || at.Before(*p.Until))
}

// counts says whether the presence makes a member present.
func (p Presence) counts() bool {
	return p.Substitute == "" && (p.Manner == AttendRoom || p.Manner == AttendOnline)
}

// Present are the seats whose members are present at a moment: in the room or
// checked in online; never substitutes, nor who merely votes remotely.
func (a Attendance) Present(seats []Seat, at time.Time) []Seat {
	var out []Seat
	for _, s := range seats {
		if p, ok := a.At(s.Person, at); ok && p.counts() {
			out = append(out, s)
		}
	}
	return out
}

// Quorum is the quorum of the session at a moment, of all members on the list.
func (a Attendance) Quorum(p procedure.Profile, seats []Seat, at time.Time) procedure.QuorumResult {
	return procedure.Quorum(p, len(seats), len(a.Present(seats, at)))
}

// CheckInAhead is how long before its time a session can be checked in to: whoever
// only reads the papers days before is not counted as present by a wrong press.
const CheckInAhead = 2 * time.Hour

// StandIns are the presences at a moment of those who sit in the place of a member.
func (a Attendance) StandIns(member string, at time.Time) (list []Presence) {
	for _, p := range a {
		if p.Substitute == member && p.holds(at) {
			list = append(list, p)
		}
	}
	return list
}

// CheckIn is the presence of a person who comes, or comes in another manner than
// before: then the one that runs is ended. A member is present himself or absent with
// a substitute (procedure §4): where he comes, who sits in his place does so no more;
// where he merely votes from afar, the substitute stays. a holds the presences of the
// person, and of the member or of the substitutes in whose or in his place they sit.
func (m *Meeting) CheckIn(a Attendance, p Presence, now time.Time) (begun Presence, ended []Presence, err error) {
	if !m.Allows(ActCheckIn) {
		return p, nil, ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActCheckIn))
	}
	if !slices.Contains(m.manners(), p.Manner) {
		return p, nil, ecabinet.E(ecabinet.Refused, "meeting.manner_not_here")
	}
	if m.OpenedAt == nil && now.Before(m.StartsAt.Add(-CheckInAhead)) {
		return p, nil, ecabinet.E(ecabinet.Refused, "meeting.check_in_early")
	}
	if self, ok := a.At(p.Substitute, now); p.Substitute != "" && ok && self.counts() {
		return p, nil, ecabinet.E(ecabinet.Refused, "meeting.substitute_of_present")
	}
	if before, ok := a.At(p.Person, now); ok {
		if before.Manner == p.Manner && before.Substitute == p.Substitute {
			return p, nil, ecabinet.E(ecabinet.Refused, "meeting.here_already")
		}
		ended = append(ended, before)
		p.Session = before.Session // another manner is no leaving
	}
	if p.counts() {
		ended = append(ended, a.StandIns(p.Person, now)...)
	}
	for i := range ended {
		ended[i].Until, ended[i].LeftBy = &now, p.CameBy
	}
	p.Meeting, p.From = m.ID, now
	return p, ended, nil
}

// OpenSigning opens the signing window of one sign-in of a person for the votes of
// the session: it lasts until the presence ends, so until check-out or adjournment.
// One at a time: another device takes it over. A substitute never votes.
func (m *Meeting) OpenSigning(a Attendance, person, session string, now time.Time) (Presence, error) {
	p, ok := a.At(person, now)
	if !ok || p.Substitute != "" {
		return p, ecabinet.E(ecabinet.Refused, "meeting.check_in_first")
	}
	p.Session = session
	return p, nil
}

// Signs says whether the signing window of a sign-in is open for the votes of the
// session at a moment.
func (a Attendance) Signs(person, session string, at time.Time) bool {
	p, ok := a.At(person, at)
	return ok && session != "" && p.Session == session
}

// CloseSigning closes the window again; the person stays.
func (m *Meeting) CloseSigning(a Attendance, person string, now time.Time) (Presence, error) {
	p, ok := a.At(person, now)
	if !ok || p.Session == "" {
		return p, ecabinet.E(ecabinet.Refused, "meeting.signing_closed")
	}
	p.Session = ""
	return p, nil
}

// manners are those that the mode of the meeting offers. A remote vote is open to
// absent members in every mode; whether it counts is the profile's to say.
func (m *Meeting) manners() []Manner {
	switch m.Mode {
	case InRoom:
		return []Manner{AttendRoom, AttendRemote}
	case Online:
		return []Manner{AttendOnline, AttendRemote}
	}
	return []Manner{AttendRoom, AttendOnline, AttendRemote}
}

// Leave ends the presence of a person.
func (m *Meeting) Leave(a Attendance, person string, by Means, now time.Time) (Presence, error) {
	p, ok := a.At(person, now)
	if !ok {
		return p, ecabinet.E(ecabinet.Refused, "meeting.not_here")
	}
	p.Until, p.LeftBy = &now, by
	return p, nil
}
