package meetings

import (
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// State is where a meeting stands in its life.
type State string

// The states of a meeting. See transitions.
const (
	Planned   State = "planned"   // the secretariat prepares it
	Convened  State = "convened"  // the invitations are out, the agenda is published
	Running   State = "running"   // opened by the chair
	Paused    State = "paused"    // a break
	Adjourned State = "adjourned" // over; what remains is the record of it
	Cancelled State = "cancelled"
)

// Act is something done to a meeting.
type Act string

// The acts on a meeting.
const (
	ActEdit    Act = "edit"     // its terms, invitations and agenda
	ActConvene Act = "convene"  // publish a version of the agenda; the first invites
	ActCancel  Act = "cancel"   // before it was opened
	ActCheckIn Act = "check_in" // somebody comes, or leaves
	ActOpen    Act = "open"
	ActConduct Act = "conduct" // items, floor, presented page
	ActVote    Act = "vote"    // open, cast, close, cancel
	ActPause   Act = "pause"
	ActResume  Act = "resume"
	ActAdjourn Act = "adjourn"
	ActReply   Act = "reply" // to an invitation
	ActLeave   Act = "leave" // asked for, approved, refused, taken back
)

// transitions says which act is possible in which state, and where it leads.
var transitions = map[State]map[Act]State{
	Planned:   {ActEdit: Planned, ActConvene: Convened, ActCancel: Cancelled},
	Convened:  {ActEdit: Convened, ActConvene: Convened, ActCancel: Cancelled, ActCheckIn: Convened, ActReply: Convened, ActLeave: Convened, ActOpen: Running},
	Running:   {ActEdit: Running, ActConvene: Running, ActCheckIn: Running, ActConduct: Running, ActVote: Running, ActLeave: Running, ActPause: Paused, ActAdjourn: Adjourned},
	Paused:    {ActEdit: Paused, ActCheckIn: Paused, ActLeave: Paused, ActResume: Running, ActAdjourn: Adjourned},
	Adjourned: {},
	Cancelled: {},
}

// Allows says whether act is possible in the meeting's state.
func (m *Meeting) Allows(act Act) bool {
	_, ok := transitions[m.State][act]
	return ok
}

// move brings the meeting to where act leads, or refuses with "meeting.not_now".
func (m *Meeting) move(act Act) error {
	next, ok := transitions[m.State][act]
	if !ok {
		return ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(act))
	}
	m.State = next
	m.Rev++
	return nil
}

// Kind is the kind of a session.
type Kind string

// The kinds of session.
const (
	Regular  Kind = "regular"  // thường kỳ: monthly
	Thematic Kind = "thematic" // chuyên đề
	Urgent   Kind = "urgent"   // đột xuất: the invitation need not come days before
)

// Mode says where a session is held.
type Mode string

// The modes. Each says in which manner members may attend; see Manner.
const (
	InRoom Mode = "room"
	Online Mode = "online"
	Both   Mode = "both"
)

// Meeting is one session of a body.
type Meeting struct {
	ID        string
	Body      string
	Rev       int64
	AgendaRev int64 // of the order of the agenda
	State     State
	Terms

	Profile procedure.Profile // as it stood when the meeting was opened; zero before
	Version int               // of the agenda published last; 0 before the first
	Current string            // the item that runs, "" between items

	MadeBy       string
	MadeAt       time.Time
	ConvenedAt   *time.Time
	OpenedAt     *time.Time
	OpenedBy     string
	AdjournedAt  *time.Time
	CancelledFor string
	Screen       Scene // what the screens in the room are told to show
}

// Terms is what the secretariat writes of a meeting.
type Terms struct {
	Title    string
	Kind     Kind
	Mode     Mode
	Place    string // of a meeting in a room
	Link     string // of the conference that remote members join
	StartsAt time.Time
	EndsAt   time.Time // as planned
	Chair    string    // a person; single items may have another
	Note     string    // what those invited are told besides the agenda
}

// MaxTitle and MaxNote are the longest texts of a meeting, in characters.
const (
	MaxTitle = 300
	MaxNote  = 4000
)

