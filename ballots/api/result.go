package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/procedure"
)

// OutcomeView is what a question came to, with the reason in a sentence.
type OutcomeView struct {
	Question string `json:"question"`
	Text     string `json:"text"`
	Outcome  string `json:"outcome" enum:"adopted,not_adopted,option_chosen,no_option_chosen,repeat"`
	Chosen   string `json:"chosen"`
	Sentence Text   `json:"sentence"`

	N               int          `json:"n"`
	Base            int          `json:"base"`
	Needed          int          `json:"needed"`
	Agree           int          `json:"agree"`
	Deemed          int          `json:"deemed"`
	Disagree        int          `json:"disagree"`
	Other           int          `json:"other"`
	Discuss         int          `json:"discuss"`
	NotAnswered     int          `json:"not_answered"`
	OnBehalf        int          `json:"on_behalf" doc:"whatever the choice"`
	OnBehalfFor     int          `json:"on_behalf_for"`
	OnBehalfAgainst int          `json:"on_behalf_against"`
	Unconfirmed     int          `json:"unconfirmed"`
	DeemedAbstain   int          `json:"deemed_abstain" doc:"deemed to abstain"`
	Recused         int          `json:"recused"`
	Reserved        int          `json:"reserved"`
	For             int          `json:"for"`
	Against         int          `json:"against"`
	Answered        int          `json:"answered"`
	ClassedFor      int          `json:"classed_for" doc:"of other: placed for the question"`
	ClassedAgainst  int          `json:"classed_against"`
	OfSent          Text         `json:"of_sent" doc:"percentage in favour, of the seats sent to"`
	OfAnswered      Text         `json:"of_answered" doc:"percentage in favour, of the answers given"`
	Options         []OptionLine `json:"options"`
	Sides           []SideView   `json:"sides" doc:"who took which side, where the ballot names them"`
}

// OptionLine is the count of one named option.
type OptionLine struct {
	Key      string `json:"key"`
	Text     string `json:"text"`
	Explicit int    `json:"explicit"`
	OnBehalf int    `json:"on_behalf"`
	Deemed   int    `json:"deemed"`
	Total    int    `json:"total"`
	OfSent   Text   `json:"of_sent"`
}

// SideView is one member's side.
type SideView struct {
	Seat     int    `json:"seat"`
	Choice   string `json:"choice"`
	Side     string `json:"side" doc:"what it counts as; empty: not answered"`
	Deemed   bool   `json:"deemed"`
	OnBehalf bool   `json:"on_behalf"`
	Recused  bool   `json:"recused"`
	Reserved bool   `json:"reserved"`
	ClassBy  string `json:"class_by" doc:"name of who placed an other opinion"`
}

func percent(f procedure.Fraction) Text {
	return Text{procedure.Percent(f, "vi"), procedure.Percent(f, "en")}
}

// sentenceOf is the outcome with its reason. Options go by their numbers, as they
// stand in the ballot.
func sentenceOf(t procedure.Tally) Text {
	numbered := func(word string) func(key string) string {
		return func(key string) string { return word + " " + strings.TrimPrefix(key, "o") }
	}
	return Text{t.SentenceWith("vi", numbered("Phương án")), t.SentenceWith("en", numbered("Option"))}
}

// overallOf is the sentence of the whole ballot; of a single question, its own.
func overallOf(tallies []procedure.Tally) Text {
	if len(tallies) == 1 {
		return sentenceOf(tallies[0])
	}
	return Text{procedure.OverallSentence(tallies, "vi"), procedure.OverallSentence(tallies, "en")}
}

