package ballots

import (
	"context"
	"fmt"
	"time"

	"ecabinet"
)

// Store is where ballots rest. InTx is the one door to writing: fn runs in one
// transaction with the acts of others, may run twice, and must leave no trace
// outside tx. It returns the reference that fn returned ("answer/<id>"), or the
// stored one where the request's key was seen before.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (string, error)) (string, error)
	Reader
	// ToCast is nil where LockToCast is to read for itself.
	ToCast(ctx context.Context, ballot, person string) *ToCast
	// Linked is the respondent of any body whose living link has this hash; NotFound
	// "respondent.not_found".
	Linked(ctx context.Context, hash string) (body, respondent string, err error)
}

// Reader loads. What is missing is "ballot.not_found" or the thing's own code,
// of kind NotFound.
type Reader interface {
	Ballot(ctx context.Context, id string) (*Ballot, error)
	Seats(ctx context.Context, ballot string) ([]Seat, error)
	Seat(ctx context.Context, ballot, person string) (*Seat, error)
	// CountingAnswers are the answers that count, by seat.
	CountingAnswers(ctx context.Context, ballot string) (map[int]Answer, error)
	// AwaitingAnswers are those on behalf that wait for a second person, by seat.
	AwaitingAnswers(ctx context.Context, ballot string) (map[int]Answer, error)
	Answer(ctx context.Context, id string) (*Answer, error)
	// History is every version of one seat's answer, oldest first, in all rounds.
	History(ctx context.Context, ballot string, seat int) ([]Answer, error)
	OfficeDraft(ctx context.Context, ballot string, round int, member string) (*OfficeDraft, error)
	Classings(ctx context.Context, ballot string) ([]Classing, error)
	Scratch(ctx context.Context, ballot, person string) (*Scratch, error)
	// FilesOf are those of ids that were brought for the ballot, as they were stored.
	FilesOf(ctx context.Context, ballot string, ids []string) ([]File, error)
	// Respondents are those of a consultation, by number; none of another ballot.
	Respondents(ctx context.Context, ballot string) ([]Respondent, error)
	Respondent(ctx context.Context, id string) (*Respondent, error)
}

// Tx is one transaction's view of the store.
type Tx interface {
	Reader
	// Now is the time of the act, read after its lock; it never falls.
	Now() time.Time
	// Emit journals e with the act; Seq, At and Hash are filled in at commit.
	Emit(e ecabinet.Event) *ecabinet.Event
	// LockBallot loads the ballot and keeps others from changing it (share false)
	// or from closing it while an answer comes in (share true).
	LockBallot(ctx context.Context, id string, share bool) (*Ballot, error)
	LockSeat(ctx context.Context, ballot, person string) (*Seat, error)
	LockSeatNo(ctx context.Context, ballot string, no int) (*Seat, error)
	// LockToCast is LockBallot, shared, and LockSeat, with what else a person's answer
	// depends on, all but Scratch. The ballot is not to be changed. Where nothing of it
	// has changed since ToCast read it, if that did, it need not be read again.
	LockToCast(ctx context.Context, ballot, person string, before *ToCast) (*Ballot, *Mine, error)

	InsertBallot(ctx context.Context, b *Ballot) error
	SaveBallot(ctx context.Context, b *Ballot) error
	InsertSeats(ctx context.Context, seats []Seat) error
	SaveSeat(ctx context.Context, s *Seat) error
	// EnterAnswer inserts a, notes in its seat which answer is the last and which
	// counts, and drops the scratch of whoever cast it.
	EnterAnswer(ctx context.Context, a *Answer, s *Seat) error
	// SetStanding changes what an answer on behalf is worth, and its second person.
	SetStanding(ctx context.Context, answer string, standing Standing, second string) error
	SaveOfficeDraft(ctx context.Context, d *OfficeDraft) error // inserts or updates
	SaveScratch(ctx context.Context, s *Scratch) error
	DropScratch(ctx context.Context, ballot, person string) error
	InsertClassing(ctx context.Context, c *Classing) error
	SaveClassing(ctx context.Context, c *Classing) error
	Notify(ctx context.Context, notices []Notice) error
	// Unnotify takes away what persons were told of a ballot and have not read.
	Unnotify(ctx context.Context, ballot string, persons []string) error
	// ReplaceRespondents puts a list in the place of the one there was.
	ReplaceRespondents(ctx context.Context, ballot string, list []Respondent) error
	// SaveRespondent writes what happens to a respondent's link and letters.
	SaveRespondent(ctx context.Context, r *Respondent) error
	// SaveRespondents is the same for respondents that were read in this act.
	SaveRespondents(ctx context.Context, list []Respondent) error
	// UseLink notes that the living link was used, and says whether it was this act
	// that did: the hash is still its own, and nobody has used it before.
	UseLink(ctx context.Context, respondent, hash string) (bool, error)

	// Schedule plans a job; the same kind and ref is planned once, at the new time.
	Schedule(ctx context.Context, kind, ref string, due time.Time) error
	// ScheduleAll does so for refs that are all different.
	ScheduleAll(ctx context.Context, kind string, refs []string, due time.Time) error
	Unschedule(ctx context.Context, kind, ref string) error
	// NextNumber takes the next number of a gapless register.
	NextNumber(ctx context.Context, kind string, year int) (int, error)
}

