package export

// The parts of a paper that its form prescribes: what stands above its content and
// below it.

// head is the issuer at the left and the nation at the right.
func (l *layout) head(h Head) {
	w := words[l.lang]
	nation := l.width(bold, sizeAgency, w.nation) + 1 // its line is never broken
	width := textWidth*mm - nation - columnGap*mm
	stack := &stack{layout: l}
	if h.Above != "" {
		stack.text(0, width, span{capitals(h.Above), regular, sizeAgency})
	}
	stack.text(0, width, span{capitals(h.Issuer), bold, sizeAgency})
	stack.rule(0, width, ruleSmall)
	stack.text(0, width, span{h.numberLine(l.lang), regular, sizeBody})
	stack.next()
	x := textWidth*mm - nation
	stack.text(x, nation, span{w.nation, bold, sizeAgency})
	stack.text(x, nation, span{w.motto, bold, sizeBody})
	stack.rule(x, nation, 1)
	stack.text(x, nation, span{h.dateLine(l.lang), italic, sizeBody})
	l.add(stack.piece(0, true))
}

// title is the kind of the paper and its subject.
func (l *layout) title(p Paper) {
	const inset = 8 * mm
	stack := &stack{layout: l}
	width := textWidth*mm - 2*inset
	stack.text(inset, width, span{capitals(p.Name), bold, sizeTitle})
	if p.Subject != "" {
		stack.text(inset, width, span{p.Subject, bold, sizeTitle})
		stack.rule(inset, width, ruleSmall)
	}
	if p.Remark != "" {
		stack.y += 2
		stack.text(inset, width, span{p.Remark, italic, sizeBody})
	}
	stack.y += 6
	l.add(stack.piece(16, true))
}

// stack sets texts one below the other in the middle of columns, as one piece.
type stack struct {
	*layout
	y, lowest float64
	longest   float64 // of the lines last set, for the rule below them
	draws     []func(p *pen, y float64)
}

// next goes back to the top, for the next column.
func (s *stack) next() { s.lowest, s.y = max(s.lowest, s.y), 0 }

func (s *stack) text(x, width float64, spans ...span) {
	lines := s.wrap(spans, width, 0)
	height, draw := s.set(lines, 1)
	at := s.y
	s.longest = 0
	for _, one := range lines {
		s.longest = max(s.longest, s.natural(one))
	}
	s.draws = append(s.draws, func(p *pen, y float64) { draw(p, x, y+at, width, centre) })
	s.y += height
}

// ruleBelow is how far below a text its rule is drawn, in points: free of the dots
// below letters.
const ruleBelow = 3.5

// rule is a line below the text last set, a share of it long.
func (s *stack) rule(x, width, share float64) {
	at, long := s.y+ruleBelow, s.longest*share
	s.draws = append(s.draws, func(p *pen, y float64) {
		from := x + (width-long)/2
		p.rule(from, y+at, from+long, 0.75)
	})
	s.y += 2 * ruleBelow
}

func (s *stack) piece(before float64, keep bool) piece {
	s.next()
	draws := s.draws
	return piece{before: before, height: s.lowest, keep: keep, draw: func(p *pen, y float64) {
		for _, draw := range draws {
			draw(p, y)
		}
	}}
}

// end sets recipients and signers side by side, what was added later, and the lines
// of the check. They stay with the last lines before them.
func (l *layout) end(p Paper, pic *picture) {
	signed := !p.Signature.empty() || !p.Beside.empty()
	if signed || len(p.Recipients) > 0 {
		l.keepLast(2)
		l.add(l.signer(p, pic))
	}
	l.blocks(p.After)
	if p.Check == "" {
		return
	}
	l.keepLast(2)
	from := len(l.pieces)
	for _, one := range l.wrap([]span{{p.Check, regular, sizeCheck}}, textWidth*mm, 0) {
		height, draw := l.set([]line{one}, 1)
		l.add(piece{height: height, keep: true, draw: func(p *pen, y float64) { draw(p, 0, y, textWidth*mm, left) }})
	}
	first := &l.pieces[from]
	first.before = 16
	text := first.draw
	first.draw = func(p *pen, y float64) {
		p.rule(0, y-4, textWidth*mm, 0.5)
		text(p, y)
	}
	l.pieces[len(l.pieces)-1].keep = false
}

func (l *layout) signer(p Paper, pic *picture) piece {
	s := &stack{layout: l}
	x := (recipientsWidth + columnGap) * mm
	width := textWidth*mm - x
	s.signature(p.Signature, pic, x, width)
	s.next()
	if !p.Beside.empty() {
		s.signature(p.Beside, nil, 0, recipientsWidth*mm)
		s.y += 16
	}
	if len(p.Recipients) > 0 {
		s.column([]span{{words[l.lang].to, bold | italic, sizeTo}}, 0)
		for _, to := range listed(p.Recipients) {
			s.column([]span{{"- " + to, regular, sizeToList}}, 0)
		}
	}
	return s.piece(16, false)
}

// signature is the block of one signer.
func (s *stack) signature(of Signature, pic *picture, x, width float64) {
	if of.Post != "" {
		s.text(x, width, span{of.Post, bold, sizeBody})
	}
	if pic != nil {
		at := s.y + 4
		s.draws = append(s.draws, func(p *pen, y float64) { p.picture(pic, x+(width-pic.width)/2, y+at) })
		s.y = at + pic.height
	}
	if of.Signed != "" {
		s.y += 10
		s.text(x, width, span{of.Signed, italic, sizeSigned})
	}
	if of.Name != "" {
		s.y += 10
		s.text(x, width, span{of.Name, bold, sizeBody})
	}
}

// column sets lines at the left, in the column of the recipients.
func (s *stack) column(spans []span, x float64) {
	height, draw := s.set(s.wrap(spans, recipientsWidth*mm, 0), 1)
	at := s.y
	s.draws = append(s.draws, func(p *pen, y float64) { draw(p, x, y+at, recipientsWidth*mm, left) })
	s.y += height
}
