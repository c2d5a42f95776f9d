package export

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"ecabinet/internal/testkit/papers"
)

var update = flag.Bool("update", false, "write the goldens anew")

var zone = time.FixedZone("+07", 7*3600)

// sample is a result sheet with everything that a paper can hold, and a table of
// that many members.
func sample(members int) Paper {
	p := Paper{
		Lang: "vi", Title: "Kết quả lấy ý kiến", Made: time.Date(2026, 2, 5, 9, 5, 12, 0, time.UTC),
		Head: Head{
			Above: "Chính phủ", Issuer: "Văn phòng Chính phủ", Number: "03/2026/KQ-VPCP", Place: "Hà Nội",
			Date: time.Date(2026, 2, 5, 16, 5, 12, 0, zone),
		},
		Name:    "Phiếu kết quả lấy ý kiến thành viên Chính phủ",
		Subject: "Về dự thảo Nghị định quy định cơ chế tự chủ tài chính của đơn vị sự nghiệp công lập trong lĩnh vực giáo dục",
		Remark:  "(Bản tạm tính, chưa được xác nhận)", Mark: "Bản tạm tính",
		Signature: Signature{
			Post: "NGƯỜI XÁC NHẬN KẾT QUẢ", Name: "Trần Quốc Việt",
			Signed: "Đã xác nhận điện tử lúc\n" + Stamp(time.Date(2026, 2, 5, 16, 5, 12, 0, zone)),
		},
		Recipients: []string{"Lãnh đạo Chính phủ (để báo cáo);", "Các thành viên Chính phủ", "Bộ Tài chính;", "Lưu: VT, hồ sơ."},
		Check:      "Mã đối chiếu nhật ký: " + strings.Repeat("3f0b4e1c9a77d552", 4) + ". Mã phiếu: 0199a7c2-7b1e-7cc0-9f51-000000000042.",
		Blocks: []Block{
			Heading("Việc lấy ý kiến"),
			Text("Cơ quan chủ trì soạn thảo: Bộ Tài chính."),
			Paragraph{Runs: []Run{
				{Text: "Phiếu gửi tới 27 thành viên lúc 09/11/2026 08:00; "}, {Text: "hạn trả lời 13/11/2026 24:00", Bold: true},
				{Text: "; đóng lúc 14/11/2026 00:00.", Italic: true}, {Text: " Đã gia hạn 1 lần.", Bold: true, Italic: true},
			}},
			Heading("Tài liệu kèm theo"),
			List{"Tờ trình của Bộ Tài chính (phiên bản 2)", "Dự thảo Nghị định quy định cơ chế tự chủ tài chính của đơn vị sự nghiệp công lập trong lĩnh vực giáo dục (phiên bản 3)"},
			Heading("Tổng hợp ý kiến"),
			Paragraph{Runs: []Run{{Text: "Nội dung 1: ", Bold: true}, {Text: "Đồng ý ban hành Nghị định?"}}, KeepNext: true},
			Table{
				Columns: []Column{{Head: "Đồng ý"}, {Head: "Coi như đồng ý"}, {Head: "Không đồng ý"}, {Head: "Ý kiến khác"}, {Head: "Không trả lời"}, {Head: "Tổng số"}},
				Rows:    [][]Cell{{{Text: "13", Note: "trong đó 2 ghi thay"}, {Text: "2"}, {Text: "5"}, {Text: "4"}, {Text: "3"}, {Text: "27", Bold: true}}}, KeepNext: true,
			},
			Text("13 trực tiếp + 2 coi như đồng ý = 15/27, cần 14: thông qua. Tán thành 55,6% số phiếu gửi, 68,2% số phiếu trả lời."),
			Heading("Ý kiến của từng thành viên"),
		},
	}
	t := Table{Columns: []Column{{Head: "TT", Width: 12}, {Head: "Họ và tên", Width: 45, Left: true}, {Head: "Chức vụ", Left: true}, {Head: "Ý kiến", Width: 38}}}
	for i := range members {
		t.Rows = append(t.Rows, []Cell{{Text: fmt.Sprint(i + 1)}, {Text: "Nguyễn Thị Phương Thảo"}, {Text: "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch; Ủy viên"}, {Text: "Đồng ý"}})
	}
	p.Blocks = append(p.Blocks, t, Heading("Ý kiến bảo lưu"), Text("Nguyễn Thị Phương Thảo: Đề nghị lùi thời hạn.\nBổ sung điều khoản chuyển tiếp: “ưỡn ẹo, khuỷu tay, quýnh quáng, ẵẳẫằắ”."))
	return p
}

