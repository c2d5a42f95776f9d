package api

import (
	"cmp"
	"maps"

	"ecabinet"
	"ecabinet/procedure"
)

// TextPair is a text in both languages.
type TextPair struct {
	VI string `json:"vi" maxLength:"200"`
	EN string `json:"en" maxLength:"200"`
}

// WindowView is how long an answer may take.
type WindowView struct {
	MinDays int  `json:"min_days" minimum:"0" doc:"Working days after the day of sending"`
	MaxDays int  `json:"max_days" minimum:"0"`
	ByHand  bool `json:"by_hand" doc:"No figure: a person sets the deadline; both days are 0"`
}

// ShareView is a share: more than, or at least, num of den.
type ShareView struct {
	Num      int64 `json:"num" minimum:"0" maximum:"1000000"`
	Den      int64 `json:"den" minimum:"1" maximum:"1000000"`
	MoreThan bool  `json:"more_than"`
}

// FiguresView is all that a profile says.
type FiguresView struct {
	Source     string   `json:"source" maxLength:"300" doc:"The legal text"`
	SecondHand bool     `json:"second_hand" doc:"Taken from a second-hand copy of the text"`
	Title      TextPair `json:"title"`
	ChairTitle TextPair `json:"chair_title" doc:"Who holds the tie mark"`
	From       string   `json:"from" doc:"First day in force, 2006-01-02; empty: a template"`
	Until      string   `json:"until" doc:"Last day in force; empty: open"`

	Window                WindowView `json:"window"`
	ExtendBeyondWindow    bool       `json:"extend_beyond_window"`
	Silence               string     `json:"silence" enum:"not_answered,agreement,abstention"`
	Base                  string     `json:"base" enum:"all_members,sent,answered,present"`
	Majority              ShareView  `json:"majority"`
	Tie                   string     `json:"tie" enum:"chair_side,lost,repeat"`
	Recusal               string     `json:"recusal" enum:"keep,reduce"`
	Quorum                ShareView  `json:"quorum" doc:"Of all members"`
	PapersDays            int        `json:"papers_days" minimum:"0" doc:"Invitation and papers: days before the session"`
	PapersWorkingDays     bool       `json:"papers_working_days"`
	SubstituteVotes       bool       `json:"substitute_votes"`
	AbsentMayVoteRemotely bool       `json:"absent_may_vote_remotely"`
	SummaryOverPages      int        `json:"summary_over_pages" minimum:"0" doc:"A longer submission needs a summary; 0: none does"`
	SummaryMaxPages       int        `json:"summary_max_pages" minimum:"0"`
	ConnectionMinutes     int        `json:"connection_minutes" minimum:"0" doc:"A connection lost for so long takes an online member out of the quorum; 0: never"`
	SessionOpinions       string     `json:"session_opinions" enum:"desk,members" doc:"Who reads written opinions in session"`

	Origins map[string]string `json:"origins" doc:"Of each figure: its source, assumed or not_established"`
}

func figures(p procedure.Profile) FiguresView {
	share := func(m procedure.Majority) ShareView { return ShareView{m.Of.Num, m.Of.Den, m.MoreThan} }
	return FiguresView{
		Source: p.Source, SecondHand: p.SecondHand, Title: TextPair{p.Title["vi"], p.Title["en"]},
		ChairTitle: TextPair{p.ChairTitle["vi"], p.ChairTitle["en"]}, From: p.From.String(), Until: p.Until.String(),
		Window:             WindowView{p.Window.MinDays, p.Window.MaxDays, p.Window.ByHand},
		ExtendBeyondWindow: p.ExtendBeyondWindow, Silence: string(p.Silence), Base: string(p.Base),
		Majority: share(p.Majority), Tie: string(p.Tie), Recusal: string(p.Recusal), Quorum: share(p.Quorum),
		PapersDays: p.PapersDays, PapersWorkingDays: p.PapersWorkingDays, SubstituteVotes: p.SubstituteVotes,
		AbsentMayVoteRemotely: p.AbsentMayVoteRemotely, SummaryOverPages: p.SummaryOverPages, SummaryMaxPages: p.SummaryMaxPages,
		ConnectionMinutes: p.ConnectionMinutes, SessionOpinions: string(cmp.Or(p.SessionOpinions, procedure.OpinionsToDesk)), Origins: origins(p),
	}
}

