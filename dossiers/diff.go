package dossiers

import "slices"

// edit is a run of words of one kind: kept, removed (of the old) or added (of the new).
type edit struct {
	kind     editKind
	old, new int // where the run begins in each
	count    int
}

type editKind int

const (
	kept editKind = iota
	removed
	added
)

// mostDifferent is how many words may differ before two texts are said to be
// different altogether: the work grows with its square.
const mostDifferent = 1500

// diff is the shortest way from one list of words to another (E. W. Myers, "An
// O(ND) Difference Algorithm and Its Variations", 1986); false where they differ in
// more than mostDifferent words.
func diff(a, b []string) ([]edit, bool) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	steps, ok := shortest(a[head:len(a)-tail], b[head:len(b)-tail])
	if !ok {
		return nil, false
	}
	var out []edit
	x, y := 0, 0
	add := func(kind editKind, count int) {
		if count == 0 {
			return
		}
		if n := len(out); n > 0 && out[n-1].kind == kind {
			out[n-1].count += count
		} else {
			out = append(out, edit{kind, x, y, count})
		}
		if kind != added {
			x += count
		}
		if kind != removed {
			y += count
		}
	}
	add(kept, head)
	for _, s := range steps {
		add(s, 1)
	}
	add(kept, tail)
	return out, true
}

// shortest finds how far each diagonal is reached with one difference more in each
// round, until the end is; then it walks back along what it has kept of the rounds.
func shortest(a, b []string) ([]editKind, bool) {
	most := min(len(a)+len(b), mostDifferent)
	mid := most + 1
	reach := make([]int, 2*most+3) // the furthest place in a on each diagonal
	var rounds [][]int             // reach as it was before each round, on diagonals -d-1 to d+1
	for d := 0; d <= most; d++ {
		rounds = append(rounds, slices.Clone(reach[mid-d-1:mid+d+2]))
		for k := -d; k <= d; k += 2 {
			x := reach[mid+k-1] + 1
			if down(reach, mid, d, k) {
				x = reach[mid+k+1]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[mid+k] = x
			if x >= len(a) && x-k >= len(b) {
				return walk(rounds, len(a), len(b)), true
			}
		}
	}
	return nil, false
}

// down says whether diagonal k is reached in round d from the one above, by adding a
// word, and not from the one below, by removing one.
func down(reach []int, mid, d, k int) bool {
	return k == -d || k != d && reach[mid+k-1] < reach[mid+k+1]
}

func walk(rounds [][]int, x, y int) []editKind {
	var back []editKind
	for d := len(rounds) - 1; d >= 0; d-- {
		k, mid := x-y, d+1
		from, kind := k-1, removed
		if down(rounds[d], mid, d, k) {
			from, kind = k+1, added
		}
		px := rounds[d][mid+from]
		py := px - from
		for x > px && y > py {
			back = append(back, kept)
			x, y = x-1, y-1
		}
		if d > 0 {
			back = append(back, kind)
			x, y = px, py
		}
	}
	slices.Reverse(back)
	return back
}
