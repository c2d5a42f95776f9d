package store

import (
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/ballots"
	"ecabinet/internal/db"
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

// terms is what was set for the window and is never searched for.
type terms struct {
	Days    int                   `json:"days"`
	Hour    *procedure.HourMinute `json:"hour"`
	OpenAt  *time.Time            `json:"open_at"`
	LastDay *procedure.Date       `json:"last_day"`
}

type ballotRow struct {
	bun.BaseModel `bun:"table:ballots,alias:b"`

	ID          string `bun:"id,pk"`
	Body        string
	Matter      string
	Kind        ballots.Kind
	Rev         int64
	State       ballots.State
	Title       string
	Note        string
	Agency      string
	Lead        string
	Class       string
	Questions   db.JSON[[]ballots.Question]
	Papers      db.JSON[[]ballots.Paper]
	Recused     db.JSON[[]string]
	Terms       db.JSON[terms]
	ShowWho     bool
	ShowLive    bool
	ByName      bool
	Profile     db.JSON[procedure.Profile]
	Round       int
	SentAt      db.Time
	DeadlineAt  db.Time
	Deadline    db.JSON[procedure.Deadline]
	Extensions  db.JSON[[]ballots.Extension]
	MadeBy      string
	MadeAt      db.Time
	SubmittedBy string
	ApprovedBy  string
	ApprovedAt  db.Time
	RefusedBy   string
	RefusedFor  string
	OpenedAt    db.Time
	ClosedAt    db.Time
	CertifiedBy string
	CertifiedAt db.Time
	RecalledFor string
	Onward      db.JSON[*ballots.Onward]
	Number      string
	Result      db.JSON[*ballots.Result]
}

func rowOfBallot(b *ballots.Ballot) *ballotRow {
	return &ballotRow{
		ID: b.ID, Body: b.Body, Matter: b.Matter, Kind: b.Kind, Rev: b.Rev, State: b.State,
		Title: b.Title, Note: b.Note, Agency: b.Agency, Lead: b.Lead, Class: b.Class,
		Questions: db.JSON[[]ballots.Question]{V: b.Questions}, Papers: db.JSON[[]ballots.Paper]{V: b.Papers},
		Recused: db.JSON[[]string]{V: b.Recused}, Terms: db.JSON[terms]{V: terms{b.Days, b.Hour, b.OpenAt, b.LastDay}},
		ShowWho: b.ShowWho, ShowLive: b.ShowLive, ByName: b.ByName,
		Profile: db.JSON[procedure.Profile]{V: b.Profile}, Round: b.Round,
		SentAt: db.At(b.SentAt), DeadlineAt: db.At(b.Deadline.At), Deadline: db.JSON[procedure.Deadline]{V: b.Deadline},
		Extensions: db.JSON[[]ballots.Extension]{V: b.Extended},
		MadeBy:     b.MadeBy, MadeAt: db.At(b.MadeAt), SubmittedBy: b.SubmittedBy,
		ApprovedBy: b.ApprovedBy, ApprovedAt: stored(b.ApprovedAt), RefusedBy: b.RefusedBy, RefusedFor: b.RefusedFor,
		OpenedAt: stored(b.OpenedAt), ClosedAt: stored(b.ClosedAt),
		CertifiedBy: b.CertifiedBy, CertifiedAt: stored(b.CertifiedAt), RecalledFor: b.RecalledFor, Onward: db.JSON[*ballots.Onward]{V: b.Onward},
		Number: b.Number, Result: db.JSON[*ballots.Result]{V: b.Result},
	}
}

func (r *ballotRow) ballot() *ballots.Ballot {
	return &ballots.Ballot{
		ID: r.ID, Body: r.Body, Matter: r.Matter, Kind: r.Kind, Rev: r.Rev, State: r.State,
		Title: r.Title, Note: r.Note, Agency: r.Agency, Lead: r.Lead, Class: r.Class,
		Questions: r.Questions.V, Papers: r.Papers.V, Recused: r.Recused.V,
		Days: r.Terms.V.Days, Hour: r.Terms.V.Hour, OpenAt: r.Terms.V.OpenAt, LastDay: r.Terms.V.LastDay,
		ShowWho: r.ShowWho, ShowLive: r.ShowLive, ByName: r.ByName,
		Profile: r.Profile.V, Round: r.Round, SentAt: r.SentAt.Time, Deadline: r.Deadline.V, Extended: r.Extensions.V,
		MadeBy: r.MadeBy, MadeAt: r.MadeAt.Time, SubmittedBy: r.SubmittedBy,
		ApprovedBy: r.ApprovedBy, ApprovedAt: given(r.ApprovedAt), RefusedBy: r.RefusedBy, RefusedFor: r.RefusedFor,
		OpenedAt: given(r.OpenedAt), ClosedAt: given(r.ClosedAt),
		CertifiedBy: r.CertifiedBy, CertifiedAt: given(r.CertifiedAt), RecalledFor: r.RecalledFor, Onward: r.Onward.V,
		Number: r.Number, Result: r.Result.V,
	}
}

type recusalRow struct {
	bun.BaseModel `bun:"table:ballot_recusals"`

	Ballot string
	Person string
	Body   string
}

type seatRow struct {
	bun.BaseModel `bun:"table:seats,alias:s"`

	ID         string
	Body       string
	Ballot     string `bun:"ballot,pk"`
	No         int    `bun:"no,pk"`
	Person     string
	Name       string
	Posts      db.JSON[[]string]
	Office     string
	TieMark    bool
	Recused    bool
	Vacated    bool
	Revision   int
	Answer     string
	AnsweredAt db.Time
}

func seatID(ballot string, no int) string { return ballot + ":" + strconv.Itoa(no) }

func rowOfSeat(s ballots.Seat, body string) seatRow {
	return seatRow{
		ID: seatID(s.Ballot, s.No), Body: body, Ballot: s.Ballot, No: s.No, Person: s.Person, Name: s.Name,
		Posts: db.JSON[[]string]{V: s.Posts}, Office: s.Office, TieMark: s.TieMark, Recused: s.Recused, Vacated: s.Vacated,
		Revision: s.Revision, Answer: s.Answer, AnsweredAt: stored(s.AnsweredAt),
	}
}

func (r seatRow) seat() ballots.Seat {
	return ballots.Seat{
		Ballot: r.Ballot, No: r.No, Person: r.Person, Name: r.Name, Posts: r.Posts.V, Office: r.Office,
		TieMark: r.TieMark, Recused: r.Recused, Vacated: r.Vacated,
		Revision: r.Revision, Answer: r.Answer, AnsweredAt: given(r.AnsweredAt),
	}
}

type answerRow struct {
	bun.BaseModel `bun:"table:answers,alias:a"`

	ID         string `bun:"id,pk"`
	Body       string
	Ballot     string
	Round      int
	Seat       int
	Revision   int
	Person     string
	Source     ballots.Source
	Standing   ballots.Standing
	Content    db.JSON[ballots.Content]
	CastBy     string
	Prepared   db.JSON[[]string]
	At         db.Time
	Record     string
	RecordHash string
	Nonce      string
	Proof      string
	Reason     string
	ReceivedAt db.Time
	SecondBy   string
	RowHash    string
}

func rowOfAnswer(a *ballots.Answer) *answerRow {
	return &answerRow{
		ID: a.ID, Body: a.Body, Ballot: a.Ballot, Round: a.Round, Seat: a.Seat, Revision: a.Revision,
		Person: a.Person, Source: a.Source, Standing: a.Standing, Content: db.JSON[ballots.Content]{V: a.Content},
		CastBy: a.CastBy, Prepared: db.JSON[[]string]{V: a.Prepared}, At: db.At(a.At),
		Record: a.Record, RecordHash: a.RecordHash, Nonce: a.Nonce, Proof: a.Proof,
		Reason: a.Reason, ReceivedAt: stored(a.ReceivedAt), SecondBy: a.SecondBy, RowHash: a.RowHash,
	}
}

func (r answerRow) answer() ballots.Answer {
	return ballots.Answer{
		ID: r.ID, Body: r.Body, Ballot: r.Ballot, Round: r.Round, Seat: r.Seat, Revision: r.Revision,
		Person: r.Person, Source: r.Source, Standing: r.Standing, Content: r.Content.V,
		CastBy: r.CastBy, Prepared: r.Prepared.V, At: r.At.Time,
		Record: r.Record, RecordHash: r.RecordHash, Nonce: r.Nonce, Proof: r.Proof,
		Reason: r.Reason, ReceivedAt: given(r.ReceivedAt), SecondBy: r.SecondBy, RowHash: r.RowHash,
	}
}

type draftRow struct {
	bun.BaseModel `bun:"table:office_drafts,alias:d"`

	ID        string `bun:"id,pk"`
	Body      string
	Ballot    string
	Round     int
	Seat      int
	Member    string
	Rev       int64
	Step      ballots.Step
	Content   db.JSON[ballots.Content]
	Prepared  db.JSON[[]string]
	Moves     db.JSON[[]ballots.Move]
	Refused   bool
	ChangedAt db.Time
}

func rowOfDraft(d *ballots.OfficeDraft) *draftRow {
	return &draftRow{
		ID: d.ID, Body: d.Body, Ballot: d.Ballot, Round: d.Round, Seat: d.Seat, Member: d.Member, Rev: d.Rev, Step: d.Step,
		Content: db.JSON[ballots.Content]{V: d.Content}, Prepared: db.JSON[[]string]{V: d.Prepared}, Moves: db.JSON[[]ballots.Move]{V: d.Moves},
		Refused: d.Refused, ChangedAt: db.At(d.Changed),
	}
}

func (r *draftRow) draft() *ballots.OfficeDraft {
	return &ballots.OfficeDraft{
		ID: r.ID, Body: r.Body, Ballot: r.Ballot, Round: r.Round, Seat: r.Seat, Member: r.Member, Rev: r.Rev, Step: r.Step,
		Content: r.Content.V, Prepared: r.Prepared.V, Moves: r.Moves.V, Refused: r.Refused, Changed: r.ChangedAt.Time,
	}
}

type classingRow struct {
	bun.BaseModel `bun:"table:classings,alias:c"`

	ID         string `bun:"id,pk"`
	Body       string
	Ballot     string
	Seat       int
	Question   string
	Side       procedure.Choice
	Reason     string
	MadeBy     string
	At         db.Time
	SecondBy   string
	ObjectedAt db.Time
	RemovedAt  db.Time
}

func rowOfClassing(c *ballots.Classing) *classingRow {
	return &classingRow{
		ID: c.ID, Body: c.Body, Ballot: c.Ballot, Seat: c.Seat, Question: c.Question, Side: c.As, Reason: c.Reason,
		MadeBy: c.By, At: db.At(c.At), SecondBy: c.Second,
		ObjectedAt: stored(c.Objected), RemovedAt: stored(c.Removed),
	}
}

func (r classingRow) classing() ballots.Classing {
	return ballots.Classing{
		ID: r.ID, Body: r.Body, Ballot: r.Ballot, Seat: r.Seat, Question: r.Question, As: r.Side, Reason: r.Reason,
		By: r.MadeBy, At: r.At.Time, Second: r.SecondBy,
		Objected: given(r.ObjectedAt), Removed: given(r.RemovedAt),
	}
}

type scratchRow struct {
	bun.BaseModel `bun:"table:scratches"`

	Ballot    string `bun:"ballot,pk"`
	Person    string `bun:"person,pk"`
	Body      string
	Content   db.JSON[ballots.Content]
	ChangedAt db.Time
}

func (r *scratchRow) scratch() *ballots.Scratch {
	return &ballots.Scratch{Ballot: r.Ballot, Person: r.Person, Content: r.Content.V, Changed: r.ChangedAt.Time}
}

type noticeRow struct {
	bun.BaseModel `bun:"table:notices,alias:n"`

	ID     string `bun:"id,pk"`
	Body   string
	Person string
	Kind   string
	Ballot string
	At     db.Time
	ReadAt db.Time
}

func (r noticeRow) notice() ballots.Notice {
	return ballots.Notice{
		ID: r.ID, Body: r.Body, Person: r.Person, Kind: r.Kind, Ballot: r.Ballot, At: r.At.Time, Read: given(r.ReadAt),
	}
}
