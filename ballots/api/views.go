package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/procedure"
)

// Text is one sentence in both languages of the screen.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// PersonName is a person as shown.
type PersonName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// OptionView is one named option.
type OptionView struct {
	Key  string `json:"key" doc:"\"o1\", \"o2\": by order"`
	Text string `json:"text"`
}

// QuestionView is one content that opinions are asked on.
type QuestionView struct {
	Key      string       `json:"key"`
	Text     string       `json:"text"`
	Kind     string       `json:"kind" enum:"yes_no,options"`
	Options  []OptionView `json:"options"`
	Proposal string       `json:"proposal" doc:"key of the option that the drafter proposes; empty: none"`
	Choices  []string     `json:"choices" doc:"what may be chosen: agree, disagree, other, discuss, option:<key>"`
}

// PaperView is one file that the ballot is bound to.
type PaperView struct {
	Document     string `json:"document"`
	Version      string `json:"version"`
	Number       int    `json:"number"`
	Kind         string `json:"kind"`
	Title        string `json:"title"`
	Pages        int    `json:"pages"`
	OriginalHash string `json:"original_hash"`
	ReadingHash  string `json:"reading_hash"`
}

// SkippedView is a day that the deadline did not count.
type SkippedView struct {
	Date   string `json:"date"`
	Name   Text   `json:"name"`
	Status string `json:"status" doc:"fixed, announced, computed, confirmed, weekend"`
}

// DeadlineView is a deadline with what it skipped.
type DeadlineView struct {
	At          time.Time     `json:"at"`
	Days        int           `json:"days"`
	Sent        string        `json:"sent"`
	Last        string        `json:"last"`
	Skipped     []SkippedView `json:"skipped"`
	Unconfirmed []int         `json:"unconfirmed" doc:"years whose calendar no administrator has confirmed"`
}

// ExtensionView is one extension on record.
type ExtensionView struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"`
	By     string    `json:"by" doc:"name"`
	At     time.Time `json:"at"`
	Beyond bool      `json:"beyond"`
}

// ReplacementView is a paper that was replaced while the ballot was open.
type ReplacementView struct {
	Document string    `json:"document"`
	Version  string    `json:"version"`
	How      string    `json:"how" enum:"new_round,correction"`
	Reason   string    `json:"reason"`
	Round    int       `json:"round" doc:"the round from then on"`
	At       time.Time `json:"at"`
}

// ProfileView is the rule that applies, in figures.
type ProfileView struct {
	ID       string `json:"id"`
	Title    Text   `json:"title"`
	Source   string `json:"source"`
	Silence  string `json:"silence" doc:"not_answered, agreement, abstention"`
	Majority string `json:"majority" doc:"exact fraction, such as 1/2"`
	MoreThan bool   `json:"more_than"`
	MinDays  int    `json:"min_days"`
	MaxDays  int    `json:"max_days"`
	ByHand   bool   `json:"by_hand"`
	Beyond   bool   `json:"extend_beyond" doc:"whether an extension may go past the window"`
	Tie      string `json:"tie" doc:"chair_side, lost, repeat"`
	Recusal  string `json:"recusal" doc:"keep, reduce: whether a recused seat stays in the base"`
	Second   bool   `json:"second_hand" doc:"taken from a second-hand copy of the text"`
}

// DeskView is what only the secretariat and approvers see of a ballot.
type DeskView struct {
	MadeBy      string       `json:"made_by"`
	SubmittedBy string       `json:"submitted_by"`
	RefusedBy   string       `json:"refused_by"`
	RefusedFor  string       `json:"refused_for"`
	OpenAt      *time.Time   `json:"open_at"`
	Recused     []PersonName `json:"recused"`
	ShowWho     bool         `json:"show_who"`
	LastDay     string       `json:"last_day"`
	// NotOpened is why it could not open at its time.
	NotOpened *Text `json:"not_opened,omitempty" doc:"absent: nothing kept it from opening"`
	// Planned is the deadline if the ballot were sent at its time.
	Planned *DeadlineView `json:"planned,omitempty"`
	// Rules is the profile in force at its time, before the ballot is opened.
	Rules *ProfileView `json:"rules,omitempty" doc:"absent: none is in force then, so it cannot be opened"`
}

