package meetings

import (
	"context"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Store is where meetings rest. InTx is the one door to writing: fn runs in one
// transaction with the acts of others, may run twice, and must leave no trace
// outside tx. It returns the reference that fn returned ("meeting/<id>"), or the
// stored one where the request's key was seen before.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (string, error)) (string, error)
	Reader
	Now(ctx context.Context) (time.Time, error)
}

// Reader loads. What is missing is "meeting.not_found" or the thing's own code, of
// kind NotFound.
type Reader interface {
	Meeting(ctx context.Context, id string) (*Meeting, error)
	Agenda(ctx context.Context, meeting string) (Agenda, error)
	Item(ctx context.Context, id string) (*Item, error)
	Seats(ctx context.Context, meeting string) ([]Seat, error)
	Attendance(ctx context.Context, meeting string) (Attendance, error)
	// AttendanceOf are the presences of one person.
	AttendanceOf(ctx context.Context, meeting, person string) (Attendance, error)
	// StandIns are the presences that run of those who sit in the place of a member.
	StandIns(ctx context.Context, meeting, member string) (Attendance, error)
	Floor(ctx context.Context, item string) (Floor, error)
	Request(ctx context.Context, id string) (*Request, error)
	// Speeches are the requests of all items of a meeting.
	Speeches(ctx context.Context, meeting string) (Floor, error)
	// Presentations are the papers that were shown of an item, the latest first.
	Presentations(ctx context.Context, item string) ([]Presentation, error)
	Opinions(ctx context.Context, meeting string) (Opinions, error)
	// Copies are the copies on paper of a meeting, by item and number.
	Copies(ctx context.Context, meeting string) (Copies, error)
	// Copy is one of them; "meeting.copy_not_found".
	Copy(ctx context.Context, id string) (*Copy, error)
	// Links are the connections of the body's people that any node has told of within
	// a day.
	Links(ctx context.Context, now time.Time) (Links, error)
	Votes(ctx context.Context, meeting string) ([]Vote, error)
	Vote(ctx context.Context, id string) (*Vote, error)
	Casts(ctx context.Context, vote string) ([]Cast, error)
	// Booth is what decides whether person may cast; without a seat "meeting.no_seat".
	Booth(ctx context.Context, vote, person string) (*Booth, error)
	Positions(ctx context.Context, meeting string) ([]Position, error)
	// Sources are those of the items that are on an agenda.
	Sources(ctx context.Context) ([]string, error)
	// Returns says whether an item was not adopted, or put off, and no later agenda has it.
	Returns(ctx context.Context, item string) (bool, error)
	Version(ctx context.Context, meeting string, no int) (*Version, error)
	Invitations(ctx context.Context, meeting string) (GuestList, error)
	// InvitationsOf are those of one person, in no order.
	InvitationsOf(ctx context.Context, meeting, person string) (GuestList, error)
	Invitation(ctx context.Context, id string) (*Invitation, error)
	Absences(ctx context.Context, meeting string) (Absences, error)
	Absence(ctx context.Context, id string) (*Absence, error)
	// CalendarLinkOf is the link of a person that counts; "calendar.not_found".
	CalendarLinkOf(ctx context.Context, person string) (*CalendarLink, error)
	Letter(ctx context.Context, id string) (*Letter, error)
	// Letters are those of a meeting, in the order in which they were made.
	Letters(ctx context.Context, meeting string) ([]Letter, error)
	// SessionBefore is the meeting convened last that begins before one; NotFound
	// "invitation.no_session_before".
	SessionBefore(ctx context.Context, m *Meeting) (*Meeting, error)
	DeedReader
	BoxReader
}

