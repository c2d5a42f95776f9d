package openai

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// largestBody is how many bytes of a reply are read at most, headers apart: what its tokens
// can come to, each character escaped, and what stands around them.
func (s Settings) largestBody() int { return min(64<<10+32*s.reply(), 1<<20) }

// What the transport refuses; the errors hold nothing that came from outside.
var (
	errHost     = errors.New("host is not on the list")
	errRedirect = errors.New("redirected")
	errTooLarge = errors.New("reply is too large")
)

// statusError is an answer other than 200; its body is never read.
type statusError struct {
	status int
	after  string // Retry-After
}

func (e *statusError) Error() string { return "the endpoint answered with an error status" }

// doer is the HTTP client of go-openai. It gives only whole answers of status 200 to it:
// go-openai takes a redirect for a success, and prints bodies of failures in its errors.
type doer struct {
	client  *http.Client
	dials   *atomic.Int64
	largest int // bytes of a body
}

func newDoer(s Settings) *doer {
	d := &doer{dials: new(atomic.Int64), largest: s.largestBody()}
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	d.client = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: nil,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				if !s.allows(address) {
					return nil, errHost
				}
				d.dials.Add(1)
				return dialer.DialContext(ctx, network, address)
			},
			DisableCompression:     true, // a small body must not become a large one
			MaxResponseHeaderBytes: 64 << 10,
			TLSHandshakeTimeout:    10 * time.Second,
			MaxIdleConnsPerHost:    4,
			IdleConnTimeout:        time.Minute,
		},
	}
	return d
}

// Do is http.Client.Do, with every answer but 200 an error and the body limited.
func (d *doer) Do(r *http.Request) (*http.Response, error) {
	res, err := d.client.Do(r)
	if err != nil {
		return nil, err
	}
	switch {
	case res.StatusCode >= 300 && res.StatusCode < 400:
		err = errRedirect
	case res.StatusCode != http.StatusOK:
		err = &statusError{res.StatusCode, res.Header.Get("Retry-After")}
	case res.ContentLength > int64(d.largest):
		err = errTooLarge
	default:
		res.Body = &limited{res.Body, d.largest}
		return res, nil
	}
	res.Body.Close()
	return nil, err
}

// limited ends a body with an error where it goes on too long; cutting it silently could
// make something whole of it.
type limited struct {
	io.ReadCloser
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.ReadCloser.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
