package received

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ecabinet/internal/fold"
)

// Figures of likeness of names: below the first nobody is offered.
const (
	offered = 0.5
	likely  = 0.75
	apart   = 0.15 // by which the likeliest must lead
	mostMay = 5
)

// roll finds respondents by name and number.
type roll struct {
	list  []Respondent
	names []string          // folded
	words []map[string]bool // of each
}

// abbreviations as they are written in names of offices.
var abbreviations = map[string]string{"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "tp": "thanh pho", "vp": "van phong", "nhnn": "ngan hang nha nuoc", "cty": "cong ty", "ttcp": "thanh tra chinh phu", "vpcp": "van phong chinh phu"}

// nameOf is a name as it is compared.
func nameOf(s string) string {
	if len(s) > 1000 {
		s = s[:1000]
	}
	parts := strings.Fields(fold.Text(s))
	for i, w := range parts {
		if long, ok := abbreviations[w]; ok {
			parts[i] = long
		}
	}
	return strings.Join(parts, " ")
}

func wordsOf(name string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(name) {
		set[w] = true
	}
	return set
}

func lexicon(list []Respondent) *roll {
	r := &roll{list: list}
	for _, one := range list {
		name := nameOf(one.Name)
		r.names, r.words = append(r.names, name), append(r.words, wordsOf(name))
	}
	return r
}

// find says whose line it is, or who it may be of.
func (r *roll) find(l *Line) {
	wrong := func(code, value string) { l.Wrong = append(l.Wrong, Problem{Code: code, Value: short(value)}) }
	byNumber := 0
	if n, err := strconv.Atoi(strings.TrimSuffix(l.Number, ".")); err == nil {
		if slices.ContainsFunc(r.list, func(one Respondent) bool { return one.Seat == n }) {
			byNumber = n
		}
	}
	if l.Name == "" {
		switch {
		case l.Number == "":
			wrong(NobodyNamed, "")
		case byNumber == 0:
			wrong(NotListed, l.Number)
		default:
			l.Seat, l.Sure = byNumber, true
		}
		return
	}
	same := r.called(nameOf(l.Name))
	switch {
	case len(same) == 1:
		if l.Seat, l.Sure = same[0], true; byNumber != 0 && byNumber != l.Seat {
			l.Sure, l.May = false, []int{l.Seat, byNumber}
			wrong(Contradiction, l.Number)
		}
		return
	case len(same) > 1 && slices.Contains(same, byNumber):
		l.Seat, l.Sure = byNumber, true
		return
	case len(same) > 1:
		l.May = same[:min(len(same), mostMay)]
		wrong(Several, l.Name)
		return
	}
	r.alike(l)
	switch {
	case l.Seat > 0:
		wrong(OnlyAlike, l.Name)
	default:
		wrong(NotListed, l.Name)
	}
	if byNumber != 0 && !slices.Contains(l.May, byNumber) {
		l.May = append(l.May, byNumber)
	}
}

func (r *roll) called(name string) []int {
	var seats []int
	for i, one := range r.list {
		if r.names[i] == name && name != "" {
			seats = append(seats, one.Seat)
		}
	}
	return seats
}

// alike offers those whose names share most words.
func (r *roll) alike(l *Line) {
	words := wordsOf(nameOf(l.Name))
	type score struct {
		seat int
		dice float64
	}
	var list []score
	for i, one := range r.list {
		common := 0
		for w := range words {
			if r.words[i][w] {
				common++
			}
		}
		if all := len(words) + len(r.words[i]); all > 0 {
			if dice := 2 * float64(common) / float64(all); dice >= offered {
				list = append(list, score{one.Seat, dice})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b score) int { return cmp.Compare(b.dice, a.dice) })
	for _, s := range list[:min(len(list), mostMay)] {
		l.May = append(l.May, s.seat)
	}
	if len(list) > 0 && list[0].dice >= likely && (len(list) == 1 || list[0].dice-list[1].dice >= apart) {
		l.Seat = list[0].seat
	}
}
