package meetings

import (
	"slices"
	"time"

	"ecabinet"
)

// Part is in what part somebody is invited.
type Part string

// The parts. Whoever is invited in the middle three sees and attends the session as a
// whole; a guest follows his items and no other. Members are invited by being members.
const (
	AsMember     Part = "member"
	AsPerson     Part = "person"
	AsUnit       Part = "unit"       // an agency or an office, which names its person
	AsSubstitute Part = "substitute" // of a member who is absent with leave
	AsGuest      Part = "guest"
)

// whole says whether the part opens the session as a whole, by itself.
func (p Part) whole() bool { return p == AsPerson || p == AsUnit || p == AsSubstitute }

// RSVP is where an invitation stands.
type RSVP string

// The states of an invitation. See replies.
const (
	Invited   RSVP = "invited" // not answered yet
	Accepted  RSVP = "accepted"
	Declined  RSVP = "declined"
	Uninvited RSVP = "withdrawn"
)

// ReplyAct is something done to one invitation.
type ReplyAct string

// The acts on an invitation.
const (
	ActAccept   ReplyAct = "accept"
	ActDecline  ReplyAct = "decline"
	ActName     ReplyAct = "name"     // a unit says who comes, or that somebody else does
	ActExcuse   ReplyAct = "excuse"   // leave for the whole session is asked for
	ActUninvite ReplyAct = "uninvite" // by the secretariat, or because the part is over
	ActInvite   ReplyAct = "invite"   // once more
)

// replies says which act is possible on an invitation, and where it leads.
var replies = map[RSVP]map[ReplyAct]RSVP{
	Invited:   {ActAccept: Accepted, ActDecline: Declined, ActName: Invited, ActExcuse: Invited, ActUninvite: Uninvited},
	Accepted:  {ActAccept: Accepted, ActDecline: Declined, ActName: Invited, ActExcuse: Invited, ActUninvite: Uninvited},
	Declined:  {ActAccept: Accepted, ActName: Invited, ActUninvite: Uninvited},
	Uninvited: {ActInvite: Invited},
}

// News is what an invitation was told last.
type News string

// The news. What moves is told with the calendar; a new version of the agenda within
// the application only.
const (
	NewsInvited   News = "invited"
	NewsNaming    News = "naming" // a unit is asked to name its person
	NewsMoved     News = "moved"  // another time or place
	NewsAgenda    News = "agenda"
	NewsCancelled News = "cancelled"
	NewsUninvited News = "withdrawn"
)

// Mailed says whether the news leaves the application as a mail.
func (n News) Mailed() bool { return n != "" && n != NewsAgenda }

// Span is from when until when somebody is expected.
type Span struct{ From, Until time.Time }

func (s Span) equal(o Span) bool { return s.From.Equal(o.From) && s.Until.Equal(o.Until) }

// Invitation is one invitation to a meeting: of a person, or of a unit that is to name
// one.
type Invitation struct {
	ID      string
	Meeting string
	Rev     int64
	Part    Part
	Unit    string // "agency/<id>" or "office/<member>"; "" where a person is invited
	Person  string // "" until the unit has named one
	For     string // the member whose substitute this person is, "" for none
	Reply   RSVP
	Manner  Manner // how the person means to attend
	Reason  string // why declined, as the person wrote it

	Told     News
	ToldAt   *time.Time // nil: not sent yet
	Sequence int        // 1 at the first news; rises with each that changes a calendar
	Span     Span       // as told
	Where    string     // as told: mode, place and link
	Version  int        // of the agenda, as told

	InvitedBy  string
	InvitedAt  time.Time
	ReadAt     *time.Time
	AnsweredAt *time.Time
	AnsweredBy string // the person, or the secretariat for him
	NamedBy    string
	ChangedAt  time.Time
}

// Live says whether the invitation stands.
func (i Invitation) Live() bool { return i.Reply != Uninvited }

