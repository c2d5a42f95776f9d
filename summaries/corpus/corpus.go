// Package corpus holds labelled opinions on a draft that does not exist: sixty written by
// hand and four hundred made by rule, each sentence with the issue that it belongs to. They
// are for tests, measurements and demonstrations, and hold no real person's words.
package corpus

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"ecabinet/summaries"
)

//go:embed sixty.txt
var sixty string

// Title is the draft's.
const Title = "Nghị định quy định về quản lý, phát triển hạ tầng trạm sạc xe điện"

// Issue is a gold label: "1" to "9" the issues of Issues, "d" the dissent of the four
// hundred; "a" is plain agreement, "f" a formula or heading, "x" something else.
type Issue string

// Issues are the gold issues in Vietnamese.
var Issues = map[Issue]string{
	"1": "Giải thích từ ngữ trạm sạc công cộng", "2": "Thẩm quyền cấp phép", "3": "Thời hạn, thủ tục", "4": "An toàn, phòng cháy, chữa cháy", "5": "Giá dịch vụ sạc",
	"6": "Ưu đãi, hỗ trợ đầu tư", "7": "Kết nối, bảo vệ dữ liệu", "8": "Hiệu lực, chuyển tiếp", "9": "Quy hoạch, mặt bằng, bố trí trạm", "d": "Chưa ban hành Nghị định",
}

// Corpus is a question with its gold.
type Corpus struct {
	Question summaries.Question
	Names    map[string]string // respondent's reference: name
	stretch  map[string][]stretch
}

// stretch is a labelled part of an opinion, in bytes.
type stretch struct {
	issue      Issue
	start, end int
}

// Gold is the issue of a sentence: that which most of its bytes belong to.
func (c Corpus) Gold(s summaries.Sentence) Issue {
	best, most := Issue(""), 0
	for _, p := range c.stretch[s.Opinion] {
		if n := min(s.End, p.end) - max(s.Start, p.start); n > most {
			best, most = p.issue, n
		}
	}
	return best
}

// part is a labelled text before it is joined to an opinion.
type part struct {
	issue Issue
	text  string
}

// add joins parts to an opinion.
func (c *Corpus) add(id, name string, stance summaries.Stance, decomposed bool, parts []part) {
	var b strings.Builder
	for i, p := range parts {
		text := p.text
		if i < len(parts)-1 && !strings.HasSuffix(text, "\n") && !strings.HasSuffix(text, "\t") {
			text += " "
		}
		if decomposed {
			text = norm.NFD.String(text)
		}
		start := b.Len()
		b.WriteString(text)
		c.stretch[id] = append(c.stretch[id], stretch{p.issue, start, b.Len()})
	}
	c.Names["r"+id] = name
	c.Question.Opinions = append(c.Question.Opinions, summaries.Opinion{ID: id, Respondent: "r" + id, Stance: stance, Text: b.String()})
}

func empty(id string, of int) Corpus {
	return Corpus{
		Question: summaries.Question{ID: id, Title: Title, Asked: summaries.Respondents, Of: of},
		Names:    map[string]string{}, stretch: map[string][]stretch{},
	}
}

// Sixty are the sixty opinions written by hand, with nine issues; 72 were asked.
func Sixty() Corpus {
	c := empty("sixty", 72)
	var head []string
	var parts []part
	flush := func() {
		if head != nil {
			c.add(head[0], head[1], summaries.Stance(head[2]), len(head) > 3, parts)
		}
		parts = nil
	}
	unescape := strings.NewReplacer(`\n`, "\n", `\t`, "\t")
	for n, l := range strings.Split(strings.TrimSpace(sixty), "\n") {
		switch {
		case strings.HasPrefix(l, "#"):
		case strings.HasPrefix(l, "@ "):
			flush()
			if head = strings.Split(l[2:], " | "); len(head) < 3 {
				panic(fmt.Sprintf("sixty.txt:%d: id | respondent | stance", n+1))
			}
		default:
			issue, text, ok := strings.Cut(l, " ")
			if !ok {
				panic(fmt.Sprintf("sixty.txt:%d: label and text", n+1))
			}
			parts = append(parts, part{Issue(issue), unescape.Replace(text)})
		}
	}
	flush()
	return c
}

// Filed is the table that staff have begun: the sentences of every step-th opinion, from
// the first-th on (from 0), each filed under its issue; all else is left to the next draft.
// The rows are those of the issues that were met, or all of Issues where they were set up
// before.
func (c Corpus) Filed(r *summaries.Reading, first, step int, setUp bool) summaries.Table {
	t := summaries.Table{Question: c.Question.ID, Version: 1}
	for _, o := range c.Question.Opinions {
		t.Sources = append(t.Sources, summaries.Source{Opinion: o.ID, Hash: o.Hash()})
	}
	row := map[Issue]int{}
	if setUp {
		for _, issue := range slices.Sorted(maps.Keys(Issues)) {
			row[issue] = len(t.Rows)
			t.Rows = append(t.Rows, summaries.Row{ID: string(issue), Title: Issues[issue], Touched: true})
		}
	}
	for _, s := range r.Sentences {
		n := slices.IndexFunc(c.Question.Opinions, func(o summaries.Opinion) bool { return o.ID == s.Opinion })
		issue := c.Gold(s)
		if n%step != first || Issues[issue] == "" || s.Rule != "" {
			continue
		}
		k, ok := row[issue]
		if !ok {
			k = len(t.Rows)
			row[issue] = k
			t.Rows = append(t.Rows, summaries.Row{ID: string(issue), Title: Issues[issue], Touched: true})
		}
		p := summaries.Point{ID: string(s.ID), Opinion: s.Opinion, Filed: true, Quotes: []summaries.Quote{r.Quote(s.ID)}}
		t.Rows[k].Points = append(t.Rows[k].Points, p)
	}
	return t
}

// Want are the gold placements of all sentences but those that are filed in t.
func (c Corpus) Want(r *summaries.Reading, t summaries.Table) map[summaries.SentenceID]string {
	filed, want := t.Placements(), map[summaries.SentenceID]string{}
	for _, s := range r.Sentences {
		if _, ok := filed[s.ID]; !ok && Issues[c.Gold(s)] != "" {
			want[s.ID] = string(c.Gold(s))
		}
	}
	return want
}

// Score is how well a draft after t places what was not filed.
func (c Corpus) Score(r *summaries.Reading, t summaries.Table) summaries.Score {
	got := r.Draft(&t).Placements()
	for id := range t.Placements() {
		delete(got, id)
	}
	return summaries.Agreement(got, c.Want(r, t))
}
