package summaries

import (
	"cmp"
	"slices"

	"ecabinet"
)

// Order sorts the table as its documentation says: rows by clause, then by the first
// point, unless persons gave them another order; what stands apart or waits in the order of
// the question.
func (d *Desk) Order(r *Reading) {
	at := func(id SentenceID) int { return r.index[id] }
	for i := range d.Table.Rows {
		points := d.Table.Rows[i].Points
		for k := range points {
			slices.SortStableFunc(points[k].Quotes, func(a, b Quote) int { return cmp.Compare(at(a.Sentence), at(b.Sentence)) })
		}
		slices.SortStableFunc(points, func(a, b Point) int {
			return cmp.Compare(at(a.Quotes[0].Sentence), at(b.Quotes[0].Sentence))
		})
	}
	d.Table.Rows = d.arranged(r, d.Hand)
	if len(d.Hand) > 0 {
		d.Hand = d.Table.order()
	}
	slices.SortStableFunc(d.Table.Apart, func(a, b SetApart) int { return cmp.Compare(at(a.Sentence), at(b.Sentence)) })
	slices.SortStableFunc(d.Table.Waiting, func(a, b SentenceID) int { return cmp.Compare(at(a), at(b)) })
}

// arranged are the rows in the order that persons gave them; by clause, where they gave none.
// A row that they have not placed goes behind the one that it follows by clause.
func (d *Desk) arranged(r *Reading, hand []string) []Row {
	first := func(row Row) int {
		if len(row.Points) == 0 {
			return -1
		}
		return r.index[row.Points[0].Quotes[0].Sentence]
	}
	rows := slices.SortedStableFunc(slices.Values(d.Table.Rows), func(a, b Row) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(first(a), first(b)), cmp.Compare(a.ID, b.ID))
	})
	if len(hand) == 0 {
		return rows
	}
	byID := map[string]Row{}
	for _, row := range rows {
		byID[row.ID] = row
	}
	out := make([]Row, 0, len(rows))
	for _, id := range hand {
		if row, ok := byID[id]; ok {
			out = append(out, row)
		}
	}
	for i, row := range rows {
		if slices.Contains(hand, row.ID) {
			continue
		}
		behind := 0
		if i > 0 {
			behind = 1 + slices.IndexFunc(out, func(o Row) bool { return o.ID == rows[i-1].ID })
		}
		out = slices.Insert(out, behind, row)
	}
	return out
}

// stillBy says that nobody has ordered the rows since they were given this order; some may
// have come or gone.
func (d *Desk) stillBy(r *Reading, hand []string) bool {
	if len(hand) == 0 || len(d.Hand) == 0 {
		return len(hand) == len(d.Hand)
	}
	return slices.Equal(d.Hand, Table{Rows: d.arranged(r, hand)}.order())
}

// order are the ids of the rows.
func (t Table) order() []string {
	ids := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		ids[i] = row.ID
	}
	return ids
}

// reorder gives the rows another order, as a whole and over the one that was seen; none
// puts them back by clause. What others did to the rows meanwhile stays: the order holds
// ids only.
func (x editing) reorder(e Edit) error {
	is := x.Table.order()
	switch {
	case e.Act == ActOrder && len(e.Order) == 0:
		return wrong()
	case x.Moves != e.Seen || e.Act == ActOrder && !sameRows(e.Order, is):
		return ecabinet.E(ecabinet.Stale, "synthesis.order_changed")
	}
	x.Hand = nil
	if e.Act == ActOrder {
		x.Hand = slices.Clone(e.Order)
	}
	x.Moves++
	return nil
}

// sameRows says that both name the same rows, each once.
func sameRows(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
