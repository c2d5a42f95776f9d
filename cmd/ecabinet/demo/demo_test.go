package demo

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/dossiers/reading"
	"ecabinet/internal/audit"
	"ecabinet/internal/testkit"
	"ecabinet/procedure"
)

func played(t *testing.T, log io.Writer) *script {
	t.Helper()
	settings, err := app.Parse("demo", []string{"-data", t.TempDir(), "-url", "https://ecabinet.example"}, io.Discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	clock := NewClock(clockAt(past))
	d := &demo{clock: clock}
	a, err := app.New(t.Context(), settings, slog.New(slog.NewTextHandler(log, nil)), app.Option{Clock: clock.Now, Demo: true, Session: stay, Compiled: testkit.Compiled(), Routes: d.routes})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	s := newScript(a, clock)
	if err := s.play(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// The demonstration holds a ballot in every state, and its journals say first
// what they are.
func TestTheStory(t *testing.T) {
	log, tmp := &locked{}, t.TempDir()
	t.Setenv("TMPDIR", tmp)
	s := played(t, log)
	ctx := s.system(context.Background())
	want := map[string]ballots.State{
		"tai-san-cong": ballots.Certified, "duong-sat": ballots.Certified, "cang-bien": ballots.Recalled, "tu-chu-dai-hoc": ballots.Closed,
		"nuoc-duoi-dat": ballots.Open, "du-lieu-so": ballots.Open, "dau-thau-thuoc": ballots.Open, "dat-dai": ballots.Open,
		"luong-toi-thieu": ballots.Approved, "thue-gtgt": ballots.Submitted, "benh-khong-lay": ballots.Draft,
		chargers: ballots.Closed, parking: ballots.Open,
	}
	got := map[string]ballots.State{}
	for key := range s.ballots {
		b, err := s.ballot(ctx, key)
		if err != nil {
			t.Fatal(err)
		}
		got[key] = b.State
		if key == chargers {
			if got := b.Result.Received; len(got.Answered) != 60 || len(got.Silent) != 12 {
				t.Errorf("of the consultation %+v was received", got)
			}
			continue
		}
		if b.State == ballots.Closed {
			one, total := b.Result.Tallies[0], b.Result.Outcome
			if one.Outcome == procedure.Adopted || len(b.Result.Discuss) != 2 {
				t.Errorf("the provisional ballot came to %v: %+v", total, one)
			}
		}
		if key == "nuoc-duoi-dat" && b.Round != 2 {
			t.Errorf("round %d of the replaced draft", b.Round)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, body := range []string{s.body, ecabinet.Installation} {
		first, err := s.app.DB.EventsAfter(ctx, body, 0, 1)
		if err != nil || len(first) != 1 || first[0].Type != "demonstration.started" {
			t.Errorf("journal of %s begins with %+v, %v", body, first, err)
		}
	}
	var topics []string
	if err := s.app.DB.Read().NewRaw("SELECT DISTINCT topic FROM journal").Scan(ctx, &topics); err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		if kind, _, _ := strings.Cut(topic, ":"); !slices.Contains(audit.Topics, kind) {
			t.Errorf("the journal is not searched for topics such as %s", topic)
		}
	}
	if now, late := s.clock.Now(), clockAt(Begin).Add(time.Minute); now.Before(clockAt(Begin)) || now.After(late) {
		t.Errorf("the story ends at %v", now)
	}
	if n := len(s.accounts); n != 82 {
		t.Errorf("%d accounts", n)
	}
	t.Run("who reads what", func(t *testing.T) { open(t, s, log).testReading() })
	t.Run("what is brought", func(t *testing.T) { open(t, s, log).testBringing() })
	t.Run("who tries what", func(t *testing.T) { open(t, s, log).testTrying() })
	t.Run("who takes no part reads no more", func(t *testing.T) { open(t, s, log).testTakingNoPart() })
	t.Run("who hears what", func(t *testing.T) { open(t, s, log).testHearing() })
	t.Run("nothing lies in plain", func(t *testing.T) { open(t, s, log).nothingPlain(tmp) })
}

// What the demonstration says of its own papers is what PDFium reads in them.
func TestOwnPapersReadAlike(t *testing.T) {
	p, err := papersOf(projects[0], 1)
	if err != nil {
		t.Fatal(err)
	}
	whole := &reading.Workshop{Sandbox: &reading.Sandbox{Compiled: testkit.Compiled()}}
	m := p[0]
	d, err := whole.Open(t.Context(), bytes.NewReader(m.pdf), int64(len(m.pdf)))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if d.Count() != m.sheet.page {
		t.Fatalf("%d pages, laid out %d", d.Count(), m.sheet.page)
	}
	words := func(text string) map[string]int {
		out := map[string]int{}
		for _, w := range bytes.Fields([]byte(text)) {
			out[string(w)]++
		}
		return out
	}
	for n := 1; n <= d.Count(); n++ {
		text, err := d.Text(n)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(words(text), words(m.sheet.text(n))); diff != "" {
			t.Errorf("page %d: %s", n, diff)
		}
	}
}

// The long draft is long, and everybody in the printed table exists.
func TestTheCast(t *testing.T) {
	for _, p := range projects {
		if p.long {
			if s := p.draft(clockAt(Begin), "").lay(); s.page < 35 || s.page > 50 {
				t.Errorf("the long draft has %d pages", s.page)
			}
		}
	}
	keys := map[string]bool{founder.key: true}
	for _, m := range members {
		keys[m.key] = true
	}
	for _, o := range officers {
		keys[o.key] = true
	}
	for _, o := range offices() {
		if keys[o.key] {
			t.Errorf("%s is there twice", o.key)
		}
		keys[o.key] = true
	}
	for _, login := range shown {
		if !keys[login] {
			t.Errorf("nobody is called %s", login)
		}
	}
	if len(members) != 27 {
		t.Errorf("%d members", len(members))
	}
}

// Only what a demonstration left behind is ever cleared.
func TestAFolderOfSomethingElseIsLeftAlone(t *testing.T) {
	folder := t.TempDir()
	precious := filepath.Join(folder, "ecabinet.db")
	if err := os.WriteFile(precious, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := prepareFolder(folder, false); err == nil {
		t.Error("a folder without the mark was taken")
	}
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
	d := &demo{clock: NewClock(clockAt(Begin)), folder: folder, accounts: []Account{{Login: "a"}}}
	if err := d.save(); err != nil {
		t.Fatal(err)
	}
	k, err := prepareFolder(folder, true)
	if err != nil || len(k.Accounts) != 1 || k.Clock.Before(clockAt(Begin)) {
		t.Errorf("kept %+v, %v", k, err)
	}
	if k, err := prepareFolder(folder, false); err != nil || k != nil {
		t.Errorf("cleared: %+v, %v", k, err)
	}
	if _, err := os.Stat(precious); !os.IsNotExist(err) {
		t.Errorf("the former demonstration is still there: %v", err)
	}
}

func TestTheClockOnlyMovesForward(t *testing.T) {
	c := NewClock(clockAt(Begin))
	if c.To(clockAt(past)) {
		t.Error("it went back")
	}
	if now := c.Forward(-time.Hour); now.Before(clockAt(Begin)) {
		t.Errorf("it went back to %v", now)
	}
	if !c.To(clockAt(Begin).Add(time.Hour)) || c.Now().Before(clockAt(Begin).Add(time.Hour)) {
		t.Error("it did not move")
	}
	if d, err := span("3d"); d != 72*time.Hour || err != nil {
		t.Errorf("3d is %v, %v", d, err)
	}
}
