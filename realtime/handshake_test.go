package realtime

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// refusedOrigins are forms that are not the one allowed origin as a browser spells it.
var refusedOrigins = []string{
	"", "null", "https://ecabinet.example.", "https://ecabinet.example:443", "https://ecabinet.example:8443", "http://ecabinet.example",
	"HTTPS://ecabinet.example", "https://ECABINET.example", "https://Ecabinet.Example", "https://ecabinet.example/", "https://ecabinet.example/path",
	"https://ecabinet.example?x", "https://ecabinet.example#x", "https://user@ecabinet.example", "https://ecabinet.example@evil.example",
	"https://user:pass@ecabinet.example", "https://evil.example", "https://ecabinet.example.evil.example", "https://evilecabinet.example",
	"https://evil.example/https://ecabinet.example", "https://sub.ecabinet.example", "https://ecabinet.exampl", "https://ecabinet.example:",
	"//ecabinet.example", "ecabinet.example", "ws://ecabinet.example", "wss://ecabinet.example", "file://", "https://", "https:ecabinet.example",
	"https:/ecabinet.example", "https:///ecabinet.example", "https://ecabinet.example https://evil.example", "https://evil.example, https://ecabinet.example",
	"https://ecabinet.example\\evil.example", "https://ecabinet.example%00", "https://xn--ecabinet.example", "https://127.0.0.1", "https://[::1]",
	"*", "https://*.example", "https://ecabinet\u3002example", "chrome-extension://abc",
}