// Comes says whether the person may still be expected.
func (i Invitation) Comes() bool {
	return i.Person != "" && (i.Reply == Invited || i.Reply == Accepted)
}

// Unread says whether the person has not seen the latest news.
func (i Invitation) Unread() bool {
	return i.ToldAt != nil && (i.ReadAt == nil || i.ReadAt.Before(*i.ToldAt))
}

func (i *Invitation) move(act ReplyAct, now time.Time) error {
	next, ok := replies[i.Reply][act]
	if !ok {
		return ecabinet.E(ecabinet.Refused, "invitation.not_now", "state", string(i.Reply))
	}
	i.Reply, i.ChangedAt = next, now
	i.Rev++
	return nil
}

// GuestList is every invitation to one meeting, also those taken back.
type GuestList []Invitation

// Of is the live invitation of a person.
func (l GuestList) Of(person string) (Invitation, bool) {
	i := slices.IndexFunc(l, func(x Invitation) bool { return x.Person == person && x.Live() })
	if i < 0 || person == "" {
		return Invitation{}, false
	}
	return l[i], true
}

// Attendee is somebody who is no member, and sees and attends a session as a whole.
type Attendee struct {
	Person string
	For    string // the member whose substitute he is: what is closed to the one is to the other
}

// Attendees are those whom the list lets see and attend the session as a whole.
func (l GuestList) Attendees() []Attendee {
	var out []Attendee
	for _, i := range l {
		if i.Comes() && (i.Part.whole() || i.For != "") {
			out = append(out, Attendee{i.Person, i.For})
		}
	}
	return out
}

// Invitee is whom the secretariat invites: a person, or a unit.
type Invitee struct {
	Person string
	Unit   string
}

// Invite puts somebody on the list, for the session as a whole. Members and guests of
// items come by themselves; see Bring.
func (m *Meeting) Invite(l GuestList, who Invitee, members []Member, id, by string, now time.Time) (Invitation, error) {
	if !m.Allows(ActEdit) {
		return Invitation{}, ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActEdit))
	}
	if (who.Person == "") == (who.Unit == "") {
		return Invitation{}, ecabinet.E(ecabinet.Invalid, "invitation.nobody")
	}
	if who.Person != "" && isMember(members, who.Person) {
		return Invitation{}, ecabinet.E(ecabinet.Refused, "invitation.is_member")
	}
	for _, x := range l {
		same := x.Person == who.Person && who.Person != "" || x.Unit == who.Unit && who.Unit != ""
		switch {
		case !same:
		case x.Live() && x.Part != AsGuest:
			return Invitation{}, ecabinet.E(ecabinet.Conflict, "invitation.already")
		case x.Live(): // was a guest of items, is invited to the whole
			x.Part, x.ToldAt, x.ChangedAt = AsPerson, nil, now
			x.Rev++
			return x, nil
		case x.Part == AsPerson || x.Part == AsUnit:
			return x.again(by, now)
		}
	}
	i := Invitation{ID: id, Meeting: m.ID, Part: AsPerson, Person: who.Person, Unit: who.Unit}
	if who.Unit != "" {
		i.Part = AsUnit
	}
	return i.first(by, now), nil
}

func isMember(members []Member, person string) bool {
	return slices.ContainsFunc(members, func(x Member) bool { return x.Person == person })
}

// first is a new invitation.
func (i Invitation) first(by string, now time.Time) Invitation {
	i.Rev, i.Reply, i.InvitedBy, i.InvitedAt, i.ChangedAt = 1, Invited, by, now, now
	return i
}

// again is an invitation that was taken back and stands once more; its calendar entry
// goes on where it stopped.
func (i Invitation) again(by string, now time.Time) (Invitation, error) {
	if err := i.move(ActInvite, now); err != nil {
		return i, err
	}
	i.InvitedBy, i.InvitedAt = by, now
	i.forget()
	if i.Part == AsUnit {
		i.Person, i.NamedBy = "", ""
	}
	return i, nil
}

