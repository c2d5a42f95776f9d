package summaries

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm" // Unicode normalisation is not ours to write
)

// Reason says why a sentence that a model wrote, or an id that it named, is refused. It
// holds nothing of the text.
type Reason string

// The reasons, in the order in which they are looked for.
const (
	EmptyText    Reason = "empty"
	TooLong      Reason = "too_long"
	NoCitation   Reason = "no_citation"
	ForeignID    Reason = "foreign_id"    // not of this request
	HiddenSigns  Reason = "hidden_signs"  // characters that a reader does not see
	AnOrder      Reason = "order"         // speaks to a machine
	OtherTongue  Reason = "language"      // not the language of what it cites
	Quantity     Reason = "quantity"      // counts in words; code counts
	UncitedDate  Reason = "date"          // not in the cited sentences, as are the following
	UncitedRef   Reason = "reference"     // a clause or an instrument
	UncitedCount Reason = "number"        // in digits or words
	UncitedQuote Reason = "quotation"     // between quotation marks
	UncitedName  Reason = "name"          // of a respondent
	NoSuchRow    Reason = "unknown_theme" // a theme that was not offered
)

// LongestClaim is the most bytes of one sentence of a gist.
const LongestClaim = 600

// Refusal is one refused claim or placement: its number in the reply, from 0.
type Refusal struct {
	Index  int    `json:"index"`
	Reason Reason `json:"reason"`
}

// Guard checks what a model answers to one request. It knows the sentences that were in
// this very request, and nothing else passes for a source.
type Guard struct {
	cited map[SentenceID]string
	names []string
}

// Guard is the guard of a request that held the sentences ids; an id that is none of this
// question is not let in. names are those of respondents: a gist names none, unless the
// sentences that it cites do.
func (r *Reading) Guard(ids []SentenceID, names []string) Guard {
	g := Guard{cited: map[SentenceID]string{}}
	for _, id := range ids {
		if _, ok := r.index[id]; ok {
			g.cited[id] = r.Text(id)
		}
	}
	for _, n := range names {
		if f := folded(n); f != "" {
			g.names = append(g.names, f)
		}
	}
	return g
}

// Claims splits the sentences of a gist into those that may be stored, as they are but in
// NFC, and those that are refused.
func (g Guard) Claims(claims []Claim) (kept []Claim, refused []Refusal) {
	for i, c := range claims {
		c.Text = norm.NFC.String(c.Text)
		if reason := g.Refuses(c); reason != "" {
			refused = append(refused, Refusal{i, reason})
			continue
		}
		kept = append(kept, c)
	}
	return kept, refused
}

// Placement is what a model says of one sentence: the theme that it belongs to.
type Placement struct {
	Sentence SentenceID `json:"sentence"`
	Row      string     `json:"row"`
}

// Placements splits a model's placements into those of sentences and rows of this request,
// and those that are refused. The same again is dropped.
func (g Guard) Placements(list []Placement, rows []string) (kept []Placement, refused []Refusal) {
	for i, p := range list {
		_, known := g.cited[p.Sentence]
		switch {
		case !known:
			refused = append(refused, Refusal{i, ForeignID})
		case !slices.Contains(rows, p.Row):
			refused = append(refused, Refusal{i, NoSuchRow})
		case !slices.Contains(kept, p):
			kept = append(kept, p)
		}
	}
	return kept, refused
}

// Refuses is why a claim may not be stored, "" if it may.
func (g Guard) Refuses(c Claim) Reason {
	text := norm.NFKC.String(c.Text) // digits and letters in disguise become plain
	var sources []string
	for _, id := range c.Cites {
		s, ok := g.cited[id]
		if !ok {
			return ForeignID
		}
		sources = append(sources, norm.NFKC.String(s))
	}
	said, heard := reads(text), reads(strings.Join(sources, "\n"))
	switch {
	case len(said.words) == 0:
		return EmptyText
	case len(c.Text) > LongestClaim:
		return TooLong
	case len(c.Cites) == 0:
		return NoCitation
	case hidden(c.Text):
		return HiddenSigns
	case suspect(text):
		return AnOrder
	case foreignTongue(text, said, heard):
		return OtherTongue
	case countsInWords(said):
		return Quantity
	case !within(said.dates, heard.dates):
		return UncitedDate
	case !clausesWithin(text, sources) || !within(said.laws, heard.laws):
		return UncitedRef
	case !within(said.numbers, heard.numbers):
		return UncitedCount
	case !quotesWithin(said.folded, sources):
		return UncitedQuote
	}
	for _, n := range g.names {
		if phrase(said.folded, n) && !phrase(heard.folded, n) {
			return UncitedName
		}
	}
	return ""
}

