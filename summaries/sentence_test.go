package summaries

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func lossless(t interface {
	Errorf(string, ...any)
}, text string) {
	parts := Cut(text)
	if strings.Join(parts, "") != text {
		t.Errorf("%q: put together %q", text, strings.Join(parts, ""))
	}
	if slices.Contains(parts, "") {
		t.Errorf("%q: a sentence of nothing", text)
	}
	if len(parts) > 1 && slices.ContainsFunc(parts, func(p string) bool { return folded(p) == "" }) {
		t.Errorf("%q: a sentence of blanks: %q", text, parts)
	}
}

// Rule 2: each opinion is cut losslessly, whatever its bytes.
func TestCuttingLosesNoByte(t *testing.T) {
	pieces := []string{"Đ/c. ", "TP. Hồ Chí Minh", "v.v. ", "Th.S ", "NĐ-CP", "1. ", "a) ", "2.1. ", "- ", "\t", "\n", "\r\n", "\n\n", ". ", "; ", "“", "”", "\"",
		"Điều 5", "khoản 2", "điểm a, b", "Đề nghị sửa", "đồng ý", "\xff", "\xe1\xba", "\u0301", "\u200b", "…", "!", "?", "./.", "(", ")", "x", " ", "5", "10.000"}
	rapid.Check(t, func(t *rapid.T) {
		lossless(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "text"), ""))
		lossless(t, rapid.String().Draw(t, "any"))
		lossless(t, string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
	})
}

func FuzzCut(f *testing.F) {
	for _, c := range cuts {
		f.Add(strings.Join(c, ""))
		f.Add(norm.NFD.String(strings.Join(c, "")))
	}
	f.Add("\xff“.\n\t. A")
	f.Fuzz(func(t *testing.T, text string) {
		lossless(t, text)
		for _, r := range References(text) {
			if r.Start < 0 || r.Start >= r.End || r.End > len(text) || r.Clause == (Clause{}) {
				t.Errorf("%q: %+v", text, r)
			}
		}
	})
}

// cuts are texts as they should be cut.
var cuts = [][]string{
	{"Nhất trí với dự thảo. ", "Đề nghị bổ sung Điều 5."},
	{"Đề nghị hỏi ý kiến UBND TP. Hồ Chí Minh và Đ/c. Nguyễn Văn A. ", "Các nội dung khác đồng ý."},
	{"Theo Nghị định số 39/2022/NĐ-CP, Th.S. Lê Văn B và PGS. TS. Trần C đã góp ý. ", "Hết."},
	{"Gồm điện, nước, v.v. và các chi phí khác. ", "Cần làm rõ."},
	{"Gồm điện, nước, v.v. ", "Đề nghị làm rõ."},
	{"1. Về thời hạn: đề nghị 10 ngày. ", "2. Về giá: giữ nguyên 1.500.000 đồng. ", "2.1. Giá trần."},
	{"Góp ý như sau:\n", "a) Bỏ khoản 2;\n", "b) Sửa khoản 3;\n", "- Thêm khoản 4.\n"},
	{"Điều 5. Đề nghị bỏ cụm từ “nếu có. Trường hợp khác”. ", "Lý do: trùng lặp."},
	{"Sửa thành: “1. Cơ quan cấp phép.\n2. Thời hạn là 10 ngày.” ", "Lý do là ngắn hơn."},
	{"STT\t", "Điều khoản\t", "Ý kiến\n", "1\t", "Điều 7 khoản 1\t", "Rút còn 10 ngày. ", "Bỏ thủ tục.\n", "2\t", "Điều 9\t", "Giữ nguyên"},
	{"Đề nghị cơ quan chủ trì soạn thảo nghiên cứu, bổ sung quy định\nvề trách nhiệm của chủ đầu tư. ", "Hết."},
	{"Đồng ý với dự thảo.", "Đề nghị rà soát lỗi chính tả."},
	{"Khoản 1: giữ nguyên; ", "khoản 2: bỏ; đề nghị thêm khoản 3 về đất ở; đất rừng."},
	{"Nhất trí. ", "đề nghị ban hành sớm."},
	{"Trân trọng./.\n\n", "Nơi nhận:\n", "- Như trên;\n", "- Lưu: VT."},
	{"Tại điểm đ. ", "Không có."},
	{"Vì sao? ", "Vì chi phí… ", "Đề nghị bỏ!"},
	{"   \n\t "},
	{"(1) Bỏ Điều 3. ", "(2) Sửa Điều 4."},
}

func TestCut(t *testing.T) {
	for _, want := range cuts {
		text := strings.Join(want, "")
		if diff := cmp.Diff(want, Cut(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	if got := Cut(""); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

// A text typed with decomposed letters is cut at the same places, and its bytes stay.
func TestDecomposedTextIsCutAlike(t *testing.T) {
	for _, want := range cuts {
		text := norm.NFD.String(strings.Join(want, ""))
		got := Cut(text)
		if strings.Join(got, "") != text || !utf8.ValidString(text) {
			t.Errorf("%q: bytes changed", text)
		}
		for i := range got {
			got[i] = norm.NFC.String(got[i])
		}
		if diff := cmp.Diff(Cut(norm.NFC.String(text)), got); diff != "" {
			t.Error(diff)
		}
	}
}
