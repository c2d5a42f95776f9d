// Package papers reads official documents back for tests: what a PDF says and where,
// what a DOCX holds. It reads files as a stranger would, by their own maps, and must
// not know how they were written. It must not be used outside tests.
package papers

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// PDF is a PDF as read.
type PDF struct {
	Version string
	Pages   []Page
	Fonts   []Font
}

// Page is one page; measures are in points from its lower left corner.
type Page struct {
	Width, Height float64
	Shows         []Show
}

// Show is a text at a place, as it would be copied.
type Show struct {
	X, Y, Size float64
	Text       string
}

// Font is a font that a page uses.
type Font struct {
	Name      string
	Embedded  int  // bytes of the font's file; 0: not embedded
	ToUnicode bool // whether it has a map from its codes to Unicode
}

// Lines are the page's texts, line by line as they were set. A text goes on with
// the next one of the same height where it ends in a space.
func (p Page) Lines() []string {
	var lines []string
	for i, s := range p.Shows {
		if i > 0 && p.Shows[i-1].Y == s.Y && (strings.HasSuffix(p.Shows[i-1].Text, " ") || touches(p.Shows[i-1], s)) {
			lines[len(lines)-1] += s.Text
			continue
		}
		lines = append(lines, s.Text)
	}
	return lines
}

// touches says whether a text goes on where a change of style broke it. The right
// end is not known, so it is measured as at least a fifth of the size for a letter.
func touches(before, s Show) bool {
	return s.X > before.X && s.X-before.X < before.Size*0.75*float64(len([]rune(before.Text)))
}

// quiet keeps the reader from making a configuration folder in the user's home.
var quiet = sync.OnceFunc(api.DisableConfigDir)

// ReadPDF reads and validates a PDF.
func ReadPDF(t testing.TB, raw []byte) PDF {
	t.Helper()
	quiet()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationStrict
	ctx, err := api.ReadAndValidate(bytes.NewReader(raw), conf)
	if err != nil {
		t.Fatalf("read a PDF: %v", err)
	}
	r := &reader{ctx: ctx, maps: map[string][]toUnicode{}}
	r.pdf.Version = string(raw[5:8])
	for n := 1; n <= ctx.PageCount; n++ {
		if err := r.page(n); err != nil {
			t.Fatalf("read page %d: %v", n, err)
		}
	}
	return r.pdf
}

type reader struct {
	ctx  *model.Context
	pdf  PDF
	maps map[string][]toUnicode // by the fonts' names
}

func (r *reader) page(n int) error {
	dict, _, inherited, err := r.ctx.PageDict(n, false)
	if err != nil {
		return err
	}
	box := inherited.MediaBox
	page := Page{Width: box.Width(), Height: box.Height()}
	resources, err := r.ctx.DereferenceDict(dict["Resources"])
	if err != nil {
		return err
	}
	fonts, err := r.ctx.DereferenceDict(resources["Font"])
	if err != nil {
		return err
	}
	maps := map[string][]toUnicode{}
	for name, o := range fonts {
		if maps[name], err = r.font(o); err != nil {
			return fmt.Errorf("font %s: %w", name, err)
		}
	}
	content, err := pdfcpu.ExtractPageContent(r.ctx, n)
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	page.Shows = shows(raw, maps)
	r.pdf.Pages = append(r.pdf.Pages, page)
	return nil
}

// font reads the map of a composite font, and notes how it is embedded.
func (r *reader) font(o types.Object) ([]toUnicode, error) {
	dict, err := r.ctx.DereferenceDict(o)
	if err != nil {
		return nil, err
	}
	f := Font{}
	if name := dict.NameEntry("BaseFont"); name != nil {
		f.Name = *name
	}
	if codes, known := r.maps[f.Name]; known {
		return codes, nil
	}
	var codes []toUnicode
	if stream, _, err := r.ctx.DereferenceStreamDict(dict["ToUnicode"]); err == nil && stream != nil {
		if err := stream.Decode(); err != nil {
			return nil, err
		}
		f.ToUnicode = true
		codes = ranges(string(stream.Content))
	}
	if f.Embedded, err = r.embedded(dict); err != nil {
		return nil, err
	}
	r.maps[f.Name] = codes
	r.pdf.Fonts = append(r.pdf.Fonts, f)
	return codes, nil
}

func (r *reader) embedded(dict types.Dict) (int, error) {
	list, err := r.ctx.DereferenceArray(dict["DescendantFonts"])
	if err != nil || len(list) == 0 {
		return 0, err
	}
	one, err := r.ctx.DereferenceDict(list[0])
	if err != nil {
		return 0, err
	}
	descriptor, err := r.ctx.DereferenceDict(one["FontDescriptor"])
	if err != nil {
		return 0, err
	}
	file, _, err := r.ctx.DereferenceStreamDict(descriptor["FontFile2"])
	if err != nil || file == nil {
		return 0, err
	}
	if err := file.Decode(); err != nil {
		return 0, err
	}
	return len(file.Content), nil
}

var mapped = regexp.MustCompile(`<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>`)

// toUnicode is one range of a font's map: codes from..to are the letters from first on.
type toUnicode struct{ from, to, first uint16 }

// ranges reads the ranges of a font's map. Those to more than one letter are not
// understood.
func ranges(cmap string) []toUnicode {
	var list []toUnicode
	_, body, _ := strings.Cut(cmap, "beginbfrange")
	for _, m := range mapped.FindAllStringSubmatch(body, -1) {
		var n [3]uint16
		for i := range n {
			v, _ := strconv.ParseUint(m[i+1], 16, 16) // four hex digits by the expression
			n[i] = uint16(v)
		}
		list = append(list, toUnicode{n[0], n[1], n[2]})
	}
	return list
}

func letter(maps []toUnicode, code uint16) rune {
	for _, m := range maps {
		if code >= m.from && code <= m.to {
			return rune(m.first + code - m.from)
		}
	}
	return '\ufffd'
}

var operators = regexp.MustCompile(`(?s)/(\w+) ([\d.]+) Tf|BT ([\d.-]+) ([\d.-]+) Td \(((?:[^\\()]|\\.)*)\) Tj`)

// shows finds the texts of a page's content.
func shows(content []byte, maps map[string][]toUnicode) []Show {
	var list []Show
	font, size := "", 0.0
	for _, m := range operators.FindAllSubmatch(content, -1) {
		if len(m[1]) > 0 {
			font = string(m[1])
			size, _ = strconv.ParseFloat(string(m[2]), 64) // digits by the expression
			continue
		}
		x, _ := strconv.ParseFloat(string(m[3]), 64)
		y, _ := strconv.ParseFloat(string(m[4]), 64)
		list = append(list, Show{x, y, size, decode(m[5], maps[font])})
	}
	return list
}

// decode reads a string of two-byte codes.
func decode(raw []byte, codes []toUnicode) string {
	var plain []byte
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '\\' && i+1 < len(raw) {
			i++
			c = raw[i]
			if at := strings.IndexByte("nrtbf", c); at >= 0 {
				c = "\n\r\t\b\f"[at]
			}
		}
		plain = append(plain, c)
	}
	var b strings.Builder
	for i := 0; i+1 < len(plain); i += 2 {
		b.WriteRune(letter(codes, binary.BigEndian.Uint16(plain[i:])))
	}
	return b.String()
}
