package summaries

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Clause is a place in the draft, as far as it is named; "" is a part that is not.
// Numbers are in digits, also where Roman ones were written; an article may carry a
// letter ("5a"). It can be compared with ==.
type Clause struct {
	Appendix string `json:"appendix,omitempty"` // phụ lục; "-" where it has no number
	Chapter  string `json:"chapter,omitempty"`  // chương
	Section  string `json:"section,omitempty"`  // mục
	Article  string `json:"article,omitempty"`  // điều
	Khoan    string `json:"khoan,omitempty"`    // khoản
	Diem     string `json:"diem,omitempty"`     // điểm
}

// Key sorts clauses as the draft has them: chapters and sections, articles with their
// khoản and điểm, appendices; the part before its parts, đ after d. "" for the zero Clause.
func (c Clause) Key() string {
	if c == (Clause{}) {
		return ""
	}
	group := "3"
	switch {
	case c.Appendix != "":
		group = "4"
	case c.Article != "":
		group = "2"
	case c.Chapter != "" || c.Section != "":
		group = "1"
	}
	return strings.Join([]string{group, ordinal(c.Appendix), ordinal(c.Chapter), ordinal(c.Section), ordinal(c.Article), ordinal(c.Khoan), ordinal(c.Diem)}, ".")
}

// ordinal is a number with its letter, or a letter, as text that sorts.
func ordinal(s string) string {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	rank := 0
	if letter := s[digits:]; letter != "" {
		rank = 1 + slices.Index(letters, letter)
	}
	n, _ := strconv.Atoi(s[:digits])
	return fmt.Sprintf("%04d%02d", n, rank)
}

// letters are those that name a điểm, in the order of the Vietnamese alphabet.
var letters = strings.Fields("a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z")

// Theme is the clause that stands for a row: the khoản where one is named, else the article.
func (c Clause) Theme() Clause {
	c.Diem = ""
	return c
}

// Vietnamese is the clause as documents write it: "điểm a khoản 2 Điều 5".
func (c Clause) Vietnamese() string {
	return c.label(" ", "điểm %s", "khoản %s", "Điều %s", "Mục %s", "Chương %s", "Phụ lục %s")
}

// English is the clause in English: "point a, clause 2, Article 5".
func (c Clause) English() string {
	return c.label(", ", "point %s", "clause %s", "Article %s", "Section %s", "Chapter %s", "Appendix %s")
}

func (c Clause) label(sep string, forms ...string) string {
	var parts []string
	for i, v := range []string{c.Diem, c.Khoan, c.Article, c.Section, roman(c.Chapter), roman(c.Appendix)} {
		if v != "" {
			parts = append(parts, strings.TrimSuffix(fmt.Sprintf(forms[i], v), " -"))
		}
	}
	return strings.Join(parts, sep)
}

// Reference is a clause as a text names it.
type Reference struct {
	Start  int    `json:"start"` // bytes in the opinion's text
	End    int    `json:"end"`   // exclusive
	Clause Clause `json:"clause"`

	// Foreign says that the clause is of another instrument ("Điều 5 Luật Đất đai"): it
	// places nothing, but may be cited.
	Foreign bool `json:"foreign,omitempty"`
	// Inherited says that the article was not written here but taken from what stands
	// before ("khoản 3" after "Điều 5").
	Inherited bool `json:"inherited,omitempty"`
}

// level orders the units of a draft, the smaller within the greater.
type level int

const (
	diem level = iota + 1
	khoan
	dieu
	muc
	chuong
	phuluc
)

var units = map[string]level{"điểm": diem, "khoản": khoan, "điều": dieu, "mục": muc, "chương": chuong, "phụ": phuluc}

// isUnit says that a word, in lower case, may name a unit of a draft.
func isUnit(w string) bool { return units[w] > 0 }

// notUnit are words before a unit's word that make it another word: quan điểm, tài khoản.
var notUnit = map[level]map[string]bool{
	diem:  setOf("quan thời địa đặc ưu nhược trọng thí cao trung giao luận khuyết tâm chấm"),
	khoan: setOf("tài một các_khoản"),
	muc:   setOf("hạng danh chuyên tiết"),
}

// measures follow a number that is none of a clause: "khoản 3 tỷ đồng", "Điều 5, 10 ngày".
var measures = setOf("ngày giờ phút tháng năm tuần quý tỷ tỉ triệu nghìn ngàn đồng người lần phần bộ cơ tỉnh địa thành mét m km cm kw kwh kv ha vấn nội nhóm ý trường loại trạm hồ đơn đại thành")

