package summaries

import (
	"cmp"
	"maps"
	"slices"
)

// Figures of drafting without a model, tried on the hand-written corpus.
const (
	joins    = 0.22 // the least likeness to a clause's row that places a sentence without clause
	clusters = 0.18 // the least likeness to a cluster's middle
	fewest   = 2    // respondents that make a theme; a disagreement makes one alone
)

// drafting is a table in the making.
type drafting struct {
	r       *Reading
	terms   *terms
	vectors []vector
	rows    []*rowDraft
	byID    map[string]*rowDraft
	placed  map[int]bool
}

type rowDraft struct {
	row    Row
	points []Point // filed ones, kept whole
	more   []int   // sentences that code places here
}

// Draft makes the next version of the table without a model; before is the last version,
// nil for none. What persons filed stays where it is, and the rows that they touched stay
// as they are. Of an opinion that has changed meanwhile, those filed sentences stay that
// still stand in it, word for word; its others wait. The rest is placed
//
//   - where it resembles what was filed ([Reading.Suggest]),
//   - else in the row of the clause that it is about,
//   - else in the clause's row that it resembles,
//   - else in a theme with others that resemble it (star clusters: Aslam, Pelekhov and
//     Rus, "The Star Clustering Algorithm", 2004), if at least two respondents do.
//
// What is left waits for a person, except what a disagreement says: it gets a row of its
// own. Code groups it with others only by its clause or with other disagreements. What may
// be meant for a machine always waits.
func (r *Reading) Draft(before *Table) Table {
	d := &drafting{r: r, byID: map[string]*rowDraft{}, placed: map[int]bool{}}
	d.terms, d.vectors = r.vectors()
	t := Table{Question: r.Question.ID, Version: 1, Rows: []Row{}, Apart: []SetApart{}, Waiting: []SentenceID{}, Sources: r.sources()}
	if before != nil {
		t.Version, t.Assisted = before.Version+1, before.Assisted
		t.Apart = d.keep(*before)
	}
	for i, s := range r.Sentences {
		if s.Rule != "" && !d.placed[i] {
			t.Apart = append(t.Apart, SetApart{Sentence: s.ID, Rule: s.Rule})
			d.placed[i] = true
		}
	}
	if before != nil {
		d.bySuggestion()
	}
	d.byClause()
	d.byLikeness()
	d.byCluster(false)
	d.byCluster(true)
	for i, s := range r.Sentences {
		if !d.placed[i] {
			t.Waiting = append(t.Waiting, s.ID)
		}
	}
	t.Rows = d.finish()
	slices.SortStableFunc(t.Apart, func(a, b SetApart) int { return cmp.Compare(r.index[a.Sentence], r.index[b.Sentence]) })
	return t
}

func (r *Reading) sources() []Source {
	list := make([]Source, 0, len(r.Question.Opinions))
	for _, o := range r.Question.Opinions {
		list = append(list, Source{o.ID, o.Hash()})
	}
	return list
}

// keep takes over what persons did, and gives the sentences that they set apart.
func (d *drafting) keep(before Table) []SetApart {
	stale := map[string]bool{}
	for _, o := range before.Stale(d.r.Question) {
		stale[o] = true
	}
	current := d.stillThere(stale)
	for _, row := range before.Rows {
		kept := rowDraft{row: row}
		kept.row.Points = nil
		stays := map[SentenceID]SentenceID{} // where a quoted sentence stands now
		for _, p := range row.Points {
			if !p.Filed {
				continue
			}
			var quotes []Quote
			for _, q := range p.Quotes {
				if i, ok := current(q); ok {
					quotes = append(quotes, d.r.Quote(d.r.Sentences[i].ID))
					d.placed[i] = true
					stays[q.Sentence] = d.r.Sentences[i].ID
				}
			}
			if p.Quotes = quotes; len(quotes) > 0 {
				kept.points = append(kept.points, p)
			}
		}
		kept.row.Gists = row.written(stays)
		if row.Touched || len(kept.points) > 0 {
			d.add(&kept)
		}
	}
	apart := []SetApart{}
	for _, a := range before.Apart {
		if !a.Filed {
			continue
		}
		if i, ok := d.r.index[a.Sentence]; ok && !d.placed[i] && !stale[d.r.Sentences[i].Opinion] {
			d.placed[i] = true
			apart = append(apart, a)
		}
	}
	return apart
}

