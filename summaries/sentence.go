package summaries

import (
	"strings"
	"unicode/utf8"
)

// Cut cuts a text into sentences, losslessly: for every text, also one that is no
// UTF-8, the parts put together are the text to the byte. An empty text has none.
//
// It knows Vietnamese abbreviations (TP., Đ/c., Th.S, v.v.), numbering (1., 2.1., a),
// headings (Điều 5.), lines of lists and those that were merely wrapped, cells of pasted
// tables, and leaves a quotation whole.
func Cut(text string) []string {
	toks := tokens(text)
	var parts []string
	for _, s := range cut(text, toks) {
		parts = append(parts, text[toks[s.from].start:toks[s.to-1].end])
	}
	return parts
}

// stretch is a range of tokens, to exclusive.
type stretch struct{ from, to int }

// cutter walks over the tokens of one text.
type cutter struct {
	text  string
	toks  []token
	close []int // for each token within a quotation: where that closes, else 0
	from  int   // where the present sentence begins
	first int   // its first token that shows something, -1 while there is none
	list  []stretch
}

func cut(text string, toks []token) []stretch {
	c := cutter{text: text, toks: toks, close: quotations(toks), first: -1}
	for i := 0; i < len(toks); i++ {
		if !toks[i].blank() && c.first < 0 {
			c.first = i
		}
		if c.first < 0 {
			continue
		}
		if end := c.ends(i); end > 0 {
			c.list = append(c.list, stretch{c.from, end})
			c.from, c.first = end, -1
			i = end - 1
		}
	}
	if c.from < len(toks) {
		// Blanks alone belong to what stands before them.
		if c.first < 0 && len(c.list) > 0 {
			c.list[len(c.list)-1].to = len(toks)
		} else {
			c.list = append(c.list, stretch{c.from, len(toks)})
		}
	}
	return c.list
}

// ends is where the sentence ends that has token i as one of its last, 0 if it goes on.
func (c *cutter) ends(i int) int {
	t := c.toks[i]
	if c.close[i] > i {
		return 0
	}
	switch {
	case t.class == line:
		return c.endsLine(i)
	case t.class == tab:
		if c.markerOnly(i) {
			return 0
		}
		return c.skipBlanks(i)
	case t.class != sign:
		return 0
	case t.norm == ";":
		return c.endsClause(i)
	case isEnder(t.norm):
		return c.endsSentence(i, i)
	case c.close[i] == i && i > 0:
		if p := c.before(i); p >= 0 && isEnder(c.toks[p].norm) {
			return c.endsSentence(p, i)
		}
	}
	return 0
}

func isEnder(s string) bool { return s == "." || s == "!" || s == "?" || s == "…" }

// endsLine decides on a line break: a line of a list, of a table or a paragraph ends
// there; one that was merely wrapped goes on.
func (c *cutter) endsLine(i int) int {
	end := c.skipBlanks(i)
	if end == len(c.toks) {
		return 0
	}
	breaks, tabs := 0, false
	for _, t := range c.toks[i:end] {
		if t.class == line {
			breaks++
		}
		tabs = tabs || t.class == tab
	}
	last, next := c.toks[c.before(i)], c.toks[end]
	long := utf8.RuneCountInString(c.text[c.lineStart(i):last.end])
	switch {
	case breaks > 1, tabs, c.tableRow(end), markerEnd(c.toks, end) > end:
		return end
	case last.class == sign && strings.Contains(".:;!?…", last.norm):
		return end
	case next.class == word && !next.upper, last.norm == ",":
		return 0
	case long >= 55 && long <= 100 && last.class == word && next.class == word && !isUnit(next.norm):
		return 0 // as wide as mail programs wrap
	}
	return end
}

func (c *cutter) lineStart(i int) int {
	for i--; i >= 0; i-- {
		if c.toks[i].class == line {
			return c.toks[i].end
		}
	}
	return 0
}

// tableRow says that the line which begins at token i has cells.
func (c *cutter) tableRow(i int) bool {
	for ; i < len(c.toks) && c.toks[i].class != line; i++ {
		if c.toks[i].class == tab {
			return true
		}
	}
	return false
}

