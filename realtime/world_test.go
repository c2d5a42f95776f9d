package realtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet"
	"ecabinet/realtime/client"
)

const (
	testOrigin = "https://ecabinet.example"
	testBody   = "body-1"
)

// world is a small government in memory: things in topics, people with roles, a
// journal. It stands in for the rooms, the policies and the database.
type world struct {
	mu       sync.Mutex
	events   []ecabinet.Event
	things   map[string]thing
	sessions map[string]ecabinet.Actor
	tickets  map[string]ticket
	next     int
	reads    map[string]int // views read, by audience and ref
	wakes    map[chan struct{}]bool
	busy     func(ref string) // called while a view is read
	broken   error            // what Audience and Actor fail with
	commands []Command
	spread   []Signal
}

type thing struct {
	Topic   string
	Rev     int64
	Text    string
	Hidden  bool
	Visible []string // roles; empty: all
}

type ticket struct {
	session string
	until   time.Time
}

func newWorld() *world {
	return &world{
		things: map[string]thing{}, sessions: map[string]ecabinet.Actor{}, tickets: map[string]ticket{},
		reads: map[string]int{}, wakes: map[chan struct{}]bool{},
	}
}

func (w *world) EventsAfter(_ context.Context, body string, seq int64, limit int) ([]ecabinet.Event, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if body != testBody || seq >= int64(len(w.events)) {
		return nil, nil
	}
	rest := w.events[seq:]
	return slices.Clone(rest[:min(limit, len(rest))]), nil
}

func (w *world) LastSeq(_ context.Context, body string) (int64, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if body != testBody {
		return 0, nil
	}
	return int64(len(w.events)), nil
}

func (w *world) Wake() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	w.mu.Lock()
	w.wakes[ch] = true
	w.mu.Unlock()
	return ch, func() {
		w.mu.Lock()
		delete(w.wakes, ch)
		w.mu.Unlock()
	}
}