// upgrade sends one handshake by hand, so that headers go out as they are.
func upgrade(t *testing.T, n *node, path string, headers ...string) int {
	t.Helper()
	c, err := net.Dial("tcp", n.ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: ecabinet.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n\r\n", path, strings.Join(headers, "\r\n"))
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

func TestHandshakeOrigins(t *testing.T) {
	n := serve(t, newWorld().config())
	const protocol = "Sec-WebSocket-Protocol: ecabinet.v1"
	if len(refusedOrigins) < 30 {
		t.Fatalf("only %d forms", len(refusedOrigins))
	}
	for _, o := range refusedOrigins {
		if got := upgrade(t, n, "/", protocol, "Origin: "+o); got == http.StatusSwitchingProtocols {
			t.Errorf("origin %q was accepted", o)
		}
	}
	for _, c := range []struct {
		name    string
		path    string
		headers []string
		want    int
	}{
		{"good", "/", []string{protocol, "Origin: " + testOrigin}, 101},
		{"good beside another protocol", "/", []string{"Sec-WebSocket-Protocol: x, ecabinet.v1", "Origin: " + testOrigin}, 101},
		{"no origin", "/", []string{protocol}, 403},
		{"two origins", "/", []string{protocol, "Origin: " + testOrigin, "Origin: " + testOrigin}, 403},
		{"foreign first", "/", []string{protocol, "Origin: https://evil.example", "Origin: " + testOrigin}, 403},
		{"no protocol", "/", []string{"Origin: " + testOrigin}, 400},
		{"another protocol", "/", []string{"Sec-WebSocket-Protocol: ecabinet.v2", "Origin: " + testOrigin}, 400},
		{"protocol in another case", "/", []string{"Sec-WebSocket-Protocol: ECABINET.V1", "Origin: " + testOrigin}, 400},
		{"ticket in the URL", "/?ticket=1", []string{protocol, "Origin: " + testOrigin}, 400},
	} {
		if got := upgrade(t, n, c.path, c.headers...); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestOriginsOfConfigAreChecked(t *testing.T) {
	for _, o := range []string{
		"", "null", "*", "https://*", "https://*.example", "https://ecabinet.example.", "https://ecabinet.example:443", "http://ecabinet.example:80",
		"HTTPS://ecabinet.example", "https://Ecabinet.example", "https://ecabinet.example/", "https://user@ecabinet.example", "ecabinet.example",
		"wss://ecabinet.example", "https://ecabinet.example:", "https://ecabinet.example?x", "https://", "file://", "https://:8443",
	} {
		cfg := newWorld().config()
		cfg.Origins = []string{o}
		if h, err := New(cfg); err == nil {
			h.Shutdown(context.Background())
			t.Errorf("origin %q was taken into the list", o)
		}
	}
}

func TestHelloTickets(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	good := func() string { return w.ticket("s") }
	used := good()
	n.open(t).sendHello(used)
	late := good()
	w.mu.Lock()
	w.tickets[late] = ticket{"s", time.Now().Add(-time.Second)}
	w.mu.Unlock()
	for name, c := range map[string]struct {
		frame string
		code  int
	}{
		"used":           {`{"type":"hello","ticket":"` + used + `"}`, closeSignedOut},
		"expired":        {`{"type":"hello","ticket":"` + late + `"}`, closeSignedOut},
		"foreign":        {`{"type":"hello","ticket":"ticket-of-another-server"}`, closeSignedOut},
		"ended session":  {`{"type":"hello","ticket":"` + w.ticket("nobody") + `"}`, closeSignedOut},
		"empty":          {`{"type":"hello","ticket":""}`, closeBadFrame},
		"none":           {`{"type":"hello"}`, closeBadFrame},
		"not hello":      {`{"type":"subscribe","topics":["body"]}`, closeBadFrame},
		"command":        {`{"type":"command","id":"1","method":"GET","path":"/api/x"}`, closeBadFrame},
		"unknown field":  {`{"type":"hello","ticket":"` + good() + `","admin":true}`, closeBadFrame},
		"two values":     {`{"type":"hello","ticket":"` + good() + `"}{}`, closeBadFrame},
		"not JSON":       {`hello`, closeBadFrame},
		"a long ticket":  {`{"type":"hello","ticket":"` + strings.Repeat("x", 300) + `"}`, closeBadFrame},
		"a bad topic":    {`{"type":"hello","ticket":"` + good() + `","topics":["a b"]}`, closeBadFrame},
		"far too large":  {`{"type":"hello","ticket":"` + strings.Repeat("x", 70<<10) + `"}`, 1009},
		"a bad language": {`{"type":"hello","ticket":"` + good() + `","lang":"xx"}`, closeBadFrame},
	} {
		r := n.open(t)
		r.ws.WriteMessage(websocket.TextMessage, []byte(c.frame))
		if got := r.closeCode(); got != c.code {
			t.Errorf("%s: closed with %d, want %d", name, got, c.code)
		}
	}
}

func (r *raw) sendHello(ticket string) {
	r.t.Helper()
	r.send(map[string]any{"type": "hello", "ticket": ticket})
	if f := r.next(); f["type"] != "ready" {
		r.t.Fatalf("first frame %v", f)
	}
}

func TestOneTicketInARace(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	ticket := w.ticket("s")
	ready := make(chan bool)
	for range 20 {
		r := n.open(t)
		go func() {
			r.ws.WriteJSON(map[string]any{"type": "hello", "ticket": ticket})
			_, _, err := r.ws.ReadMessage()
			ready <- err == nil
		}()
	}
	got := 0
	for range 20 {
		if <-ready {
			got++
		}
	}
	if got != 1 {
		t.Errorf("%d sockets opened with one ticket", got)
	}
}

// onFakeClock runs f with a node on pipes in a synctest bubble.
func onFakeClock(t *testing.T, cfg func(w *world) Config, f func(t *testing.T, w *world, n *node)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.signIn("s", "ann", "member")
		p := newPipes()
		n := serveOn(t, cfg(w), p, p.dial)
		f(t, w, n)
	})
}

func TestHelloMustComeInTime(t *testing.T) {
	onFakeClock(t, (*world).config, func(t *testing.T, w *world, n *node) {
		started := time.Now()
		r := n.open(t)
		if code := r.closeCode(); code != closeHelloLate {
			t.Errorf("closed with %d", code)
		}
		if waited := time.Since(started); waited != 5*time.Second {
			t.Errorf("closed after %v", waited)
		}
	})
}

func TestHeartbeat(t *testing.T) {
	onFakeClock(t, (*world).config, func(t *testing.T, w *world, n *node) {
		r := n.hello(t, w, "s", "")
		r.next() // the at of the welcome
		pings := 0
		pong := r.ws.PingHandler()
		r.ws.SetPingHandler(func(d string) error { pings++; return pong(d) })
		for range 4 {
			before := time.Now()
			if f := r.next(); f["type"] != "at" || f["server_time"] == nil || time.Since(before) > 25*time.Second {
				t.Fatalf("%v after %v", f, time.Since(before))
			}
		}
		if pings != 3 && pings != 4 { // the ping follows the at
			t.Errorf("%d pings", pings)
		}
		r.ws.SetPingHandler(func(string) error { return nil }) // a peer that is gone does not answer
		started := time.Now()
		for {
			r.ws.SetReadDeadline(time.Now().Add(2 * time.Minute))
			if _, _, err := r.ws.ReadMessage(); err != nil {
				break
			}
		}
		if lived := time.Since(started); lived > 65*time.Second {
			t.Errorf("a silent peer was kept for %v", lived)
		}
	})
}

func TestRestartIsSaid(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	n := serve(t, w.config())
	signed := n.hello(t, w, "s", "", "body")
	unsigned := n.open(t)
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	if err := n.hub.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	if code := signed.closeCode(); code != 1012 {
		t.Errorf("closed with %d", code)
	}
	if code := unsigned.closeCode(); code != 1012 {
		t.Errorf("a socket without hello was closed with %d", code)
	}
	if got := upgrade(t, n, "/", "Sec-WebSocket-Protocol: ecabinet.v1", "Origin: "+testOrigin); got != 503 {
		t.Errorf("a new socket got %d", got)
	}
}

// A session has so many sockets and no more; one that ends makes room.
func TestSocketsOfOneSession(t *testing.T) {
	w := newWorld()
	w.signIn("s", "ann", "member")
	w.signIn("t", "bob", "member")
	cfg := w.config()
	cfg.Limits.OfSession = 2
	n := serve(t, cfg)
	first := n.hello(t, w, "s", "")
	n.hello(t, w, "s", "")
	refused := func() int {
		third := n.open(t)
		third.send(map[string]any{"type": "hello", "ticket": w.ticket("s")})
		return third.closeCode()
	}
	if code := refused(); code != 4429 {
		t.Fatalf("the third socket of a session ends with %d", code)
	}
	n.hello(t, w, "t", "")
	first.ws.Close()
	for n.hub.Sockets() > 2 {
		runtime.Gosched()
	}
	n.hello(t, w, "s", "")
	if code := refused(); code != 4429 {
		t.Fatalf("once room was made and taken, a socket more ends with %d", code)
	}
}