// group is one unit's word with its values: "khoản 2, 3".
type group struct {
	level  level
	values []string
	from   int // tokens
	to     int
	link   link // what stands between it and the group before
}

// link is how closely a group stands to the one before.
type link int

const (
	loose link = iota // và, hoặc
	comma
	tight // a blank, của, tại
)

// References finds the clauses that a text names: "điểm a, b khoản 2 Điều 5", "các Điều
// 3, 4 và 7", "từ khoản 1 đến khoản 3 Điều 5", "Điều 5 khoản 2", Chương, Mục, Phụ lục.
// A list gives one reference for each of its members, up to 60, with the span of the whole.
func References(text string) []Reference { return references(text, tokens(text)) }

func references(text string, toks []token) []Reference {
	var refs []Reference
	var last Clause // the article that "khoản 3" alone belongs to
	for i := 0; i < len(toks); {
		g, ok := groupAt(toks, i)
		if !ok {
			if c, to := this(toks, i, last); to > i && c != (Clause{}) {
				refs = append(refs, Reference{Start: toks[i].start, End: toks[to-1].end, Clause: c, Inherited: true})
				i = to
				continue
			}
			i++
			continue
		}
		groups := []group{g}
		for {
			k, l := between(toks, groups[len(groups)-1].to)
			n, ok := groupAt(toks, k)
			if !ok {
				break
			}
			n.link = l
			groups = append(groups, n)
		}
		i = groups[len(groups)-1].to
		foreign := ofAnother(toks, i)
		found := resolve(toks, groups, last)
		for k := range found {
			found[k].Foreign = foreign
			if foreign {
				found[k].Inherited = false
			} else if c := found[k].Clause; c.Article != "" || c.Appendix != "" {
				last = Clause{Appendix: c.Appendix, Article: c.Article}
			}
		}
		refs = append(refs, found...)
	}
	return refs
}

// this reads "Điều này": the article spoken of.
func this(toks []token, i int, last Clause) (Clause, int) {
	if toks[i].norm == "điều" && i+2 < len(toks) && toks[i+1].class == space && toks[i+2].norm == "này" {
		return last, i + 3
	}
	return Clause{}, i
}

// groupAt reads a unit's word and its values at token i.
func groupAt(toks []token, i int) (group, bool) {
	if i >= len(toks) || toks[i].class != word {
		return group{}, false
	}
	g := group{level: units[toks[i].norm], from: i}
	if g.level == 0 || i > 1 && notUnit[g.level][toks[i-2].norm] {
		return g, false
	}
	k := i + 1
	if g.level == phuluc {
		if k+1 >= len(toks) || toks[k].class != space || toks[k+1].norm != "lục" {
			return g, false
		}
		k += 2
	}
	if n := blanks(toks, k); n+2 < len(toks) && (toks[n].norm == "số" || toks[n].norm == "thứ") {
		k = n + 1
	}
	g.values, g.to = values(toks, k, g.level)
	if len(g.values) == 0 && g.level == phuluc {
		g.values, g.to = []string{"-"}, i+3
	}
	return g, len(g.values) > 0
}

// values reads a list of values from token k on, and where it ends.
func values(toks []token, k int, l level) ([]string, int) {
	var list []string
	end := k
	for {
		n := blanks(toks, k)
		ranged := false
		if len(list) > 0 {
			var ok bool
			if n, ranged, ok = separator(toks, n, l); !ok {
				return list, end
			}
		}
		v, to := value(toks, n, l)
		if v == "" {
			return list, end
		}
		if len(list) > 0 && ranged {
			list = append(list, through(list[len(list)-1], v)...)
		} else {
			list = append(list, v)
		}
		k, end = to, to
	}
}

// separator reads what stands between two values: a comma, và, a dash, đến (and the
// unit's word again).
func separator(toks []token, n int, l level) (to int, ranged, ok bool) {
	if n >= len(toks) {
		return n, false, false
	}
	switch toks[n].norm {
	case ",", "và", "hoặc", "&", "/":
	case "-", "–", "đến", "tới":
		ranged = true
	default:
		return n, false, false
	}
	to = blanks(toks, n+1)
	if toks[n].norm == "," && to < len(toks) && toks[to].norm == "và" {
		to = blanks(toks, to+1)
	}
	if ranged && to < len(toks) && units[toks[to].norm] == l {
		to++
		if l == phuluc {
			to += 2
		}
	}
	return min(blanks(toks, to), len(toks)), ranged, true
}

