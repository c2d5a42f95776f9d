// Package fake is an OpenAI-compatible endpoint that reads each request and answers by
// rule, as the persona that it is given: an honest one, and ones that do each thing that
// endpoints have been seen to do wrong. It is for tests and for demonstrations without a
// model, knows nothing of this program but what stands in a request, and must not be
// reachable from anywhere else.
package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"unicode/utf8"
)

// Persona is how an endpoint behaves.
type Persona string

// The personas.
const (
	Honest        Persona = "honest"
	Fabricator    Persona = "fabricator"        // writes figures, names, clauses and quotations that nobody said
	ForeignIDs    Persona = "foreign-ids"       // cites sentences and themes that were not in the request
	Miscounter    Persona = "miscounter"        // counts, in figures and in words
	Obedient      Persona = "obedient"          // does what a sentence tells it to
	WrongLanguage Persona = "wrong-language"    // answers in English or Chinese
	Truncated     Persona = "truncated"         // the reply ends in the middle, in one of three ways
	SilentCut     Persona = "silent-truncation" // takes only a part of a long prompt and says nothing of it
	Whitespace    Persona = "whitespace"        // blanks without end
	Garbage       Persona = "garbage"           // does not obey the schema, in one of many ways
	Limited       Persona = "limited"           // 429 at first, then fine
	Broken        Persona = "broken"            // 500, with the prompt in its message
	Hang          Persona = "hang"              // never answers
	Redirect      Persona = "redirect"          // sends elsewhere
	Huge          Persona = "huge"              // a reply of many megabytes
)

// Personas are all of them.
var Personas = []Persona{Honest, Fabricator, ForeignIDs, Miscounter, Obedient, WrongLanguage, Truncated, SilentCut, Whitespace, Garbage, Limited, Broken, Hang, Redirect, Huge}

// Endpoint serves POST .../chat/completions.
type Endpoint struct {
	Persona   Persona
	Elsewhere string              // where Redirect sends to
	Window    int                 // bytes of a prompt that SilentCut takes; 0 for 2600
	Middle    bool                // SilentCut leaves out the middle, not the beginning
	OnHang    func(*http.Request) // called when Hang begins to wait
	Seen      func(Request)       // called with every request that was understood

	mu       sync.Mutex // guards what follows
	requests int
	limited  map[string]bool // prompts that were told to wait
}

// Request is what stands in one request.
type Request struct {
	Task      string // "themes", "place", "gist", "probe"
	Head      string
	Tail      string
	Rows      []Item
	Sentences []Item
	Prompt    string // all messages, one after the other
	Headers   http.Header
	Raw       []byte
}

// Item is a row or a sentence of a request.
type Item struct {
	ID    string `json:"id"`
	About string `json:"about"`
	Text  string `json:"text"`
}

// Requests is how many requests came in, whatever they were answered.
func (e *Endpoint) Requests() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests
}

// ServeHTTP answers as the persona.
func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.requests++
	n := e.requests
	e.mu.Unlock()
	q, err := read(r)
	if err != nil || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/chat/completions") {
		http.Error(w, `{"error":{"message":"no such thing"}}`, http.StatusBadRequest)
		return
	}
	if e.Seen != nil {
		e.Seen(q)
	}
	tokens := utf8.RuneCountInString(q.Prompt) / 3
	switch e.Persona {
	case Limited:
		e.mu.Lock()
		waited := e.limited[q.Prompt]
		if e.limited == nil {
			e.limited = map[string]bool{}
		}
		e.limited[q.Prompt] = true
		e.mu.Unlock()
		if !waited {
			w.Header().Set("Retry-After", "7")
			http.Error(w, fail(q.Prompt), http.StatusTooManyRequests)
			return
		}
	case Broken:
		http.Error(w, fail(q.Prompt), http.StatusInternalServerError)
		return
	case Hang:
		if e.OnHang != nil {
			e.OnHang(r)
		}
		<-r.Context().Done()
		return
	case Redirect:
		http.Redirect(w, r, e.Elsewhere, []int{http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect}[n%3])
		return
	case Huge:
		e.huge(w, r, n)
		return
	case Whitespace:
		body := envelope(" ", "stop", tokens)
		begin, _, _ := strings.Cut(body, `" "`)
		fmt.Fprint(w, begin+`"`+"{")
		e.pour(w, r, " ")
		return
	case Truncated:
		e.truncated(w, q, n, tokens)
		return
	case SilentCut:
		q, tokens = e.cut(q)
	case Garbage:
		fmt.Fprint(w, garbage(q, n, tokens))
		return
	}
	fmt.Fprint(w, envelope(e.answer(q), "stop", tokens))
}

