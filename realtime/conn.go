package realtime

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"ecabinet"
)

// Close codes of our own; those below 4000 are of RFC 6455.
const (
	closeBadFrame    = 4400 // a frame that is not in the protocol
	closeSignedOut   = 4401 // the session has ended, or the ticket was not good
	closeHelloLate   = 4408 // no hello in time
	closeBodyChanged = 4409 // the session now acts in another body: connect again
	closeTooMany     = 4429 // more sockets, commands or subscriptions than a client may have
)

// closing is why a connection ends. Code 0: it has ended already.
type closing struct {
	code int
	text string
}

// conn is one socket: a reading side, which never writes, and a writing side,
// which is the only writer and sleeps until it is roused. No frame waits here for
// it: it asks the log what is new.
type conn struct {
	hub    *Hub
	ws     *websocket.Conn
	cork   *cork
	id     string
	number uint64 // of its hub, in the order of opening
	opened time.Time
	signed bool // guarded by hub.mu: counted to its session
	bucket *rate.Limiter

	session, lang, person string // set before the writing side starts
	log                   *log

	wake    chan struct{} // one token
	recheck atomic.Bool   // rights must be loaded before the next frame
	beat    atomic.Bool   // a heartbeat is due

	lookAtClock atomic.Bool // a right may have come to its end

	heard atomic.Int64 // when the peer last sent something, in unix nanoseconds

	dying atomic.Pointer[closing]

	mu      sync.Mutex
	asks    []ask
	pong    []byte
	pending []Command
	replies []replyFrame
	busy    bool // a worker has this connection, or will

	turning sync.Mutex // whoever holds it writes, and has the state below
	writer
}

// ask is a subscribe or unsubscribe that the reading side has taken.
type ask struct {
	topic string
	leave bool
	from  *position // of the hello
}

func newConn(h *Hub) *conn {
	return &conn{
		hub: h, cork: &cork{}, id: ecabinet.NewID(), opened: time.Now(), wake: make(chan struct{}, 1),
		bucket: rate.NewLimiter(rate.Limit(h.cfg.Limits.CommandRate), max(1, int(h.cfg.Limits.CommandRate))),
	}
}

// rouse wakes the writing side; a token that is already there is enough.
func (c *conn) rouse() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// end asks the writing side to close; the first reason stands.
func (c *conn) end(why closing) {
	c.dying.CompareAndSwap(nil, &why)
	c.rouse()
}

// hurry ends the reading and a write that is under way.
func (c *conn) hurry(within time.Duration) {
	c.cork.cut(time.Now().Add(within))
}

// read is the reading side, from the handshake to the end of the socket.
func (c *conn) read(ctx context.Context) {
	limits := &c.hub.cfg.Limits
	c.ws.SetReadLimit(int64(limits.CommandBytes) * 2) // what is a little too large gets an answer
	c.ws.SetReadDeadline(time.Now().Add(limits.HelloWithin))
	c.ws.SetPingHandler(func(data string) error { c.gotPing(data); return nil })
	c.ws.SetCloseHandler(func(int, string) error { return nil })
	first, why := c.hello(ctx)
	if dying := c.dying.Load(); dying != nil {
		why = dying
	}
	if why == nil && !c.hub.signed(c) {
		why = &closing{closeTooMany, "too many sockets"}
	}
	if why != nil {
		c.hub.cfg.Observe.Refused(why.text)
		c.sayClose(*why)
		c.ws.Close()
		return
	}
	c.hub.cfg.Observe.Opened()
	c.ws.SetPongHandler(func(string) error { return c.extend() })
	c.extend()
	c.hub.work.Add(1)
	go func() {
		defer c.hub.work.Done()
		c.write(ctx, first)
	}()
	last := c.listen()
	c.end(last)
	c.hurry(time.Second)
}

func (c *conn) extend() error {
	c.heard.Store(time.Now().UnixNano())
	return c.ws.SetReadDeadline(time.Now().Add(c.hub.cfg.Limits.ReadWithin))
}