// value reads one value of a unit at token n, "" if none stands there.
func value(toks []token, n int, l level) (string, int) {
	if n >= len(toks) {
		return "", n
	}
	t := toks[n]
	letter := func(k int) bool {
		return k < len(toks) && toks[k].class == word && slices.Contains(letters, toks[k].norm) && (k+1 == len(toks) || toks[k+1].class != number)
	}
	switch {
	case t.class == number && len(t.norm) <= 4 && isASCII(t.norm):
		v, to := strings.TrimLeft(t.norm, "0"), n+1
		if v == "" {
			return "", n
		}
		if letter(to) { // 5a
			return v + toks[to].norm, to + 1
		}
		if to+1 < len(toks) && (toks[to].norm == "." || toks[to].norm == "," || toks[to].norm == "/") && toks[to+1].class == number || to < len(toks) && toks[to].norm == "%" {
			if toks[to].norm != "," { // 1.000, 5/2020, 10 %
				return "", n
			}
		}
		if m := blanks(toks, to); m < len(toks) && measures[toks[m].norm] && !(toks[m].norm == "nội" || toks[m].upper) {
			return "", n
		}
		return v, to
	case (l == diem || l == khoan) && letter(n):
		return t.norm, n + 1
	case l >= muc && romanOf(t) > 0:
		return strconv.Itoa(romanOf(t)), n + 1
	case l >= muc && letter(n) && t.caps:
		return t.norm, n + 1
	}
	return "", n
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > '9' }) < 0
}

// through is what follows a up to b: 3 to 7, a to d; only b where that makes no sense.
func through(a, b string) []string {
	const most = 60
	from, errA := strconv.Atoi(a)
	to, errB := strconv.Atoi(b)
	if errA == nil && errB == nil && from < to && to-from <= most {
		var list []string
		for v := from + 1; v <= to; v++ {
			list = append(list, strconv.Itoa(v))
		}
		return list
	}
	if x, y := slices.Index(usual, a), slices.Index(usual, b); x >= 0 && x < y {
		return usual[x+1 : y+1]
	}
	return []string{b}
}

// usual are the letters that drafts use for a điểm, in order.
var usual = strings.Fields("a b c d đ e g h i k l m n o p q r s t u v x y")

// between steps over what may link two groups: blanks, commas, và, của, tại.
func between(toks []token, k int) (int, link) {
	l := tight
	for n := 0; k < len(toks) && n < 4; {
		switch t := toks[k]; {
		case t.class == space:
		case t.norm == "," || t.norm == ";" || t.norm == "(" || t.norm == "-" || t.norm == "–":
			l, n = min(l, comma), n+1
		case t.norm == "và" || t.norm == "hoặc" || t.norm == "&" || t.norm == "đến":
			l, n = loose, n+1
		case t.norm == "của" || t.norm == "tại" || t.norm == "thuộc" || t.norm == "trong" || t.norm == "các" || t.norm == "từ":
			n++
		default:
			return k, l
		}
		k++
	}
	return k, l
}

// blanks steps over blanks on the line.
func blanks(toks []token, k int) int {
	for k < len(toks) && toks[k].class == space {
		k++
	}
	return k
}

// resolve says what each group belongs to. A smaller unit goes to the greater one that
// stands closer; where both are as close, to the side on which the sequence began.
func resolve(toks []token, groups []group, last Clause) []Reference {
	parent := make([]int, len(groups))
	holds := make([]bool, len(groups))
	for i := range groups {
		parent[i] = parentOf(groups, i)
		if p := parent[i]; p >= 0 {
			holds[p] = true
		}
	}
	var refs []Reference
	for i, g := range groups {
		if holds[i] {
			continue // it is named by its parts
		}
		from, to := g.from, g.to
		bases := []Clause{{}}
		inherited := false
		var chain []int
		for p := parent[i]; p >= 0; p = parent[p] {
			chain = append(chain, p)
			from, to = min(from, groups[p].from), max(to, groups[p].to)
		}
		top := g.level
		if len(chain) > 0 {
			top = groups[chain[len(chain)-1]].level
		}
		if top < dieu {
			bases[0], inherited = last, last != (Clause{})
		}
		for _, p := range slices.Backward(chain) {
			bases = combine(bases, groups[p])
		}
		for _, c := range combine(bases, g) {
			if c.Article != "" && c.Appendix == "" {
				c.Chapter, c.Section = "", "" // articles are numbered through
			}
			refs = append(refs, Reference{Start: toks[from].start, End: toks[to-1].end, Clause: c, Inherited: inherited})
		}
	}
	return refs
}

