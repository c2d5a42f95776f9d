package export

// piece is what is never split between pages: a line, a row of a table, the
// signer's block. Its measures are in points.
type piece struct {
	before float64 // space above it, but at the top of a page
	height float64
	keep   bool   // on the same page as the next piece
	head   *piece // of the table, drawn above the piece where it begins a page
	draw   func(p *pen, y float64)
}

// placed is a piece at its place.
type placed struct {
	piece
	page int // from 0
	y    float64
}

// place puts pieces on pages of the given height. Pieces that are kept together
// move on together, but where they are taller than a page.
func place(pieces []piece, height float64) []placed {
	var out []placed
	page, y := 0, 0.0
	put := func(p piece) {
		if y == 0 && p.head != nil {
			out = append(out, placed{*p.head, page, 0})
			y = p.head.height
		} else if y > 0 {
			y += p.before
		}
		out = append(out, placed{p, page, y})
		y += p.height
	}
	for from := 0; from < len(pieces); {
		to := from
		for to < len(pieces)-1 && pieces[to].keep {
			to++
		}
		to++
		if y > 0 && y+tall(pieces[from:to], y == 0) > height+rounding {
			page, y = page+1, 0
		}
		for _, p := range pieces[from:to] {
			if y > 0 && y+p.before+p.height > height+rounding {
				page, y = page+1, 0
			}
			put(p)
		}
		from = to
	}
	return out
}

// tall is the height of pieces one below the other.
func tall(pieces []piece, first bool) float64 {
	sum := 0.0
	for i, p := range pieces {
		if i > 0 || !first {
			sum += p.before
		}
		sum += p.height
	}
	return sum
}

// rounding is by how much sums of fractions may miss, in points.
const rounding = 0.01
