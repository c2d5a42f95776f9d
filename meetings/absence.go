package meetings

import (
	"slices"
	"time"

	"ecabinet"
)

// AbsenceState is where a member's request for leave stands.
type AbsenceState string

// The states of a request for leave. See leaves.
const (
	AbsenceAsked     AbsenceState = "asked"
	AbsenceApproved  AbsenceState = "approved"
	AbsenceRefused   AbsenceState = "refused"
	AbsenceWithdrawn AbsenceState = "withdrawn" // by the member
)

// AbsenceAct is something done to a request for leave.
type AbsenceAct string

// The acts on a request for leave.
const (
	ActApprove  AbsenceAct = "approve"
	ActRefuse   AbsenceAct = "refuse"
	ActWithdraw AbsenceAct = "withdraw"
)

// leaves says which act is possible on a request, and where it leads.
var leaves = map[AbsenceState]map[AbsenceAct]AbsenceState{
	AbsenceAsked:     {ActApprove: AbsenceApproved, ActRefuse: AbsenceRefused, ActWithdraw: AbsenceWithdrawn},
	AbsenceApproved:  {ActWithdraw: AbsenceWithdrawn},
	AbsenceRefused:   {},
	AbsenceWithdrawn: {},
}

// Absence is a member's request to be absent, for the whole session or a part of it,
// which the chair of the session approves or refuses (procedure §4).
type Absence struct {
	ID         string
	Meeting    string
	Invitation string
	Person     string
	State      AbsenceState
	From       *time.Time // with Until; both nil: the whole session
	Until      *time.Time
	Reason     string
	Substitute string // who comes in his place, "" for nobody
	AskedBy    string // the member, or the secretariat for him
	AskedAt    time.Time
	DecidedBy  string
	DecidedAt  *time.Time
	Decision   string // why it was refused
}

// Whole says whether it is for the whole session.
func (a Absence) Whole() bool { return a.From == nil }

// Live says whether it stands: asked for, or approved.
func (a Absence) Live() bool { return a.State == AbsenceAsked || a.State == AbsenceApproved }

// Covers says whether the member has leave at a moment of the session.
func (a Absence) Covers(at time.Time) bool {
	return a.State == AbsenceApproved && (a.Whole() || !at.Before(*a.From) && at.Before(*a.Until))
}

// decided tells a member that his request was decided. It changes no calendar.
func (i *Invitation) decided(now time.Time) {
	i.Told, i.ToldAt, i.ChangedAt = NewsDecided, &now, now
	i.Rev++
}

// Absences are all requests for leave of one meeting.
type Absences []Absence

// Of is the live request of a person, nil for none.
func (l Absences) Of(person string) *Absence {
	i := slices.IndexFunc(l, func(a Absence) bool { return a.Person == person && a.Live() })
	if i < 0 {
		return nil
	}
	return &l[i]
}

// AskAbsence asks for leave: ask gives From, Until, Reason and Substitute. Whoever had
// said that he comes, and asks for the whole session, has not answered any more.
func (m *Meeting) AskAbsence(l GuestList, absences Absences, i *Invitation, ask Absence, members []Member, now time.Time) (Absence, error) {
	if !m.Allows(ActLeave) {
		return ask, ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActLeave))
	}
	switch {
	case i.Part != AsMember || !i.Live():
		return ask, ecabinet.E(ecabinet.Refused, "absence.members_only")
	case i.Person == m.Chair:
		return ask, ecabinet.E(ecabinet.Refused, "absence.chair")
	case absences.Of(i.Person) != nil:
		return ask, ecabinet.E(ecabinet.Conflict, "absence.asked_already")
	}
	if err := m.checkAbsence(l, absences, i, ask, members); err != nil {
		return ask, err
	}
	if ask.Whole() {
		if err := i.move(ActExcuse, now); err != nil {
			return ask, err
		}
		i.Manner, i.AnsweredAt, i.AnsweredBy = "", nil, ""
	} else {
		i.Rev++
		i.ChangedAt = now
	}
	i.read(now)
	ask.Meeting, ask.Invitation, ask.Person, ask.State, ask.AskedAt = m.ID, i.ID, i.Person, AbsenceAsked, now
	return ask, nil
}

