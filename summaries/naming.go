package summaries

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Figures of naming, tried on the hand-written corpus. A word is a syllable here.
const (
	longestPhrase = 8  // words of a phrase that sentences share
	leastShared   = 6  // its words times the sentences that hold it
	shortestHead  = 4  // words of the beginning of a sentence
	longestHead   = 14 // of the same
)

// openers are formulas before what a sentence says. What rejects is said by the name of a
// row of disagreements already.
var (
	openers   = []string{"kính", "đề nghị", "kiến nghị", "yêu cầu", "chúng tôi", "tuy nhiên", "đồng thời", "ngoài ra", "bên cạnh đó", "cần thiết", "cần", "nên", "phải", "về"}
	rejecting = []string{"không đồng ý", "chưa đồng ý", "không nhất trí", "chưa nhất trí", "không tán thành", "phản đối", "với"}
)

// named is what a row is called that no clause names, nil for nothing:
//
//   - the beginning of the sentence that stands for all, where half of them have it,
//   - else the phrase that half of them share, the longer, the more of them and the fewer
//     others the better,
//   - else the beginning of that sentence nevertheless.
//
// Either is words of a sentence as they stand there, one after the other. What was said in
// the same words counts once; what may be meant for a machine names nothing.
func (d *drafting) named(row Row, ids []int) []string {
	dissent := !slices.ContainsFunc(ids, func(i int) bool { return d.r.stanceOf(i) != Disagree })
	ids = slices.DeleteFunc(slices.Clone(ids), func(i int) bool { return d.r.Sentences[i].Suspect || len(d.r.words[i]) == 0 })
	if len(ids) == 0 || row.Clause != (Clause{}) {
		return nil
	}
	var said []spoken
	known := map[string]bool{}
	for _, i := range ids {
		s := d.speak(i)
		if key := phrased(s.words); !known[key] && len(said) < mostRanked {
			known[key] = true
			said = append(said, s.tied(d.terms))
		}
	}
	first := d.speak(d.middle(ids)).tied(d.terms)
	from, to := first.head(dissent)
	name, begun := first.print(from, to), 0
	if to < len(first.words) {
		name += "…"
	}
	for _, s := range said {
		if strings.Contains(phrased(s.words), phrased(first.words[from:to])) {
			begun++
		}
	}
	if begun < 2 || 2*begun < len(said) {
		if phrase := d.shared(said); phrase != "" {
			name = phrase
		}
	}
	if r := []rune(name); len(r) > MaxTitle { // words without a blank between
		name = string(r[:MaxTitle-1]) + "…"
	}
	return []string{capital(name)}
}

// middle is the sentence that resembles all of ids most: of those that say what they are
// against where there is one, else of those that are no fragment.
func (d *drafting) middle(ids []int) int {
	list := make([]vector, len(ids))
	for k, i := range ids {
		list[k] = d.vectors[i]
	}
	all, best, most := centroid(list), ids[0], -1.0
	for k, i := range ids {
		c := cosine(list[k], all)
		switch {
		case d.r.Sentences[i].Opposes:
			c++
		case len(d.r.words[i]) < fewestWords:
			c = -0.5
		}
		if c > most {
			best, most = i, c
		}
	}
	return best
}

// spoken is a sentence as its words, without the marker of a list that it is a point of.
type spoken struct {
	text  string // the opinion's
	words []string
	spans []span
	ties  []tie
}

// tie is what ties a syllable to the one before it. Vietnamese writes a blank between the
// syllables of a word as between words: which belong together is seen by how often they
// stand together.
type tie struct {
	parted bool // more than blanks stands between, or it is the first
	formal bool // it is of no phrase: joins two, is of a formula ("đề nghị"), or a number
	behind int  // how many sentences of the question have it behind that one
}

// speak is sentence i to name something by, without its ties.
func (d *drafting) speak(i int) spoken {
	s := spoken{text: d.r.Question.Opinions[d.r.opinion[d.r.Sentences[i].Opinion]].Text, words: d.r.words[i], spans: d.r.spans[i]}
	begin := tokens(s.text[d.r.Sentences[i].Start:s.spans[min(len(s.spans), 6)-1].to])
	marker := len(wordsOf(begin[:markerEnd(begin, firstShown(begin))]))
	if marker < len(s.words) {
		s.words, s.spans = s.words[marker:], s.spans[marker:]
	}
	return s
}

// tied is the same with its ties.
func (s spoken) tied(t *terms) spoken {
	s.ties = make([]tie, len(s.words))
	formula := func(w string) bool { return emptyWords[w] && !functionWords[w] }
	shows := func(r rune) bool { return r == '\t' || !unicode.IsSpace(r) && !isBlank(r) }
	for k, w := range s.words {
		x := &s.ties[k]
		x.formal = functionWords[w] || isNumber(w)
		if x.parted = k == 0 || strings.ContainsFunc(s.between(k), shows); x.parted {
			continue
		}
		before := s.words[k-1]
		if n, ok := t.number[before+" "+w]; ok {
			x.behind = t.in[n]
		}
		if formula(before) && formula(w) {
			s.ties[k-1].formal, x.formal = true, true
		}
	}
	return s
}

