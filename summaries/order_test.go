package summaries

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ecabinet"
)

func hashOf(t *testing.T, table Table) string {
	t.Helper()
	h, err := table.Hash()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Rows stand by clause until a person orders them, then as they were put; a row that comes
// later goes behind the one that it follows by clause.
func TestRowsStandAsPersonsPutThem(t *testing.T) {
	d, r := onDesk(odd())
	five, seven, nine := d.Table.Rows[0].ID, d.Table.Rows[1].ID, d.Table.Rows[2].ID
	by := hashOf(t, d.Table)
	d.does(t, r, Edit{Act: ActOrder, Order: []string{nine, five, seven}, Row: nine})
	if diff := cmp.Diff([]string{nine, five, seven}, d.Table.order()); diff != "" {
		t.Error(diff)
	}
	if hashOf(t, d.Table) == by {
		t.Error("what is approved does not say in which order the rows are signed")
	}
	// Another name moves nothing any more, and a new row has its place by clause.
	d.does(t, r, Edit{Act: ActWord, Row: seven, Seen: d.Revs[seven], Title: name("Điều 1")})
	d.does(t, r, Edit{Act: ActMove, Sentences: d.wait(1), Title: name("Điều 6"), New: "row:six"})
	d.does(t, r, Edit{Act: ActMove, Sentences: d.wait(1), Title: name("Việc khác"), New: "row:last"})
	d.does(t, r, Edit{Act: ActMove, Sentences: d.wait(1), Title: name("Điều 2"), New: "row:two"})
	want := []string{"row:two", nine, "row:last", five, "row:six", seven}
	if diff := cmp.Diff(want, d.Table.order()); diff != "" {
		t.Error(diff)
	}
	// The next version keeps it, with what it brings in its place.
	q := r.Question
	q.Opinions = append(slices.Clone(q.Opinions), Opinion{ID: "n", Respondent: "n", Stance: Agree, Text: "Điều 8 chưa rõ."})
	next := Read(q)
	d.Draft(next)
	eight := slices.IndexFunc(d.Table.Rows, func(row Row) bool { return row.Clause.Article == "8" })
	kept := slices.DeleteFunc(d.Table.order(), func(id string) bool { return id == "clause:"+(Clause{Article: "8"}).Key() })
	if eight < 0 || !slices.Equal(kept, slices.DeleteFunc(want, func(id string) bool { _, there := d.Table.Row(id); return !there })) {
		t.Errorf("%v, was %v", d.Table.order(), want)
	}
	// By clause again: as if nobody had ever ordered them.
	d.does(t, next, Edit{Act: ActSort, Seen: d.Moves})
	fresh := *d
	fresh.Hand = nil
	fresh.Order(next)
	if len(d.Hand) != 0 || !slices.Equal(d.Table.order(), fresh.Table.order()) || d.Table.order()[1] == nine {
		t.Error(d.Table.order())
	}
}

// An order is of the whole and over the one that was seen: two who order at once never undo
// each other's work unseen, and nothing that is done to a row is lost by it.
func TestAnOrderIsOfWhatWasSeen(t *testing.T) {
	d, r := onDesk(odd())
	seen := d.Table.order()
	turned := slices.Clone(seen)
	slices.Reverse(turned)
	d.does(t, r, Edit{Act: ActWord, Row: seen[0], Seen: d.Revs[seen[0]], Title: name("Tên mới")})
	d.does(t, r, Edit{Act: ActOrder, Order: turned, Seen: 0})
	if row, _ := d.Table.Row(seen[0]); row.Title != "Tên mới" {
		t.Errorf("the title is %q", row.Title)
	}
	for what, e := range map[string]Edit{
		"an order that somebody changed": {Act: ActOrder, Order: seen, Seen: 0},
		"by clause, over another":        {Act: ActSort, Seen: 0},
		"a row is left out":              {Act: ActOrder, Order: seen[1:], Seen: 1},
		"a row is named twice":           {Act: ActOrder, Order: []string{seen[0], seen[0], seen[1]}, Seen: 1},
		"a row that is not there":        {Act: ActOrder, Order: append(seen[1:], "row:9"), Seen: 1},
	} {
		t.Run(what, func(t *testing.T) {
			if err := refusedWith(t, d.Apply(r, e, "b", time.Unix(0, 0)), "synthesis.order_changed"); err.Kind != ecabinet.Stale {
				t.Error(err.Kind)
			}
		})
	}
	refusedWith(t, d.Apply(r, Edit{Act: ActOrder, Seen: 1}, "b", time.Unix(0, 0)), "synthesis.edit_wrong")
}

// What was approved before rows could be ordered keeps its hash: an order is how the rows
// stand, and no word of its own.
func TestATableThatNobodyOrderedHasTheHashItHad(t *testing.T) {
	d, r := onDesk(odd())
	before := hashOf(t, d.Table)
	d.Order(r)
	raw, err := json.Marshal(d.Table)
	if err != nil || hashOf(t, d.Table) != before || before != "7575b3660859e68b700882b4409edd61cf658aaed83ee5acd1693f1a24b60135" {
		t.Errorf("%s, %v", before, err)
	}
	for _, word := range []string{"hand", "order", "moves", "position"} {
		if strings.Contains(string(raw), `"`+word) {
			t.Errorf("%s is hashed", word)
		}
	}
}

// Whatever is ordered, no row is lost, made or named twice, and what was put stays so.
func TestArrangingLosesNoRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringMatching("[a-h]"), 0, 8, rapid.ID).Draw(t, "rows")
		hand := rapid.SliceOfNDistinct(rapid.StringMatching("[a-h]"), 0, 8, rapid.ID).Draw(t, "hand")
		var rows []Row
		for _, id := range ids {
			rows = append(rows, Row{ID: id})
		}
		got := Table{Rows: (&Desk{Table: Table{Rows: rows}}).arranged(&Reading{}, hand)}.order()
		if !sameRows(got, ids) {
			t.Fatalf("%v of %v", got, ids)
		}
		put := slices.DeleteFunc(slices.Clone(hand), func(id string) bool { return !slices.Contains(ids, id) })
		if kept := slices.DeleteFunc(slices.Clone(got), func(id string) bool { return !slices.Contains(hand, id) }); !slices.Equal(kept, put) {
			t.Fatalf("%v, put as %v", got, put)
		}
	})
}

// The difference between two orders names as few rows as say it.
func TestTheRowsThatWereMovedAreNamed(t *testing.T) {
	for _, one := range []struct{ was, is, want string }{
		{"a b c d", "a b c d", ""},
		{"a b c d", "d a b c", "d"},
		{"a b c d", "b c a d", "a"},
		{"a b c d", "x a c y d", ""},
		{"a b c", "c b a", "b a"},
	} {
		got := strings.Join(reordered(strings.Fields(one.was), strings.Fields(one.is)), " ")
		if got != one.want {
			t.Errorf("%s to %s: %q, want %q", one.was, one.is, got, one.want)
		}
	}
}