// written are the gists that a person wrote, with what they cite where it stands now.
func (r Row) written(stays map[SentenceID]SentenceID) []Gist {
	var list []Gist
	for _, g := range r.Gists {
		if !slices.Contains(r.Worded, g.Stance) {
			continue
		}
		kept := Gist{Stance: g.Stance}
		for _, c := range g.Claims {
			claim := Claim{Text: c.Text}
			for _, id := range c.Cites {
				if now, ok := stays[id]; ok {
					claim.Cites = append(claim.Cites, now)
				}
			}
			if len(claim.Cites) > 0 {
				kept.Claims = append(kept.Claims, claim)
			}
		}
		if len(kept.Claims) > 0 {
			list = append(list, kept)
		}
	}
	return list
}

// worded is the gist that a person wrote of a stance; false for none.
func (r Row) worded(stance Stance) (Gist, bool) {
	i := slices.IndexFunc(r.Gists, func(g Gist) bool { return g.Stance == stance })
	if i < 0 || !slices.Contains(r.Worded, stance) {
		return Gist{}, false
	}
	return r.Gists[i], true
}

// stillThere finds a quoted sentence again in the opinion as it is now.
func (d *drafting) stillThere(stale map[string]bool) func(Quote) (int, bool) {
	texts := map[string][]int{}
	for i, s := range d.r.Sentences {
		if stale[s.Opinion] {
			k := s.Opinion + "\x00" + d.r.Quote(s.ID).Text
			texts[k] = append(texts[k], i)
		}
	}
	return func(q Quote) (int, bool) {
		if !stale[q.Sentence.Opinion()] {
			i, ok := d.r.index[q.Sentence]
			return i, ok
		}
		for _, i := range texts[q.Sentence.Opinion()+"\x00"+q.Text] {
			if !d.placed[i] {
				return i, true
			}
		}
		return 0, false
	}
}

func (d *drafting) add(r *rowDraft) *rowDraft {
	d.rows = append(d.rows, r)
	d.byID[r.row.ID] = r
	return r
}

func (d *drafting) place(i int, r *rowDraft) {
	r.more = append(r.more, i)
	d.placed[i] = true
}

// free says that code may place sentence i.
func (d *drafting) free(i int) bool { return !d.placed[i] && !d.r.Sentences[i].Suspect }

func (d *drafting) bySuggestion() {
	var t Table
	for _, r := range d.rows {
		t.Rows = append(t.Rows, Row{ID: r.row.ID, Touched: r.row.Touched, Title: r.row.Title, Clause: r.row.Clause, Points: r.points})
	}
	for _, s := range d.r.suggest(t, d.terms, d.vectors) {
		if i := d.r.index[s.Sentence]; d.free(i) && !d.r.dissents(i) {
			d.place(i, d.byID[s.Row])
		}
	}
}

func (d *drafting) byClause() {
	for i, s := range d.r.Sentences {
		if c := s.Clause.Theme(); d.free(i) && c != (Clause{}) {
			d.place(i, d.rowOf(c))
		}
	}
}

// rowOf is the row of a clause: one that a person gave it, else its own.
func (d *drafting) rowOf(c Clause) *rowDraft {
	for _, r := range d.rows {
		if r.row.Clause == c {
			return r
		}
	}
	return d.add(&rowDraft{row: Row{ID: "clause:" + c.Key(), Clause: c}})
}

// byLikeness places sentences without a clause in the clause's row that they resemble.
func (d *drafting) byLikeness() {
	centres := make([]vector, len(d.rows))
	for k, r := range d.rows {
		var list []vector
		for _, i := range r.more {
			list = append(list, d.vectors[i])
		}
		centres[k] = centroid(list)
	}
	middles, cosines := holdersOf(centres), make([]float64, len(centres))
	for _, i := range d.open(false) {
		middles.cosines(d.vectors[i], cosines)
		best, score := -1, joins
		for k, c := range cosines {
			if c >= score && (best < 0 || c > score) {
				best, score = k, c
			}
		}
		if best >= 0 {
			d.place(i, d.rows[best])
		}
	}
}

// open are the sentences that still have no place, of disagreements or of all others.
func (d *drafting) open(dissent bool) []int {
	var list []int
	for i := range d.r.Sentences {
		if d.free(i) && d.r.dissents(i) == dissent {
			list = append(list, i)
		}
	}
	return list
}

