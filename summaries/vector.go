package summaries

import (
	"math"
	"slices"
	"strings"
)

// weight is one term of a vector.
type weight struct {
	term  int32
	value float64
}

// vector is a sentence as the terms it holds, by term, of length 1 (or empty).
type vector []weight

// terms is the vocabulary of a question: the words and pairs of neighbouring words that
// tell themes apart, weighted by TF-IDF (Salton and Buckley, 1988), and the clauses.
type terms struct {
	number map[string]int32
	name   []string
	in     []int // how many sentences hold it
	rare   []float64
}

// clauseWeight is how much more the clause counts than a word.
const clauseWeight = 1.6

// vectors weighs the sentences of a reading. A term in a single sentence is kept: it tells
// nothing of others, but lengthens its own.
func (r *Reading) vectors() (*terms, []vector) {
	t := &terms{number: map[string]int32{}}
	counted := make([][]int32, len(r.Sentences))
	content := 0
	for i, s := range r.Sentences {
		if s.Rule != "" {
			continue
		}
		content++
		counted[i] = t.count(features(r.words[i], s.Clause))
	}
	t.rare = make([]float64, len(t.in))
	for k, n := range t.in {
		t.rare[k] = math.Log(1 + float64(content)/float64(n))
	}
	list := make([]vector, len(r.Sentences))
	for i, c := range counted {
		list[i] = t.weigh(c)
	}
	return t, list
}

// count gives the terms of one sentence, sorted, repeated as often as they stand in it.
func (t *terms) count(names []string) []int32 {
	list := make([]int32, 0, len(names))
	for _, name := range names {
		n, ok := t.number[name]
		if !ok {
			n = int32(len(t.name))
			t.number[name] = n
			t.name = append(t.name, name)
			t.in = append(t.in, 0)
		}
		list = append(list, n)
	}
	slices.Sort(list)
	for i, n := range list {
		if i == 0 || n != list[i-1] {
			t.in[n]++
		}
	}
	return list
}

// of is the vector of words that are no sentence of the question, such as a title; terms
// that no sentence holds are left out.
func (t *terms) of(words []string, c Clause) vector {
	var list []int32
	for _, name := range features(words, c) {
		if n, ok := t.number[name]; ok {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return t.weigh(list)
}

func (t *terms) weigh(counted []int32) vector {
	var v vector
	for i := 0; i < len(counted); {
		k := i
		for k < len(counted) && counted[k] == counted[i] {
			k++
		}
		w := (1 + math.Log(float64(k-i))) * t.rare[counted[i]]
		if strings.HasPrefix(t.name[counted[i]], "§") {
			w *= clauseWeight
		}
		v = append(v, weight{counted[i], w})
		i = k
	}
	return v.unit()
}

// features are the terms of a sentence: words that carry a theme, pairs of neighbours of
// which at least one does (Vietnamese words are often two syllables), and its clause.
func features(words []string, c Clause) []string {
	list := make([]string, 0, 2*len(words)+2)
	for i, w := range words {
		full := !emptyWords[w] && !isNumber(w)
		if full {
			list = append(list, w)
		}
		if i > 0 && (full || !emptyWords[words[i-1]]) && !isNumber(w) && !isNumber(words[i-1]) {
			list = append(list, words[i-1]+" "+w)
		}
	}
	if c != (Clause{}) {
		list = append(list, "§"+c.Theme().Key())
		whole := c
		whole.Khoan, whole.Diem = "", ""
		if whole != c.Theme() {
			list = append(list, "§"+whole.Key())
		}
	}
	return list
}

func isNumber(w string) bool { return w[0] >= '0' && w[0] <= '9' }

func (v vector) unit() vector {
	sum := 0.0
	for _, w := range v {
		sum += w.value * w.value
	}
	if sum > 0 {
		for i := range v {
			v[i].value /= math.Sqrt(sum)
		}
	}
	return v
}

// cosine of two vectors of length 1, 0 to 1.
func cosine(a, b vector) float64 {
	sum, i, k := 0.0, 0, 0
	for i < len(a) && k < len(b) {
		switch {
		case a[i].term == b[k].term:
			sum += a[i].value * b[k].value
			i, k = i+1, k+1
		case a[i].term < b[k].term:
			i++
		default:
			k++
		}
	}
	return sum
}

// centroid is the direction of the sum of vectors.
func centroid(list []vector) vector {
	var sum vector
	for _, v := range list {
		sum = append(sum, v...)
	}
	slices.SortStableFunc(sum, func(a, b weight) int { return int(a.term - b.term) })
	out := sum[:0]
	for _, w := range sum {
		if n := len(out); n > 0 && out[n-1].term == w.term {
			out[n-1].value += w.value
		} else {
			out = append(out, w)
		}
	}
	return slices.Clip(out).unit()
}

// holders are, for each term, the vectors of a list that hold it, with its weight there.
type holders map[int32][]near

func holdersOf(list []vector) holders {
	h := holders{}
	for i, v := range list {
		h.add(i, v)
	}
	return h
}

func (h holders) add(i int, v vector) {
	for _, w := range v {
		h[w.term] = append(h[w.term], near{i, w.value})
	}
}

// cosines sets sums to the cosine of v with each vector of the list.
func (h holders) cosines(v vector, sums []float64) {
	clear(sums)
	for _, w := range v {
		for _, n := range h[w.term] {
			sums[n.of] += w.value * n.cosine
		}
	}
}

// neighbours gives, for each vector, those whose cosine with it is at least least, itself
// not among them, with the cosine. It looks only at vectors that share a term.
func neighbours(list []vector, least float64) [][]near {
	before := holders{}
	all := make([][]near, len(list))
	sums := make([]float64, len(list))
	for i, v := range list {
		before.cosines(v, sums[:i])
		for k, c := range sums[:i] {
			if c >= least {
				all[i] = append(all[i], near{k, c})
				all[k] = append(all[k], near{i, c})
			}
		}
		before.add(i, v)
	}
	return all
}

type near struct {
	of     int
	cosine float64
}
