package summaries

import (
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// Act is what a person does to the version on the desk.
type Act string

// The acts. Each says which fields of [Edit] it reads.
const (
	ActAdd     Act = "add"     // a new row: Title or Clause
	ActWord    Act = "word"    // Row, Seen; Title, Clause, Gists: those given
	ActDrop    Act = "drop"    // Row, Seen: an empty row goes
	ActMove    Act = "move"    // Sentences from Row, or from what waits or is apart, into To, or into a new row with Title; without either they wait
	ActCopy    Act = "copy"    // Sentences that stand in Row also into To
	ActApart   Act = "apart"   // Sentences from Row, or waiting, set apart by Rule
	ActMerge   Act = "merge"   // Row takes in all of Other, which goes
	ActSplit   Act = "split"   // Points of Row into a new row with Title
	ActConfirm Act = "confirm" // Points of Row are where they belong
	ActReject  Act = "reject"  // Sentences that wait do not belong in To
	ActRead    Act = "read"    // Opinion has been read in full, as it is now
	ActOrder   Act = "order"   // the rows stand in Order, Seen is [Desk.Moves]; Row: the one that was moved, to tell of it
	ActSort    Act = "sort"    // the rows stand by clause again, Seen as with order
	ActUndo    Act = "undo"    // the person's own last act, Seen is its [Kept.Rev]; see [Service.Edit]
)

// Edit is one act with the revs of the rows that it takes something from, as they were
// seen. Putting something into a row needs none.
type Edit struct {
	Act       Act
	Row       string
	Seen      int64
	Other     string
	OtherSeen int64
	To        string
	From      Tray // where sentences of no row were seen
	Sentences []SentenceID
	Points    []string
	Title     *string
	Clause    *Clause
	Gists     *[]Gist
	Rule      Rule
	Opinion   string
	Order     []string
	New       string // id of a new row
}

// Tray is where sentences are that stand in no row.
type Tray string

// The trays; "" is either.
const (
	Waiting Tray = "waiting"
	Apart   Tray = "apart"
)

// MaxTitle and MaxClaim are the most characters of a row's title and of one sentence of a gist.
const (
	MaxTitle = 300
	MaxClaim = 2000
)

// Apply does an edit as person by at now. Where it fails, the desk is spoilt and not to be
// saved.
//
// It refuses with Stale "synthesis.row_changed" where a row is not as it was seen, or a
// sentence not where, and "synthesis.filed_meanwhile" with how many of the sentences no
// longer wait, and "synthesis.order_changed"; Refused "synthesis.approved"; Invalid "synthesis.edit_wrong" for an
// edit that says nothing, "synthesis.title_missing", "synthesis.title_long",
// "synthesis.claim_long", "synthesis.cites_wrong", "synthesis.row_not_empty".
func (d *Desk) Apply(r *Reading, e Edit, by string, now time.Time) error {
	if d.Approved() {
		return ecabinet.E(ecabinet.Refused, "synthesis.approved")
	}
	x := editing{d, r}
	err := x.do(e, by, now)
	if err == nil {
		d.Order(r)
		d.Rev++
	}
	return err
}

func stale() error { return ecabinet.E(ecabinet.Stale, "synthesis.row_changed") }
func wrong() error { return ecabinet.E(ecabinet.Invalid, "synthesis.edit_wrong") }

type editing struct {
	*Desk
	r *Reading
}

func (x editing) do(e Edit, by string, now time.Time) error {
	switch e.Act {
	case ActAdd:
		return x.add(e)
	case ActWord:
		return x.word(e)
	case ActDrop:
		return x.drop(e)
	case ActMove, ActCopy, ActApart:
		return x.move(e)
	case ActMerge:
		return x.merge(e)
	case ActSplit:
		return x.split(e)
	case ActConfirm:
		return x.confirm(e)
	case ActReject:
		return x.reject(e)
	case ActOrder, ActSort:
		return x.reorder(e)
	case ActRead:
		o, ok := x.r.Opinion(e.Opinion)
		if !ok {
			return wrong()
		}
		x.Read = slices.DeleteFunc(x.Read, func(m ReadMark) bool { return m.Opinion == o.ID })
		x.Read = append(x.Read, ReadMark{o.ID, o.Hash(), by, now})
		return nil
	}
	return wrong()
}

// row is the row of that id; Stale where it is gone.
func (x editing) row(id string) (*Row, error) {
	for i := range x.Table.Rows {
		if x.Table.Rows[i].ID == id {
			return &x.Table.Rows[i], nil
		}
	}
	return nil, stale()
}

// seen is the row of that id as it was seen.
func (x editing) seen(id string, rev int64) (*Row, error) {
	if x.Revs[id] != rev {
		return nil, stale()
	}
	return x.row(id)
}

func (x editing) changed(id string) { x.Revs[id]++ }

func (x editing) gone(id string) {
	x.Table.Rows = slices.DeleteFunc(x.Table.Rows, func(r Row) bool { return r.ID == id })
	delete(x.Revs, id)
}

// fresh puts a new row on the table.
func (x editing) fresh(e Edit) (*Row, error) {
	row := Row{ID: e.New, Gists: []Gist{}, Points: []Point{}, Touched: true}
	if _, taken := x.Table.Row(e.New); taken || e.New == "" {
		return nil, wrong()
	}
	if err := row.name(e); err != nil {
		return nil, err
	}
	if row.Title == "" && row.Clause == (Clause{}) {
		return nil, ecabinet.E(ecabinet.Invalid, "synthesis.title_missing")
	}
	x.Table.Rows = append(x.Table.Rows, row)
	x.Revs[row.ID] = 1
	return &x.Table.Rows[len(x.Table.Rows)-1], nil
}

func (r *Row) name(e Edit) error {
	if e.Title != nil {
		r.Title = strings.TrimSpace(*e.Title)
	}
	if e.Clause != nil {
		r.Clause = *e.Clause
	}
	if utf8.RuneCountInString(r.Title) > MaxTitle {
		return ecabinet.E(ecabinet.Invalid, "synthesis.title_long", "most", MaxTitle)
	}
	return nil
}

func (x editing) add(e Edit) error {
	_, err := x.fresh(e)
	return err
}

func (x editing) word(e Edit) error {
	row, err := x.seen(e.Row, e.Seen)
	if err != nil {
		return err
	}
	if err := row.name(e); err != nil {
		return err
	}
	if e.Gists != nil {
		if err := x.cites(*row, *e.Gists); err != nil {
			return err
		}
		row.wrote(*e.Gists)
	}
	row.Touched = true
	x.changed(row.ID)
	return nil
}

// wrote takes in gists as a person left them. Those that are not as they were count as the
// person's: a re-run leaves them, and what they cite stays in the row.
func (r *Row) wrote(gists []Gist) {
	for _, g := range gists {
		was := slices.IndexFunc(r.Gists, func(old Gist) bool { return old.Stance == g.Stance })
		if was >= 0 && reflect.DeepEqual(r.Gists[was], g) {
			continue
		}
		if !slices.Contains(r.Worded, g.Stance) {
			r.Worded = append(r.Worded, g.Stance)
			slices.Sort(r.Worded)
		}
		for _, c := range g.Claims {
			for i := range r.Points {
				r.Points[i].Filed = r.Points[i].Filed || slices.ContainsFunc(c.Cites, r.Points[i].has)
			}
		}
	}
	r.Gists = gists
}

// cites refuses gists that cite nothing, or what does not stand in the row with their stance.
func (x editing) cites(row Row, gists []Gist) error {
	for _, g := range gists {
		for _, c := range g.Claims {
			if utf8.RuneCountInString(c.Text) > MaxClaim {
				return ecabinet.E(ecabinet.Invalid, "synthesis.claim_long", "most", MaxClaim)
			}
			bad := slices.ContainsFunc(c.Cites, func(id SentenceID) bool {
				i, ok := x.r.index[id]
				return !ok || !row.quotes(id) || x.r.stanceOf(i) != g.Stance
			})
			if bad || len(c.Cites) == 0 {
				return ecabinet.E(ecabinet.Invalid, "synthesis.cites_wrong")
			}
		}
	}
	return nil
}

func (r Row) quotes(id SentenceID) bool {
	return slices.ContainsFunc(r.Points, func(p Point) bool { return p.has(id) })
}

func (x editing) drop(e Edit) error {
	row, err := x.seen(e.Row, e.Seen)
	if err != nil {
		return err
	}
	if len(row.Points) > 0 {
		return ecabinet.E(ecabinet.Refused, "synthesis.row_not_empty")
	}
	x.gone(row.ID)
	return nil
}

func (x editing) merge(e Edit) error {
	if e.Row == e.Other {
		return wrong()
	}
	if _, err := x.seen(e.Row, e.Seen); err != nil {
		return err
	}
	other, err := x.seen(e.Other, e.OtherSeen)
	if err != nil {
		return err
	}
	taken := *other
	x.gone(taken.ID)
	into, err := x.row(e.Row)
	if err != nil {
		return err
	}
	x.takeIn(into, taken.Points)
	for _, stance := range taken.Worded {
		if !slices.Contains(into.Worded, stance) {
			into.Worded = append(into.Worded, stance)
			slices.Sort(into.Worded)
		}
	}
	for _, g := range taken.Gists {
		i := slices.IndexFunc(into.Gists, func(h Gist) bool { return h.Stance == g.Stance })
		if i < 0 {
			into.Gists = append(into.Gists, g)
			continue
		}
		into.Gists[i].Claims = append(into.Gists[i].Claims, g.Claims...)
	}
	slices.SortStableFunc(into.Gists, func(a, b Gist) int { return strings.Compare(string(a.Stance), string(b.Stance)) })
	into.Touched = true
	x.changed(into.ID)
	return nil
}

// takeIn puts whole points into a row, without what it quotes already.
func (x editing) takeIn(row *Row, points []Point) {
	for _, p := range points {
		p.Filed = true
		p.Quotes = slices.DeleteFunc(slices.Clone(p.Quotes), func(q Quote) bool { return row.quotes(q.Sentence) })
		if len(p.Quotes) > 0 {
			row.Points = append(row.Points, p)
		}
	}
}

func (x editing) split(e Edit) error {
	if len(e.Points) == 0 {
		return wrong()
	}
	if _, err := x.seen(e.Row, e.Seen); err != nil {
		return err
	}
	into, err := x.fresh(e)
	if err != nil {
		return err
	}
	row, err := x.row(e.Row)
	if err != nil {
		return err
	}
	var points []Point
	for _, p := range row.Points {
		if slices.Contains(e.Points, p.ID) {
			p.Quotes = slices.Clone(p.Quotes) // taking them out works in place
			points = append(points, p)
		}
	}
	if len(points) != len(e.Points) {
		return stale()
	}
	for _, p := range points {
		for _, q := range p.Quotes {
			row.without(q.Sentence)
			x.reject1(q.Sentence, row.ID)
		}
	}
	x.takeIn(into, points)
	for _, p := range points {
		for _, q := range p.Quotes {
			x.tell(into, q.Sentence)
		}
	}
	x.changed(row.ID)
	if len(row.Points) == 0 && !row.Touched {
		x.gone(row.ID)
	}
	return nil
}

func (x editing) confirm(e Edit) error {
	row, err := x.seen(e.Row, e.Seen)
	if err != nil {
		return err
	}
	n := 0
	for i := range row.Points {
		if slices.Contains(e.Points, row.Points[i].ID) {
			row.Points[i].Filed = true
			n++
		}
	}
	if n == 0 || n != len(e.Points) {
		return stale()
	}
	x.changed(row.ID)
	return nil
}
