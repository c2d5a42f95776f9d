package realtime

import (
	"context"
	"math"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet"
)

// Hub serves the sockets of one node. Make it with New, mount it as a handler, and
// end it with Shutdown, which waits for everything it started.
type Hub struct {
	cfg      Config
	allowed  origins
	refused  map[string]bool
	sealer   *sealer
	upgrader websocket.Upgrader
	lastRev  atomic.Int64

	base context.Context // the life of the hub: its end is Shutdown
	stop context.CancelFunc
	work sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	logs      map[string]*log
	conns     map[*conn]struct{}
	unsigned  int
	opened    uint64         // connections so far
	ofSession map[string]int // open sockets by session
	queue     []*conn
	workers   int
}

// New makes a hub. It starts to follow a body's journal when the first
// connection or signal of that body comes.
func New(cfg Config) (*Hub, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	allowed, err := newOrigins(cfg.Origins)
	if err != nil {
		return nil, err
	}
	seal, err := newSealer(cfg.Key)
	if err != nil {
		return nil, err
	}
	h := &Hub{cfg: cfg, allowed: allowed, sealer: seal, refused: map[string]bool{}, logs: map[string]*log{}, conns: map[*conn]struct{}{}, ofSession: map[string]int{}}
	for _, segment := range cfg.Refused {
		h.refused[strings.ToLower(segment)] = true
	}
	h.upgrader = websocket.Upgrader{
		ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{},
		HandshakeTimeout: cfg.Limits.HelloWithin,
		Subprotocols:     []string{Subprotocol},
		CheckOrigin:      allowed.allows,
	}
	h.base, h.stop = context.WithCancel(context.Background())
	wake, end := cfg.Source.Wake()
	h.work.Go(func() {
		defer end()
		h.watchWake(h.base, wake)
	})
	return h, nil
}

// logOf is the log of body, opened at its first use; nil when the hub has ended.
func (h *Hub) logOf(body string) *log {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil
	}
	if l := h.logs[body]; l != nil {
		return l
	}
	for _, b := range []string{body, ecabinet.Installation} { // sessions and accounts belong to no body
		if h.logs[b] == nil {
			l := newLog(h, b)
			h.logs[b] = l
			h.work.Go(func() { l.tail(h.base) })
		}
	}
	return h.logs[body]
}

// Recheck makes the connections that who means load their rights again before
// their next frame; body "" means every body. Changes of rights that are events
// need no call.
func (h *Hub) Recheck(body string, who Who) {
	h.mu.Lock()
	var logs []*log
	for b, l := range h.logs {
		if body == "" || b == body {
			logs = append(logs, l)
		}
	}
	h.mu.Unlock()
	for _, l := range logs {
		l.mu.RLock()
		woken := l.markLocked(nil, who)
		l.mu.RUnlock()
		for _, c := range woken {
			c.rouse()
		}
	}
}

// Persons are those who have a socket open on this node in a body, with how long ago
// each was last heard; a socket that is silent for longer than a heartbeat and its
// answer take is dead, whatever the network stack believes.
func (h *Hub) Persons(body string) map[string]time.Duration {
	h.mu.Lock()
	l := h.logs[body]
	h.mu.Unlock()
	if l == nil {
		return nil
	}
	now := time.Now()
	l.mu.RLock()
	defer l.mu.RUnlock()
	out := make(map[string]time.Duration, len(l.persons))
	for person, conns := range l.persons {
		if person == "" { // a device
			continue
		}
		least := time.Duration(math.MaxInt64)
		for c := range conns {
			least = min(least, now.Sub(time.Unix(0, c.heard.Load())))
		}
		out[person] = max(0, least)
	}
	return out
}

// Node is this node's name among those that share signals.
func (h *Hub) Node() string { return h.cfg.Node }

// Sockets counts the open sockets.
func (h *Hub) Sockets() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.conns)
}

// ServeHTTP upgrades a request that comes from an allowed origin and offers the
// subprotocol. Nobody is signed in by it: that takes the ticket in the first frame.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !h.allowed.allows(r):
		h.refuse(w, http.StatusForbidden, "origin")
		return
	case !offers(r):
		h.refuse(w, http.StatusBadRequest, "subprotocol")
		return
	case r.URL.RawQuery != "": // nothing that could be a secret belongs into a URL
		h.refuse(w, http.StatusBadRequest, "query")
		return
	}
	c := newConn(h)
	c.cork.within = h.cfg.Limits.HelloWithin
	if !h.admit(c) {
		h.refuse(w, http.StatusServiceUnavailable, "full")
		return
	}
	ws, err := h.upgrader.Upgrade(&corked{w, c.cork}, r, nil)
	if err != nil {
		h.cfg.Observe.Refused("upgrade")
		h.dismiss(c)
		h.work.Done()
		return
	}
	c.ws = ws
	if err := c.cork.release(); err != nil {
		ws.Close()
	}
	ctx := h.base
	go func() { // the request and its buffers may go
		defer h.work.Done()
		defer h.dismiss(c)
		c.read(ctx)
	}()
}

func offers(r *http.Request) bool {
	for _, p := range websocket.Subprotocols(r) {
		if p == Subprotocol {
			return true
		}
	}
	return false
}

func (h *Hub) refuse(w http.ResponseWriter, status int, why string) {
	h.cfg.Observe.Refused(why)
	http.Error(w, http.StatusText(status), status)
}

// admit counts a connection in and makes the hub wait for its reading side.
func (h *Hub) admit(c *conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.conns) >= h.cfg.Limits.Sockets || h.unsigned >= h.cfg.Limits.Unsigned {
		return false
	}
	h.conns[c] = struct{}{}
	h.opened++
	c.number = h.opened
	h.unsigned++
	h.work.Add(1)
	return true
}

// signed counts a connection that said hello to its session; false where that has
// more than it may.
func (h *Hub) signed(c *conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ofSession[c.session] >= h.cfg.Limits.OfSession {
		return false
	}
	h.ofSession[c.session]++
	h.unsigned--
	c.signed = true
	return true
}

func (h *Hub) dismiss(c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c)
	if !c.signed {
		h.unsigned--
		return
	}
	if h.ofSession[c.session]--; h.ofSession[c.session] == 0 {
		delete(h.ofSession, c.session)
	}
}

// Shutdown refuses new sockets, closes the open ones with 1012 (service restart)
// and waits until every goroutine has ended, or for ctx.
func (h *Hub) Shutdown(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	for c := range h.conns {
		c.end(closing{websocket.CloseServiceRestart, "restart"})
		c.hurry(time.Second)
	}
	h.mu.Unlock()
	done := make(chan struct{})
	go func() {
		h.conclude()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hub) conclude() {
	h.stop()
	h.work.Wait()
}
