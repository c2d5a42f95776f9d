package dossiers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"ecabinet"
)

var now = time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)

var states = []State{Draft, Submitted, Returned, Taken, Deciding, Decided, Archived}

// Every step from every state, against a second table written by hand.
func TestMoves(t *testing.T) {
	want := map[string]State{
		"submit draft": Submitted, "submit returned": Submitted, "withdraw submitted": Draft,
		"return submitted": Returned, "return taken": Returned, "take submitted": Taken,
		"decide taken": Deciding, "decide deciding": Deciding, "decide decided": Deciding, "resume deciding": Taken,
		"conclude deciding": Decided, "archive draft": Archived, "archive returned": Archived, "archive taken": Archived, "archive decided": Archived,
	}
	for step := range moves {
		for _, from := range states {
			m := Matter{State: from}
			err := m.Move(step, "why", now)
			to, ok := want[fmt.Sprintf("%s %s", step, from)]
			switch {
			case ok && (err != nil || m.State != to):
				t.Errorf("%s from %s: %s, %v", step, from, m.State, err)
			case !ok && (ecabinet.KindOf(err) != ecabinet.Refused || m.State != from):
				t.Errorf("%s from %s was allowed", step, from)
			}
			if (m.Reason != "") != (m.State == Returned && ok) {
				t.Errorf("%s from %s: reason %q", step, from, m.Reason)
			}
		}
	}
}

func TestMayUpload(t *testing.T) {
	for _, s := range states {
		m := Matter{State: s, Class: Internal}
		paper := slices.Contains([]State{Draft, Returned, Taken}, s)
		version := paper || s == Deciding
		if (m.MayUpload(true) == nil) != paper || (m.MayUpload(false) == nil) != version {
			t.Errorf("%s: %v %v", s, m.MayUpload(true), m.MayUpload(false))
		}
		m.Class = Placeholder
		if m.MayUpload(true) == nil || m.MayUpload(false) == nil {
			t.Errorf("a placeholder takes files in %s", s)
		}
	}
}

func TestShownIsTheNewestReadyVersion(t *testing.T) {
	d := Document{Versions: []Version{{ID: "1", State: VersionReady}, {ID: "2", State: VersionReady}, {ID: "3", State: VersionRefused}, {ID: "4", State: VersionProcessing}}}
	if v, ok := d.Shown(); !ok || v.ID != "2" {
		t.Fatal(v, ok)
	}
	if err := d.Recall("p", "why", now); err != nil {
		t.Fatal(err)
	}
	if _, ok := d.Shown(); ok || len(Papers([]Document{d})) != 0 {
		t.Fatal("a recalled paper is shown")
	}
}

func TestBeginCountsRuns(t *testing.T) {
	v := Version{State: VersionQuarantined, Original: "x"}
	if !v.Begin() || !v.Begin() || v.Begin() {
		t.Fatal("two runs, not more")
	}
	if v.State != VersionRefused || v.Code != "document.unreadable" || v.Original != "" || v.Begin() {
		t.Fatalf("%+v", v)
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\tài liệu\Tờ trình.pdf`: "Tờ trình.pdf", "a\u202epdf.exe": "apdf.exe", "..": "document", "a\x00\n.pdf": "a.pdf",
		strings.Repeat("ă", 300) + ".pdf": strings.Repeat("ă", 196) + ".pdf",
	} {
		if got := cleanName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("a.pdf")
	f.Add("a." + strings.Repeat("x", 500))
	f.Add("." + strings.Repeat("x", 500))
	f.Fuzz(func(t *testing.T, name string) {
		got := cleanName(name)
		if got == "" || got == ".." || strings.ContainsAny(got, "/\\\"\n\x00") || !utf8.ValidString(got) || utf8.RuneCountInString(got) > maxName {
			t.Fatalf("%q", got)
		}
	})
}

func FuzzSnippet(f *testing.F) {
	f.Add("mức phí mới của cơ quan", "phí")
	f.Add("a\u0301\u0301", "a")
	f.Fuzz(func(t *testing.T, text, q string) {
		s, marks := snippet(strings.ToValidUTF8(text, ""), strings.ToValidUTF8(q, ""))
		n := utf8.RuneCountInString(s)
		for _, m := range marks {
			if m[0] < 0 || m[0] >= m[1] || m[1] > n {
				t.Fatalf("mark %v of %d", m, n)
			}
		}
	})
}
