package summaries

import (
	"encoding/json"
	"maps"
	"slices"

	"ecabinet"
	"ecabinet/internal/record"
)

// Kept is an act of a person on the version under review, with what stood before it.
type Kept struct {
	Rev     int64 // of the desk after the act: names it
	By      string
	Version int
	Data    json.RawMessage // as it was journalled, to tell of it
	Trace   Trace
}

// MostKept is how many acts of one person on a table can be undone, one after the other: a
// trace holds whole rows.
const MostKept = 20

// Trace is what an act changed: of each thing how it stood before, and how after. It is
// found by comparing the desk before and after, so that an act needs no undoing of its own.
type Trace struct {
	Rows     map[string]RowTrace      `json:"rows,omitempty"`
	Trays    map[SentenceID]TrayTrace `json:"trays,omitempty"`
	Reads    map[string]ReadTrace     `json:"reads,omitempty"`
	Rejected []Rejection              `json:"rejected,omitempty"` // by the act
	Allowed  []Rejection              `json:"allowed,omitempty"`  // were rejected before it
	Order    *OrderTrace              `json:"order,omitempty"`
}

// RowTrace is a row before an act, nil where it was not there, and the hash of what it was
// after it, "" where it was gone. What was put back has another rev and the same hash, so
// that one act after the other can be undone.
type RowTrace struct {
	Was    *Row   `json:"was,omitempty"`
	WasRev int64  `json:"was_rev"`
	Is     string `json:"is,omitempty"`
}

// TrayTrace is where a sentence stood that is in no row; zero for neither tray.
type TrayTrace struct {
	Was TrayPlace `json:"was"`
	Is  TrayPlace `json:"is"`
}

// TrayPlace is a place in a tray.
type TrayPlace struct {
	Tray  Tray `json:"tray,omitempty"`
	Rule  Rule `json:"rule,omitempty"`
	Filed bool `json:"filed,omitempty"`
}

// ReadTrace is who had read an opinion; nil for nobody.
type ReadTrace struct {
	Was *ReadMark `json:"was,omitempty"`
	Is  *ReadMark `json:"is,omitempty"`
}

// OrderTrace is the order that persons gave the rows, nil for by clause. Given: the act was
// about it; otherwise a row came or went.
type OrderTrace struct {
	Was   []string `json:"was"`
	Is    []string `json:"is"`
	Given bool     `json:"given"`
}

// clone is a desk that shares nothing with d that an act changes.
func (d *Desk) clone() *Desk {
	c := *d
	c.Revs, c.Hand, c.Rejected, c.Read = maps.Clone(d.Revs), slices.Clone(d.Hand), slices.Clone(d.Rejected), slices.Clone(d.Read)
	c.Table.Apart, c.Table.Waiting = slices.Clone(d.Table.Apart), slices.Clone(d.Table.Waiting)
	c.Table.Rows = slices.Clone(d.Table.Rows)
	for i := range c.Table.Rows {
		c.Table.Rows[i] = c.Table.Rows[i].clone()
	}
	return &c
}

func (r Row) clone() Row {
	r.Points, r.Gists, r.Worded = slices.Clone(r.Points), slices.Clone(r.Gists), slices.Clone(r.Worded)
	for i := range r.Points {
		r.Points[i].Quotes = slices.Clone(r.Points[i].Quotes)
	}
	for i := range r.Gists {
		claims := slices.Clone(r.Gists[i].Claims)
		for k := range claims {
			claims[k].Cites = slices.Clone(claims[k].Cites)
		}
		r.Gists[i].Claims = claims
	}
	return r
}

// traced is what an act made of the desk was.
func (d *Desk) traced(was *Desk) (Trace, error) {
	t := Trace{Rows: map[string]RowTrace{}, Trays: map[SentenceID]TrayTrace{}, Reads: map[string]ReadTrace{}}
	for _, row := range was.Table.Rows {
		if was.Revs[row.ID] != d.Revs[row.ID] {
			t.Rows[row.ID] = RowTrace{Was: &row, WasRev: was.Revs[row.ID]}
		}
	}
	for _, row := range d.Table.Rows {
		if was.Revs[row.ID] == d.Revs[row.ID] {
			continue
		}
		x, err := t.Rows[row.ID], error(nil)
		if x.Is, err = record.HashOf(row); err != nil {
			return t, err
		}
		t.Rows[row.ID] = x
	}
	before, after := was.trays(), d.trays()
	for _, one := range []map[SentenceID]TrayPlace{before, after} {
		for id := range one {
			if before[id] != after[id] {
				t.Trays[id] = TrayTrace{before[id], after[id]}
			}
		}
	}
	for _, m := range append(slices.Clone(was.Read), d.Read...) {
		if x := (ReadTrace{was.readMark(m.Opinion), d.readMark(m.Opinion)}); !sameMark(x.Was, x.Is) {
			t.Reads[m.Opinion] = x
		}
	}
	t.Rejected = slices.DeleteFunc(slices.Clone(d.Rejected), func(r Rejection) bool { return slices.Contains(was.Rejected, r) })
	t.Allowed = slices.DeleteFunc(slices.Clone(was.Rejected), func(r Rejection) bool { return slices.Contains(d.Rejected, r) })
	if !slices.Equal(was.Hand, d.Hand) || was.Moves != d.Moves {
		t.Order = &OrderTrace{was.Hand, d.Hand, was.Moves != d.Moves}
	}
	return t, nil
}