// outcomes are the questions as counted; named: with who took which side.
func outcomes(b *ballots.Ballot, r *ballots.Result, named bool) []OutcomeView {
	out := []OutcomeView{}
	for i, t := range r.Tallies {
		q := b.Questions[i]
		v := OutcomeView{
			Question: q.Key, Text: q.Text, Outcome: string(t.Outcome), Chosen: t.Chosen,
			Sentence: sentenceOf(t),
			N:        t.N, Base: t.Base, Needed: t.Needed, Agree: t.Agree, Deemed: t.Deemed, Disagree: t.Disagree, Other: t.Other,
			Discuss: t.Discuss, NotAnswered: t.NotAnswered, OnBehalf: t.OnBehalf, OnBehalfFor: t.OnBehalfFor,
			OnBehalfAgainst: t.OnBehalfAgainst, Unconfirmed: t.Unconfirmed, DeemedAbstain: t.DeemedAbstain,
			Recused: t.Recused, Reserved: t.Reserved, For: t.For, Against: t.Against, Answered: t.Answered,
			ClassedFor: classed(t, procedure.Agree), ClassedAgainst: classed(t, procedure.Disagree),
			OfSent: percent(t.OfSent), OfAnswered: percent(t.OfAnswered), Options: []OptionLine{}, Sides: []SideView{},
		}
		for k, o := range t.Options {
			v.Options = append(v.Options, OptionLine{o.Key, q.Options[k].Text, o.Explicit, o.OnBehalf, o.Deemed, o.Total, percent(o.OfSent)})
		}
		for _, s := range t.Sides {
			if !named {
				break
			}
			side := SideView{Seat: s.Seat, Choice: string(s.Choice), Side: string(s.Side), Deemed: s.Deemed, OnBehalf: s.OnBehalf, Recused: s.Recused, Reserved: s.Reserved}
			if s.Class != nil {
				side.ClassBy = s.Class.By
			}
			v.Sides = append(v.Sides, side)
		}
		out = append(out, v)
	}
	return out
}

// classed is how many of the other opinions, each on its own line of the result, were
// placed on a side.
func classed(t procedure.Tally, side procedure.Choice) (n int) {
	for _, s := range t.Sides {
		if s.Class != nil && !s.OnBehalf && s.Side == side {
			n++
		}
	}
	return n
}

// MemberLine is one member on the result.
type MemberLine struct {
	Seat    int      `json:"seat"`
	Name    string   `json:"name"`
	Posts   []string `json:"posts"`
	TieMark bool     `json:"tie_mark"`
}

// ReservedView is an opinion that a member reserved, printed in the result.
type ReservedView struct {
	Name string `json:"name" doc:"empty where the ballot does not name members"`
	Text string `json:"text"`
}

// ResultView is the tally and the outcome of a ballot. It is provisional until
// certified.
type ResultView struct {
	ID          string         `json:"id"`
	Rev         int64          `json:"rev"`
	State       string         `json:"state"`
	Number      string         `json:"number"`
	Title       string         `json:"title"`
	Lead        string         `json:"lead"`
	Outcome     string         `json:"outcome"`
	Sentence    Text           `json:"sentence"`
	Questions   []OutcomeView  `json:"questions"`
	Members     []MemberLine   `json:"members" doc:"empty where the ballot does not name them"`
	Reserved    []ReservedView `json:"reserved" doc:"once certified, or to whoever may read answers before"`
	Discuss     int            `json:"discuss" doc:"how many ask for discussion: one lists the matter for the session"`
	Onward      *OnwardView    `json:"onward,omitempty"`
	Decides     bool           `json:"decides" doc:"whoever reads this is asked whether the ballot goes on"`
	Profile     *ProfileView   `json:"profile"`
	Deadline    *DeadlineView  `json:"deadline"`
	Beyond      bool           `json:"beyond" doc:"extended past the profile's window"`
	OpenedAt    *time.Time     `json:"opened_at"`
	ClosedAt    *time.Time     `json:"closed_at"`
	CertifiedAt *time.Time     `json:"certified_at"`
	CertifiedBy string         `json:"certified_by"`
	ApprovedBy  string         `json:"approved_by"`
	Blocked     string         `json:"blocked" doc:"why it cannot be certified yet: an error code; empty: it can"`
	Checkpoint  string         `json:"checkpoint" doc:"chain hash of the journal row that closed or certified it"`
	Papers      []PaperView    `json:"papers"`

	Corrections []CorrectionView `json:"corrections" doc:"put on record since it was certified, the first one first"`
}

