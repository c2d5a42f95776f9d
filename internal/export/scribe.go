package export

import (
	"regexp"
	"time"
)

// Phrase is a text in both languages.
type Phrase struct{ VI, EN string }

// Letterhead is what a body puts on its papers.
type Letterhead struct {
	Body   Phrase         // its name
	Issuer Phrase         // the agency that issues its papers
	Place  Phrase         // before the date
	Sign   string         // behind the number: "VPCP"; "" for none
	Zone   *time.Location // of every time on them
}

// Scribe finds the words of documents in one language for one body.
type Scribe struct {
	Texts interface {
		Say(lang, code string, params map[string]any) string
	}
	Lang string
	Head Letterhead
}

// Say is the text of a code; params alternate name and value.
func (s Scribe) Say(code string, params ...any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(params); i += 2 {
		values[params[i].(string)] = params[i+1]
	}
	return s.Texts.Say(s.Lang, code, values)
}

// Pick is a text in the language, or the other one where that is empty.
func (s Scribe) Pick(p Phrase) string {
	if s.Lang == "en" && p.EN != "" || p.VI == "" {
		return p.EN
	}
	return p.VI
}

var remark = regexp.MustCompile(`\s*\([^)]*\)$`)

// Body is the body's name; a remark in brackets behind it is no part of it.
func (s Scribe) Body() string { return remark.ReplaceAllString(s.Pick(s.Head.Body), "") }

// Issued is the head of a paper that the issuer makes, with its number, at a time; zero:
// it is not made yet.
func (s Scribe) Issued(number string, at time.Time) Head {
	if issuer := s.Pick(s.Head.Issuer); issuer != "" && issuer != s.Body() {
		return s.head(Head{Above: s.Body(), Issuer: issuer, Number: number}, at)
	}
	return s.Own(number, at)
}

// Own is the head of a paper that is the body's own.
func (s Scribe) Own(number string, at time.Time) Head {
	return s.head(Head{Issuer: s.Body(), Number: number}, at)
}

func (s Scribe) head(h Head, at time.Time) Head {
	if h.Place = s.Pick(s.Head.Place); !at.IsZero() {
		h.Date = at.In(s.Head.Zone)
	}
	return h
}