// Tx is one transaction's view of the store. Lock order: meeting, vote, turnout.
type Tx interface {
	Reader
	// Now is the time of the act, read after its lock; it never falls.
	Now() time.Time
	// Emit journals e with the act; Seq, At and Hash are filled in at commit.
	Emit(e ecabinet.Event) *ecabinet.Event
	// LockMeeting loads the meeting and keeps others from changing it (share false)
	// or from changing it while a member acts in it (share true).
	LockMeeting(ctx context.Context, id string, share bool) (*Meeting, error)
	LockVote(ctx context.Context, id string, share bool) (*Vote, error)
	// LockBooth shares the meeting and the vote, and keeps the turnout alone.
	LockBooth(ctx context.Context, vote, person string) (*Booth, error)

	InsertMeeting(ctx context.Context, m *Meeting) error
	SaveMeeting(ctx context.Context, m *Meeting) error
	InsertItem(ctx context.Context, it *Item) error
	SaveItems(ctx context.Context, items []Item) error
	// PlaceItems writes where items stand, and nothing else of them.
	PlaceItems(ctx context.Context, items []Item) error
	InsertVersion(ctx context.Context, v *Version) error
	InsertSeats(ctx context.Context, body string, seats []Seat) error
	InsertPresence(ctx context.Context, body string, p *Presence) error
	EndPresence(ctx context.Context, p *Presence) error
	// SaveSigning writes whose signing window is open with a presence that lasts.
	SaveSigning(ctx context.Context, p *Presence) error
	InsertRequest(ctx context.Context, body string, r *Request) error
	SaveRequests(ctx context.Context, list []Request) error
	SavePresentation(ctx context.Context, body string, p *Presentation) error
	InsertOpinion(ctx context.Context, body string, o *Opinion) error
	SaveCopy(ctx context.Context, body string, c *Copy) error
	SaveLinks(ctx context.Context, links []Link) error
	SavePosition(ctx context.Context, body string, p *Position) error
	// Notify keeps notices.
	Notify(ctx context.Context, body string, list []ItemNotice) error
	InsertVote(ctx context.Context, v *Vote, seats []Seat) error
	SaveVote(ctx context.Context, v *Vote) error
	InsertCast(ctx context.Context, c *Cast, t *Turnout) error
	// SaveInvitations writes invitations whose rev is higher than stored, and new ones,
	// whose rev is 1; those taken back come first.
	SaveInvitations(ctx context.Context, body string, list []Invitation) error
	// SaveAbsence writes a request for leave, a new one where it has no row.
	SaveAbsence(ctx context.Context, body string, a *Absence) error
	InsertCalendarLink(ctx context.Context, l *CalendarLink) error
	// EndCalendarLink ends the link of a person that counts, if there is one.
	EndCalendarLink(ctx context.Context, person string, at time.Time) error
	CalendarRead(ctx context.Context, id string, at time.Time) error
	// SaveLetter writes what became of a letter.
	SaveLetter(ctx context.Context, body string, l *Letter) error
	// Post keeps letters and plans that they are sent, each once.
	Post(ctx context.Context, body string, letters []Letter) error
	DeedTx
	BoxTx
}

// Turnout is which cast of a seat counts in a vote: one row a voter.
type Turnout struct {
	Vote     string
	Seat     int
	Person   string
	Revision int        // of the last cast, 0 for none
	Cast     string     // its id
	CastAt   *time.Time // nil: has not voted
}

// Version is an agenda as it was published.
type Version struct {
	Meeting string
	Body    string
	No      int
	Entries []VersionEntry
	By      string
	At      time.Time
}

// VersionEntry is an item as a published agenda had it.
type VersionEntry struct {
	ID      string   `json:"id"`
	Number  string   `json:"number"`
	Depth   int      `json:"depth"`
	Kind    ItemKind `json:"kind"`
	Title   string   `json:"title"`
	Lead    string   `json:"lead"`
	Chair   string   `json:"chair"`
	Minutes int      `json:"minutes"`
	Papers  []Paper  `json:"papers"`
}

// What this room must know of others, in its own words.

// Dossier tells of a matter and its papers.
type Dossier interface {
	Matter(ctx context.Context, id string) (Matter, error)
	// Papers are the readable versions of the matter with their hashes.
	Papers(ctx context.Context, matter string) ([]Paper, error)
}

// Matter is what an item needs of a matter.
type Matter struct {
	ID     string
	Title  string
	Agency string
	Lead   string
	Class  string
	Taken  bool // the secretariat has checked and taken it
}

// Roll tells who the members are.
type Roll interface {
	// Members is the list of members of the actor's body at a time, by seat.
	Members(ctx context.Context, at time.Time) ([]Member, error)
	// Names are full names by person; unknown ones are left out.
	Names(ctx context.Context, persons []string) (map[string]string, error)
}

// Units tells of agencies and offices, and of who stands outside the body.
type Units interface {
	// PeopleOf are the persons of a unit, "agency/<id>" or "office/<member>", at a time;
	// NotFound "invitation.unit_unknown".
	PeopleOf(ctx context.Context, unit string, at time.Time) ([]string, error)
	// UnitNames are the names of units in both languages; unknown ones are left out.
	UnitNames(ctx context.Context, units []string) (map[string]UnitName, error)
	// Serves says whether a person still has any part in the body.
	Serves(ctx context.Context, person string, at time.Time) (bool, error)
	// Outsiders are those of persons who come to the body as guests or observers only.
	Outsiders(ctx context.Context, persons []string, at time.Time) ([]string, error)
}

// UnitName is what a unit is called.
type UnitName struct{ VI, EN string }

// Laws gives the law in force for the actor's body at a time; where no profile is
// in force: Refused "procedure.no_profile".
type Laws interface {
	At(ctx context.Context, t time.Time) (Law, error)
}

// Law is a profile in force with the calendar and zone by which days are counted.
type Law struct {
	Profile  procedure.Profile
	Calendar procedure.Calendar
	Zone     *time.Location
}

// Sealer seals what a client carries between two requests.
type Sealer interface {
	Sign(data []byte) (keyID, signature string)
	Seal(data []byte) string
	// Unseal fails on anything that Seal did not make.
	Unseal(token string) ([]byte, error)
}
