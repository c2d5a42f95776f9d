package openai

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"ecabinet"
	"ecabinet/summaries"
)

// Client asks one endpoint. It is made by [New] and safe for several goroutines.
type Client struct {
	settings Settings
	api      *openai.Client
	doer     *doer
	clock    Clock
}

// Clock is how a client reads the time and waits; the zero value is the real one.
type Clock struct {
	Now    func() time.Time
	Sleep  func(context.Context, time.Duration) error                                 // ends early with the context's error
	Within func(context.Context, time.Duration) (context.Context, context.CancelFunc) // context.WithTimeout
}

// New is a client of the endpoint; it dials nothing yet.
func New(s Settings, clock Clock) *Client {
	if clock.Now == nil {
		clock.Now = time.Now
	}
	if clock.Sleep == nil {
		clock.Sleep = sleep
	}
	if clock.Within == nil {
		clock.Within = context.WithTimeout
	}
	c := &Client{settings: s, doer: newDoer(s), clock: clock}
	config := openai.DefaultConfig(string(s.Key))
	config.BaseURL = s.Endpoint
	config.HTTPClient = c.doer
	c.api = openai.NewClientWithConfig(config)
	return c
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Dials counts the connections that were ever begun.
func (c *Client) Dials() int64 { return c.doer.dials.Load() }

// Waits before the one retry: what the endpoint says, within a bound.
const (
	usualWait   = 2 * time.Second
	longestWait = time.Minute
)

// request is one prompt with the schema of its reply.
type request struct {
	name   string // of the schema
	schema json.RawMessage
	system string
	user   string
	head   string // both sentinels, to be echoed
	tail   string
}

func (q request) bytes() int { return len(q.system) + len(q.user) }

// reply is what every schema begins with.
type reply interface{ echoes(head, tail string) bool }

type echo struct {
	Head string `json:"head"`
	Tail string `json:"tail"`
}

func (e echo) echoes(head, tail string) bool { return e.Head == head && e.Tail == tail }

// ask makes one request and reads its reply strictly into v. One answer that the endpoint
// is busy or broken (429, 5xx) is followed by one retry. Its errors are *ecabinet.Error
// without a cause.
func (c *Client) ask(ctx context.Context, m Matter, b *Budget, q request, v reply) (summaries.Spent, error) {
	var spent summaries.Spent
	if err := c.settings.Refuses(m); err != nil {
		return spent, err
	}
	if c.estimate(q.bytes())+c.settings.reply() > c.settings.context() {
		return spent, ecabinet.E(ecabinet.TooLarge, "assist.too_long")
	}
	for try := 0; ; try++ {
		once, err := c.once(ctx, b, q, v)
		spent = spent.Plus(once)
		var status *statusError
		if !errors.As(err, &status) {
			return spent, err
		}
		busy := status.status == http.StatusTooManyRequests || status.status >= 500
		if !busy || try > 0 {
			return spent, status.coded()
		}
		if c.clock.Sleep(ctx, c.wait(status.after)) != nil {
			return spent, ecabinet.E(ecabinet.Unavailable, "assist.stopped")
		}
	}
}

// estimate is how many tokens a text has at most, as far as is known.
func (c *Client) estimate(bytes int) int {
	if c.settings.Density > 0 {
		return int(float64(bytes)/c.settings.Density*1.1) + 50
	}
	return bytes/3 + 50
}

// fewest is how many tokens a whole prompt has at least: fewer, and the endpoint has cut it.
// Tokens of Vietnamese text hold 2 to 6 bytes in the tokenizers in use.
func (c *Client) fewest(bytes int) int {
	if c.settings.Density > 0 {
		return int(float64(bytes) / c.settings.Density * 0.7)
	}
	return bytes / 8
}

// once is one call. A *statusError comes back as it is, every other error with its code.
func (c *Client) once(ctx context.Context, b *Budget, q request, v reply) (spent summaries.Spent, err error) {
	reserved := c.estimate(q.bytes()) + c.settings.reply()
	limit, err := b.reserve(reserved, c.settings.timeout())
	if err != nil {
		return spent, err
	}
	from := c.clock.Now()
	inner, cancel := c.clock.Within(ctx, limit)
	defer cancel()
	res, err := c.api.CreateChatCompletion(inner, c.chat(q))
	took := max(c.clock.Now().Sub(from), 0)
	spent = summaries.Spent{Calls: 1, Prompt: res.Usage.PromptTokens, Reply: res.Usage.CompletionTokens, Millis: took.Milliseconds()}
	if spent.Prompt <= 0 {
		spent.Prompt = c.estimate(q.bytes())
	}
	spent.Prompt = min(spent.Prompt, c.settings.context()) // what the endpoint says is no more trusted than the rest
	spent.Reply = min(max(spent.Reply, 0), c.settings.reply())
	b.settle(reserved, limit, spent.Prompt+spent.Reply, took)
	if err != nil {
		return spent, coded(ctx, inner, err)
	}
	return spent, c.read(q, res, v)
}

func (c *Client) chat(q request) openai.ChatCompletionRequest {
	chat := openai.ChatCompletionRequest{
		Model: c.settings.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: q.system},
			{Role: openai.ChatMessageRoleUser, Content: q.user},
		},
		MaxTokens:   c.settings.reply(),
		Temperature: math.SmallestNonzeroFloat32, // 0 would be left out
		ResponseFormat: &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: q.name, Schema: q.schema, Strict: true},
		},
	}
	if openai.NewReasoningValidator().Validate(chat) != nil { // models that take no temperature
		chat.Temperature, chat.MaxTokens, chat.MaxCompletionTokens = 0, 0, c.settings.reply()
	}
	return chat
}

