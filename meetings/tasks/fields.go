package tasks

import (
	"strings"
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
		f.add(path, "task.text_unreadable")
	case least > 0 && strings.TrimSpace(s) == "":
		f.add(path, "task.text_missing")
	case n > most:
		f.add(path, "task.text_long", "most", most)
	}
}

func (f *fields) err() error {
	if len(f.list) == 0 {
		return nil
	}
	e := ecabinet.E(ecabinet.Invalid, "task.invalid")
	e.Fields = f.list
	return e
}
