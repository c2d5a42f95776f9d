package people

import (
	"strings"
	"time"
	_ "time/tzdata" // a body's zone must be known on a machine without zone files

	"ecabinet"
)

// DefaultZone is the time zone of a body that names none.
const DefaultZone = "Asia/Ho_Chi_Minh"

// Body is one body that decides by rule (a government, a board), with its own
// people, papers and journal.
type Body struct {
	ID       string
	NameVI   string
	NameEN   string
	Zone     string            // IANA name; deadlines end in it
	Settings map[string]string // by key; see SettingKeys
	Rev      int64
}

// SettingKeys are the settings that a body may carry, with what they are for.
var SettingKeys = map[string]string{
	"issuer_vi": "name of the issuing agency on printed forms, in Vietnamese",
	"issuer_en": "the same in English",
	"place_vi":  "place before the date on printed forms",
	"place_en":  "the same in English",
	"sign":      "the agency's abbreviation in official signs, such as VPCP",
}

// Check says what is wrong with a body as typed.
func (b Body) Check() error {
	var f fields
	f.text("name_vi", b.NameVI, 1, 200)
	f.text("name_en", b.NameEN, 0, 200)
	if _, err := time.LoadLocation(b.Zone); err != nil || b.Zone == "" || b.Zone == "Local" {
		f.add("zone", "person.zone_unknown")
	}
	for k, v := range b.Settings {
		if _, ok := SettingKeys[k]; !ok {
			f.add("settings."+k, "person.setting_unknown")
		}
		f.text("settings."+k, v, 0, 500)
	}
	return f.err()
}

// Agency is a ministry or an office that drafts, and to which posts belong.
type Agency struct {
	ID     string
	Body   string
	Code   string // short sign, such as BTC
	NameVI string
	NameEN string
	Rev    int64
}

// Check says what is wrong with an agency as typed.
func (a Agency) Check() error {
	var f fields
	f.text("code", a.Code, 1, 30)
	f.text("name_vi", a.NameVI, 1, 200)
	f.text("name_en", a.NameEN, 0, 200)
	return f.err()
}

// Person is one human being, once in the installation however many bodies they
// serve. Body is the home body, whose administrators keep the person's name and
// means of sign-in.
type Person struct {
	ID        string
	Body      string
	FullName  string
	Honorific string // "Ông", "Bà", "Đồng chí"; may be empty
	Email     string // may be empty
	Language  string // "vi" or "en"
	Rev       int64
}

// Check says what is wrong with a person as typed.
func (p Person) Check() error {
	var f fields
	f.text("full_name", p.FullName, 1, 120)
	f.text("honorific", p.Honorific, 0, 40)
	f.text("email", p.Email, 0, 254)
	if p.Email != "" && (strings.Count(p.Email, "@") != 1 || strings.ContainsAny(p.Email, " \t\r\n<>") ||
		strings.HasPrefix(p.Email, "@") || strings.HasSuffix(p.Email, "@")) {
		f.add("email", "person.email_malformed")
	}
	if p.Language != "vi" && p.Language != "en" {
		f.add("language", "person.language_unknown")
	}
	return f.err()
}

// fields collects what is wrong, field by field.
type fields struct{ list []ecabinet.FieldError }

func (f *fields) add(path, code string, params ...any) {
	e := ecabinet.E(ecabinet.Invalid, code, params...)
	f.list = append(f.list, ecabinet.FieldError{Path: path, Code: code, Params: e.Params})
}

// text checks a text's length in characters, and that it holds no control
// characters.
func (f *fields) text(path, s string, least, most int) {
	n := 0
	for _, r := range s {
		n++
		if r < ' ' || r == 0x7f || r == 0xfffd {
			f.add(path, "person.text_unprintable")
			return
		}
	}
	if n < least || least > 0 && strings.TrimSpace(s) == "" {
		f.add(path, "person.text_missing")
	} else if n > most {
		f.add(path, "person.text_long", "most", most)
	}
}

func (f *fields) err() error {
	if len(f.list) == 0 {
		return nil
	}
	e := ecabinet.E(ecabinet.Invalid, "person.invalid")
	e.Fields = f.list
	return e
}
