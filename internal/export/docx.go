package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strings"
)

// DOCX is the paper as a text to work on. It names Times New Roman, as the form
// wants; breaks and repeated heads are left to whoever opens it.
//
// The file is written here and not by a library: those that are maintained and
// free to use lack heads of tables that repeat, rows that are not split, and page
// numbers that begin on the second page (ECMA-376, part 1, chapter 17).
func (p Paper) DOCX() ([]byte, error) {
	m, err := newMetrics()
	if err != nil {
		return nil, err
	}
	pic, err := readPicture(p.Signature.Image)
	if err != nil {
		return nil, err
	}
	d := &docx{setter: setter{m}, lang: p.Lang}
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", fmt.Sprintf(coreProperties, esc(p.Title), esc(p.Head.Issuer), locales[p.Lang], p.Made.UTC().Format("2006-01-02T15:04:05Z"))},
		{"word/styles.xml", fmt.Sprintf(styles, half(sizeBody), locales[p.Lang], twips(textWidth/2), twips(textWidth))},
		{"word/settings.xml", settings},
		{"word/header1.xml", header(pageNumber, p.Mark)},
		{"word/header2.xml", header("", p.Mark)},
		{"word/document.xml", d.document(p, pic)},
		{"word/_rels/document.xml.rels", relations(pic != nil)},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, content []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: p.Made.UTC()})
		if err == nil {
			_, err = w.Write(content)
		}
		return err
	}
	for _, part := range parts {
		if err := put(part.name, []byte(part.content)); err != nil {
			return nil, fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	if pic != nil {
		if err := put("word/media/signature.png", pic.png); err != nil {
			return nil, fmt.Errorf("write the signature: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write a DOCX: %w", err)
	}
	return out.Bytes(), nil
}

// docx writes the body of a document. Rules below centred lines are as long as a
// share of the text, so it must know how wide letters are.
type docx struct {
	setter
	lang string
	b    strings.Builder
}

// The units of the format: twentieths of a point, half points, and English metric
// units, 12700 to the point.
func twips(millimetres float64) int { return int(math.Round(millimetres * mm * 20)) }
func spacing(points float64) int    { return int(math.Round(points * 20)) }
func half(points float64) int       { return int(math.Round(points * 2)) }
func emu(points float64) int        { return int(math.Round(points * 12700)) }

func esc(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(clean(s))) // a strings.Builder takes everything
	return b.String()
}

// run is text in one style; a line feed in it breaks the line.
func run(text string, f face, size float64) string {
	var b strings.Builder
	for i, piece := range strings.Split(clean(text), "\n") {
		b.WriteString("<w:r><w:rPr>")
		if f&bold != 0 {
			b.WriteString("<w:b/><w:bCs/>")
		}
		if f&italic != 0 {
			b.WriteString("<w:i/><w:iCs/>")
		}
		fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/></w:rPr>`, half(size))
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		fmt.Fprintf(&b, `<w:t xml:space="preserve">%s</w:t></w:r>`, esc(piece))
	}
	return b.String()
}

// form is how a paragraph is set. Its fields stand in the order of the schema.
type form struct {
	style         string
	keepNext      bool
	rule          string  // "top" or "bottom": a line there
	before, after float64 // points
	spacing       float64 // lines; 0: single
	exact         float64 // points from line to line; 0: by spacing
	indent, hang  float64 // points
	indentRight   float64
	first         float64
	justification string // both, center, left
}

func (d *docx) paragraph(f form, runs ...string) {
	b := &d.b
	b.WriteString("<w:p><w:pPr>")
	if f.style != "" {
		fmt.Fprintf(b, `<w:pStyle w:val="%s"/>`, f.style)
	}
	if f.keepNext {
		b.WriteString("<w:keepNext/>")
	}
	if f.rule != "" {
		fmt.Fprintf(b, `<w:pBdr><w:%s w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>`, f.rule)
	}
	line, rule := int(math.Round(240*max(f.spacing, 1))), "auto"
	if f.exact > 0 {
		line, rule = spacing(f.exact), "exact"
	}
	fmt.Fprintf(b, `<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="%s"/>`, spacing(f.before), spacing(f.after), line, rule)
	fmt.Fprintf(b, `<w:ind w:left="%d" w:right="%d"`, spacing(f.indent), spacing(f.indentRight))
	switch {
	case f.hang > 0:
		fmt.Fprintf(b, ` w:hanging="%d"/>`, spacing(f.hang))
	default:
		fmt.Fprintf(b, ` w:firstLine="%d"/>`, spacing(f.first))
	}
	justification := f.justification
	if justification == "" {
		justification = "left"
	}
	fmt.Fprintf(b, `<w:jc w:val="%s"/></w:pPr>`, justification)
	for _, r := range runs {
		b.WriteString(r)
	}
	b.WriteString("</w:p>")
}

// rule is a line in the middle of a column, width points wide, of the given length.
func (d *docx) rule(width, long float64, keep bool) {
	side := (width - long) / 2
	d.paragraph(form{rule: "top", before: 2, exact: 4, indent: side, indentRight: side, keepNext: keep})
}

// longest is the longest line that text makes in a column, in points.
func (d *docx) longest(text string, f face, size, width float64) float64 {
	long := 0.0
	for _, one := range d.wrap([]span{{text, f, size}}, width, 0) {
		long = max(long, d.natural(one))
	}
	return long
}

func (d *docx) document(p Paper, pic *picture) string {
	d.b.WriteString(documentStart)
	d.head(p.Head)
	d.title(p)
	d.blocks(p.Blocks, true)
	d.end(p, pic)
	fmt.Fprintf(&d.b, documentEnd, twips(pageWidth), twips(pageHeight),
		twips(marginTop), twips(marginRight), twips(marginBottom), twips(marginLeft), twips(headerTop))
	return d.b.String()
}

// blocks writes content; keep: the last stays with what follows.
func (d *docx) blocks(list []Block, keep bool) {
	part := 0
	for i, b := range list {
		last, after := i == len(list)-1, 0.0
		if !last {
			if _, table := list[i+1].(Table); table {
				after = paragraphs // a table has no space above it of its own
			}
		}
		last = last && keep
		switch b := b.(type) {
		case Heading:
			part++
			d.paragraph(form{style: "Heading1", keepNext: true, before: 10, after: after, spacing: bodySpacing},
				run(fmt.Sprintf("%d. %s", part, b), bold, sizeBody))
		case Paragraph:
			var runs []string
			for _, r := range b.Runs {
				runs = append(runs, run(r.Text, r.face(), sizeBody))
			}
			d.paragraph(form{keepNext: b.KeepNext || last, before: paragraphs, after: after, spacing: bodySpacing, first: firstIndent * mm, justification: "both"}, runs...)
		case List:
			for n, item := range b {
				d.paragraph(form{keepNext: last && n == len(b)-1, before: 2, spacing: bodySpacing, indent: 12, hang: 12, justification: "both"},
					run("-", regular, sizeBody), "<w:r><w:tab/></w:r>", run(item, regular, sizeBody))
			}
		case Table:
			d.table(b, last)
		}
	}
}

// columns opens a table of given widths, in points, framed or not.
func (d *docx) columns(framed bool, widths ...float64) {
	border := ""
	if framed {
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			border += fmt.Sprintf(`<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
		}
		border = "<w:tblBorders>" + border + "</w:tblBorders>"
	}
	sum, side := 0.0, 0.0
	for _, w := range widths {
		sum += w
	}
	if framed {
		side = cellSide
	}
	fmt.Fprintf(&d.b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>%s<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="%d" w:type="dxa"/><w:right w:w="%[3]d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		spacing(sum), border, spacing(side))
	for _, w := range widths {
		fmt.Fprintf(&d.b, `<w:gridCol w:w="%d"/>`, spacing(w))
	}
	d.b.WriteString("</w:tblGrid>")
}

// row opens a row that is not split between pages.
func (d *docx) row(head bool) {
	d.b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
	if head {
		d.b.WriteString("<w:tblHeader/>")
	}
	d.b.WriteString("</w:trPr>")
}

func (d *docx) cell(width float64, middle bool, content func()) {
	fmt.Fprintf(&d.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, spacing(width))
	if middle {
		d.b.WriteString(`<w:vAlign w:val="center"/>`)
	}
	d.b.WriteString("</w:tcPr>")
	content()
	d.b.WriteString("</w:tc>")
}

func (d *docx) head(h Head) {
	w := words[d.lang]
	nation := d.width(bold, sizeAgency, w.nation) + 6
	width := textWidth*mm - nation - columnGap*mm
	issuer := capitals(h.Issuer)
	line := func(text string, f face, size float64) {
		d.paragraph(form{justification: "center"}, run(text, f, size))
	}
	d.columns(false, width, columnGap*mm, nation)
	d.row(false)
	d.cell(width, false, func() {
		if h.Above != "" {
			line(capitals(h.Above), regular, sizeAgency)
		}
		line(issuer, bold, sizeAgency)
		d.rule(width, ruleSmall*d.longest(issuer, bold, sizeAgency, width), false)
		line(h.numberLine(d.lang), regular, sizeBody)
	})
	d.cell(columnGap*mm, false, func() { d.paragraph(form{}) })
	d.cell(nation, false, func() {
		line(w.nation, bold, sizeAgency)
		line(w.motto, bold, sizeBody)
		d.rule(nation, d.width(bold, sizeBody, w.motto), false)
		line(h.dateLine(d.lang), italic, sizeBody)
	})
	d.b.WriteString("</w:tr></w:tbl>")
}

func (d *docx) title(p Paper) {
	const inset = 8 * mm
	width := textWidth*mm - 2*inset
	line := func(before, after float64, text string, f face, size float64) {
		d.paragraph(form{keepNext: true, before: before, after: after, indent: inset, indentRight: inset, justification: "center"}, run(text, f, size))
	}
	line(16, 0, capitals(p.Name), bold, sizeTitle)
	if p.Subject != "" {
		line(0, 0, p.Subject, bold, sizeTitle)
		d.rule(textWidth*mm, ruleSmall*d.longest(p.Subject, bold, sizeTitle, width), true)
	}
	if p.Remark != "" {
		line(2, 6, p.Remark, italic, sizeBody)
	}
}

// table writes a table; keep: its last row stays with what follows.
func (d *docx) table(t Table, keep bool) {
	widths := t.widths()
	for i := range widths {
		widths[i] *= mm
	}
	d.columns(true, widths...)
	d.row(true)
	for i, c := range t.Columns {
		d.cell(widths[i], true, func() { d.content(Cell{Text: c.Head, Bold: true}, "center", true) })
	}
	d.b.WriteString("</w:tr>")
	for n, cells := range t.Rows {
		d.row(false)
		for i, c := range cells {
			justification := "center"
			if t.Columns[i].Left {
				justification = "left"
			}
			d.cell(widths[i], true, func() { d.content(c, justification, (keep || t.KeepNext) && n == len(t.Rows)-1) })
		}
		d.b.WriteString("</w:tr>")
	}
	d.b.WriteString("</w:tbl>")
}

func (d *docx) content(c Cell, justification string, keep bool) {
	f, after := regular, cellTop
	if c.Bold {
		f = bold
	}
	if c.Note != "" {
		after = 0
	}
	d.paragraph(form{keepNext: keep, before: cellTop, after: after, justification: justification}, run(c.Text, f, sizeTable))
	if c.Note != "" {
		d.paragraph(form{keepNext: keep, after: cellTop, justification: justification}, run(c.Note, regular, sizeNote))
	}
}

// end writes recipients and signer side by side, and the lines of the check.
func (d *docx) end(p Paper, pic *picture) {
	d.paragraph(form{keepNext: true, exact: 12}) // two tables in a row would become one
	to := (recipientsWidth + columnGap) * mm
	signer := textWidth*mm - to
	d.columns(false, to, signer)
	d.row(false)
	check := p.Check != "" && len(p.After) == 0
	line := func(before float64, text string, f face, size float64) {
		if text != "" {
			d.paragraph(form{keepNext: check, before: before, justification: "center"}, run(text, f, size))
		}
	}
	d.cell(to, false, func() {
		line(0, p.Beside.Post, bold, sizeBody)
		line(10, p.Beside.Signed, italic, sizeSigned)
		line(10, p.Beside.Name, bold, sizeBody)
		if !p.Beside.empty() && len(p.Recipients) > 0 {
			d.paragraph(form{keepNext: check})
		}
		if len(p.Recipients) == 0 {
			d.paragraph(form{keepNext: check})
			return
		}
		d.paragraph(form{keepNext: check}, run(words[d.lang].to, bold|italic, sizeTo))
		for _, one := range listed(p.Recipients) {
			d.paragraph(form{keepNext: check, indentRight: columnGap * mm}, run("- "+one, regular, sizeToList))
		}
	})
	d.cell(signer, false, func() {
		line(0, p.Signature.Post, bold, sizeBody)
		if pic != nil {
			d.paragraph(form{keepNext: check, before: 4, justification: "center"},
				fmt.Sprintf(drawing, emu(pic.width), emu(pic.height)))
		}
		line(10, p.Signature.Signed, italic, sizeSigned)
		line(10, p.Signature.Name, bold, sizeBody)
		if p.Signature.Post+p.Signature.Signed+p.Signature.Name == "" && pic == nil {
			d.paragraph(form{})
		}
	})
	d.b.WriteString("</w:tr></w:tbl>")
	d.blocks(p.After, p.Check != "")
	if p.Check == "" {
		d.paragraph(form{exact: 1}) // a document does not end with a table
		return
	}
	d.paragraph(form{rule: "top", before: 14, justification: "left"}, run(p.Check, regular, sizeCheck))
}

// header is the line above a page: its number in the middle, the mark at the right.
func header(number, mark string) string {
	d := &docx{}
	tab := "<w:r><w:tab/></w:r>"
	d.paragraph(form{style: "Header"}, tab, number, tab, run(mark, italic, sizeMark))
	return xml.Header + `<w:hdr ` + namespaces + `>` + d.b.String() + `</w:hdr>`
}
