package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/internal/testkit"
	"ecabinet/summaries"
)

// Of a question the last run is told, also without its steps, and to no other body.
func TestTheLastRunIsTold(t *testing.T) {
	each(t, func(w *world) {
		if _, err := w.s.CourseHead(w.as("a"), question); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("before any: %v", err)
		}
		for no, state := range []summaries.CourseState{summaries.CourseStopped, summaries.CourseEnded, summaries.CourseAsking} {
			c := &summaries.Course{Question: question, No: no + 1, Rev: 1, State: state, By: "a", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
				Run: summaries.NewRun(summaries.Read(w.poll.Question), summaries.Size{Sentences: 10, Bytes: 1000})}
			c.Run.Rows = []summaries.Row{{ID: "row", Title: "Thẩm quyền"}}
			_, err := w.s.InTx(w.as("a"), func(ctx context.Context, tx summaries.Tx) (string, error) {
				return summaries.RunRef(question), tx.SaveCourse(ctx, c)
			})
			w.must(err)
		}
		whole, err := w.s.Course(w.as("a"), question)
		w.must(err)
		head, err := w.s.CourseHead(w.as("a"), question)
		w.must(err)
		if whole.No != 3 || len(whole.Run.Steps) == 0 {
			w.Errorf("run %d with %d steps", whole.No, len(whole.Run.Steps))
		}
		whole.Run.Steps = nil
		if diff := cmp.Diff(whole, head); diff != "" {
			w.Error(diff)
		}
		states, err := w.s.CourseStates(w.as("a"), []string{question, "another"})
		if w.must(err); len(states) != 1 || states[question] != summaries.CourseAsking {
			w.Errorf("%v", states)
		}
		elsewhere := testkit.As(w.Context(), other, "a")
		if _, err := w.s.CourseHead(elsewhere, question); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("another body reads it: %v", err)
		}
	})
}

// What has happened to the approved table is counted of its approvals and of the acts on its
// answers alone.
func TestTurnsOfTheApprovedTableAreCounted(t *testing.T) {
	each(t, func(w *world) {
		turns := func() [2]int64 {
			w.Helper()
			n, version, err := w.s.Turns(w.as("a"), question)
			w.must(err)
			return [2]int64{n, int64(version)}
		}
		if _, _, err := w.s.Turns(w.as("a"), question); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("before the first draft: %v", err)
		}
		w.draft()
		if got := turns(); got != [2]int64{} {
			w.Errorf("before approval: %v", got)
		}
		w.settle()
		w.approve()
		if got := turns(); got != [2]int64{1, 1} {
			w.Errorf("approved: %v", got)
		}
		points := w.desk().Table.Rows[0].Points
		for seen, text := range []string{"Đã sửa.", "Đã sửa lại."} {
			w.must(w.v.Reply(w.as("d"), question, int64(seen), summaries.Answer{Point: points[0].ID, Decision: summaries.Accepted, Text: text}))
		}
		w.must(w.v.Reply(w.as("d"), question, 0, summaries.Answer{Point: points[1].ID, Decision: summaries.Explained, Text: "Giữ nguyên."}))
		if got := turns(); got != [2]int64{4, 1} {
			w.Errorf("three times answered: %v", got)
		}
		w.draft()
		if got := turns(); got != [2]int64{4, 1} {
			w.Errorf("a new version is under review: %v", got)
		}
		if _, _, err := w.s.Turns(testkit.As(w.Context(), other, "a"), question); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("another body reads it: %v", err)
		}
	})
}