// byCluster makes themes of what resembles each other and has no clause.
func (d *drafting) byCluster(dissent bool) {
	open := d.open(dissent)
	list := make([]vector, len(open))
	for k, i := range open {
		list[k] = d.vectors[i]
	}
	links := neighbours(list, clusters)
	order := make([]int, len(open))
	pull := make([]float64, len(open))
	for k := range order {
		order[k] = k
		for _, n := range links[k] {
			pull[k] += n.cosine
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(pull[b], pull[a]) })
	taken := make([]bool, len(open))
	for _, k := range order {
		if taken[k] {
			continue
		}
		members := []int{open[k]}
		which := []int{k}
		who := map[string]bool{d.r.Sentences[open[k]].Opinion: true}
		for _, n := range links[k] {
			if !taken[n.of] {
				members, which = append(members, open[n.of]), append(which, n.of)
				who[d.r.Sentences[open[n.of]].Opinion] = true
			}
		}
		if len(who) < fewest && !dissent {
			continue
		}
		for _, w := range which {
			taken[w] = true
		}
		slices.Sort(members)
		id := "theme:" + string(d.r.Sentences[members[0]].ID)
		if len(who) < fewest { // one alone: all that it says together
			id = "dissent:" + d.r.Sentences[members[0]].Opinion
		}
		r := d.byID[id]
		if r == nil {
			r = d.add(&rowDraft{row: Row{ID: id}})
		}
		for _, i := range members {
			d.place(i, r)
		}
	}
}

// finish makes the rows: points, names, gists, order.
func (d *drafting) finish() []Row {
	rows := make([]Row, 0, len(d.rows))
	for _, r := range d.rows {
		row := r.row
		row.Points = d.points(r)
		ids := d.sentences(row)
		if !row.Touched {
			row.Terms = d.named(row, ids)
		}
		gists := []Gist{}
		for _, g := range d.gists(ids) {
			if own, ok := row.worded(g.Stance); ok {
				g = own
			}
			gists = append(gists, g)
		}
		row.Gists = gists
		if len(row.Points) > 0 || row.Touched {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(d.first(a), d.first(b)))
	})
	return rows
}

// place sorts rows without a clause behind all others.
func place(r Row) string {
	if k := r.Clause.Key(); k != "" {
		return k
	}
	if named := References(r.Title); len(named) > 0 && named[0].Start == 0 && !named[0].Foreign {
		return named[0].Clause.Key() // a person called it by its clause
	}
	return "9"
}

func (d *drafting) first(r Row) int {
	if len(r.Points) == 0 {
		return -1
	}
	return d.r.index[r.Points[0].Quotes[0].Sentence]
}

func (d *drafting) sentences(r Row) []int {
	var ids []int
	for _, p := range r.Points {
		for _, q := range p.Quotes {
			ids = append(ids, d.r.index[q.Sentence])
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// points are the filed ones, and one for each opinion of which code placed something here.
func (d *drafting) points(r *rowDraft) []Point {
	points := slices.Clone(r.points)
	slices.Sort(r.more)
	for k := 0; k < len(r.more); {
		s := d.r.Sentences[r.more[k]]
		p := Point{ID: r.row.ID + "/" + string(s.ID), Opinion: s.Opinion}
		for k < len(r.more) && d.r.Sentences[r.more[k]].Opinion == s.Opinion {
			p.Quotes = append(p.Quotes, d.r.Quote(d.r.Sentences[r.more[k]].ID))
			k++
		}
		points = append(points, p)
	}
	if points == nil {
		points = []Point{}
	}
	slices.SortStableFunc(points, func(a, b Point) int {
		return cmp.Compare(d.r.index[a.Quotes[0].Sentence], d.r.index[b.Quotes[0].Sentence])
	})
	return points
}

// gists are the representative sentences for each stance; disagreements stand in full.
func (d *drafting) gists(ids []int) []Gist {
	byStance := map[Stance][]int{}
	for _, i := range ids {
		byStance[d.r.stanceOf(i)] = append(byStance[d.r.stanceOf(i)], i)
	}
	var list []Gist
	for _, stance := range slices.Sorted(maps.Keys(byStance)) {
		all := byStance[stance]
		picked := d.representatives(all)
		for _, i := range all {
			if d.r.dissents(i) && !slices.Contains(picked, i) {
				picked = append(picked, i)
			}
		}
		slices.Sort(picked)
		g := Gist{Stance: stance}
		for _, i := range picked {
			g.Claims = append(g.Claims, Claim{Cites: []SentenceID{d.r.Sentences[i].ID}})
		}
		list = append(list, g)
	}
	return list
}