func mustPDF(t testing.TB, p Paper) []byte {
	t.Helper()
	raw, err := p.PDF()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func mustDOCX(t testing.TB, p Paper) []byte {
	t.Helper()
	raw, err := p.DOCX()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs; look at the difference, then run with -update (-want +got):\n%s", path, d)
	}
}

// What a paper says, page by page as a PDF and paragraph by paragraph as a DOCX.
func TestWhatAPaperSays(t *testing.T) {
	for name, change := range map[string]func(*Paper){
		"provisional.vi": func(*Paper) {},
		"certified.en": func(p *Paper) {
			p.Lang, p.Mark, p.Remark, p.Head.Above = "en", "", "", ""
		},
		"two.vi": func(p *Paper) {
			p.Name, p.Mark, p.Remark = "Biên bản", "", ""
			p.Beside = Signature{Post: "THƯ KÝ", Signed: "Đã ký điện tử lúc\n" + Stamp(p.Head.Date), Name: "Lê Thị Thư Ký"}
			p.After = []Block{Paragraph{Runs: []Run{{Text: "ĐÍNH CHÍNH", Bold: true}}, KeepNext: true}, Text("Đính chính số 1: đọc là 15/27."), List{"Một", "Hai"}}
		},
		"blank.vi": func(p *Paper) { *p = Paper{Lang: "vi", Made: p.Made, Name: "Biên bản"} },
	} {
		p := sample(12)
		change(&p)
		var b strings.Builder
		for i, page := range papers.ReadPDF(t, mustPDF(t, p)).Pages {
			fmt.Fprintf(&b, "---- page %d\n%s\n", i+1, strings.Join(page.Lines(), "\n"))
		}
		golden(t, name+".pdf.golden", b.String())
		golden(t, name+".docx.golden", strings.Join(papers.ReadDOCX(t, mustDOCX(t, p)).Lines, "\n")+"\n")
	}
}

// texts are all texts that somebody put into the paper.
func texts(p Paper) []string {
	list := []string{capitals(p.Head.Above), capitals(p.Head.Issuer), p.Head.Number, p.Head.Place, capitals(p.Name), p.Subject, p.Remark, p.Mark,
		p.Signature.Post, p.Signature.Signed, p.Signature.Name, p.Beside.Post, p.Beside.Signed, p.Beside.Name, p.Check}
	for _, b := range slices.Concat(p.Blocks, p.After) {
		switch b := b.(type) {
		case Heading:
			list = append(list, string(b))
		case Paragraph:
			whole := ""
			for _, r := range b.Runs {
				whole += r.Text
			}
			list = append(list, whole)
		case List:
			list = append(list, b...)
		case Table:
			for _, c := range b.Columns {
				list = append(list, c.Head)
			}
			for _, row := range b.Rows {
				for _, c := range row {
					list = append(list, c.Text, c.Note)
				}
			}
		}
	}
	for _, r := range p.Recipients {
		list = append(list, strings.TrimRight(r, ";."))
	}
	return list
}

// Whoever copies text out of the PDF gets what was written, composed, letter for
// letter; so do those who open the DOCX.
func TestTextIsCopiedAsItWasWritten(t *testing.T) {
	p := sample(3)
	p.Beside, p.After = Signature{Post: "THƯ KÝ", Name: "Lê Thị Thư Ký"}, []Block{Text("Đính chính: đọc là 15/27.")}
	p.Subject = norm.NFD.String(p.Subject) // as some keyboards type it
	pdf := ""
	for _, page := range papers.ReadPDF(t, mustPDF(t, p)).Pages {
		pdf += strings.Join(page.Lines(), " ") + " "
	}
	docx := strings.Join(papers.ReadDOCX(t, mustDOCX(t, p)).Lines, " ")
	for kind, all := range map[string]string{"PDF": pdf, "DOCX": docx} {
		if !norm.NFC.IsNormalString(all) {
			t.Errorf("the %s's text is not composed", kind)
		}
		all = strings.Join(strings.Fields(all), " ")
		for _, want := range texts(p) {
			if want = strings.Join(strings.Fields(norm.NFC.String(want)), " "); !strings.Contains(all, want) {
				t.Errorf("the %s does not say %q", kind, want)
			}
		}
	}
}

