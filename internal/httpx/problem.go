package httpx

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"ecabinet"
)

const problemType = "application/problem+json"

// statuses is the one place where the kind of an error becomes an HTTP status.
var statuses = map[ecabinet.Kind]int{
	ecabinet.Invalid:         http.StatusUnprocessableEntity,
	ecabinet.Unauthenticated: http.StatusUnauthorized,
	ecabinet.Forbidden:       http.StatusForbidden,
	ecabinet.NotFound:        http.StatusNotFound,
	ecabinet.Refused:         http.StatusConflict,
	ecabinet.Stale:           http.StatusConflict,
	ecabinet.Conflict:        http.StatusConflict,
	ecabinet.TooLarge:        http.StatusRequestEntityTooLarge,
	ecabinet.TooMany:         http.StatusTooManyRequests,
	ecabinet.Unavailable:     http.StatusServiceUnavailable,
	ecabinet.Unknown:         http.StatusServiceUnavailable,
	ecabinet.Internal:        http.StatusInternalServerError,
}

// Problem is an error as a client gets it (RFC 9457), in the client's language.
type Problem struct {
	Type    string         `json:"type" doc:"urn:ecabinet: and the code"`
	Title   string         `json:"title" doc:"What kind of error it is, for people"`
	Status  int            `json:"status"`
	Kind    string         `json:"kind" enum:"invalid,unauthenticated,forbidden,not_found,refused,stale,conflict,too_large,too_many,unavailable,unknown,internal"`
	Code    string         `json:"code" doc:"What happened, for programs"`
	Detail  string         `json:"detail" doc:"What happened and what to do, for people"`
	Errors  []FieldProblem `json:"errors,omitempty" doc:"What is wrong, field by field"`
	Params  map[string]any `json:"params,omitempty" doc:"The figures and dates in the detail"`
	Current any            `json:"current,omitempty" doc:"With kind stale: the thing as it is now"`
	Request string         `json:"request" doc:"Names this call in the server's log"`

	retry time.Duration
	lang  string
}

// FieldProblem is what is wrong with one field.
type FieldProblem struct {
	Path   string         `json:"path" doc:"The field, such as questions[1].title"`
	Code   string         `json:"code"`
	Detail string         `json:"detail"`
	Params map[string]any `json:"params,omitempty"`
}

// Error is the code: texts are for people.
func (p *Problem) Error() string { return p.Code }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma the content type.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders tells huma the headers.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	p.headers(h)
	return h
}

func (p *Problem) headers(h http.Header) {
	h.Set("Content-Language", p.lang)
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.retry+time.Second-1)/time.Second)))
	}
}

// current carries the view that answers a Stale error.
type current struct {
	err  error
	view any
}

func (c *current) Error() string { return c.err.Error() }
func (c *current) Unwrap() error { return c.err }

// WithCurrent adds to a Stale error the thing as the actor may see it now, so that
// a client can show both and keep what was typed.
func WithCurrent(err error, view any) error { return &current{err, view} }

// tooMany carries when to come back.
type tooMany struct {
	err  error
	wait time.Duration
}

func (t *tooMany) Error() string { return t.err.Error() }
func (t *tooMany) Unwrap() error { return t.err }

// TooMany is the error of a call that came too often; wait says when to come back.
func TooMany(wait time.Duration) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	return &tooMany{ecabinet.E(ecabinet.TooMany, "http.too_many", "seconds", seconds), wait}
}

// problem makes the answer to err. What is no error for users is logged here, once,
// and becomes "internal".
func (r *Router) problem(ctx context.Context, err error) *Problem {
	var known *ecabinet.Error
	var already *Problem
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &already):
		return already
	case errors.As(err, &known):
		if known.Kind == ecabinet.Internal {
			r.logError(ctx, err)
		}
	case errors.As(err, &tooLarge):
		known = ecabinet.E(ecabinet.TooLarge, "http.too_large", "limit", tooLarge.Limit)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		known = ecabinet.E(ecabinet.Unavailable, "http.timeout")
	default:
		r.logError(ctx, err)
		return r.internal(ctx)
	}
	return r.describe(ctx, known, err)
}

func (r *Router) describe(ctx context.Context, e *ecabinet.Error, whole error) *Problem {
	c := callFrom(ctx)
	kind := e.Kind
	if _, ok := statuses[kind]; !ok {
		kind = ecabinet.Internal
	}
	title := r.texts.say(c.client.Lang, "kind."+string(kind), nil, r.cfg.Zone)
	p := &Problem{
		Type: "urn:ecabinet:" + e.Code, Title: title, Status: statuses[kind], Kind: string(kind), Code: e.Code,
		Detail: cmp.Or(r.texts.say(c.client.Lang, e.Code, e.Params, r.cfg.Zone), title),
		Params: e.Params, Request: c.id, lang: c.client.Lang,
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, FieldProblem{
			Path: f.Path, Code: f.Code, Params: f.Params,
			Detail: cmp.Or(r.texts.say(c.client.Lang, f.Code, f.Params, r.cfg.Zone), p.Detail),
		})
	}
	var now *current
	if errors.As(whole, &now) {
		p.Current = now.view
		FillLists(p.Current)
	}
	var often *tooMany
	if errors.As(whole, &often) {
		p.retry = often.wait
	} else if kind == ecabinet.Unavailable || kind == ecabinet.Unknown || kind == ecabinet.TooMany {
		p.retry = time.Second
	}
	return p
}

func (r *Router) internal(ctx context.Context) *Problem {
	e := ecabinet.E(ecabinet.Internal, "http.internal")
	return r.describe(ctx, e, e)
}

// WriteError answers with err as problem+json.
func (r *Router) WriteError(w http.ResponseWriter, req *http.Request, err error) {
	r.write(w, req, r.problem(req.Context(), err))
}

func (r *Router) writeStatus(w http.ResponseWriter, req *http.Request, err error, status int) {
	p := r.problem(req.Context(), err)
	p.Status = status
	r.write(w, req, p)
}

func (r *Router) write(w http.ResponseWriter, req *http.Request, p *Problem) {
	body, err := json.Marshal(p)
	if err != nil {
		r.logError(req.Context(), err)
		bare := *p
		bare.Params, bare.Current, bare.Errors = nil, nil, nil
		body, _ = json.Marshal(&bare)
	}
	h := w.Header()
	p.headers(h)
	h.Set("Content-Type", problemType)
	h.Set("Cache-Control", "no-store")
	for _, name := range []string{"Content-Disposition", "Content-Encoding", "Content-Length", "Content-Range", "Accept-Ranges", "Etag", "Last-Modified"} {
		h.Del(name)
	}
	w.WriteHeader(p.Status)
	if req.Method != http.MethodHead {
		w.Write(append(body, '\n'))
	}
}

func (r *Router) logError(ctx context.Context, err error) {
	c := callFrom(ctx)
	r.cfg.Logger.ErrorContext(ctx, "request failed", "request", c.id, "route", c.route, "error", clip(err.Error(), 500))
}

// logPanic logs where it happened. The value of the panic may hold content, so only
// that of a run-time error is written.
func (r *Router) logPanic(req *http.Request, c *call, fault any) {
	what := "panic"
	if e, ok := fault.(interface{ RuntimeError() }); ok {
		what = clip(e.(error).Error(), 200)
	}
	r.cfg.Logger.ErrorContext(req.Context(), "request panicked", "request", c.id, "route", c.route, "error", what, "stack", string(debug.Stack()))
}