func (m *Meeting) checkAbsence(l GuestList, absences Absences, i *Invitation, ask Absence, members []Member) error {
	var f fields
	f.text("reason", ask.Reason, 1, MaxNote)
	switch {
	case (ask.From == nil) != (ask.Until == nil):
		f.add("until", "absence.span_half")
	case ask.From == nil:
	case !ask.Until.After(*ask.From):
		f.add("until", "absence.span_backwards")
	case !ask.Until.After(m.StartsAt) || !ask.From.Before(m.EndsAt):
		f.add("from", "absence.span_outside")
	default:
		f.near("from", *ask.From)
		f.near("until", *ask.Until)
	}
	if s := ask.Substitute; s != "" {
		stands := slices.ContainsFunc(l, func(x Invitation) bool { return x.Live() && x.Person == s && x.For != "" })
		asked := slices.ContainsFunc(absences, func(a Absence) bool { return a.Live() && a.Substitute == s })
		switch {
		case s == i.Person || isMember(members, s):
			f.add("substitute", "absence.substitute_member")
		case stands || asked:
			f.add("substitute", "absence.substitute_taken")
		}
	}
	return f.err()
}

// Decide approves or refuses a request, by the chair of the session; refusing takes a
// reason. Nobody gives himself leave.
func (m *Meeting) Decide(a *Absence, approve bool, reason, by string, now time.Time) error {
	act := ActApprove
	if !approve {
		act = ActRefuse
		var f fields
		f.text("reason", reason, 1, MaxNote)
		if err := f.err(); err != nil {
			return err
		}
		a.Decision = reason
	}
	if a.Person == by {
		return ecabinet.E(ecabinet.Refused, "absence.own")
	}
	if err := m.turnAbsence(a, act); err != nil {
		return err
	}
	a.DecidedBy, a.DecidedAt = by, &now
	return nil
}

// WithdrawAbsence takes a request back, by the member: he comes after all.
func (m *Meeting) WithdrawAbsence(a *Absence) error { return m.turnAbsence(a, ActWithdraw) }

func (m *Meeting) turnAbsence(a *Absence, act AbsenceAct) error {
	if !m.Allows(ActLeave) {
		return ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActLeave))
	}
	next, ok := leaves[a.State][act]
	if !ok {
		return ecabinet.E(ecabinet.Refused, "absence.not_now", "state", string(a.State))
	}
	a.State = next
	return nil
}

// Stand lets the substitute of an approved absence come in the member's place. Whoever
// is invited to the whole already is that besides.
func (m *Meeting) Stand(l GuestList, a Absence, id, by string, now time.Time) (Invitation, bool) {
	if own, ok := l.Of(a.Person); !ok || own.Part != AsMember || a.Substitute == "" {
		return Invitation{}, false
	}
	for _, x := range l {
		if x.Person == a.Substitute && x.Live() && x.Part == AsMember {
			return Invitation{}, false // became one meanwhile, and has a seat of his own
		}
		if x.Person == a.Substitute && x.Live() && x.Part != AsGuest {
			x.For, x.ToldAt, x.ChangedAt = a.Person, nil, now
			x.Rev++
			return x, true
		}
		if x.Person == a.Substitute && x.Part == AsSubstitute {
			x, err := x.again(by, now)
			x.For = a.Person
			return x, err == nil
		}
	}
	return Invitation{ID: id, Meeting: m.ID, Part: AsSubstitute, Person: a.Substitute, For: a.Person}.first(by, now), true
}

// StandDown is the opposite: the member comes after all.
func (m *Meeting) StandDown(l GuestList, a Absence, now time.Time) (Invitation, bool) {
	at := slices.IndexFunc(l, func(x Invitation) bool { return x.Live() && x.For == a.Person })
	if at < 0 {
		return Invitation{}, false
	}
	x := l[at]
	x.standDown(now)
	return x, true
}

func (i *Invitation) standDown(now time.Time) {
	i.For, i.ChangedAt = "", now
	if i.Part == AsSubstitute {
		i.Reply = Uninvited
	}
	i.Rev++
}
