package httpx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"ecabinet"
)

// Client is what is known of the other end of a call.
type Client struct {
	IP    netip.Addr // behind a believed proxy: the address that it names
	Agent string     // User-Agent, at most 200 bytes
	Lang  string     // "vi" or "en"
	HTTPS bool
}

// call accompanies one request through the wrapper.
type call struct {
	id      string
	client  Client
	start   time.Time
	route   string // the operation's id, for logs and metrics
	session string // of a dispatched command, in place of the cookie
	socket  bool   // came over the websocket
	quiet   bool   // see Op.Quiet
}

type callKey struct{}

func callFrom(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{client: Client{Lang: "vi"}}
}

// ClientFrom is the other end of the call in ctx.
func ClientFrom(ctx context.Context) Client { return callFrom(ctx).client }

// CookieName is the name of the session cookie; under https the prefix binds it to
// this very host.
func CookieName(https bool) string {
	if https {
		return "__Host-ecabinet"
	}
	return "ecabinet"
}

// SessionCookie makes the cookie that carries token until it ends; an empty token
// takes the cookie away.
func (r *Router) SessionCookie(token string, until time.Time) http.Cookie {
	c := http.Cookie{
		Name: CookieName(r.cfg.TLS), Value: token, Path: "/", Expires: until.UTC(),
		HttpOnly: true, Secure: r.cfg.TLS, SameSite: http.SameSiteStrictMode,
	}
	if token == "" {
		c.Expires, c.MaxAge = time.Time{}, -1
	}
	return c
}

// ServeHTTP is the outermost layer: it holds for routes, the client and errors alike.
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	c, dispatched := req.Context().Value(callKey{}).(*call)
	if !dispatched {
		c = &call{id: ecabinet.NewID(), start: r.cfg.Clock(), client: r.client(req)}
		req = req.WithContext(context.WithValue(req.Context(), callKey{}, c))
	}
	rec := &recorder{ResponseWriter: w}
	r.headers.set(rec.Header(), req.URL.Path, c.client.HTTPS)
	rec.Header().Set("X-Request-Id", c.id)
	defer r.finish(rec, req, c)
	if err := r.origin.Check(req); err != nil {
		r.WriteError(rec, req, ecabinet.E(ecabinet.Forbidden, "http.cross_site"))
		return
	}
	r.mux.ServeHTTP(rec, req)
}

// finish turns a panic into a problem, and writes the access log and the metrics.
func (r *Router) finish(rec *recorder, req *http.Request, c *call) {
	fault := recover()
	if fault != nil && fault != http.ErrAbortHandler {
		r.logPanic(req, c, fault)
		if rec.status == 0 {
			r.write(rec, req, r.internal(req.Context()))
			fault = nil
		}
	}
	r.observe(rec, req, c)
	if fault != nil {
		panic(http.ErrAbortHandler)
	}
}

// pipeline is the wrapper of one route, up to the reading of its fields. hop is nil
// for a raw route.
func (r *Router) pipeline(op Op, hop *huma.Operation, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		c := callFrom(req.Context())
		if c.route = op.ID; op.Quiet {
			c.quiet, c.id = true, ""
			w.Header().Del("X-Request-Id")
		}
		req, err := r.admit(w, req, op, hop)
		if err != nil {
			r.WriteError(w, req, err)
			return
		}
		next(w, req)
	}
}

