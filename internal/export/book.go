package export

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Book is a file of tables to work on.
type Book struct {
	Lang   string // "vi" or "en"
	Title  string
	Author string
	Made   time.Time
	Sheets []Sheet
}

// Sheet is one table. Its head stays in sight, is repeated on printed pages and
// filters the rows.
type Sheet struct {
	Name   string // at most 31 letters, none of []:*?/\
	Fields []Field
	Rows   [][]any // string, int, float64, time.Time, or nil for nothing
}

// Field is one column.
type Field struct {
	Head  string
	Width float64 // in digits
}

// maxCell is the longest text of a cell, in UTF-16 units.
const maxCell = 32_767

// XLSX is the book as a file. Text is text, also where it begins like a formula, see [guard];
// times are times, as the clock showed them in their zone.
func (b Book) XLSX() (out []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("close a book: %w", e)
		}
	}()
	w := &bookWriter{f: f}
	if err := w.begin(b); err != nil {
		return nil, fmt.Errorf("begin a book: %w", err)
	}
	for i, s := range b.Sheets {
		if err := w.sheet(i, s); err != nil {
			return nil, fmt.Errorf("write sheet %d: %w", i+1, err)
		}
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		return nil, fmt.Errorf("write a book: %w", err)
	}
	return buf.Bytes(), nil
}

type bookWriter struct {
	f                                *excelize.File
	head, text, quoted, number, time int // styles
}

// The number formats of XLSX (ECMA-376, part 1, 18.8.30): 49 is text.
const asText = 49

func (w *bookWriter) begin(b Book) error {
	made := b.Made.UTC().Format("2006-01-02T15:04:05Z")
	if err := w.f.SetDocProps(&excelize.DocProperties{
		Title: clean(b.Title), Creator: clean(b.Author), LastModifiedBy: clean(b.Author), Language: locales[b.Lang], Created: made, Modified: made,
	}); err != nil {
		return err
	}
	if err := w.f.SetDefaultFont("Times New Roman"); err != nil {
		return err
	}
	clock := "dd/mm/yyyy hh:mm:ss"
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	lines := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		lines = append(lines, excelize.Border{Type: side, Style: 1, Color: "808080"})
	}
	var err error
	style := func(s excelize.Style) (id int) {
		s.Border = lines
		if err == nil {
			id, err = w.f.NewStyle(&s)
		}
		return id
	}
	w.head = style(excelize.Style{Font: &excelize.Font{Bold: true, Family: "Times New Roman"}, NumFmt: asText,
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}}})
	w.text = style(excelize.Style{NumFmt: asText, Alignment: top})
	if err == nil {
		w.quoted = w.quoting(w.text)
	}
	w.number = style(excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}})
	w.time = style(excelize.Style{CustomNumFmt: &clock, Alignment: &excelize.Alignment{Vertical: "top"}})
	return err
}

// quoting is the style with the mark of a text that begins like a formula (quotePrefix,
// ECMA-376, part 1, 18.8.45): it stays text when somebody edits the cell, and the mark is not
// shown. The library has no name for it in its own styles, only in those of the file.
func (w *bookWriter) quoting(style int) (id int) {
	formats, yes := w.f.Styles.CellXfs, true
	one := formats.Xf[style]
	one.QuotePrefix = &yes
	formats.Xf = append(formats.Xf, one)
	formats.Count = len(formats.Xf)
	return len(formats.Xf) - 1
}

// guard goes before a text that begins like a formula and says more than a number. It takes
// no room and is no blank, so that nothing trims it: saved as CSV a book loses the types and
// styles of its cells, and what opens that file must not take the words of somebody's opinion
// for a formula. A mark that can be seen, as an apostrophe, would stand in the text.
const guard = "\u200b"

