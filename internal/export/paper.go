package export

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Paper is one official document.
type Paper struct {
	Lang  string    // "vi" or "en": the words that the form itself has
	Title string    // of the file, as readers of files show it
	Made  time.Time // of the file

	Head    Head
	Name    string // kind of paper; written in capitals
	Subject string
	Remark  string // below the subject, in italics; "" for none
	Mark    string // at the top right of every page; "" for none

	Blocks     []Block
	Signature  Signature
	Beside     Signature // who signs at the left, without a picture; zero for nobody
	Recipients []string  // without marks at their ends
	After      []Block   // below the signatures: what was added to the paper later
	Check      string    // the last lines, small: by what the paper is checked; "" for none
}

// Head is what stands above the name of the paper: who issues it, under which
// number, where and when.
type Head struct {
	Above  string // the issuer's superior; "" for none
	Issuer string
	Number string // with the sign: "03/2026/KQ-VPCP"; "" is a blank to be filled in
	Place  string
	Date   time.Time // in the zone of the place; zero is a blank to be filled in
}

// Block is one part of a paper's content: a Heading, Paragraph, List or Table.
type Block interface{ block() }

// Heading begins a part; headings are numbered 1, 2, 3 in their order and stay with
// what follows.
type Heading string

// Run is a piece of text in one style. A line feed in it breaks the line.
type Run struct {
	Text         string
	Bold, Italic bool
}

// Paragraph is justified from margin to margin, its first line indented.
type Paragraph struct {
	Runs     []Run
	KeepNext bool // on the same page as what follows
}

// List is a list of items, each with a dash.
type List []string

// Table has a head that is repeated on every page and rows that are never split
// between two.
type Table struct {
	Columns  []Column
	Rows     [][]Cell
	KeepNext bool // the last row stays with what follows
}

// Column is one column of a table.
type Column struct {
	Head  string
	Width float64 // millimetres; 0: an equal share of what the others leave
	Left  bool    // text at the left; else in the middle
}

// Cell is one cell: its text, and below it a smaller remark.
type Cell struct {
	Text string
	Note string
	Bold bool
}

// Signature is the signer's block. It is never alone on a page.
type Signature struct {
	Post   string // in capitals, as the form wants it
	Signed string // how and when it was signed, see Stamp
	Image  []byte // PNG of the signature or seal; nil for none
	Name   string
}

func (s Signature) empty() bool { return s.Post+s.Signed+s.Name == "" && s.Image == nil }

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}

// Text is a paragraph of plain text.
func Text(text string) Paragraph { return Paragraph{Runs: []Run{{Text: text}}} }

// The page of Decree 30, appendix I: A4; margins of 20-25 mm above and below, 30-35
// left, 15-20 right. Millimetres.
const (
	pageWidth, pageHeight   = 210.0, 297.0
	marginTop, marginBottom = 20.0, 20.0
	marginLeft, marginRight = 30.0, 20.0
	textWidth               = pageWidth - marginLeft - marginRight
	headerTop               = 10.0 // of the line with the page number
	firstIndent             = 12.7
	columnGap               = 5.0  // between issuer and nation, recipients and signer
	recipientsWidth         = 78.0 // of the recipients; the signer has the rest
)

// The sizes of the same appendix, in points.
const (
	sizeBody    = 13.0
	sizeTitle   = 14.0
	sizeAgency  = 12.0 // issuer and nation: 12-13
	sizeTable   = 12.0
	sizeNote    = 10.5
	sizeTo      = 12.0 // "Nơi nhận:" 12, the list 11
	sizeToList  = 11.0
	sizeSigned  = 12.0
	sizeCheck   = 9.5
	sizeMark    = 11.0
	bodySpacing = 1.15 // lines: single to one and a half
	paragraphs  = 6.0  // points between two
	ruleSmall   = 0.4  // of the line above it: a third to a half
)

// clean is text as every writer sets it: composed (NFC), with no letters that
// cannot be seen but line feeds. An opinion must not turn the order of the letters
// that follow it.
func clean(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', unicode.IsGraphic(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError:
			return r
		}
		return -1
	}, strings.ReplaceAll(s, "\r\n", "\n")))
}

// capitals is text in capitals, composed before and after.
func capitals(s string) string { return clean(strings.ToUpper(clean(s))) }

// listed ends the items of a list as the form wants it: "; " and at last a full stop.
func listed(items []string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		end := ";"
		if i == len(items)-1 {
			end = "."
		}
		out[i] = strings.TrimRight(clean(item), ";,. ") + end
	}
	return out
}

// widths are the columns of a table in millimetres, together the width of the text.
func (t Table) widths() []float64 {
	set, open := 0.0, 0
	for _, c := range t.Columns {
		set += c.Width
		if c.Width == 0 {
			open++
		}
	}
	out := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = c.Width
		if c.Width == 0 {
			out[i] = (textWidth - set) / float64(open)
		}
	}
	return out
}
