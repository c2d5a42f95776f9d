package reading

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// cleanText makes the text of a page fit to be stored and compared: valid UTF-8
// in NFC, no control characters but line ends, at most maxText bytes.
func cleanText(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\u00ad', r == '\ufffe', r == '\uffff':
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
	s = norm.NFC.String(s)
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return strings.TrimSpace(s)
}
