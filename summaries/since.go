package summaries

import "slices"

// How says in what way an opinion is another than the table was made of.
type How string

// The ways.
const (
	Came    How = "came"
	Went    How = "went"
	Changed How = "changed" // other words, or another answer
)

// Change is an opinion that is another than the table was made of.
type Change struct {
	Opinion string
	How     How
	Lost    []Quote      // sentences in rows that no longer stand in it, each once
	Loose   []SentenceID // sentences of now that stand in no row and that no rule sets apart
}

// Since is what became of the opinions that t was made of, in the order of [Table.Stale].
// A table keeps the words of what stands in its rows: of what was set apart or waited, only
// what is there now can be told.
func (r *Reading) Since(t Table) []Change {
	filed := map[string][]Quote{}
	for _, row := range t.Rows {
		for _, p := range row.Points {
			for _, q := range p.Quotes {
				if !slices.Contains(filed[p.Opinion], q) {
					filed[p.Opinion] = append(filed[p.Opinion], q)
				}
			}
		}
	}
	var list []Change
	for _, o := range t.Stale(r.Question) {
		c := r.since(o, filed[o])
		if c.How == Changed && !slices.ContainsFunc(t.Sources, func(s Source) bool { return s.Opinion == o }) {
			c.How = Came
		}
		list = append(list, c)
	}
	return list
}

// since compares what was filed of an opinion with what it says now, as often as it says it.
func (r *Reading) since(opinion string, filed []Quote) Change {
	c := Change{Opinion: opinion, How: Changed}
	if _, there := r.Opinion(opinion); !there {
		c.How = Went
	}
	said := map[string]int{}
	for _, s := range r.Sentences {
		if s.Opinion == opinion {
			said[r.Quote(s.ID).Text]++
		}
	}
	for _, q := range filed {
		if said[q.Text] == 0 {
			c.Lost = append(c.Lost, q)
		} else {
			said[q.Text]--
		}
	}
	for _, s := range r.Sentences {
		if text := r.Quote(s.ID).Text; s.Opinion == opinion && s.Rule == "" && said[text] > 0 {
			c.Loose = append(c.Loose, s.ID)
			said[text]--
		}
	}
	return c
}
