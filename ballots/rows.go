package ballots

import (
	"time"

	"ecabinet/procedure"
)

// The rows below are what the journal binds by a hash. Their JSON has the names of
// the columns, so that whoever holds the stored row, column by column, computes
// the same hash: SHA-256 of its RFC 8785 text. A column that is added later must
// be left out while it is empty (omitzero), or rows that exist no longer verify.

// ballotColumns is the whole row of a ballot.
type ballotColumns struct {
	ID          string             `json:"id"`
	Body        string             `json:"body"`
	Matter      string             `json:"matter"`
	Kind        Kind               `json:"kind,omitzero"`
	Rev         int64              `json:"rev"`
	State       State              `json:"state"`
	Title       string             `json:"title"`
	Note        string             `json:"note"`
	Agency      string             `json:"agency"`
	Lead        string             `json:"lead"`
	Class       string             `json:"class"`
	Questions   []Question         `json:"questions"`
	Papers      []Paper            `json:"papers"`
	Recused     []string           `json:"recused"`
	Terms       termColumns        `json:"terms"`
	ShowWho     bool               `json:"show_who"`
	ShowLive    bool               `json:"show_live"`
	ByName      bool               `json:"by_name"`
	Profile     procedure.Profile  `json:"profile"`
	Round       int                `json:"round"`
	SentAt      *string            `json:"sent_at"`
	DeadlineAt  *string            `json:"deadline_at"`
	Deadline    procedure.Deadline `json:"deadline"`
	Extensions  []Extension        `json:"extensions"`
	MadeBy      string             `json:"made_by"`
	MadeAt      *string            `json:"made_at"`
	SubmittedBy string             `json:"submitted_by"`
	ApprovedBy  string             `json:"approved_by"`
	ApprovedAt  *string            `json:"approved_at"`
	RefusedBy   string             `json:"refused_by"`
	RefusedFor  string             `json:"refused_for"`
	OpenedAt    *string            `json:"opened_at"`
	ClosedAt    *string            `json:"closed_at"`
	CertifiedBy string             `json:"certified_by"`
	CertifiedAt *string            `json:"certified_at"`
	RecalledFor string             `json:"recalled_for"`
	Onward      *Onward            `json:"onward,omitempty"`
	Number      string             `json:"number"`
	Result      *Result            `json:"result"`
}

type termColumns struct {
	Days    int                   `json:"days"`
	Hour    *procedure.HourMinute `json:"hour"`
	OpenAt  *time.Time            `json:"open_at"`
	LastDay *procedure.Date       `json:"last_day"`
}

// rowHash binds every column of the ballot as it is stored after the act.
func (b *Ballot) rowHash() (string, error) {
	return hashOf(ballotColumns{
		ID: b.ID, Body: b.Body, Matter: b.Matter, Kind: b.Kind, Rev: b.Rev, State: b.State, Title: b.Title, Note: b.Note, Agency: b.Agency,
		Lead: b.Lead, Class: b.Class, Questions: b.Questions, Papers: b.Papers, Recused: b.Recused,
		Terms: termColumns{b.Days, b.Hour, b.OpenAt, b.LastDay}, ShowWho: b.ShowWho, ShowLive: b.ShowLive, ByName: b.ByName,
		Profile: b.Profile, Round: b.Round, SentAt: stamp(&b.SentAt), DeadlineAt: stamp(&b.Deadline.At), Deadline: b.Deadline,
		Extensions: b.Extended, MadeBy: b.MadeBy, MadeAt: stamp(&b.MadeAt), SubmittedBy: b.SubmittedBy,
		ApprovedBy: b.ApprovedBy, ApprovedAt: stamp(b.ApprovedAt), RefusedBy: b.RefusedBy, RefusedFor: b.RefusedFor,
		OpenedAt: stamp(b.OpenedAt), ClosedAt: stamp(b.ClosedAt), CertifiedBy: b.CertifiedBy, CertifiedAt: stamp(b.CertifiedAt),
		RecalledFor: b.RecalledFor, Onward: b.Onward, Number: b.Number, Result: b.Result,
	})
}

