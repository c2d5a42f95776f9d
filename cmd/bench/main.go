// Command bench runs the benchmarks that answer the questions of
// docs/performance.md and prints each figure under its question, with machine and
// date. It measures nothing by itself and judges nothing: what is aimed at stands
// beside the figure.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// question is answered by the benchmarks of one package.
type question struct {
	asks    string
	pkg     string
	bench   string
	time    string // of -benchtime
	figures []figure
}

// figure is one line of an answer: a metric of one benchmark, or the quotient of
// two.
type figure struct {
	says   string
	metric metric
	over   metric // the zero metric: none
	aim    string
}

type metric struct{ bench, unit string }

func answers(db string) []figure {
	of := func(name, unit string) metric { return metric{"Answers/" + db + "/" + name, unit} }
	var list []figure
	for _, c := range []string{"1", "16", "64"} {
		list = append(list, figure{says: c + " clients: answers a second", metric: of("clients="+c, "answers/s")},
			figure{says: c + " clients: p99, ms", metric: of("clients="+c, "p99-ms")})
	}
	list[len(list)-1].aim = "< 60"
	return append(list,
		figure{says: "bare SQL, one by one: answers a second", metric: of("bare=1", "answers/s")},
		figure{says: "bare SQL, in groups of 50: answers a second", metric: of("bare=50", "answers/s")},
		figure{says: "64 clients beside bare groups of 50", metric: of("clients=64", "answers/s"), over: of("bare=50", "answers/s"), aim: ">= 0.33"},
		figure{says: "64 clients: commits for each answer", metric: of("clients=64", "commits/answer"), aim: "<= 0.10"},
	)
}

func fanout(count string) []figure {
	of := func(unit string) metric { return metric{"Fanout/" + count, unit} }
	list := []figure{
		{says: count + " sockets: CPU for one delivery, µs", metric: of("cpu-us/delivery")},
		{says: count + " sockets: CPU beside a bare broadcast", metric: of("cpu-ratio")},
		{says: count + " sockets: p99, ms", metric: of("p99-ms")},
		{says: count + " sockets: p99 beside a bare broadcast", metric: of("p99-ratio")},
	}
	if count == "5000" {
		list[1].aim, list[3].aim = "<= 1.25", "<= 3"
	}
	return list
}

func session(count string) []figure {
	of := func(unit string) metric { return metric{"Session/" + count, unit} }
	list := []figure{
		{says: count + " sockets: CPU for one event, ms", metric: of("cpu-ms/event")},
		{says: count + " sockets: CPU seconds for a million deliveries", metric: of("cpu-s/million")},
		{says: count + " sockets: CPU beside a bare broadcast", metric: of("cpu-ratio")},
		{says: count + " sockets: p50, ms", metric: of("p50-ms")},
		{says: count + " sockets: p99, ms", metric: of("p99-ms")},
		{says: count + " sockets: longest, ms", metric: of("max-ms")},
		{says: count + " sockets: p99 beside a bare broadcast", metric: of("p99-ratio")},
		{says: count + " sockets: memory for one, KiB", metric: of("KiB/socket")},
	}
	if count == "5000" {
		list[2].aim, list[6].aim = "<= 1.25", "<= 3"
	}
	return list
}

func votes(count, within, aim string) []figure {
	of := func(unit string) metric { return metric{"Votes/" + count, unit} }
	return []figure{
		{says: count + " members in " + within + ": p99, ms", metric: of("p99-ms"), aim: aim},
		{says: count + " members in " + within + ": until all are stored, s", metric: of("all-s")},
		{says: count + " members in " + within + ": CPU for a vote, ms", metric: of("cpu-ms/vote")},
	}
}

func synthesis(kind, aim string) []figure {
	of := func(unit string) metric { return metric{"ThousandOpinions/" + kind, unit} }
	return []figure{
		{says: kind + ": ms", metric: of("ms"), aim: aim},
		{says: kind + ": CPU, ms", metric: of("cpu-ms")},
		{says: kind + ": memory of the process, MiB", metric: of("MiB")},
		{says: kind + ": sentences", metric: of("sentences")},
	}
}

const (
	here = "./cmd/ecabinet/bench"
	room = "./cmd/ecabinet/rehearse"
)