// hello reads the first frame, redeems its ticket and loads who this is.
func (c *conn) hello(ctx context.Context) (frame, *closing) {
	if why := c.dying.Load(); why != nil {
		return frame{}, why
	}
	kind, data, err := c.ws.ReadMessage()
	if err != nil {
		if t, ok := errors.AsType[interface {
			error
			Timeout() bool
		}](err); ok && t.Timeout() {
			return frame{}, &closing{closeHelloLate, "hello"}
		}
		return frame{}, &closing{closeBadFrame, "frame"}
	}
	f, err := parseFrame(data, c.hub.cfg.Limits.Topics)
	if err != nil || kind != websocket.TextMessage || f.Type != "hello" {
		return frame{}, &closing{closeBadFrame, "frame"}
	}
	ctx, cancel := context.WithTimeout(ctx, c.hub.cfg.Limits.ViewWithin)
	defer cancel()
	if c.session, err = c.hub.cfg.Redeem(ctx, f.Ticket); err != nil || c.session == "" {
		return frame{}, &closing{closeSignedOut, "ticket"}
	}
	actor, why := c.loadActor(ctx)
	if why != nil {
		return frame{}, why
	}
	if c.log = c.hub.logOf(actor.Body); c.log == nil {
		return frame{}, &closing{websocket.CloseServiceRestart, "restart"}
	}
	select {
	case <-c.log.ready:
	case <-ctx.Done():
		return frame{}, &closing{websocket.CloseTryAgainLater, "not ready"}
	}
	c.person, c.lang = actor.Person, f.Lang
	return f, nil
}

// loadActor tells an ended session from a database that does not answer: the
// first ends the sign-in, the second only this socket.
func (c *conn) loadActor(ctx context.Context) (ecabinet.Actor, *closing) {
	actor, err := c.hub.cfg.Actor(ctx, c.session)
	if err == nil {
		return actor, nil
	}
	switch ecabinet.KindOf(err) {
	case ecabinet.Unauthenticated, ecabinet.NotFound, ecabinet.Forbidden:
		return actor, &closing{closeSignedOut, "session"}
	}
	if ctx.Err() == nil {
		c.hub.cfg.Log.Error("load actor", "error", err)
	}
	return actor, &closing{websocket.CloseTryAgainLater, "rights"}
}

// listen takes frames until the socket ends.
func (c *conn) listen() closing {
	for {
		kind, data, err := c.ws.ReadMessage()
		if err != nil {
			if _, said := errors.AsType[*websocket.CloseError](err); said {
				return closing{websocket.CloseNormalClosure, ""}
			}
			return closing{}
		}
		c.extend()
		f, err := parseFrame(data, c.hub.cfg.Limits.Topics)
		if err != nil || kind != websocket.TextMessage || f.Type == "hello" {
			return closing{closeBadFrame, "frame"}
		}
		if f.Type == "command" {
			if why := c.command(f); why != nil {
				return *why
			}
		} else if !c.asked(f) {
			return closing{closeTooMany, "too many subscriptions"}
		}
		c.rouse()
	}
}

// asked notes a subscribe or unsubscribe; false when more wait than is decent.
func (c *conn) asked(f frame) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range f.Topics {
		c.asks = append(c.asks, ask{topic: t, leave: f.Type == "unsubscribe"})
	}
	return len(c.asks) <= 4*c.hub.cfg.Limits.Topics
}

func (c *conn) gotPing(data string) {
	c.extend()
	c.mu.Lock()
	c.pong = []byte(data)
	c.mu.Unlock()
	c.rouse()
}

// sayClose writes a close frame within a second; the peer may be gone.
func (c *conn) sayClose(why closing) {
	if why.code != 0 {
		c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(why.code, why.text), time.Now().Add(time.Second))
	}
	c.cork.finish(time.Second)
}