// forget drops what was answered.
func (i *Invitation) forget() {
	i.ToldAt, i.ReadAt, i.AnsweredAt, i.AnsweredBy, i.Manner, i.Reason = nil, nil, nil, "", "", ""
}

// Uninvite takes an invitation back. Members and guests are not: those are members,
// these leave with their items.
func (m *Meeting) Uninvite(i *Invitation, now time.Time) error {
	if !m.Allows(ActEdit) {
		return ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActEdit))
	}
	if i.Part != AsPerson && i.Part != AsUnit || i.For != "" {
		return ecabinet.E(ecabinet.Refused, "invitation.stays")
	}
	return i.move(ActUninvite, now)
}

// Name says who comes for a unit; candidates are the unit's people.
func (m *Meeting) Name(l GuestList, i *Invitation, person string, candidates []string, members []Member, by string, now time.Time) error {
	if !m.Allows(ActEdit) || m.ConvenedAt == nil {
		return ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActReply))
	}
	if i.Part != AsUnit {
		return ecabinet.E(ecabinet.Refused, "invitation.no_unit")
	}
	if i.For != "" {
		return ecabinet.E(ecabinet.Refused, "invitation.stands_in")
	}
	var f fields
	if !slices.Contains(candidates, person) || isMember(members, person) {
		f.add("person", "invitation.not_of_unit")
	}
	if err := f.err(); err != nil {
		return err
	}
	if other, ok := l.Of(person); ok && other.Part != AsGuest {
		return ecabinet.E(ecabinet.Conflict, "invitation.already")
	}
	if err := i.move(ActName, now); err != nil {
		return err
	}
	i.forget()
	i.Person, i.NamedBy = person, by
	return nil
}

// Accept says that the person comes, and how. leave is his live absence, nil for none.
func (m *Meeting) Accept(i *Invitation, leave *Absence, manner Manner, by string, now time.Time) error {
	if err := m.mayReply(i); err != nil {
		return err
	}
	if leave != nil && leave.Whole() {
		return ecabinet.E(ecabinet.Refused, "invitation.absence_stands")
	}
	if manner == "" && m.Mode != Both {
		manner = m.manners()[0]
	}
	if manner == AttendRemote || !slices.Contains(m.manners(), manner) {
		return ecabinet.E(ecabinet.Refused, "meeting.manner_not_here")
	}
	if err := i.move(ActAccept, now); err != nil {
		return err
	}
	i.answered(by, now)
	i.Manner = manner
	return nil
}

// Decline says that the person does not come. A member asks for leave instead.
func (m *Meeting) Decline(i *Invitation, reason, by string, now time.Time) error {
	var f fields
	f.text("reason", reason, 0, MaxNote)
	if err := f.err(); err != nil {
		return err
	}
	if err := m.mayReply(i); err != nil {
		return err
	}
	if i.Part == AsMember {
		return ecabinet.E(ecabinet.Refused, "invitation.member_asks_leave")
	}
	if err := i.move(ActDecline, now); err != nil {
		return err
	}
	i.answered(by, now)
	i.Manner, i.Reason = "", reason
	return nil
}

func (m *Meeting) mayReply(i *Invitation) error {
	if !m.Allows(ActReply) {
		return ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActReply))
	}
	if i.Person == "" {
		return ecabinet.E(ecabinet.Refused, "invitation.nobody_named")
	}
	return nil
}

func (i *Invitation) answered(by string, now time.Time) {
	i.AnsweredAt, i.AnsweredBy, i.Reason = &now, by, ""
	i.read(now)
}

func (i *Invitation) read(now time.Time) {
	if i.Unread() {
		i.ReadAt = &now
	}
}

// Read notes that the person has seen the latest news; false where he had before.
func (i *Invitation) Read(now time.Time) bool {
	if !i.Unread() {
		return false
	}
	i.read(now)
	i.ChangedAt = now
	i.Rev++
	return true
}