// BallotView is the ballot without any answer. It is shared: it holds nothing of
// the one who asks.
type BallotView struct {
	ID        string            `json:"id"`
	Rev       int64             `json:"rev" doc:"of the view; the higher is the newer"`
	BallotRev int64             `json:"ballot_rev" doc:"what a change has to carry"`
	Kind      string            `json:"kind" enum:"members,consultation" doc:"whom it asks; a consultation decides nothing"`
	State     string            `json:"state" enum:"draft,submitted,approved,open,closed,certified,recalled"`
	Matter    string            `json:"matter" doc:"empty to who is asked in a consultation"`
	Title     string            `json:"title"`
	Note      string            `json:"note"`
	Lead      string            `json:"lead"`
	Class     string            `json:"class"`
	Questions []QuestionView    `json:"questions"`
	Papers    []PaperView       `json:"papers"`
	Days      int               `json:"days"`
	Hour      string            `json:"hour" doc:"15:04; empty: the end of the last day"`
	ShowLive  bool              `json:"show_live"`
	ByName    bool              `json:"by_name"`
	Profile   *ProfileView      `json:"profile,omitempty"`
	Round     int               `json:"round"`
	Deadline  *DeadlineView     `json:"deadline,omitempty"`
	Extended  []ExtensionView   `json:"extended"`
	Replaced  []ReplacementView `json:"replaced" doc:"papers replaced while it was open, the first one first"`
	Members   int               `json:"members" doc:"how many are asked; 0 to who is asked in a consultation"`

	ApprovedBy  string     `json:"approved_by"`
	ApprovedAt  *time.Time `json:"approved_at"`
	OpenedAt    *time.Time `json:"opened_at"`
	ClosedAt    *time.Time `json:"closed_at"`
	CertifiedBy string     `json:"certified_by"`
	CertifiedAt *time.Time `json:"certified_at"`
	RecalledBy  string     `json:"recalled_by"`
	RecalledAt  *time.Time `json:"recalled_at"`
	RecalledFor string     `json:"recalled_for"`
	Number      string     `json:"number"`
	Desk        *DeskView  `json:"desk,omitempty"`
}

// current is a ballot, and the rev of its views, which is read first so that a view
// is never older than it says.
func (a *API) current(ctx context.Context, id string, rows store.Rows) (*ballots.Ballot, int64, error) {
	rev, err := a.store.ViewRev(ctx, id, rows)
	if err != nil {
		return nil, 0, err
	}
	b, err := a.store.Ballot(ctx, id)
	return b, rev, err
}

// ballotView reads the ballot as sight may see it.
func (a *API) ballotView(ctx context.Context, sight Sight, id string) (*BallotView, error) {
	if !sight.Ballot {
		return nil, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
	}
	b, rev, err := a.current(ctx, id, store.BallotRows)
	if err != nil {
		return nil, err
	}
	seats, err := a.store.Seats(ctx, id)
	if err != nil {
		return nil, err
	}
	var recall ecabinet.Event
	if b.State == ballots.Recalled {
		if recall, err = a.store.RecallEvent(ctx, id); err != nil {
			return nil, err
		}
	}
	names, err := a.names(ctx, append(persons(b), recall.Actor))
	if err != nil {
		return nil, err
	}
	if sight.Outside {
		names = func(string) string { return "" }
	}
	v := &BallotView{
		ID: b.ID, Rev: rev, BallotRev: b.Rev, Kind: kindText(b.Kind), State: string(b.State), Matter: b.Matter, Title: b.Title, Note: b.Note,
		Lead: b.Lead, Class: b.Class, Questions: questionViews(b), Papers: paperViews(b), Days: b.Days,
		Hour: hourText(b.Hour), ShowLive: b.ShowLive, ByName: b.ByName, Round: b.Round, Members: len(seats),
		ApprovedBy: names(b.ApprovedBy), ApprovedAt: b.ApprovedAt, OpenedAt: b.OpenedAt, ClosedAt: b.ClosedAt,
		CertifiedBy: names(b.CertifiedBy), CertifiedAt: b.CertifiedAt, RecalledFor: b.RecalledFor, Number: b.Number,
		Extended: []ExtensionView{}, Replaced: []ReplacementView{},
	}
	if b.State == ballots.Recalled {
		v.RecalledBy, v.RecalledAt = names(recall.Actor), &recall.At
	}
	for _, e := range b.Extended {
		v.Extended = append(v.Extended, ExtensionView{e.From, e.To, e.Reason, names(e.By), e.At, e.Beyond})
	}
	replaced, err := a.store.Replacements(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, r := range replaced {
		v.Replaced = append(v.Replaced, ReplacementView(r))
	}
	if sight.Outside {
		v.Matter, v.Members = "", 0
	}
	if b.Round > 0 {
		v.Profile, v.Deadline = profileView(b.Profile), deadlineView(b.Deadline)
	}
	if sight.Desk {
		v.Desk, err = a.deskView(ctx, b, names)
	}
	if err == nil && sight.Desk && b.Round == 0 {
		err = a.beforeOpening(ctx, b, v.Desk)
	}
	return v, err
}

func kindText(k ballots.Kind) string {
	if k == ballots.OfMembers {
		return "members"
	}
	return string(k)
}

// beforeOpening says what would come of the ballot if it were sent at its time.
func (a *API) beforeOpening(ctx context.Context, b *ballots.Ballot, d *DeskView) (err error) {
	if d.Rules, d.Planned, err = a.planned(ctx, b); err != nil || b.State != ballots.Approved {
		return err
	}
	why, err := a.store.NotOpened(ctx, b.ID)
	if err == nil && why != nil {
		d.NotOpened = &Text{a.router.Say("vi", why.Code, why.Params), a.router.Say("en", why.Code, why.Params)}
	}
	return err
}

func (a *API) deskView(ctx context.Context, b *ballots.Ballot, names func(string) string) (*DeskView, error) {
	d := &DeskView{
		MadeBy: names(b.MadeBy), SubmittedBy: names(b.SubmittedBy), RefusedBy: names(b.RefusedBy),
		RefusedFor: b.RefusedFor, OpenAt: b.OpenAt, ShowWho: b.ShowWho, Recused: []PersonName{},
	}
	if b.LastDay != nil {
		d.LastDay = b.LastDay.String()
	}
	for _, p := range b.Recused {
		d.Recused = append(d.Recused, PersonName{p, names(p)})
	}
	return d, nil
}

// persons are those whose names the ballot's views show.
func persons(b *ballots.Ballot) []string {
	list := append([]string{b.MadeBy, b.SubmittedBy, b.ApprovedBy, b.RefusedBy, b.CertifiedBy}, b.Recused...)
	for _, e := range b.Extended {
		list = append(list, e.By)
	}
	if b.Onward != nil {
		list = append(list, b.Onward.By)
	}
	return list
}

// names looks up full names, also of who answers without an account; an unknown id is
// shown as nothing.
func (a *API) names(ctx context.Context, ids []string) (func(string) string, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" || id == ecabinet.System })
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return func(string) string { return "" }, nil
	}
	found, err := a.roll.Names(ctx, ids)
	if err != nil {
		return nil, err
	}
	unknown := slices.DeleteFunc(ids, func(id string) bool { return found[id] != "" })
	others, err := a.store.RespondentNames(ctx, unknown)
	if err != nil {
		return nil, err
	}
	return func(id string) string { return cmp.Or(found[id], others[id]) }, nil
}

