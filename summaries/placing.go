package summaries

import (
	"fmt"
	"slices"
	"strings"

	"ecabinet"
)

// move takes sentences from a row or from the tray, and puts them into another row, sets
// them apart, or lets them wait: all of them, or none.
func (x editing) move(e Edit) error {
	made := e.Act == ActMove && e.Title != nil // the row that they go into
	if len(e.Sentences) == 0 || e.Act != ActApart && e.To == e.Row && !made || e.Act == ActCopy && (e.Row == "" || e.To == "") ||
		e.Act == ActApart && !slices.Contains(Rules, e.Rule) || made && e.To != "" {
		return wrong()
	}
	named := map[SentenceID]bool{}
	for _, id := range e.Sentences {
		if _, ok := x.r.index[id]; !ok {
			return stale()
		}
		if named[id] {
			return wrong()
		}
		named[id] = true
	}
	if e.Act != ActCopy {
		if err := x.take(e); err != nil {
			return err
		}
	} else if row, err := x.seen(e.Row, e.Seen); err != nil || slices.ContainsFunc(e.Sentences, func(id SentenceID) bool { return !row.quotes(id) }) {
		return stale()
	}
	placed := map[SentenceID]string{}
	if e.Act == ActApart || e.To == "" {
		placed = x.Table.Placements()
	}
	switch {
	case e.Act == ActApart:
		for _, id := range e.Sentences {
			if placed[id] != "" {
				return ecabinet.E(ecabinet.Refused, "synthesis.in_other_row")
			}
			x.Table.Apart = append(x.Table.Apart, SetApart{id, e.Rule, true})
		}
		return nil
	case made:
		if _, err := x.fresh(e); err != nil {
			return err
		}
		return x.put(e.Sentences, e.New)
	case e.To == "":
		for _, id := range e.Sentences {
			if placed[id] == "" {
				x.Table.Waiting = append(x.Table.Waiting, id)
			}
		}
		return nil
	}
	return x.put(e.Sentences, e.To)
}

// take removes sentences from where they were seen.
func (x editing) take(e Edit) error {
	if e.Row == "" {
		return x.fromTray(e.From, e.Sentences)
	}
	row, err := x.seen(e.Row, e.Seen)
	if err != nil {
		return err
	}
	for _, id := range e.Sentences {
		if !row.without(id) {
			return stale()
		}
		x.reject1(id, row.ID)
	}
	if len(row.Points) == 0 && !row.Touched {
		x.gone(row.ID)
		return nil
	}
	x.changed(row.ID)
	return nil
}

func (x editing) reject1(id SentenceID, row string) {
	if one := (Rejection{id, row}); !slices.Contains(x.Rejected, one) {
		x.Rejected = append(x.Rejected, one)
	}
}

// fromTray takes sentences out of what waits or stands apart, or of the one where they were
// seen. What a colleague has filed meanwhile is counted: nobody finds among three hundred
// sentences the one that is gone.
func (x editing) fromTray(from Tray, ids []SentenceID) error {
	wanted := map[SentenceID]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	before := len(x.Table.Waiting) + len(x.Table.Apart)
	if from != Apart {
		x.Table.Waiting = slices.DeleteFunc(x.Table.Waiting, func(w SentenceID) bool { return wanted[w] })
	}
	if from != Waiting {
		x.Table.Apart = slices.DeleteFunc(x.Table.Apart, func(a SetApart) bool { return wanted[a.Sentence] })
	}
	if gone := len(ids) - (before - len(x.Table.Waiting) - len(x.Table.Apart)); gone > 0 {
		return ecabinet.E(ecabinet.Stale, "synthesis.filed_meanwhile", "count", gone)
	}
	return nil
}

// without takes a sentence out of the row, its gists too; false where it is not in it.
func (r *Row) without(id SentenceID) bool {
	found := false
	for i := range r.Points {
		p := &r.Points[i]
		n := len(p.Quotes)
		p.Quotes = slices.DeleteFunc(p.Quotes, func(q Quote) bool { return q.Sentence == id })
		found = found || len(p.Quotes) < n
	}
	r.Points = slices.DeleteFunc(r.Points, func(p Point) bool { return len(p.Quotes) == 0 })
	for i := range r.Gists {
		g := &r.Gists[i]
		for k := range g.Claims {
			g.Claims[k].Cites = slices.DeleteFunc(g.Claims[k].Cites, func(c SentenceID) bool { return c == id })
		}
		g.Claims = slices.DeleteFunc(g.Claims, func(c Claim) bool { return len(c.Cites) == 0 })
	}
	r.Gists = slices.DeleteFunc(r.Gists, func(g Gist) bool { return len(g.Claims) == 0 })
	return found
}

// put files sentences in a row: those of one opinion in one point.
func (x editing) put(ids []SentenceID, to string) error {
	row, err := x.row(to)
	if err != nil {
		return err
	}
	taken := x.pointIDs()
	for _, id := range ids {
		if row.quotes(id) {
			return stale()
		}
		x.Rejected = slices.DeleteFunc(x.Rejected, func(r Rejection) bool { return r == Rejection{id, to} })
		i := slices.IndexFunc(row.Points, func(p Point) bool { return p.Filed && p.Opinion == id.Opinion() })
		if i < 0 {
			i = len(row.Points)
			row.Points = append(row.Points, Point{ID: pointID(taken, to, id), Opinion: id.Opinion(), Filed: true})
		}
		row.Points[i].Quotes = append(row.Points[i].Quotes, x.r.Quote(id))
		x.tell(row, id)
	}
	x.changed(to)
	return nil
}

func (x editing) pointIDs() map[string]bool {
	taken := map[string]bool{}
	for _, r := range x.Table.Rows {
		for _, p := range r.Points {
			taken[p.ID] = true
		}
	}
	return taken
}

// pointID is an id for a point that begins with a sentence, which no point has, and takes it.
func pointID(taken map[string]bool, row string, id SentenceID) string {
	name := row + "/" + string(id)
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s/%s~%d", row, id, n)
	}
	taken[name] = true
	return name
}

// tell adds a sentence to what the row's gists print where it must not be missed: the
// first of its stance, and everything that a disagreement says.
func (x editing) tell(row *Row, id SentenceID) {
	i := x.r.index[id]
	stance := x.r.stanceOf(i)
	g := slices.IndexFunc(row.Gists, func(g Gist) bool { return g.Stance == stance })
	switch {
	case g < 0:
		row.Gists = append(row.Gists, Gist{Stance: stance, Claims: []Claim{{Cites: []SentenceID{id}}}})
		slices.SortStableFunc(row.Gists, func(a, b Gist) int { return strings.Compare(string(a.Stance), string(b.Stance)) })
	case x.r.dissents(i):
		row.Gists[g].Claims = append(row.Gists[g].Claims, Claim{Cites: []SentenceID{id}})
	}
}

func (x editing) reject(e Edit) error {
	if len(e.Sentences) == 0 || e.To == "" {
		return wrong()
	}
	for _, id := range e.Sentences {
		if !slices.Contains(x.Table.Waiting, id) {
			return stale()
		}
		x.reject1(id, e.To)
	}
	return nil
}
