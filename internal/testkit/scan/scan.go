// Package scan makes the papers that tests need and that no repository should
// hold: long scans, and small PDFs with a given text. The same arguments give the
// same bytes. It must not be used outside tests and the demo.
package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"math/rand/v2"
	"strings"
)

// Large is the long scan that the product is measured with: 300 pages, 93 MB.
func Large(w io.Writer) error { return Write(w, 300, 93_000_000) }

// Write writes a PDF as a scanner makes it: pages A4 pages, each one greyscale
// JPEG of noise, total bytes within one part in a hundred, no text, the
// cross-reference at the end.
func Write(w io.Writer, pages, total int) error {
	pictures, err := noise(total / pages)
	if err != nil {
		return err
	}
	p := &writer{w: w}
	p.start()
	kids := make([]string, pages)
	for i := range pages {
		kids[i] = fmt.Sprintf("%d 0 R", 3+3*i)
	}
	p.object(1, "<< /Type /Catalog /Pages 2 0 R >>")
	p.object(2, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s ] >>", pages, strings.Join(kids, " ")))
	for i := range pages {
		n := 3 + 3*i
		p.object(n, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im0 %d 0 R >> >> /Contents %d 0 R >>", n+1, n+2))
		pic := pictures[i%len(pictures)]
		p.stream(n+1, fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", pic.width, pic.height), numbered(pic.jpeg, i))
		p.stream(n+2, "", []byte("q 595 0 0 842 0 0 cm /Im0 Do Q"))
	}
	p.end(1, "scan")
	return p.err
}

type picture struct {
	jpeg          []byte
	width, height int
}

// distinct is how many different pictures of noise there are; the pages repeat
// them, told apart by a comment, since encoding each anew takes a minute.
const distinct = 6

func noise(size int) ([]picture, error) {
	// At quality 90 a pixel of noise takes about one byte.
	width := 64
	for width*width*141/100 < size {
		width += 8
	}
	out := make([]picture, distinct)
	for {
		for i := range out {
			pic, err := noisePage(width, width*141/100, uint64(i))
			if err != nil {
				return nil, err
			}
			out[i] = pic
		}
		got := len(out[0].jpeg)
		if got*100 > size*99 && got*100 < size*101 {
			return out, nil
		}
		next := int(float64(width) * math.Sqrt(float64(size)/float64(got)))
		if next == width {
			return out, nil
		}
		width = next
	}
}

func noisePage(width, height int, seed uint64) (picture, error) {
	r := rand.New(rand.NewPCG(seed, 2026))
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = byte(200 + r.IntN(56))
	}
	for y := height / 10; y < height*9/10; y += max(height/45, 2) { // dark strokes, so that a page looks like one
		for x := width / 8; x < width*7/8; x++ {
			if r.IntN(5) > 0 {
				img.SetGray(x, y, color.Gray{Y: byte(r.IntN(60))})
			}
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90})
	return picture{b.Bytes(), width, height}, err
}

// numbered puts the page's number into a JPEG comment behind the start marker.
func numbered(pic []byte, page int) []byte {
	text := fmt.Sprintf("page %06d", page+1)
	out := append([]byte{}, pic[:2]...)
	out = append(out, 0xff, 0xfe, 0, byte(len(text)+2))
	out = append(out, text...)
	return append(out, pic[2:]...)
}

// Text is a small PDF with one page for each string, set in Helvetica; only ASCII
// is shown, line by line.
func Text(producer string, pages ...string) []byte { return Custom(producer, Extra{}, pages...) }

// Extra is what a hostile paper carries besides its pages.
type Extra struct {
	Catalog string   // further entries of the catalog
	Page    string   // further entries of each page
	Objects []string // further objects, numbered from 1000 on
}

// Custom is Text with extras.
func Custom(producer string, extra Extra, pages ...string) []byte {
	var b bytes.Buffer
	p := &writer{w: &b}
	p.start()
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 4+2*i))
	}
	p.object(1, "<< /Type /Catalog /Pages 2 0 R "+extra.Catalog+" >>")
	p.object(2, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [ %s ] >>", len(pages), strings.Join(kids, " ")))
	p.object(3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for i, text := range pages {
		p.object(4+2*i, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R %s >>", 5+2*i, extra.Page))
		var c strings.Builder
		c.WriteString("BT /F1 14 Tf 72 760 Td 18 TL ")
		for line := range strings.Lines(text) {
			line = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(strings.TrimRight(line, "\n"))
			fmt.Fprintf(&c, "(%s) Tj T* ", line)
		}
		c.WriteString("ET")
		p.stream(5+2*i, "", []byte(c.String()))
	}
	for i, o := range extra.Objects {
		p.object(1000+i, o)
	}
	p.end(1, producer)
	return b.Bytes()
}

type writer struct {
	w       io.Writer
	at      int
	offsets map[int]int
	last    int
	err     error
}

func (p *writer) printf(format string, args ...any) { p.write(fmt.Appendf(nil, format, args...)) }

func (p *writer) write(b []byte) {
	if p.err != nil {
		return
	}
	_, p.err = p.w.Write(b)
	p.at += len(b)
}

func (p *writer) start() {
	p.offsets = map[int]int{}
	p.printf("%%PDF-1.4\n%%\xe2\xe3\xcf\xd3\n")
}

func (p *writer) object(n int, body string) {
	p.offsets[n], p.last = p.at, max(p.last, n)
	p.printf("%d 0 obj\n%s\nendobj\n", n, body)
}

func (p *writer) stream(n int, dict string, data []byte) {
	p.offsets[n], p.last = p.at, max(p.last, n)
	p.printf("%d 0 obj\n<< %s /Length %d >>\nstream\n", n, dict, len(data))
	p.write(data)
	p.printf("\nendstream\nendobj\n")
}

func (p *writer) end(root int, producer string) {
	info := p.last + 1
	p.object(info, fmt.Sprintf("<< /Producer (%s) >>", producer))
	start := p.at
	p.printf("xref\n0 %d\n0000000000 65535 f \n", info+1)
	for n := 1; n <= info; n++ {
		if at, ok := p.offsets[n]; ok {
			p.printf("%010d 00000 n \n", at)
		} else {
			p.printf("0000000000 00000 f \n")
		}
	}
	p.printf("trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", info+1, root, info, start)
}
