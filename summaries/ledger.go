package summaries

import (
	"maps"
	"slices"

	"ecabinet"
)

// Flaw says what is wrong where a table does not account for its opinions.
type Flaw string

// The flaws.
const (
	NotWhole        Flaw = "not_whole"        // the sentences of the opinion are not its text
	SourceDiffers   Flaw = "source_differs"   // the table was made of another opinion than there is now
	SentenceMissing Flaw = "sentence_missing" // it stands nowhere
	SentenceTwice   Flaw = "sentence_twice"   // twice in a row, or in two of: rows, set apart, waiting
	SentenceUnknown Flaw = "sentence_unknown" // no sentence of this question
	QuoteDiffers    Flaw = "quote_differs"    // not the stored sentence
	PointForeign    Flaw = "point_foreign"    // a point quotes another opinion than its own, or nothing
	PointTwice      Flaw = "point_twice"      // two points of one id
	RowTwice        Flaw = "row_twice"        // two rows of one id
	ClaimForeign    Flaw = "claim_foreign"    // a gist cites nothing, or what does not stand in its row with its stance
	DissentApart    Flaw = "dissent_apart"    // words of a disagreement set apart, but not by a person
)

// Fault is one flaw and where it is; fields that say nothing of it are "".
type Fault struct {
	Flaw     Flaw       `json:"flaw"`
	Opinion  string     `json:"opinion,omitempty"`
	Sentence SentenceID `json:"sentence,omitempty"`
	Row      string     `json:"row,omitempty"`
}

// Ledger accounts for every opinion and for every sentence of a table.
//
// Opinions: Deemed + Wordless + Apart + Placed + Waiting = Total.
// Sentences: Placed + the sum of Apart + Waiting = Total.
type Ledger struct {
	Opinions struct {
		Total    int `json:"total"`
		Deemed   int `json:"deemed"`   // entered because silence is agreement
		Wordless int `json:"wordless"` // an explicit answer without a text
		Apart    int `json:"apart"`    // all that was said is set apart
		Placed   int `json:"placed"`   // something stands in a row and nothing waits
		Waiting  int `json:"waiting"`  // something waits for a person
	} `json:"opinions"`
	Sentences struct {
		Total   int          `json:"total"`
		Placed  int          `json:"placed"` // in one row or several, counted once
		Apart   map[Rule]int `json:"apart"`
		Waiting int          `json:"waiting"`
	} `json:"sentences"`
	Faults []Fault  `json:"faults"` // what keeps the ledger from balancing
	Unread []string `json:"unread"` // opinions that a person must read before approval and has not
}

// Balanced says that both sums are right and nothing is wrong. A balanced table may still
// wait for a person.
func (l Ledger) Balanced() bool {
	o, s := l.Opinions, l.Sentences
	apart := 0
	for _, n := range s.Apart {
		apart += n
	}
	return len(l.Faults) == 0 && o.Deemed+o.Wordless+o.Apart+o.Placed+o.Waiting == o.Total && s.Placed+apart+s.Waiting == s.Total
}

// place is where a sentence stands.
type places struct{ placed, apart, waiting bool }

// Balance accounts for a table, from the opinions themselves. read are the opinions that a
// person has read in full.
func (r *Reading) Balance(t Table, read map[string]bool) Ledger {
	b := balance{r: r, at: make([]places, len(r.Sentences))}
	b.l.Sentences.Apart = map[Rule]int{}
	b.l.Faults, b.l.Unread = []Fault{}, []string{}
	for _, o := range t.Stale(r.Question) {
		b.fault(Fault{Flaw: SourceDiffers, Opinion: o})
	}
	b.rows(t.Rows)
	for _, a := range t.Apart {
		b.apart(a)
	}
	for _, id := range t.Waiting {
		if i, ok := b.index(id, ""); ok {
			b.twice(b.at[i] != places{}, id, "")
			b.at[i].waiting = true
		}
	}
	b.sum()
	for _, o := range r.MustRead() {
		if !read[o] {
			b.l.Unread = append(b.l.Unread, o)
		}
	}
	return b.l
}

type balance struct {
	r  *Reading
	l  Ledger
	at []places
}

func (b *balance) fault(f Fault) { b.l.Faults = append(b.l.Faults, f) }

func (b *balance) twice(is bool, id SentenceID, row string) {
	if is {
		b.fault(Fault{SentenceTwice, id.Opinion(), id, row})
	}
}

func (b *balance) index(id SentenceID, row string) (int, bool) {
	i, ok := b.r.index[id]
	if !ok {
		b.fault(Fault{SentenceUnknown, "", id, row})
	}
	return i, ok
}

func (b *balance) rows(rows []Row) {
	seenRow, seenPoint := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		if seenRow[row.ID] {
			b.fault(Fault{Flaw: RowTwice, Row: row.ID})
		}
		seenRow[row.ID] = true
		here := map[int]bool{}
		for _, p := range row.Points {
			if seenPoint[p.ID] {
				b.fault(Fault{PointTwice, p.Opinion, "", row.ID})
			}
			seenPoint[p.ID] = true
			if len(p.Quotes) == 0 {
				b.fault(Fault{PointForeign, p.Opinion, "", row.ID})
			}
			for _, q := range p.Quotes {
				i, ok := b.index(q.Sentence, row.ID)
				if !ok {
					continue
				}
				b.twice(here[i], q.Sentence, row.ID)
				here[i], b.at[i].placed = true, true
				if q.Text != b.r.Quote(q.Sentence).Text {
					b.fault(Fault{QuoteDiffers, p.Opinion, q.Sentence, row.ID})
				}
				if b.r.Sentences[i].Opinion != p.Opinion {
					b.fault(Fault{PointForeign, p.Opinion, q.Sentence, row.ID})
				}
			}
		}
		b.gists(row, here)
	}
}