// formula says that a program may read a text as a formula, and that it is more than a number.
func formula(s string) (begins, more bool) {
	first := []rune(strings.TrimLeftFunc(s, unicode.IsSpace))
	if len(first) == 0 || !strings.ContainsRune("=+-@＝＋－＠", first[0]) {
		return false, false
	}
	number := strings.ContainsRune("+-", first[0]) && strings.Trim(string(first[1:]), "-0123456789.,() ") == ""
	return true, !number
}

func (w *bookWriter) sheet(i int, s Sheet) error {
	name := clean(s.Name)
	if i == 0 {
		if err := w.f.SetSheetName(w.f.GetSheetName(0), name); err != nil {
			return err
		}
	} else if _, err := w.f.NewSheet(name); err != nil {
		return err
	}
	for c, field := range s.Fields {
		column, err := excelize.ColumnNumberToName(c + 1)
		if err != nil {
			return err
		}
		if err := w.f.SetColWidth(name, column, column, field.Width); err != nil {
			return err
		}
		if err := w.cell(name, c, 0, field.Head, w.head); err != nil {
			return err
		}
	}
	for r, row := range s.Rows {
		if err := w.f.SetRowHeight(name, r+2, rowHeight(s.Fields, row)); err != nil {
			return err
		}
		for c, v := range row {
			if err := w.cell(name, c, r+1, v, w.style(v)); err != nil {
				return err
			}
		}
	}
	return w.frame(name, len(s.Fields), len(s.Rows))
}

// The height of a line, and the most that a row may have, in points.
const lineHeight, maxHeight = 16.0, 409.0

// rowHeight is how high a row is for its longest text: not every program finds out
// by itself.
func rowHeight(fields []Field, row []any) float64 {
	most := 1
	for c, v := range row {
		text, ok := v.(string)
		if !ok {
			continue
		}
		lines := 0
		for line := range strings.SplitSeq(text, "\n") {
			lines += 1 + int(float64(utf8.RuneCountInString(line))*wide/fields[c].Width)
		}
		most = max(most, lines)
	}
	return min(lineHeight*float64(most), maxHeight)
}

// wide is how wide a letter is beside a digit, with what is lost at the ends of lines.
const wide = 1.05

func (w *bookWriter) style(v any) int {
	switch v.(type) {
	case int, float64:
		return w.number
	case time.Time:
		return w.time
	}
	return w.text
}

func (w *bookWriter) cell(sheet string, column, row int, v any, style int) error {
	at, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		return err
	}
	switch v := v.(type) {
	case nil:
	case string:
		v = clean(v)
		if begins, more := formula(v); begins {
			if style == w.text {
				style = w.quoted
			}
			if more {
				v = guard + v
			}
		}
		err = w.f.SetCellStr(sheet, at, fit(v)) // never read as a formula
	case int, float64, time.Time:
		err = w.f.SetCellValue(sheet, at, v)
	default:
		err = fmt.Errorf("a cell of type %T", v)
	}
	if err != nil {
		return err
	}
	return w.f.SetCellStyle(sheet, at, at, style)
}

// fit cuts what no cell can hold, and shows that it did.
func fit(s string) string {
	if len(s) <= maxCell {
		return s
	}
	units := utf16.Encode([]rune(s))
	if len(units) <= maxCell {
		return s
	}
	cut := units[:maxCell-1]
	if utf16.IsSurrogate(rune(cut[len(cut)-1])) && rune(cut[len(cut)-1]) < 0xdc00 {
		cut = cut[:len(cut)-1]
	}
	return string(utf16.Decode(cut)) + "…"
}

// frame keeps the head in sight, filters by it, and sets the printed page.
func (w *bookWriter) frame(sheet string, columns, rows int) error {
	if err := w.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(columns, rows+1)
	if err != nil {
		return err
	}
	if err := w.f.AutoFilter(sheet, "A1:"+last, nil); err != nil {
		return err
	}
	if err := w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + sheet + "'!$1:$1", Scope: sheet}); err != nil {
		return err
	}
	a4, landscape, wide, any, fits := 9, "landscape", 1, 0, true
	if err := w.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fits}); err != nil {
		return err
	}
	return w.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &any})
}
