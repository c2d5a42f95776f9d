package summaries

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// stood is all that an act may change, as it stands.
type stood struct {
	Table    Table
	Rejected []Rejection `json:",omitempty"`
	Read     []ReadMark  `json:",omitempty"`
	Hand     []string    `json:",omitempty"`
}

// standing is a copy: what the desk becomes later does not change it.
func (d *Desk) standing(t interface{ Fatal(...any) }) stood {
	c := d.clone()
	slices.SortFunc(c.Rejected, func(a, b Rejection) int {
		return slices.Compare([]string{string(a.Sentence), a.Row}, []string{string(b.Sentence), b.Row})
	})
	var s stood
	raw, err := json.Marshal(stood{c.Table, c.Rejected, c.Read, c.Hand})
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// kept does an act and gives its trace, as a store would bring it back.
func (d *Desk) kept(t interface{ Fatal(...any) }, r *Reading, e Edit) (Trace, error) {
	was := d.clone()
	if err := d.Apply(r, e, "a", time.Unix(0, 0).UTC()); err != nil {
		*d = *was
		return Trace{}, err
	}
	trace, err := d.traced(was)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(trace)
	if err != nil {
		t.Fatal(err)
	}
	var back Trace
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	return back, nil
}

// one of each act, in the order in which they can be done.
func everyAct(d *Desk, step int) (Edit, bool) {
	row := func(k int) (string, int64) { id := d.Table.Rows[k].ID; return id, d.Revs[id] }
	a, seen := row(0)
	b, other := row(1)
	reject := Edit{Act: ActReject, Sentences: d.wait(1), To: a}
	acts := []Edit{
		{Act: ActAdd, Title: name("Trống"), New: "row:empty"},
		{Act: ActWord, Row: a, Seen: seen, Title: name("Thẩm quyền")},
		{Act: ActOrder, Order: reversed(d.Table.order()), Row: b, Seen: d.Moves},
		reject,
		{Act: ActMove, From: Waiting, Sentences: d.wait(1), To: a},
		{Act: ActMove, From: Waiting, Sentences: d.wait(2), Title: name("Điều 6"), New: "row:six"},
		{Act: ActApart, Sentences: d.wait(1), Rule: ByPerson},
		{Act: ActConfirm, Row: a, Seen: seen, Points: firstPoint(d.Table.Rows[0])},
		{Act: ActCopy, Row: a, Seen: seen, Sentences: firstSentence(d.Table.Rows[0]), To: b},
		{Act: ActMove, Row: b, Seen: other, Sentences: firstSentence(d.Table.Rows[1])},
		{Act: ActMerge, Row: a, Seen: seen, Other: b, OtherSeen: other},
		{Act: ActSplit, Row: a, Seen: seen, Points: firstPoint(d.Table.Rows[0]), Title: name("Tách"), New: "row:split"},
		{Act: ActRead, Opinion: "1"},
		{Act: ActSort, Seen: d.Moves},
	}
	if step >= len(acts) {
		return Edit{}, false
	}
	e := acts[step]
	if e.Act == ActWord {
		e.Gists = &[]Gist{}
	}
	return e, true
}

// wait are the first of what waits, at most n.
func (d *Desk) wait(n int) []SentenceID {
	return slices.Clone(d.Table.Waiting[:min(n, len(d.Table.Waiting))])
}

func reversed(ids []string) []string { slices.Reverse(ids); return ids }

func firstPoint(r Row) []string {
	if len(r.Points) == 0 {
		return nil
	}
	return []string{r.Points[0].ID}
}

func firstSentence(r Row) []SentenceID {
	if len(r.Points) == 0 {
		return nil
	}
	return []SentenceID{r.Points[0].Quotes[0].Sentence}
}

// Every act can be undone, alone and one after the other back to the first draft; revs go
// on, so that nobody takes the row that came back for the one that was seen.
func TestEveryActCanBeUndone(t *testing.T) {
	d, r := onDesk(odd())
	var before []stood
	var traces []Trace
	done := map[Act]bool{}
	for step := 0; ; step++ {
		e, more := everyAct(d, step)
		if !more {
			break
		}
		was, rev := d.standing(t), d.Rev
		trace, err := d.kept(t, r, e)
		if err != nil {
			t.Fatalf("%s: %v", e.Act, err)
		}
		after := d.clone()
		if err := d.Undo(r, trace); err != nil {
			t.Fatalf("undo %s: %v", e.Act, err)
		}
		if diff := cmp.Diff(was, d.standing(t)); diff != "" {
			t.Errorf("%s is not undone: %s", e.Act, diff)
		}
		if d.Rev <= after.Rev || d.Rev <= rev {
			t.Errorf("%s: rev %d after %d", e.Act, d.Rev, after.Rev)
		}
		for id, x := range trace.Rows {
			if now, there := d.Revs[id]; there && (now <= x.WasRev || now <= after.Revs[id]) {
				t.Errorf("%s: row %s at rev %d, was seen at %d and %d", e.Act, id, now, x.WasRev, after.Revs[id])
			}
		}
		*d = *after
		before, traces, done[e.Act] = append(before, was), append(traces, trace), true
	}
	for _, act := range []Act{ActAdd, ActWord, ActMove, ActCopy, ActApart, ActMerge, ActSplit, ActConfirm, ActReject, ActRead, ActOrder, ActSort} {
		if !done[act] {
			t.Errorf("%s was not tried", act)
		}
	}
	for i, trace := range slices.Backward(traces) {
		if err := d.Undo(r, trace); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if diff := cmp.Diff(before[i], d.standing(t)); diff != "" {
			t.Fatalf("step %d: %s", i, diff)
		}
	}
}

// Nothing is undone over what somebody has done to the same rows or sentences since; what
// was done elsewhere is in nobody's way.
func TestNothingIsUndoneOverWhatOthersDid(t *testing.T) {
	for what, one := range map[string]struct {
		act   func(d *Desk) Edit
		since func(d *Desk) []Edit
		may   bool
	}{
		"the row was renamed": {
			act: func(d *Desk) Edit { return Edit{Act: ActMove, Sentences: d.wait(1), To: d.Table.Rows[0].ID} },
			since: func(d *Desk) []Edit {
				id := d.Table.Rows[0].ID
				return []Edit{{Act: ActWord, Row: id, Seen: d.Revs[id], Title: name("Khác")}}
			},
		},
		"the sentence was filed elsewhere": {
			act: func(d *Desk) Edit {
				row := d.Table.Rows[0]
				return Edit{Act: ActMove, Row: row.ID, Seen: d.Revs[row.ID], Sentences: firstSentence(row)}
			},
			since: func(d *Desk) []Edit {
				return []Edit{{Act: ActMove, Sentences: []SentenceID{"1#1"}, To: d.Table.Rows[0].ID}}
			},
		},
		"the sentence was copied": { // from the row of the act, which is as it was
			act: func(d *Desk) Edit { return Edit{Act: ActMove, Sentences: d.wait(1), To: d.Table.Rows[0].ID} },
			since: func(d *Desk) []Edit {
				row := d.Table.Rows[0]
				return []Edit{{Act: ActCopy, Row: row.ID, Seen: d.Revs[row.ID], Sentences: row.last(), To: d.Table.Rows[1].ID}}
			},
		},
		"the rows were ordered again": {
			act:   func(d *Desk) Edit { return Edit{Act: ActOrder, Order: reversed(d.Table.order()), Seen: d.Moves} },
			since: func(d *Desk) []Edit { return []Edit{{Act: ActSort, Seen: d.Moves}} },
		},
		"the rows were ordered again, after one had come": {
			act: func(d *Desk) Edit { return Edit{Act: ActOrder, Order: reversed(d.Table.order()), Seen: d.Moves} },
			since: func(d *Desk) []Edit {
				return []Edit{{Act: ActAdd, Title: name("Mới"), New: "row:new"}, {Act: ActOrder, Order: append([]string{"row:new"}, d.Table.order()...), Seen: d.Moves}}
			},
		},
		"a row came, and the rows stand as ordered": {
			act:   func(d *Desk) Edit { return Edit{Act: ActOrder, Order: reversed(d.Table.order()), Seen: d.Moves} },
			since: func(d *Desk) []Edit { return []Edit{{Act: ActAdd, Title: name("Mới"), New: "row:new"}} },
			may:   true,
		},
		"a row that was ordered went": {
			act: func(d *Desk) Edit { return Edit{Act: ActOrder, Order: reversed(d.Table.order()), Seen: d.Moves} },
			since: func(d *Desk) []Edit {
				a, b := d.Table.Rows[0].ID, d.Table.Rows[1].ID
				return []Edit{{Act: ActMerge, Row: a, Seen: d.Revs[a], Other: b, OtherSeen: d.Revs[b]}}
			},
			may: true,
		},
		"sentences were filed elsewhere and an opinion was read": {
			act: func(d *Desk) Edit { return Edit{Act: ActMove, Sentences: d.wait(1), To: d.Table.Rows[0].ID} },
			since: func(d *Desk) []Edit {
				return []Edit{{Act: ActMove, Sentences: d.wait(2), Title: name("Khác"), New: "row:new"}, {Act: ActRead, Opinion: "2"}}
			},
			may: true,
		},
		"another row was renamed": {
			act: func(d *Desk) Edit { return Edit{Act: ActMove, Sentences: d.wait(1), To: d.Table.Rows[0].ID} },
			since: func(d *Desk) []Edit {
				id := d.Table.Rows[1].ID
				return []Edit{{Act: ActWord, Row: id, Seen: d.Revs[id], Title: name("Điều 7. Khác")}}
			},
			may: true,
		},
	} {
		t.Run(what, func(t *testing.T) {
			d, r := onDesk(odd())
			trace, err := d.kept(t, r, one.act(d))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range one.since(d) {
				d.does(t, r, e)
			}
			err = d.Undo(r, trace)
			if one.may != (err == nil) {
				t.Fatal(err)
			}
			if err != nil {
				refusedWith(t, err, "synthesis.undo_changed")
			}
		})
	}
	d, r := onDesk(odd())
	trace, err := d.kept(t, r, Edit{Act: ActRead, Opinion: "1"})
	if err != nil {
		t.Fatal(err)
	}
	d.Approval = Approval{Version: d.Table.Version, Hash: "x"}
	refusedWith(t, d.Undo(r, trace), "synthesis.approved")
}

func (r Row) last() []SentenceID {
	p := r.Points[len(r.Points)-1]
	return []SentenceID{p.Quotes[len(p.Quotes)-1].Sentence}
}

// An opinion that has changed since makes the row of its sentence wrong; that undoing would
// right it does not let the sentence stand twice.
func TestUndoingTradesNoFaultForAnother(t *testing.T) {
	d, r := onDesk(odd())
	id, row := d.wait(1)[0], d.Table.Rows[0].ID
	trace, err := d.kept(t, r, Edit{Act: ActMove, From: Waiting, Sentences: []SentenceID{id}, To: row})
	if err != nil {
		t.Fatal(err)
	}
	q := r.Question
	q.Opinions = slices.Clone(q.Opinions)
	for i := range q.Opinions {
		if q.Opinions[i].ID == id.Opinion() {
			q.Opinions[i].Text = "Một chuyện khác."
		}
	}
	next := Read(q)
	d.does(t, next, Edit{Act: ActCopy, Row: row, Seen: d.Revs[row], Sentences: []SentenceID{id}, To: d.Table.Rows[1].ID})
	refusedWith(t, d.Undo(next, trace), "synthesis.undo_changed")

	// Alone, what came of the opinion is in nobody's way.
	d, r = onDesk(odd())
	if trace, err = d.kept(t, r, Edit{Act: ActMove, From: Waiting, Sentences: []SentenceID{id}, To: row}); err != nil {
		t.Fatal(err)
	}
	if err := d.Undo(next, trace); err != nil {
		t.Error(err)
	}
}

// Whatever two persons do and undo, in whichever order, every sentence stays accounted for.
func TestUndoingLosesNoSentence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, r := onDesk(odd())
		var traces []Trace
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			if len(traces) > 0 && rapid.IntRange(0, 2).Draw(t, "undo") == 0 {
				i := rapid.IntRange(0, len(traces)-1).Draw(t, "which")
				was := d.clone()
				if err := d.Undo(r, traces[i]); err != nil {
					*d = *was
				}
				traces = slices.Delete(traces, i, i+1)
			} else if len(d.Table.Rows) > 1 {
				e, _ := everyAct(d, rapid.IntRange(0, 13).Draw(t, "act"))
				if trace, err := d.kept(t, r, e); err == nil {
					traces = append(traces, trace)
				}
			}
			if l := r.Balance(d.Table, nil); !l.Balanced() {
				t.Fatalf("%+v", l.Faults)
			}
			for _, row := range d.Table.Rows {
				if d.Revs[row.ID] == 0 {
					t.Fatalf("row %s has no rev", row.ID)
				}
			}
			if len(d.Revs) != len(d.Table.Rows) {
				t.Fatalf("%v of %v", d.Revs, d.Table.order())
			}
		}
	})
}
