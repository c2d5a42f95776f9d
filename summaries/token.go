package summaries

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm" // Unicode normalisation is not ours to write
)

// class is what a token is.
type class uint8

const (
	space  class = iota // blanks on a line, tabs apart
	tab                 // one tab: the border of a cell in a table pasted from Word
	line                // one line break
	word                // letters with their marks
	number              // digits
	sign                // one other character, or one byte that is no UTF-8
)

// token is a stretch of a text. All tokens of a text, put together, are the text.
type token struct {
	start, end int    // bytes in the text as stored
	norm       string // words: NFC, lower case; others: as written
	class      class
	upper      bool // a word that begins with a capital
	caps       bool // a word of capitals only
}

// tokens takes text apart. Comparison is on NFC in lower case, so that a text typed
// with composed or decomposed letters reads alike; positions are in the stored bytes.
func tokens(text string) []token {
	list := make([]token, 0, len(text)/4+1)
	for at := 0; at < len(text); {
		t := next(text, at)
		list = append(list, t)
		at = t.end
	}
	return list
}

func next(text string, at int) token {
	r, size := utf8.DecodeRuneInString(text[at:])
	t := token{start: at, end: at + size, class: sign}
	switch {
	case r == '\r' && strings.HasPrefix(text[at+1:], "\n"):
		t.class, t.end = line, at+2
	case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		t.class = line
	case r == '\t':
		t.class = tab
	case isBlank(r):
		t.class, t.end = space, run(text, t.end, isBlank)
	case unicode.IsLetter(r):
		t.class, t.end = word, run(text, t.end, func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) })
		return wordOf(text, t)
	case unicode.IsDigit(r):
		t.class, t.end = number, run(text, t.end, unicode.IsDigit)
	}
	t.norm = text[t.start:t.end]
	return t
}

// isBlank also takes the invisible characters that pasting leaves.
func isBlank(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\t', '\u0085', '\u2028', '\u2029':
		return false
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
		return true
	}
	return unicode.IsSpace(r)
}

func run(text string, at int, in func(rune) bool) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size <= 1 || !in(r) {
			break
		}
		at += size
	}
	return at
}

func wordOf(text string, t token) token {
	s := text[t.start:t.end]
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if !ascii && !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	first, _ := utf8.DecodeRuneInString(s)
	t.upper = unicode.IsUpper(first)
	t.norm = s
	lower := strings.ToLower(s)
	t.caps = t.upper && (lower == s || strings.ToUpper(s) == s)
	t.norm = lower
	return t
}

// blank says that a token shows nothing.
func (t token) blank() bool { return t.class <= line }

// folded is text for comparison: NFC, lower case, one space for any run of blanks.
func folded(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for _, t := range tokens(text) {
		if t.blank() {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteString(t.norm)
	}
	return b.String()
}