// ToCast is what LockToCast gives, as it was at a time before the act.
type ToCast struct {
	Ballot *Ballot
	Mine   Mine
	At     time.Time // zero: the clock is this host's
	Read   any       // the store's own, to compare
}

// Scratch is what a person has typed and not yet sent: theirs alone, saved as
// they type, not journalled.
type Scratch struct {
	Ballot  string
	Person  string
	Content Content
	Changed time.Time
}

// NoticeRecused tells a member that it was recorded that he takes no part in a ballot,
// which has no name for him any more.
const NoticeRecused = "ballot.recused"

// Notice tells one person that something waits; it carries no content.
type Notice struct {
	ID     string
	Body   string
	Person string
	Kind   string // "ballot.opened", "ballot.half_time", ...
	Ballot string
	At     time.Time
	Read   *time.Time
}

// What this room must know of others, in its own words.

// Dossier tells of a matter and its papers.
type Dossier interface {
	Matter(ctx context.Context, id string) (Matter, error)
	// Papers are the readable versions of the matter with their hashes.
	Papers(ctx context.Context, matter string) ([]Paper, error)
}

// Matter is what a ballot needs of a matter.
type Matter struct {
	ID     string
	Title  string
	Agency string // id of the agency that drafts
	Lead   string // its name
	Class  string
	Taken  bool // the secretariat has checked and taken it
}

// Roll tells who the members are and who works for them.
type Roll interface {
	// Members is the list of members of the actor's body at a time, by seat.
	Members(ctx context.Context, at time.Time) ([]Member, error)
	// Staff are the persons of a member's office at a time.
	Staff(ctx context.Context, member string, at time.Time) ([]string, error)
	// Names are full names by person.
	Names(ctx context.Context, persons []string) (map[string]string, error)
}

// Laws tells by what the actor's body goes.
type Laws interface {
	// At is the law in force at a time; where no profile is: Refused
	// "procedure.no_profile".
	At(ctx context.Context, t time.Time) (Law, error)
	// Calendar is the body's calendar, whatever profile is in force: what is open
	// keeps the profile that it was opened under.
	Calendar(ctx context.Context) (Calendar, error)
}

// Sealer signs receipts with the checkpoint key and seals what a client carries
// between two requests.
type Sealer interface {
	Sign(data []byte) (keyID, signature string)
	Seal(data []byte) string
	// Unseal fails on anything that Seal did not make.
	Unseal(token string) ([]byte, error)
}

// Job kinds of this room.
const (
	JobOpen   = "ballot.open"
	JobClose  = "ballot.close"
	JobRemind = "ballot.remind"
)

// numberOf is the number and sign of a certified result: 07/2026/KQLYK.
func numberOf(n, year int) string { return fmt.Sprintf("%02d/%d/KQLYK", n, year) }
