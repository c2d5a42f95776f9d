package summaries

import (
	"slices"
	"strconv"
	"strings"
)

// SentenceID names a sentence: the opinion's id, '#', its number from 1 on.
type SentenceID string

// IDOf is the id of sentence number of an opinion.
func IDOf(opinion string, number int) SentenceID {
	return SentenceID(opinion + "#" + strconv.Itoa(number))
}

// Opinion is the id of the opinion that the sentence stands in.
func (id SentenceID) Opinion() string {
	opinion, _, _ := strings.Cut(string(id), "#")
	return opinion
}

// Sentence is a stretch of one opinion. The sentences of an opinion, put together in
// the order of their numbers, are its text to the byte; blanks between two belong to
// the first.
type Sentence struct {
	ID      SentenceID `json:"id"`
	Opinion string     `json:"opinion"`
	Number  int        `json:"number"` // from 1
	Start   int        `json:"start"`  // bytes in the opinion's text
	End     int        `json:"end"`    // exclusive

	References []Reference `json:"references,omitempty"` // as written in it; spans are of the opinion's text
	Clause     Clause      `json:"clause,omitzero"`      // what it is about: named in it, or by the heading above
	Rule       Rule        `json:"rule,omitempty"`       // by which it may be set apart; "" for none
	Opposes    bool        `json:"opposes,omitempty"`    // its words reject the draft: to be read before approval
	Suspect    bool        `json:"suspect,omitempty"`    // it may be meant for a machine: flagged, never removed
	Fold       SentenceID  `json:"fold,omitempty"`       // the head of the fold it is in; its own id where it is alone
}

// Reading is all that code understands of the opinions on one question, the same for the
// same opinions. It is made by [Read] and never changed.
type Reading struct {
	Question  Question
	Sentences []Sentence // in the order of the opinions, then of their numbers

	words   [][]string         // of each sentence
	spans   [][]span           // of these in the opinion's text
	index   map[SentenceID]int // into Sentences
	opinion map[string]int     // into Question.Opinions
}

// Read cuts and reads all opinions of a question. Opinions keep the order they come in,
// which should be that of the ballot's seats.
func Read(q Question) *Reading {
	r := &Reading{Question: q, index: map[SentenceID]int{}, opinion: map[string]int{}}
	title := map[string]bool{}
	for _, w := range wordsOf(tokens(q.Title)) {
		title[w] = true
	}
	folds := folder{index: map[foldPlace][]int{}, same: map[string]int{}}
	var heads []SentenceID
	for i, o := range q.Opinions {
		r.opinion[o.ID] = i
		from := len(r.Sentences)
		r.readOpinion(o, title)
		for k := from; k < len(r.Sentences); k++ {
			s := &r.Sentences[k]
			n := folds.head(foldKey(o.Stance, s.References, r.words[k]), r.words[k])
			if n == len(heads) {
				heads = append(heads, s.ID)
			}
			s.Fold = heads[n]
		}
	}
	for i, s := range r.Sentences {
		r.index[s.ID] = i
	}
	return r
}

func (r *Reading) readOpinion(o Opinion, title map[string]bool) {
	toks := tokens(o.Text)
	refs := references(o.Text, toks)
	from := len(r.Sentences)
	context := topic{}
	for n, s := range cut(o.Text, toks) {
		own := toks[s.from:s.to]
		sentence := Sentence{ID: IDOf(o.ID, n+1), Opinion: o.ID, Number: n + 1, Start: own[0].start, End: own[len(own)-1].end}
		for len(refs) > 0 && refs[0].Start < sentence.End {
			sentence.References = append(sentence.References, refs[0])
			refs = refs[1:]
		}
		words := wordsOf(own)
		text := o.Text[sentence.Start:sentence.End]
		sentence.Rule = ruleOf(own, sentence.References, o.Stance, title)
		sentence.Opposes = opposes(words)
		sentence.Suspect = suspect(text)
		if sentence.Suspect || sentence.Opposes {
			sentence.Rule = "" // a person looks at it
		}
		sentence.Clause = context.of(own, words, sentence)
		r.Sentences = append(r.Sentences, sentence)
		r.words, r.spans = append(r.words, words), append(r.spans, spansOf(own, len(words)))
	}
	more := slices.ContainsFunc(r.Sentences[from:], func(s Sentence) bool { return s.Rule == "" })
	for i := from; i < len(r.Sentences) && more; i++ {
		if r.Sentences[i].Rule == PlainAgreement {
			r.Sentences[i].Rule = AgreementWithPoints
		}
	}
}

// topic is the clause that sentences without one of their own are about.
type topic struct {
	clause  Clause
	heading bool // a line names it: it stands until the next one
	cell    bool // a cell names it: it stands to the end of the row
	broken  bool // a line ended since
	blank   bool // an empty line came since
}

