package received

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"ecabinet"
)

var choicesOf = []string{"agree", "disagree", "other"}

func asked() Asked {
	return Asked{
		Questions: []Question{{Key: "q1", Choices: choicesOf}, {Key: "q2", Choices: []string{"option:o1", "option:o2", "other"}, Options: []Option{{"o1", "Thu theo năm"}, {"o2", "Thu theo lần"}}}},
		Respondents: []Respondent{
			{1, "Bộ Tài chính"}, {2, "Ủy ban nhân dân tỉnh An Giang"}, {3, "Ủy ban nhân dân tỉnh Bắc Ninh"}, {4, "Hiệp hội Doanh nghiệp nhỏ và vừa Việt Nam"}, {5, "Công ty Điện lực"}, {6, "Công ty Điện lực"},
		},
	}
}

func one() Asked {
	a := asked()
	a.Questions = a.Questions[:1]
	return a
}

func book(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	return written(t, f)
}

func written(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped is an archive of parts, in pairs of name and content.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func paragraph(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

func document(t testing.TB, inside string) []byte {
	return zipped(t, "[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document xmlns:w="w"><w:body>`+inside+"</w:body></w:document>")
}

func grid(rows ...[]string) string {
	var b strings.Builder
	b.WriteString("<w:tbl>")
	for _, row := range rows {
		b.WriteString("<w:tr>")
		for _, cell := range row {
			b.WriteString("<w:tc>")
			for l := range strings.SplitSeq(cell, "\n") {
				b.WriteString(paragraph(l))
			}
			b.WriteString("</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return b.String() + "</w:tbl>"
}

func read(t *testing.T, content []byte, a Asked) *Reading {
	t.Helper()
	r, err := Read(content, a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (l Line) has(code string) bool {
	return slices.ContainsFunc(l.Wrong, func(p Problem) bool { return p.Code == code })
}

// Columns are known by their headings: in any order, with other columns between, titles
// above, capitals, and letters composed or not.
func TestColumnsAreKnownByTheirHeadings(t *testing.T) {
	for name, head := range map[string][]any{
		"plain":      {"STT", "Tên cơ quan, đơn vị", "Ghi chú", "Trả lời", "Ý kiến"},
		"decomposed": {"STT", norm.NFD.String("TÊN CƠ QUAN, ĐƠN VỊ"), "Ghi chú", norm.NFD.String("Trả lời"), norm.NFD.String("Ý KIẾN")},
		"English":    {"No", "Organisation", "Remark", "Answer", "Opinion"},
		"numbered":   {"TT", "Cơ quan", "Ghi chú", "Trả lời câu 1", "Ý kiến góp ý cho câu 1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, book(t, []any{"TỔNG HỢP Ý KIẾN"}, []any{}, head, []any{1, "bộ tài chính", "gấp", "Không đồng ý", " Trái Luật  Ngân sách. "}), one())
			if len(r.Lines) != 1 {
				t.Fatalf("%+v", r)
			}
			l := r.Lines[0]
			if l.Seat != 1 || !l.Sure || len(l.Wrong) > 0 || l.Row != 4 || l.Answers[0] != (Answer{"q1", "disagree", " Trái Luật  Ngân sách. "}) {
				t.Errorf("%+v", l)
			}
			if h := r.Headings[2]; h.As != "" || h.Column != "C" {
				t.Errorf("an unknown column is read: %+v", h)
			}
		})
	}
}

func TestChoicesOfSeveralQuestions(t *testing.T) {
	r := read(t, book(t,
		[]any{"Cơ quan", "Câu 1", "Câu hỏi 2", "Ý kiến câu 2"},
		[]any{"Bộ Tài chính", "Không đồng ý: trái Luật", "Phương án 2", "Thu một lần cho gọn"},
		[]any{"UBND tỉnh An Giang", "Nhất trí", "Thu theo năm", ""},
		[]any{"UBND tỉnh Bắc Ninh", "Cần nghiên cứu thêm", "Phương án 7", ""},
		[]any{"", "", "", ""},
		[]any{"Hiệp hội Doanh nghiệp nhỏ và vừa Việt Nam", "Ý kiến khác", "", ""},
	), asked())
	if len(r.Lines) != 4 {
		t.Fatalf("%+v", r.Lines)
	}
	for i, want := range [][]Answer{
		{{"q1", "disagree", "Không đồng ý: trái Luật"}, {"q2", "option:o2", "Thu một lần cho gọn"}},
		{{"q1", "agree", ""}, {"q2", "option:o1", ""}},
		{{"q1", "", "Cần nghiên cứu thêm"}, {"q2", "", "Phương án 7"}},
		{{"q1", "other", ""}, {"q2", "", ""}},
	} {
		if !slices.Equal(r.Lines[i].Answers, want) {
			t.Errorf("%d: %+v", i, r.Lines[i].Answers)
		}
	}
	if l := r.Lines[2]; !l.has(NoChoice) || l.Seat != 3 {
		t.Errorf("a choice was guessed: %+v", l)
	}
	if l := r.Lines[3]; !l.has(NoText) || !l.has(Unanswered) {
		t.Errorf("%+v", l.Wrong)
	}
}

func TestTickedColumns(t *testing.T) {
	r := read(t, book(t,
		[]any{"Đơn vị", "Đồng ý", "Không đồng ý", "Ý kiến khác"},
		[]any{"Bộ Tài chính", "x", "", ""},
		[]any{"UBND tỉnh An Giang", "", "", "Đề nghị lùi thời hạn"},
		[]any{"UBND tỉnh Bắc Ninh", "X", "✓", ""},
	), one())
	if r.Lines[0].Answers[0].Choice != "agree" || r.Lines[1].Answers[0] != (Answer{"q1", "other", "Đề nghị lùi thời hạn"}) || !r.Lines[2].has(TwoChoices) {
		t.Errorf("%+v", r.Lines)
	}
}

func TestWhoseALetterIs(t *testing.T) {
	r := read(t, book(t,
		[]any{"Số trong danh sách", "Tên", "Trả lời"},
		[]any{1, "Bộ Tài chính", "Đồng ý"},
		[]any{"", "UBND T. An Giang", "Đồng ý"},
		[]any{"", "Công ty Điện lực", "Đồng ý"},
		[]any{6, "Công ty Điện lực", "Đồng ý"},
		[]any{3, "Bộ Tài chính", "Đồng ý"},
		[]any{"", "Hội Nông dân", "Đồng ý"},
		[]any{4, "", "Đồng ý"},
		[]any{"", "", "Đồng ý"},
	), one())
	for i, want := range []struct {
		seat int
		sure bool
		code string
	}{{1, true, Twice}, {2, false, OnlyAlike}, {0, false, Several}, {6, true, ""}, {1, false, Contradiction}, {0, false, NotListed}, {4, true, ""}, {0, false, NobodyNamed}} {
		l := r.Lines[i]
		if l.Seat != want.seat || l.Sure != want.sure || want.code != "" && !l.has(want.code) || want.code == "" && len(l.Wrong) > 0 {
			t.Errorf("line %d: %+v", i+1, l)
		}
	}
	if !slices.Equal(r.Lines[2].May, []int{5, 6}) {
		t.Errorf("%+v", r.Lines[2])
	}
}

// The number and the date of a letter are cited together; a date of the workbook is a
// date as it is written here.
func TestNumberAndDateOfALetter(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{
		{"Cơ quan", "Số, ký hiệu", "Ngày văn bản", "Trả lời"},
		{"Bộ Tài chính", "4567/BTC-PC", nil, "Đồng ý"},
		{"UBND tỉnh An Giang", "12/UBND-TH", "20/11/2026", "Đồng ý"},
		{"UBND tỉnh Bắc Ninh", nil, nil, "Đồng ý"},
	} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.SetCellValue("Sheet1", "C2", 46341), f.SetCellStyle("Sheet1", "C2", "C2", style)); err != nil {
		t.Fatal(err)
	}
	r := read(t, written(t, f), one())
	for i, want := range []string{"4567/BTC-PC, 15/11/2026", "12/UBND-TH, 20/11/2026", ""} {
		if got := r.Lines[i].Letter; got != want {
			t.Errorf("line %d: %q, want %q", i+1, got, want)
		}
	}
}

// A form that goes to all comes back with the rows of those who did not write left blank:
// that is no answer, no second line of anybody, and is told.
func TestRowsLeftBlank(t *testing.T) {
	r := read(t, book(t,
		[]any{"Số trong danh sách", "Tên cơ quan, đơn vị", "Số văn bản", "Trả lời", "Ý kiến"},
		[]any{1, "Bộ Tài chính", "", "", ""},
		[]any{1, "Bộ Tài chính", "1/BTC", "Đồng ý", ""},
		[]any{2, "UBND tỉnh An Giang", "", "Có lẽ", ""},
		[]any{3, "Ủy ban nhân dân tỉnh Bắc Ninh", "", "", "  "},
	), one())
	for i, blank := range []bool{true, false, false, true} {
		if l := r.Lines[i]; l.Blank != blank || l.has(LeftBlank) != blank || l.has(Unanswered) && blank || l.has(Twice) {
			t.Errorf("line %d: %+v", i+1, l)
		}
	}
}

func TestNamesOfFiles(t *testing.T) {
	for name, want := range map[string][2]bool{"a.XLSX": {true, false}, "a.docx": {false, true}, "a.pdf": {}, "xlsx": {}, "a.xlsx.exe": {}} {
		if got := [2]bool{XLSX.Names(name), DOCX.Names(name)}; got != want || IsNamed(name) != (want[0] || want[1]) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDocuments(t *testing.T) {
	table := document(t, paragraph("Kính gửi: Bộ Công Thương")+grid(
		[]string{"STT", "Chủ thể góp ý", "Trả lời", "Nội dung góp ý"},
		[]string{"1", "UBND tỉnh An Giang", "Không đồng ý", "Điều 5 trái Luật.\nĐề nghị bỏ."},
	))
	form := document(t, paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")+paragraph("Tên cơ quan: Bộ Tài chính")+paragraph("Trả lời: Không đồng ý")+
		paragraph("Ý kiến: Điều 5 trái Luật.")+paragraph("Đề nghị bỏ.")+paragraph("Tên cơ quan: UBND tỉnh An Giang")+paragraph("Trả lời: Nhất trí"))
	sheet := document(t, grid([]string{"Cơ quan", "Bộ Tài chính"}, []string{"Trả lời", "Không đồng ý"}, []string{"Ý kiến", "Điều 5 trái Luật.\nĐề nghị bỏ."}))
	for name, c := range map[string]struct {
		content []byte
		seat    int
	}{"table": {table, 2}, "letters": {form, 1}, "form": {sheet, 1}} {
		t.Run(name, func(t *testing.T) {
			r := read(t, c.content, one())
			if l := r.Lines[0]; r.Kind != DOCX || l.Seat != c.seat || l.Answers[0] != (Answer{"q1", "disagree", "Điều 5 trái Luật.\nĐề nghị bỏ."}) {
				t.Errorf("%+v", r.Lines)
			}
		})
	}
	if r := read(t, form, one()); len(r.Lines) != 2 || r.Lines[1].Seat != 2 || r.Lines[1].Answers[0].Choice != "agree" {
		t.Errorf("%+v", r.Lines)
	}
}

// What is hostile, or no table of answers, is refused by its reason.
func TestWhatIsRefused(t *testing.T) {
	formula := excelize.NewFile()
	defer formula.Close()
	for cell, v := range map[string]string{"A1": "Cơ quan", "B1": "Trả lời", "A2": "Bộ Tài chính"} {
		if err := formula.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := formula.SetCellFormula("Sheet1", "B2", `=HYPERLINK("http://x","Đồng ý")`); err != nil {
		t.Fatal(err)
	}
	far := excelize.NewFile()
	defer far.Close()
	if err := far.SetCellValue("Sheet1", "A900000", "x"); err != nil {
		t.Fatal(err)
	}
	wide := excelize.NewFile()
	defer wide.Close()
	if err := wide.SetCellValue("Sheet1", "XFD1", "x"); err != nil {
		t.Fatal(err)
	}
	for code, content := range map[string][]byte{
		"letters.kind":      []byte("không phải tệp Office"),
		"letters.locked":    []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1......"),
		"letters.too_large": make([]byte, MaxFile+1),
		"letters.bomb":      zipped(t, "word/document.xml", strings.Repeat(" ", 3<<20)),
		"letters.macros":    zipped(t, "xl/workbook.xml", "<workbook/>", "xl/vbaProject.bin", "x"),
		"letters.external":  zipped(t, "xl/workbook.xml", "<workbook/>", "xl/externalLinks/externalLink1.xml", "<x/>"),
		"letters.formula":   written(t, formula),
		"letters.rows":      written(t, far),
		"letters.columns":   written(t, wide),
		"letters.damaged":   zipped(t, "word/document.xml", "<w:document><w:body>"),
		"letters.nothing":   book(t, []any{"Họ hàng", "Ngày sinh"}, []any{"a", "b"}),
	} {
		if _, err := Read(content, one()); codeOf(err) != code {
			t.Errorf("%v instead of %s", err, code)
		}
	}
	elsewhere := zipped(t, "word/document.xml", "<x/>", "word/_rels/document.xml.rels", `<Relationships><Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://x"/></Relationships>`)
	if _, err := Read(elsewhere, one()); codeOf(err) != "letters.external" {
		t.Error(err)
	}
	dtd := zipped(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`)
	if _, err := Read(dtd, one()); codeOf(err) != "letters.damaged" {
		t.Error(err)
	}
}

func TestEveryProblemHasItsSentence(t *testing.T) {
	var texts map[string]map[string]string
	if err := json.Unmarshal(Texts(), &texts); err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{NobodyNamed, NotListed, OnlyAlike, Several, Contradiction, Twice, NoChoice, ChoiceUnknown, TwoChoices, NoText, Unanswered, TextLong, LeftBlank} {
		if texts[code]["vi"] == "" || texts[code]["en"] == "" {
			t.Errorf("%s has no sentence", code)
		}
	}
}

func codeOf(err error) string {
	if e := (*ecabinet.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// No words of a stranger make it fail otherwise than by a refusal, and what it reads is
// of the questions and the seats that were given.
func FuzzRead(f *testing.F) {
	f.Add(book(f, []any{"Cơ quan", "Câu 1", "Ý kiến câu 2"}, []any{"Bộ Tài chính", "Đồng ý", "x"}))
	f.Add(document(f, grid([]string{"Cơ quan", "Câu 1"}, []string{"UBND tỉnh An Giang", "Không đồng ý vì trái Luật"})))
	f.Add(document(f, paragraph("Cơ quan: Bộ Tài chính")+paragraph("Câu 1: Nhất trí")))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := Read(content, asked())
		if err != nil {
			if codeOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		for _, l := range r.Lines {
			if l.Seat < 0 || l.Seat > 6 || len(l.Answers) != 2 {
				t.Fatalf("%+v", l)
			}
			for i, a := range l.Answers {
				q := asked().Questions[i]
				if a.Question != q.Key || a.Choice != "" && !slices.Contains(q.Choices, a.Choice) {
					t.Fatalf("%+v", l)
				}
			}
		}
	})
}
