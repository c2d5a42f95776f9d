package httpx

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ecabinet"
	"ecabinet/policies"
)

// Handle adds a route with typed input and output, as huma reads them: fields of I
// tagged path, query or header, and a field Body; fields of O tagged header, and a
// field Body. relate says how the actor in ctx stands to the thing asked for, and
// gives NotFound where there is none; nil stands for {"any"}. An error of h or
// relate becomes problem+json.
func Handle[I, O any](r *Router, op Op, relate func(ctx context.Context, in *I) ([]string, error), h func(ctx context.Context, in *I) (*O, error)) {
	op = r.add(op)
	huma.Register(r.api, operation(op), func(ctx context.Context, in *I) (*O, error) {
		relations := func() ([]string, error) { return related(ctx, relate, in) }
		if err := r.authorise(ctx, op, relations); err != nil {
			return nil, r.problem(ctx, err)
		}
		out, err := h(ctx, in)
		if err != nil {
			return nil, r.problem(ctx, err)
		}
		FillLists(out)
		return out, nil
	})
	settleSchemas(r.api.OpenAPI())
}

func related[I any](ctx context.Context, relate func(context.Context, *I) ([]string, error), in *I) ([]string, error) {
	if relate == nil {
		return []string{policies.Any}, nil
	}
	return relate(ctx, in)
}

// HandleRaw adds a route that reads or writes a stream: an upload, a download. It
// passes the same wrapper; op.MaxBody is the most that can be read. h returns an
// error only as long as it has written nothing; afterwards it panics with
// http.ErrAbortHandler, so that the client sees a broken answer and not a short one.
func HandleRaw(r *Router, op Op, relate func(req *http.Request) ([]string, error), h func(w http.ResponseWriter, req *http.Request) error) {
	op.raw = true
	op = r.add(op)
	r.api.OpenAPI().AddOperation(rawOperation(op))
	r.mux.HandleFunc(op.Method+" "+op.Path, r.pipeline(op, nil, func(w http.ResponseWriter, req *http.Request) {
		relations := func() ([]string, error) { return relateRequest(req, relate) }
		err := r.authorise(req.Context(), op, relations)
		if err == nil {
			err = h(w, req)
		}
		if err != nil {
			r.WriteError(w, req, err)
		}
	}))
}

func relateRequest(req *http.Request, relate func(*http.Request) ([]string, error)) ([]string, error) {
	if relate == nil {
		return []string{policies.Any}, nil
	}
	return relate(req)
}

// Socket adds the route of a websocket, whose frames are checked one by one by
// their hub. Nothing else may go round the wrapper.
func (r *Router) Socket(path string, hub http.Handler) {
	op := r.add(Op{ID: "socket", Method: http.MethodGet, Path: path, Public: true, Summary: "The live stream", raw: true})
	r.mux.HandleFunc(op.Method+" "+op.Path, r.pipeline(op, nil, hub.ServeHTTP))
}

// authorise is the whole decision about one act on one thing.
func (r *Router) authorise(ctx context.Context, op Op, relations func() ([]string, error)) error {
	if op.Public {
		return nil
	}
	actor, signs := ecabinet.ActorFrom(ctx), false
	if !op.List {
		held, err := relations()
		if err != nil && ecabinet.KindOf(err) == ecabinet.NotFound {
			return ecabinet.E(ecabinet.NotFound, "http.not_found") // in the words for what is hidden
		}
		if err != nil {
			return err
		}
		signs = slices.Contains(held, Signs)
		held = slices.DeleteFunc(held, func(r string) bool { return r == Signs })
		enforcer := r.cfg.Policies.For(actor.Body)
		if !enforcer.Decide(actor.Roles, op.Object, held, op.Action).Allow {
			return denied(enforcer, actor, op, held)
		}
	}
	if op.Signing && !signs && !r.cfg.Clock().Before(actor.SigningEnd) {
		return ecabinet.E(ecabinet.Forbidden, "auth.signing_required")
	}
	return nil
}

// denied tells somebody who may read the thing that this act is not his, and
// everybody else that there is no such thing.
func denied(e *policies.Enforcer, actor ecabinet.Actor, op Op, held []string) error {
	read := "read-" + op.Object
	if op.Action != read && e.Decide(actor.Roles, op.Object, held, read).Allow || !strings.Contains(op.Path, "{") {
		return ecabinet.E(ecabinet.Forbidden, "http.forbidden")
	}
	return ecabinet.E(ecabinet.NotFound, "http.not_found")
}

func operation(op Op) huma.Operation {
	return huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: op.Path, Summary: op.Summary, Tags: []string{op.Tag},
		MaxBodyBytes: op.MaxBody + 1, BodyReadTimeout: -1, DefaultStatus: op.Status, RejectUnknownQueryParameters: true,
		Responses: map[string]*huma.Response{"default": problemResponse()},
		Security:  security(op), Extensions: extensions(op),
	}
}

func rawOperation(op Op) *huma.Operation {
	o := operation(op)
	status := op.Status
	if status == 0 {
		status = http.StatusOK
	}
	answer := &huma.Response{Description: http.StatusText(status)}
	if op.Produces != "" {
		answer.Content = map[string]*huma.MediaType{op.Produces: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}
	}
	o.Responses[strconv.Itoa(status)] = answer
	if op.Consumes != "" {
		o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			op.Consumes: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	}
	for rest := op.Path; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return &o
		}
		var name string
		name, rest, _ = strings.Cut(after, "}")
		o.Parameters = append(o.Parameters, &huma.Param{Name: strings.TrimSuffix(name, "..."), In: "path",
			Required: true, Schema: &huma.Schema{Type: "string"}})
	}
}
