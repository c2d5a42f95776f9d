package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ecabinet"
	"ecabinet/procedure"
)

// Template is the shipped profile that is in force nowhere: other bodies set every
// figure of it under an id and dates of their own.
const Template = "generic"

// Standing is a profile as it stands in a body.
type Standing struct {
	ProfileChange                    // Rev 0: as shipped
	Shipped       *procedure.Profile // as it came with the program; nil: the body's own
}

// Standing are the shipped profiles and the body's own, dated ones by date, then
// the template.
func (b Book) Standing() []Standing {
	var list []Standing
	for _, p := range procedure.Shipped() {
		list = append(list, Standing{ProfileChange{Profile: p, InUse: true}, &p})
	}
	for _, c := range b.Profiles {
		at := slices.IndexFunc(list, func(s Standing) bool { return s.Profile.ID == c.Profile.ID })
		if at < 0 {
			list = append(list, Standing{ProfileChange: c})
			continue
		}
		list[at].ProfileChange = c
	}
	slices.SortStableFunc(list, func(x, y Standing) int {
		switch undated := x.Profile.From.IsZero(); {
		case undated == y.Profile.From.IsZero():
			return x.Profile.From.Compare(y.Profile.From)
		case undated:
			return 1
		}
		return -1
	})
	return list
}

// Profile is one of Standing. Error rules.not_found.
func (b Book) Profile(id string) (Standing, error) {
	for _, s := range b.Standing() {
		if s.Profile.ID == id {
			return s, nil
		}
	}
	return Standing{}, ecabinet.E(ecabinet.NotFound, "rules.not_found")
}

// Gap is days between two profiles on which none is in force, so that no ballot
// can be opened. Until zero: without an end.
type Gap struct{ From, Until procedure.Date }

// Gaps are the days without a profile, from the first profile on.
func (l Law) Gaps() []Gap {
	var gaps []Gap
	var next procedure.Date // the first day that no profile before covers
	dated := slices.DeleteFunc(slices.Clone(l.Profiles), func(p procedure.Profile) bool { return p.From.IsZero() })
	slices.SortFunc(dated, func(x, y procedure.Profile) int { return x.From.Compare(y.From) })
	if len(dated) == 0 {
		return nil
	}
	for i, p := range dated {
		if i > 0 && next.Before(p.From) {
			gaps = append(gaps, Gap{next, p.From.AddDays(-1)})
		}
		if p.Until.IsZero() {
			return gaps
		}
		next = p.Until.AddDays(1)
	}
	return append(gaps, Gap{From: next})
}

// overlap is the first pair of profiles in force on the same day.
func (l Law) overlap() error {
	for i, p := range l.Profiles {
		for _, q := range l.Profiles[i+1:] {
			if p.From.IsZero() || q.From.IsZero() {
				continue
			}
			on := p.From
			if on.Before(q.From) {
				on = q.From
			}
			if p.InForce(on) && q.InForce(on) {
				return ecabinet.E(ecabinet.Refused, "procedure.profiles_overlap", "date", on.String(), "first", p.ID, "second", q.ID)
			}
		}
	}
	return nil
}

var profileID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// SetProfile is the change that puts p in the place of what stands, seen at rev (0:
// nothing was changed yet, or it is new). Errors, Invalid: procedure.profile_invalid,
// rules.invalid; Stale rules.stale; Refused: rules.template_stays,
// procedure.profiles_overlap.
func (b Book) SetProfile(p procedure.Profile, inUse bool, rev int64, reason string) (ProfileChange, error) {
	var none ProfileChange
	if p.ID == Template {
		return none, ecabinet.E(ecabinet.Refused, "rules.template_stays")
	}
	old, err := b.Profile(p.ID)
	if err == nil && old.Rev != rev || err != nil && rev != 0 {
		return none, stale()
	}
	var f fields
	f.add(!profileID.MatchString(p.ID) || len(p.ID) > 40, "id", "rules.id_form")
	f.add(p.From.IsZero(), "from", "procedure.missing")
	f.profileTexts(p)
	f.reason(reason)
	if err := f.with(p.Validate()); err != nil {
		return none, err
	}
	c := ProfileChange{Profile: p, InUse: inUse, Change: Change{Rev: b.Rev + 1, Reason: reason}}
	b.Profiles = append(slices.Clip(b.Profiles), c)
	return c, b.Law().overlap()
}

func (f *fields) profileTexts(p procedure.Profile) {
	f.long("source", p.Source, 300)
	for _, lang := range []string{"vi", "en"} {
		f.long("title."+lang, p.Title[lang], 200)
		f.long("chair_title."+lang, p.ChairTitle[lang], 120)
	}
	for _, figure := range procedure.Figures() {
		f.long("origins."+figure, p.Origins[figure], 300)
	}
}

// fields gathers what is wrong with an input, field by field.
type fields []ecabinet.FieldError

func (f *fields) add(wrong bool, path, code string) {
	if wrong {
		*f = append(*f, ecabinet.FieldError{Path: path, Code: code})
	}
}

func (f *fields) long(path, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		*f = append(*f, ecabinet.FieldError{Path: path, Code: "rules.long", Params: map[string]any{"most": most}})
	}
}

func (f *fields) reason(text string) {
	f.add(strings.TrimSpace(text) == "", "reason", "rules.reason_missing")
	f.long("reason", text, 500)
}

// with is the errors gathered together with those of another check.
func (f fields) with(other error) error {
	if e, ok := other.(*ecabinet.Error); ok {
		f = append(f, e.Fields...)
	}
	if len(f) == 0 {
		return other
	}
	e := ecabinet.E(ecabinet.Invalid, "rules.invalid")
	e.Fields = f
	return e
}

func stale() error { return ecabinet.E(ecabinet.Stale, "rules.stale") }
