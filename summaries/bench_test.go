package summaries_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"ecabinet/summaries"
	"ecabinet/summaries/corpus"
)

// How long, and in how much memory, does a table of 1,000 opinions take without a model,
// from the texts to a second draft that learns from what was filed in a fifth of them, the
// ledger and hash of both? Aim: below 2 s. "consultation" are the opinions that the corpus
// makes, with many near-duplicates; "all-different" are longer ones, of eight sentences, of
// which no two are alike: the worst case.
func BenchmarkThousandOpinions(b *testing.B) {
	made := corpus.Generated("thousand", 1000)
	b.Run("consultation", func(b *testing.B) {
		synthesise(b, made.Question, func(r *summaries.Reading, _ summaries.Table) summaries.Table { return made.Filed(r, 0, 5, false) })
	})
	b.Run("all-different", func(b *testing.B) {
		synthesise(b, allDifferent(1000), func(_ *summaries.Reading, first summaries.Table) summaries.Table {
			for i := range first.Rows {
				for k := range first.Rows[i].Points {
					first.Rows[i].Points[k].Filed = k%5 == 0
				}
			}
			return first
		})
	})
}

func synthesise(b *testing.B, q summaries.Question, file func(*summaries.Reading, summaries.Table) summaries.Table) {
	var most runtime.MemStats
	sentences, began := 0, cpu()
	for b.Loop() {
		r := summaries.Read(q)
		first := r.Draft(nil)
		account(b, r, first)
		filed := file(r, first)
		account(b, r, r.Draft(&filed))
		sentences = len(r.Sentences)
	}
	runtime.ReadMemStats(&most)
	b.ReportMetric(float64(sentences), "sentences")
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms")
	b.ReportMetric(float64((cpu()-began).Milliseconds())/float64(b.N), "cpu-ms")
	b.ReportMetric(float64(most.Sys)/(1<<20), "MiB")
}

func account(b *testing.B, r *summaries.Reading, t summaries.Table) {
	if l := r.Balance(t, nil); !l.Balanced() {
		b.Fatal(l.Faults[:min(len(l.Faults), 5)])
	}
	if _, err := t.Hash(); err != nil {
		b.Fatal(err)
	}
}

// cpu is what this process has used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// allDifferent are n opinions of eight sentences of the hand-written corpus, a quarter of
// the words of each replaced by others.
func allDifferent(n int) summaries.Question {
	r := summaries.Read(corpus.Sixty().Question)
	random := rand.New(rand.NewPCG(1, 2))
	var words []string
	for _, s := range r.Sentences {
		words = append(words, strings.Fields(r.Text(s.ID))...)
	}
	q := summaries.Question{ID: "all-different", Title: corpus.Title, Asked: summaries.Respondents, Of: n}
	for i := range n {
		var text strings.Builder
		for range 8 {
			said := strings.Fields(r.Text(r.Sentences[random.IntN(len(r.Sentences))].ID))
			for k := range said {
				if random.IntN(4) == 0 {
					said[k] = words[random.IntN(len(words))]
				}
			}
			text.WriteString(strings.Join(said, " ") + "\n")
		}
		q.Opinions = append(q.Opinions, summaries.Opinion{ID: fmt.Sprint(i), Respondent: fmt.Sprint("r", i), Stance: summaries.Agree, Text: text.String()})
	}
	return q
}