func questionViews(b *ballots.Ballot) []QuestionView {
	out := make([]QuestionView, len(b.Questions))
	for i, q := range b.Questions {
		v := QuestionView{Key: q.Key, Text: q.Text, Kind: string(q.Kind), Proposal: q.Proposal, Options: []OptionView{}, Choices: []string{}}
		for _, o := range q.Options {
			v.Options = append(v.Options, OptionView{o.Key, o.Text})
		}
		for _, c := range b.Choices(q) {
			v.Choices = append(v.Choices, string(c))
		}
		out[i] = v
	}
	return out
}

func paperViews(b *ballots.Ballot) []PaperView {
	out := make([]PaperView, len(b.Papers))
	for i, p := range b.Papers {
		out[i] = PaperView{p.Document, p.Version, p.Number, p.Kind, p.Title, p.Pages, p.Original, p.Reading}
	}
	return out
}

func deadlineView(d procedure.Deadline) *DeadlineView {
	v := &DeadlineView{At: d.At, Days: d.Days, Sent: d.Sent.String(), Last: d.Last.String(), Skipped: []SkippedView{}, Unconfirmed: d.Unconfirmed}
	for _, s := range d.Skipped {
		v.Skipped = append(v.Skipped, SkippedView{s.Date.String(), Text{s.Name["vi"], s.Name["en"]}, string(s.Status)})
	}
	if v.Unconfirmed == nil {
		v.Unconfirmed = []int{}
	}
	return v
}

func profileView(p procedure.Profile) *ProfileView {
	return &ProfileView{
		ID: p.ID, Title: Text{p.Title["vi"], p.Title["en"]}, Source: p.Source, Silence: string(p.Silence),
		Majority: p.Majority.Of.String(), MoreThan: p.Majority.MoreThan,
		MinDays: p.Window.MinDays, MaxDays: p.Window.MaxDays, ByHand: p.Window.ByHand,
		Beyond: p.ExtendBeyondWindow, Tie: string(p.Tie), Recusal: string(p.Recusal), Second: p.SecondHand,
	}
}

func hourText(h *procedure.HourMinute) string {
	if h == nil {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", h.Hour, h.Minute)
}

func hourOf(text string) (*procedure.HourMinute, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return nil, badField("hour", "ballot.bad_hour")
	}
	return &procedure.HourMinute{Hour: t.Hour(), Minute: t.Minute()}, nil
}

func badField(path, code string) error {
	return &ecabinet.Error{Kind: ecabinet.Invalid, Code: code, Fields: []ecabinet.FieldError{{Path: path, Code: code}}}
}
