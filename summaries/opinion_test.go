package summaries

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a form took apart is put together without changing a byte of it, and its clause
// heads what follows.
func TestComposeKeepsEveryPart(t *testing.T) {
	text := Compose("Cơ bản nhất trí.", []Offered{{Clause: "Điều 5 khoản 2", Text: "Chưa rõ cơ quan cấp phép.", Wording: "Sở Công Thương cấp phép. Thời hạn 10 ngày.", Weight: "điều kiện để đồng ý"}})
	for _, part := range []string{"Cơ bản nhất trí.", "Điều 5 khoản 2", "Chưa rõ cơ quan cấp phép.", "Sở Công Thương cấp phép. Thời hạn 10 ngày.", "điều kiện để đồng ý"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
	r := Read(Question{Of: 1, Opinions: []Opinion{{ID: "a", Text: text}}})
	got := map[string]string{}
	for _, s := range r.Sentences {
		got[r.Quote(s.ID).Text] = s.Clause.Vietnamese()
	}
	want := map[string]string{
		"Cơ bản nhất trí.":          "",
		"Điều 5 khoản 2:":           "khoản 2 Điều 5",
		"Chưa rõ cơ quan cấp phép.": "khoản 2 Điều 5",
		"Đề nghị viết như sau: “Sở Công Thương cấp phép. Thời hạn 10 ngày.”": "khoản 2 Điều 5",
		"(điều kiện để đồng ý)": "khoản 2 Điều 5",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The hash of an opinion changes with whatever a table is made of.
func TestAnOpinionsHashCoversItsRow(t *testing.T) {
	o := Opinion{ID: "a", Respondent: "r", Stance: Agree, Text: "x"}
	seen := map[string]bool{o.Hash(): true}
	for _, other := range []Opinion{{"b", "r", Agree, false, "x"}, {"a", "s", Agree, false, "x"}, {"a", "r", Disagree, false, "x"}, {"a", "r", Agree, true, "x"}, {"a", "r", Agree, false, "x "}} {
		if h := other.Hash(); seen[h] {
			t.Errorf("%+v has the hash of another", other)
		} else {
			seen[h] = true
		}
	}
}
