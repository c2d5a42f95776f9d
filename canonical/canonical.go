// Package canonical makes the RFC 8785 text of JSON: the one form that is hashed and
// signed. Package jcs knows how; what this program itself writes, whole numbers and
// names of ASCII, is written directly, which costs a fraction. It must not read
// anything that jcs would read otherwise, and takes whatever it doubts to it.
package canonical

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"github.com/gowebpki/jcs" // RFC 8785 is not ours to write
)

// Marshal is v as RFC 8785 JSON.
func Marshal(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return Transform(raw)
}

// Transform is the RFC 8785 text of a JSON text.
func Transform(raw []byte) ([]byte, error) {
	w := writer{in: raw, out: make([]byte, 0, len(raw)+1), members: make([]member, 0, 32)}
	if utf8.Valid(raw) && w.value(0) && w.space() == 0 {
		return w.out, nil
	}
	return jcs.Transform(raw)
}

// deepest bounds the recursion; what lies deeper is left to jcs.
const deepest = 64

// writer reads in and writes out. Its methods answer false where they are in doubt;
// then out is worth nothing.
type writer struct {
	in, out []byte
	at      int
	members []member // of the objects that are being read, the innermost last
	room    []byte   // for sorting
}

// member is one member of an object: its name, and where its text stands in out.
type member struct {
	name     []byte
	from, to int
}

func byName(a, b member) int { return bytes.Compare(a.name, b.name) }

// space steps over white space and gives the byte behind it, 0 at the end.
func (w *writer) space() byte {
	for ; w.at < len(w.in); w.at++ {
		switch c := w.in[w.at]; c {
		case ' ', '\t', '\n', '\r':
		case 0:
			return 1 // no JSON, and not the end
		default:
			return c
		}
	}
	return 0
}

func (w *writer) value(depth int) bool {
	switch c := w.space(); {
	case depth > deepest:
		return false
	case c == '{':
		return w.object(depth)
	case c == '[':
		return w.array(depth)
	case c == '"':
		return w.text()
	case c == '-' || c >= '0' && c <= '9':
		return w.number()
	case c == 't':
		return w.literal("true")
	case c == 'f':
		return w.literal("false")
	case c == 'n':
		return w.literal("null")
	}
	return false
}

func (w *writer) literal(word string) bool {
	if !bytes.HasPrefix(w.in[w.at:], []byte(word)) {
		return false
	}
	w.at += len(word)
	w.out = append(w.out, word...)
	return w.ended()
}

// ended says that no further character follows that could belong to a literal or a
// number.
func (w *writer) ended() bool {
	if w.at == len(w.in) {
		return true
	}
	switch w.in[w.at] {
	case ',', ']', '}', ' ', '\t', '\n', '\r':
		return true
	}
	return false
}

// number takes whole numbers of up to 15 digits, which are written as they stand.
func (w *writer) number() bool {
	from := w.at
	if w.in[w.at] == '-' {
		w.at++
	}
	first := w.at
	for w.at < len(w.in) && w.in[w.at] >= '0' && w.in[w.at] <= '9' {
		w.at++
	}
	digits := w.at - first
	if digits == 0 || digits > 15 || w.in[first] == '0' && (digits > 1 || first > from) {
		return false
	}
	w.out = append(w.out, w.in[from:w.at]...)
	return w.ended()
}

// text takes a string.
func (w *writer) text() bool {
	w.at++
	w.out = append(w.out, '"')
	for from := w.at; w.at < len(w.in); w.at++ {
		switch c := w.in[w.at]; {
		case c == '"':
			w.out = append(append(w.out, w.in[from:w.at]...), '"')
			w.at++
			return true
		case c < 0x20:
			return false
		case c == '\\':
			w.out = append(w.out, w.in[from:w.at]...)
			if !w.escape() {
				return false
			}
			from = w.at + 1
		}
	}
	return false
}

// escape takes what follows a backslash, up to its last character: the escapes that
// encoding/json makes of what stands in a text.
func (w *writer) escape() bool {
	w.at++
	if w.at == len(w.in) {
		return false
	}
	switch c := w.in[w.at]; c {
	case '"', '\\', 'n', 'r', 't':
		w.out = append(w.out, '\\', c)
		return true
	case 'u':
		for _, e := range escapes {
			if bytes.HasPrefix(w.in[w.at:], []byte(e.code)) {
				w.at += len(e.code) - 1
				w.out = append(w.out, e.text...)
				return true
			}
		}
	}
	return false
}

var escapes = []struct{ code, text string }{
	{"u003c", "<"}, {"u003e", ">"}, {"u0026", "&"}, {"u2028", "\u2028"}, {"u2029", "\u2029"},
}

func (w *writer) array(depth int) bool {
	w.at++
	w.out = append(w.out, '[')
	for first := true; ; first = false {
		if w.space() == ']' && first {
			break
		}
		if !w.value(depth + 1) {
			return false
		}
		c := w.space()
		w.at++
		if c == ']' {
			w.at--
			break
		}
		if c != ',' {
			return false
		}
		w.out = append(w.out, ',')
	}
	w.at++
	w.out = append(w.out, ']')
	return true
}

func (w *writer) object(depth int) bool {
	w.at++
	w.out = append(w.out, '{')
	start, outer := len(w.out), len(w.members)
	for first := true; ; first = false {
		if w.space() == '}' && first {
			break
		}
		if !w.member(depth) {
			return false
		}
		c := w.space()
		if c == '}' {
			break
		}
		if c != ',' {
			return false
		}
		w.at++
	}
	w.at++
	ok := w.sort(start, w.members[outer:])
	w.members = w.members[:outer]
	w.out = append(w.out, '}')
	return ok
}

// member takes one member; its text in out ends with a comma.
func (w *writer) member(depth int) bool {
	if w.space() != '"' {
		return false
	}
	m := member{from: len(w.out)}
	from := w.at + 1
	if !w.text() {
		return false
	}
	name := w.in[from : w.at-1]
	for _, c := range name {
		if c >= utf8.RuneSelf || c == '\\' { // RFC 8785 sorts these by UTF-16
			return false
		}
	}
	if w.space() != ':' {
		return false
	}
	w.at++
	w.out = append(w.out, ':')
	// An inner object puts its members behind those of this one.
	if !w.value(depth + 1) {
		return false
	}
	w.out = append(w.out, ',')
	m.name, m.to = name, len(w.out)
	w.members = append(w.members, m)
	return true
}

// sort puts the members of an object, which stand in out from start on, into the
// order of their names, and takes the last comma away.
func (w *writer) sort(start int, list []member) bool {
	if len(list) == 0 {
		return true
	}
	if !slices.IsSortedFunc(list, byName) {
		slices.SortFunc(list, byName)
		w.room = append(w.room[:0], w.out[start:]...)
		w.out = w.out[:start]
		for _, m := range list {
			w.out = append(w.out, w.room[m.from-start:m.to-start]...)
		}
	}
	for i, m := range list[1:] {
		if bytes.Equal(m.name, list[i].name) {
			return false
		}
	}
	w.out = w.out[:len(w.out)-1]
	return true
}
