package api

import (
	"context"
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"time"

	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
)

// sheetTexts are the words of documents, beside the texts of errors.
//
//go:embed sheet.json
var sheetTexts []byte

// scribe writes documents in one language for one body.
type scribe struct{ export.Scribe }

func (a *API) scribe(ctx context.Context) (scribe, error) {
	head, err := a.letterhead(ctx)
	return scribe{export.Scribe{Texts: a.router, Lang: httpx.ClientFrom(ctx).Lang, Head: head}}, err
}

func (s scribe) time(t *time.Time) string {
	if t == nil {
		return "……"
	}
	return t.In(s.Head.Zone).Format("02/01/2006 15:04")
}

// deadline is a deadline as it is said: the end of a day is its 24:00.
func (s scribe) deadline(at time.Time) string {
	at = at.In(s.Head.Zone)
	if at.Hour() == 0 && at.Minute() == 0 {
		return at.Add(-time.Second).Format("02/01/2006") + " 24:00"
	}
	return at.Format("02/01/2006 15:04")
}

// number is the official number with the sign of the issuer; "" where there is none.
func (s scribe) number(v *ResultView) string {
	if v.Number == "" || s.Head.Sign == "" {
		return v.Number
	}
	return v.Number + "-" + s.Head.Sign
}

// part is one line of a count: a choice, how many members stand in it, and who of
// them besides those who said so themselves.
type part struct {
	key, text string
	count     int
	notes     []string
}

// parts are the lines of a question's count; together they are all members. The
// plain choices always have one, the rest where somebody stands in them.
func (s scribe) parts(o OutcomeView) []part {
	plain := func(key string, count int, notes ...string) part {
		return part{key, s.Say("side." + key), count, slices.DeleteFunc(notes, func(n string) bool { return n == "" })}
	}
	of := func(code string, count int) string {
		if count == 0 {
			return ""
		}
		return s.Say("side."+code, "count", count)
	}
	var list []part
	behalf := o.OnBehalf // but for options, which have theirs
	for i, option := range o.Options {
		line := plain("option", option.Total, of("of_deemed", option.Deemed), of("of_behalf", option.OnBehalf))
		line.key, line.text = "option:"+option.Key, s.option(o, i)
		list = append(list, line)
		behalf -= option.OnBehalf
	}
	if len(o.Options) > 0 {
		list = append(list, plain("on_behalf", behalf, of("unconfirmed", o.Unconfirmed)))
	} else {
		list = append(list, plain("agree", o.Agree), plain("deemed", o.Deemed),
			plain("on_behalf", behalf, of("of_agree", o.OnBehalfFor), of("of_disagree", o.OnBehalfAgainst), of("unconfirmed", o.Unconfirmed)),
			plain("disagree", o.Disagree))
	}
	list = append(list, plain("other", o.Other, of("of_classed_agree", o.ClassedFor), of("of_classed_disagree", o.ClassedAgainst)), plain("discuss", o.Discuss), plain("deemed_abstain", o.DeemedAbstain),
		plain("none", o.NotAnswered, of("of_recused", o.Recused)))
	rest := o.N
	for _, p := range list {
		rest -= p.count
	}
	list = append(list, plain("abstain", rest))
	always := []string{"agree", "deemed", "disagree", "other", "none"}
	if len(o.Options) > 0 {
		always = []string{"other", "none"}
	}
	return slices.DeleteFunc(list, func(p part) bool {
		return p.count == 0 && !slices.Contains(always, p.key) && !strings.HasPrefix(p.key, "option:")
	})
}

// option is "Phương án 1: …", where the option's own words do not say so already.
func (s scribe) option(o OutcomeView, place int) string {
	number, text := s.Say("side.option", "number", place+1), o.Options[place].Text
	if strings.HasPrefix(strings.ToLower(text), strings.ToLower(number)) {
		return text
	}
	return number + ": " + text
}

// side is a side in as few words as a table has room for: an option by its number.
func (s scribe) side(o OutcomeView, key string) string {
	option, named := strings.CutPrefix(key, "option:")
	if !named {
		return s.Say("side." + key)
	}
	option, deemed := strings.CutSuffix(option, ":deemed")
	place := slices.IndexFunc(o.Options, func(l OptionLine) bool { return l.Key == option })
	number := s.Say("side.option", "number", place+1)
	if deemed {
		return s.Say("side.option_deemed", "option", number)
	}
	return number
}

// key is what a side is shown under. A deemed answer is always shown as deemed.
func (v SideView) key() string {
	switch {
	case v.Recused:
		return "recused"
	case v.Deemed && v.Side == "abstain":
		return "deemed_abstain"
	case v.Deemed && strings.HasPrefix(v.Side, "option:"):
		return v.Side + ":deemed"
	case v.Deemed:
		return "deemed"
	case v.Choice == "":
		return "none"
	}
	return v.Choice
}

// notes are what stands behind a member's side.
func (s scribe) notes(o OutcomeView, v SideView) string {
	var list []string
	if v.OnBehalf {
		list = append(list, s.Say("side.behalf_short"))
	}
	if v.Reserved {
		list = append(list, s.Say("sheet.reserves"))
	}
	if v.ClassBy != "" {
		list = append(list, s.Say("side.classed", "side", strings.ToLower(s.side(o, v.Side)), "by", v.ClassBy))
	}
	if len(list) == 0 {
		return ""
	}
	return "(" + strings.Join(list, ", ") + ")"
}

// sentence is a sentence of the law with its full stop.
func (s scribe) sentence(t Text) string {
	return strings.TrimRight(s.Pick(export.Phrase(t)), ". ") + "."
}

// changed is the time of a file: the result's, or of its last correction, so that the
// same result gives the same file.
func changed(v *ResultView) time.Time {
	if last := len(v.Corrections) - 1; last >= 0 {
		return v.Corrections[last].At
	}
	return made(v)
}

// made is the date that a document bears.
func made(v *ResultView) time.Time {
	switch {
	case v.CertifiedAt != nil:
		return *v.CertifiedAt
	case v.ClosedAt != nil:
		return *v.ClosedAt
	}
	return time.Time{}
}

// fileName is a name that every system takes: "ket-qua-lay-y-kien-03-2026-KQLYK.pdf".
func (s scribe) fileName(kind, ext string, v *ResultView) string {
	name := s.Say("download." + kind)
	if v.Number != "" {
		name += "-" + strings.Trim(odd.ReplaceAllString(s.number(v), "-"), "-")
	} else {
		name += "-" + made(v).In(s.Head.Zone).Format("20060102")
	}
	return name + "." + ext
}

var odd = regexp.MustCompile(`[^A-Za-z0-9]+`)

// certified says whether the result is frozen; until then its papers are marked.
func (v *ResultView) certified() bool { return v.State == "certified" }
