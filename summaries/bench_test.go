package summaries_test

import (
	"runtime"
	"testing"

	"ecabinet/summaries"
	"ecabinet/summaries/corpus"
)

// How long, and in how much memory, does a table of 1,000 opinions take without a model,
// from the texts to a second draft that learns from what was filed in a fifth of them, its
// ledger and its hash? Aim: below 2 s.
func BenchmarkThousandOpinions(b *testing.B) {
	c := corpus.Generated("thousand", 1000)
	b.ReportAllocs()
	for b.Loop() {
		r := summaries.Read(c.Question)
		first := r.Draft(nil)
		filed := c.Filed(r, 0, 5, false)
		second := r.Draft(&filed)
		for _, t := range []summaries.Table{first, second} {
			if l := r.Balance(t, nil); !l.Balanced() {
				b.Fatal(l.Faults)
			}
			if _, err := t.Hash(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(r.Sentences)), "sentences")
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MiB-of-system")
}
