// Package client speaks the protocol of docs/protocol.md for tests and tools: it
// keeps the state of the topics it hears over breaks of the connection. It must
// not be used by the server, and holds no rule of any room.
package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const subprotocol = "ecabinet.v1"

// Thing is the latest view of one ref.
type Thing struct {
	Rev  int64
	Data json.RawMessage
}

// Change is what was applied to the state, in order.
type Change struct {
	Kind  string // "view", "gone", "signal", "gap", "whole", "ready", "lost"
	Topic string
	Ref   string
	Rev   int64
	Data  json.RawMessage
}

// Options of Dial; the zero value will do.
type Options struct {
	Topics  []string
	Lang    string
	Backoff func(attempt int) time.Duration // before the attempt, from 1; nil: 0.2 s doubling to 10 s, halved at random
	NetDial func(ctx context.Context, network, addr string) (net.Conn, error)
	Changed func(Change)  // called in order, must not block or call the client
	Heard   func(Change)  // likewise, of every frame as it came, before it is applied
	Silence time.Duration // without a frame for so long the connection counts as lost; 0: 65 s
}

// Command is an act sent over the socket.
type Command struct {
	Method, Path, Key string
	Body              any
}

// Reply answers a Command.
type Reply struct {
	Status int
	Body   json.RawMessage
}

// ErrLost answers a command whose connection broke before its reply: send it again with the same key.
var ErrLost = errors.New("connection lost before the reply")

// ErrSignedOut ends a client whose session has ended.
var ErrSignedOut = errors.New("signed out")

// Client holds the state of its topics. It connects again by itself until Close.
type Client struct {
	url, origin string
	ticket      func(ctx context.Context) (string, error)
	opt         Options
	cancel      context.CancelFunc
	done        chan struct{}
	writing     sync.Mutex // one writer a connection

	mu       sync.Mutex
	ws       *websocket.Conn
	topics   map[string]*topic
	position string
	seen     uint64 // frames that count, in this connection
	nextID   int
	waiting  map[string]chan Reply
	changed  chan struct{} // closed and renewed at each change
	counts   Counts
	err      error
}

// Counts is what has happened to a client.
type Counts struct{ Connects, Views, Gaps, Wholes int }

type topic struct {
	things  map[string]Thing
	signals map[string]json.RawMessage
	lacks   bool // a gap was announced, and the whole has not come since
}

func newTopic() *topic {
	return &topic{things: map[string]Thing{}, signals: map[string]json.RawMessage{}}
}

// Dial connects, waits for ready, and goes on in the background. url is that of
// the socket ("ws://host/api/live"); ticket fetches a new one-use ticket.
func Dial(ctx context.Context, url, origin string, ticket func(context.Context) (string, error), opt Options) (*Client, error) {
	if opt.Backoff == nil {
		opt.Backoff = backoff
	}
	if opt.Silence == 0 {
		opt.Silence = 65 * time.Second
	}
	c := &Client{
		url: url, origin: origin, ticket: ticket, opt: opt, done: make(chan struct{}),
		topics: map[string]*topic{}, waiting: map[string]chan Reply{}, changed: make(chan struct{}),
	}
	for _, t := range opt.Topics {
		c.topics[t] = newTopic()
	}
	ws, err := c.connect(ctx)
	if err != nil {
		return nil, err
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c.cancel = cancel
	go c.run(run, ws)
	return c, nil
}

func backoff(attempt int) time.Duration {
	d := min(10*time.Second, 200*time.Millisecond<<min(attempt-1, 6))
	return d/2 + rand.N(d/2)
}

func (c *Client) connect(ctx context.Context) (*websocket.Conn, error) {
	ticket, err := c.ticket(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetch ticket: %w", err)
	}
	d := websocket.Dialer{Subprotocols: []string{subprotocol}, NetDialContext: c.opt.NetDial, HandshakeTimeout: 10 * time.Second, ReadBufferSize: 1024, WriteBufferSize: 1024}
	ws, resp, err := d.DialContext(ctx, c.url, http.Header{"Origin": {c.origin}})
	if err != nil {
		if resp != nil {
			err = fmt.Errorf("%w (status %d)", err, resp.StatusCode)
		}
		return nil, fmt.Errorf("connect: %w", err)
	}
	c.mu.Lock()
	hello := map[string]any{"type": "hello", "ticket": ticket}
	if len(c.topics) > 0 {
		names := make([]string, 0, len(c.topics))
		for t := range c.topics {
			names = append(names, t)
		}
		hello["topics"] = names
	}
	if c.position != "" {
		hello["position"] = c.position
	}
	if c.opt.Lang != "" {
		hello["lang"] = c.opt.Lang
	}
	c.mu.Unlock()
	if err := ws.WriteJSON(hello); err != nil {
		ws.Close()
		return nil, fmt.Errorf("say hello: %w", err)
	}
	ws.SetReadDeadline(time.Now().Add(c.opt.Silence))
	var f frame
	if err := ws.ReadJSON(&f); err != nil || f.Type != "ready" {
		ws.Close()
		return nil, refusal(err, f.Type)
	}
	c.mu.Lock()
	c.ws, c.seen = ws, 0
	c.counts.Connects++
	c.notifyLocked(Change{Kind: "ready"})
	c.mu.Unlock()
	return ws, nil
}

func refusal(err error, got string) error {
	if websocket.IsCloseError(err, 4401) {
		return ErrSignedOut
	}
	if err == nil {
		err = fmt.Errorf("got %q instead of ready", got)
	}
	return fmt.Errorf("await ready: %w", err)
}

func (c *Client) run(ctx context.Context, ws *websocket.Conn) {
	defer close(c.done)
	stop := context.AfterFunc(ctx, func() { c.drop() })
	defer stop()
	for attempt := 0; ; {
		if ws != nil {
			err := c.listen(ws)
			c.lost(ws)
			ws, attempt = nil, 0
			if websocket.IsCloseError(err, 4401) {
				c.fail(ErrSignedOut)
				return
			}
		}
		attempt++
		select {
		case <-ctx.Done():
			c.fail(ctx.Err())
			return
		case <-time.After(c.opt.Backoff(attempt)):
		}
		next, err := c.connect(ctx)
		if errors.Is(err, ErrSignedOut) {
			c.fail(err)
			return
		}
		if ws = next; ws != nil && ctx.Err() != nil {
			ws.Close()
		}
	}
}

func (c *Client) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
	c.notifyLocked(Change{Kind: "lost"})
}

