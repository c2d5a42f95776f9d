package dossiers

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Print tells whether two pages are alike: by their words, or, where they have none,
// by their pictures. "" is a page of which neither is known, which is like no other.
type Print string

// Pair is a page of one version beside a page of another, both from 1; 0: there is
// none beside it.
type Pair struct {
	From int
	To   int
	Same bool
}

// Pairs puts the pages of two versions side by side: those that are alike, in their
// order, and between them the others as they come.
func Pairs(from, to []Print) []Pair {
	pairs := []Pair{}
	i, j := 0, 0
	between := func(a, b int) {
		for i < a || j < b {
			p := Pair{}
			if i < a {
				i++
				p.From = i
			}
			if j < b {
				j++
				p.To = j
			}
			pairs = append(pairs, p)
		}
	}
	for _, c := range alike(from, to) {
		between(c[0], c[1])
		i, j = i+1, j+1
		pairs = append(pairs, Pair{i, j, true})
	}
	between(len(from), len(to))
	return pairs
}

// SamePages gives for each page of one version (page 1 first) the page of another
// that is alike, 0 for none. A page that went elsewhere is found where it is the only
// one of its kind in both.
func SamePages(from, to []Print) []int {
	same := make([]int, len(from))
	taken := make([]bool, len(to))
	for _, c := range alike(from, to) {
		same[c[0]], taken[c[1]] = c[1]+1, true
	}
	for i, p := range from {
		j := slices.Index(to, p)
		if same[i] == 0 && p != "" && j >= 0 && !taken[j] && once(from, p) && once(to, p) {
			same[i], taken[j] = j+1, true
		}
	}
	return same
}

func once(list []Print, p Print) bool {
	i := slices.Index(list, p)
	return i >= 0 && !slices.Contains(list[i+1:], p)
}

// alike is the longest run of pairs of like pages that stand in one order in both,
// from 0.
func alike(a, b []Print) [][2]int {
	var out [][2]int
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] && a[head] != "" {
		out = append(out, [2]int{head, head})
		head++
	}
	for _, c := range alikeBehind(a[head:], b[head:]) {
		out = append(out, [2]int{c[0] + head, c[1] + head})
	}
	return out
}

func alikeBehind(a, b []Print) [][2]int {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] && a[i] != "" {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	var out [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j] && a[i] != "":
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// Difference is one place at which the words of two versions differ, with the words
// around it.
type Difference struct {
	From    int // page of the earlier version, 0 where it has none beside
	To      int // page of the later one
	Before  string
	Removed string
	Added   string
	After   string
}

// Comparison is what differs between two versions of a paper. Vague: some pages
// differ in more words than can be told apart; they are to be looked at.
type Comparison struct {
	Pairs       []Pair
	Differences []Difference
	Vague       bool
}

const (
	around = 14   // words shown before and after a difference
	bridge = 3    // kept words between two differences that are shown as one
	clip   = 6000 // runes shown of one difference
)

// Compare compares two versions by their prints and the words of their pages, page 1
// first. Pages that are alike are not looked into.
func Compare(fromPrints, toPrints []Print, from, to []string) Comparison {
	c := Comparison{Pairs: Pairs(fromPrints, toPrints), Differences: []Difference{}}
	for i := 0; i < len(c.Pairs); i++ {
		if c.Pairs[i].Same {
			continue
		}
		end := i
		for end < len(c.Pairs) && !c.Pairs[end].Same {
			end++
		}
		old, fresh := wordsOf(c.Pairs[i:end], from, func(p Pair) int { return p.From }), wordsOf(c.Pairs[i:end], to, func(p Pair) int { return p.To })
		list, ok := differences(old, fresh)
		c.Differences, c.Vague = append(c.Differences, list...), c.Vague || !ok
		i = end
	}
	return c
}

// run is the words of some pages, each with its page.
type run struct {
	words []string
	pages []int
}

func wordsOf(pairs []Pair, texts []string, page func(Pair) int) run {
	var r run
	for _, p := range pairs {
		n := page(p)
		if n == 0 || n > len(texts) {
			continue
		}
		for _, w := range strings.Fields(norm.NFC.String(texts[n-1])) {
			r.words, r.pages = append(r.words, w), append(r.pages, n)
		}
	}
	return r
}

// page is that of word i, or of the one before the end.
func (r run) page(i int) int {
	if len(r.pages) == 0 {
		return 0
	}
	return r.pages[min(i, len(r.pages)-1)]
}

func (r run) text(from, to int) string {
	s := strings.Join(r.words[max(0, from):min(to, len(r.words))], " ")
	if utf8.RuneCountInString(s) > clip {
		s = string([]rune(s)[:clip]) + "…"
	}
	return s
}

func differences(old, fresh run) ([]Difference, bool) {
	edits, ok := diff(old.words, fresh.words)
	if !ok {
		return []Difference{{From: old.page(0), To: fresh.page(0), Removed: old.text(0, len(old.words)), Added: fresh.text(0, len(fresh.words))}}, false
	}
	var out []Difference
	for i := 0; i < len(edits); i++ {
		if edits[i].kind == kept {
			continue
		}
		first, last := i, i
		for j := i + 1; j < len(edits); j++ {
			if edits[j].kind != kept {
				last = j
			} else if edits[j].count > bridge {
				break
			}
		}
		e, l := edits[first], edits[last]
		oldEnd, newEnd := l.old, l.new
		if l.kind == removed {
			oldEnd += l.count
		} else {
			newEnd += l.count
		}
		out = append(out, Difference{
			From: old.page(e.old), To: fresh.page(e.new), Before: fresh.text(e.new-around, e.new), After: fresh.text(newEnd, newEnd+around),
			Removed: old.text(e.old, oldEnd), Added: fresh.text(e.new, newEnd),
		})
		i = last
	}
	return out, true
}
