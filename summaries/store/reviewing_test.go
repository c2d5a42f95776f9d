package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/internal/testkit"
	"ecabinet/summaries"
)

// Of two who file overlapping sentences at once, one has all of them and the other is told
// how many are gone; nothing is half done, and each act is one line of the history.
func TestManySentencesAreFiledByOneOrNotAtAll(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		waiting := d.Table.Waiting
		if len(waiting) < 2 {
			w.Fatalf("%v wait", waiting)
		}
		var group sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			group.Go(func() {
				e := summaries.Edit{Act: summaries.ActMove, From: summaries.Waiting, Sentences: waiting, Title: title("Vấn đề khác")}
				if i%2 == 1 {
					e = summaries.Edit{Act: summaries.ActApart, From: summaries.Waiting, Sentences: waiting, Rule: summaries.ByPerson}
				}
				errs[i] = w.edit("a", e)
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				w.refused(err, "synthesis.filed_meanwhile")
			}
		}
		d = w.desk()
		l := summaries.Read(w.poll.Question).Balance(d.Table, nil)
		if won != 1 || !l.Balanced() || l.Sentences.Waiting != 0 {
			w.Errorf("%d have filed them, %+v", won, l)
		}
		list, err := w.s.History(w.as("a"), question, 0, 10, "synthesis.edited")
		if w.must(err); len(list) != 1 {
			w.Fatalf("%d edits are told of", len(list))
		}
		var told struct {
			Sentences []summaries.SentenceID
			New       string
		}
		w.must(json.Unmarshal(list[0].Data, &told))
		placed := d.Table.Placements()
		if !slices.Equal(told.Sentences, waiting) || told.New != placed[waiting[0]] {
			w.Errorf("%+v, they are in %q", told, placed[waiting[0]])
		}
	})
}

// The order is of the whole table and over the one that was seen; it is kept, approved with
// the hash of what is signed, and the next version has it.
func TestTheOrderThatPersonsGaveIsKeptAndApproved(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		by := rowIDs(d)
		if len(by) < 2 || d.Hand != nil || d.Moves != 0 {
			w.Fatalf("%v, %v, %d", by, d.Hand, d.Moves)
		}
		turned := slices.Clone(by)
		slices.Reverse(turned)
		var group sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			group.Go(func() { errs[i] = w.edit("a", summaries.Edit{Act: summaries.ActOrder, Order: turned}) })
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				w.refused(err, "synthesis.order_changed")
			}
		}
		d = w.desk()
		if won != 1 || d.Moves != 1 || !slices.Equal(rowIDs(d), turned) || !slices.Equal(d.Hand, turned) {
			w.Errorf("%d have ordered %v, it is %v at %d", won, turned, rowIDs(d), d.Moves)
		}
		w.settle()
		seen, err := w.desk().Table.Hash()
		w.must(err)
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActSort, Seen: 1}))
		w.refused(w.v.Approve(w.as("s"), question, seen), "summary.other_version")
		if !slices.Equal(rowIDs(w.desk()), by) || w.desk().Hand != nil {
			w.Errorf("%v", rowIDs(w.desk()))
		}
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActOrder, Seen: 2, Order: turned}))
		w.approve()
		table, _, err := summaries.Approved(w.as("s"), w.s, question)
		w.must(err)
		if !slices.Equal(rowIDs(&summaries.Desk{Table: table}), turned) {
			w.Errorf("%v leaves", table.Rows)
		}
		if d = w.draft(); !slices.Equal(rowIDs(d), turned) {
			w.Errorf("the next version stands as %v", rowIDs(d))
		}
	})
}

