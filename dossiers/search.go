package dossiers

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ecabinet/internal/fold"
)

// Page is the text of one page of a reading copy.
type Page struct {
	Version string
	Number  int // from 1
	Text    string
}

// Found is a page on which all the words of a question stand.
type Found struct {
	Page
	Document string
	Title    string
	Place    int
}

// Hit is a found page as it is shown.
type Hit struct {
	Found
	Exact   bool // the words stand there with the same marks, one after the other
	Snippet string
	Marks   [][2]int // ranges within Snippet, in runes
}

// rank tells how well a page answers: 0 the very words with the same marks, 1 the
// words in that order whatever their marks, 2 all of them somewhere.
func rank(text, folded, q, foldedQ string) int {
	switch {
	case strings.Contains(text, q):
		return 0
	case strings.Contains(folded, foldedQ):
		return 1
	}
	return 2
}

// Hits orders found pages, exact marks first, then the order of the dossier, and
// cuts a snippet from each.
func Hits(q string, found []Found) []Hit {
	plainQ := lower(q)
	foldedQ := fold.Text(q)
	ranks := make([]int, len(found))
	order := make([]int, len(found))
	for i, f := range found {
		order[i] = i
		ranks[i] = rank(lower(f.Text), fold.Text(f.Text), plainQ, foldedQ)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if ranks[a] != ranks[b] {
			return ranks[a] - ranks[b]
		}
		if found[a].Place != found[b].Place {
			return found[a].Place - found[b].Place
		}
		return found[a].Number - found[b].Number
	})
	hits := make([]Hit, 0, len(found))
	for _, i := range order {
		h := Hit{Found: found[i], Exact: ranks[i] == 0}
		h.Snippet, h.Marks = snippet(found[i].Text, q)
		hits = append(hits, h)
	}
	return hits
}

func lower(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(s))), " ")
}

const aroundSnippet = 80 // runes before and after the first word found

// snippet cuts the text around the first place where the question stands and
// says where its words are.
func snippet(text, q string) (string, [][2]int) {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	spans := wordSpans(runes)
	words := fold.Words(q)
	if len(words) == 0 {
		return "", nil
	}
	first := firstPhrase(spans, words)
	if first < 0 {
		first = slices.IndexFunc(spans, func(s span) bool { return matches(s.folded, words) })
	}
	start, end := 0, min(len(runes), 2*aroundSnippet)
	if first >= 0 {
		start = max(0, spans[first].from-aroundSnippet)
		end = min(len(runes), spans[first].to+aroundSnippet)
	}
	for start > 0 && !unicode.IsSpace(runes[start-1]) {
		start--
	}
	for end < len(runes) && !unicode.IsSpace(runes[end]) {
		end++
	}
	marks := [][2]int{}
	for _, s := range spans {
		if s.from >= start && s.to <= end && matches(s.folded, words) {
			marks = append(marks, [2]int{s.from - start, s.to - start})
		}
	}
	return string(runes[start:end]), marks
}

type span struct {
	from, to int
	folded   string
}

func wordSpans(runes []rune) []span {
	var spans []span
	for i := 0; i < len(runes); {
		if !isWord(runes[i]) {
			i++
			continue
		}
		j := i
		for j < len(runes) && isWord(runes[j]) {
			j++
		}
		spans = append(spans, span{i, j, fold.Text(string(runes[i:j]))})
		i = j
	}
	return spans
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func firstPhrase(spans []span, words []string) int {
	for i := 0; i+len(words) <= len(spans); i++ {
		ok := true
		for j, w := range words {
			ok = ok && (spans[i+j].folded == w || j == len(words)-1 && strings.HasPrefix(spans[i+j].folded, w))
		}
		if ok {
			return i
		}
	}
	return -1
}

func matches(folded string, words []string) bool {
	last := words[len(words)-1]
	return slices.Contains(words, folded) || utf8.RuneCountInString(last) > 1 && strings.HasPrefix(folded, last)
}
