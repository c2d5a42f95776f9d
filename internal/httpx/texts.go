package httpx

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
)

//go:embed texts.json
var ownTexts []byte

// Languages are those that every text is given in; the first is the default.
var Languages = []string{"vi", "en"}

// texts holds the sentence of each code in each language.
type texts map[string]map[string]string

// AddTexts adds the sentences of a room's error codes:
//
//	{"ballot.not_open": {"vi": "...", "en": "..."}}
//
// A sentence may hold {name} for a parameter, written for the language; {name:date}
// leaves the hour out of a time, or writes a day given as 2006-01-02, {name:size} writes a number of bytes. A text that
// is missing in a language, or stands twice and differs, is a fault of the program.
func (r *Router) AddTexts(file []byte) {
	var add texts
	if err := json.Unmarshal(file, &add); err != nil {
		panic("httpx: texts: " + err.Error())
	}
	for code, byLang := range add {
		if before, twice := r.texts[code]; twice && !maps.Equal(before, byLang) {
			panic(fmt.Sprintf("httpx: text %q stands twice, and differs", code))
		}
		for _, l := range Languages {
			if byLang[l] == "" {
				panic(fmt.Sprintf("httpx: text %q is missing in %q", code, l))
			}
		}
		r.texts[code] = byLang
	}
}

// Codes lists all codes that have texts, sorted.
func (r *Router) Codes() []string { return slices.Sorted(maps.Keys(r.texts)) }

// Say is the sentence of a code in a language with its parameters filled in; ""
// where there is none.
func (r *Router) Say(lang, code string, params map[string]any) string {
	return r.texts.say(lang, code, params, r.cfg.Zone)
}

func (t texts) say(lang, code string, params map[string]any, zone *time.Location) string {
	text := t[code][lang]
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		var hole string
		hole, text, _ = strings.Cut(rest, "}")
		name, form, _ := strings.Cut(hole, ":")
		b.WriteString(write(lang, params[name], form, zone))
	}
}

func write(lang string, v any, form string, zone *time.Location) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if day, err := time.Parse(time.DateOnly, v); err == nil && form == "date" {
			return writeTime(lang, day, form)
		}
		return v
	case time.Time:
		return writeTime(lang, v.In(zone), form)
	case int:
		return writeNumber(lang, int64(v), form)
	case int64:
		return writeNumber(lang, v, form)
	case float64:
		return decimal(lang, strconv.FormatFloat(v, 'f', -1, 64))
	case []string:
		return strings.Join(v, ", ")
	}
	return fmt.Sprint(v)
}

func writeTime(lang string, t time.Time, form string) string {
	switch {
	case lang == "vi" && form == "date":
		return t.Format("02/01/2006")
	case lang == "vi":
		return t.Format("15:04 02/01/2006")
	case form == "date":
		return t.Format("2 January 2006")
	}
	return t.Format("15:04, 2 January 2006")
}

func writeNumber(lang string, n int64, form string) string {
	if form != "size" {
		return decimal(lang, strconv.FormatInt(n, 10))
	}
	switch {
	case n >= 1<<30:
		return decimal(lang, strconv.FormatFloat(float64(n*10/(1<<30))/10, 'f', -1, 64)) + " GB"
	case n >= 1<<20:
		return decimal(lang, strconv.FormatFloat(float64(n*10/(1<<20))/10, 'f', -1, 64)) + " MB"
	case n >= 1<<10:
		return decimal(lang, strconv.FormatInt(n/(1<<10), 10)) + " KB"
	}
	return decimal(lang, strconv.FormatInt(n, 10)) + " B"
}

// decimal writes a number in digits the way the language does: 1.234,5 or 1,234.5.
func decimal(lang, digits string) string {
	group, point := ",", "."
	if lang == "vi" {
		group, point = ".", ","
	}
	sign := ""
	if rest, negative := strings.CutPrefix(digits, "-"); negative {
		sign, digits = "-", rest
	}
	whole, fraction, broken := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if broken {
		return sign + whole + point + fraction
	}
	return sign + whole
}

var matcher = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// pickLanguage picks "vi" or "en" from an Accept-Language header.
func pickLanguage(header string) string {
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return Languages[0]
	}
	_, i, _ := matcher.Match(wanted...)
	return Languages[i]
}
