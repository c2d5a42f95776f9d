package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet/internal/httpx"
	"ecabinet/summaries"
)

// AssistData are the settings of the model as an administrator writes them.
type AssistData struct {
	Endpoint string `json:"endpoint" maxLength:"300" doc:"base address, such as https://ai.example.gov.vn/v1"`
	Model    string `json:"model" maxLength:"300" doc:"as the endpoint names it"`
	Ceiling  string `json:"ceiling" enum:"public,internal,restricted" doc:"the highest class of a matter whose opinions may be sent"`
	Context  int    `json:"context" doc:"tokens that the endpoint takes, prompt and reply together"`
	Timeout  int    `json:"timeout" doc:"seconds of one call at most"`
	Calls    int    `json:"calls" doc:"of one run at most"`
	Tokens   int    `json:"tokens" doc:"of one run at most"`
	Minutes  int    `json:"minutes" doc:"of all calls of one run at most"`
}

// AssistCheck is one check of the test of a connection.
type AssistCheck struct {
	Check string `json:"check" doc:"schema, vietnamese, usage, whole"`
	OK    bool   `json:"ok"`
	Why   Text   `json:"why" doc:"why it is not ok and what to do; empty: ok, or not tried because an earlier one failed"`
}

// AssistTrial is the last test of the connection as it is set.
type AssistTrial struct {
	At     time.Time     `json:"at"`
	By     string        `json:"by" doc:"name"`
	OK     bool          `json:"ok" doc:"the endpoint may be used"`
	Checks []AssistCheck `json:"checks"`
	Calls  int           `json:"calls"`
	Tokens int           `json:"tokens"`
	Millis int64         `json:"millis"`
}

// AssistView is what is set of the model, and how it was tested.
type AssistView struct {
	Rev    int64        `json:"rev"`
	On     bool         `json:"on"`
	Barred Text         `json:"barred" doc:"why nothing can be asked as it is set, and what to do; empty: it could be turned on, or is"`
	Set    AssistData   `json:"set"`
	Hosts  []string     `json:"hosts" doc:"name:port that the operator lets be reached; no other is"`
	Keyed  bool         `json:"keyed" doc:"the operator has set a key"`
	Trial  *AssistTrial `json:"trial,omitempty" doc:"absent: not tested as it is set"`
	By     string       `json:"by" doc:"name; empty: nothing was set"`
	At     *time.Time   `json:"at,omitempty"`
}

type setAssistInput struct {
	Body struct {
		Rev int64      `json:"rev" minimum:"0" doc:"of the settings as they were seen; 0: none"`
		Set AssistData `json:"set"`
	}
}

type turnAssistInput struct {
	Body struct {
		Rev int64 `json:"rev" minimum:"0"`
		On  bool  `json:"on"`
	}
}

type tryAssistInput struct {
	Body struct {
		Rev int64 `json:"rev" minimum:"0"`
	}
}

// assistRoutes are the administrator's: no opinion is in them.
func (a *API) assistRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-assist", Method: http.MethodGet, Path: "/api/assist", Object: "body", Action: "read-assist",
		Summary: "What is set of the model that may arrange opinions"}, nil, func(ctx context.Context, _ *struct{}) (*out[AssistView], error) {
		return a.assistView(ctx)
	})
	httpx.Handle(a.router, httpx.Op{ID: "set-assist", Method: http.MethodPut, Path: "/api/assist", Object: "body", Action: "edit-assist",
		Summary: "Set it; another connection is off until it was tested"}, nil, func(ctx context.Context, in *setAssistInput) (*out[AssistView], error) {
		s := in.Body.Set
		return a.afterAssist(ctx, a.service.SetAssist(ctx, summaries.Assist{
			Endpoint: s.Endpoint, Model: s.Model, Ceiling: s.Ceiling, Context: s.Context, Timeout: time.Duration(s.Timeout) * time.Second,
			Caps: summaries.Caps{Calls: s.Calls, Tokens: s.Tokens, Time: time.Duration(s.Minutes) * time.Minute},
		}, in.Body.Rev))
	})
	httpx.Handle(a.router, httpx.Op{ID: "turn-assist", Method: http.MethodPost, Path: "/api/assist/switch", Object: "body", Action: "edit-assist",
		Summary: "Turn assistance on, after a test that succeeded, or off"}, nil, func(ctx context.Context, in *turnAssistInput) (*out[AssistView], error) {
		return a.afterAssist(ctx, a.service.TurnAssist(ctx, in.Body.On, in.Body.Rev))
	})
	httpx.Handle(a.router, httpx.Op{ID: "test-assist", Method: http.MethodPost, Path: "/api/assist/test", Object: "body", Action: "edit-assist",
		Summary: "Test the connection with invented text, and say what the server can do"}, nil, func(ctx context.Context, in *tryAssistInput) (*out[AssistView], error) {
		return a.afterAssist(ctx, a.service.TryAssist(ctx, in.Body.Rev))
	})
}

func (a *API) afterAssist(ctx context.Context, err error) (*out[AssistView], error) {
	return after(err, func() (*out[AssistView], error) { return a.assistView(ctx) })
}

func (a *API) assistView(ctx context.Context) (*out[AssistView], error) {
	s, err := a.service.Assist(ctx)
	if err != nil {
		return nil, err
	}
	v := &AssistView{Rev: s.Rev, On: s.On, Barred: a.why(codeOf(a.service.AssistBars(s))), Set: AssistData{
		s.Endpoint, s.Model, s.Ceiling, s.Context, int(s.Timeout / time.Second), s.Caps.Calls, s.Caps.Tokens, int(s.Caps.Time / time.Minute),
	}}
	v.Hosts, v.Keyed = a.service.Assistant.Hosts()
	var persons []string
	if s.Rev > 0 {
		persons = append(persons, s.By)
	}
	if s.Trial != nil {
		persons = append(persons, s.Trial.By)
	}
	names, err := a.house.Names(ctx, persons)
	if err != nil {
		return nil, err
	}
	if v.By = names[s.By]; !s.At.IsZero() {
		v.At = &s.At
	}
	if t := s.Trial; t != nil {
		v.Trial = &AssistTrial{At: t.At, By: names[t.By], OK: t.OK, Calls: t.Spent.Calls, Tokens: t.Spent.Prompt + t.Spent.Reply, Millis: t.Spent.Millis}
		for _, l := range t.Lines {
			v.Trial.Checks = append(v.Trial.Checks, AssistCheck{l.Check, l.OK, a.why(l.Code)})
		}
	}
	return &out[AssistView]{v}, nil
}

// why is the sentence of a code in both languages; empty for no code.
func (a *API) why(code string) Text {
	if code == "" {
		return Text{}
	}
	return Text{a.router.Say("vi", code, nil), a.router.Say("en", code, nil)}
}