// origins names where each figure comes from; a figure that did not exist when a
// body wrote its profile is assumed.
func origins(p procedure.Profile) map[string]string {
	out := maps.Clone(p.Origins)
	for _, figure := range procedure.Figures() {
		if out != nil && out[figure] == "" {
			out[figure] = procedure.Assumed
		}
	}
	return out
}

// profile is what figures say, of the profile id. Error rules.invalid for a date
// that cannot be read.
func (v FiguresView) profile(id string) (procedure.Profile, error) {
	var fields []ecabinet.FieldError
	date := func(path, text string) (d procedure.Date) {
		if text == "" {
			return d
		}
		d, err := procedure.ParseDate(text)
		if err != nil {
			fields = append(fields, ecabinet.FieldError{Path: path, Code: "procedure.date_invalid"})
		}
		return d
	}
	share := func(s ShareView) procedure.Majority {
		return procedure.Majority{Of: procedure.Fraction{Num: s.Num, Den: s.Den}, MoreThan: s.MoreThan}
	}
	both := func(t TextPair) map[string]string { return map[string]string{"vi": trim(t.VI), "en": trim(t.EN)} }
	p := procedure.Profile{
		ID: id, Source: trim(v.Source), SecondHand: v.SecondHand, Title: both(v.Title), ChairTitle: both(v.ChairTitle),
		From: date("from", v.From), Until: date("until", v.Until),
		Window:             procedure.Window{MinDays: v.Window.MinDays, MaxDays: v.Window.MaxDays, ByHand: v.Window.ByHand},
		ExtendBeyondWindow: v.ExtendBeyondWindow, Silence: procedure.Silence(v.Silence), Base: procedure.BaseKind(v.Base),
		Majority: share(v.Majority), Tie: procedure.Tie(v.Tie), Recusal: procedure.RecusalBase(v.Recusal), Quorum: share(v.Quorum),
		PapersDays: v.PapersDays, PapersWorkingDays: v.PapersWorkingDays, SubstituteVotes: v.SubstituteVotes,
		AbsentMayVoteRemotely: v.AbsentMayVoteRemotely, SummaryOverPages: v.SummaryOverPages, SummaryMaxPages: v.SummaryMaxPages,
		ConnectionMinutes: v.ConnectionMinutes, SessionOpinions: procedure.OpinionsTo(v.SessionOpinions),
		Origins: map[string]string{},
	}
	for figure, origin := range v.Origins {
		p.Origins[figure] = trim(origin)
	}
	if len(fields) > 0 {
		e := ecabinet.E(ecabinet.Invalid, "rules.invalid")
		e.Fields = fields
		return p, e
	}
	return p, nil
}

// differences are the JSON names of the parts in which two profiles differ.
func differences(p, q procedure.Profile) []string {
	x, y := figures(p), figures(q)
	var list []string
	add := func(name string, same bool) {
		if !same {
			list = append(list, name)
		}
	}
	add("source", x.Source == y.Source && x.SecondHand == y.SecondHand)
	add("title", x.Title == y.Title)
	add("chair_title", x.ChairTitle == y.ChairTitle)
	add("from", x.From == y.From)
	add("until", x.Until == y.Until)
	same := map[string]bool{
		"window": x.Window == y.Window, "extend_beyond_window": x.ExtendBeyondWindow == y.ExtendBeyondWindow,
		"silence": x.Silence == y.Silence, "base": x.Base == y.Base, "majority": x.Majority == y.Majority, "tie": x.Tie == y.Tie,
		"recusal": x.Recusal == y.Recusal, "quorum": x.Quorum == y.Quorum,
		"papers_days":              x.PapersDays == y.PapersDays && x.PapersWorkingDays == y.PapersWorkingDays,
		"substitute_votes":         x.SubstituteVotes == y.SubstituteVotes,
		"absent_may_vote_remotely": x.AbsentMayVoteRemotely == y.AbsentMayVoteRemotely,
		"summary_over_pages":       x.SummaryOverPages == y.SummaryOverPages && x.SummaryMaxPages == y.SummaryMaxPages,
		"connection_minutes":       x.ConnectionMinutes == y.ConnectionMinutes,
		"session_opinions":         x.SessionOpinions == y.SessionOpinions,
	}
	for _, figure := range procedure.Figures() {
		add(figure, same[figure] && x.Origins[figure] == y.Origins[figure])
	}
	return list
}
