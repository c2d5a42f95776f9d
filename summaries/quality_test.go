package summaries

import (
	"testing"
	"time"
)

// A first draft that nobody touched is agreed with wholly, also where staff chose its rows
// for a model; each kind of change counts for the row that it is made in, once.
func TestQualityCountsWhatPersonsChanged(t *testing.T) {
	r, run := someRun()
	rows := offered()
	for i := range rows {
		rows[i].Touched = true // as Course.Choose offers them
	}
	run.Choose(r, nil, rows)
	for step, ok := run.Next(r, nil); ok; step, ok = run.Next(r, nil) {
		var got Result
		for n, id := range step.Sentences { // a second row, as models may give one
			got.Placements = append(got.Placements, Placement{id, run.Rows[n%2].ID}, Placement{id, "c"})
		}
		run.Done(r, step.ID, got)
	}
	d := &Desk{Revs: map[string]int64{}}
	d.TakeRun(r, run)
	if q := d.Quality(run.Rows); q.Placed.F1 != 1 || q.Moved != 0 || q.Changed != 0 || q.Rows != 3 || q.Filed != 0 || q.Points == 0 {
		t.Errorf("nothing was touched: %+v", q)
	}
	edit := func(e Edit) {
		t.Helper()
		e.Seen = d.Revs[e.Row]
		if err := d.Apply(r, e, "p", time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	a, _ := d.Table.Row("a")
	gists := []Gist{{Stance: r.stanceOf(r.index[a.Points[0].Quotes[0].Sentence]), Claims: []Claim{{Text: "Viết tay.", Cites: []SentenceID{a.Points[0].Quotes[0].Sentence}}}}}
	edit(Edit{Act: ActWord, Row: "a", Gists: &gists})
	if q := d.Quality(run.Rows); q.Changed != 1 || q.Placed.F1 != 1 {
		t.Errorf("a gist was written: %+v", q)
	}
	title := "Giá điện sạc"
	edit(Edit{Act: ActWord, Row: "b", Title: &title})
	edit(Edit{Act: ActWord, Row: "b", Title: &title})
	if q := d.Quality(run.Rows); q.Changed != 2 || q.Moved != 0 {
		t.Errorf("a row was named: %+v", q)
	}
	b, _ := d.Table.Row("b")
	edit(Edit{Act: ActMove, Row: "b", To: "a", Sentences: []SentenceID{b.Points[0].Quotes[0].Sentence}})
	q := d.Quality(run.Rows)
	if q.Moved != 1 || q.Placed.F1 >= 1 || q.Placed.Precision >= 1 || q.Filed == 0 || q.Changed != 2 {
		t.Errorf("a sentence was moved: %+v", q)
	}
	// Without a model, a row that a person touched is a changed one.
	d = &Desk{Revs: map[string]int64{}}
	d.Draft(r)
	if q := d.Quality(nil); q.Changed != 0 || q.Placed.F1 != 1 {
		t.Errorf("a draft without a model: %+v", q)
	}
	edit(Edit{Act: ActWord, Row: d.Table.Rows[0].ID, Title: &title})
	if q := d.Quality(nil); q.Changed != 1 {
		t.Errorf("a row was named: %+v", q)
	}
}
