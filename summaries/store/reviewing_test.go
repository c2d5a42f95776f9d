package store_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"

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
