package annotations

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// Kind is the kind of an annotation.
type Kind string

// The kinds of annotation.
const (
	Ink       Kind = "ink"       // one stroke of a pen
	Highlight Kind = "highlight" // words that are lit, or a box where the page has none; may bear a text
	Note      Kind = "note"      // a text pinned to a place
)

// Kinds lists them.
var Kinds = []Kind{Ink, Highlight, Note}

// Colour is one of a few, each with a name on the screen.
type Colour string

// Colours lists them in the order in which they are offered.
var Colours = []Colour{"yellow", "green", "blue", "red", "black"}

// Unit is how many units of place make a point of the page (1/72 inch). A place is
// counted from the upper left corner of the page as its author meant it to be read,
// so that turning and zooming on the screen change nothing.
const Unit = 16

// The bounds of one annotation, and of all of one person on one paper.
const (
	MaxHeld  = 5000
	MaxText  = 4000 // runes of a note, and of the words that are lit
	MaxNear  = 60   // runes kept before and after lit words
	MaxBoxes = 200
	MaxPage  = 20000
	maxSide  = 14400 * Unit // the largest page that a PDF may have
)

// Box is a rectangle: x, y, width, height in units.
type Box [4]int

// Content is what its owner made: never in a log, a journal or a URL, and sealed at
// rest.
type Content struct {
	Kind   Kind   `json:"kind"`
	Page   int    `json:"page"` // from 1
	Colour Colour `json:"colour"`
	Ink    []byte `json:"ink,omitempty"` // see Stroke
	Boxes  []Box  `json:"boxes,omitempty"`
	// Quote is the words that are lit, with those before and after, by which the place
	// is found on another version.
	Quote  string  `json:"quote,omitempty"`
	Before string  `json:"before,omitempty"`
	After  string  `json:"after,omitempty"`
	At     *[2]int `json:"at,omitempty"` // of a note: x, y in units
	Text   string  `json:"text,omitempty"`
}

// Annotation is a content with its life.
type Annotation struct {
	ID       string // made by the device
	Body     string
	Person   string // whose it is
	Document string
	Version  string // of the paper, on which it was made
	Office   string // the member whose office reads it; "": its owner alone
	Rev      int64  // rises with each change of the content
	Seq      int64  // of the change in Head.Seq by which it became so
	Erased   bool   // the content is gone; kept so that no device brings it back
	MadeAt   time.Time
	Changed  time.Time
	Content
}

// Head is one person's annotations of one paper as a whole.
type Head struct {
	Body     string
	Person   string
	Document string
	Seq      int64  // rises with each change of any of them
	Office   string // the member whose office reads all of them; "": see each
	SharedAt time.Time
}

// ReadBy says whether the office of a member reads it.
func (h Head) ReadBy(a Annotation, office string) bool {
	return office != "" && !a.Erased && (a.Office == office || h.Office == office)
}

// Check says what is wrong with a content; "annotation.text_long" and
// "annotation.text_missing" are for people, "annotation.invalid" for a client that
// made something that nobody can draw.
func (c Content) Check() error {
	bad := func(field string) error {
		e := ecabinet.E(ecabinet.Invalid, "annotation.invalid")
		e.Fields = []ecabinet.FieldError{{Path: field, Code: "annotation.invalid"}}
		return e
	}
	switch {
	case !slices.Contains(Kinds, c.Kind):
		return bad("kind")
	case !slices.Contains(Colours, c.Colour):
		return bad("colour")
	case c.Page < 1 || c.Page > MaxPage:
		return bad("page")
	case (c.Kind == Ink) != (len(c.Ink) > 0):
		return bad("ink")
	case (c.Kind == Highlight) != (len(c.Boxes) > 0) || len(c.Boxes) > MaxBoxes:
		return bad("boxes")
	case (c.Kind == Note) != (c.At != nil):
		return bad("at")
	case c.Kind != Highlight && c.Quote+c.Before+c.After != "", !short(c.Quote, MaxText), !short(c.Before, MaxNear), !short(c.After, MaxNear):
		return bad("quote")
	case c.Kind == Ink && c.Text != "", !utf8.ValidString(c.Text):
		return bad("text")
	case c.Kind == Note && strings.TrimSpace(c.Text) == "":
		return field("annotation.text_missing")
	case !short(c.Text, MaxText):
		return field("annotation.text_long", "most", MaxText)
	}
	if c.Kind == Ink {
		if _, err := ParseStroke(c.Ink); err != nil {
			return bad("ink")
		}
	}
	for i, b := range c.Boxes {
		if b[0] < 0 || b[1] < 0 || b[2] < 1 || b[3] < 1 || b[0]+b[2] > maxSide || b[1]+b[3] > maxSide {
			return bad(fmt.Sprintf("boxes[%d]", i))
		}
	}
	if c.At != nil && (c.At[0] < 0 || c.At[1] < 0 || c.At[0] > maxSide || c.At[1] > maxSide) {
		return bad("at")
	}
	return nil
}

func short(s string, most int) bool { return utf8.ValidString(s) && utf8.RuneCountInString(s) <= most }

func field(code string, params ...any) error {
	e := ecabinet.E(ecabinet.Invalid, code, params...)
	e.Fields = []ecabinet.FieldError{{Path: "text", Code: code, Params: e.Params}}
	return e
}

func (c Content) same(d Content) bool {
	at := func(p *[2]int) [2]int {
		if p == nil {
			return [2]int{-1, -1}
		}
		return *p
	}
	return c.Kind == d.Kind && c.Page == d.Page && c.Colour == d.Colour && string(c.Ink) == string(d.Ink) && slices.Equal(c.Boxes, d.Boxes) &&
		c.Quote == d.Quote && c.Before == d.Before && c.After == d.After && at(c.At) == at(d.At) && c.Text == d.Text
}
