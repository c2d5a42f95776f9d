package export

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// PDF is the paper as a PDF. Its fonts are embedded as subsets with a map to
// Unicode, so that text is found and copied as it was written.
func (p Paper) PDF() ([]byte, error) {
	m, err := newMetrics()
	if err != nil {
		return nil, err
	}
	pic, err := readPicture(p.Signature.Image)
	if err != nil {
		return nil, err
	}
	f := fpdf.New("P", "pt", "A4", "")
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true) // the same bytes for the same paper
	f.SetCreationDate(p.Made.UTC())
	f.SetModificationDate(p.Made.UTC())
	f.SetTitle(clean(p.Title), true)
	f.SetAuthor(clean(p.Head.Issuer), true)
	f.SetProducer("ecabinet", true)
	f.SetLang(locales[p.Lang])
	for i, ttf := range outlines {
		f.AddUTF8FontFromBytes(family(face(i)), "", ttf)
	}
	pen := &pen{f: f, setter: setter{m}}
	if pic != nil {
		f.RegisterImageOptionsReader(pictureName, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(pic.png))
	}
	page := -1
	for _, one := range place(pen.layout(p, pic), (pageHeight-marginTop-marginBottom)*mm) {
		for page < one.page {
			page++
			f.AddPage()
			pen.header(page+1, p.Mark)
		}
		one.draw(pen, marginTop*mm+one.y)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("write a PDF: %w", err)
	}
	return finish(out.Bytes()), nil
}

// pen draws on the current page. x is measured from the left margin, y from the
// top of the page, in points.
type pen struct {
	setter
	f *fpdf.Fpdf
}

// header is the number of every page but the first, and the mark.
func (p *pen) header(page int, mark string) {
	set := func(s span, a align) {
		p.line(p.wrap([]span{s}, textWidth*mm, 0)[0], 0, headerTop*mm, textWidth*mm, 1, a)
	}
	if page > 1 {
		set(span{fmt.Sprint(page), regular, sizeBody}, centre)
	}
	if mark != "" {
		set(span{mark, italic, sizeMark}, right)
	}
}

// loose is the most by which a space is stretched, in ems: a line before a long word
// that does not fit is left as it is.
const loose = 0.7

// line sets one line with its top at y.
func (p *pen) line(l line, x, y, width, spacing float64, a align) {
	y += l.size * ((single*spacing-ascent-descent)/2 + ascent)
	stretch := 0.0
	free := width - p.natural(l)
	switch {
	case a == centre:
		x += free / 2
	case a == right:
		x += free
	case a == justify && !l.last && len(l.words) > 1:
		stretch = free / float64(len(l.words)-1)
		if stretch > loose*l.size {
			stretch = 0
		}
	}
	for i, w := range l.words {
		gap := 0.0
		for k, part := range w.parts {
			text := part.text
			if k == len(w.parts)-1 && i < len(l.words)-1 {
				text += " " // for whoever copies the text
				gap = p.space(w) + stretch
			}
			p.f.SetFont(family(part.face), "", part.size)
			p.f.Text(marginLeft*mm+x, y, text)
			x += p.width(part.face, part.size, part.text)
		}
		x += gap
	}
}

func (p *pen) rule(from, y, to, width float64) {
	p.f.SetLineWidth(width)
	p.f.Line(marginLeft*mm+from, y, marginLeft*mm+to, y)
}

func (p *pen) frame(x, y, width, height float64) {
	p.f.SetLineWidth(0.5)
	p.f.Rect(marginLeft*mm+x, y, width, height, "D")
}

const pictureName = "signature"

func (p *pen) picture(pic *picture, x, y float64) {
	p.f.ImageOptions(pictureName, marginLeft*mm+x, y, pic.width, pic.height, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
}

// picture is the image of a signature with its measures in points.
type picture struct {
	png           []byte // eight bits a channel, not interlaced
	width, height float64
}

// The most room that a signature has, in points.
const signatureWidth, signatureHeight = 170.0, 70.0

func readPicture(raw []byte) (*picture, error) {
	if raw == nil {
		return nil, nil
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read the signature's picture: %w", err)
	}
	plain := image.NewNRGBA(img.Bounds())
	draw.Draw(plain, plain.Bounds(), img, img.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, plain); err != nil {
		return nil, fmt.Errorf("write the signature's picture: %w", err)
	}
	size := img.Bounds().Size()
	scale := min(signatureWidth/float64(size.X), signatureHeight/float64(size.Y))
	return &picture{out.Bytes(), float64(size.X) * scale, float64(size.Y) * scale}, nil
}

// subset is the name of a face as a part of a font must bear it: six letters and a
// plus sign before its own (ISO 32000, 9.6.4).
func subset(f face) string {
	return "ECABI" + string(rune('A'+f)) + "+LiberationSerif" + map[face]string{
		bold: "-Bold", italic: "-Italic", bold | italic: "-BoldItalic",
	}[f]
}

// family is what a face is called at the library, which writes "utf8" before it:
// together as long as the name that finish puts there.
func family(f face) string {
	return strings.ToLower(strings.ReplaceAll(subset(f), "+", "-"))[len("utf8"):]
}

// finish writes what the library has no way to say, in place: the fonts' names as
// those of subsets, and the version (Decree 30 wants PDF 1.4 or later).
func finish(pdf []byte) []byte {
	for f := range face(faces) {
		pdf = bytes.ReplaceAll(pdf, []byte("utf8"+family(f)), []byte(subset(f)))
	}
	copy(pdf, "%PDF-1.7")
	return pdf
}
