package summaries

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

// plain writes references as test cases do: the span, then the clause; "!" is foreign,
// "~" inherited.
func plain(text string) []string {
	var list []string
	for _, r := range References(text) {
		s := norm.NFC.String(text[r.Start:r.End]) + " = " + r.Clause.Vietnamese()
		if r.Foreign {
			s += " !"
		}
		if r.Inherited {
			s += " ~"
		}
		list = append(list, s)
	}
	return list
}

var named = []struct {
	text string
	want []string
}{
	{"Tại Điều 5 cần sửa", []string{"Điều 5 = Điều 5"}},
	{"sửa điểm a, b khoản 2 Điều 5", []string{"điểm a, b khoản 2 Điều 5 = điểm a khoản 2 Điều 5", "điểm a, b khoản 2 Điều 5 = điểm b khoản 2 Điều 5"}},
	{"các Điều 3, 4 và 7 của dự thảo", []string{"Điều 3, 4 và 7 = Điều 3", "Điều 3, 4 và 7 = Điều 4", "Điều 3, 4 và 7 = Điều 7"}},
	{"Điều 5 khoản 2 điểm đ", []string{"Điều 5 khoản 2 điểm đ = điểm đ khoản 2 Điều 5"}},
	{"khoản 2, Điều 5", []string{"khoản 2, Điều 5 = khoản 2 Điều 5"}},
	{"khoản 2 và khoản 3 Điều 5", []string{"khoản 2 và khoản 3 Điều 5 = khoản 2 Điều 5", "khoản 3 Điều 5 = khoản 3 Điều 5"}},
	{"Điều 3 và khoản 2 Điều 5", []string{"Điều 3 = Điều 3", "khoản 2 Điều 5 = khoản 2 Điều 5"}},
	{"Điều 5 khoản 2, Điều 7 khoản 3", []string{"Điều 5 khoản 2 = khoản 2 Điều 5", "Điều 7 khoản 3 = khoản 3 Điều 7"}},
	{"từ Điều 3 đến Điều 5", []string{"Điều 3 đến Điều 5 = Điều 3", "Điều 3 đến Điều 5 = Điều 4", "Điều 3 đến Điều 5 = Điều 5"}},
	{"khoản 1 - 3 Điều 9", []string{"khoản 1 - 3 Điều 9 = khoản 1 Điều 9", "khoản 1 - 3 Điều 9 = khoản 2 Điều 9", "khoản 1 - 3 Điều 9 = khoản 3 Điều 9"}},
	{"điểm c đến đ khoản 1 Điều 2", []string{"điểm c đến đ khoản 1 Điều 2 = điểm c khoản 1 Điều 2", "điểm c đến đ khoản 1 Điều 2 = điểm d khoản 1 Điều 2", "điểm c đến đ khoản 1 Điều 2 = điểm đ khoản 1 Điều 2"}},
	{"Điều 5a bổ sung", []string{"Điều 5a = Điều 5a"}},
	{"Điều 5. Khoản 3 cần rõ hơn", []string{"Điều 5 = Điều 5", "Khoản 3 = khoản 3 Điều 5 ~"}},
	{"Điều 5 rõ. Khoản 1 Điều này thì chưa", []string{"Điều 5 = Điều 5", "Khoản 1 = khoản 1 Điều 5 ~", "Điều này = Điều 5 ~"}},
	{"theo Điều 12 Luật Đất đai", []string{"Điều 12 = Điều 12 !"}},
	{"khoản 1 Điều 3 Nghị định số 39/2022/NĐ-CP", []string{"khoản 1 Điều 3 = khoản 1 Điều 3 !"}},
	{"Điều 5 dự thảo Nghị định này", []string{"Điều 5 = Điều 5"}},
	{"Điều 5 Luật này quy định", []string{"Điều 5 = Điều 5"}},
	{"Mục 2 Chương III và Phụ lục II", []string{"Mục 2 Chương III = Mục 2 Chương III", "Phụ lục II = Phụ lục II"}},
	{"Phụ lục ban hành kèm theo", []string{"Phụ lục = Phụ lục"}},
	{"điểm 1 mục III Phụ lục I", []string{"điểm 1 mục III Phụ lục I = điểm 1 Mục 3 Phụ lục I"}},
	{"ĐIỀU 7, KHOẢN 1", []string{"ĐIỀU 7, KHOẢN 1 = khoản 1 Điều 7"}},
	{"quan điểm a, tài khoản 5, một khoản 3 tỷ đồng, mục tiêu 2, thời điểm 1/7, điều kiện 5, điểm 10%", nil},
	{"Điều 5, 10 ngày là ngắn", []string{"Điều 5 = Điều 5"}},
}

func TestReferences(t *testing.T) {
	for _, c := range named {
		if diff := cmp.Diff(c.want, plain(c.text)); diff != "" {
			t.Errorf("%s: %s", c.text, diff)
		}
		if diff := cmp.Diff(c.want, plain(norm.NFD.String(c.text))); diff != "" {
			t.Errorf("decomposed %s: %s", c.text, diff)
		}
	}
}

func TestKeysSortByClause(t *testing.T) {
	want := []Clause{
		{Chapter: "2"}, {Chapter: "2", Section: "1"}, {Article: "2"}, {Article: "2", Khoan: "1"}, {Article: "2", Khoan: "1", Diem: "d"},
		{Article: "2", Khoan: "1", Diem: "đ"}, {Article: "2", Khoan: "1", Diem: "e"}, {Article: "2", Khoan: "10"}, {Article: "2a"}, {Article: "10"}, {Appendix: "1"},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b Clause) int { return strings.Compare(a.Key(), b.Key()) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
