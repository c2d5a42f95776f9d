package httpx

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"net/http"
	"slices"
	"strings"

	"ecabinet"
)

// Hijack hands the connection to a websocket.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err == nil {
		w.status = http.StatusSwitchingProtocols
	}
	return conn, rw, err
}

// Flush sends what was written so far.
func (w *recorder) Flush() { http.NewResponseController(w.ResponseWriter).Flush() }

// Dispatch runs a command that came over a websocket through the very route that
// serves it over HTTP: session, policy, signing window and idempotency are looked
// at anew. session is what the cookie would hold; lang is the language of the answer,
// "vi" or "en". Public and raw routes are refused.
func (r *Router) Dispatch(ctx context.Context, session, lang, method, path string, body []byte, key string) (status int, answer []byte) {
	c := &call{id: ecabinet.NewID(), start: r.cfg.Clock(), client: callFrom(ctx).client, session: session, socket: true}
	if slices.Contains(Languages, lang) {
		c.client.Lang = lang
	}
	ctx = context.WithValue(ctx, callKey{}, c)
	rec := &buffer{header: http.Header{}}
	req, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil || session == "" || !strings.HasPrefix(path, "/api/") {
		blank := (&http.Request{Method: http.MethodGet, Header: http.Header{}}).WithContext(ctx)
		r.WriteError(rec, blank, ecabinet.E(ecabinet.NotFound, "http.no_route"))
		return rec.status, rec.body.Bytes()
	}
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	r.ServeHTTP(rec, req)
	return rec.status, rec.body.Bytes()
}

// buffer is an answer kept in memory.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffer) Header() http.Header { return b.header }

func (b *buffer) WriteHeader(status int) {
	if b.status == 0 {
		b.status = status
	}
}

func (b *buffer) Write(p []byte) (int, error) {
	b.WriteHeader(http.StatusOK)
	return b.body.Write(p)
}
