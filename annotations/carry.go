package annotations

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How an annotation came to stand on a version of its paper.
type How string

// The ways. What cannot be placed is listed as of its own version; nothing
// disappears.
const (
	Here      How = "here"       // it was made on this version
	SamePage  How = "same_page"  // its page is unchanged, so it stands where it stood
	SameWords How = "same_words" // its page changed, but its words stand on one page of this version
	Elsewhere How = "elsewhere"  // only on the version that it was made on
)

// Place is where an annotation stands on a version; Page is 0 elsewhere.
type Place struct {
	Page int
	How  How
}

// Words are the texts of a version's pages, ready to be searched.
type Words []string

// WordsOf makes them of the texts of pages 1, 2, ...
func WordsOf(pages []string) Words {
	w := make(Words, len(pages))
	for i, p := range pages {
		w[i] = bare(p)
	}
	return w
}

// fewest is how many letters words must have to be found without those around them.
const fewest = 12

// Carry says where a content that was made on one version stands on another. same
// gives for each page of its own version (page 1 first) the page of the other that is
// unchanged, 0 for none; words are the other's. Lit words that stand on exactly one
// page of it, with what stood before and after, or, where they are long enough,
// alone, go there.
func (c Content) Carry(same []int, words Words) Place {
	if c.Page <= len(same) && same[c.Page-1] > 0 {
		return Place{same[c.Page-1], SamePage}
	}
	quote := bare(c.Quote)
	if quote == "" {
		return Place{How: Elsewhere}
	}
	if page := words.only(bare(c.Before) + quote + bare(c.After)); page > 0 {
		return Place{page, SameWords}
	}
	if utf8.RuneCountInString(quote) >= fewest {
		if page := words.only(quote); page > 0 {
			return Place{page, SameWords}
		}
	}
	return Place{How: Elsewhere}
}

// only is the page on which a text stands, where it stands once in all.
func (w Words) only(text string) int {
	page := 0
	for i, p := range w {
		switch n := strings.Count(p, text); {
		case n > 1, n == 1 && page > 0:
			return 0
		case n == 1:
			page = i + 1
		}
	}
	return page
}

// bare is a text as two readers of one page agree on it: composed letters, digits
// and signs, without any space or break, which each of them puts elsewhere.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u00ad' || r == '\ufffe' || r == '\u200b' {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}
