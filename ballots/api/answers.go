package api

import (
	"context"
	"encoding/hex"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/procedure"
)

// The texts may be longer here than an answer's may be (ballots.MaxText, checked when
// it is sent): what was pasted and has to be shortened yet is kept as it is.

// PointData is a comment on a clause with offered wording and a weight.
type PointData struct {
	Clause  string `json:"clause" maxLength:"200"`
	Text    string `json:"text" maxLength:"100000"`
	Wording string `json:"wording" maxLength:"100000"`
	Weight  string `json:"weight" enum:"condition,should,comment"`
}

// OpinionData is what is said to one question. An empty choice is a question
// still open: possible in a draft, never in an answer.
type OpinionData struct {
	Question string      `json:"question"`
	Choice   string      `json:"choice" doc:"agree, disagree, other, discuss, option:<key>"`
	Text     string      `json:"text" maxLength:"100000"`
	Points   []PointData `json:"points" maxItems:"50"`
}

// FileData is a file that goes with an answer.
type FileData struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	Hash string `json:"hash"`
}

// ContentData is everything that is answered, all questions at once.
type ContentData struct {
	Opinions []OpinionData `json:"opinions" maxItems:"20"`
	Reserve  string        `json:"reserve" maxLength:"100000" doc:"the reserved opinion; empty: none"`
	Files    []FileData    `json:"files" maxItems:"10"`
}

func (c ContentData) content() ballots.Content {
	out := ballots.Content{Opinions: []ballots.Opinion{}, Reserve: c.Reserve, Files: []ballots.File{}}
	for _, o := range c.Opinions {
		op := ballots.Opinion{Question: o.Question, Choice: procedure.Choice(o.Choice), Text: o.Text, Points: []ballots.Point{}}
		for _, p := range o.Points {
			op.Points = append(op.Points, ballots.Point{Clause: p.Clause, Text: p.Text, Wording: p.Wording, Weight: ballots.Weight(p.Weight)})
		}
		out.Opinions = append(out.Opinions, op)
	}
	for _, f := range c.Files {
		out.Files = append(out.Files, ballots.File(f))
	}
	return out
}

func contentData(c ballots.Content) ContentData {
	out := ContentData{Opinions: []OpinionData{}, Reserve: c.Reserve, Files: []FileData{}}
	for _, o := range c.Opinions {
		op := OpinionData{Question: o.Question, Choice: string(o.Choice), Text: o.Text, Points: []PointData{}}
		for _, p := range o.Points {
			op.Points = append(op.Points, PointData{p.Clause, p.Text, p.Wording, string(p.Weight)})
		}
		out.Opinions = append(out.Opinions, op)
	}
	for _, f := range c.Files {
		out.Files = append(out.Files, FileData(f))
	}
	return out
}

// AnswerView is one version of an answer.
type AnswerView struct {
	ID         string      `json:"id"`
	Round      int         `json:"round"`
	Revision   int         `json:"revision"`
	Source     string      `json:"source" enum:"own,on_behalf,deemed"`
	Standing   string      `json:"standing" enum:"counts,unconfirmed,confirmed,disputed,await_second,late"`
	Content    ContentData `json:"content"`
	CastBy     PersonName  `json:"cast_by"`
	PreparedBy []string    `json:"prepared_by" doc:"names"`
	At         time.Time   `json:"at"`
	RecordHash string      `json:"record_hash"`
	Reason     string      `json:"reason" doc:"on behalf: why"`
	ReceivedAt *time.Time  `json:"received_at"`
	SecondBy   string      `json:"second_by"`
}

func answerView(a ballots.Answer, names func(string) string) AnswerView {
	v := AnswerView{
		ID: a.ID, Round: a.Round, Revision: a.Revision, Source: string(a.Source), Standing: string(a.Standing),
		Content: contentData(a.Content), CastBy: PersonName{a.CastBy, names(a.CastBy)}, PreparedBy: []string{}, At: a.At,
		RecordHash: a.RecordHash, Reason: a.Reason, ReceivedAt: a.ReceivedAt, SecondBy: names(a.SecondBy),
	}
	for _, p := range a.Prepared {
		v.PreparedBy = append(v.PreparedBy, names(p))
	}
	return v
}

// toWhoIsAsked leaves out of an answer to a consultation who of the secretariat had a
// hand in it: that it was recorded on behalf is told, and not by whom.
func (v AnswerView) toWhoIsAsked(person string) AnswerView {
	if v.CastBy.ID != person {
		v.CastBy = PersonName{}
	}
	v.PreparedBy, v.SecondBy = []string{}, ""
	return v
}

func answerPersons(list []ballots.Answer) []string {
	var ids []string
	for _, a := range list {
		ids = append(append(ids, a.CastBy, a.SecondBy), a.Prepared...)
	}
	return ids
}