// lost forgets the connection and answers what waited for it.
func (c *Client) lost(ws *websocket.Conn) {
	ws.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ws = nil
	for id, w := range c.waiting {
		close(w)
		delete(c.waiting, id)
	}
	c.notifyLocked(Change{Kind: "lost"})
}

type frame struct {
	Type     string          `json:"type"`
	Topic    string          `json:"topic"`
	Ref      string          `json:"ref"`
	Rev      int64           `json:"rev"`
	Data     json.RawMessage `json:"data"`
	Refs     []string        `json:"refs"`
	N        uint64          `json:"n"`
	Position string          `json:"position"`
	ID       string          `json:"id"`
	Status   int             `json:"status"`
	Body     json.RawMessage `json:"body"`
}

func (c *Client) listen(ws *websocket.Conn) error {
	// The connection broke between a gap and the whole: the position is of after the gap.
	if lack := c.lacking(); len(lack) > 0 {
		if err := c.write(ws, map[string]any{"type": "subscribe", "topics": lack}); err != nil {
			return err
		}
	}
	answer := ws.PingHandler()
	ws.SetPingHandler(func(data string) error {
		ws.SetReadDeadline(time.Now().Add(c.opt.Silence))
		return answer(data)
	})
	for {
		ws.SetReadDeadline(time.Now().Add(c.opt.Silence))
		_, data, err := ws.ReadMessage()
		if err != nil {
			return err
		}
		var f frame
		if err := json.Unmarshal(data, &f); err != nil {
			return err
		}
		again, err := c.apply(f)
		if err != nil {
			return err
		}
		if again != "" {
			if err := c.write(ws, map[string]any{"type": "subscribe", "topics": []string{again}}); err != nil {
				return err
			}
		}
	}
}

func (c *Client) lacking() (topics []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, t := range c.topics {
		if t.lacks {
			topics = append(topics, name)
		}
	}
	return topics
}

