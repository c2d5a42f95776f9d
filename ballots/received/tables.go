package received

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// table is cells as text, each with where it stands.
type table struct {
	name string // of the sheet, or "1", "2" of a document's tables
	rows [][]string
	form bool // lines "label: words" of a letter, made to two columns
}

// tables are those of a file.
func tables(content []byte) (Kind, []table, error) {
	a, err := open(content)
	if err != nil {
		return "", nil, err
	}
	if a.kind == DOCX {
		list, err := a.document()
		return DOCX, list, err
	}
	if err := a.sheets(); err != nil {
		return XLSX, nil, err
	}
	list, err := workbook(content)
	return XLSX, list, err
}

// sheets looks at each sheet before the library loads any.
//
// It refuses with Invalid "letters.formula", "letters.rows", "letters.columns".
func (a *archive) sheets() error {
	for name := range a.parts {
		if !strings.HasPrefix(name, "xl/worksheets/") || !strings.HasSuffix(name, ".xml") {
			continue
		}
		cell, rows := "", 0
		err := a.walk(name, func(_ *xml.Decoder, t xml.Token) error {
			e, ok := t.(xml.StartElement)
			if !ok {
				return nil
			}
			switch e.Name.Local {
			case "row":
				n, _ := strconv.Atoi(attr(e, "r")) // none: the next one
				if rows++; rows > MaxRows || n > MaxRows {
					return refuse("letters.rows", "most", MaxRows)
				}
			case "c":
				if cell = attr(e, "r"); cell != "" {
					column, row, err := excelize.CellNameToCoordinates(cell)
					if err != nil {
						return refuse("letters.damaged")
					}
					if column > maxColumns {
						return refuse("letters.columns", "most", maxColumns)
					}
					if row > MaxRows {
						return refuse("letters.rows", "most", MaxRows)
					}
				}
			case "f":
				return refuse("letters.formula", "cell", cell)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// workbook reads the visible sheets.
func workbook(content []byte) ([]table, error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{ShortDatePattern: "dd/mm/yyyy", UnzipSizeLimit: maxPlain, UnzipXMLSizeLimit: maxPlain})
	if err != nil {
		return nil, refuse("letters.damaged")
	}
	defer f.Close()
	var list []table
	for _, sheet := range f.GetSheetList() {
		if seen, err := f.GetSheetVisible(sheet); err != nil || !seen {
			continue
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, refuse("letters.damaged")
		}
		if len(rows) > 0 {
			list = append(list, table{name: sheet, rows: rows})
		}
		if len(list) > maxTables {
			return nil, refuse("letters.tables", "most", maxTables)
		}
	}
	return list, nil
}

// cellsOf collects the text of one table of a document while it is read.
type cellsOf struct {
	table table
	cell  strings.Builder
	lines int // paragraphs of the cell so far
}

// document reads the tables of a document, and its paragraphs outside of them as a form.
func (a *archive) document() ([]table, error) {
	var list []table
	var stack []*cellsOf // a table within a cell is part of the outer cell's text
	var loose []string
	var line strings.Builder
	reading := false // inside w:t
	err := a.walk("word/document.xml", func(_ *xml.Decoder, t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "tbl":
				stack = append(stack, &cellsOf{})
			case "tr":
				if len(stack) == 1 {
					stack[0].table.rows = append(stack[0].table.rows, nil)
					if len(stack[0].table.rows) > MaxRows {
						return refuse("letters.rows", "most", MaxRows)
					}
				}
			case "t":
				reading = true
			case "tab":
				line.WriteByte('\t')
			case "br", "cr":
				line.WriteByte('\n')
			case "altChunk":
				return refuse("letters.external") // a foreign file inside
			}
		case xml.CharData:
			if reading {
				line.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				reading = false
			case "p":
				text := line.String()
				line.Reset()
				if len(stack) == 0 {
					loose = append(loose, text)
				} else if outer := stack[0]; outer.lines > 0 {
					outer.cell.WriteString("\n" + text)
					outer.lines++
				} else {
					outer.cell.WriteString(text)
					outer.lines++
				}
			case "tc":
				if len(stack) == 1 {
					outer := stack[0]
					at := len(outer.table.rows) - 1
					if at < 0 || len(outer.table.rows[at]) >= maxColumns {
						return refuse("letters.columns", "most", maxColumns)
					}
					outer.table.rows[at] = append(outer.table.rows[at], outer.cell.String())
					outer.cell.Reset()
					outer.lines = 0
				}
			case "tbl":
				if len(stack) == 1 {
					stack[0].table.name = fmt.Sprint(len(list) + 1)
					if list = append(list, stack[0].table); len(list) > maxTables {
						return refuse("letters.tables", "most", maxTables)
					}
				}
				if len(stack) > 0 {
					stack = stack[:len(stack)-1]
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if form := formOf(loose); len(form.rows) > 0 {
		list = append(list, form)
	}
	return list, nil
}

// formOf makes lines "label: words" to rows of label and words; a line without a label
// that is known goes on with the words before.
func formOf(lines []string) table {
	t := table{form: true}
	for _, l := range lines {
		label, words, ok := strings.Cut(l, ":")
		if ok && columnOf(label).as != asNothing {
			if t.rows = append(t.rows, []string{label, strings.TrimSpace(words)}); len(t.rows) > MaxRows {
				return table{}
			}
			continue
		}
		if n := len(t.rows) - 1; n >= 0 && columnOf(t.rows[n][0]).as == asText {
			t.rows[n][1] = strings.TrimPrefix(t.rows[n][1]+"\n"+l, "\n")
		}
	}
	for i := range t.rows {
		t.rows[i][1] = strings.TrimRight(t.rows[i][1], "\n ")
	}
	return t
}