// between is what stands between word k and the one before.
func (s spoken) between(k int) string { return s.text[s.spans[k-1].to:s.spans[k].from] }

// phrased is words to compare, with a blank before and behind each.
func phrased(words []string) string { return " " + strings.Join(words, " ") + " " }

// print is words as they are written, with what closes the last; in NFC and on one line.
func (s spoken) print(from, to int) string {
	end := int(s.spans[to-1].to)
	for _, r := range s.text[end:] {
		if !strings.ContainsRune("”’»\")]%", r) {
			break
		}
		end += utf8.RuneLen(r)
	}
	words := strings.FieldsFunc(s.text[s.spans[from].from:end], func(r rune) bool { return unicode.IsSpace(r) || isBlank(r) || unicode.IsControl(r) })
	return strings.ToValidUTF8(norm.NFC.String(strings.Join(words, " ")), "")
}

// pauses says that the sentence pauses before word k, which a number such as 1,5 does not.
func (s spoken) pauses(k int) bool {
	return strings.ContainsAny(s.between(k), ",;:-–—(\t") && strings.ContainsFunc(s.between(k), unicode.IsSpace)
}

// opens says that a phrase may begin with word k: it is not the rest of a longer word. It
// does so plainly where nothing before could belong to it.
func (s spoken) opens(k int) (may, plain bool) {
	plain = s.ties[k].parted || s.ties[k-1].formal
	return !s.ties[k].formal && (plain || k+1 < len(s.ties) && s.ties[k].behind < s.ties[k+1].behind), plain
}

// closes is opens at the end of a phrase, of which k is not the first word.
func (s spoken) closes(k int) (may, plain bool) {
	plain = k+1 == len(s.ties) || s.ties[k+1].parted || s.ties[k+1].formal
	return !s.ties[k].formal && (plain || s.ties[k+1].behind < s.ties[k].behind), plain
}

// rare is how much a word tells sentences apart; 0 for one that carries no theme.
func (d *drafting) rare(w string) float64 {
	if n, ok := d.terms.number[w]; ok {
		return d.terms.rare[n]
	}
	return 0
}

// sharing is a phrase that may name a row.
type sharing struct {
	text  func() string
	words int
	rare  float64 // of its words, added
	in    int     // how many sentences have it
	last  int     // of those that were looked at
	times int
	plain int // of twice as many ends: nothing beside them could belong to it
}

// shared is the phrase that says most of what sentences have in common, "" for none.
func (d *drafting) shared(said []spoken) string {
	found := map[string]*sharing{}
	var order []*sharing
	for n, s := range said {
		for from := range s.words {
			may, plainly := s.opens(from)
			if !may {
				continue
			}
			rare := d.rare(s.words[from])
			for to := from + 1; to < len(s.words) && to < from+longestPhrase && !s.ties[to].parted; to++ {
				if s.ties[to].behind == 1 {
					break // nothing longer is shared
				}
				rare += d.rare(s.words[to])
				may, plain := s.closes(to)
				if !may {
					continue
				}
				key := phrased(s.words[from : to+1])
				p := found[key]
				if p == nil {
					p = &sharing{text: func() string { return s.print(from, to+1) }, rare: rare, words: to + 1 - from, last: -1}
					found[key], order = p, append(order, p)
				}
				if p.last != n {
					p.last, p.in = n, p.in+1
				}
				p.times++
				if plainly {
					p.plain++
				}
				if plain {
					p.plain++
				}
			}
		}
	}
	best, most := (*sharing)(nil), 0.0
	for _, p := range order {
		score := float64(p.in) * p.rare * (2 + float64(p.plain)/float64(p.times))
		if p.in >= 2 && 2*p.in >= len(said) && p.in*p.words >= leastShared && score > most {
			best, most = p, score
		}
	}
	if best == nil {
		return ""
	}
	return best.text()
}

// head is the beginning of a sentence behind the formulas that open it, up to where it
// pauses, or to where it is parted most easily before it is too long.
func (s spoken) head(dissent bool) (from, to int) {
	formulas := openers
	if dissent {
		formulas = slices.Concat(openers, rejecting)
	}
	for at := -1; at < from; {
		at = from
		for _, f := range formulas {
			n := 1 + strings.Count(f, " ")
			if len(s.words)-from-n >= shortestHead && begins(s.words[from:], f) {
				from += n
			}
		}
	}
	to = min(from+shortestHead, len(s.words))
	for to < len(s.words) && !s.pauses(to) {
		to++
	}
	if to-from <= longestHead {
		return from, to
	}
	least := math.MaxInt
	for k := from + longestHead; k > from+shortestHead; k-- {
		n := s.ties[k].behind
		if functionWords[s.words[k]] && !functionWords[s.words[k-1]] {
			n = -1
		}
		if n < least {
			least, to = n, k
		}
	}
	return from, to
}