// commit journals one event and applies change in the same step.
func (w *world) commit(e ecabinet.Event, change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if change != nil {
		change()
	}
	e.Body, e.Seq = testBody, int64(len(w.events))+1
	w.events = append(w.events, e)
	for ch := range w.wakes {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// put makes or changes a thing.
func (w *world) put(topic, ref, text string) {
	w.commit(ecabinet.Event{Topic: topic, Ref: ref, Type: "thing.changed"}, func() {
		t := w.things[topic+" "+ref]
		t.Topic, t.Text, t.Hidden = topic, text, false
		t.Rev++
		w.things[topic+" "+ref] = t
	})
}

func (w *world) hide(topic, ref string) {
	w.commit(ecabinet.Event{Topic: topic, Ref: ref, Type: "thing.hidden"}, func() {
		t := w.things[topic+" "+ref]
		t.Topic, t.Hidden = topic, true
		t.Rev++
		w.things[topic+" "+ref] = t
	})
}

// rights journals a change of rights; who is "", "person:<id>" or a topic.
func (w *world) rights(who string, change func()) {
	w.commit(ecabinet.Event{Topic: "body", Ref: "rights/1", Type: "rights.changed", Actor: who}, change)
}

func (w *world) signIn(session, person string, roles ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sessions[session] = ecabinet.Actor{Person: person, Body: testBody, Session: session, Roles: roles}
}

func (w *world) ticket(session string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next++
	t := fmt.Sprintf("ticket-%d", w.next)
	w.tickets[t] = ticket{session, time.Now().Add(30 * time.Second)}
	return t
}

func (w *world) redeem(_ context.Context, t string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	got, ok := w.tickets[t]
	delete(w.tickets, t)
	if !ok || time.Now().After(got.until) {
		return "", ecabinet.E(ecabinet.Unauthenticated, "auth.ticket")
	}
	return got.session, nil
}

func (w *world) actor(_ context.Context, session string) (ecabinet.Actor, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken != nil {
		return ecabinet.Actor{}, w.broken
	}
	a, ok := w.sessions[session]
	if !ok || !a.ValidUntil.IsZero() && !time.Now().Before(a.ValidUntil) {
		return ecabinet.Actor{}, ecabinet.E(ecabinet.Unauthenticated, "auth.session")
	}
	return a, nil
}

// audience: "body" and open topics are heard in the actor's roles; "user:<id>" by
// that person, "item:*" by everyone but guests and the recused, "office:<m>" by delegates.
func (w *world) audience(_ context.Context, a ecabinet.Actor, topic string) (Audience, error) {
	kind, id, _ := strings.Cut(topic, ":")
	no := ecabinet.E(ecabinet.NotFound, "topic.unknown")
	key := strings.Join(a.Roles, ",")
	switch kind {
	case "user":
		if id != a.Person {
			return Audience{}, no
		}
		key = "own"
	case "item":
		if a.Has("guest") || a.Has("recused") {
			return Audience{}, no
		}
	case "office":
		for _, o := range a.Offices {
			if o.Member == id && (o.Until.IsZero() || time.Now().Before(o.Until)) {
				return Audience{Key: o.Step, ValidUntil: o.Until}, nil
			}
		}
		return Audience{}, no
	}
	return Audience{Key: key, Grant: a.Roles}, nil
}

func (w *world) refs(_ context.Context, a Audience) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var refs []string
	for key, t := range w.things {
		if t.Topic == a.Topic {
			refs = append(refs, strings.TrimPrefix(key, a.Topic+" "))
		}
	}
	slices.Sort(refs)
	return refs, nil
}

func (w *world) view(_ context.Context, a Audience, ref string) (int64, any, error) {
	w.mu.Lock()
	w.reads[a.Topic+"|"+a.Key+"|"+ref]++
	busy := w.busy
	t, ok := w.things[a.Topic+" "+ref]
	w.mu.Unlock()
	if busy != nil {
		busy(ref)
	}
	if !ok || t.Hidden {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "thing.not_found")
	}
	if len(t.Visible) > 0 && !slices.ContainsFunc(t.Visible, func(r string) bool { return strings.Contains(a.Key, r) }) {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "thing.not_found")
	}
	return t.Rev, map[string]any{"text": t.Text, "for": a.Key}, nil
}

func (w *world) do(_ context.Context, session string, c Command) Reply {
	w.mu.Lock()
	w.commands = append(w.commands, c)
	w.mu.Unlock()
	return Reply{200, json.RawMessage(fmt.Sprintf(`{"session":%q,"path":%q}`, session, c.Path))}
}

func (w *world) config() Config {
	return Config{
		Source: w, Epoch: "epoch-1", Key: make([]byte, 32), Origins: []string{testOrigin}, Node: "n1",
		Redeem: w.redeem, Actor: w.actor, Audience: w.audience, Refs: w.refs,
		Views: map[string]View{"thing": w.view, "page": w.view},
		Rights: func(e ecabinet.Event) []Who {
			if e.Type != "rights.changed" {
				return nil
			}
			if p, ok := strings.CutPrefix(e.Actor, "person:"); ok {
				return []Who{{Person: p}}
			}
			return []Who{{Topic: e.Actor}}
		},
		Targets: func(e ecabinet.Event) []Target {
			if e.Type == "rights.changed" {
				return nil
			}
			return []Target{{e.Topic, e.Ref}}
		},
		Do:     w.do,
		Limits: Limits{AtEvery: 1}, // an at after every burst: what tests wait for
	}
}

// node is a hub behind an HTTP server.
type node struct {
	hub    *Hub
	server *http.Server
	ln     net.Listener
	dial   func(ctx context.Context, network, addr string) (net.Conn, error)
	url    string
}

// serve starts a node on loopback and ends it with the test.
func serve(t testing.TB, cfg Config) *node {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serveOn(t, cfg, ln, nil)
}