// OnwardView is the decision that the ballot goes on though discussion was asked for.
type OnwardView struct {
	Note string    `json:"note"`
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

// CorrectionView is a correction on record of a certified result.
type CorrectionView struct {
	Reason string    `json:"reason"`
	Text   string    `json:"text"`
	Name   string    `json:"name" doc:"who made it"`
	At     time.Time `json:"at"`
}

func (a *API) resultView(ctx context.Context, sight Sight, id string) (*ResultView, error) {
	if !sight.Result {
		return nil, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
	}
	b, rev, err := a.current(ctx, id, store.BallotRows)
	if err != nil {
		return nil, err
	}
	if b.Result == nil || b.State == ballots.Recalled { // ended for a session: what was counted is no result
		return nil, ecabinet.E(ecabinet.NotFound, "ballot.no_result")
	}
	r, err := a.service.Reckon(ctx, b, a.router.Now())
	if err != nil {
		return nil, err
	}
	names, err := a.names(ctx, persons(b))
	if err != nil {
		return nil, err
	}
	v := &ResultView{
		ID: b.ID, Rev: rev, State: string(b.State), Number: b.Number, Title: b.Title, Lead: b.Lead,
		Outcome: string(b.Result.Outcome), Questions: outcomes(b, b.Result, b.ByName), Members: []MemberLine{}, Reserved: []ReservedView{}, Discuss: len(b.Result.Discuss),
		Sentence: overallOf(b.Result.Tallies),
		Profile:  profileView(b.Profile), Deadline: deadlineView(b.Deadline), OpenedAt: b.OpenedAt, ClosedAt: b.ClosedAt,
		CertifiedAt: b.CertifiedAt, CertifiedBy: names(b.CertifiedBy), ApprovedBy: names(b.ApprovedBy), Papers: paperViews(b),
	}
	if b.Onward != nil {
		v.Onward = &OnwardView{b.Onward.Note, names(b.Onward.By), b.Onward.At}
	}
	v.Decides = sight.Decides && v.Discuss > 0 && b.State == ballots.Closed && b.Onward == nil
	for _, e := range b.Extended {
		v.Beyond = v.Beyond || e.Beyond
	}
	if v.Checkpoint, err = a.store.CountedAt(ctx, b.ID); err != nil {
		return nil, err
	}
	corrections, err := a.store.Corrections(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	v.Corrections = make([]CorrectionView, len(corrections))
	for i, c := range corrections {
		v.Corrections[i] = CorrectionView(c)
	}
	nameMembers(v, r, sight.Words || b.State == ballots.Certified)
	if b.State == ballots.Closed && sight.Desk {
		v.Blocked = blocked(r.Certifiable())
	}
	return v, nil
}

// nameMembers lists the members where the ballot names them, and what they have
// reserved.
func nameMembers(v *ResultView, r ballots.Reckoning, words bool) {
	for _, s := range r.Seats {
		name := ""
		if r.Ballot.ByName {
			name = s.Name
			v.Members = append(v.Members, MemberLine{Seat: s.No, Name: s.Name, Posts: s.Posts, TieMark: s.TieMark})
		}
		if text := r.Answers[s.No].Content.Reserve; text != "" && words {
			v.Reserved = append(v.Reserved, ReservedView{name, text})
		}
	}
	if !r.Ballot.ByName { // the order of the list would name them
		slices.SortFunc(v.Reserved, func(a, b ReservedView) int { return strings.Compare(a.Text, b.Text) })
	}
}

func blocked(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := err.(*ecabinet.Error); ok {
		return e.Code
	}
	return "internal"
}
