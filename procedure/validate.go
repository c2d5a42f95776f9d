package procedure

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"ecabinet"
)

// The origins of a figure that is not from a text.
const (
	Assumed        = "assumed"         // no text was found; this is what is done meanwhile
	NotEstablished = "not_established" // no figure is known, and none is applied
)

// Figures are the JSON names of the figures of a Profile, each of which needs an
// origin, in the order in which a screen shows them.
func Figures() []string {
	return []string{
		"window", "extend_beyond_window", "silence", "base", "majority", "tie", "recusal", "quorum",
		"papers_days", "substitute_votes", "absent_may_vote_remotely", "summary_over_pages",
		"connection_minutes", "session_opinions",
	}
}

// Validate refuses a profile that could not be applied or that does not say where
// a figure comes from. Error procedure.profile_invalid, with the fields.
func (p Profile) Validate() error {
	fields := p.countingFields()
	wrong := func(bad bool, path, code string) {
		if bad {
			fields = append(fields, ecabinet.FieldError{Path: path, Code: "procedure." + code})
		}
	}
	wrong(p.ID == "", "id", "missing")
	wrong(p.Source == "", "source", "missing")
	wrong(!p.From.valid(), "from", "date_invalid")
	wrong(!p.Until.valid(), "until", "date_invalid")
	wrong(!p.Until.IsZero() && (p.From.IsZero() || p.Until.Before(p.From)), "until", "order")
	for _, lang := range []string{"vi", "en"} {
		wrong(p.Title[lang] == "", "title."+lang, "missing")
		wrong(p.ChairTitle[lang] == "", "chair_title."+lang, "missing")
	}
	wrong(!p.Window.valid(), "window", "window_invalid")
	wrong(!p.Quorum.valid(), "quorum", "fraction_invalid")
	wrong(p.PapersDays < 0 || p.PapersDays > maxDays, "papers_days", "out_of_range")
	wrong(p.SummaryOverPages < 0, "summary_over_pages", "out_of_range")
	wrong(p.SummaryMaxPages < 0 || p.SummaryOverPages > 0 && p.SummaryMaxPages == 0, "summary_max_pages", "out_of_range")
	wrong(p.ConnectionMinutes < 0 || p.ConnectionMinutes > maxConnection, "connection_minutes", "out_of_range")
	wrong(!oneOf(p.SessionOpinions, "", OpinionsToDesk, OpinionsToMembers), "session_opinions", "unknown")
	for _, figure := range Figures() {
		wrong(p.Origins[figure] == "", "origins."+figure, "missing")
	}
	for figure := range p.Origins {
		wrong(!slices.Contains(Figures(), figure), "origins."+figure, "unknown")
	}
	if len(fields) > 0 {
		return invalidProfile(fields)
	}
	return nil
}

// countingFields are the errors of the figures that Count works with.
func (p Profile) countingFields() (fields []ecabinet.FieldError) {
	wrong := func(bad bool, path, code string) {
		if bad {
			fields = append(fields, ecabinet.FieldError{Path: path, Code: "procedure." + code})
		}
	}
	wrong(!oneOf(p.Silence, SilenceNotAnswered, SilenceAgreement, SilenceAbstention), "silence", "unknown")
	wrong(!oneOf(p.Base, BaseAllMembers, BaseSent, BaseAnswered, BasePresent), "base", "unknown")
	wrong(!oneOf(p.Tie, TieChairSide, TieLost, TieRepeat), "tie", "unknown")
	wrong(!oneOf(p.Recusal, RecusalKeep, RecusalReduce), "recusal", "unknown")
	wrong(!p.Majority.valid(), "majority", "fraction_invalid")
	return fields
}

func oneOf[T comparable](v T, known ...T) bool { return slices.Contains(known, v) }

func invalidProfile(fields []ecabinet.FieldError) error {
	e := ecabinet.E(ecabinet.Invalid, "procedure.profile_invalid")
	e.Fields = fields
	return e
}

// maxConnection bounds the minutes that a connection may be lost.
const maxConnection = 240

// maxDays bounds every number of days that a profile names.
const maxDays = 366

func (w Window) valid() bool {
	if w.ByHand {
		return w.MinDays == 0 && w.MaxDays == 0
	}
	return 1 <= w.MinDays && w.MinDays <= w.MaxDays && w.MaxDays <= maxDays
}

// valid tells whether d is no date or one that the civil calendar has.
func (d Date) valid() bool {
	return d.IsZero() || d.Year >= 1 && d.Year <= 9999 && d.AddDays(0) == d
}

// DecodeProfile reads one profile and validates it. Unknown names and anything
// after it are refused. Errors procedure.profile_unreadable, procedure.profile_invalid.
func DecodeProfile(data []byte) (Profile, error) {
	var p Profile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(&p)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = fmt.Errorf("read the profile: something follows it")
		}
	}
	if err != nil {
		e := ecabinet.E(ecabinet.Invalid, "procedure.profile_unreadable")
		e.Err = err
		return Profile{}, e
	}
	return p, p.Validate()
}

// At is the profile of profiles in force on a day. Templates (without From) are
// in force nowhere. Errors, Refused: procedure.no_profile, procedure.profiles_overlap.
func At(profiles []Profile, on Date) (Profile, error) {
	var found []Profile
	for _, p := range profiles {
		if p.InForce(on) {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 0:
		return Profile{}, ecabinet.E(ecabinet.Refused, "procedure.no_profile", "date", on.String())
	case 1:
		return found[0], nil
	}
	return Profile{}, ecabinet.E(ecabinet.Refused, "procedure.profiles_overlap",
		"date", on.String(), "first", found[0].ID, "second", found[1].ID)
}

// InForce tells whether p is in force on a day; both From and Until are days in force.
func (p Profile) InForce(on Date) bool {
	return !p.From.IsZero() && !on.Before(p.From) && (p.Until.IsZero() || !on.After(p.Until))
}

//go:embed data/profiles/*.json
var shippedProfiles embed.FS

// Shipped are the profiles that come with the program, the dated ones by date,
// then the template "generic". Each call makes new ones.
func Shipped() []Profile {
	var profiles []Profile
	for _, id := range []string{"nd-138-2016", "nd-39-2022", "nd-191-2026", "generic"} {
		data, err := shippedProfiles.ReadFile("data/profiles/" + id + ".json")
		if err != nil {
			panic("procedure: a shipped profile is missing: " + id)
		}
		p, err := DecodeProfile(data)
		if err != nil {
			panic("procedure: a shipped profile is wrong: " + id + ": " + err.Error())
		}
		profiles = append(profiles, p)
	}
	return profiles
}
