package summaries

import (
	"reflect"
	"slices"
)

// Move is a sentence that stands elsewhere than before. From and To are rows' ids with
// "row:" before them, "apart:" and the rule, "waiting", or "" where there was or is no such
// sentence.
type Move struct {
	Sentence SentenceID `json:"sentence"`
	From     string     `json:"from"`
	To       string     `json:"to"`
}

// Diff is what differs between two versions of a table.
type Diff struct {
	Added    []string `json:"added"`    // rows that are new
	Removed  []string `json:"removed"`  // rows that are gone
	Changed  []string `json:"changed"`  // rows with another title, clause or gist
	Ordered  []string `json:"ordered"`  // rows in both that stand before or behind others than they did, as few as say it
	Reworded []string `json:"reworded"` // opinions that came, went or changed between
	Moves    []Move   `json:"moves"`
}

// Compare gives what changed from one version to the next: rows in the order of next, then
// those that are gone; moves by sentence in the order of next, then what is gone.
func Compare(last, next Table) Diff {
	d := Diff{Added: []string{}, Removed: []string{}, Changed: []string{}, Ordered: []string{}, Reworded: []string{}, Moves: []Move{}}
	for _, n := range next.Rows {
		switch l, ok := last.Row(n.ID); {
		case !ok:
			d.Added = append(d.Added, n.ID)
		case l.Title != n.Title || l.Clause != n.Clause || !slices.Equal(l.Terms, n.Terms) || !reflect.DeepEqual(l.Gists, n.Gists):
			d.Changed = append(d.Changed, n.ID)
		}
	}
	for _, l := range last.Rows {
		if _, ok := next.Row(l.ID); !ok {
			d.Removed = append(d.Removed, l.ID)
		}
	}
	d.Ordered = reordered(last.order(), next.order())
	hashes := map[string]string{}
	for _, s := range last.Sources {
		hashes[s.Opinion] = s.Hash
	}
	for _, s := range next.Sources {
		if hashes[s.Opinion] != s.Hash {
			d.Reworded = append(d.Reworded, s.Opinion)
		}
		delete(hashes, s.Opinion)
	}
	for _, s := range last.Sources {
		if _, gone := hashes[s.Opinion]; gone {
			d.Reworded = append(d.Reworded, s.Opinion)
		}
	}
	d.moves(last, next)
	return d
}

// reordered are the ids, in the order of is, that must be moved to make it of was: all in
// both but a longest row of them that kept their order (longest increasing subsequence).
func reordered(was, is []string) []string {
	is = slices.DeleteFunc(slices.Clone(is), func(id string) bool { return !slices.Contains(was, id) })
	longest, before := make([]int, len(is)), make([]int, len(is)) // of what ends at each
	last := -1
	for i, id := range is {
		before[i] = -1
		for k := range i {
			if slices.Index(was, is[k]) < slices.Index(was, id) && longest[k]+1 > longest[i] {
				longest[i], before[i] = longest[k]+1, k
			}
		}
		if last < 0 || longest[i] > longest[last] {
			last = i
		}
	}
	stays := map[string]bool{}
	for ; last >= 0; last = before[last] {
		stays[is[last]] = true
	}
	moved := []string{}
	for _, id := range is {
		if !stays[id] {
			moved = append(moved, id)
		}
	}
	return moved
}

func (d *Diff) moves(last, next Table) {
	was, order := standing(last)
	is, now := standing(next)
	for _, id := range append(now, order...) {
		if !slices.Equal(was[id], is[id]) {
			for i := range max(len(was[id]), len(is[id])) {
				m := Move{Sentence: id}
				if i < len(was[id]) {
					m.From = was[id][i]
				}
				if i < len(is[id]) {
					m.To = is[id][i]
				}
				if m.From != m.To {
					d.Moves = append(d.Moves, m)
				}
			}
			was[id] = is[id]
		}
	}
}

// standing says where each sentence stands, and their order in the table.
func standing(t Table) (map[SentenceID][]string, []SentenceID) {
	where := map[SentenceID][]string{}
	var order []SentenceID
	put := func(id SentenceID, at string) {
		if where[id] == nil {
			order = append(order, id)
		}
		where[id] = append(where[id], at)
	}
	for _, r := range t.Rows {
		for _, p := range r.Points {
			for _, q := range p.Quotes {
				put(q.Sentence, "row:"+r.ID)
			}
		}
	}
	for _, a := range t.Apart {
		put(a.Sentence, "apart:"+string(a.Rule))
	}
	for _, id := range t.Waiting {
		put(id, "waiting")
	}
	return where, order
}
