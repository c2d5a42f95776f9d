package export

import "fmt"

// mm is a millimetre in points.
const mm = 72 / 25.4

// layout turns a paper into pieces.
type layout struct {
	setter
	lang   string
	pieces []piece
}

// layout sets the whole paper. picture is the image of the signature, drawn with
// its measures in points.
func (s setter) layout(p Paper, picture *picture) []piece {
	l := &layout{setter: s, lang: p.Lang}
	l.head(p.Head)
	l.title(p)
	l.blocks(p.Blocks)
	l.end(p, picture)
	return l.pieces
}

func (l *layout) blocks(list []Block) {
	part := 0
	for _, b := range list {
		switch b := b.(type) {
		case Heading:
			part++
			l.heading(fmt.Sprintf("%d. %s", part, b))
		case Paragraph:
			l.paragraph(b)
		case List:
			l.list(b)
		case Table:
			l.table(b)
		}
	}
}

func (l *layout) add(p piece) { l.pieces = append(l.pieces, p) }

// keepLast keeps the last n pieces with what comes next.
func (l *layout) keepLast(n int) {
	for i := max(0, len(l.pieces)-n); i < len(l.pieces); i++ {
		l.pieces[i].keep = true
	}
}

// align is where a line stands in its column.
type align int

const (
	justify align = iota
	centre
	left
	right
)

// set draws lines one below the other, y being the top of the first, and is their
// height together.
func (l *layout) set(lines []line, spacing float64) (height float64, draw func(p *pen, x, y, width float64, a align)) {
	for _, one := range lines {
		height += one.size * single * spacing
	}
	return height, func(p *pen, x, y, width float64, a align) {
		for _, one := range lines {
			p.line(one, x, y, width, spacing, a)
			y += one.size * single * spacing
		}
	}
}

// natural is how long a line is before it is stretched.
func (s setter) natural(one line) float64 {
	sum := 0.0
	for i, w := range one.words {
		sum += w.width
		if i < len(one.words)-1 {
			sum += s.space(w)
		}
	}
	return sum
}

func (l *layout) heading(text string) {
	from := len(l.pieces)
	l.lines([]span{{text, bold, sizeBody}}, 10, 0, 0, left)
	l.keepLast(len(l.pieces) - from)
}

func (l *layout) paragraph(p Paragraph) {
	spans := make([]span, len(p.Runs))
	for i, r := range p.Runs {
		spans[i] = span{r.Text, r.face(), sizeBody}
	}
	from := len(l.pieces)
	l.lines(spans, paragraphs, firstIndent*mm, 0, justify)
	if p.KeepNext {
		l.keepLast(len(l.pieces) - from)
	}
}

func (r Run) face() face {
	f := regular
	if r.Bold {
		f |= bold
	}
	if r.Italic {
		f |= italic
	}
	return f
}

// list sets every item with a dash before it.
func (l *layout) list(items List) {
	const indent = 12.0
	for _, item := range items {
		from := len(l.pieces)
		l.lines([]span{{item, regular, sizeBody}}, 2, 0, indent, justify)
		first := &l.pieces[from]
		text := first.draw
		dash := l.wrap([]span{{"-", regular, sizeBody}}, indent, 0)[0]
		first.draw = func(p *pen, y float64) {
			p.line(dash, 0, y, indent, bodySpacing, left)
			text(p, y)
		}
	}
}

// lines adds a paragraph line by line; neither its first nor its last line is alone
// on a page.
func (l *layout) lines(spans []span, before, first, inset float64, a align) {
	width := textWidth*mm - inset
	lines := l.wrap(spans, width, first)
	for i, one := range lines {
		indent := inset
		if i == 0 {
			indent += first
		}
		height, draw := l.set([]line{one}, bodySpacing)
		space := 0.0
		if i == 0 {
			space = before
		}
		l.add(piece{
			before: space, height: height, keep: i == 0 && len(lines) > 1 || i == len(lines)-2,
			draw: func(p *pen, y float64) { draw(p, indent, y, textWidth*mm-indent, a) },
		})
	}
}

const (
	cellSide, cellTop = 4.0, 3.0 // points within a cell
	cellSpacing       = 1.05
)

// table sets the head and the rows; a row is one piece, but one taller than a page
// goes on as further rows.
func (l *layout) table(t Table) {
	widths := t.widths()
	for i := range widths {
		widths[i] *= mm
	}
	heads := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = Cell{Text: c.Head, Bold: true}
	}
	set := func(cells []Cell, head bool) []piece {
		row := make([][]line, len(cells))
		for i, c := range cells {
			row[i] = l.cell(c, widths[i]-2*cellSide)
		}
		return l.row(row, widths, func(i int) align {
			if t.Columns[i].Left && !head {
				return left
			}
			return centre
		})
	}
	top := set(heads, true)[0]
	top.before, top.keep = paragraphs, true
	l.add(top)
	repeated := top
	repeated.before, repeated.keep = 0, false
	for n, cells := range t.Rows {
		rows := set(cells, false)
		for i := range rows {
			rows[i].head = &repeated
			rows[i].keep = t.KeepNext && n == len(t.Rows)-1 && i == len(rows)-1
		}
		l.pieces = append(l.pieces, rows...)
	}
}

// cell is the lines of one cell.
func (l *layout) cell(c Cell, width float64) []line {
	f := regular
	if c.Bold {
		f = bold
	}
	lines := l.wrap([]span{{c.Text, f, sizeTable}}, width, 0)
	if c.Note != "" {
		lines = append(lines, l.wrap([]span{{c.Note, regular, sizeNote}}, width, 0)...)
	}
	return lines
}

// row is the cells side by side, in their middle, each in its frame.
func (l *layout) row(cells [][]line, widths []float64, of func(i int) align) []piece {
	room := (pageHeight-marginTop-marginBottom)*mm/2 - 2*cellTop
	now, rest, more := make([][]line, len(cells)), make([][]line, len(cells)), false
	tallest := 0.0
	for i, lines := range cells {
		height := 0.0
		for n, one := range lines {
			height += one.size * single * cellSpacing
			if height > room && n > 0 {
				height -= one.size * single * cellSpacing
				rest[i], more = lines[n:], true
				break
			}
			now[i] = lines[:n+1]
		}
		tallest = max(tallest, height)
	}
	height := tallest + 2*cellTop
	first := piece{height: height, draw: func(p *pen, y float64) {
		x := 0.0
		for i, lines := range now {
			p.frame(x, y, widths[i], height)
			high, draw := l.set(lines, cellSpacing)
			draw(p, x+cellSide, y+(height-high)/2, widths[i]-2*cellSide, of(i))
			x += widths[i]
		}
	}}
	if !more {
		return []piece{first}
	}
	return append([]piece{first}, l.row(rest, widths, of)...)
}
