package api

import (
	"slices"
	"testing"

	"ecabinet/internal/export"
)

// codes says every text by its code.
type codes struct{}

func (codes) Say(_, code string, _ map[string]any) string { return code }

// A gist that a model wrote says so, one that a person wrote says that; nobody is named where
// the ballot names nobody, and where the sentences themselves are printed there is no gist.
func TestAGistSaysWhoWroteIt(t *testing.T) {
	s := scribe{export.Scribe{Texts: codes{}, Lang: "vi"}}
	row := SynthesisRow{
		Name: Text{VI: "Giá"}, Worded: []string{"agree"},
		Gists: []GistData{
			{"agree", []ClaimData{{"Nên giảm giá.", []string{"1#1", "gone"}}, {"", []string{"1#1"}}}},
			{"disagree", []ClaimData{{"Không nên có giá trần.", []string{"2#1", "1#1"}}}},
		},
		Points: []PointView{{Who: "Bộ Y tế", Quotes: []QuoteView{{"1#1", "Giảm giá."}}}, {Quotes: []QuoteView{{"2#1", "Bỏ giá trần."}}}},
	}
	got := s.gists(&approved{view: &TableView{Rows: []SynthesisRow{row}}})
	want := [][]any{
		{"Giá", "synth.stance_agree", "Nên giảm giá.", "Bộ Y tế: Giảm giá.", "synth.written_person"},
		{"Giá", "synth.stance_disagree", "Không nên có giá trần.", "Bỏ giá trần.\nBộ Y tế: Giảm giá.", "synth.written_model"},
	}
	if !slices.EqualFunc(got, want, slices.Equal[[]any]) {
		t.Errorf("%q", got)
	}
}

// A row begins with a capital as its cell does; what a person called it stays as it was written.
func TestARowBeginsItsCell(t *testing.T) {
	s := scribe{export.Scribe{Texts: codes{}, Lang: "vi"}}
	for want, row := range map[string]SynthesisRow{
		"Khoản 2 Điều 3":   {Name: Text{VI: "khoản 2 Điều 3"}},
		"Điểm đ khoản 2":   {Name: Text{VI: "điểm đ khoản 2"}},
		"pH của nước thải": {Name: Text{VI: "pH của nước thải"}, Title: "pH của nước thải"},
		"":                 {},
	} {
		if got, _ := s.name(row); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The word of a decision is not written twice.
func TestADecisionIsSaidOnce(t *testing.T) {
	for text, want := range map[string]string{
		"Tiếp thu, đã sửa Điều 5.": "Tiếp thu, đã sửa Điều 5.",
		"tiếp thu":                 "tiếp thu",
		"Đã sửa Điều 5.":           "Tiếp thu: Đã sửa Điều 5.",
		"Tiếp thuần":               "Tiếp thu: Tiếp thuần",
	} {
		if got := decided("Tiếp thu", text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
