package api_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/summaries"
	"ecabinet/summaries/api"
)

// Who reviews reads who did what to which row and to whose opinion, and sees two versions
// with their differences in words.
func TestTheHistoryAndTheDifferenceAreReadable(t *testing.T) {
	each(t, func(w *world) {
		v := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		row, sentence := v.Rows[0], v.Rows[0].Points[0].Quotes[0].Sentence
		w.edit(fields{"act": "word", "row": row.ID, "seen": row.Rev, "title": "Thẩm quyền cấp phép"})
		v = w.edit(fields{"act": "add", "title": "Dòng nữa"})
		other := v.Rows[slices.IndexFunc(v.Rows, func(r api.SynthesisRow) bool { return r.Title == "Dòng nữa" })]
		v = w.edit(fields{"act": "move", "row": row.ID, "seen": rev(v, row.ID), "sentences": []string{sentence}, "to": other.ID})

		// An opinion changes, and one comes: the next version is another.
		w.poll.Opinions[1].Text = "Điều 5: đề nghị giao cấp huyện cấp phép."
		w.poll.Opinions = append(w.poll.Opinions, summaries.Opinion{ID: "9", Respondent: "9", Stance: summaries.Other, Text: "Điều 8 cần bỏ."})
		w.poll.Who["9"] = summaries.Respondent{Person: "m9", Name: "Ủy viên 9"}
		stale := done[api.SynthesisView](w, "analyst", http.MethodGet, at, nil)
		if len(stale.Changes) != 2 || stale.Changes[0].Who != "Ủy viên 2" || stale.Changes[0].How != "changed" || len(stale.Changes[0].Lost) == 0 ||
			!slices.Equal(stale.Changes[1].Loose, []string{"Điều 8 cần bỏ."}) || stale.Changes[1].How != "came" {
			w.Errorf("%+v", stale.Changes)
		}
		v = done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": v.Rev})

		h := done[api.SynthesisHistory](w, "secretariat", http.MethodGet, at+"/history", nil)
		if len(h.Versions) != 2 || h.Versions[0].Version != 2 || h.Versions[0].Kept || !h.Versions[0].Current || !h.Versions[1].Kept || h.Versions[1].MadeBy != "Ông analyst" {
			w.Errorf("%+v", h.Versions)
		}
		if len(h.Items) != 5 || h.Items[0].Type != "synthesis.drafted" || h.Items[0].Version != 2 {
			w.Fatalf("%+v", h.Items)
		}
		moved := h.Items[1]
		if moved.Act != "move" || moved.By != "Ông analyst" || moved.Row.VI != "Thẩm quyền cấp phép" || moved.To.VI != "Dòng nữa" ||
			!slices.Equal(moved.Who, []string{"Ủy viên " + sentence[:1]}) || moved.Count != 1 {
			w.Errorf("%+v", moved)
		}

		d := done[api.SynthesisDiff](w, "analyst", http.MethodGet, at+"/diff?from=1", nil)
		if d.From != 1 || d.To != 2 || len(d.Opinions) != 2 || d.Opinions[0].Who != "Ủy viên 2" || d.Opinions[1].How != "came" {
			w.Errorf("%+v", d.Opinions)
		}
		if !slices.ContainsFunc(d.Added, func(r api.DiffRow) bool { return r.Name.VI == "Điều 8" && r.Points == 1 }) {
			w.Errorf("%+v", d.Added)
		}
		if !slices.ContainsFunc(d.Moves, func(m api.DiffMove) bool {
			return m.Who == "Ủy viên 9" && slices.Equal(m.Words, []string{"Điều 8 cần bỏ."}) && m.From.Kind == "none" && m.To.Name.VI == "Điều 8"
		}) {
			w.Errorf("%+v", d.Moves)
		}

		// A row is called otherwise in the version after.
		renamed := v.Rows[0]
		w.edit(fields{"act": "word", "row": renamed.ID, "seen": renamed.Rev, "title": "Tên khác"})
		d = done[api.SynthesisDiff](w, "analyst", http.MethodGet, at+"/diff?from=1&to=0", nil)
		if !slices.ContainsFunc(d.Words, func(x api.DiffWords) bool { return x.Was == renamed.Name && x.Is.VI == "Tên khác" }) {
			w.Errorf("%+v", d.Words)
		}
	})
}

