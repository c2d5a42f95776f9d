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
