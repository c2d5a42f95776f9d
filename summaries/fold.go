package summaries

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"
)

// Alike is the least similarity (Jaccard, of pairs of neighbouring words) of two sentences
// that are folded.
const Alike = 0.75

// Fold is a group of sentences that say nearly the same in nearly the same words. Each
// member stays a sentence of its own, is placed and answered as such; folding only spares
// reading it twice.
type Fold struct {
	Head    SentenceID   `json:"head"`    // the first in the order of the question
	Members []SentenceID `json:"members"` // all, the head first
}

// turning words turn what a sentence says: two that differ in one of them are never
// folded, however alike they are.
var turning = set(`không chưa chẳng đừng cấm trừ bỏ giữ tăng giảm thêm bớt nâng hạ rút kéo dài ngắn mở rộng hẹp thu miễn phải nên buộc khuyến khích được trước sau
	trên dưới hơn kém đồng nhất phản đối ít nhiều cao thấp sớm muộn chỉ cả not no never without`)

// foldKey holds what must be equal in two sentences that are folded: stance, clauses,
// numbers and turning words.
func foldKey(stance Stance, refs []Reference, words []string) string {
	parts := []string{string(stance)}
	for _, r := range refs {
		parts = append(parts, r.Clause.Key())
	}
	for _, w := range words {
		if turning[w] || w[0] >= '0' && w[0] <= '9' {
			parts = append(parts, w)
		}
	}
	return strings.Join(parts, "|")
}

// shingles are the hashes of the pairs of neighbouring words, sorted, each once.
func shingles(words []string) []uint64 {
	list := make([]uint64, 0, len(words)+1)
	last := ""
	for _, w := range append(slices.Clip(words), "") {
		h := fnv.New64a()
		h.Write([]byte(last))
		h.Write([]byte{0})
		h.Write([]byte(w))
		list = append(list, h.Sum64())
		last = w
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// jaccard is the share of a and b, both sorted, that they have in common, 0 to 1.
func jaccard(a, b []uint64) float64 {
	both, i, k := 0, 0, 0
	for i < len(a) && k < len(b) {
		switch {
		case a[i] == b[k]:
			both, i, k = both+1, i+1, k+1
		case a[i] < b[k]:
			i++
		default:
			k++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// folder finds the head of each sentence. Two sets that are alike by at least Alike share
// a member among their first few in any fixed order (prefix filter: Chaudhuri, Ganti,
// Kaushik, "A Primitive Operator for Similarity Joins", 2006), so no pair is missed, and
// each candidate is verified.
type folder struct {
	heads [][]uint64 // the shingles of each head
	index map[foldPlace][]int
	same  map[string]int // sentences of the same words
}

type foldPlace struct {
	key     string
	shingle uint64
}

// head is the number of the fold that a sentence goes to: that of the same words, else that
// of the head that it is most like; a new one is the next number.
func (f *folder) head(key string, words []string) int {
	exact := key + "\x00" + strings.Join(words, " ")
	if n, ok := f.same[exact]; ok {
		return n
	}
	set := shingles(words)
	prefix := set[:len(set)-int(math.Ceil(Alike*float64(len(set))))+1]
	best, alike := -1, 0.0
	for _, s := range prefix {
		for _, n := range f.index[foldPlace{key, s}] {
			if j := jaccard(set, f.heads[n]); j >= Alike && (j > alike || j == alike && n < best) {
				best, alike = n, j
			}
		}
	}
	if best < 0 {
		best = len(f.heads)
		f.heads = append(f.heads, set)
		for _, s := range prefix {
			p := foldPlace{key, s}
			f.index[p] = append(f.index[p], best)
		}
	}
	f.same[exact] = best
	return best
}