func TestFontsAreEmbeddedAsSubsets(t *testing.T) {
	pdf := papers.ReadPDF(t, mustPDF(t, sample(3)))
	var names []string
	for _, f := range pdf.Fonts {
		names = append(names, f.Name)
		if f.Embedded == 0 || f.Embedded > 100_000 {
			t.Errorf("%s: %d bytes are embedded; the whole face has %d", f.Name, f.Embedded, len(outlines[regular]))
		}
		if !f.ToUnicode {
			t.Errorf("%s has no map to Unicode", f.Name)
		}
	}
	slices.Sort(names)
	want := []string{"ECABIA+LiberationSerif", "ECABIB+LiberationSerif-Bold", "ECABIC+LiberationSerif-Italic", "ECABID+LiberationSerif-BoldItalic"}
	if d := cmp.Diff(want, names); d != "" {
		t.Error(d)
	}
}

// The page of Decree 30/2020/NĐ-CP, appendix I.
func TestPagesHaveTheFormOfTheDecree(t *testing.T) {
	pdf := papers.ReadPDF(t, mustPDF(t, sample(60)))
	if pdf.Version < "1.4" {
		t.Errorf("PDF %s", pdf.Version)
	}
	m, err := newMetrics()
	if err != nil {
		t.Fatal(err)
	}
	near := func(a, b float64) bool { return a > b-0.1 && a < b+0.1 }
	for i, page := range pdf.Pages {
		if !near(page.Width, pageWidth*mm) || !near(page.Height, pageHeight*mm) {
			t.Errorf("page %d is %v by %v points", i+1, page.Width, page.Height)
		}
		var header []string
		for _, s := range page.Shows {
			down := page.Height - s.Y
			if down < marginTop*mm { // in the margin: the page's number and the mark
				header = append(header, s.Text)
				continue
			}
			if down > (pageHeight-marginBottom)*mm || s.X < marginLeft*mm-0.1 || s.X+m.width(regular, s.Size, strings.TrimSpace(s.Text)) > (pageWidth-marginRight)*mm+6 {
				t.Errorf("page %d: %q stands in a margin, at %v %v", i+1, s.Text, s.X, down)
			}
			if s.Size < sizeCheck || s.Size > sizeTitle {
				t.Errorf("page %d: %q has %v points", i+1, s.Text, s.Size)
			}
		}
		want := "Bản tạm tính"
		if i > 0 {
			want = fmt.Sprint(i+1) + want
		}
		if got := strings.Join(header, ""); got != want {
			t.Errorf("page %d: above it stands %q, want %q", i+1, got, want)
		}
	}
}

// However many rows there are: the head of the table is repeated, no row is split,
// no heading and no signer's block is left alone.
func TestPagesBreakWhereTheyMay(t *testing.T) {
	for rows := range 24 { // the table ends on each line of a page, and on the next one
		p := sample(rows)
		if rows%2 == 0 {
			p.Blocks = p.Blocks[:len(p.Blocks)-2] // the table is the last
		}
		var last []string
		for i, page := range papers.ReadPDF(t, mustPDF(t, p)).Pages {
			lines := page.Lines()
			lines = lines[min(i, 1)+1:] // number and mark
			if slices.Contains(lines, "Nguyễn Thị Phương") && !slices.Contains(lines, "Họ và tên") {
				t.Fatalf("%d rows: page %d has rows without their head", rows, i+1)
			}
			if names, rest := count(lines, "Nguyễn Thị Phương"), count(lines, "Thảo"); names != rest {
				t.Fatalf("%d rows: page %d begins %d rows and ends %d", rows, i+1, names, rest)
			}
			if end := lines[len(lines)-1]; len(end) > 2 && end[0] >= '1' && end[0] <= '9' && end[1] == '.' {
				t.Fatalf("%d rows: page %d ends with the heading %q", rows, i+1, end)
			}
			if lines[0] == "NGƯỜI XÁC NHẬN KẾT QUẢ" {
				t.Fatalf("%d rows: the signer is alone on page %d", rows, i+1)
			}
			last = lines
		}
		if !slices.Contains(last, "Trần Quốc Việt") || !strings.Contains(strings.Join(last, " "), "Mã phiếu") {
			t.Fatalf("%d rows: signer and check are apart: %q", rows, last)
		}
	}
}

