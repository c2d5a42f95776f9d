package annotations

import (
	"encoding/binary"
	"errors"
)

// Stroke is one line of a pen. Its bytes, which the client makes and reads, are
//
//	1 byte    1: the form
//	1 byte    1: with pressure, 0: without
//	uvarint   width of the pen in units
//	uvarint   number of points
//	points    x and y of each as zigzag varints, the difference from the point before;
//	          the first from 0, 0
//	pressure  one byte for each point, 0 to 255, where there is any
//
// with varints as short as they can be: about three to five bytes a point.
type Stroke struct {
	Width    int
	Points   [][2]int // in units
	Pressure []byte   // one for each point, or none
}

// MaxPoints and MaxWidth bound a stroke; a longer one is two.
const (
	MaxPoints = 4000
	MaxWidth  = 64 * Unit
)

var errStroke = errors.New("these bytes are no stroke")

// Bytes is the form in which a stroke is kept.
func (s Stroke) Bytes() []byte {
	out := []byte{1, 0}
	if len(s.Pressure) > 0 {
		out[1] = 1
	}
	out = binary.AppendUvarint(out, uint64(s.Width))
	out = binary.AppendUvarint(out, uint64(len(s.Points)))
	var before [2]int
	for _, p := range s.Points {
		out = binary.AppendVarint(out, int64(p[0]-before[0]))
		out = binary.AppendVarint(out, int64(p[1]-before[1]))
		before = p
	}
	return append(out, s.Pressure...)
}

// ParseStroke reads what Bytes made, and nothing else.
func ParseStroke(b []byte) (Stroke, error) {
	var s Stroke
	if len(b) < 2 || b[0] != 1 || b[1] > 1 {
		return s, errStroke
	}
	r := reader{b: b[2:]}
	s.Width = int(r.unsigned(MaxWidth))
	count := int(r.unsigned(MaxPoints))
	if r.failed || s.Width < 1 || count < 1 || count > len(r.b) {
		return s, errStroke
	}
	s.Points = make([][2]int, count)
	var x, y int64
	for i := range s.Points {
		x, y = x+r.signed(), y+r.signed()
		if r.failed || x < 0 || y < 0 || x > maxSide || y > maxSide {
			return Stroke{}, errStroke
		}
		s.Points[i] = [2]int{int(x), int(y)}
	}
	if b[1] == 1 {
		s.Pressure, r.b = r.b, nil
		if len(s.Pressure) != count {
			return Stroke{}, errStroke
		}
	}
	if len(r.b) > 0 || len(s.Bytes()) != len(b) { // bytes left over, or a varint longer than it need be
		return Stroke{}, errStroke
	}
	return s, nil
}

type reader struct {
	b      []byte
	failed bool
}

func (r *reader) unsigned(most uint64) uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > most {
		r.failed = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 || v > maxSide || v < -maxSide {
		r.failed = true
		return 0
	}
	r.b = r.b[n:]
	return v
}
