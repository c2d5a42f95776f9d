package httpx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"ecabinet"
	"ecabinet/policies"
)

// Sessions finds who stands behind a session cookie.
type Sessions interface {
	// Actor is who is signed in with this cookie, as of now. An unknown or ended
	// session is an Unauthenticated error.
	Actor(ctx context.Context, cookie string) (ecabinet.Actor, error)
}

// Policies finds the enforcer of a body; nil denies everything.
type Policies interface {
	For(body string) *policies.Enforcer
}

// Config is what the router needs from the program around it. Sessions and
// Policies are required.
type Config struct {
	Title, Version string
	Sessions       Sessions
	Policies       Policies
	Clock          func() time.Time // nil: the host clock
	Logger         *slog.Logger     // nil: nothing is logged
	Zone           *time.Location   // of dates in texts; nil: UTC

	TLS     bool           // clients reach this server by https, itself or through the proxy
	Proxies []netip.Prefix // whose X-Forwarded-For is believed; none: nobody's
	Origins []string       // further origins whose writes are accepted, "https://host"

	Static      fs.FS    // the built client; nil: none
	StyleHashes []string // "sha256-..." of style elements that the client injects

	// Limit says whether this call is too much, and when to come back; nil: no limit.
	Limit func(op Op, client Client) (wait time.Duration, ok bool)
	// Ready names what must work before the server takes requests.
	Ready map[string]func(ctx context.Context) error
}

// Op describes one route.
type Op struct {
	ID      string // unique: "cast-answer"; also the operationId of the OpenAPI document
	Method  string
	Path    string // "/api/ballots/{id}"
	Summary string
	Tag     string // groups the document; "": Object

	Object string // policy: kind of thing
	Action string // policy: verb-noun
	Public bool   // no session needed and no policy asked; an actor is there if signed in
	// Quiet, of a public route: that it was called leaves no trace. No cookie is read,
	// and there is no request id, no line in the access log and no figure.
	Quiet bool
	// Scarce, of a public write: nobody calls it often, so that one address gets few.
	Scarce bool
	// List: the route answers with many things. It is enough that some relation
	// allows the action; the handler keeps to Router.Relations.
	List bool

	Signing bool  // needs an open signing window, or that relate says Signs
	NoKey   bool  // a write without an Idempotency-Key; Public routes need none either
	MaxBody int64 // bytes; 0: 1 MiB
	Status  int   // of success; 0: 200 with a body, 204 without

	Consumes string // raw routes: content type of the body, "" for none
	Produces string // raw routes: content type of the answer, "" for any

	raw bool
}

// Signs is what relate adds to the relations where the actor's signing window is
// open for the very thing that is asked for, besides the window of the session. It
// is no relation of the policies.
const Signs = "~signs"

const defaultMaxBody = 1 << 20

// writes says whether the operation changes something.
func (o Op) writes() bool { return o.Method != http.MethodGet && o.Method != http.MethodHead }

// needsKey says whether a call without an Idempotency-Key is refused.
func (o Op) needsKey() bool { return o.writes() && !o.Public && !o.NoKey }

// Router holds all routes. Add routes first, then serve.
type Router struct {
	cfg     Config
	mux     *http.ServeMux
	api     huma.API
	texts   texts
	routes  []Op
	origin  *http.CrossOriginProtection
	headers headerSets
	metrics *metrics
	static  http.Handler
}

