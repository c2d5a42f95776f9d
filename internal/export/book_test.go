package export

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

func TestABookIsReadBack(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 5, 12, 0, time.UTC).In(zone)
	dangerous := []string{"=HYPERLINK(\"http://example.org\")", "+1+1", "-2", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0"}
	b := Book{Lang: "vi", Title: "Bảng tổng hợp ý kiến", Author: "Văn phòng Chính phủ", Made: at, Sheets: []Sheet{
		{Name: "Ý kiến", Fields: []Field{{"TT", 6}, {"Ý kiến", 60}, {"Tỷ lệ", 12}, {"Thời gian", 20}}},
		{Name: "Góp ý", Fields: []Field{{"Điều, khoản", 20}}},
	}}
	for i, text := range dangerous {
		b.Sheets[0].Rows = append(b.Sheets[0].Rows, []any{i + 1, text, 0.5, at})
	}
	b.Sheets[0].Rows = append(b.Sheets[0].Rows, []any{nil, "Đồng ý\nvới dự thảo", nil, nil})
	raw, err := b.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	raws := excelize.Options{RawCellValue: true}
	get := func(cell string, o ...excelize.Options) string {
		v, err := f.GetCellValue("Ý kiến", cell, o...)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for i, text := range dangerous {
		cell, err := excelize.CoordinatesToCellName(2, i+2)
		if err != nil {
			t.Fatal(err)
		}
		formula, err := f.GetCellFormula("Ý kiến", cell)
		if err != nil || formula != "" {
			t.Errorf("%q became the formula %q (%v)", text, formula, err)
		}
		kind, err := f.GetCellType("Ý kiến", cell)
		if err != nil || kind != excelize.CellTypeSharedString || strings.TrimPrefix(get(cell), guard) != clean(text) {
			t.Errorf("%q reads %q, of type %v", text, get(cell), kind)
		}
		style, err := f.GetCellStyle("Ý kiến", cell)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := f.GetStyle(style); err != nil || s.NumFmt != asText {
			t.Errorf("%q may become a formula when it is edited: %+v", text, s)
		}
		if quoted := f.Styles.CellXfs.Xf[style].QuotePrefix; quoted == nil || !*quoted {
			t.Errorf("%q may become a formula when it is edited", text)
		}
		// As CSV a cell is its text alone; only a number may be read as anything else.
		if number := text == "-2"; strings.HasPrefix(get(cell), guard) == number {
			t.Errorf("%q is %q in CSV", text, get(cell))
		}
	}
	if get("D2") != "20/11/2026 16:05:12" || !strings.HasPrefix(get("D2", raws), "46346.67") || get("A2", raws) != "1" || get("C2", raws) != "0.5" || get("A9") != "" {
		t.Errorf("time %q %q, numbers %q %q %q", get("D2"), get("D2", raws), get("A2", raws), get("C2", raws), get("A9"))
	}
	if style, err := f.GetCellStyle("Ý kiến", "B9"); err != nil || f.Styles.CellXfs.Xf[style].QuotePrefix != nil {
		t.Errorf("plain text is marked: %d, %v", style, err)
	}
	if get("B9") != "Đồng ý\nvới dự thảo" {
		t.Errorf("%q", get("B9"))
	}
	for _, s := range []string{"Ý kiến", "Góp ý"} {
		if panes, err := f.GetPanes(s); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: %+v, %v", s, panes, err)
		}
	}
	if h, err := f.GetRowHeight("Ý kiến", 9); err != nil || h != 2*lineHeight {
		t.Errorf("a row of two lines is %v points high, %v", h, err)
	}
	if w, err := f.GetColWidth("Ý kiến", "B"); err != nil || w != 60 {
		t.Errorf("width %v, %v", w, err)
	}
	if props, err := f.GetDocProps(); err != nil || props.Title != "Bảng tổng hợp ý kiến" || props.Created != "2026-11-20T09:05:12Z" {
		t.Errorf("%+v, %v", props, err)
	}
}

func TestATextTooLongForACellSaysSo(t *testing.T) {
	for _, long := range []string{strings.Repeat("ẵ", maxCell+5), strings.Repeat("😀", maxCell)} {
		got := fit(long)
		if n := len(utf16.Encode([]rune(got))); n > maxCell || !strings.HasSuffix(got, "…") || strings.ContainsRune(got, '\ufffd') {
			t.Errorf("%d units, ends %q", n, got[len(got)-8:])
		}
	}
	if short := strings.Repeat("ẵ", 20_000); fit(short) != short {
		t.Error("an opinion of the longest allowed is cut")
	}
}

func TestABookTakesKnownValuesOnly(t *testing.T) {
	if _, err := (Book{Sheets: []Sheet{{Name: "x", Fields: []Field{{"x", 1}}, Rows: [][]any{{true}}}}}).XLSX(); err == nil {
		t.Error("a value of an unknown type is written")
	}
}