// seatRow is what a tally reads of a seat besides its answer.
type seatRow struct {
	No      int      `json:"no"`
	Person  string   `json:"person"`
	Name    string   `json:"name"`
	Posts   []string `json:"posts"`
	Office  string   `json:"office"`
	TieMark bool     `json:"tie_mark"`
	Recused bool     `json:"recused"`
	Vacated bool     `json:"vacated"`
}

// seatHashes binds the list of members, seat by seat.
func seatHashes(seats []Seat) ([]string, error) {
	hashes := make([]string, len(seats))
	for i, s := range seats {
		var err error
		if hashes[i], err = hashOf(seatRow{s.No, s.Person, s.Name, s.Posts, s.Office, s.TieMark, s.Recused, s.Vacated}); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

// answerRow is every column of an answer that never changes. The words are in it
// by their salted hash and the record by its own, so that the row can be checked
// by somebody who may not read the words.
type answerRow struct {
	ID          string   `json:"id"`
	Body        string   `json:"body"`
	Ballot      string   `json:"ballot"`
	Round       int      `json:"round"`
	Seat        int      `json:"seat"`
	Revision    int      `json:"revision"`
	Person      string   `json:"person"`
	Source      Source   `json:"source"`
	OpinionHash string   `json:"opinion_hash"`
	CastBy      string   `json:"cast_by"`
	Prepared    []string `json:"prepared"`
	At          *string  `json:"at"`
	RecordHash  string   `json:"record_hash"`
	Nonce       string   `json:"nonce"`
	Proof       string   `json:"proof"`
	Reason      string   `json:"reason"`
	ReceivedAt  *string  `json:"received_at"`
}

func (a *Answer) rowHash() (string, error) {
	opinion, err := OpinionHash(a.Nonce, a.Content)
	if err != nil {
		return "", err
	}
	return hashOf(answerRow{
		a.ID, a.Body, a.Ballot, a.Round, a.Seat, a.Revision, a.Person, a.Source, opinion, a.CastBy,
		a.Prepared, stamp(&a.At), a.RecordHash, a.Nonce, a.Proof, a.Reason, stamp(a.ReceivedAt),
	})
}

// CheckRow says whether the answer is still what was stored and journalled.
func (a *Answer) CheckRow() (bool, error) {
	h, err := a.rowHash()
	if err != nil {
		return false, err
	}
	if a.Record == "" {
		return h == a.RowHash, nil
	}
	return h == a.RowHash && Hash([]byte(a.Record)) == a.RecordHash, nil
}

// classingColumns is the whole row of a classing.
type classingColumns struct {
	ID         string           `json:"id"`
	Body       string           `json:"body"`
	Ballot     string           `json:"ballot"`
	Seat       int              `json:"seat"`
	Question   string           `json:"question"`
	Side       procedure.Choice `json:"side"`
	Reason     string           `json:"reason"`
	MadeBy     string           `json:"made_by"`
	At         *string          `json:"at"`
	SecondBy   string           `json:"second_by"`
	ObjectedAt *string          `json:"objected_at"`
	RemovedAt  *string          `json:"removed_at"`
}

func (c *Classing) rowHash() (string, error) {
	return hashOf(classingColumns{
		c.ID, c.Body, c.Ballot, c.Seat, c.Question, c.As, c.Reason, c.By, stamp(&c.At), c.Second,
		stamp(c.Objected), stamp(c.Removed),
	})
}

// stamp is a time as databases keep it, to the microsecond; nil is NULL.
func stamp(t *time.Time) *string {
	if t == nil || t.IsZero() {
		return nil
	}
	s := t.UTC().Truncate(time.Microsecond).Format("2006-01-02T15:04:05.000000Z")
	return &s
}
