package dossiers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func printed(s string) []Print {
	var out []Print
	for _, f := range strings.Fields(s) {
		out = append(out, Print(strings.Trim(f, "-")))
	}
	return out
}

func TestSamePages(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     []int
		pairs    string
	}{
		{"a b c", "a b c", []int{1, 2, 3}, "1=1 2=2 3=3"},
		{"a b c", "a x c", []int{1, 0, 3}, "1=1 2-2 3=3"},
		{"a b c", "a n b c", []int{1, 3, 4}, "1=1 0-2 2=3 3=4"},
		{"a b c d", "a d", []int{1, 0, 0, 2}, "1=1 2-0 3-0 4=2"},
		{"a b c", "c a b", []int{2, 3, 1}, "0-1 1=2 2=3 3-0"}, // the appendix came to the front
		{"a x x", "x a", []int{2, 1, 0}, "1-0 2=1 3-2"},
		{"- -", "- -", []int{0, 0}, "1-1 2-2"}, // scans that were not pictured yet
		{"", "a", []int{}, "0-1"},
	} {
		from, to := printed(c.from), printed(c.to)
		if got := SamePages(from, to); !slices.Equal(got, c.want) {
			t.Errorf("%q to %q: %v, not %v", c.from, c.to, got, c.want)
		}
		var got []string
		for _, p := range Pairs(from, to) {
			sign := "-"
			if p.Same {
				sign = "="
			}
			got = append(got, fmt.Sprint(p.From, sign, p.To))
		}
		if s := strings.ReplaceAll(strings.Join(got, ","), " ", ""); s != strings.ReplaceAll(c.pairs, " ", ",") {
			t.Errorf("%q beside %q: %s, not %s", c.from, c.to, s, c.pairs)
		}
	}
}

// Every page stands in the pairs once, in its order.
func TestPairsHoldEveryPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		page := rapid.SampledFrom([]Print{"a", "b", "c", "d", ""})
		from, to := rapid.SliceOfN(page, 0, 12).Draw(t, "from"), rapid.SliceOfN(page, 0, 12).Draw(t, "to")
		i, j := 0, 0
		for _, p := range Pairs(from, to) {
			if p.From > 0 {
				i++
			}
			if p.To > 0 {
				j++
			}
			if p.From > 0 && p.From != i || p.To > 0 && p.To != j || p.Same && from[p.From-1] != to[p.To-1] {
				t.Fatalf("%+v", p)
			}
		}
		if i != len(from) || j != len(to) {
			t.Fatalf("%d of %d, %d of %d", i, len(from), j, len(to))
		}
		for i, p := range SamePages(from, to) {
			if p > 0 && from[i] != to[p-1] {
				t.Fatalf("page %d is said to be %d", i+1, p)
			}
		}
	})
}

// A difference leads from the one text to the other, and is no longer than need be:
// as long as what the longest common sequence leaves.
func TestDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "c"})
		a, b := rapid.SliceOfN(word, 0, 30).Draw(t, "a"), rapid.SliceOfN(word, 0, 30).Draw(t, "b")
		edits, ok := diff(a, b)
		if !ok {
			t.Fatal("too different")
		}
		var back, forth []string
		changed := 0
		for _, e := range edits {
			if e.kind != added {
				back = append(back, a[e.old:e.old+e.count]...)
			}
			if e.kind != removed {
				forth = append(forth, b[e.new:e.new+e.count]...)
			}
			if e.kind != kept {
				changed += e.count
			}
		}
		if !slices.Equal(back, a) || !slices.Equal(forth, b) {
			t.Fatalf("%v is read as %v, %v as %v", a, back, b, forth)
		}
		if least := len(a) + len(b) - 2*common(a, b); changed != least {
			t.Fatalf("%d words are changed; %d are enough", changed, least)
		}
	})
}

func common(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		before := 0
		for j, y := range b {
			now := row[j+1]
			if x == y {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			before = now
		}
	}
	return row[len(b)]
}

func TestCompare(t *testing.T) {
	old := []string{"Điều 1. Phạm vi", "Điều 2. Mức thu là 5 phần trăm giá trị hợp đồng, nộp hằng quý theo tờ khai của người nộp.", "Phụ lục"}
	fresh := []string{"Điều 1. Phạm vi", "Điều 2. Mức thu là 7 phần trăm giá trị hợp đồng, nộp hằng quý theo tờ khai của người nộp. Miễn cho hộ nghèo.", "Phụ lục"}
	got := Compare(printed("a b c"), printed("a x c"), old, fresh)
	want := Comparison{Pairs: []Pair{{1, 1, true}, {2, 2, false}, {3, 3, true}}, Differences: []Difference{
		{From: 2, To: 2, Before: "Điều 2. Mức thu là", Removed: "5", Added: "7", After: "phần trăm giá trị hợp đồng, nộp hằng quý theo tờ khai của người"},
		{From: 2, To: 2, Before: "trị hợp đồng, nộp hằng quý theo tờ khai của người nộp.", Added: "Miễn cho hộ nghèo."},
	}}
	want.Differences[1].Before = "trăm giá trị hợp đồng, nộp hằng quý theo tờ khai của người nộp."
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	scan := Compare(printed("a -"), printed("a -"), []string{"", ""}, []string{"", ""})
	if len(scan.Differences) != 0 || scan.Vague || scan.Pairs[1].Same {
		t.Errorf("%+v", scan)
	}
}

// A paragraph put in on the first page moves the words of all the others; that is
// one difference.
func TestWordsThatMoveToTheNextPageAreNoDifference(t *testing.T) {
	words := make([]string, 900)
	for i := range words {
		words[i] = fmt.Sprint("từ", i)
	}
	page := func(list []string) (pages []string) {
		for p := range slices.Chunk(list, 300) {
			pages = append(pages, strings.Join(p, " "))
		}
		return pages
	}
	more := slices.Insert(slices.Clone(words), 100, "chèn", "thêm", "một", "đoạn")
	got := Compare(printed("a b c"), printed("x y z w"), page(words), page(more))
	if len(got.Differences) != 1 || got.Differences[0].Added != "chèn thêm một đoạn" || got.Differences[0].Removed != "" {
		t.Errorf("%+v", got.Differences)
	}
}

func TestTextsThatHaveNothingInCommonAreSaidToBeVague(t *testing.T) {
	text := func(word string) []string { return []string{strings.Repeat(word+" ", 1000)} }
	got := Compare(printed("a"), printed("b"), text("cũ"), text("mới"))
	if !got.Vague || len(got.Differences) != 1 {
		t.Errorf("%v, %d", got.Vague, len(got.Differences))
	}
}