func serveOn(t testing.TB, cfg Config, ln net.Listener, dial func(ctx context.Context, network, addr string) (net.Conn, error)) *node {
	t.Helper()
	hub, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	n := &node{hub: hub, server: &http.Server{Handler: hub}, ln: ln, dial: dial, url: "ws://" + ln.Addr().String() + "/"}
	go n.server.Serve(ln)
	t.Cleanup(n.stop)
	return n
}

func (n *node) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := n.hub.Shutdown(ctx); err != nil {
		panic("hub did not end: " + err.Error())
	}
	n.server.Close()
}

// pipes is a listener in memory, for tests on a fake clock.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { p.once.Do(func() { close(p.closed) }); return nil }

func (p *pipes) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	a, b := net.Pipe()
	select {
	case p.conns <- b:
		return a, nil
	case <-p.closed:
		return nil, errors.New("refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// raw is a socket without any manners of a client.
type raw struct {
	t  testing.TB
	ws *websocket.Conn
}

func (n *node) open(t testing.TB) *raw {
	t.Helper()
	d := websocket.Dialer{Subprotocols: []string{Subprotocol}, NetDialContext: n.dial}
	ws, _, err := d.Dial(n.url, http.Header{"Origin": {testOrigin}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	return &raw{t, ws}
}

// hello opens a socket for a session and reads ready.
func (n *node) hello(t testing.TB, w *world, session, position string, topics ...string) *raw {
	t.Helper()
	r := n.open(t)
	r.send(map[string]any{"type": "hello", "ticket": w.ticket(session), "topics": topics, "position": position})
	if f := r.next(); f["type"] != "ready" {
		t.Fatalf("first frame %v", f)
	}
	return r
}

func (r *raw) send(v any) {
	r.t.Helper()
	if err := r.ws.WriteJSON(v); err != nil {
		r.t.Fatal(err)
	}
}

// next reads one frame.
func (r *raw) next() map[string]any {
	r.t.Helper()
	r.ws.SetReadDeadline(time.Now().Add(2 * time.Minute))
	_, data, err := r.ws.ReadMessage()
	if err != nil {
		r.t.Fatalf("read frame: %v", err)
	}
	var f map[string]any
	if err := json.Unmarshal(data, &f); err != nil {
		r.t.Fatal(err)
	}
	return f
}

// burst reads frames up to an at frame that counts something, and gives them in
// short: "view topic ref rev", with the position.
func (r *raw) burst() (frames []string, position string) {
	r.t.Helper()
	for {
		f := r.next()
		if f["type"] == "at" {
			if position = f["position"].(string); len(frames) > 0 {
				return frames, position
			}
			continue
		}
		frames = append(frames, short(f))
	}
}

func short(f map[string]any) string {
	s := fmt.Sprint(f["type"], " ", f["topic"])
	if ref, ok := f["ref"]; ok {
		s += fmt.Sprint(" ", ref)
	}
	if rev, ok := f["rev"]; ok {
		s += fmt.Sprint(" ", rev)
	}
	if refs, ok := f["refs"]; ok {
		s += fmt.Sprint(" ", refs)
	}
	return s
}

// closeCode reads until the socket ends.
func (r *raw) closeCode() int {
	r.t.Helper()
	r.ws.SetReadDeadline(time.Now().Add(2 * time.Minute))
	for {
		if _, _, err := r.ws.ReadMessage(); err != nil {
			var c *websocket.CloseError
			if errors.As(err, &c) {
				return c.Code
			}
			return -1
		}
	}
}

func (n *node) client(t testing.TB, w *world, session string, opt client.Options) *client.Client {
	t.Helper()
	opt.NetDial = n.dial
	if opt.Backoff == nil {
		opt.Backoff = func(int) time.Duration { return time.Millisecond }
	}
	c, err := client.Dial(t.Context(), n.url, testOrigin, func(context.Context) (string, error) { return w.ticket(session), nil }, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// await waits for a condition that changes of the client's state may make true.
func await(t testing.TB, c *client.Client, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := c.Until(ctx, ok); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}
