package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ecabinet/summaries/api"
)

// opened is the approved table as a spreadsheet program reads it.
func (w *world) opened() *excelize.File {
	w.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(w.get("/table.xlsx")))
	w.must(err)
	w.Cleanup(func() { w.must(f.Close()) })
	return f
}

// What begins like a formula is text, stays so when the cell is edited or saved as CSV, and
// bears no mark that is shown.
func TestCellsAreNeverFormulas(t *testing.T) {
	each(t, func(w *world) {
		w.approved()
		f, found := w.opened(), false
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			w.must(err)
			for r, row := range rows {
				for c, text := range row {
					at, err := excelize.CoordinatesToCellName(c+1, r+1)
					w.must(err)
					formula, err := f.GetCellFormula(sheet, at)
					w.must(err)
					if formula != "" || strings.HasPrefix(text, "=") || strings.HasPrefix(text, "'") {
						w.Errorf("%s %s: %q, formula %q", sheet, at, text, formula)
					}
					if strings.TrimPrefix(text, "\u200b") != `=HYPERLINK("http://x") tại Điều 5 cần làm rõ.` {
						continue
					}
					found = true
					kind, err := f.GetCellType(sheet, at)
					w.must(err)
					style, err := f.GetCellStyle(sheet, at)
					w.must(err)
					if quoted := f.Styles.CellXfs.Xf[style].QuotePrefix; kind != excelize.CellTypeSharedString || quoted == nil || !*quoted {
						w.Errorf("%s %s: type %v, quoted %v", sheet, at, kind, quoted)
					}
				}
			}
		}
		if !found {
			w.Error("what was said is not in the book")
		}
	})
}

// The book has what says a row in short, with what it rests on and who wrote it.
func TestTheBookHasTheGists(t *testing.T) {
	each(t, func(w *world) {
		v := w.settled()
		row := v.Rows[0]
		point := row.Points[0]
		text := "Đề nghị giao cấp tỉnh cấp phép."
		v = w.edit(fields{"act": "word", "row": row.ID, "seen": row.Rev, "title": "Thẩm quyền", "gists": []fields{
			{"stance": point.Stance, "claims": []fields{{"text": text, "cites": []string{point.Quotes[0].Sentence}}}},
		}})
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
		f := w.opened()
		if list := f.GetSheetList(); !slices.Equal(list, []string{"Bảng tổng hợp", "Tóm tắt", "Thông tin"}) {
			w.Fatalf("%v", list)
		}
		rows, err := f.GetRows("Tóm tắt")
		w.must(err)
		want := []string{"Thẩm quyền", "Đồng ý", text, point.Who + ": " + point.Quotes[0].Text, "Người rà soát"}
		if len(rows) != 2 || !slices.Equal(rows[1], want) {
			w.Errorf("%q, want %q", rows, want)
		}
	})
}
