// Package fold reduces Vietnamese text to what is searched, alike on both
// databases, so that their own folding has nothing to do. It knows no table and no
// query.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text is s as its words in lower case without marks (NFD, marks off, đ to d), with
// one space between.
func Text(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == 'đ' || r == 'Đ':
			r = 'd'
		default:
			r = unicode.ToLower(r)
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Words are the folded words of a question, at most twelve; the last one may be
// the beginning of a word.
func Words(q string) []string {
	words := strings.Fields(Text(q))
	return words[:min(len(words), 12)]
}
