package meetings

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// fields gathers what is wrong with an input, field by field.
type fields struct{ list []ecabinet.FieldError }

func (f *fields) add(path, code string, params ...any) {
	e := ecabinet.E(ecabinet.Invalid, code, params...)
	f.list = append(f.list, ecabinet.FieldError{Path: path, Code: code, Params: e.Params})
}

// text wants a text of least to most characters.
func (f *fields) text(path, s string, least, most int) {
	switch n := utf8.RuneCountInString(s); {
	case !utf8.ValidString(s):
		f.add(path, "meeting.text_unreadable")
	case least > 0 && strings.TrimSpace(s) == "":
		f.add(path, "meeting.text_missing")
	case n > most:
		f.add(path, "meeting.text_long", "most", most)
	}
}

// near wants a moment that a calendar of our days can show, also in UTC and in JSON.
func (f *fields) near(path string, t time.Time) {
	if year := t.UTC().Year(); year < 2000 || year > 2999 {
		f.add(path, "meeting.date_far")
	}
}

// persons wants each of list to be somebody known, besides those of before, who stand
// there already; path gives the field of one by its place in list.
func (f *fields) persons(ctx context.Context, r Roll, list, before []string, path func(i int) string) error {
	fresh := slices.DeleteFunc(slices.Clone(list), func(p string) bool { return slices.Contains(before, p) })
	if len(fresh) == 0 {
		return nil
	}
	names, err := r.Names(ctx, fresh)
	if err != nil {
		return err
	}
	for i, p := range list {
		if names[p] == "" && slices.Contains(fresh, p) {
			f.add(path(i), "meeting.person_unknown")
		}
	}
	return nil
}

// person wants one person to be known, besides "" and who stands there already.
func (f *fields) person(ctx context.Context, r Roll, path, person, before string) error {
	return f.persons(ctx, r, []string{person}, []string{"", before}, func(int) string { return path })
}

func (f *fields) err() error {
	if len(f.list) == 0 {
		return nil
	}
	e := ecabinet.E(ecabinet.Invalid, "meeting.invalid")
	e.Fields = f.list
	return e
}