// endsClause decides on a semicolon: only where another point of a list begins.
func (c *cutter) endsClause(i int) int {
	end := c.skipBlanks(i + 1)
	if end == i+1 || end == len(c.toks) {
		return 0
	}
	if markerEnd(c.toks, end) > end || isUnit(c.toks[end].norm) {
		return end
	}
	return 0
}

// endsSentence decides on a full stop or its like at token dot; i is the last token that
// would belong to the sentence, such as a closing quotation mark.
func (c *cutter) endsSentence(dot, i int) int {
	after := i + 1
	if after < len(c.toks) && isEnder(c.toks[after].norm) {
		return 0 // the last of several decides
	}
	for after < len(c.toks) && c.toks[after].class == sign && (isEnder(c.toks[after].norm) || strings.Contains("/)]”»", c.toks[after].norm)) {
		after++
	}
	if after == len(c.toks) {
		return 0
	}
	if !c.toks[after].blank() {
		if after == dot+1 && c.glued(dot) {
			return after
		}
		return 0
	}
	end := c.skipBlanks(after)
	if end == len(c.toks) {
		return 0
	}
	for _, t := range c.toks[after:end] {
		if t.class == line || t.class == tab {
			return 0 // decided there
		}
	}
	if dot == i && c.toks[dot].norm == "." && (c.markerOnly(dot) || c.headingOnly(dot) || c.abbreviated(dot, end)) {
		return 0
	}
	if c.begins(dot, after, end) {
		return end
	}
	return 0
}

// begins says whether a sentence may begin at token n, after an ender at dot.
func (c *cutter) begins(dot, after, n int) bool {
	t := c.toks[n]
	switch {
	case t.class == word && t.upper, t.class == number:
		return true
	case t.class == sign:
		return strings.Contains("“‘«\"'([-–—+*•●▪", t.norm)
	case t.class == word && after == dot+1 && dot > 0: // small letter: a careless writer, or no end at all
		p := c.toks[dot-1]
		return p.class == word && !p.upper && utf8.RuneCountInString(p.norm) > 1
	}
	return false
}

// glued says that a new sentence begins right after the full stop, as in
// "dự thảo.Đề nghị".
func (c *cutter) glued(dot int) bool {
	if dot == 0 || c.toks[dot].norm != "." {
		return false
	}
	p, n := c.toks[dot-1], c.toks[dot+1]
	return p.class == word && !p.upper && utf8.RuneCountInString(p.norm) > 1 && !abbreviations[p.norm] &&
		n.class == word && n.upper && !n.caps
}

// abbreviations are written with a full stop that ends no sentence; in lower case, without it.
var abbreviations = setOf(`tp tx tt ths ts pgs gs bs ks cn ls nsnd nsưt đ đc c ô b q h p x tr st vd ubnd hđnd
	nđ qđ tt nq ct cp bt bnv kts ncs ptgs tsgt no nr mr mrs ms dr prof st sđt đt fax tel`)

// abbreviated says that the full stop at dot belongs to an abbreviation; n is the token
// that would begin the next sentence.
func (c *cutter) abbreviated(dot, n int) bool {
	if dot == 0 || c.toks[dot-1].class != word {
		return false
	}
	p := c.toks[dot-1]
	behind := func(k int, s string) bool { return dot-k >= 0 && c.toks[dot-k].norm == s }
	switch {
	case p.norm == "v" && behind(2, ".") && behind(3, "v"), p.norm == "vv": // v.v. ends a sentence where another begins
		return !c.toks[n].upper
	case p.norm == "c" && behind(2, "/"), p.norm == "s" && behind(2, "."): // Đ/c., Th.S.
		return true
	case p.caps && utf8.RuneCountInString(p.norm) == 1: // an initial, but not the last name of "Nguyễn Văn A."
		b := c.before(dot - 1)
		return b < c.from || !isUnit(c.toks[b].norm) && !(c.toks[b].upper && len(c.toks[b].norm) > 1)
	}
	if !abbreviations[p.norm] {
		return false
	}
	b := c.before(dot - 1)
	return b < c.from || !isUnit(c.toks[b].norm) // "điểm đ.", "khoản c." end as others do
}