// trays are the places of the sentences that stand in no row.
func (d *Desk) trays() map[SentenceID]TrayPlace {
	at := map[SentenceID]TrayPlace{}
	for _, id := range d.Table.Waiting {
		at[id] = TrayPlace{Tray: Waiting}
	}
	for _, a := range d.Table.Apart {
		at[a.Sentence] = TrayPlace{Apart, a.Rule, a.Filed}
	}
	return at
}

func (d *Desk) readMark(opinion string) *ReadMark {
	i := slices.IndexFunc(d.Read, func(m ReadMark) bool { return m.Opinion == opinion })
	if i < 0 {
		return nil
	}
	return &d.Read[i]
}

func sameMark(a, b *ReadMark) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Hash == b.Hash && a.By == b.By && a.At.Equal(b.At)
}

// Undo puts back what stood before an act. It is an act of its own: revs go on. Where it
// fails, the desk is spoilt and not to be saved.
//
// It refuses with Refused "synthesis.approved", and with Stale "synthesis.undo_changed"
// where something that the act changed has been changed since, or where the table would no
// longer account for a sentence.
func (d *Desk) Undo(r *Reading, t Trace) error {
	if d.Approved() {
		return ecabinet.E(ecabinet.Refused, "synthesis.approved")
	}
	if stands, err := d.stands(r, t); err != nil {
		return err
	} else if !stands {
		return ecabinet.E(ecabinet.Stale, "synthesis.undo_changed")
	}
	faults := r.Balance(d.Table, nil).flawed()
	ordered := t.Order != nil && d.stillBy(r, t.Order.Is)
	x := editing{d, r}
	for id, row := range t.Rows {
		x.putBack(id, row)
	}
	for id, at := range t.Trays {
		x.lay(id, at.Was)
	}
	for opinion, m := range t.Reads {
		d.Read = slices.DeleteFunc(d.Read, func(m ReadMark) bool { return m.Opinion == opinion })
		if m.Was != nil {
			d.Read = append(d.Read, *m.Was)
		}
	}
	d.Rejected = slices.DeleteFunc(d.Rejected, func(r Rejection) bool { return slices.Contains(t.Rejected, r) })
	d.Rejected = append(d.Rejected, t.Allowed...)
	if ordered { // else a row that comes back finds its place by clause
		d.Hand = slices.Clone(t.Order.Was)
	}
	if t.Order != nil && t.Order.Given {
		d.Moves++
	}
	d.Order(r)
	d.Rev++
	// A copy of a sentence that somebody has made or taken away meanwhile touches no row of the act.
	for f, n := range r.Balance(d.Table, nil).flawed() {
		if n > faults[f] {
			return ecabinet.E(ecabinet.Stale, "synthesis.undo_changed")
		}
	}
	return nil
}

// flawed counts the faults by what is wrong with which sentence, wherever it stands: where
// an opinion has changed since, one fault may go as another comes.
func (l Ledger) flawed() map[Fault]int {
	n := map[Fault]int{}
	for _, f := range l.Faults {
		f.Row = ""
		n[f]++
	}
	return n
}

// stands says that what the act changed is as it left it.
func (d *Desk) stands(r *Reading, t Trace) (bool, error) {
	for id, x := range t.Rows {
		is := ""
		if row, there := d.Table.Row(id); there {
			var err error
			if is, err = record.HashOf(row); err != nil {
				return false, err
			}
		}
		if is != x.Is {
			return false, nil
		}
	}
	at := d.trays()
	for id, x := range t.Trays {
		if at[id] != x.Is {
			return false, nil
		}
	}
	for opinion, x := range t.Reads {
		if !sameMark(d.readMark(opinion), x.Is) {
			return false, nil
		}
	}
	return t.Order == nil || !t.Order.Given || d.stillBy(r, t.Order.Is), nil
}

// putBack lets a row be as it was before, or not be.
func (x editing) putBack(id string, t RowTrace) {
	next := max(t.WasRev, x.Revs[id]) + 1 // one that nobody has seen
	x.gone(id)
	if t.Was != nil {
		x.Table.Rows = append(x.Table.Rows, t.Was.clone())
		x.Revs[id] = next
	}
}

// lay puts a sentence into a tray, or into none.
func (x editing) lay(id SentenceID, at TrayPlace) {
	x.Table.Waiting = slices.DeleteFunc(x.Table.Waiting, func(w SentenceID) bool { return w == id })
	x.Table.Apart = slices.DeleteFunc(x.Table.Apart, func(a SetApart) bool { return a.Sentence == id })
	switch at.Tray {
	case Waiting:
		x.Table.Waiting = append(x.Table.Waiting, id)
	case Apart:
		x.Table.Apart = append(x.Table.Apart, SetApart{id, at.Rule, at.Filed})
	}
}