func rowIDs(d *summaries.Desk) []string {
	var ids []string
	for _, row := range d.Table.Rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// The journal holds what an act has done, by id; what was sent along with it is not in it.
func TestNoWordOfAnEditIsJournalled(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		const word = "lời riêng"
		with := func(e summaries.Edit) summaries.Edit {
			e.Other, e.Opinion, e.Rule, e.Points, e.Sentences = word, word, word, []string{word}, []summaries.SentenceID{word}
			if e.Row == "" {
				e.Row = word
			}
			if e.To == "" {
				e.To = word
			}
			return e
		}
		row := d.Table.Rows[0].ID
		w.must(w.edit("a", with(summaries.Edit{Act: summaries.ActOrder, Order: reversed(rowIDs(d))})))
		w.must(w.edit("a", with(summaries.Edit{Act: summaries.ActSort, Seen: 1})))
		w.must(w.edit("a", with(summaries.Edit{Act: summaries.ActAdd, Title: title("Dòng")})))
		w.must(w.edit("a", with(summaries.Edit{Act: summaries.ActWord, Row: row, Seen: d.Revs[row], Title: title("Tên")})))
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActReject, Sentences: d.Table.Waiting[:1], To: word}))
		list, err := w.s.History(w.as("a"), question, 0, 10, "synthesis.edited")
		if w.must(err); len(list) != 5 {
			w.Fatalf("%d edits are told of", len(list))
		}
		for _, e := range list {
			if strings.Contains(string(e.Data), word) {
				w.Errorf("the journal holds words: %s", e.Data)
			}
		}
	})
}

// Everybody undoes his own last acts, one after the other, through the store; nobody undoes
// another's, an act is undone once, and what is left behind can no longer be undone.
func TestEverybodyUndoesHisOwn(t *testing.T) {
	each(t, func(w *world) {
		undo := func(person string) error {
			k, err := w.s.LastAct(w.as(person), question, person, w.desk().Table.Version)
			if err != nil {
				k.Rev = 1
			}
			return w.edit(person, summaries.Edit{Act: summaries.ActUndo, Seen: k.Rev})
		}
		first := w.draft()
		row, waiting := first.Table.Rows[0].ID, first.Table.Waiting
		w.refused(undo("a"), "synthesis.undo_none")
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActMove, Sentences: waiting, Title: title("Vấn đề khác")}))
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActOrder, Order: reversed(rowIDs(w.desk()))}))
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActWord, Row: row, Seen: first.Revs[row], Title: title("Tên")}))
		stale, err := w.s.LastAct(w.as("a"), question, "a", 1)
		w.must(err)
		w.must(undo("b"))
		w.refused(undo("b"), "synthesis.undo_none")
		if _, err := w.s.LastAct(testkit.As(w.Context(), other, "a"), question, "a", 1); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("another body reads it: %v", err)
		}
		w.must(undo("a"))
		w.refused(w.edit("a", summaries.Edit{Act: summaries.ActUndo, Seen: stale.Rev}), "synthesis.undo_done") // pressed twice
		w.refused(w.edit("a", summaries.Edit{Act: summaries.ActUndo, Seen: 1}), "synthesis.undo_newer")
		w.must(undo("a"))
		if diff := cmp.Diff(first.Table, w.desk().Table); diff != "" {
			w.Errorf("it is not the first draft again: %s", diff)
		}
		list, err := w.s.History(w.as("a"), question, 0, 10, "synthesis.edited")
		if w.must(err); len(list) != 6 {
			w.Errorf("of three acts and three undone the history has %d", len(list))
		}
		var told struct {
			Act, Undone, New string
			Sentences        []summaries.SentenceID
		}
		w.must(json.Unmarshal(list[0].Data, &told))
		if told.Act != "undo" || told.Undone != "move" || told.New == "" || !slices.Equal(told.Sentences, waiting) {
			w.Errorf("%s", list[0].Data)
		}

		// What a colleague changed meanwhile stays as he left it.
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActMove, Sentences: waiting[:1], To: row}))
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActWord, Row: row, Seen: w.desk().Revs[row], Title: title("Tên")}))
		before := w.desk()
		w.refused(undo("a"), "synthesis.undo_changed")
		if diff := cmp.Diff(before, w.desk()); diff != "" {
			w.Error(diff)
		}

		// A version that was left behind is undone by nobody, and only the last acts are kept.
		w.draft()
		w.refused(undo("a"), "synthesis.undo_none")
		for i := range summaries.MostKept + 5 {
			w.must(w.edit("a", summaries.Edit{Act: summaries.ActAdd, Title: title(fmt.Sprint("Dòng ", i))}))
		}
		n, err := w.d.Read().NewSelect().Table("synthesis_acts").Count(w.Context())
		if w.must(err); n != summaries.MostKept {
			w.Errorf("%d acts are kept", n)
		}
		for range summaries.MostKept {
			w.must(undo("a"))
		}
		w.refused(undo("a"), "synthesis.undo_none")
	})
}

func reversed(ids []string) []string {
	slices.Reverse(ids)
	return ids
}