// New makes a router without routes.
func New(cfg Config) (*Router, error) {
	if cfg.Sessions == nil || cfg.Policies == nil {
		return nil, errors.New("httpx: Sessions and Policies are required")
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	r := &Router{
		cfg: cfg, mux: http.NewServeMux(), texts: texts{}, metrics: newMetrics(),
		origin: http.NewCrossOriginProtection(), headers: newHeaderSets(cfg),
	}
	for _, o := range cfg.Origins {
		if err := r.origin.AddTrustedOrigin(o); err != nil {
			return nil, fmt.Errorf("trust origin: %w", err)
		}
	}
	r.AddTexts(ownTexts)
	r.api = newAPI(r, cfg)
	r.mux.HandleFunc("/api/", r.noRoute)
	r.mux.HandleFunc("GET /healthz", r.healthz)
	r.mux.HandleFunc("GET /readyz", r.readyz)
	r.mux.HandleFunc("GET /metrics", r.loopbackMetrics)
	if cfg.Static != nil {
		r.static = Static(cfg.Static)
		r.mux.Handle("/", r.static)
	}
	return r, nil
}

// add takes an operation into the registry. A faulty one is a fault of the
// program, found by the first test that builds the router.
func (r *Router) add(op Op) Op {
	switch {
	case op.ID == "" || op.Method == "" || !strings.HasPrefix(op.Path, "/api/"):
		panic(fmt.Sprintf("httpx: route %q: needs an id, a method and a path under /api/", op.ID+" "+op.Path))
	case op.Public == (op.Object != "" || op.Action != ""):
		panic(fmt.Sprintf("httpx: route %q: either public or with a policy object and action", op.ID))
	case !op.Public && (op.Object == "" || op.Action == ""):
		panic(fmt.Sprintf("httpx: route %q: needs both object and action", op.ID))
	case op.Quiet && !op.Public:
		panic(fmt.Sprintf("httpx: route %q: only a public route can be quiet", op.ID))
	case slices.ContainsFunc(r.routes, func(o Op) bool { return o.ID == op.ID }):
		panic(fmt.Sprintf("httpx: route %q stands twice", op.ID))
	}
	if op.MaxBody == 0 {
		op.MaxBody = defaultMaxBody
	}
	if op.Tag == "" {
		op.Tag = cmp.Or(op.Object, "open")
	}
	r.routes = append(r.routes, op)
	return op
}

// Routes lists all routes by path and method.
func (r *Router) Routes() []Op {
	list := slices.Clone(r.routes)
	slices.SortFunc(list, func(a, b Op) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	return list
}

// Check finds the routes whose action no row of the table allows by name: nobody
// could ever call them, or only by a wildcard that nobody wrote for them.
func (r *Router) Check(table policies.Table) error {
	var errs []error
	for _, op := range r.Routes() {
		if !op.Public && !table.Names(op.Object, op.Action) {
			errs = append(errs, fmt.Errorf("route %s %s: no policy row allows %s on %s", op.Method, op.Path, op.Action, op.Object))
		}
	}
	return errors.Join(errs...)
}

// Relations gives the relations that allow, and those that deny, the actor in ctx
// this action: what a list or a search has to keep to.
func (r *Router) Relations(ctx context.Context, object, action string) (allow, deny []string) {
	a := ecabinet.ActorFrom(ctx)
	return r.cfg.Policies.For(a.Body).Relations(a.Roles, object, action)
}

// May says whether the actor in ctx, standing in these relations to a thing, may
// do this: for parts of an answer that not everybody gets.
func (r *Router) May(ctx context.Context, object string, relations []string, action string) bool {
	a := ecabinet.ActorFrom(ctx)
	return r.cfg.Policies.For(a.Body).Decide(a.Roles, object, relations, action).Allow
}

// Now is the router's clock.
func (r *Router) Now() time.Time { return r.cfg.Clock() }

// Matrix writes, for a golden file, each route with its policy object and action and
// with the roles that may call it, in which relation.
func (r *Router) Matrix(e *policies.Enforcer) string {
	var b strings.Builder
	for _, op := range r.Routes() {
		fmt.Fprintf(&b, "%-6s %s\n", op.Method, op.Path)
		if op.Public {
			b.WriteString("    public" + marks(op) + "\n")
			continue
		}
		fmt.Fprintf(&b, "    %s %s%s\n", op.Object, op.Action, marks(op))
		for _, role := range policies.Roles() {
			allow, deny := e.Relations([]string{role}, op.Object, op.Action)
			if len(allow) == 0 {
				continue
			}
			fmt.Fprintf(&b, "        %-14s %s", role, strings.Join(allow, " "))
			if len(deny) > 0 {
				b.WriteString("   unless " + strings.Join(deny, " "))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func marks(op Op) string {
	s := ""
	if op.Signing {
		s += ", signing window"
	}
	if op.List {
		s += ", list"
	}
	if op.Quiet {
		s += ", leaves no trace"
	}
	return s
}