// markerOnly says that up to token i the sentence is nothing but the marker of a list.
func (c *cutter) markerOnly(i int) bool {
	return i < markerEnd(c.toks, c.first) || i == markerEnd(c.toks, c.first) && c.toks[i].blank()
}

// headingOnly says that up to token i the sentence only names a clause, as a heading does.
func (c *cutter) headingOnly(i int) bool {
	const longest = 40 // tokens
	if i-c.first > longest {
		return false
	}
	at, numbers := markerEnd(c.toks, c.first), false
	for _, t := range c.toks[at:i] {
		numbers = numbers || t.class == number
		if t.class == word && !headingWords[t.norm] && utf8.RuneCountInString(t.norm) > 1 && romanOf(t) == 0 {
			return false
		}
		if t.class == line {
			return false
		}
	}
	return numbers && at < i && isUnit(c.toks[at].norm)
}

var headingWords = setOf("điều khoản điểm chương mục phụ lục số mẫu biểu về tại đối với và các góp ý kiến nội dung")

// before is the last token ahead of i that shows something, -1 for none.
func (c *cutter) before(i int) int {
	for i--; i >= 0 && c.toks[i].blank(); i-- {
	}
	return i
}

func (c *cutter) skipBlanks(i int) int {
	for i < len(c.toks) && c.toks[i].blank() {
		i++
	}
	return i
}

// markerEnd is the token behind the marker of a list that begins at token i, i if there
// is none: "1.", "1)", "(1)", "2.1.", "2.1", "a)", "đ.", "IV.", "-", "•".
func markerEnd(toks []token, i int) int {
	at := func(k int) token {
		if k < len(toks) {
			return toks[k]
		}
		return token{class: line}
	}
	t := at(i)
	switch {
	case t.class == sign && strings.Contains("-–—+*•●▪◦·", t.norm):
		if at(i+1).class == number {
			return i
		}
		return i + 1
	case t.norm == "(":
		if n := at(i + 1); (n.class == number || n.class == word && isOrdinal(n)) && at(i+2).norm == ")" {
			return i + 3
		}
		return i
	case t.class == number && len(t.norm) <= 2:
		k, levels := i+1, 1
		for at(k).norm == "." && at(k+1).class == number && len(at(k+1).norm) <= 2 {
			k, levels = k+2, levels+1
		}
		switch e := at(k); {
		case (e.norm == "." || e.norm == ")") && at(k+1).class != number:
			return k + 1
		case levels > 1 && e.class == space && at(k+1).class == word && at(k+1).upper:
			return k
		}
	case t.class == word && isOrdinal(t):
		if e := at(i + 1); (e.norm == ")" || e.norm == "." && !(at(i+2).class == word)) && (at(i+2).blank() || e.norm == ")") {
			return i + 2
		}
	}
	return i
}

// isOrdinal says that a word is a single letter or a Roman numeral.
func isOrdinal(t token) bool {
	return utf8.RuneCountInString(t.norm) == 1 || romanOf(t) > 0
}

// quotations gives, for each token within a quotation and for its closing mark, where
// that mark stands. A mark that nothing closes in its paragraph, or not for long, is none.
func quotations(toks []token) []int {
	const longest = 3000 // bytes
	closes := make([]int, len(toks))
	closing := map[string]string{"“": "”", "«": "»", "\"": "\""}
	for i := 0; i < len(toks); i++ {
		want, ok := closing[toks[i].norm]
		if !ok || toks[i].class != sign {
			continue
		}
		breaks, k := 0, i+1
		for ; k < len(toks) && toks[k].end-toks[i].start <= longest && breaks < 2; k++ {
			if toks[k].norm == want {
				break
			}
			if toks[k].class == line {
				breaks++
			} else if !toks[k].blank() {
				breaks = 0
			}
		}
		if k == len(toks) || toks[k].norm != want {
			continue
		}
		for ; i <= k; i++ {
			closes[i] = k
		}
		i = k
	}
	return closes
}

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
