package store

import (
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings"
	"ecabinet/procedure"
)

// stored is an optional time as a column, and given the way back.
func stored(t *time.Time) db.Time {
	if t == nil {
		return db.Time{}
	}
	return db.At(*t)
}

func given(t db.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t.Time
}

type meetingRow struct {
	bun.BaseModel `bun:"table:meetings,alias:m"`

	ID           string `bun:"id,pk"`
	Body         string
	Rev          int64
	AgendaRev    int64
	State        meetings.State
	Title        string
	Kind         meetings.Kind
	Mode         meetings.Mode
	Place        string
	Link         string
	StartsAt     db.Time
	EndsAt       db.Time
	Chair        string
	Note         string
	Profile      db.JSON[procedure.Profile]
	Version      int
	CurrentItem  string
	MadeBy       string
	MadeAt       db.Time
	ConvenedAt   db.Time
	OpenedAt     db.Time
	OpenedBy     string
	AdjournedAt  db.Time
	CancelledFor string
	Screen       meetings.Scene
}

func rowOfMeeting(m *meetings.Meeting) *meetingRow {
	return &meetingRow{
		ID: m.ID, Body: m.Body, Rev: m.Rev, AgendaRev: m.AgendaRev, State: m.State, Title: m.Title, Kind: m.Kind, Mode: m.Mode,
		Place: m.Place, Link: m.Link, StartsAt: db.At(m.StartsAt), EndsAt: db.At(m.EndsAt), Chair: m.Chair, Note: m.Note,
		Profile: db.JSON[procedure.Profile]{V: m.Profile}, Version: m.Version, CurrentItem: m.Current, MadeBy: m.MadeBy,
		MadeAt: db.At(m.MadeAt), ConvenedAt: stored(m.ConvenedAt), OpenedAt: stored(m.OpenedAt), OpenedBy: m.OpenedBy,
		AdjournedAt: stored(m.AdjournedAt), CancelledFor: m.CancelledFor, Screen: m.Screen,
	}
}

func (r *meetingRow) meeting() *meetings.Meeting {
	return &meetings.Meeting{
		ID: r.ID, Body: r.Body, Rev: r.Rev, AgendaRev: r.AgendaRev, State: r.State,
		Terms: meetings.Terms{
			Title: r.Title, Kind: r.Kind, Mode: r.Mode, Place: r.Place, Link: r.Link,
			StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time, Chair: r.Chair, Note: r.Note,
		},
		Profile: r.Profile.V, Version: r.Version, Current: r.CurrentItem, MadeBy: r.MadeBy, MadeAt: r.MadeAt.Time,
		ConvenedAt: given(r.ConvenedAt), OpenedAt: given(r.OpenedAt), OpenedBy: r.OpenedBy,
		AdjournedAt: given(r.AdjournedAt), CancelledFor: r.CancelledFor, Screen: r.Screen,
	}
}

type itemRow struct {
	bun.BaseModel `bun:"table:agenda_items,alias:i"`

	ID         string `bun:"id,pk"`
	Body       string
	Meeting    string
	Rev        int64
	Parent     string
	Place      int
	Kind       meetings.ItemKind
	Title      string
	Note       string
	Matter     string
	Agency     string
	Lead       string
	Chair      string
	Minutes    int
	Class      string
	Papers     db.JSON[[]meetings.Paper]
	Releases   db.JSON[[]meetings.Release]
	Source     string
	Stage      meetings.Stage
	Step       meetings.Step
	Outcome    meetings.Outcome
	Conclusion string
	ResubmitBy string // a date, "" for none
	BegunAt    db.Time
	EndedAt    db.Time
	Presenter  string
	ClockMs    int64
	ClockAt    db.Time
}

func rowOfItem(it *meetings.Item, body string) *itemRow {
	r := &itemRow{
		ID: it.ID, Body: body, Meeting: it.Meeting, Rev: it.Rev, Parent: it.Parent, Place: it.Place, Kind: it.Kind, Title: it.Title,
		Note: it.Note, Matter: it.Matter, Agency: it.Agency, Lead: it.Lead, Chair: it.Chair, Minutes: it.Minutes, Class: it.Class,
		Papers: db.JSON[[]meetings.Paper]{V: it.Papers}, Source: it.Source, Stage: it.Stage, Step: it.Step, Outcome: it.Outcome,
		Conclusion: it.Conclusion, BegunAt: stored(it.BegunAt), EndedAt: stored(it.EndedAt),
		Presenter: it.Presenter, ClockMs: it.Clock.Used.Milliseconds(), ClockAt: stored(it.Clock.Since),
	}
	if r.Releases.V = it.Releases; r.Releases.V == nil {
		r.Releases.V = []meetings.Release{}
	}
	if r.Papers.V == nil {
		r.Papers.V = []meetings.Paper{}
	}
	if it.ResubmitBy != nil {
		r.ResubmitBy = it.ResubmitBy.String()
	}
	return r
}