// read takes a request apart: the sentinels, the task by the schema's name, the data.
func read(r *http.Request) (Request, error) {
	var in struct {
		Messages []struct{ Role, Content string }
		Format   struct {
			Type   string
			Schema struct {
				Name   string
				Strict bool
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	q := Request{Headers: r.Header}
	var raw strings.Builder
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Body.Read(buf)
		raw.Write(buf[:n])
		if err != nil {
			break
		}
	}
	q.Raw = []byte(raw.String())
	if err := json.Unmarshal(q.Raw, &in); err != nil {
		return q, err
	}
	if len(in.Messages) != 2 || in.Format.Type != "json_schema" || !in.Format.Schema.Strict {
		return q, fmt.Errorf("not a request with a schema")
	}
	q.Task = in.Format.Schema.Name
	q.Prompt = in.Messages[0].Content + "\n\n" + in.Messages[1].Content
	q.fill(q.Prompt)
	return q, nil
}

// fill reads what is left of a prompt.
func (q *Request) fill(prompt string) {
	q.Head, q.Tail, q.Rows, q.Sentences = "", "", nil, nil
	if _, after, ok := strings.Cut(prompt, "Mã đầu: "); ok {
		q.Head, _, _ = strings.Cut(after, "\n")
	}
	if i := strings.LastIndex(prompt, "\nMã cuối: "); i >= 0 {
		q.Tail = prompt[i+len("\nMã cuối: "):]
		prompt = prompt[:i]
	}
	_, data, ok := strings.Cut(prompt, "\n\n")
	var in struct{ Rows, Sentences []Item }
	if ok && json.Unmarshal([]byte(data), &in) == nil {
		q.Rows, q.Sentences = in.Rows, in.Sentences
		return
	}
	for _, part := range strings.Split(prompt, `{"id":"`) { // a piece of it
		var it Item
		if whole, _, ok := strings.Cut(part, "}"); ok && json.Unmarshal([]byte(`{"id":"`+whole+"}"), &it) == nil {
			if strings.Contains(it.ID, "-r") {
				q.Rows = append(q.Rows, it)
			} else {
				q.Sentences = append(q.Sentences, it)
			}
		}
	}
}

// cut keeps what fits the window, as servers do that say nothing of it.
func (e *Endpoint) cut(q Request) (Request, int) {
	window := e.Window
	if window == 0 {
		window = 2600
	}
	prompt := q.Prompt
	switch {
	case len(prompt) <= window:
	case e.Middle:
		prompt = strings.ToValidUTF8(prompt[:window/2], "") + strings.ToValidUTF8(prompt[len(prompt)-window/2:], "")
	default:
		prompt = strings.ToValidUTF8(prompt[len(prompt)-window:], "")
	}
	q.fill(prompt)
	return q, utf8.RuneCountInString(prompt) / 3
}

// envelope is a chat completion with one choice.
func envelope(content, finish string, tokens int) string {
	text, _ := json.Marshal(content)
	return fmt.Sprintf(`{"id":"x","object":"chat.completion","created":1,"model":"fake","choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"%s"}],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}`,
		text, finish, tokens, len(content)/4, tokens+len(content)/4)
}

func fail(prompt string) string {
	text, _ := json.Marshal("cannot serve: " + prompt)
	return `{"error":{"message":` + string(text) + `,"type":"server_error"}}`
}

func (e *Endpoint) truncated(w http.ResponseWriter, q Request, n, tokens int) {
	content := e.answer(q)
	half := strings.ToValidUTF8(content[:len(content)*2/3], "")
	switch n % 3 {
	case 0: // cut by its limit
		fmt.Fprint(w, envelope(half, "length", tokens))
	case 1: // cut, and called complete
		fmt.Fprint(w, envelope(half, "stop", tokens))
	default: // the connection breaks
		body := envelope(content, "stop", tokens)
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		fmt.Fprint(w, body[:len(body)/2])
		panic(http.ErrAbortHandler)
	}
}

// most is where the fake itself stops, were nobody to hang up.
const most = 16 << 20

// pour writes text until the reader leaves.
func (e *Endpoint) pour(w http.ResponseWriter, r *http.Request, text string) {
	block := strings.Repeat(text, 32<<10/len(text))
	for n := 0; n < most && r.Context().Err() == nil; n += len(block) {
		if _, err := fmt.Fprint(w, block); err != nil {
			return
		}
	}
}

func (e *Endpoint) huge(w http.ResponseWriter, r *http.Request, n int) {
	if n%2 == 0 {
		w.Header().Set("Content-Length", fmt.Sprint(most))
	}
	fmt.Fprint(w, `{"id":"x","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"`)
	e.pour(w, r, "rất dài ")
}
