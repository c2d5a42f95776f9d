package annotations

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ecabinet"
)

var now = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)

func id(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", n) }

func note(text string) Content {
	return Content{Kind: Note, Page: 2, Colour: "yellow", At: &[2]int{160, 320}, Text: text}
}

func lit(quote string) Content {
	return Content{Kind: Highlight, Page: 2, Colour: "green", Boxes: []Box{{160, 320, 800, 200}}, Quote: quote}
}

func line(points ...[2]int) Content {
	return Content{Kind: Ink, Page: 1, Colour: "blue", Ink: Stroke{Width: 32, Points: points}.Bytes()}
}

// device is a tablet of one person: it keeps what the server told it last.
type device struct {
	seen map[string]int64
}

// server applies changes as the store does.
type server struct {
	t    *testing.T
	head Head
	held map[string]Annotation
}

func newServer(t *testing.T) *server {
	return &server{t, Head{Person: "p", Document: "d", Body: "b"}, map[string]Annotation{}}
}

func (s *server) count() int {
	n := 0
	for _, a := range s.held {
		if !a.Erased {
			n++
		}
	}
	return n
}

func (s *server) apply(c Change) error {
	s.t.Helper()
	if c.Version == "" {
		c.Version = "v1"
	}
	changed, err := s.head.Apply(s.held, s.count(), c, now)
	for _, a := range changed {
		s.held[a.ID] = a
	}
	return err
}

func (s *server) must(c Change) {
	s.t.Helper()
	if err := s.apply(c); err != nil {
		s.t.Fatal(err)
	}
}

// texts are the notes that are left, sorted.
func (s *server) texts() []string {
	var out []string
	for _, a := range s.held {
		if a.Text != "" {
			out = append(out, a.Text)
		}
	}
	slices.Sort(out)
	return out
}

func put(n int, seen int64, c Content) Change {
	return Change{Puts: []Put{{ID: id(n), Seen: seen, Content: c}}}
}

func erase(n int, seen int64) Change { return Change{Erases: []Erase{{id(n), seen}}} }

func TestAChangeSentTwiceIsDoneOnce(t *testing.T) {
	s := newServer(t)
	for range 3 {
		s.must(put(1, 0, note("Xem lại Điều 3")))
	}
	if a := s.held[id(1)]; len(s.held) != 1 || a.Rev != 1 || a.Seq != 1 || s.head.Seq != 1 {
		t.Fatalf("%+v of %d, head %d", a, len(s.held), s.head.Seq)
	}
	s.must(put(1, 1, note("Xem lại Điều 4")))
	s.must(put(1, 1, note("Xem lại Điều 4"))) // its reply was lost
	s.must(erase(1, 2))
	s.must(erase(1, 2))
	if a := s.held[id(1)]; !a.Erased || a.Rev != 3 || a.Text != "" || s.head.Seq != 3 {
		t.Fatalf("%+v, head %d", a, s.head.Seq)
	}
}

func TestTwoDevices(t *testing.T) {
	for _, c := range []struct {
		what  string
		first Content
		do    []Change
		want  []string // texts
		left  int      // annotations
	}{
		{"each draws its own", line([2]int{1, 1}), []Change{put(2, 0, line([2]int{2, 2})), put(3, 0, line([2]int{3, 3}))}, nil, 3},
		{"both write: both texts stay", note("a"), []Change{put(1, 1, note("b")), put(1, 1, note("c"))}, []string{"b", "c"}, 2},
		{"and stay two when told again", note("a"), []Change{put(1, 1, note("b")), put(1, 1, note("c")), put(1, 1, note("c"))}, []string{"b", "c"}, 2},
		{"the same words are one", note("a"), []Change{put(1, 1, note("b")), put(1, 1, note("b"))}, []string{"b"}, 1},
		{"a stroke erased stays erased", line([2]int{1, 1}), []Change{erase(1, 1), put(1, 0, line([2]int{1, 1}))}, nil, 0},
		{"words come back from an erasure that knew nothing of them", note("a"), []Change{erase(1, 1), put(1, 1, note("b"))}, []string{"b"}, 1},
		{"words are not erased by who had not read them", note("a"), []Change{put(1, 1, note("b")), erase(1, 1)}, []string{"b"}, 1},
		{"undoing an erasure brings it back", line([2]int{1, 1}), []Change{erase(1, 1), put(1, 2, line([2]int{1, 1}))}, nil, 1},
		{"a colour changed elsewhere takes no words", lit("từ"), []Change{
			put(1, 1, with(lit("từ"), "hỏi lại")), put(1, 1, coloured(lit("từ"), "red")),
		}, []string{"hỏi lại"}, 1},
		{"typed on before the first answer came", note("a"), []Change{put(1, 0, note("ab"))}, []string{"ab"}, 1},
		{"made and erased before the answer came", line([2]int{1, 1}), []Change{erase(1, 0)}, nil, 0},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := newServer(t)
			s.must(put(1, 0, c.first))
			for _, x := range c.do {
				s.must(x)
			}
			if diff := cmp.Diff(c.want, s.texts()); diff != "" {
				t.Error(diff)
			}
			if s.count() != c.left {
				t.Errorf("%d are left, not %d", s.count(), c.left)
			}
		})
	}
}

