package summaries

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What became of the opinions is told in the words that were filed and in those of now.
func TestWhatChangedSinceTheTableWasMade(t *testing.T) {
	before := Read(ballot())
	table := before.Draft(nil)
	if list := before.Since(table); len(list) != 0 {
		t.Fatalf("nothing has changed: %+v", list)
	}
	q := ballot()
	q.Opinions[1].Text = "Điều 5: đề nghị giao cấp tỉnh cấp phép. Nay rút lại lý do."
	q.Opinions[2].Stance = Other // the same words
	q.Opinions = append(q.Opinions[:3:3], q.Opinions[4:]...)
	q.Opinions = append(q.Opinions, Opinion{ID: "9", Respondent: "9", Stance: Other, Text: "Điều 9 cần bỏ. Trân trọng cảm ơn."})
	now := Read(q)
	want := []Change{
		{Opinion: "2", How: Changed, Lost: []Quote{{"2#2", "Lý do: cấp xã thiếu cán bộ."}}, Loose: []SentenceID{"2#2"}},
		{Opinion: "3", How: Changed},
		{Opinion: "9", How: Came, Loose: []SentenceID{"9#1"}},
		{Opinion: "4", How: Went, Lost: []Quote{{"4#1", "Không đồng ý với Điều 5 vì trái luật."}, {"4#2", "Thủ tục này phiền hà."}}},
	}
	if diff := cmp.Diff(want, now.Since(table)); diff != "" {
		t.Error(diff)
	}
}
