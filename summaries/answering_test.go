package summaries_test

import (
	"testing"
	"time"

	"ecabinet"
	"ecabinet/summaries"
)

// An answer to words that have changed is shown to nobody: the point is answered anew as if
// there were none, and whoever saw the old answer is told that it is another.
func TestAPointThatSaysSomethingElseIsAnsweredAnew(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	table := func(said string) summaries.Table {
		return summaries.Table{Rows: []summaries.Row{{ID: "r", Points: []summaries.Point{{ID: "r/1", Opinion: "1", Quotes: []summaries.Quote{{Text: said}}}}}}}
	}
	answer := summaries.Answer{Point: "r/1", Decision: summaries.Accepted, Text: "Đã sửa."}
	old, err := table("Đề nghị sửa.").Reply(summaries.Reply{}, 0, answer, "m1", now)
	if err != nil {
		t.Fatal(err)
	}
	if old, err = old.Checked(1, true, "", "m2", now); err != nil {
		t.Fatal(err)
	}
	other := table("Đề nghị bỏ.")
	if _, err := other.Reply(old, old.Rev, answer, "m1", now); ecabinet.KindOf(err) != ecabinet.Stale {
		t.Errorf("over an answer that no longer holds: %v", err)
	}
	next, err := other.Reply(old, 0, answer, "m1", now)
	if err != nil || next.Rev != old.Rev+1 || next.Check != summaries.Unchecked || next.Quotes == old.Quotes {
		t.Errorf("%+v, %v", next, err)
	}
	if _, err := other.Reply(next, 0, answer, "m1", now); ecabinet.KindOf(err) != ecabinet.Stale {
		t.Errorf("over one that holds: %v", err)
	}
}