// mostNamed is how many clauses one group of words may name: "điểm a-y khoản 1-60 Điều
// 1-60" names ninety thousand.
const mostNamed = 60

func combine(bases []Clause, g group) []Clause {
	var list []Clause
	for _, b := range bases {
		for _, v := range g.values {
			if len(list) == mostNamed {
				return list
			}
			c := b
			switch g.level {
			case diem:
				c.Diem = v
			case khoan:
				c.Khoan = v
			case dieu:
				c.Article = v
			case muc:
				c.Section = v
			case chuong:
				c.Chapter = v
			case phuluc:
				c.Appendix = v
			default:
				continue
			}
			list = append(list, c)
		}
	}
	return list
}

// parentOf is the group that group i is a part of, -1 for none.
func parentOf(groups []group, i int) int {
	prev, prevLink := -1, loose
	for k, l := i-1, groups[i].link; k >= 0; k-- {
		if groups[k].level > groups[i].level {
			prev, prevLink = k, l
			break
		}
		if l = min(l, groups[k].link); groups[k].level == groups[i].level && k > 0 {
			l = groups[k].link // a sibling: as close as the first of them
		}
	}
	next, nextLink := -1, loose
	for k := i + 1; k < len(groups); k++ {
		if groups[k].level > groups[i].level {
			next, nextLink = k, groups[k].link
			break
		}
		if groups[k].level < groups[i].level && groups[k].link != tight {
			continue
		}
	}
	least := comma
	if groups[i].level >= dieu {
		least = tight // "Điều 5, Phụ lục I" are two places
	}
	if prevLink < least {
		prev = -1
	}
	if nextLink < least {
		next = -1
	}
	switch {
	case prev < 0:
		return next
	case next < 0:
		return prev
	case prevLink != nextLink && prevLink > nextLink:
		return prev
	case prevLink != nextLink:
		return next
	case groups[0].level >= dieu && groups[0].level > groups[len(groups)-1].level:
		return prev
	case groups[0].level >= dieu && prev == 0 && prevLink == tight:
		return prev
	}
	return next
}

// ofAnother says that what follows token k names another instrument: a law, or a decree
// with its number.
func ofAnother(toks []token, k int) bool {
	words := make([]token, 0, 6)
	for ; k < len(toks) && len(words) < 6; k++ {
		t := toks[k]
		if t.class == word || t.class == number {
			words = append(words, t)
		} else if !(t.class == space || len(words) == 0 && t.norm == ",") {
			break
		}
	}
	for len(words) > 0 && (words[0].norm == "của" || words[0].norm == "tại" || words[0].norm == "trong" || words[0].norm == "theo") {
		words = words[1:]
	}
	is := func(i int, s string) bool { return i < len(words) && words[i].norm == s }
	after := 0
	switch {
	case is(0, "hiến") && is(1, "pháp"):
		return true
	case is(0, "luật"):
		after = 1
	case is(0, "bộ") && is(1, "luật"), is(0, "nghị") && (is(1, "định") || is(1, "quyết")), is(0, "thông") && is(1, "tư"),
		is(0, "pháp") && is(1, "lệnh"), is(0, "quyết") && is(1, "định"), is(0, "công") && is(1, "ước"):
		after = 2
	default:
		return false
	}
	if after >= len(words) {
		return false
	}
	n := words[after]
	return n.class == number || n.norm == "số" || n.class == word && n.upper
}

// romanOf is the value of a Roman numeral in capitals, 0 for other words.
func romanOf(t token) int {
	if t.class != word || !t.caps || len(t.norm) > 6 {
		return 0
	}
	sum, last := 0, 0
	for i := len(t.norm) - 1; i >= 0; i-- {
		v := map[byte]int{'i': 1, 'v': 5, 'x': 10}[t.norm[i]]
		if v == 0 {
			return 0
		}
		if v < last {
			sum -= v
		} else {
			sum, last = sum+v, v
		}
	}
	if strings.ToLower(roman(strconv.Itoa(sum))) != t.norm {
		return 0
	}
	return sum
}

// roman writes a number up to 39 in Roman; other values stay.
func roman(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 39 {
		return s
	}
	return strings.Repeat("X", n/10) + []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}[n%10]
}
