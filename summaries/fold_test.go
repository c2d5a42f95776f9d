package summaries

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// asked is a question whose opinions are the texts, all agreeing.
func asked(texts ...string) Question {
	q := Question{ID: "q", Title: draftTitle, Asked: Members, Of: 27}
	for i, text := range texts {
		q.Opinions = append(q.Opinions, Opinion{ID: fmt.Sprint(i + 1), Respondent: fmt.Sprint("r", i+1), Stance: Agree, Text: text})
	}
	return q
}

func TestNearDuplicatesAreFoldedAndKept(t *testing.T) {
	q := asked(
		"Đề nghị kéo dài thời gian chuyển tiếp lên 36 tháng để doanh nghiệp cải tạo trạm đã lắp đặt.",
		"Kính đề nghị kéo dài thời gian chuyển tiếp lên 36 tháng để doanh nghiệp cải tạo trạm đã lắp đặt!",
		norm.NFD.String("Đề nghị kéo dài thời gian chuyển tiếp lên 36 tháng để các doanh nghiệp cải tạo trạm đã lắp đặt."),
		"Đề nghị bỏ giấy phép con.",
		"ĐỀ NGHỊ KÉO DÀI THỜI GIAN CHUYỂN TIẾP LÊN 36 THÁNG ĐỂ DOANH NGHIỆP CẢI TẠO TRẠM ĐÃ LẮP ĐẶT",
	)
	r := Read(q)
	want := []Fold{{Head: "1#1", Members: []SentenceID{"1#1", "2#1", "3#1", "5#1"}}}
	if diff := cmp.Diff(want, r.Folds()); diff != "" {
		t.Error(diff)
	}
	for i, s := range r.Sentences {
		if r.Text(s.ID) != q.Opinions[i].Text {
			t.Errorf("%s lost its own words", s.ID)
		}
	}
}

// However alike two sentences are: another stance, number, clause or turning word is
// another opinion.
func TestWhatTurnsASentenceIsNeverFolded(t *testing.T) {
	const base = "Chúng tôi đồng ý với việc cấp phép cho trạm sạc trong vòng 10 ngày tại khoản 2 Điều 5 của dự thảo Nghị định này để thuận lợi cho doanh nghiệp"
	for _, other := range []string{
		strings.Replace(base, "đồng ý", "không đồng ý", 1), strings.Replace(base, "10", "15", 1), strings.Replace(base, "khoản 2", "khoản 3", 1),
		strings.Replace(base, "cấp phép", "bỏ cấp phép", 1), strings.Replace(base, "thuận lợi", "tăng thuận lợi", 1),
	} {
		if folds := Read(asked(base, other)).Folds(); len(folds) != 0 {
			t.Errorf("%q is folded", other)
		}
	}
	q := asked(base, base)
	q.Opinions[1].Stance = Disagree
	if len(Read(q).Folds()) != 0 {
		t.Error("two stances are folded")
	}
}

// The filter misses no pair: each head is none that an earlier one would have taken, each
// member is as alike as it must be.
func TestFoldingAgainstComparingAll(t *testing.T) {
	words := strings.Fields("trạm sạc điện giá cấp xã tỉnh phép hồ sơ")
	rapid.Check(t, func(t *rapid.T) {
		f := folder{index: map[foldPlace][]int{}, same: map[string]int{}}
		before := map[string]int{}
		first := rapid.SliceOfN(rapid.SampledFrom(words), 8, 20).Draw(t, "first")
		for range rapid.IntRange(5, 30).Draw(t, "n") {
			s := slices.Clone(first) // and few words of it changed
			for range rapid.IntRange(0, 4).Draw(t, "changes") {
				s[rapid.IntRange(0, len(s)-1).Draw(t, "at")] = rapid.SampledFrom(words).Draw(t, "word")
			}
			set := shingles(s)
			best, alike := -1, 0.0
			for n, h := range f.heads {
				if j := jaccard(set, h); j >= Alike && j > alike {
					best, alike = n, j
				}
			}
			if best < 0 {
				best = len(f.heads)
			}
			if n, ok := before[strings.Join(s, " ")]; ok {
				best, alike = n, jaccard(set, f.heads[n]) // the same words stay together
			}
			got := f.head("", s)
			if got != best && jaccard(set, f.heads[got]) != alike {
				t.Fatalf("%q: head %d, want %d", s, got, best)
			}
			before[strings.Join(s, " ")] = got
		}
	})
}
