package export

import "strings"

// span is text in one face and size.
type span struct {
	text string
	face face
	size float64 // points
}

// word is what stands between two spaces; a change of style may go through it.
type word struct {
	parts []span
	width float64 // points
}

// line is one line of words.
type line struct {
	words []word
	size  float64 // the largest of its text
	last  bool    // of its paragraph: never stretched
}

// setter breaks text into lines.
type setter struct{ *metrics }

// wrap breaks spans into lines that are no longer than width points, the first one
// shorter by indent. A word that is longer than a line is broken where it must be.
func (s setter) wrap(spans []span, width, indent float64) []line {
	var lines []line
	room, now := width-indent, line{}
	used, size := 0.0, 0.0
	for _, sp := range spans {
		size = max(size, sp.size)
	}
	end := func(last bool) {
		now.last, now.size = last, size
		lines = append(lines, now)
		now, used, room = line{}, 0, width
	}
	for i, paragraph := range s.words(spans) {
		if i > 0 {
			end(true)
		}
		for _, w := range paragraph {
			gap := 0.0
			if n := len(now.words); n > 0 {
				gap = s.space(now.words[n-1])
			}
			if len(now.words) > 0 && used+gap+w.width > room {
				end(false)
				gap = 0
			}
			for w.width > room {
				head, rest := s.cut(w, room)
				if rest.parts == nil {
					break
				}
				now.words, w = append(now.words, head), rest
				end(false)
			}
			now.words = append(now.words, w)
			used += gap + w.width
		}
	}
	end(true)
	return lines
}

// words splits spans at spaces, and at line feeds into paragraphs.
func (s setter) words(spans []span) [][]word {
	paragraphs := [][]word{nil}
	open := false // the next text goes on with the last word
	add := func(p span) {
		last := len(paragraphs) - 1
		if !open {
			paragraphs[last] = append(paragraphs[last], word{})
		}
		w := &paragraphs[last][len(paragraphs[last])-1]
		w.parts = append(w.parts, p)
		w.width += s.width(p.face, p.size, p.text)
		open = true
	}
	for _, sp := range spans {
		for i, text := range strings.Split(clean(sp.text), "\n") {
			if i > 0 {
				paragraphs, open = append(paragraphs, nil), false
			}
			for k, piece := range strings.Split(s.shown(sp.face, text), " ") {
				if k > 0 {
					open = false
				}
				if piece != "" {
					add(span{piece, sp.face, sp.size})
				}
			}
		}
	}
	return paragraphs
}

// space is the width of the space behind a word.
func (s setter) space(w word) float64 {
	last := w.parts[len(w.parts)-1]
	return s.width(last.face, last.size, " ")
}

// cut takes from a word what fits into room, at least one letter.
func (s setter) cut(w word, room float64) (head, rest word) {
	full := false
	for _, p := range w.parts {
		at := 0
		for i, r := range p.text {
			width := s.width(p.face, p.size, string(r))
			if full = full || head.width+width > room && head.width > 0; full {
				break
			}
			head.width += width
			at = i + len(string(r))
		}
		if at > 0 {
			head.parts = append(head.parts, span{p.text[:at], p.face, p.size})
		}
		if at < len(p.text) {
			rest.parts = append(rest.parts, span{p.text[at:], p.face, p.size})
		}
	}
	for _, p := range rest.parts {
		rest.width += s.width(p.face, p.size, p.text)
	}
	return head, rest
}
