package summaries

// Suggestion is where a sentence may belong, learnt from what persons have filed.
type Suggestion struct {
	Sentence SentenceID `json:"sentence"`
	Row      string     `json:"row"`
	Score    float64    `json:"score"` // likeness, 0 to 1; no probability
	Like     SentenceID `json:"like"`  // the filed sentence that it resembles most, "" where only the title is like it
}

// suggested is the least score of a suggestion, tried on the hand-written corpus.
const suggested = 0.05

// Suggest gives, for each sentence that no person has filed and no rule sets apart, the
// row that it resembles most, among those that a person made or filed something in (nearest
// centroid: Rocchio, 1971). A row's title and clause count as one more filed sentence.
// Where nothing is like it there is no suggestion. The order is that of the sentences.
func (r *Reading) Suggest(t Table) []Suggestion {
	terms, vectors := r.vectors()
	return r.suggest(t, terms, vectors)
}

// lesson is a row as far as persons have filed into it.
type lesson struct {
	row       string
	centre    vector
	sentences []int
}

func (r *Reading) suggest(t Table, terms *terms, vectors []vector) []Suggestion {
	lessons, decided := r.lessons(t, terms, vectors)
	centres := make([]vector, len(lessons))
	for k, l := range lessons {
		centres[k] = l.centre
	}
	taught, cosines := holdersOf(centres), make([]float64, len(lessons))
	var list []Suggestion
	for i, s := range r.Sentences {
		if decided[i] || s.Rule != "" {
			continue
		}
		taught.cosines(vectors[i], cosines)
		best, score := -1, suggested
		for k, c := range cosines {
			if c > score {
				best, score = k, c
			}
		}
		if best < 0 {
			continue
		}
		suggestion := Suggestion{Sentence: s.ID, Row: lessons[best].row, Score: min(score, 1)}
		if n := nearest(lessons[best].sentences, vectors, i); n >= 0 {
			suggestion.Like = r.Sentences[n].ID
		}
		list = append(list, suggestion)
	}
	return list
}

// lessons are the rows that persons made or filed in, and the sentences that they have
// decided on.
func (r *Reading) lessons(t Table, terms *terms, vectors []vector) (list []lesson, decided map[int]bool) {
	decided = map[int]bool{}
	for _, row := range t.Rows {
		l := lesson{row: row.ID}
		taught := []vector{terms.of(wordsOf(tokens(row.Title)), row.Clause)}
		for _, p := range row.Points {
			for _, q := range p.Quotes {
				if i, ok := r.index[q.Sentence]; ok && p.Filed {
					decided[i] = true
					l.sentences = append(l.sentences, i)
					taught = append(taught, vectors[i])
				}
			}
		}
		if len(l.sentences) > 0 || row.Touched {
			l.centre = centroid(taught)
			list = append(list, l)
		}
	}
	for _, a := range t.Apart {
		if i, ok := r.index[a.Sentence]; ok && a.Filed {
			decided[i] = true
		}
	}
	return list, decided
}

// nearest is the one of list that sentence i resembles most, -1 if it resembles none.
func nearest(list []int, vectors []vector, i int) int {
	best, most := -1, 0.0
	for _, n := range list {
		if c := cosine(vectors[i], vectors[n]); c > most {
			best, most = n, c
		}
	}
	return best
}
