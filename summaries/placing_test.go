package summaries

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
)

// odd are opinions of which some go into rows and some wait.
func odd() Question {
	return asked(
		"Điều 5 cần giao cho cấp tỉnh.", "Điều 7 cần rút xuống 10 ngày.", "Điều 9 còn thiếu.",
		"Một chuyện lạ.", "Hoàn toàn khác hẳn.", "Chẳng giống ai cả.", "Riêng phần này thì không.",
	)
}

// onDesk is a first draft under review.
func onDesk(q Question) (*Desk, *Reading) {
	r := Read(q)
	d := &Desk{ID: q.ID, Revs: map[string]int64{}}
	d.Draft(r)
	return d, r
}

func (d *Desk) does(t *testing.T, r *Reading, e Edit) {
	t.Helper()
	if err := d.Apply(r, e, "a", time.Unix(0, 0)); err != nil {
		t.Fatalf("%s: %v", e.Act, err)
	}
}

func refusedWith(t *testing.T, err error, code string) *ecabinet.Error {
	t.Helper()
	var e *ecabinet.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	return e
}

func name(s string) *string { return &s }

// Several sentences are filed in one act: into a row, into a new one, or apart.
func TestManyAreFiledInOneAct(t *testing.T) {
	d, r := onDesk(odd())
	waiting := slices.Clone(d.Table.Waiting)
	if len(waiting) != 4 {
		t.Fatalf("%v wait", waiting)
	}
	to := d.Table.Rows[0].ID
	d.does(t, r, Edit{Act: ActMove, Sentences: waiting[:2], To: to})
	d.does(t, r, Edit{Act: ActMove, Sentences: waiting[2:3], Title: name("Việc khác"), New: "row:1"})
	d.does(t, r, Edit{Act: ActApart, Sentences: waiting[3:], Rule: ByPerson})
	placed := d.Table.Placements()
	got := []string{placed[waiting[0]], placed[waiting[1]], placed[waiting[2]], placed[waiting[3]]}
	if diff := cmp.Diff([]string{to, to, "row:1", ""}, got); diff != "" {
		t.Error(diff)
	}
	if l := r.Balance(d.Table, nil); !l.Balanced() || l.Sentences.Waiting != 0 {
		t.Errorf("%+v", l)
	}
	if row, _ := d.Table.Row("row:1"); row.Title != "Việc khác" || !row.Points[0].Filed || d.Revs["row:1"] < 1 {
		t.Errorf("%+v at %d", row, d.Revs["row:1"])
	}
	// And out of a row into a new one.
	d.does(t, r, Edit{Act: ActMove, Row: to, Seen: d.Revs[to], Sentences: waiting[:2], Title: name("Tách"), New: "row:2"})
	if placed := d.Table.Placements(); placed[waiting[0]] != "row:2" || placed[waiting[1]] != "row:2" {
		t.Errorf("%v", placed)
	}
}

// What a colleague has filed meanwhile is counted.
func TestWhatWasFiledMeanwhileIsCounted(t *testing.T) {
	d, r := onDesk(odd())
	waiting, to := slices.Clone(d.Table.Waiting), d.Table.Rows[0].ID
	d.does(t, r, Edit{Act: ActMove, Sentences: waiting[:1], To: to})
	d.does(t, r, Edit{Act: ActMove, Sentences: waiting[2:3], To: to})
	for _, e := range []Edit{
		{Act: ActMove, Sentences: waiting, To: to},
		{Act: ActMove, Sentences: waiting, Title: name("Mới"), New: "row:1"},
		{Act: ActApart, Sentences: waiting, Rule: ByPerson},
	} {
		spoilt, _ := onDesk(odd())
		spoilt.Table.Waiting = slices.Clone(d.Table.Waiting)
		err := refusedWith(t, spoilt.Apply(r, e, "b", time.Unix(0, 0)), "synthesis.filed_meanwhile")
		if err.Kind != ecabinet.Stale || err.Params["count"] != 2 {
			t.Errorf("%s: %v %v", e.Act, err.Kind, err.Params)
		}
	}
}

func TestFilingThatSaysNothingIsRefused(t *testing.T) {
	for what, e := range map[string]Edit{
		"a sentence twice":           {Act: ActApart, Sentences: []SentenceID{"4#1", "4#1"}, Rule: ByPerson},
		"into a row and a new one":   {Act: ActMove, Sentences: []SentenceID{"4#1"}, To: "clause:x", Title: name("Mới"), New: "row:1"},
		"no sentence into a new row": {Act: ActMove, Title: name("Mới"), New: "row:1"},
	} {
		d, r := onDesk(odd())
		if e := refusedWith(t, d.Apply(r, e, "a", time.Unix(0, 0)), "synthesis.edit_wrong"); e.Kind != ecabinet.Invalid {
			t.Errorf("%s: %v", what, e.Kind)
		}
	}
	d, r := onDesk(odd())
	refusedWith(t, d.Apply(r, Edit{Act: ActMove, Sentences: []SentenceID{"4#1"}, Title: name(" "), New: "row:1"}, "a", time.Unix(0, 0)), "synthesis.title_missing")
}