var questions = []question{
	{"How many durable answers a second does the program take over HTTP on SQLite, beside the bare SQL of the same answers?",
		here, "Answers/sqlite", "1x", answers("sqlite")},
	{"And on PostgreSQL?", here, "Answers/postgres", "1x", answers("postgres")},
	{"How long is it from the start of serve to the first good /readyz?", here, "Start", "3x", []figure{
		{says: "SQLite, ms", metric: metric{"Start/sqlite", "start-ms"}}, {says: "PostgreSQL, ms", metric: metric{"Start/postgres", "start-ms"}},
	}},
	{"How much memory does the program hold?", here, "Memory", "1x", []figure{
		{says: "nobody there, MiB", metric: metric{"Memory", "idle-MiB"}}, {says: "1,000 open sockets, MiB", metric: metric{"Memory", "sockets-MiB"}},
	}},
	{"What does it cost to bring one change to every open socket, in ten audiences, beside a bare gorilla broadcast of the same bytes?",
		"./realtime", "Fanout", "1x", append(fanout("1000"), fanout("5000")...)},
	{"What does it cost to bring a change of the floor to all who follow a running session, from its commit, beside a bare broadcast of the same bytes?",
		room, "Session", "1x", slices.Concat(session("150"), session("1000"), session("5000"))},
	{"A vote is opened and all answer within a second: how long until an answer is durable and acknowledged?",
		room, "Votes", "1x", slices.Concat(votes("150", "1 s", "< 500"), votes("1000", "1 s", "< 500"), votes("5000", "5 s", ""))},
	{"How long is it from the press to the last of 150 sockets when a page is shown?", room, "Present", "1x", []figure{
		{says: "p50 over all sockets, ms", metric: metric{"Present", "p50-ms"}}, {says: "the last, longest of 50 presses, ms", metric: metric{"Present", "max-ms"}},
	}},
	{"What does one stalled client among 500 cost the others?", room, "Stalled", "1x", []figure{
		{says: "p99 beside the same without him", metric: metric{"Stalled", "p99-ratio"}, aim: "<= 1.10"},
	}},
	{"What does a decision of the policies cost that was made before?", "./policies", "DecideWarm", "", []figure{
		{says: "ns", metric: metric{"DecideWarm", "ns/op"}, aim: "< 1000"},
	}},
	{"What does it cost to count a question of 27 seats?", "./procedure", "Count$", "", []figure{
		{says: "ns", metric: metric{"Count", "ns/op"}},
	}},
	{"How long, and in how much memory, does a table of 1,000 opinions take without a model?", "./summaries", "ThousandOpinions", "3x",
		slices.Concat(synthesis("consultation", "< 2000"), synthesis("all-different", ""))},
}

func main() {
	count := flag.Int("count", 3, "runs; each figure is their median")
	only := flag.String("only", "", "questions whose benchmark matches this pattern")
	flag.Parse()
	if err := run(os.Stdout, *count, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, count int, only string) error {
	pattern, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n%s\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), machine())
	fmt.Fprintf(out, "median of %d runs\n", count)
	for _, q := range questions {
		if !pattern.MatchString(q.bench) {
			continue
		}
		fmt.Fprintf(out, "\n%s\n", q.asks)
		measured, err := measure(q, count)
		if err != nil {
			return err
		}
		for _, f := range q.figures {
			if err := f.print(out, measured); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(out, "\nload of the machine at the end: %s\n", load())
	return nil
}

func (f figure) print(out io.Writer, measured map[metric][]float64) error {
	value, ok := median(measured[f.metric])
	if f.over != (metric{}) {
		over, also := median(measured[f.over])
		value, ok = value/over, ok && also
	}
	if !ok {
		return fmt.Errorf("no benchmark reported %s %s", f.metric.bench, f.metric.unit)
	}
	line := fmt.Sprintf("  %-48s %10s", f.says, short(value))
	if f.aim != "" {
		line += "   aim " + f.aim
	}
	_, err := fmt.Fprintln(out, strings.TrimRight(line, " "))
	return err
}

// short writes a figure with three digits that mean something.
func short(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func median(list []float64) (float64, bool) {
	if len(list) == 0 {
		return 0, false
	}
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2], true
}

// measure runs the benchmarks of a question and reads what they report.
func measure(q question, count int) (map[metric][]float64, error) {
	args := []string{"test", "-run", "^$", "-bench", q.bench, "-count", strconv.Itoa(count), "-timeout", "30m"}
	if q.time != "" {
		args = append(args, "-benchtime", q.time)
	}
	cmd := exec.Command("go", append(args, q.pkg)...)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, text)
	}
	measured := map[metric][]float64{}
	lines := bufio.NewScanner(strings.NewReader(string(text)))
	for lines.Scan() {
		read(lines.Text(), measured)
	}
	return measured, lines.Err()
}

var cores = regexp.MustCompile(`-\d+$`)

// read takes a line such as "BenchmarkX/y-2 1 12 ns/op 3.4 answers/s".
func read(line string, into map[metric][]float64) {
	words := strings.Fields(line)
	if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
		return
	}
	name := cores.ReplaceAllString(strings.TrimPrefix(words[0], "Benchmark"), "")
	for i := 2; i+1 < len(words); i += 2 {
		if v, err := strconv.ParseFloat(words[i], 64); err == nil {
			m := metric{name, words[i+1]}
			into[m] = append(into[m], v)
		}
	}
}

func machine() string {
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return fmt.Sprintf("%s, %d cores, %s %s, %s", model(), runtime.NumCPU(), runtime.GOOS, strings.TrimSpace(string(kernel)), runtime.Version())
}

func model() string {
	raw, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	words := strings.Fields(string(raw))
	return strings.Join(words[:min(3, len(words))], " ")
}
