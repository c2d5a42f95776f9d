package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"ecabinet/summaries"
	"ecabinet/summaries/corpus"
	"ecabinet/summaries/openai"
)

const aiEvalUsage = `usage: ecabinet ai-eval -endpoint URL -model NAME [flags]

Tests the connection to an OpenAI-compatible endpoint, then has it arrange opinions whose
right places are known, and prints how well it did and what that cost. The opinions are
invented. It ends with 0 where the run came to its end, 1 where it did not, 2 where
nothing could be tried.

`

// aiEval runs a labelled set against an endpoint. Whoever names the endpoint here allows
// its host for this one run.
func aiEval(ctx context.Context, args []string, out io.Writer) error {
	set := flag.NewFlagSet("ai-eval", flag.ContinueOnError)
	set.SetOutput(out)
	s := openai.Settings{On: true}
	key := endpointFlags(set, &s)
	set.IntVar(&s.Caps.Calls, "calls", 1000, "most calls; 0 for no cap")
	set.IntVar(&s.Caps.Tokens, "tokens", 0, "most tokens; 0 for no cap")
	set.DurationVar(&s.Caps.Time, "time", time.Hour, "most time of all calls; 0 for no cap")
	which := set.String("set", "60", "60: written by hand; 400: made by rule")
	set.Usage = func() { fmt.Fprint(out, aiEvalUsage); set.PrintDefaults() }
	if err := set.Parse(args); err != nil {
		return &exit{exitUnreadable, err}
	}
	sets := map[string]func() corpus.Corpus{"60": corpus.Sixty, "400": corpus.FourHundred}
	if sets[*which] == nil || set.NArg() > 0 {
		set.Usage()
		return &exit{exitUnreadable, errors.New("-set is 60 or 400, and nothing stands behind the flags")}
	}
	if err := readKey(*key, &s); err != nil {
		return err
	}
	s.Hosts = hostOf(s.Endpoint)
	client := openai.New(s, openai.Clock{})
	report, err := client.Probe(ctx)
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	for _, l := range report.Lines {
		fmt.Fprintf(out, "%-12s %s\n", l.Check, map[bool]string{true: "ok", false: "NOT OK " + l.Code}[l.OK])
	}
	if !report.OK() {
		return &exit{exitWrong, errors.New("the endpoint cannot be used as it is")}
	}
	s.Density = report.Density
	c := sets[*which]()
	f, err := arrange(ctx, openai.New(s, openai.Clock{}), s, c)
	f.print(out)
	if err != nil {
		return &exit{exitWrong, err}
	}
	return nil
}

// endpointFlags are those that name an endpoint; it gives the file of the key.
func endpointFlags(set *flag.FlagSet, s *openai.Settings) *string {
	set.StringVar(&s.Endpoint, "endpoint", "", "base address, such as https://ai.example.gov.vn/v1")
	set.StringVar(&s.Model, "model", "", "the model's name there")
	set.IntVar(&s.Context, "context", 0, "tokens that the endpoint takes; 0 for 8192")
	set.DurationVar(&s.Timeout, "timeout", 2*time.Minute, "the longest that one call may take")
	return set.String("key-file", "", "file with the bearer token; default: none")
}

// readKey reads the key of an endpoint from its file, if there is one.
func readKey(path string, s *openai.Settings) error {
	if path == "" {
		return nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return &exit{exitUnreadable, fmt.Errorf("read key: %w", err)}
	}
	s.Key = openai.Secret(strings.TrimSpace(string(raw)))
	return nil
}

// hostOf is the endpoint's own "name:port".
func hostOf(endpoint string) []string {
	u, err := url.Parse(endpoint)
	if err != nil {
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return []string{net.JoinHostPort(u.Hostname(), port)}
}

// arrange has the endpoint place the opinions of a set into the rows of their issues, and
// write the gists.
func arrange(ctx context.Context, client *openai.Client, s openai.Settings, c corpus.Corpus) (figures, error) {
	r := summaries.Read(c.Question)
	var rows []summaries.Row
	for _, issue := range slices.Sorted(maps.Keys(corpus.Issues)) {
		rows = append(rows, summaries.Row{ID: string(issue), Title: corpus.Issues[issue]})
	}
	run := summaries.NewRun(r, summaries.Size{Sentences: 30, Bytes: 8000})
	names := slices.Sorted(maps.Values(c.Names))
	budget := openai.NewBudget(s.Caps, summaries.Spent{})
	drive := func() error {
		return client.Drive(ctx, openai.Matter{Class: "public"}, r, nil, &run, names, budget, nil)
	}
	err := drive()
	if err == nil {
		run.Choose(r, nil, rows)
		err = drive()
	}
	return measure(c, r, run), err
}

// figures are what a run over a labelled set comes to.
type figures struct {
	score          summaries.Score
	valid, all     int // whole steps with a valid reply at once, whole steps asked
	failed         int // steps left to a person
	themes         int // candidates
	claims, cites  int // gist sentences kept, and what they cite
	refused        map[summaries.Reason]int
	spent          summaries.Spent
	waiting, total int // sentences
}

// measure compares what a run placed with the gold of its set.
func measure(c corpus.Corpus, r *summaries.Reading, run summaries.Run) figures {
	t := run.Table(r, nil)
	f := figures{score: summaries.Agreement(t.Placements(), c.Want(r, summaries.Table{})), refused: run.Refused(), spent: run.Spent(),
		failed: run.Progress()[summaries.StepFailed], themes: len(run.Candidates(r)), waiting: len(t.Waiting), total: len(r.Sentences)}
	f.valid, f.all = run.FirstTry()
	for _, s := range run.Steps {
		if s.Result != nil {
			f.claims += len(s.Result.Claims)
			for _, claim := range s.Result.Claims {
				f.cites += len(claim.Cites)
			}
		}
	}
	return f
}

func (f figures) print(out io.Writer) {
	line := func(name, format string, values ...any) {
		fmt.Fprintf(out, "%-24s "+format+"\n", append([]any{name}, values...)...)
	}
	line("precision", "%.3f", f.score.Precision)
	line("recall", "%.3f", f.score.Recall)
	line("F1", "%.3f", f.score.F1)
	line("valid at first try", "%d of %d", f.valid, f.all)
	line("steps left to a person", "%d", f.failed)
	line("sentences that wait", "%d of %d", f.waiting, f.total)
	line("candidate themes", "%d", f.themes)
	line("gist sentences, cites", "%d, %d", f.claims, f.cites)
	refused := 0
	for _, n := range f.refused {
		refused += n
	}
	line("refused by the guards", "%d", refused)
	for _, reason := range slices.Sorted(maps.Keys(f.refused)) {
		line("  "+string(reason), "%d", f.refused[reason])
	}
	line("calls", "%d", f.spent.Calls)
	line("tokens in, out", "%d, %d", f.spent.Prompt, f.spent.Reply)
	line("time of all calls", "%.1f s", float64(f.spent.Millis)/1000)
}
