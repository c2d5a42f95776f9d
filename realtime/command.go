package realtime

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// DefaultRefused lists the path segments that never travel over a socket: sign-in
// and its means, files, and secret votes, which must leave no trace beside a session.
func DefaultRefused() []string {
	return []string{
		"auth", "sign-in", "signin", "sign-out", "signout", "login", "logout", "session", "sessions", "account", "accounts",
		"password", "totp", "recovery", "setup", "set-up", "signing-window", "step-up", "ticket", "tickets", "live",
		"file", "files", "upload", "uploads", "download", "content", "audit-file", "scan", "scans",
		"secret", "secret-vote", "secret-votes", "token", "tokens", "box",
	}
}

// methods that a command may have.
var methods = map[string]bool{"GET": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true}

// acceptable says whether a command may travel over the socket at all.
func (h *Hub) acceptable(method, path string) bool {
	if !methods[method] || !strings.HasPrefix(path, "/api/") {
		return false
	}
	bare, _, _ := strings.Cut(path, "?")
	if strings.ContainsAny(bare, "%\\;#") || strings.ContainsAny(path, "#\x00\r\n \t") {
		return false
	}
	for _, segment := range strings.Split(bare[1:], "/") {
		if segment == "" || segment == "." || segment == ".." || h.refused[strings.ToLower(segment)] {
			return false
		}
	}
	return true
}

// command takes one command from the reading side. It answers at once what is
// refused, and otherwise puts it behind the others of this connection.
func (c *conn) command(f frame) *closing {
	limits := &c.hub.cfg.Limits
	c.mu.Lock()
	waiting := len(c.pending) + len(c.replies)
	if c.busy {
		waiting++
	}
	c.mu.Unlock()
	switch {
	case waiting >= 2*limits.Pending:
		return &closing{closeTooMany, "too many commands"}
	case !c.bucket.Allow():
		c.answer(f.ID, refuse(429, "realtime.too_many"))
	case waiting >= limits.Pending:
		c.answer(f.ID, refuse(429, "realtime.too_many_pending"))
	case len(f.Body) > limits.CommandBytes:
		c.answer(f.ID, refuse(413, "realtime.too_large"))
	case c.hub.cfg.Do == nil || !c.hub.acceptable(f.Method, f.Path):
		c.answer(f.ID, refuse(403, "realtime.not_over_socket"))
	default:
		c.enqueue(Command{ID: f.ID, Method: f.Method, Path: f.Path, Key: f.Key, Lang: c.lang, Body: f.Body})
	}
	return nil
}

func refuse(status int, code string) Reply {
	return Reply{status, json.RawMessage(fmt.Sprintf(`{"status":%d,"code":%q}`, status, code))}
}

func (c *conn) answer(id string, r Reply) {
	if r.Body != nil && !json.Valid(r.Body) {
		r = refuse(500, "internal")
	}
	if len(r.Body) > c.hub.cfg.Limits.ViewBytes {
		r = refuse(500, "realtime.reply_too_large")
	}
	c.mu.Lock()
	c.replies = append(c.replies, replyFrame{"reply", id, r.Status, r.Body})
	c.mu.Unlock()
	c.rouse()
}

// enqueue keeps the order of one connection: it stands in the queue of the hub at
// most once, with its next command.
func (c *conn) enqueue(cmd Command) {
	c.mu.Lock()
	c.pending = append(c.pending, cmd)
	idle := !c.busy
	c.busy = true
	c.mu.Unlock()
	if idle {
		c.hub.schedule(c)
	}
}

// schedule gives the connection to a worker, starting one where there is room.
func (h *Hub) schedule(c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.queue = append(h.queue, c)
	if h.workers < h.cfg.Limits.Workers && !h.closed {
		h.workers++
		h.work.Add(1)
		go h.serve()
	}
}

// serve runs commands until the queue is empty.
func (h *Hub) serve() {
	defer h.work.Done()
	for {
		h.mu.Lock()
		if len(h.queue) == 0 {
			h.workers--
			h.mu.Unlock()
			return
		}
		c := h.queue[0]
		h.queue = h.queue[1:]
		h.mu.Unlock()
		c.runNext()
	}
}

func (c *conn) runNext() {
	c.mu.Lock()
	cmd := c.pending[0]
	c.mu.Unlock()
	started := time.Now()
	r := refuse(503, "realtime.closing")
	if c.dying.Load() == nil { // a client that has gone asks again with its key
		r = c.do(cmd)
	}
	c.hub.cfg.Observe.Command(r.Status, time.Since(started))
	c.mu.Lock()
	c.pending = c.pending[1:]
	more := len(c.pending) > 0
	c.busy = more
	c.mu.Unlock()
	c.answer(cmd.ID, r)
	if more {
		c.hub.schedule(c)
	}
}

func (c *conn) do(cmd Command) (r Reply) {
	ctx, cancel := context.WithTimeout(c.hub.base, c.hub.cfg.Limits.DoWithin)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			c.hub.cfg.Log.Error("command panicked", "method", cmd.Method, "panic", fmt.Sprint(p))
			r = refuse(500, "internal")
		}
	}()
	return c.hub.cfg.Do(ctx, c.session, cmd)
}