// read takes the reply only if it is whole, alone, by the schema, and of the whole prompt.
func (c *Client) read(q request, res openai.ChatCompletionResponse, v reply) error {
	if len(res.Choices) != 1 {
		return bad("assist.reply")
	}
	choice := res.Choices[0]
	text := strings.TrimSpace(choice.Message.Content)
	switch {
	case choice.Message.Refusal != "" || choice.FinishReason == openai.FinishReasonContentFilter:
		return bad("assist.declined")
	case choice.FinishReason != openai.FinishReasonStop:
		return bad("assist.cut")
	case strings.HasPrefix(text, "```"):
		return bad("assist.fenced")
	case len(choice.Message.ToolCalls) > 0 || choice.Message.FunctionCall != nil:
		return bad("assist.reply")
	case decode(choice.Message.Content, v) != nil:
		return bad("assist.reply")
	case !v.echoes(q.head, q.tail), res.Usage.PromptTokens > 0 && res.Usage.PromptTokens < c.fewest(q.bytes()):
		return bad("assist.prompt_cut")
	}
	return nil
}

func bad(code string) error { return &ecabinet.Error{Kind: ecabinet.Unavailable, Code: code} }

// wait is how long before the retry: Retry-After in seconds or as a date (RFC 9110,
// section 10.2.3), else a usual time.
func (c *Client) wait(after string) time.Duration {
	wait := usualWait
	if n, err := strconv.Atoi(after); err == nil && n >= 0 {
		wait = time.Duration(min(n, 3600)) * time.Second
	} else if at, err := http.ParseTime(after); err == nil {
		wait = at.Sub(c.clock.Now())
	}
	return min(max(wait, 0), longestWait)
}

func (e *statusError) coded() error {
	switch {
	case e.status == http.StatusTooManyRequests:
		return bad("assist.busy")
	case e.status >= 500:
		return bad("assist.unavailable")
	case e.status == http.StatusUnauthorized || e.status == http.StatusForbidden:
		return bad("assist.key")
	case e.status == http.StatusNotFound:
		return bad("assist.model")
	}
	return bad("assist.rejected")
}

// coded is err as a code. Nothing of err goes on: messages of the library and of net/http
// hold bodies and addresses.
func coded(outer, inner context.Context, err error) error {
	var status *statusError
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	switch {
	case errors.As(err, &status):
		return status
	case outer.Err() != nil:
		return bad("assist.stopped")
	case inner.Err() != nil:
		return bad("assist.timeout")
	case errors.Is(err, errHost):
		return bad("assist.host")
	case errors.Is(err, errRedirect):
		return bad("assist.redirect")
	case errors.Is(err, errTooLarge):
		return bad("assist.too_large")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return bad("assist.cut")
	case errors.As(err, &syntax), errors.As(err, &shape):
		return bad("assist.reply")
	}
	return bad("assist.unreachable")
}

// Verdict is what becomes of a step that failed.
type Verdict string

// The verdicts.
const (
	Divide Verdict = "divide" // smaller steps may succeed
	Leave  Verdict = "leave"  // to a person; the run goes on
	Stop   Verdict = "stop"   // no step can succeed: the run waits as it is
)

// VerdictOf reads an error of this package.
func VerdictOf(err error) Verdict {
	var e *ecabinet.Error
	if !errors.As(err, &e) {
		return Stop
	}
	switch e.Code {
	case "assist.too_long", "assist.timeout", "assist.too_large", "assist.cut", "assist.declined", "assist.fenced", "assist.reply", "assist.prompt_cut":
		return Divide
	case "assist.busy", "assist.unavailable", "assist.rejected", "assist.unreachable":
		return Leave
	}
	return Stop
}

// codeOf is the code of an error of this package.
func codeOf(err error) string {
	var e *ecabinet.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