// ClassingView is an other opinion placed for or against.
type ClassingView struct {
	ID       string     `json:"id"`
	Seat     int        `json:"seat"`
	Question string     `json:"question"`
	As       string     `json:"as" enum:"agree,disagree"`
	Reason   string     `json:"reason"`
	By       PersonName `json:"by"`
	At       time.Time  `json:"at"`
	Waits    bool       `json:"awaits_second" doc:"it changes the outcome, and counts only when a second person agrees"`
	Second   string     `json:"second"`
	Objected *time.Time `json:"objected_at"`
	Removed  *time.Time `json:"removed_at"`
}

// classingViews are those of list, which are classings of r's ballot.
func (a *API) classingViews(ctx context.Context, r ballots.Reckoning, list []ballots.Classing) ([]ClassingView, error) {
	var ids []string
	for _, c := range list {
		ids = append(ids, c.By, c.Second)
	}
	names, err := a.names(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := []ClassingView{}
	for _, c := range list {
		waits, err := r.AwaitsSecond(c)
		if err != nil {
			return nil, err
		}
		out = append(out, ClassingView{
			c.ID, c.Seat, c.Question, string(c.As), c.Reason, PersonName{c.By, names(c.By)}, c.At, waits, names(c.Second), c.Objected, c.Removed,
		})
	}
	return out, nil
}

// MyAnswerView is what one member has to do with a ballot: their seat, what
// counts, what the office prepared, what they typed and did not send. It is heard
// over the member's own topic only.
type MyAnswerView struct {
	Rev       int64          `json:"rev"`
	Ballot    string         `json:"ballot"`
	Seat      int            `json:"seat"`
	Round     int            `json:"round"`
	Recused   bool           `json:"recused"`
	Vacated   bool           `json:"vacated"`
	Answer    *AnswerView    `json:"answer,omitempty" doc:"what counts now"`
	History   []AnswerView   `json:"history" doc:"every version, newest first"`
	Draft     *DraftView     `json:"draft,omitempty" doc:"of the office, wherever it is"`
	Scratch   *ContentData   `json:"scratch,omitempty" doc:"typed and not sent"`
	ScratchAt *time.Time     `json:"scratch_at"`
	Classings []ClassingView `json:"classings" doc:"of this member's other opinions"`
}

func (a *API) myAnswer(ctx context.Context, ballot, person string) (*MyAnswerView, error) {
	m, _, err := a.store.Mine(ctx, ballot, person, "")
	if err != nil {
		return nil, err
	}
	return a.myView(ctx, m)
}

// myView is a member's view.
func (a *API) myView(ctx context.Context, m *ballots.Mine) (*MyAnswerView, error) {
	seat := &m.Seat
	v := &MyAnswerView{Rev: m.Rev, Ballot: seat.Ballot, Seat: seat.No, Round: m.Round, Recused: seat.Recused, Vacated: seat.Vacated,
		History: []AnswerView{}, Classings: []ClassingView{}}
	names, err := a.namesBeside(ctx, seat, append(answerPersons(m.History), draftPersons(m.Draft)...))
	if err != nil {
		return nil, err
	}
	for _, one := range slices.Backward(m.History) {
		view := answerView(one, names)
		if m.Kind == ballots.Consultation {
			view = view.toWhoIsAsked(seat.Person)
		}
		if one.ID == seat.Answer {
			v.Answer = &view
		}
		v.History = append(v.History, view)
	}
	v.Draft = draftView(m.Rev, m.Draft, names)
	if m.Scratch != nil {
		c := contentData(m.Scratch.Content)
		v.Scratch, v.ScratchAt = &c, &m.Scratch.Changed
	}
	if m.Classed {
		if err := a.myClassings(ctx, v, seat); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// namesBeside are names as names gives them; the member's own, most often the only
// one, is the name in the list of members.
func (a *API) namesBeside(ctx context.Context, seat *ballots.Seat, ids []string) (func(string) string, error) {
	others, err := a.names(ctx, slices.DeleteFunc(ids, func(id string) bool { return id == seat.Person }))
	return func(id string) string {
		if id == seat.Person {
			return seat.Name
		}
		return others(id)
	}, err
}

func (a *API) myClassings(ctx context.Context, v *MyAnswerView, seat *ballots.Seat) error {
	b, err := a.store.Ballot(ctx, seat.Ballot)
	if err != nil {
		return err
	}
	r, err := a.service.Reckon(ctx, b, a.router.Now())
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(slices.Clone(r.Classings), func(c ballots.Classing) bool { return c.Seat != seat.No })
	v.Classings, err = a.classingViews(ctx, r, mine)
	return err
}

// MoveView is one passing up or sending back.
type MoveView struct {
	From   string    `json:"from"`
	To     string    `json:"to"`
	By     string    `json:"by" doc:"name"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// DraftView is the answer that an office prepares for its member.
type DraftView struct {
	Rev      int64       `json:"rev" doc:"of the view"`
	DraftRev int64       `json:"draft_rev" doc:"what a change has to carry; 0: there is none yet"`
	Ballot   string      `json:"ballot"`
	Member   PersonName  `json:"member"`
	Step     string      `json:"step" enum:"clerk,unit,head,member"`
	Content  ContentData `json:"content"`
	Prepared []string    `json:"prepared_by" doc:"names, in the order of their first writing"`
	Moves    []MoveView  `json:"moves"`
	Refused  bool        `json:"refused"`
	Changed  time.Time   `json:"changed_at"`
}

// draftView is the office's draft for a member; nil where there is none.
func draftView(rev int64, d *ballots.OfficeDraft, names func(string) string) *DraftView {
	if d == nil {
		return nil
	}
	v := &DraftView{
		Rev: rev, DraftRev: d.Rev, Ballot: d.Ballot, Member: PersonName{d.Member, names(d.Member)}, Step: string(d.Step),
		Content: contentData(d.Content), Prepared: []string{}, Moves: []MoveView{}, Refused: d.Refused, Changed: d.Changed,
	}
	for _, p := range d.Prepared {
		v.Prepared = append(v.Prepared, names(p))
	}
	for _, m := range d.Moves {
		v.Moves = append(v.Moves, MoveView{string(m.From), string(m.To), names(m.By), m.At, m.Reason})
	}
	return v
}

func draftPersons(d *ballots.OfficeDraft) []string {
	if d == nil {
		return nil
	}
	ids := append([]string{d.Member}, d.Prepared...)
	for _, m := range d.Moves {
		ids = append(ids, m.By)
	}
	return ids
}

// ReceiptView is a signed receipt, with what is needed to check it elsewhere.
type ReceiptView struct {
	Answer     string    `json:"answer"`
	Ballot     string    `json:"ballot"`
	Title      string    `json:"title"`
	Round      int       `json:"round"`
	Revision   int       `json:"revision"`
	At         time.Time `json:"at"`
	RecordHash string    `json:"record_hash"`
	Checkpoint string    `json:"checkpoint" doc:"chain hash of the answer's own journal row"`
	Count      int64     `json:"count" doc:"journal rows up to it"`
	Signed     string    `json:"signed" doc:"the canonical bytes that are signed"`
	KeyID      string    `json:"key_id"`
	Signature  string    `json:"signature" doc:"Ed25519, hex"`
}

func (a *API) receipt(ctx context.Context, id string) (*ReceiptView, error) {
	answer, err := a.store.Answer(ctx, id)
	if err != nil {
		return nil, err
	}
	b, err := a.store.Ballot(ctx, answer.Ballot)
	if err != nil {
		return nil, err
	}
	row, err := a.store.CastEvent(ctx, answer)
	if err != nil {
		return nil, err
	}
	return a.receiptOf(answer, b.Title, &row)
}

func (a *API) receiptOf(answer *ballots.Answer, title string, row *ecabinet.Event) (*ReceiptView, error) {
	r := ballots.Receipt{
		Answer: answer.ID, Ballot: answer.Ballot, Title: title, Round: answer.Round, Revision: answer.Revision, At: answer.At,
		RecordHash: answer.RecordHash, Count: row.Seq, Checkpoint: row.Hash,
	}
	raw, key, sig, err := r.Sign(a.service.Seal)
	if err != nil {
		return nil, err
	}
	return &ReceiptView{
		r.Answer, r.Ballot, r.Title, r.Round, r.Revision, r.At, r.RecordHash, r.Checkpoint, r.Count, string(raw), key, sig,
	}, nil
}

// CheckView answers "is what is stored what I signed?".
type CheckView struct {
	Same       bool   `json:"same" doc:"stored record, its hash, the row's hash and the journal agree"`
	RecordHash string `json:"record_hash"`
	Stored     string `json:"stored_hash" doc:"computed now from the stored record"`
	Journal    string `json:"journal_hash" doc:"as journalled when it was cast"`
}

func (a *API) check(ctx context.Context, id string) (*CheckView, error) {
	answer, err := a.store.Answer(ctx, id)
	if err != nil {
		return nil, err
	}
	same, err := answer.CheckRow()
	if err != nil {
		return nil, err
	}
	journalled, err := a.store.JournalledHash(ctx, answer)
	if err != nil {
		return nil, err
	}
	stored := ballots.Hash([]byte(answer.Record))
	opinion, err := ballots.OpinionHash(answer.Nonce, answer.Content)
	if err != nil {
		return nil, err
	}
	record, err := ballots.ParseRecord([]byte(answer.Record))
	if err != nil {
		return nil, err
	}
	_, hexErr := hex.DecodeString(journalled)
	return &CheckView{
		Same:       same && hexErr == nil && stored == journalled && record.OpinionHash == opinion,
		RecordHash: answer.RecordHash, Stored: stored, Journal: journalled,
	}, nil
}
