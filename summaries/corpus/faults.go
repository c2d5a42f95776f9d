package corpus

import (
	"fmt"
	"slices"
	"strings"

	"ecabinet/summaries"
)

// Faults says what is wrong with a table that a model had a part in, whoever answered:
// nothing where every quotation is a stored sentence, every id is of the question, no
// opinion and no sentence is lost, the counts are those of who said it, and every gist
// passes the guards with citations of its own row and stance. names are the respondents'.
func Faults(r *summaries.Reading, table summaries.Table, names []string) []string {
	var faults []string
	fault := func(format string, values ...any) { faults = append(faults, fmt.Sprintf(format, values...)) }
	if l := r.Balance(table, nil); !l.Balanced() || l.Opinions.Total != len(r.Question.Opinions) {
		fault("the ledger: %+v", l.Faults)
	}
	for _, row := range table.Rows {
		faults = append(faults, faultsOf(r, row, names)...)
	}
	stands := map[string]int{} // sentences of each opinion
	for id := range table.Placements() {
		stands[id.Opinion()]++
	}
	for _, a := range table.Apart {
		stands[a.Sentence.Opinion()]++
	}
	for _, id := range table.Waiting {
		stands[id.Opinion()]++
	}
	for _, o := range r.Question.Opinions {
		if n := len(summaries.Cut(o.Text)); stands[o.ID] != n {
			fault("opinion %s: %d of %d sentences", o.ID, stands[o.ID], n)
		}
	}
	return faults
}

func faultsOf(r *summaries.Reading, row summaries.Row, names []string) []string {
	var faults []string
	fault := func(format string, values ...any) {
		faults = append(faults, "row "+row.ID+": "+fmt.Sprintf(format, values...))
	}
	said := map[string]bool{}
	var ids []summaries.SentenceID
	for _, p := range row.Points {
		for _, q := range p.Quotes {
			ids = append(ids, q.Sentence)
			text := r.Text(q.Sentence)
			if text == "" || q.Text != strings.TrimSpace(text) || !strings.HasPrefix(string(q.Sentence), p.Opinion+"#") {
				fault("%s is no stored sentence", q.Sentence)
			}
		}
		o, ok := r.Opinion(p.Opinion)
		if !ok {
			fault("foreign opinion %s", p.Opinion)
		}
		said[string(o.Stance)+o.Respondent] = true
	}
	sum := 0
	for _, c := range r.Tally(row) {
		sum += c.Explicit + c.Deemed
	}
	if sum != len(said) {
		fault("counts %d, %d said it", sum, len(said))
	}
	guard := r.Guard(ids, names)
	for _, g := range row.Gists {
		for _, c := range g.Claims {
			if c.Text != "" && guard.Refuses(c) != "" || len(c.Cites) == 0 {
				fault("a gist that no guard lets pass")
			}
			for _, id := range c.Cites {
				if o, _ := r.Opinion(id.Opinion()); !slices.Contains(ids, id) || o.Stance != g.Stance {
					fault("%s is cited from elsewhere", id)
				}
			}
		}
	}
	return faults
}
