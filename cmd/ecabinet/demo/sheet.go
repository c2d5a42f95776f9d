package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The page of Decree 30: A4, margins in millimetres.
const (
	pageWidth, pageHeight   = 210.0, 297.0
	marginTop, marginBottom = 20.0, 22.0
	marginLeft, marginRight = 30.0, 18.0
	textWidth               = pageWidth - marginLeft - marginRight
	point                   = 25.4 / 72 // in millimetres
)

// style is a face of the one font that papers use.
type style string

const (
	regular style = ""
	bold    style = "B"
	italic  style = "I"
)

var faces = map[style][]byte{
	regular: liberationserifregular.TTF, bold: liberationserifbold.TTF, italic: liberationserifitalic.TTF,
}

// run is one word or line set at a place; y is its base line.
type run struct {
	page  int
	x, y  float64 // millimetres from the left and the top
	style style
	size  float64 // points
	text  string
}

// sheet lays out text. What it lays out becomes a PDF, the text of each page and
// pictures of the pages, without a PDF reader.
type sheet struct {
	pdf   *fpdf.Fpdf
	runs  []run
	rules [][4]float64 // lines on the first page: x1, y, x2, y
	page  int          // from 1
	y     float64      // where the next line begins
	lines []strings.Builder
	cover []byte // the first page, drawn before it is asked for
}

// coverSide is how large the picture of a first page is asked for, in pixels.
const coverSide = 1400

func (s *sheet) drawCover() (err error) {
	s.cover, err = s.picture(1, coverSide, coverSide)
	return err
}

func newSheet() *sheet {
	s := &sheet{pdf: fpdf.New("P", "mm", "A4", "")}
	for st, ttf := range faces {
		s.pdf.AddUTF8FontFromBytes("serif", string(st), ttf)
	}
	s.turn()
	return s
}

// turn begins a new page; from the second on its number stands at the top.
func (s *sheet) turn() {
	s.page++
	s.y = marginTop
	s.lines = append(s.lines, strings.Builder{})
	if s.page > 1 {
		n := fmt.Sprint(s.page)
		s.put((pageWidth-s.width(regular, 13, n))/2, 14, regular, 13, n)
		s.end()
	}
}

func (s *sheet) width(st style, size float64, text string) float64 {
	s.pdf.SetFont("serif", string(st), size)
	return s.pdf.GetStringWidth(text)
}

func (s *sheet) put(x, y float64, st style, size float64, text string) {
	s.runs = append(s.runs, run{s.page, x, y, st, size, text})
	s.lines[s.page-1].WriteString(text)
}

func (s *sheet) end() { s.lines[s.page-1].WriteByte('\n') }

// wrap breaks text into lines of words that fit; the first line is shorter by
// indent.
func (s *sheet) wrap(st style, size float64, text string, width, indent float64) [][]string {
	space := s.width(st, size, " ")
	lines, used := [][]string{nil}, indent
	for _, w := range strings.Fields(text) {
		need := s.width(st, size, w)
		last := len(lines) - 1
		if len(lines[last]) > 0 && used+need > width {
			lines, used = append(lines, nil), 0
			last++
		}
		lines[last] = append(lines[last], w)
		used += need + space
	}
	return lines
}

// paragraph sets justified text from margin to margin, its first line indented.
func (s *sheet) paragraph(st style, size float64, text string) {
	const indent = 12.7
	leading := size * point * 1.28
	lines := s.wrap(st, size, text, textWidth, indent)
	for i, words := range lines {
		if s.y+leading > pageHeight-marginBottom {
			s.turn()
		}
		s.y += leading
		x, gap := marginLeft, s.width(st, size, " ")
		free := textWidth
		if i == 0 {
			x, free = x+indent, free-indent
		}
		if i < len(lines)-1 && len(words) > 1 {
			set := 0.0
			for _, w := range words {
				set += s.width(st, size, w)
			}
			gap = (free - set) / float64(len(words)-1)
		}
		for k, w := range words {
			at := x
			x += s.width(st, size, w) + gap
			if k < len(words)-1 {
				w += " "
			}
			s.put(at, s.y, st, size, w)
		}
		s.end()
	}
	s.y += 1.8
}

// centred sets lines in the middle of a column and answers the height below.
func (s *sheet) centred(x, width, y float64, st style, size float64, text string) float64 {
	for part := range strings.SplitSeq(text, "\n") {
		for _, words := range s.wrap(st, size, part, width, 0) {
			line := strings.Join(words, " ")
			y += size * point * 1.2
			s.put(x+(width-s.width(st, size, line))/2, y, st, size, line)
			s.end()
		}
	}
	return y
}

// left sets one line from the left margin.
func (s *sheet) left(y float64, st style, size float64, text string) float64 {
	y += size * point * 1.2
	s.put(marginLeft, y, st, size, text)
	s.end()
	return y
}

// rule draws a line in the middle of a column of the first page.
func (s *sheet) rule(x, width, length, y float64) {
	s.rules = append(s.rules, [4]float64{x + (width-length)/2, y, x + (width+length)/2, y})
}

// bytes is the PDF. The font is embedded as a subset with its Unicode map, so
// that the text can be searched and copied.
func (s *sheet) bytes(title string, made time.Time) ([]byte, error) {
	f := s.pdf
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	f.SetTitle(title, true)
	f.SetLang("vi-VN")
	page := 0
	for _, r := range s.runs {
		for page < r.page {
			f.AddPage()
			page++
		}
		f.SetFont("serif", string(r.style), r.size)
		f.Text(r.x, r.y, r.text)
	}
	f.SetPage(1)
	f.SetLineWidth(0.25)
	for _, l := range s.rules {
		f.Line(l[0], l[1], l[2], l[3])
	}
	f.SetPage(s.page)
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("make a paper: %w", err)
	}
	return out.Bytes(), nil
}

// text is what page n (from 1) says.
func (s *sheet) text(n int) string { return strings.TrimSpace(s.lines[n-1].String()) }

// picture is page n as a JPEG of at most width × height pixels, on white.
func (s *sheet) picture(n, width, height int) ([]byte, error) {
	if n == 1 && width == coverSide && height == coverSide && s.cover != nil {
		return s.cover, nil
	}
	scale := min(float64(width)/pageWidth, float64(height)/pageHeight) // pixels a millimetre
	img := image.NewGray(image.Rect(0, 0, int(pageWidth*scale), int(pageHeight*scale)))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	type key struct {
		style style
		size  float64
	}
	made := map[key]font.Face{}
	for _, r := range s.runs {
		if r.page != n {
			continue
		}
		face := made[key{r.style, r.size}]
		if face == nil {
			parsed, err := opentype.Parse(faces[r.style])
			if err != nil {
				return nil, fmt.Errorf("read the font: %w", err)
			}
			face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: r.size, DPI: scale * 25.4})
			if err != nil {
				return nil, fmt.Errorf("size the font: %w", err)
			}
			made[key{r.style, r.size}] = face
		}
		d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.Point26_6{
			X: fixed.Int26_6(r.x * scale * 64), Y: fixed.Int26_6(r.y * scale * 64),
		}}
		d.DrawString(r.text)
	}
	if n == 1 {
		for _, l := range s.rules {
			for x := int(l[0] * scale); x < int(l[2]*scale); x++ {
				img.SetGray(x, int(l[1]*scale), color.Gray{})
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 80}); err != nil {
		return nil, fmt.Errorf("encode a page picture: %w", err)
	}
	return out.Bytes(), nil
}