func (b *balance) gists(row Row, here map[int]bool) {
	for _, g := range row.Gists {
		for _, c := range g.Claims {
			if len(c.Cites) == 0 {
				b.fault(Fault{Flaw: ClaimForeign, Row: row.ID})
			}
			for _, id := range c.Cites {
				if i, ok := b.r.index[id]; !ok || !here[i] || b.r.stanceOf(i) != g.Stance {
					b.fault(Fault{ClaimForeign, "", id, row.ID})
				}
			}
		}
	}
}

// formal rules set apart what says nothing, also in a disagreement.
var formal = []Rule{Courtesy, Heading, Blank, ByPerson}

func (b *balance) apart(a SetApart) {
	i, ok := b.index(a.Sentence, "")
	if !ok {
		return
	}
	b.twice(b.at[i] != places{}, a.Sentence, "")
	b.at[i].apart = true
	b.l.Sentences.Apart[a.Rule]++
	if b.r.dissents(i) && !a.Filed && (!slices.Contains(formal, a.Rule) || b.r.Sentences[i].Opposes) {
		b.fault(Fault{DissentApart, a.Sentence.Opinion(), a.Sentence, ""})
	}
}

// sum counts the sentences, and the opinions by what became of theirs.
func (b *balance) sum() {
	byOpinion := make([]places, len(b.r.Question.Opinions))
	whole := make([]int, len(b.r.Question.Opinions)) // bytes that the sentences cover
	b.l.Sentences.Total = len(b.r.Sentences)
	for i, s := range b.r.Sentences {
		o := b.r.opinion[s.Opinion]
		if s.Start == whole[o] {
			whole[o] = s.End
		}
		switch at := b.at[i]; {
		case at.placed:
			b.l.Sentences.Placed++
			byOpinion[o].placed = true
		case at.apart:
			byOpinion[o].apart = true
		case at.waiting:
			b.l.Sentences.Waiting++
			byOpinion[o].waiting = true
		default:
			b.fault(Fault{SentenceMissing, s.Opinion, s.ID, ""})
			byOpinion[o].waiting = true
		}
	}
	n := &b.l.Opinions
	n.Total = len(b.r.Question.Opinions)
	for i, o := range b.r.Question.Opinions {
		if whole[i] != len(o.Text) {
			b.fault(Fault{Flaw: NotWhole, Opinion: o.ID})
		}
		switch at := byOpinion[i]; {
		case at.waiting:
			n.Waiting++
		case at.placed:
			n.Placed++
		case at.apart:
			n.Apart++
		case o.Deemed:
			n.Deemed++
		default:
			n.Wordless++
		}
	}
}

// MayApprove says whether the table may be approved as it was seen: hash is that of the
// table on the approver's screen. The ledger must balance, nothing may wait and every
// opinion that must be read has been.
//
// It refuses with summary.stale, summary.unbalanced, summary.waiting or summary.unread,
// and with summary.other_version where the hash is not this table's.
func (r *Reading) MayApprove(t Table, read map[string]bool, hash string) error {
	is, err := t.Hash()
	if err != nil {
		return err
	}
	l := r.Balance(t, read)
	switch stale := t.Stale(r.Question); {
	case is != hash:
		return ecabinet.E(ecabinet.Stale, "summary.other_version")
	case len(stale) > 0:
		return ecabinet.E(ecabinet.Refused, "summary.stale", "count", len(stale))
	case !l.Balanced():
		return ecabinet.E(ecabinet.Refused, "summary.unbalanced", "count", max(len(l.Faults), 1))
	case l.Sentences.Waiting > 0:
		return ecabinet.E(ecabinet.Refused, "summary.waiting", "count", l.Sentences.Waiting)
	case len(l.Unread) > 0:
		return ecabinet.E(ecabinet.Refused, "summary.unread", "count", len(l.Unread))
	}
	return nil
}

// Score is how far placements agree with those of reference, pair by pair of sentence and row.
type Score struct {
	Precision float64 `json:"precision"` // of what was placed, the share placed alike
	Recall    float64 `json:"recall"`    // of what should be placed, the share placed alike
	F1        float64 `json:"f1"`
}

// Agreement compares two placements of sentences in rows; a sentence that is in none is
// left out.
func Agreement(got, want map[SentenceID]string) Score {
	alike := 0
	for _, id := range slices.Collect(maps.Keys(got)) {
		if w, ok := want[id]; ok && w == got[id] {
			alike++
		}
	}
	var s Score
	if len(got) > 0 {
		s.Precision = float64(alike) / float64(len(got))
	}
	if len(want) > 0 {
		s.Recall = float64(alike) / float64(len(want))
	}
	if alike > 0 {
		s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	}
	return s
}

// Placements are the rows of a table by sentence; of a sentence in several, the first.
func (t Table) Placements() map[SentenceID]string {
	m := map[SentenceID]string{}
	for _, r := range t.Rows {
		for _, p := range r.Points {
			for _, q := range p.Quotes {
				if _, ok := m[q.Sentence]; !ok {
					m[q.Sentence] = r.ID
				}
			}
		}
	}
	return m
}