func (r itemRow) item() meetings.Item {
	it := meetings.Item{
		ID: r.ID, Meeting: r.Meeting, Rev: r.Rev, Parent: r.Parent, Place: r.Place,
		ItemTerms: meetings.ItemTerms{
			Kind: r.Kind, Title: r.Title, Note: r.Note, Matter: r.Matter, Agency: r.Agency, Lead: r.Lead, Chair: r.Chair,
			Minutes: r.Minutes, Class: r.Class, Papers: r.Papers.V, Source: r.Source,
		},
		Releases: r.Releases.V,
		Stage:    r.Stage, Step: r.Step, Outcome: r.Outcome, Conclusion: r.Conclusion, BegunAt: given(r.BegunAt), EndedAt: given(r.EndedAt),
		Presenter: r.Presenter, Clock: meetings.Clock{Used: time.Duration(r.ClockMs) * time.Millisecond, Since: given(r.ClockAt)},
	}
	if d, err := procedure.ParseDate(r.ResubmitBy); err == nil && r.ResubmitBy != "" {
		it.ResubmitBy = &d
	}
	return it
}

// The parts that a person has in an item.
const (
	partGuest   = "guest"
	partRecused = "recused"
)

type personRow struct {
	bun.BaseModel `bun:"table:item_persons"`

	Item    string
	Person  string
	Part    string
	Body    string
	Meeting string
}

type versionRow struct {
	bun.BaseModel `bun:"table:agenda_versions"`

	Meeting  string
	Version  int
	Body     string
	Entries  db.JSON[[]meetings.VersionEntry]
	ByPerson string
	At       db.Time
}

type seatRow struct {
	bun.BaseModel `bun:"table:meeting_seats"`

	Meeting string
	No      int
	Body    string
	Person  string
	Name    string
	Posts   db.JSON[[]string]
	TieMark bool
}

func (r seatRow) seat() meetings.Seat {
	return meetings.Seat{Meeting: r.Meeting, No: r.No, Person: r.Person, Name: r.Name, Posts: r.Posts.V, TieMark: r.TieMark}
}

type presenceRow struct {
	bun.BaseModel `bun:"table:presences"`

	ID         string `bun:"id,pk"`
	Body       string
	Meeting    string
	Person     string
	Manner     meetings.Manner
	Substitute string
	FromAt     db.Time
	UntilAt    db.Time
	CameBy     meetings.Means
	LeftBy     meetings.Means
	Session    string
}

func (r presenceRow) presence() meetings.Presence {
	return meetings.Presence{
		ID: r.ID, Meeting: r.Meeting, Person: r.Person, Manner: r.Manner, Substitute: r.Substitute,
		From: r.FromAt.Time, Until: given(r.UntilAt), CameBy: r.CameBy, LeftBy: r.LeftBy, Session: r.Session,
	}
}

type requestRow struct {
	bun.BaseModel `bun:"table:speech_requests"`

	ID      string `bun:"id,pk"`
	Body    string
	Meeting string
	Item    string
	Person  string
	Kind    meetings.SpeechKind
	State   meetings.SpeechState
	AskedAt db.Time
	Place   int
	LimitMs int64
	UsedMs  int64
	SinceAt db.Time
	BegunAt db.Time
	EndedAt db.Time
	Rev     int64
	Subject string
	Answers string
}

func rowOfRequest(r *meetings.Request, body string) *requestRow {
	return &requestRow{
		ID: r.ID, Body: body, Meeting: r.Meeting, Item: r.Item, Person: r.Person, Kind: r.Kind, State: r.State, AskedAt: db.At(r.AskedAt),
		Place: r.Place, LimitMs: r.Limit.Milliseconds(), UsedMs: r.Used.Milliseconds(), SinceAt: stored(r.Since),
		BegunAt: stored(r.BegunAt), EndedAt: stored(r.EndedAt), Rev: r.Rev,
		Subject: r.Subject, Answers: r.Answers,
	}
}

func (r requestRow) request() meetings.Request {
	return meetings.Request{
		ID: r.ID, Meeting: r.Meeting, Item: r.Item, Person: r.Person, Kind: r.Kind, State: r.State, AskedAt: r.AskedAt.Time,
		Place: r.Place, Limit: time.Duration(r.LimitMs) * time.Millisecond, Used: time.Duration(r.UsedMs) * time.Millisecond,
		Since: given(r.SinceAt), BegunAt: given(r.BegunAt), EndedAt: given(r.EndedAt), Rev: r.Rev,
		Subject: r.Subject, Answers: r.Answers,
	}
}