// goingOn begin a sentence that goes on about the clause of the one before.
var goingOn = []string{"lý do", "vì", "do", "bởi", "theo đó", "cụ thể", "quy định này", "nội dung này", "điều này", "việc này", "khoản này", "như vậy", "trong đó", "đề nghị sửa thành", "đề nghị viết", "sửa thành", "viết lại"}

// aside are words that leave the clause spoken of.
var aside = []string{"ngoài ra", "bên cạnh đó", "về", "đối với", "liên quan", "đề nghị rà soát", "ý kiến chung", "góp ý chung", "cuối cùng"}

// of is the clause that a sentence is about: the first of the draft that it names, or the
// one that its heading, the cell before it, or the sentence that it goes on from names.
func (c *topic) of(toks []token, words []string, s Sentence) Clause {
	ended, empty := breaks(toks)
	defer func() { c.broken, c.blank = c.broken || ended, c.blank || empty }()
	for _, r := range s.References {
		if !r.Foreign {
			*c = topic{clause: r.Clause, heading: s.Rule == Heading && !hasTab(toks), cell: hasTab(toks)}
			if c.heading {
				ended, empty = false, false // what it heads follows on the next line
			}
			return r.Clause
		}
	}
	start := firstShown(toks)
	numbered := markerEnd(toks, start) > start && toks[start].class != sign
	switch {
	case slices.ContainsFunc(aside, func(p string) bool { return begins(words, p) }),
		c.blank, numbered, c.broken && !c.heading, s.Rule == Courtesy:
		*c = topic{}
	}
	if !c.heading && !c.cell && !slices.ContainsFunc(goingOn, func(p string) bool { return begins(words, p) }) {
		return Clause{}
	}
	return c.clause
}

func breaks(toks []token) (ended, empty bool) {
	n := 0
	for i := len(toks) - 1; i >= 0 && toks[i].blank(); i-- {
		if toks[i].class == line {
			n++
		}
	}
	return n > 0, n > 1
}

func hasTab(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool { return t.class == tab })
}

// Sentence is the sentence of that id; ok is false for an id that is none of this question.
func (r *Reading) Sentence(id SentenceID) (s Sentence, ok bool) {
	i, ok := r.index[id]
	if !ok {
		return s, false
	}
	return r.Sentences[i], true
}

// Opinion is the opinion of that id.
func (r *Reading) Opinion(id string) (o Opinion, ok bool) {
	i, ok := r.opinion[id]
	if !ok {
		return o, false
	}
	return r.Question.Opinions[i], true
}

// Text is the stored text of a sentence, to the byte; "" for an id that is none.
func (r *Reading) Text(id SentenceID) string {
	s, ok := r.Sentence(id)
	if !ok {
		return ""
	}
	return r.Question.Opinions[r.opinion[s.Opinion]].Text[s.Start:s.End]
}

// Quote is a sentence as it is printed: its text without the blanks around it.
func (r *Reading) Quote(id SentenceID) Quote {
	return Quote{Sentence: id, Text: strings.TrimSpace(r.Text(id))}
}

// Folds are the groups of near-duplicates with at least two members, in the order of
// their heads.
func (r *Reading) Folds() []Fold {
	var list []Fold
	at := map[SentenceID]int{}
	for _, s := range r.Sentences {
		n, ok := at[s.Fold]
		if !ok {
			n = len(list)
			at[s.Fold] = n
			list = append(list, Fold{Head: s.Fold})
		}
		list[n].Members = append(list[n].Members, s.ID)
	}
	return slices.DeleteFunc(list, func(f Fold) bool { return len(f.Members) < 2 })
}

// MustRead are the opinions that a person must have read before approval: every
// disagreement, by the ballot's row or by its words, and what may be meant for a machine.
func (r *Reading) MustRead() []string {
	read := map[string]bool{}
	for _, s := range r.Sentences {
		read[s.Opinion] = read[s.Opinion] || s.Opposes || s.Suspect
	}
	var list []string
	for _, o := range r.Question.Opinions {
		if read[o.ID] || o.Stance == Disagree && !o.Deemed {
			list = append(list, o.ID)
		}
	}
	return list
}

// stanceOf is the stance of the opinion that sentence i stands in.
func (r *Reading) stanceOf(i int) Stance {
	return r.Question.Opinions[r.opinion[r.Sentences[i].Opinion]].Stance
}

// dissents says that sentence i belongs to a disagreement, by the row or by its words.
func (r *Reading) dissents(i int) bool {
	return r.Sentences[i].Opposes || r.stanceOf(i) == Disagree
}