func with(c Content, text string) Content   { c.Text = text; return c }
func coloured(c Content, to Colour) Content { c.Colour = to; return c }

// Whatever two devices do, in whatever order it arrives and however often it is
// told: no text that anybody typed is lost unless somebody who had read it erased or
// rewrote it, and telling it all once more changes nothing.
func TestNothingTypedIsLost(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newServer(t)
		devices := []device{{map[string]int64{}}, {map[string]int64{}}}
		typed, known := map[string]bool{}, []string{}
		count := 0
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			d := devices[rapid.IntRange(0, 1).Draw(r, "device")]
			switch rapid.SampledFrom([]string{"new", "edit", "erase", "hear"}).Draw(r, "act") {
			case "new":
				count++
				text := fmt.Sprint("mới ", count)
				c := put(count, 0, note(text))
				s.must(c)
				d.seen[id(count)], typed[text] = 1, true
				known = append(known, id(count))
				s.must(c)
			case "edit":
				if len(known) == 0 {
					continue
				}
				i := rapid.SampledFrom(known).Draw(r, "which")
				seen, ok := d.seen[i]
				if !ok {
					continue
				}
				count++
				text := fmt.Sprint("sửa ", count)
				if a := s.held[i]; a.Rev == seen {
					delete(typed, a.Text) // who rewrites had read it
				}
				c := Change{Puts: []Put{{ID: i, Seen: seen, Content: note(text)}}}
				s.must(c)
				typed[text] = true
				before := len(s.held)
				s.must(c)
				if len(s.held) != before {
					t.Fatal("told twice, done twice")
				}
				if a := s.held[i]; a.Text == text {
					d.seen[i] = a.Rev
				}
			case "erase":
				if len(known) == 0 {
					continue
				}
				i := rapid.SampledFrom(known).Draw(r, "which")
				seen, ok := d.seen[i]
				if !ok {
					continue
				}
				if a := s.held[i]; a.Rev == seen {
					delete(typed, a.Text)
				}
				s.must(Change{Erases: []Erase{{i, seen}}})
			case "hear":
				for i, a := range s.held {
					d.seen[i] = a.Rev
				}
			}
		}
		var want []string
		for text := range typed {
			want = append(want, text)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, s.texts()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestTooManyAreRefused(t *testing.T) {
	s := newServer(t)
	_, err := s.head.Apply(s.held, MaxHeld, put(1, 0, line([2]int{1, 1})), now)
	if e, ok := err.(*ecabinet.Error); !ok || e.Code != "annotation.too_many" || e.Params["most"] != MaxHeld {
		t.Fatal(err)
	}
	s.must(put(1, 0, note("a")))
	if _, err := s.head.Apply(s.held, MaxHeld, put(1, 1, note("b")), now); err != nil {
		t.Fatal("a change of one that is there is refused:", err)
	}
	if _, err := s.head.Apply(s.held, MaxHeld+1, erase(1, 1), now); err != nil {
		t.Fatal("an erasure is refused:", err)
	}
}

func TestCheck(t *testing.T) {
	good := []Content{note("a"), lit("từ"), lit(""), with(lit("từ"), "hỏi"), line([2]int{0, 0}, [2]int{5, 5})}
	for _, c := range good {
		if err := c.Check(); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
	bad := map[string]Content{
		"annotation.text_missing": note("  "),
		"annotation.text_long":    note(strings.Repeat("ạ", MaxText+1)),
		"annotation.invalid":      {},
	}
	for code, c := range bad {
		if e, ok := c.Check().(*ecabinet.Error); !ok || e.Code != code {
			t.Errorf("%s: %v", code, c.Check())
		}
	}
	for _, c := range []Content{
		{Kind: Ink, Page: 1, Colour: "blue", Ink: []byte{1, 2}},
		coloured(note("a"), "pink"),
		{Kind: Note, Page: 1, Colour: "red", Text: "a"},
		{Kind: Note, Page: 0, Colour: "red", Text: "a", At: &[2]int{}},
		{Kind: Note, Page: 1, Colour: "red", Text: "a", At: &[2]int{-1, 0}},
		{Kind: Highlight, Page: 1, Colour: "red", Boxes: []Box{{0, 0, 0, 5}}},
		{Kind: Highlight, Page: 1, Colour: "red"},
		{Kind: Note, Page: 1, Colour: "red", Text: "a", At: &[2]int{}, Quote: "x"},
	} {
		if e, ok := c.Check().(*ecabinet.Error); !ok || e.Code != "annotation.invalid" {
			t.Errorf("%+v: %v", c, c.Check())
		}
	}
	for _, bad := range []string{"", "x", strings.ToUpper("abcdefab-0000-4000-8000-000000000000"), "../../../../../../../etc/passwd-----"} {
		h := Head{}
		if _, err := h.Apply(nil, 0, Change{Puts: []Put{{ID: bad, Content: note("a")}}}, now); err == nil {
			t.Errorf("the id %q is taken", bad)
		}
	}
}

func TestStrokesAreReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := Stroke{Width: rapid.IntRange(1, MaxWidth).Draw(r, "width")}
		point := rapid.Custom(func(r *rapid.T) [2]int {
			return [2]int{rapid.IntRange(0, maxSide).Draw(r, "x"), rapid.IntRange(0, maxSide).Draw(r, "y")}
		})
		s.Points = rapid.SliceOfN(point, 1, 50).Draw(r, "points")
		if rapid.Bool().Draw(r, "pressure") {
			s.Pressure = rapid.SliceOfN(rapid.Byte(), len(s.Points), len(s.Points)).Draw(r, "pressures")
		}
		got, err := ParseStroke(s.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// The client writes strokes of its own; both read this one.
func TestAStrokeAsDocumented(t *testing.T) {
	s := Stroke{Width: 32, Points: [][2]int{{1600, 800}, {1616, 790}, {1700, 790}}, Pressure: []byte{128, 200, 255}}
	want := []byte{1, 1, 32, 3, 0x80, 0x19, 0xc0, 0x0c, 32, 19, 0xa8, 0x01, 0, 128, 200, 255}
	if !bytes.Equal(s.Bytes(), want) {
		t.Fatalf("% x", s.Bytes())
	}
}

func FuzzStroke(f *testing.F) {
	f.Add(Stroke{Width: 32, Points: [][2]int{{1, 2}, {3, 4}}, Pressure: []byte{9, 9}}.Bytes())
	f.Add([]byte{1, 0, 1, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseStroke(b)
		if err != nil {
			return
		}
		if !bytes.Equal(s.Bytes(), b) {
			t.Fatalf("% x is read as %+v, which is % x", b, s, s.Bytes())
		}
	})
}

func TestCarry(t *testing.T) {
	words := WordsOf([]string{
		"Điều 1. Phạm vi điều chỉnh\nNghị định này quy định về phí.", "Điều 2. Mức thu phí là 5 % giá trị.\nĐiều 3. Giao Bộ Tài chính.", "Phụ lục. Giao Bộ Tài chính.",
	})
	same := []int{1, 0, 3}
	at := func(page int, quote, before, after string) Content {
		c := lit(quote)
		c.Page, c.Before, c.After = page, before, after
		return c
	}
	for _, c := range []struct {
		what    string
		content Content
		want    Place
	}{
		{"a stroke on an unchanged page", Content{Kind: Ink, Page: 1}, Place{1, SamePage}},
		{"a page that stands elsewhere now", Content{Kind: Note, Page: 3}, Place{3, SamePage}},
		{"a stroke on a changed page", Content{Kind: Ink, Page: 2}, Place{How: Elsewhere}},
		{"a page that is no more", Content{Kind: Ink, Page: 9}, Place{How: Elsewhere}},
		{"words of a changed page that are left", at(2, "Mức thu phí là 5 %", "Điều 2. ", " giá"), Place{2, SameWords}},
		{"broken into lines elsewhere", at(2, "Mức  thu\nphí là 5 %", "", ""), Place{2, SameWords}},
		{"changed words", at(2, "Mức thu phí là 7 %", "Điều 2. ", " giá"), Place{How: Elsewhere}},
		{"words that stand twice, told apart by what is around", at(2, "Giao Bộ Tài chính", "Điều 3. ", "."), Place{2, SameWords}},
		{"words that stand twice", at(2, "Giao Bộ Tài chính", "Điều 4. ", "."), Place{How: Elsewhere}},
		{"short words alone are no place", at(2, "5 %", "x", "y"), Place{How: Elsewhere}},
		{"marks matter", at(2, "Muc thu phi la 5 %", "", ""), Place{How: Elsewhere}},
		{"marks kept apart by a producer do not", at(2, "Mu\u031b\u0301c thu phi\u0301 la\u0300 5 %", "", ""), Place{2, SameWords}},
	} {
		if got := c.content.Carry(same, words); got != c.want {
			t.Errorf("%s: %+v, not %+v", c.what, got, c.want)
		}
	}
}

func TestSharing(t *testing.T) {
	h := Head{Person: "p", Document: "d"}
	held := []Annotation{{ID: id(1), Content: note("a")}, {ID: id(2), Content: note("b")}, {ID: id(3), Erased: true}}
	share := func(office string, ids ...string) []string {
		t.Helper()
		changed, offices, err := h.Share(held, Sharing{office, ids}, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changed {
			i := slices.IndexFunc(held, func(a Annotation) bool { return a.ID == c.ID })
			held[i] = c
		}
		return offices
	}
	read := func(office string) (n int) {
		for _, a := range held {
			if h.ReadBy(a, office) {
				n++
			}
		}
		return n
	}
	if got := share("m", id(1)); !slices.Equal(got, []string{"m"}) || read("m") != 1 || read("x") != 0 || read("") != 0 {
		t.Fatal(got, read("m"))
	}
	if got := share("m", id(1)); len(got) != 0 {
		t.Fatal("shared twice", got)
	}
	if got := share("m"); !slices.Equal(got, []string{"m"}) || read("m") != 2 {
		t.Fatal(got, read("m"))
	}
	_, _, err := h.Share(held, Sharing{"", []string{id(1)}}, now)
	if e, ok := err.(*ecabinet.Error); !ok || e.Code != "annotation.all_shared" {
		t.Fatal(err)
	}
	if got := share(""); !slices.Equal(got, []string{"m"}) || read("m") != 0 {
		t.Fatal("taking back all leaves some", got, read("m"))
	}
	if _, _, err := h.Share(held, Sharing{"m", []string{id(3)}}, now); err == nil {
		t.Fatal("what was erased is shared")
	}
}