// The history says what a row was called when something was done to it, also where it is
// called otherwise by now, or is gone; a renaming says both names.
func TestTheHistorySaysWhatARowWasCalled(t *testing.T) {
	each(t, func(w *world) {
		v := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		row := v.Rows[0]
		first := row.Name
		add := func(title string) api.SynthesisRow {
			v := w.edit(fields{"act": "add", "title": title})
			return v.Rows[slices.IndexFunc(v.Rows, func(r api.SynthesisRow) bool { return r.Title == title })]
		}
		name := func(row api.SynthesisRow, title string) {
			v = w.edit(fields{"act": "word", "row": row.ID, "seen": rev(v, row.ID), "title": title})
		}
		name(row, "Tên một")
		other := add("Dòng phụ")
		v = w.edit(fields{"act": "move", "row": row.ID, "seen": rev(v, row.ID), "sentences": []string{row.Points[0].Quotes[0].Sentence}, "to": other.ID})
		name(row, "Tên hai")
		name(other, "Dòng phụ, tên mới")
		v = w.edit(fields{"act": "merge", "row": row.ID, "seen": rev(v, row.ID), "other": other.ID, "other_seen": rev(v, other.ID)})
		name(row, "Tên ba")
		gists := v.Rows[slices.IndexFunc(v.Rows, func(r api.SynthesisRow) bool { return r.ID == row.ID })].Gists
		v = w.edit(fields{"act": "word", "row": row.ID, "seen": rev(v, row.ID), "gists": gists})

		text := func(s string) api.Text { return api.Text{VI: s, EN: s} }
		want := []struct{ row, renamed, other, to api.Text }{
			{row: text("Tên ba")}, // its gists only
			{row: text("Tên hai"), renamed: text("Tên ba")},
			{row: text("Tên hai"), other: text("Dòng phụ, tên mới")},
			{row: text("Dòng phụ"), renamed: text("Dòng phụ, tên mới")},
			{row: text("Tên một"), renamed: text("Tên hai")},
			{row: text("Tên một"), to: text("Dòng phụ")},
			{to: text("Dòng phụ")},
			{row: first, renamed: text("Tên một")},
			{},
		}
		h := done[api.SynthesisHistory](w, "secretariat", http.MethodGet, at+"/history", nil)
		if len(h.Items) != len(want) {
			w.Fatalf("%+v", h.Items)
		}
		for i, x := range h.Items {
			if x.Row != want[i].row || x.Renamed != want[i].renamed || x.Other != want[i].other || x.To != want[i].to {
				w.Errorf("%d %s: %+v, want %+v", i, x.Act, x, want[i])
			}
		}
		if v.Last == nil || v.Last.Row != text("Tên ba") {
			w.Errorf("%+v", v.Last)
		}

		// Of rows whose names were not noted when they were given, what is known is told.
		_, err := w.d.InTx(ecabinet.WithActor(w.Context(), ecabinet.Actor{Person: "a", Body: body}), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw("DELETE FROM synthesis_row_names").Exec(ctx)
			return "", err
		})
		w.must(err)
		name(row, "Tên bốn")
		h = done[api.SynthesisHistory](w, "secretariat", http.MethodGet, at+"/history", nil)
		if x := h.Items[0]; x.Row != text("Tên ba") || x.Renamed != text("Tên bốn") {
			w.Errorf("%+v", x)
		}
		if x := h.Items[3]; x.Row != text("Tên ba") || x.Other != (api.Text{}) { // before the first name that is noted
			w.Errorf("%+v", x)
		}
	})
}

func rev(v api.SynthesisView, row string) int64 {
	return v.Rows[slices.IndexFunc(v.Rows, func(r api.SynthesisRow) bool { return r.ID == row })].Rev
}

// A long history is read in pages, none of its lines twice.
func TestTheHistoryHasPages(t *testing.T) {
	each(t, func(w *world) {
		done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		for range 60 {
			w.edit(fields{"act": "add", "title": "Dòng"})
		}
		first := done[api.SynthesisHistory](w, "analyst", http.MethodGet, at+"/history", nil)
		if len(first.Items) != 50 || first.Next == 0 {
			w.Fatalf("%d lines, next %d", len(first.Items), first.Next)
		}
		last := done[api.SynthesisHistory](w, "analyst", http.MethodGet, fmt.Sprintf("%s/history?before=%d", at, first.Next), nil)
		if len(last.Items) != 11 || last.Next != 0 || last.Items[10].Type != "synthesis.drafted" {
			w.Errorf("%d lines, next %d", len(last.Items), last.Next)
		}
	})
}