// facts are what is compared between a claim and its sources.
type facts struct {
	folded  string
	words   []string
	dates   []string
	numbers []string
	laws    []string
}

func reads(text string) facts {
	toks := tokens(text)
	f := facts{folded: folded(text), words: wordsOf(toks)}
	f.dates, f.numbers = figures(folded(withoutReferences(text, toks)))
	for _, w := range f.words {
		if numerals[w] {
			f.numbers = append(f.numbers, w)
		}
	}
	for i := 0; i+2 < len(toks); i++ {
		if toks[i].norm == "luật" && toks[i+1].class == space && toks[i+2].upper {
			f.laws = append(f.laws, "luật "+toned(toks[i+2].norm))
		}
	}
	return f
}

// withoutReferences leaves out clauses, which are compared as such: the 7 of "Điều 7" is
// no source for "7 ngày".
func withoutReferences(text string, toks []token) string {
	var b strings.Builder
	at := 0
	for _, r := range references(text, toks) {
		if r.Start >= at {
			b.WriteString(text[at:r.Start] + " ")
			at = r.End
		}
	}
	b.WriteString(text[at:])
	return b.String()
}

var (
	// longDate is "ngày 15 tháng 3 năm 2026", also without its day or its year; shortDate
	// is 15/3/2026, 15/3, 3/2026, 15-3-2026, 15.3.2026.
	longDate  = regexp.MustCompile(`(?:ngày (\d{1,2}) )?tháng (\d{1,2})(?: năm (\d{4}))?`)
	shortDate = regexp.MustCompile(`\b(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})\b|\b(\d{1,2})/(\d{1,2})\b`)
	// figure is a number with its separators, or a document's number with its year.
	figure = regexp.MustCompile(`\d+(?:[.,/]\d+)*\s?%?`)
)

// figures are the dates of a folded text as "year-month-day", missing parts 0, and its
// other numbers, thousands joined and without leading zeros.
func figures(text string) (dates, numbers []string) {
	take := func(re *regexp.Regexp, day, month, year []int) {
		text = replaceAll(re, text, func(m []string) (string, bool) {
			d, mo, y := first(m, day), first(m, month), first(m, year)
			if mo == "" || len(mo) > 2 || mo > "12" && len(mo) == 2 || len(d) == 2 && d > "31" {
				return "", false
			}
			dates = append(dates, plainNumber(y)+"-"+plainNumber(mo)+"-"+plainNumber(d))
			return " ", true
		})
	}
	take(longDate, []int{1}, []int{2}, []int{3})
	take(shortDate, []int{1, 4}, []int{2, 5}, []int{3})
	for _, n := range figure.FindAllString(text, -1) {
		numbers = append(numbers, plainNumber(n))
	}
	return dates, numbers
}

func replaceAll(re *regexp.Regexp, text string, f func([]string) (string, bool)) string {
	return re.ReplaceAllStringFunc(text, func(m string) string {
		if r, ok := f(re.FindStringSubmatch(m)); ok {
			return r
		}
		return m
	})
}

func first(m []string, at []int) string {
	for _, i := range at {
		if i < len(m) && m[i] != "" {
			return m[i]
		}
	}
	return ""
}

var thousands = regexp.MustCompile(`^\d{1,3}(\.\d{3})+(,\d+)?$`)

func plainNumber(n string) string {
	n = strings.ReplaceAll(n, " ", "")
	percent := strings.HasSuffix(n, "%")
	n = strings.TrimSuffix(n, "%")
	if thousands.MatchString(n) {
		n = strings.ReplaceAll(n, ".", "")
	}
	n = strings.TrimLeft(n, "0")
	if n == "" {
		n = "0"
	}
	if percent {
		n += "%"
	}
	return n
}

