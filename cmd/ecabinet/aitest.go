package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"

	"ecabinet/summaries/openai"
)

const aiTestUsage = `usage: ecabinet ai-test -endpoint URL -model NAME [flags]

Tests the connection to an OpenAI-compatible endpoint with invented text, and says in both
languages what the server can do. It ends with 0 where the endpoint may be used, 1 where it
may not, 2 where nothing could be tried.

`

// checks are what the lines of the test say, in both languages.
var checks = map[openai.Check][2]string{
	openai.Schema:     {"Trả lời đúng lược đồ", "obeys the schema"},
	openai.Vietnamese: {"Giữ nguyên chữ tiếng Việt", "gives Vietnamese back unchanged"},
	openai.Usage:      {"Cho biết đã đọc bao nhiêu token", "counts the tokens that it read"},
	openai.Whole:      {"Đọc đủ độ dài đã khai báo", "takes the declared context whole"},
}

// aiTest tests the connection to an endpoint.
func aiTest(ctx context.Context, args []string, out io.Writer) error {
	set := flag.NewFlagSet("ai-test", flag.ContinueOnError)
	set.SetOutput(out)
	s := openai.Settings{On: true}
	key := endpointFlags(set, &s)
	set.Usage = func() { fmt.Fprint(out, aiTestUsage); set.PrintDefaults() }
	if err := set.Parse(args); err != nil {
		return &exit{exitUnreadable, err}
	}
	if set.NArg() > 0 {
		set.Usage()
		return &exit{exitUnreadable, errors.New("nothing stands behind the flags")}
	}
	if err := readKey(*key, &s); err != nil {
		return err
	}
	s.Hosts = hostOf(s.Endpoint)
	report, err := openai.New(s, openai.Clock{}).Probe(ctx)
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	texts := map[string]struct{ VI, EN string }{}
	if err := json.Unmarshal(openai.Texts(), &texts); err != nil {
		return fmt.Errorf("read texts: %w", err)
	}
	for _, l := range report.Lines {
		fmt.Fprintf(out, "%-7s %s / %s\n", map[bool]string{true: "ok", false: "NOT OK"}[l.OK], checks[l.Check][0], checks[l.Check][1])
		if why, ok := texts[l.Code]; ok {
			fmt.Fprintf(out, "        %s\n        %s\n", why.VI, why.EN)
		}
	}
	fmt.Fprintf(out, "%d calls, %d tokens, %.1f s\n", report.Spent.Calls, report.Spent.Prompt+report.Spent.Reply, float64(report.Spent.Millis)/1000)
	if !report.OK() {
		return &exit{exitWrong, errors.New("the endpoint cannot be used as it is")}
	}
	return nil
}