type positionRow struct {
	bun.BaseModel `bun:"table:positions"`

	Item    string `bun:"item,pk"`
	Person  string `bun:"person,pk"`
	Body    string
	Meeting string
	Mark    meetings.Mark
	Note    string
	At      db.Time
}

func (r positionRow) position() meetings.Position {
	return meetings.Position{Meeting: r.Meeting, Item: r.Item, Person: r.Person, Mark: r.Mark, Note: r.Note, At: r.At.Time}
}

type voteRow struct {
	bun.BaseModel `bun:"table:room_votes,alias:v"`

	ID           string `bun:"id,pk"`
	Body         string
	Meeting      string
	Rev          int64
	No           int
	Items        db.JSON[[]string]
	Text         string
	Options      db.JSON[[]meetings.Option]
	State        meetings.VoteState
	Repeats      string
	OpenedAt     db.Time
	OpenedBy     string
	QuorumOpen   db.JSON[procedure.QuorumResult]
	ClosedAt     db.Time
	ClosedBy     string
	QuorumClose  db.JSON[procedure.QuorumResult]
	LetStand     bool
	CancelledFor string
	Tallies      db.JSON[[]meetings.ItemTally]
	Secret       bool
	Phase        meetings.Phase
	Taken        int
	Boxed        int
}

func rowOfVote(v *meetings.Vote) *voteRow {
	r := &voteRow{
		ID: v.ID, Body: v.Body, Meeting: v.Meeting, Rev: v.Rev, No: v.No, Items: db.JSON[[]string]{V: v.Items}, Text: v.Text,
		Options: db.JSON[[]meetings.Option]{V: v.Options}, State: v.State, Repeats: v.Repeats, OpenedAt: db.At(v.OpenedAt),
		OpenedBy: v.OpenedBy, QuorumOpen: db.JSON[procedure.QuorumResult]{V: v.QuorumOpen}, ClosedAt: stored(v.ClosedAt),
		ClosedBy: v.ClosedBy, QuorumClose: db.JSON[procedure.QuorumResult]{V: v.QuorumClose}, LetStand: v.LetStand,
		CancelledFor: v.CancelledFor, Tallies: db.JSON[[]meetings.ItemTally]{V: v.Tallies},
		Secret: v.Secret, Phase: v.Phase, Taken: v.Taken, Boxed: v.Boxed,
	}
	return r
}

func (r voteRow) vote() meetings.Vote {
	return meetings.Vote{
		ID: r.ID, Body: r.Body, Meeting: r.Meeting, Rev: r.Rev, No: r.No, Items: r.Items.V, Text: r.Text, Options: r.Options.V,
		State: r.State, Repeats: r.Repeats, OpenedAt: r.OpenedAt.Time, OpenedBy: r.OpenedBy, QuorumOpen: r.QuorumOpen.V,
		ClosedAt: given(r.ClosedAt), ClosedBy: r.ClosedBy, QuorumClose: r.QuorumClose.V, LetStand: r.LetStand,
		CancelledFor: r.CancelledFor, Tallies: r.Tallies.V,
		Secret: r.Secret, Phase: r.Phase, Taken: r.Taken, Boxed: r.Boxed,
	}
}

type turnoutRow struct {
	bun.BaseModel `bun:"table:turnouts,alias:t"`

	ID       string `bun:"id,pk"`
	Vote     string
	Seat     int
	Body     string
	Person   string
	Revision int
	CastID   string
	CastAt   db.Time
}

func turnoutID(vote string, seat int) string { return vote + ":" + strconv.Itoa(seat) }

func (r turnoutRow) turnout() meetings.Turnout {
	return meetings.Turnout{Vote: r.Vote, Seat: r.Seat, Person: r.Person, Revision: r.Revision, Cast: r.CastID, CastAt: given(r.CastAt)}
}

type castRow struct {
	bun.BaseModel `bun:"table:casts"`

	ID         string `bun:"id,pk"`
	Body       string
	Vote       string
	Seat       int
	Revision   int
	Person     string
	Choice     procedure.Choice
	Absent     bool
	At         db.Time
	Record     string
	RecordHash string
	Nonce      string
	RowHash    string
}

func (r castRow) cast() meetings.Cast {
	return meetings.Cast{
		ID: r.ID, Body: r.Body, Vote: r.Vote, Seat: r.Seat, Revision: r.Revision, Person: r.Person, Choice: r.Choice, Absent: r.Absent,
		At: r.At.Time, Record: r.Record, RecordHash: r.RecordHash, Nonce: r.Nonce, RowHash: r.RowHash,
	}
}