// numerals are numbers in words; "một", "năm" and "ba" are too often other words.
var numerals = set(`hai bốn bảy tám chín mười mươi chục trăm nghìn ngàn triệu tỷ tỉ two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand million billion`)

// quantities count in words. They are refused whatever is cited: how many said a thing is
// for code to say.
var quantities = []string{
	"tất cả", "toàn thể", "toàn bộ", "đa số", "đa phần", "phần lớn", "phần đông", "phần nhiều", "số đông", "nhiều", "hầu hết", "hầu như", "gần như", "mọi", "ai cũng", "không ai", "thiểu số",
	"một số", "số ít", "một vài", "vài", "quá nửa", "quá bán", "một nửa", "đông đảo", "đồng loạt", "nhất loạt", "các thành viên đều", "các bộ đều", "các ý kiến đều", "các đơn vị đều", "các cơ quan đều",
	"all", "most", "many", "majority", "minority", "several", "few", "some", "every", "everyone", "everybody", "nobody", "none", "half", "numerous", "unanimous", "unanimously", "overwhelmingly", "overwhelming", "percent",
}

func countsInWords(f facts) bool {
	return anyOf(f.words, quantities) || slices.Contains(f.numbers, "100%")
}

// within says that each of said is one of heard.
func within(said, heard []string) bool {
	return !slices.ContainsFunc(said, func(s string) bool { return !slices.Contains(heard, s) })
}

// clausesWithin says that each clause named in text is named in a source, perhaps more closely.
func clausesWithin(text string, sources []string) bool {
	var cited []Reference
	for _, s := range sources {
		cited = append(cited, References(s)...)
	}
	for _, r := range References(text) {
		if !slices.ContainsFunc(cited, func(c Reference) bool { return c.Foreign == r.Foreign && r.Clause.holds(c.Clause) }) {
			return false
		}
	}
	return true
}

// holds says that other is c or a part of it.
func (c Clause) holds(other Clause) bool {
	ok := func(a, b string) bool { return a == "" || a == b }
	return ok(c.Appendix, other.Appendix) && ok(c.Chapter, other.Chapter) && ok(c.Section, other.Section) &&
		ok(c.Article, other.Article) && ok(c.Khoan, other.Khoan) && ok(c.Diem, other.Diem)
}

var quoted = regexp.MustCompile(`“([^”]*)”?|«([^»]*)»?|"([^"]*)"?|‘([^’]*)’|„([^“”]*)[“”]?`)

// quotesWithin says that what stands between quotation marks stands so in a source.
func quotesWithin(text string, sources []string) bool {
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		inner := strings.Trim(strings.Join(m[1:], ""), " .,;:…")
		if !slices.ContainsFunc(sources, func(s string) bool { return strings.Contains(folded(s), inner) }) {
			return false
		}
	}
	return !strings.ContainsAny(quoted.ReplaceAllString(text, ""), "“”«»\"„")
}

// phrase says that words stand in text as whole words.
func phrase(text, words string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(words)
		before, after := strings.TrimRightFunc(text[:from], isLetter), strings.TrimLeftFunc(text[to:], isLetter)
		if len(before) == from && len(after) == len(text)-to {
			return true
		}
		at = to
	}
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func hidden(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.IsControl(r) && r != '\n' || r == unicode.ReplacementChar
	})
}

// foreignTongue says that a claim is in another script, or in words without Vietnamese
// letters although its sources are Vietnamese.
func foreignTongue(text string, said, heard facts) bool {
	for _, r := range text {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return true
		}
	}
	return len(said.words) >= 4 && marked(said.words) < 0.25 && marked(heard.words) >= 0.4
}

// marked is the share of words that have letters beyond a to z.
func marked(words []string) float64 {
	n, all := 0, 0
	for _, w := range words {
		if isNumber(w) {
			continue
		}
		all++
		if strings.ContainsFunc(w, func(r rune) bool { return r > unicode.MaxASCII }) {
			n++
		}
	}
	return float64(n) / float64(max(all, 1))
}
