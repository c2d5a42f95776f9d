package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/summaries"
)

func (w *world) hash() string {
	w.Helper()
	h, err := w.desk().Table.Hash()
	w.must(err)
	return h
}

func (w *world) submit(person string) error {
	w.Helper()
	return w.v.Submit(w.as(person), question, w.hash())
}

// due is what waits or came back.
func (w *world) due() string {
	w.Helper()
	list, err := w.s.Due(w.as("a"))
	w.must(err)
	out := ""
	for _, one := range list {
		out += fmt.Sprintf("%s of %s: %d of version %d, waits %v, changed %v;", one.Question, one.Ballot, one.Submission.No, one.Submission.Version, one.Submission.Waits(), one.Changed)
	}
	return out
}

// What is handed over is kept with what became of it, and the journal holds no reason.
func TestSubmissionsAreKept(t *testing.T) {
	each(t, func(w *world) {
		w.draft()
		w.refused(w.submit("a"), "summary.waiting")
		w.settle()
		w.must(w.submit("a"))
		s := w.desk().Submission()
		if !s.Waits() || s.By != "a" || s.Hash != w.hash() || s.At.IsZero() || w.due() != "ballot.q1 of ballot: 1 of version 1, waits true, changed false;" {
			w.Errorf("%+v %s", s, w.due())
		}
		if list, err := w.s.Due(testkit.As(w.Context(), other, "a")); err != nil || len(list) != 0 {
			w.Errorf("another body reads it: %+v %v", list, err)
		}
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActAdd, Title: title("Dòng nữa")}))
		if w.due() != "ballot.q1 of ballot: 1 of version 1, waits true, changed true;" {
			w.Error(w.due())
		}
		w.must(w.submit("b"))
		const reason = "Dòng nữa còn trống."
		w.must(w.v.Return(w.as("s"), question, 2, reason))
		w.refused(w.v.Return(w.as("s"), question, 2, reason), "synthesis.not_submitted")
		if w.due() != "ballot.q1 of ballot: 2 of version 1, waits false, changed false;" {
			w.Error(w.due())
		}
		list, err := w.s.Submissions(w.as("a"), question)
		if w.must(err); len(list) != 2 || !list[0].Waits() || list[1].Reason != reason || list[1].ReturnedBy != "s" || list[1] != w.desk().Submission() {
			w.Errorf("%+v", list)
		}
		events, err := w.s.History(w.as("a"), question, 0, 3)
		if w.must(err); events[0].Type != "synthesis.returned" || events[0].By != "s" || events[1].Type != "synthesis.submitted" || events[1].By != "b" {
			w.Errorf("%+v", events)
		}
		for _, e := range events {
			if strings.Contains(string(e.Data), "trống") {
				w.Errorf("the journal holds words: %s", e.Data)
			}
		}

		w.draft() // the next version starts without one
		if w.due() != "" || w.desk().Submission().No != 0 {
			w.Error(w.due())
		}
		w.must(w.submit("a"))
		w.approve()
		if w.due() != "" {
			w.Error(w.due())
		}
		w.refused(w.submit("a"), "synthesis.approved")
	})
}

// Of many who send the same back, one does; of two who hand the same over, one.
func TestOfManyOneSendsBack(t *testing.T) {
	each(t, func(w *world) {
		w.draft()
		w.settle()
		at, many := w.hash(), 8
		all := func(code string, do func(i int) error) {
			w.Helper()
			var group sync.WaitGroup
			errs := make([]error, many)
			for i := range errs {
				group.Go(func() { errs[i] = do(i) })
			}
			group.Wait()
			done := 0
			for _, err := range errs {
				if err == nil {
					done++
				} else {
					w.refused(err, code)
				}
			}
			if done != 1 {
				w.Errorf("%d did it", done)
			}
		}
		all("synthesis.submitted", func(i int) error { return w.v.Submit(w.as(fmt.Sprint("a", i)), question, at) })
		all("synthesis.not_submitted", func(i int) error { return w.v.Return(w.as(fmt.Sprint("s", i)), question, 1, fmt.Sprint("Lý do ", i)) })
	})
}

// A submission that was sent back says by whom and why, whoever writes it.
func TestASendingBackHasItsReason(t *testing.T) {
	each(t, func(w *world) {
		w.draft()
		w.settle()
		w.must(w.submit("a"))
		for _, change := range []string{
			"UPDATE synthesis_submissions SET returned_by = 's'", "UPDATE synthesis_submissions SET reason = 'x'",
			"UPDATE synthesis_submissions SET returned_by = 's', returned_at = submitted_at", "UPDATE synthesis_submissions SET hash = ''",
		} {
			_, err := w.d.InTx(w.as("s"), func(ctx context.Context, tx *db.Tx) (string, error) {
				_, err := tx.Bun().NewRaw(change).Exec(ctx)
				return "", err
			})
			if err == nil {
				w.Errorf("%s is possible", change)
			}
		}
	})
}
