package export

import (
	"fmt"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifbolditalic"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is one of the four faces of Liberation Serif, whose letters are as wide as
// those of Times New Roman. Bold and italic are bits of it.
type face int

const (
	regular face = 0
	bold    face = 1
	italic  face = 2
	faces        = 4
)

// outlines are the font files of the faces.
var outlines = [faces][]byte{
	regular: liberationserifregular.TTF, bold: liberationserifbold.TTF,
	italic: liberationserifitalic.TTF, bold | italic: liberationserifbolditalic.TTF,
}

// The font's own measures, in ems.
const (
	ascent  = 0.891
	descent = 0.216
	single  = 1.149 // from line to line
)

// missing stands for a character that the font does not have.
const missing = '□'

// metrics knows how wide letters are.
type metrics struct {
	fonts [faces]*sfnt.Font
	ems   [faces]map[rune]float64 // below 0: the face has no such letter
	buf   sfnt.Buffer
}

func newMetrics() (*metrics, error) {
	m := &metrics{}
	for f := range m.fonts {
		var err error
		if m.fonts[f], err = sfnt.Parse(outlines[f]); err != nil {
			return nil, fmt.Errorf("read the font: %w", err)
		}
		m.ems[f] = map[rune]float64{}
	}
	return m, nil
}

// em is the width of a letter in ems, and whether the face has it. The PDF writer
// takes letters of the basic plane only.
func (m *metrics) em(f face, r rune) (float64, bool) {
	if w, known := m.ems[f][r]; known {
		return w, w >= 0
	}
	w := -1.0
	if glyph, err := m.fonts[f].GlyphIndex(&m.buf, r); err == nil && glyph != 0 && r <= 0xffff {
		units := m.fonts[f].UnitsPerEm()
		if a, err := m.fonts[f].GlyphAdvance(&m.buf, glyph, fixed.I(int(units)), font.HintingNone); err == nil {
			w = float64(a) / 64 / float64(units)
		}
	}
	m.ems[f][r] = w
	return w, w >= 0
}

// shown is text with every letter that the face lacks replaced.
func (m *metrics) shown(f face, text string) string {
	out := make([]rune, 0, len(text))
	for _, r := range text {
		if _, ok := m.em(f, r); !ok {
			r = missing
		}
		out = append(out, r)
	}
	return string(out)
}

// width is that of text in points.
func (m *metrics) width(f face, size float64, text string) float64 {
	sum := 0.0
	for _, r := range text {
		w, _ := m.em(f, r)
		sum += w
	}
	return sum * size
}
