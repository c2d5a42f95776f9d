package summaries

import (
	"cmp"
	"slices"
)

// Figures of LexRank (Erkan and Radev, "LexRank: Graph-based Lexical Centrality as
// Salience in Text Summarization", JAIR 22, 2004), continuous form.
const (
	damping     = 0.85
	rounds      = 40
	mostRanked  = 200 // sentences of one row that are compared; the first of these, by fold size
	tooAlike    = 0.5 // a further representative says something else
	mostShown   = 2   // representatives for one stance of a row
	fewestWords = 4   // a shorter sentence represents nothing
)

// lexrank is the centrality of each vector; heavy are how often each was said (the size of
// its fold), which is also where the walk begins anew.
func lexrank(list []vector, heavy []float64) []float64 {
	n := len(list)
	total := 0.0
	for _, h := range heavy {
		total += h
	}
	links := neighbours(list, 0.1)
	out := make([]float64, n)
	for i := range links {
		for _, l := range links[i] {
			out[i] += l.cosine * heavy[l.of]
		}
	}
	rank := make([]float64, n)
	for i := range rank {
		rank[i] = heavy[i] / total
	}
	for range rounds {
		next := make([]float64, n)
		rest := 0.0 // of those that resemble none
		for i := range rank {
			if out[i] == 0 {
				rest += rank[i]
				continue
			}
			for _, l := range links[i] {
				next[l.of] += damping * rank[i] * l.cosine * heavy[l.of] / out[i]
			}
		}
		for i := range next {
			next[i] += (1 - damping + damping*rest) * heavy[i] / total
		}
		rank = next
	}
	return rank
}

// representatives picks the sentences that stand for all of ids: the most central ones that
// differ from each other, in the order of the question.
func (d *drafting) representatives(ids []int) []int {
	var heads []int
	heavy := map[SentenceID]float64{}
	for _, i := range ids {
		f := d.r.Sentences[i].Fold
		if heavy[f] == 0 {
			heads = append(heads, i) // the first of its fold in this row
		}
		heavy[f]++
	}
	weightOf := func(i int) float64 { return heavy[d.r.Sentences[i].Fold] }
	slices.SortStableFunc(heads, func(a, b int) int { return cmp.Compare(weightOf(b), weightOf(a)) })
	heads = heads[:min(len(heads), mostRanked)]
	list, said := make([]vector, len(heads)), make([]float64, len(heads))
	for k, i := range heads {
		list[k], said[k] = d.vectors[i], weightOf(i)
	}
	rank := lexrank(list, said)
	order := make([]int, len(heads))
	for k := range order {
		order[k] = k
		if len(d.r.words[heads[k]]) < fewestWords {
			rank[k] = -1
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(rank[b], rank[a]), cmp.Compare(heads[a], heads[b]))
	})
	var picked []int
	for _, k := range order {
		if len(picked) == mostShown {
			break
		}
		if len(picked) == 0 || rank[k] > 0 && !slices.ContainsFunc(picked, func(p int) bool { return cosine(d.vectors[p], list[k]) >= tooAlike }) {
			picked = append(picked, heads[k])
		}
	}
	slices.Sort(picked)
	return picked
}
