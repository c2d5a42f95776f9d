package fold

import "testing"

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"Đồng ý với Điều 5": "dong y voi dieu 5", "đ\u00f4̀ng": "dong", "  NGHỊ-ĐỊNH\n39/2022 ": "nghi dinh 39 2022", "---": "", "ĐƯỜNG": "duong",
	} {
		if got := Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	if got := Words("một hai ba bốn năm sáu bảy tám chín mười mười một mười hai"); len(got) != 12 || got[0] != "mot" {
		t.Errorf("%q", got)
	}
	if got := Words(" -- "); len(got) != 0 {
		t.Errorf("%q", got)
	}
}