func count(lines []string, line string) int {
	n := 0
	for _, l := range lines {
		if l == line {
			n++
		}
	}
	return n
}

func TestATableOfFourHundredMembers(t *testing.T) {
	pdf := papers.ReadPDF(t, mustPDF(t, sample(400)))
	var numbers []string
	for i, page := range pdf.Pages {
		lines := page.Lines()
		if i > 0 && i < len(pdf.Pages)-1 && !slices.Equal(lines[2:6], []string{"TT", "Họ và tên", "Chức vụ", "Ý kiến"}) {
			t.Errorf("page %d begins with %q", i+1, lines[:6])
		}
		for n, line := range lines {
			if line == "Nguyễn Thị Phương" {
				numbers = append(numbers, lines[n-1])
			}
		}
	}
	for i, n := range numbers {
		if n != fmt.Sprint(i+1) {
			t.Fatalf("row %d has the number %s", i+1, n)
		}
	}
	if len(numbers) != 400 || len(pdf.Pages) < 10 {
		t.Errorf("%d rows on %d pages", len(numbers), len(pdf.Pages))
	}
}

// A cell that is taller than a page goes on in the next row; nothing is lost.
func TestACellTallerThanAPage(t *testing.T) {
	var want []string
	for i := range 400 {
		want = append(want, fmt.Sprintf("dòng-%d", i))
	}
	p := Paper{Lang: "vi", Name: "Biên bản", Blocks: []Block{Table{
		Columns: []Column{{Head: "TT", Width: 12}, {Head: "Ý kiến", Left: true}},
		Rows:    [][]Cell{{{Text: "1"}, {Text: strings.Join(want, "\n")}}, {{Text: "2"}, {Text: "ngắn"}}},
	}}}
	var got []string
	for _, page := range papers.ReadPDF(t, mustPDF(t, p)).Pages {
		for _, line := range page.Lines() {
			if strings.HasPrefix(line, "dòng-") {
				got = append(got, line)
			}
		}
		for _, s := range page.Shows {
			if s.Y < marginBottom*mm {
				t.Errorf("%q stands in the margin", s.Text)
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTheSamePaperGivesTheSameBytes(t *testing.T) {
	p := sample(5)
	if !bytes.Equal(mustPDF(t, p), mustPDF(t, p)) {
		t.Error("two PDFs of one paper differ")
	}
	if !bytes.Equal(mustDOCX(t, p), mustDOCX(t, p)) {
		t.Error("two DOCX of one paper differ")
	}
}

func seal(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA64(image.Rect(0, 0, 300, 120)) // sixteen bits, with transparency
	for x := range 300 {
		img.Set(x, 60, color.NRGBA{B: 200, A: uint8(x * 255 / 300)})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestASignatureHasItsPicture(t *testing.T) {
	p := sample(1)
	without := len(mustPDF(t, p))
	p.Signature.Image = seal(t)
	raw := mustPDF(t, p)
	papers.ReadPDF(t, raw)
	if len(raw) <= without || !bytes.Contains(raw, []byte("/Subtype /Image")) {
		t.Error("the PDF has no picture")
	}
	docx := papers.ReadDOCX(t, mustDOCX(t, p))
	if _, err := png.Decode(bytes.NewReader(docx.Parts["word/media/signature.png"])); err != nil {
		t.Errorf("the DOCX's picture: %v", err)
	}
	if !bytes.Contains(docx.Parts["word/document.xml"], []byte(`r:embed="rId5"`)) {
		t.Error("the DOCX does not show its picture")
	}
	p.Signature.Image = []byte("no picture")
	if _, err := p.PDF(); err == nil {
		t.Error("a PDF with a broken picture is made")
	}
	if _, err := p.DOCX(); err == nil {
		t.Error("a DOCX with a broken picture is made")
	}
}

// Whatever somebody typed, a paper can be made of it, and nothing leaves the page.
func TestAnyTextCanBeSet(t *testing.T) {
	if got := clean("a\u202eb\u0007c\r\nd\te\ufeff\ud7ff"); got != "abc\nd e" {
		t.Errorf("%q", got)
	}
	of := func(text string) Paper {
		p := sample(1)
		p.Subject, p.Signature.Name, p.Check = text, text, text
		p.Blocks = []Block{Heading(text), Text(text), List{text}, Table{Columns: []Column{{Head: text, Width: 9}, {Head: "x"}}, Rows: [][]Cell{{{Text: text, Note: text}, {}}}}}
		return p
	}
	odd := "\xff\xfe a\u0301\u0323 中文 😀👩‍👩‍👧 \U0010ffff\uffff\u0000 \u202eab\u200b \u00a0\u3000 𝒜ﷺ " + strings.Repeat("dài", 300)
	papers.ReadPDF(t, mustPDF(t, of(odd)))
	papers.ReadDOCX(t, mustDOCX(t, of(odd)))
	m, err := newMetrics()
	if err != nil {
		t.Fatal(err)
	}
	s := setter{m}
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-zưởẵỹ\n 😀中]{0,300}`)).Draw(r, "text")
		for _, one := range place(s.layout(of(text), nil), 700) {
			if one.y+one.height > 700+rounding {
				r.Fatalf("a piece ends at %v", one.y+one.height)
			}
		}
		if shown := s.shown(regular, clean(text)); strings.ContainsFunc(shown, func(c rune) bool { return c > 0xffff }) {
			r.Fatalf("the writer of PDF does not take %q", shown)
		}
		papers.ReadDOCX(t, mustDOCX(t, of(text)))
	})
}

func TestLinesFitTheirColumn(t *testing.T) {
	m, err := newMetrics()
	if err != nil {
		t.Fatal(err)
	}
	s := setter{m}
	rapid.Check(t, func(r *rapid.T) {
		text := string(rapid.SliceOfN(rapid.SampledFrom([]rune("abmưởẵWi  ")), 40, 300).Draw(r, "text"))
		width := rapid.Float64Range(40, 400).Draw(r, "width")
		said := ""
		for _, l := range s.wrap([]span{{text, bold, 13}}, width, 10) {
			if s.natural(l) > width+rounding {
				r.Fatalf("a line of %v points in %v", s.natural(l), width)
			}
			for _, w := range l.words {
				for _, p := range w.parts {
					said += p.text
				}
			}
		}
		if want := strings.ReplaceAll(norm.NFC.String(text), " ", ""); said != want {
			r.Fatalf("says %q, want %q", said, want)
		}
	})
}

func TestDatesAreWrittenAsTheDecreeWants(t *testing.T) {
	for _, c := range []struct {
		at         time.Time
		vi, en, is string
	}{
		{time.Date(2026, 2, 5, 23, 30, 1, 0, zone), "ngày 05 tháng 02 năm 2026", "5 February 2026", "2026-02-05T23:30:01+07:00"},
		{time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).In(zone), "ngày 20 tháng 11 năm 2026", "20 November 2026", "2026-11-20T07:00:00+07:00"},
		{time.Date(2026, 3, 31, 1, 0, 0, 0, time.UTC), "ngày 31 tháng 3 năm 2026", "31 March 2026", "2026-03-31T01:00:00+00:00"},
	} {
		if vi, en, is := LongDate(c.at, "vi"), LongDate(c.at, "en"), Stamp(c.at); vi != c.vi || en != c.en || is != c.is {
			t.Errorf("%q %q %q", vi, en, is)
		}
	}
}