// apply takes one frame into the state; again is a topic to ask for whole.
func (c *Client) apply(f frame) (again string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.topics[f.Topic]
	switch f.Type {
	case "at":
		if f.N != c.seen {
			return "", fmt.Errorf("server counts %d frames, client %d", f.N, c.seen)
		}
		c.position = f.Position
		return "", nil
	case "reply":
		if w := c.waiting[f.ID]; w != nil {
			w <- Reply{f.Status, f.Body}
			delete(c.waiting, f.ID)
		}
		return "", nil
	case "view", "gone", "whole", "gap", "signal":
		c.seen++
		if c.opt.Heard != nil {
			c.opt.Heard(Change{f.Type, f.Topic, f.Ref, f.Rev, f.Data})
		}
	}
	if t == nil {
		return "", nil
	}
	switch f.Type {
	case "view":
		c.counts.Views++
		if have, ok := t.things[f.Ref]; ok && have.Rev > f.Rev {
			return "", nil
		} else if ok && have.Rev == f.Rev && string(have.Data) == string(f.Data) {
			return "", nil
		}
		t.things[f.Ref] = Thing{f.Rev, f.Data}
	case "gone":
		if f.Ref == "" {
			c.topics[f.Topic] = newTopic()
		} else {
			delete(t.things, f.Ref)
		}
	case "whole":
		c.counts.Wholes++
		t.lacks = false
		keep := map[string]bool{}
		for _, r := range f.Refs {
			keep[r] = true
		}
		for r := range t.things {
			if !keep[r] {
				delete(t.things, r)
			}
		}
	case "gap":
		c.counts.Gaps++
		c.topics[f.Topic] = newTopic()
		c.topics[f.Topic].lacks = true
		again = f.Topic
	case "signal":
		if t.signals[f.Ref] = f.Data; string(f.Data) == "null" {
			delete(t.signals, f.Ref)
		}
	}
	c.notifyLocked(Change{f.Type, f.Topic, f.Ref, f.Rev, f.Data})
	return again, nil
}

func (c *Client) notifyLocked(ch Change) {
	if c.opt.Changed != nil {
		c.opt.Changed(ch)
	}
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *Client) write(ws *websocket.Conn, v any) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	return ws.WriteJSON(v)
}

// Subscribe adds topics; they stay over breaks.
func (c *Client) Subscribe(topics ...string) error {
	c.mu.Lock()
	for _, t := range topics {
		if c.topics[t] == nil {
			c.topics[t] = newTopic()
		}
	}
	ws := c.ws
	c.mu.Unlock()
	if ws == nil {
		return nil // the next hello names them
	}
	return c.write(ws, map[string]any{"type": "subscribe", "topics": topics})
}

// Unsubscribe drops topics and what is held of them.
func (c *Client) Unsubscribe(topics ...string) error {
	c.mu.Lock()
	for _, t := range topics {
		delete(c.topics, t)
	}
	ws := c.ws
	c.mu.Unlock()
	if ws == nil {
		return nil
	}
	return c.write(ws, map[string]any{"type": "unsubscribe", "topics": topics})
}

// Get is the thing at ref in topic.
func (c *Client) Get(topic, ref string) (Thing, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.topics[topic]; t != nil {
		thing, ok := t.things[ref]
		return thing, ok
	}
	return Thing{}, false
}

// SignalOf is the latest signal at ref in topic, nil where there is none.
func (c *Client) SignalOf(topic, ref string) json.RawMessage {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.topics[topic]; t != nil {
		return t.signals[ref]
	}
	return nil
}

// State copies everything held of a topic.
func (c *Client) State(topic string) map[string]Thing {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]Thing{}
	if t := c.topics[topic]; t != nil {
		for r, thing := range t.things {
			all[r] = thing
		}
	}
	return all
}

// Connected says whether there is a connection now.
func (c *Client) Connected() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ws != nil
}

// Counts says what has happened so far.
func (c *Client) Counts() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts
}

// Until waits until ok is true, asking it after every change.
func (c *Client) Until(ctx context.Context, ok func() bool) error {
	for {
		c.mu.Lock()
		changed, err := c.changed, c.err
		c.mu.Unlock()
		if ok() {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Command sends an act and waits for its reply.
func (c *Client) Command(ctx context.Context, cmd Command) (Reply, error) {
	c.mu.Lock()
	ws := c.ws
	c.nextID++
	id := fmt.Sprint(c.nextID)
	w := make(chan Reply, 1)
	if ws != nil {
		c.waiting[id] = w
	}
	c.mu.Unlock()
	if ws == nil {
		return Reply{}, ErrLost
	}
	f := map[string]any{"type": "command", "id": id, "method": cmd.Method, "path": cmd.Path}
	if cmd.Key != "" {
		f["key"] = cmd.Key
	}
	if cmd.Body != nil {
		f["body"] = cmd.Body
	}
	if err := c.write(ws, f); err != nil {
		return Reply{}, ErrLost
	}
	select {
	case r, ok := <-w:
		if !ok {
			return Reply{}, ErrLost
		}
		return r, nil
	case <-ctx.Done():
		return Reply{}, ctx.Err()
	}
}

// drop breaks the connection, if there is one.
func (c *Client) drop() {
	c.mu.Lock()
	ws := c.ws
	c.mu.Unlock()
	if ws != nil {
		ws.Close()
	}
}

// Break cuts the connection as a network would; the client comes back by itself.
func (c *Client) Break() { c.drop() }

// Close ends the client and waits for its goroutine.
func (c *Client) Close() {
	c.cancel()
	<-c.done
}
