package summaries

import (
	"cmp"
	"slices"
)

// Table is the next version of the table by what the run has brought so far; before is the
// table as it is now. What persons filed stays where it is and the rows that they touched
// keep their title, and what they wrote of them, as with [Reading.Draft]. Whatever no model placed waits for a person,
// also what is said by an opinion that has changed since the run began.
func (run Run) Table(r *Reading, before *Table) Table {
	t := Table{Question: r.Question.ID, Version: 1, Assisted: true, Apart: []SetApart{}, Waiting: []SentenceID{}, Sources: r.sources()}
	d := run.drafting(r, before)
	if before != nil {
		t.Version = before.Version + 1
		t.Apart = d.apart
	}
	for i, s := range r.Sentences {
		if s.Rule != "" && !d.placed[i] {
			t.Apart = append(t.Apart, SetApart{Sentence: s.ID, Rule: s.Rule})
			d.placed[i] = true
		}
	}
	run.place(d.drafting)
	for i, s := range r.Sentences {
		if !d.placed[i] {
			t.Waiting = append(t.Waiting, s.ID)
		}
	}
	t.Rows = d.finish()
	run.gists(d.drafting, t.Rows)
	slices.SortStableFunc(t.Apart, func(a, b SetApart) int { return cmp.Compare(r.index[a.Sentence], r.index[b.Sentence]) })
	return t
}

// assisting is a table in the making with what persons have set apart.
type assisting struct {
	*drafting
	apart []SetApart
}

// drafting is a table with what persons did and with the offered rows.
func (run Run) drafting(r *Reading, before *Table) assisting {
	d := assisting{&drafting{r: r, byID: map[string]*rowDraft{}, placed: map[int]bool{}}, nil}
	d.terms, d.vectors = r.vectors()
	if before != nil {
		d.apart = d.keep(*before)
	}
	for _, row := range run.Rows {
		if d.byID[row.ID] == nil {
			row.Points, row.Gists = nil, nil
			d.add(&rowDraft{row: row})
		}
	}
	return d
}

// place puts sentences where the model placed them.
func (run Run) place(d *drafting) {
	stale, mine := run.stale(d.r), map[int]int{}
	for _, s := range run.Steps {
		if s.Kind != PlaceOpinion || s.Result == nil {
			continue
		}
		for _, p := range s.Result.Placements {
			i, known := d.r.index[p.Sentence]
			row := d.byID[p.Row]
			if !known || row == nil || stale[p.Sentence.Opinion()] || mine[i] == mostRows || slices.Contains(row.more, i) {
				continue
			}
			if mine[i] > 0 || d.free(i) {
				d.place(i, row)
				mine[i]++
			}
		}
	}
}

// stale are the opinions that are not what they were when the run began.
func (run Run) stale(r *Reading) map[string]bool {
	stale := map[string]bool{}
	for _, o := range (Table{Sources: run.Sources}).Stale(r.Question) {
		stale[o] = true
	}
	return stale
}

// gists puts what the model wrote before what code picked. A disagreement stands in full
// behind it; where nothing was written, code's representatives stand.
func (run Run) gists(d *drafting, rows []Row) {
	stale := run.stale(d.r)
	for k := range rows {
		row := &rows[k]
		here := map[SentenceID]Stance{}
		for _, i := range d.sentences(*row) {
			if !stale[d.r.Sentences[i].Opinion] {
				here[d.r.Sentences[i].ID] = d.r.stanceOf(i)
			}
		}
		for n := range row.Gists {
			g := &row.Gists[n]
			if _, own := row.worded(g.Stance); own {
				continue
			}
			written := run.written(row.ID, g.Stance, here)
			if len(written) == 0 {
				continue
			}
			for _, i := range d.sentences(*row) {
				if d.r.stanceOf(i) == g.Stance && d.r.dissents(i) {
					written = append(written, Claim{Cites: []SentenceID{d.r.Sentences[i].ID}})
				}
			}
			g.Claims = written
		}
	}
}

// written are the sentences that the model wrote on a row and stance, at most four, of which
// every citation still stands there.
func (run Run) written(row string, stance Stance, here map[SentenceID]Stance) []Claim {
	var list []Claim
	for _, s := range run.Steps {
		if s.Kind != WriteGist || s.Row != row || s.Stance != stance || s.Result == nil {
			continue
		}
		for _, c := range s.Result.Claims {
			if !slices.ContainsFunc(c.Cites, func(id SentenceID) bool {
				at, ok := here[id]
				return !ok || at != stance
			}) {
				list = append(list, c)
			}
		}
	}
	return list[:min(len(list), mostClaims)]
}
