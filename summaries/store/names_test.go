package store_test

import (
	"fmt"
	"testing"

	"ecabinet/internal/testkit"
	"ecabinet/summaries"
)

// called is what a row was called, by rev.
func (w *world) called(row string) string {
	w.Helper()
	names, err := w.s.Names(w.as("a"), question, []string{row})
	w.must(err)
	out := ""
	for _, n := range names[row] {
		out += fmt.Sprintf("%d %s; ", n.Rev, n.VI)
	}
	return out
}

// What a row was called is noted when it comes, when it is renamed and when it goes, in the
// act itself: an act that is refused leaves no name.
func TestNamesOfRowsAreNoted(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		row, into := d.Table.Rows[0], d.Table.Rows[1]
		first := row.Name(false)
		want := func(row, names string) {
			w.Helper()
			if got := w.called(row); got != names {
				w.Errorf("got %q, want %q", got, names)
			}
		}
		word := func(name string) error {
			return w.edit("a", summaries.Edit{Act: summaries.ActWord, Row: row.ID, Seen: w.desk().Revs[row.ID], Title: title(name)})
		}
		want(row.ID, fmt.Sprintf("1 %s; ", first))
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActConfirm, Row: row.ID, Seen: d.Revs[row.ID], Points: []string{row.Points[0].ID}}))
		want(row.ID, fmt.Sprintf("1 %s; ", first))
		w.must(word("Một"))
		named := fmt.Sprintf("1 %s; 2 %s; 3 Một; ", first, first)
		want(row.ID, named)
		w.refused(w.edit("a", summaries.Edit{Act: summaries.ActWord, Row: row.ID, Seen: d.Revs[row.ID], Title: title("Cũ")}), "synthesis.row_changed")
		want(row.ID, named)
		w.must(word("Hai"))
		d = w.desk()
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActMerge, Row: into.ID, Seen: d.Revs[into.ID], Other: row.ID, OtherSeen: d.Revs[row.ID]}))
		gone := named + "4 Hai; "
		want(row.ID, gone)
		w.draft() // the row of that clause may come back
		if back, there := w.desk().Table.Row(row.ID); there {
			gone += fmt.Sprintf("6 %s; ", back.Name(false))
		}
		want(row.ID, gone)
		if names, err := w.s.Names(testkit.As(w.Context(), other, "a"), question, []string{row.ID}); err != nil || len(names) != 0 {
			w.Errorf("another body reads them: %+v %v", names, err)
		}
	})
}
