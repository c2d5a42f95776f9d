package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"ecabinet/summaries"
)

// Check is one thing that an endpoint is tried for.
type Check string

// The checks, in their order.
const (
	Schema     Check = "schema"     // the reply obeys the schema that was sent
	Vietnamese Check = "vietnamese" // Vietnamese text comes back as it was sent
	Usage      Check = "usage"      // tokens of the prompt are counted
	Whole      Check = "whole"      // a prompt as long as the declared context arrives at both ends
)

// Line is the outcome of one check.
type Line struct {
	Check Check  `json:"check"`
	OK    bool   `json:"ok"`
	Code  string `json:"code,omitempty"` // why not; "" where it was not tried because an earlier one failed
}

// Report says what an endpoint can do.
type Report struct {
	Lines   []Line          `json:"lines"`   // one for each check, always all
	Density float64         `json:"density"` // bytes in a token, for Settings; 0 where not counted
	Spent   summaries.Spent `json:"spent"`
}

// OK says that the endpoint may be used.
func (r Report) OK() bool {
	for _, l := range r.Lines {
		if !l.OK && l.Check != Usage { // without it only the sentinels tell a cut prompt
			return false
		}
	}
	return true
}

// sample holds letters that poor handling of Unicode breaks; filler is neutral text.
const (
	sample = "Đề nghị bổ sung quy định về chuyển tiếp tại điểm đ khoản 2 Điều 5: “Ưỡn ẹo, khuỷu, nghiễm, ẵm, ặc, ợ”."
	filler = "Dòng này chỉ để thử độ dài của lời nhắc, không có nội dung gì khác. "
)

type probeReply struct {
	echo
	Text *string `json:"text"`
}

// Probe tries the endpoint with texts of its own: no opinion is sent. It makes two calls
// at most. Its error says why nothing could be tried ([Settings.Refuses]); what the
// endpoint cannot do stands in the report.
func (c *Client) Probe(ctx context.Context) (Report, error) {
	var report Report
	if err := c.settings.Refuses(Matter{Class: "public"}); err != nil {
		return report, err
	}
	b := NewBudget(Caps{}, summaries.Spent{})
	probe := func(n int) (probeReply, int, error) {
		var v probeReply
		q := probing(n)
		spent, err := c.ask(ctx, Matter{Class: "public"}, b, q, &v)
		report.Spent = report.Spent.Plus(spent)
		if err == nil && v.Text == nil {
			err = bad("assist.reply")
		}
		if spent.Calls == 0 || spent.Prompt == c.estimate(q.bytes()) {
			spent.Prompt = 0 // not counted by the endpoint
		}
		return v, spent.Prompt, err
	}
	v, tokens, err := probe(0)
	if err != nil {
		report.Lines = []Line{{Schema, false, codeOf(err)}, {Vietnamese, false, ""}, {Usage, false, ""}, {Whole, false, ""}}
		return report, nil
	}
	report.Lines = append(report.Lines, Line{Schema, true, ""})
	report.Lines = append(report.Lines, line(Vietnamese, cleaned(*v.Text) == cleaned(sample), "assist.vietnamese"))
	report.Lines = append(report.Lines, line(Usage, tokens > 0, "assist.usage"))
	if tokens > 0 {
		report.Density = float64(probing(0).bytes()) / float64(tokens)
	}
	// As long as a step may ever be.
	longest := c.settings.context() - c.settings.reply()
	n := 0
	for c.estimate(probing(n+1).bytes()) <= longest {
		n += max((longest-c.estimate(probing(n+1).bytes()))*2/len(filler), 1)
	}
	_, _, err = probe(n)
	report.Lines = append(report.Lines, line(Whole, err == nil, codeOf(err)))
	return report, nil
}

func line(c Check, ok bool, code string) Line {
	if ok {
		code = ""
	}
	return Line{c, ok, code}
}

// probing is a request with n lines of filler between its ends.
func probing(n int) request {
	text := strings.Repeat(filler, n)
	q := request{name: "probe", head: "H5c1e9a70b2", tail: "T83d4f60c17"}
	properties := map[string]any{"type": "string"}
	q.schema = json.RawMessage(encode(object("head", properties, "text", properties, "tail", properties)))
	q.system = fmt.Sprintf(instructions, q.head, `Việc cần làm: trường "text" chép lại nguyên văn "text" của câu cuối cùng trong "sentences".`)
	var p payload
	if n > 0 {
		p.Sentences = append(p.Sentences, shown{ID: "p-s1", Text: strings.TrimSpace(text)})
	}
	p.Sentences = append(p.Sentences, shown{ID: "p-s2", Text: sample})
	q.user = encode(p) + "\nMã cuối: " + q.tail
	return q
}
