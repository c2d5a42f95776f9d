package summaries

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ecabinet"
)

// A version is handed over when it may be approved, and only then; it waits until it is sent
// back with a reason, approved, or left behind, and may be handed over anew when it is
// another or came back.
func TestAVersionIsHandedOverWhenItMayBeApproved(t *testing.T) {
	r, now := Read(ballot()), time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	d := &Desk{Revs: map[string]int64{}}
	d.Draft(r)
	edit := func(e Edit) {
		t.Helper()
		if err := d.Apply(r, e, "a", now); err != nil {
			t.Fatal(err)
		}
	}
	hash := func() string {
		t.Helper()
		h, err := d.Table.Hash()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	want := func(code string, do func() error) {
		t.Helper()
		before := *d
		err := do()
		if code == "" && err != nil || code != "" && !errors.Is(err, &ecabinet.Error{Code: code}) {
			t.Fatalf("got %v, want %q", err, code)
		}
		if err != nil && (d.Submitted != before.Submitted || d.Rev != before.Rev) {
			t.Errorf("%s: what is refused leaves a trace", code)
		}
		if err == nil && d.Rev != before.Rev+1 {
			t.Error("nobody would hear of it")
		}
	}
	submit := func() error { return d.Submit(r, hash(), "a", now) }
	back := func(no int, reason string) func() error {
		return func() error { return d.Return(no, reason, "s", now.Add(time.Hour)) }
	}

	want("summary.waiting", submit)
	edit(Edit{Act: ActApart, Sentences: append([]SentenceID(nil), d.Table.Waiting...), Rule: ByPerson})
	want("summary.unread", submit)
	for _, o := range r.MustRead() {
		edit(Edit{Act: ActRead, Opinion: o})
	}
	want("summary.other_version", func() error { return d.Submit(r, "another", "a", now) })
	want("synthesis.not_submitted", back(1, "Chưa đủ."))
	if d.Submission().No != 0 {
		t.Errorf("%+v", d.Submission())
	}

	want("", submit)
	if s := d.Submission(); !s.Waits() || s.No != 1 || s.By != "a" || s.Hash != hash() || s.Version != 1 {
		t.Errorf("%+v", s)
	}
	want("synthesis.submitted", submit)
	name := "Dòng nữa"
	edit(Edit{Act: ActAdd, Title: &name, New: "row:1"})
	if s := d.Submission(); !s.Waits() || s.Hash == hash() {
		t.Error("what is changed after it was handed over waits, and is known to be another")
	}
	want("", submit)
	want("synthesis.not_submitted", back(1, "Chưa đủ."))
	want("synthesis.reason_missing", back(2, " \n"))
	want("synthesis.reason_long", back(2, strings.Repeat("ă", MaxReason+1)))
	want("", back(2, "  Tách dòng 3. "))
	if s := d.Submission(); s.Waits() || s.Reason != "Tách dòng 3." || s.ReturnedBy != "s" || !s.ReturnedAt.Equal(now.Add(time.Hour)) {
		t.Errorf("%+v", s)
	}
	want("synthesis.not_submitted", back(2, "Lần nữa."))
	want("", submit) // as it is: what was asked for may have been settled by word

	// The next version starts without one; approval ends it.
	d.Draft(r)
	if d.Submission() != (Submission{}) {
		t.Errorf("%+v", d.Submission())
	}
	want("", submit)
	if d.Submitted.No != 4 || d.Submission().Version != 2 {
		t.Errorf("%+v", d.Submitted)
	}
	want("", func() error { return d.Approve(r, hash(), "s", now) })
	if d.Submission() != (Submission{}) {
		t.Error("what is approved waits no more")
	}
	want("synthesis.approved", submit)
	want("synthesis.not_submitted", back(4, "Muộn."))
}