// Check says what is missing or wrong in the terms, field by field.
func (t Terms) Check() error {
	var f fields
	f.text("title", t.Title, 1, MaxTitle)
	f.text("note", t.Note, 0, MaxNote)
	f.text("place", t.Place, 0, MaxTitle)
	f.text("link", t.Link, 0, MaxTitle)
	if !slices.Contains([]Kind{Regular, Thematic, Urgent}, t.Kind) {
		f.add("kind", "meeting.kind_unknown")
	}
	switch t.Mode {
	case InRoom, Both:
		if t.Place == "" {
			f.add("place", "meeting.place_missing")
		}
	case Online:
	default:
		f.add("mode", "meeting.mode_unknown")
	}
	if t.Mode != InRoom && t.Link == "" {
		f.add("link", "meeting.link_missing")
	}
	if t.StartsAt.IsZero() {
		f.add("starts_at", "meeting.start_missing")
	} else {
		f.near("starts_at", t.StartsAt)
	}
	if !t.EndsAt.After(t.StartsAt) {
		f.add("ends_at", "meeting.end_before_start")
	} else {
		f.near("ends_at", t.EndsAt)
	}
	if t.Chair == "" {
		f.add("chair", "meeting.chair_missing")
	}
	return f.err()
}

// Write sets the terms. Once the meeting runs, only the planned end and the note
// still change anything, so the rest stays as it was.
func (m *Meeting) Write(t Terms) error {
	if err := t.Check(); err != nil {
		return err
	}
	if err := m.move(ActEdit); err != nil {
		return err
	}
	if m.OpenedAt != nil {
		m.EndsAt, m.Note, m.Link = t.EndsAt, t.Note, t.Link
		return nil
	}
	m.Terms = t
	return nil
}

// Notice is when invitation and papers are due by the profile, and whether they
// are late. An urgent session has no such day.
type Notice struct {
	Due  procedure.Date
	Late bool
}

// NoticeOf is the notice that a meeting convened at now gives.
func (m *Meeting) NoticeOf(p procedure.Profile, cal procedure.Calendar, zone *time.Location, now time.Time) Notice {
	if m.Kind == Urgent {
		return Notice{}
	}
	due := cal.PapersDue(p, procedure.DateOf(m.StartsAt, zone))
	return Notice{Due: due, Late: procedure.DateOf(now, zone).After(due)}
}

// Convene publishes the agenda as its next version; the first time, the
// invitations go out.
func (m *Meeting) Convene(agenda Agenda, now time.Time) error {
	if len(agenda.Live()) == 0 {
		return ecabinet.E(ecabinet.Refused, "meeting.agenda_empty")
	}
	if err := m.move(ActConvene); err != nil {
		return err
	}
	m.Version++
	if m.ConvenedAt == nil {
		m.ConvenedAt = &now
	}
	return nil
}

// Cancel calls a meeting off, with a reason that everybody invited reads.
func (m *Meeting) Cancel(reason string) error {
	var f fields
	f.text("reason", reason, 1, MaxNote)
	if err := f.err(); err != nil {
		return err
	}
	m.CancelledFor = reason
	return m.move(ActCancel)
}

// Seat is one place on the list of members, frozen when the meeting is opened.
type Seat struct {
	Meeting string
	No      int // from 1, in the order of the list
	Person  string
	Name    string
	Posts   []string
	TieMark bool
}

// Member is somebody on the list of members as it stands.
type Member struct {
	Person  string
	Name    string
	Posts   []string
	TieMark bool
}

// Open opens the session: the list of members and the rules are frozen. A session
// without its quorum may be opened, and says so; what needs it is refused then.
func (m *Meeting) Open(by string, members []Member, p procedure.Profile, now time.Time) ([]Seat, error) {
	if len(members) == 0 {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.no_members")
	}
	if err := m.move(ActOpen); err != nil {
		return nil, err
	}
	m.Profile, m.OpenedAt, m.OpenedBy = p, &now, by
	seats := make([]Seat, len(members))
	for i, x := range members {
		seats[i] = Seat{Meeting: m.ID, No: i + 1, Person: x.Person, Name: x.Name, Posts: x.Posts, TieMark: x.TieMark}
	}
	return seats, nil
}

// Pause and Resume are a break and its end.
func (m *Meeting) Pause() error { return m.move(ActPause) }

// Resume ends a break.
func (m *Meeting) Resume() error { return m.move(ActResume) }

// Adjourn ends the session: no item runs and no vote is open any more.
func (m *Meeting) Adjourn(openVotes int, now time.Time) error {
	if m.Current != "" {
		return ecabinet.E(ecabinet.Refused, "meeting.item_runs")
	}
	if openVotes > 0 {
		return ecabinet.E(ecabinet.Refused, "meeting.vote_open")
	}
	if err := m.move(ActAdjourn); err != nil {
		return err
	}
	m.AdjournedAt = &now
	return nil
}

// checkRev refuses a change made on an older version.
func checkRev(seen, stored int64) error {
	if seen != stored {
		return ecabinet.E(ecabinet.Stale, "request.stale")
	}
	return nil
}