func (r *Router) admit(w http.ResponseWriter, req *http.Request, op Op, hop *huma.Operation) (*http.Request, error) {
	c := callFrom(req.Context())
	if c.socket && (op.Public || op.raw) {
		return req, ecabinet.E(ecabinet.Forbidden, "http.not_by_socket")
	}
	if r.cfg.Limit != nil {
		if wait, ok := r.cfg.Limit(op, c.client); !ok {
			return req, TooMany(wait)
		}
	}
	actor, err := r.signedIn(req, op)
	if err != nil {
		return req, err
	}
	ctx := ecabinet.WithActor(req.Context(), actor)
	if !op.Public {
		if allow, _ := r.cfg.Policies.For(actor.Body).Relations(actor.Roles, op.Object, op.Action); len(allow) == 0 {
			return req, ecabinet.E(ecabinet.Forbidden, "http.forbidden")
		}
	}
	if err := checkAddress(req.URL); err != nil {
		return req, err
	}
	key := req.Header.Get("Idempotency-Key")
	if err := checkKey(op, key); err != nil {
		return req, err
	}
	req.Body = http.MaxBytesReader(w, &patient{req.Body, http.NewResponseController(w)}, op.MaxBody)
	var body []byte
	if !op.raw {
		if body, err = readJSON(req, op, hop); err != nil {
			return req, err
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	ctx = ecabinet.WithRequest(ctx, ecabinet.Request{ID: c.id, Key: key, Hash: requestHash(req, body)})
	return req.WithContext(ctx), nil
}

// patience is how long a body may stand still before its sender is given up.
const patience = 30 * time.Second

// patient gives a body up that stands still, however long it takes as a whole. The
// deadline ends with the body: later it would end the call's context.
type patient struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (p *patient) Read(b []byte) (int, error) {
	p.conn.SetReadDeadline(time.Now().Add(patience))
	n, err := p.ReadCloser.Read(b)
	if err != nil {
		p.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}

// signedIn finds the actor. A public route goes on without one.
func (r *Router) signedIn(req *http.Request, op Op) (ecabinet.Actor, error) {
	if op.Quiet {
		return ecabinet.Actor{}, nil
	}
	token := callFrom(req.Context()).session
	if token == "" {
		if cookie, err := req.Cookie(CookieName(r.cfg.TLS)); err == nil {
			token = cookie.Value
		}
	}
	if token == "" {
		if op.Public {
			return ecabinet.Actor{}, nil
		}
		return ecabinet.Actor{}, ecabinet.E(ecabinet.Unauthenticated, "http.not_signed_in")
	}
	actor, err := r.cfg.Sessions.Actor(req.Context(), token)
	if err == nil && !actor.ValidUntil.IsZero() && !r.cfg.Clock().Before(actor.ValidUntil) {
		err = ecabinet.E(ecabinet.Unauthenticated, "http.session_ended")
	}
	if err != nil && op.Public && ecabinet.KindOf(err) == ecabinet.Unauthenticated {
		return ecabinet.Actor{}, nil
	}
	if err != nil {
		return ecabinet.Actor{}, err
	}
	return actor, nil
}

func checkKey(op Op, key string) error {
	if key == "" && op.needsKey() {
		return ecabinet.E(ecabinet.Invalid, "http.key_required")
	}
	if len(key) > 100 || strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return ecabinet.E(ecabinet.Invalid, "http.key_form")
	}
	return nil
}

// readJSON reads the whole body, so that its hash stands in the request and so that
// what is no JSON never reaches the fields.
func readJSON(req *http.Request, op Op, hop *huma.Operation) ([]byte, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, bodyError(err)
	}
	takes := hop != nil && hop.RequestBody != nil
	switch {
	case len(body) == 0 && takes && hop.RequestBody.Required:
		return nil, ecabinet.E(ecabinet.Invalid, "http.body_required")
	case len(body) == 0:
		return nil, nil
	case !takes:
		return nil, ecabinet.E(ecabinet.Invalid, "http.body_unexpected")
	}
	media, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return nil, ecabinet.E(ecabinet.Invalid, "http.not_json")
	}
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, ecabinet.E(ecabinet.Invalid, "http.bad_json")
	}
	if namesNUL(body) {
		return nil, ecabinet.E(ecabinet.Invalid, "http.bad_text")
	}
	return body, nil
}

// namesNUL says whether a string of the JSON text holds the character U+0000, which
// no database keeps as text. It can stand there as an escape only.
func namesNUL(text []byte) bool {
	for {
		at := bytes.Index(text, []byte(`\u0000`))
		if at < 0 {
			return false
		}
		before := at
		for before > 0 && text[before-1] == '\\' {
			before--
		}
		if (at-before)%2 == 0 { // the backslash is not itself escaped
			return true
		}
		text = text[at+1:]
	}
}

// checkAddress refuses what no database keeps as text, in the path and the query.
func checkAddress(u *url.URL) error {
	query, err := url.QueryUnescape(u.RawQuery)
	if err != nil || !plainText(u.Path) || !plainText(query) {
		return ecabinet.E(ecabinet.Invalid, "http.bad_text")
	}
	return nil
}

func plainText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// bodyError says why a body could not be read, here and in the streams of raw routes.
func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return ecabinet.E(ecabinet.TooLarge, "http.too_large", "limit", tooLarge.Limit)
	}
	return &ecabinet.Error{Kind: ecabinet.Invalid, Code: "http.body_broken", Err: err}
}

// requestHash tells one request from another under the same key: method, path with
// query, body. A stream is told apart by its announced length only; its route
// compares the hash of what arrived.
func requestHash(req *http.Request, body []byte) string {
	h := sha256.New()
	io.WriteString(h, req.Method+"\n"+req.URL.RequestURI()+"\n")
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// client reads the other end's address; only a believed proxy may name another.
func (r *Router) client(req *http.Request) Client {
	c := Client{Agent: clip(req.UserAgent(), 200), Lang: pickLanguage(req.Header.Get("Accept-Language")), HTTPS: r.cfg.TLS || req.TLS != nil}
	addr, err := netip.ParseAddrPort(req.RemoteAddr)
	if err != nil {
		return c
	}
	c.IP = addr.Addr().Unmap()
	named := strings.Split(strings.Join(req.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(named) - 1; i >= 0 && r.believed(c.IP); i-- {
		ip, err := netip.ParseAddr(strings.TrimSpace(named[i]))
		if err != nil {
			break
		}
		c.IP = ip.Unmap()
	}
	return c
}

func (r *Router) believed(ip netip.Addr) bool {
	for _, p := range r.cfg.Proxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

func clip(s string, n int) string {
	if len(s) > n {
		s = s[:n]
	}
	return strings.ToValidUTF8(s, "")
}

// noRoute answers for every path under /api/ that no route has.
func (r *Router) noRoute(w http.ResponseWriter, req *http.Request) {
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := req.Clone(req.Context())
		other.Method = m
		if _, pattern := r.mux.Handler(other); pattern != "/api/" && m != req.Method {
			w.Header().Add("Allow", m)
		}
	}
	if w.Header().Get("Allow") != "" {
		r.writeStatus(w, req, ecabinet.E(ecabinet.NotFound, "http.no_method"), http.StatusMethodNotAllowed)
		return
	}
	r.WriteError(w, req, ecabinet.E(ecabinet.NotFound, "http.no_route"))
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 || status == http.StatusSwitchingProtocols {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what lies below.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
