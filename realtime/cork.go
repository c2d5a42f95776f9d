package realtime

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// cork gathers the frames of one burst, so that a burst is one system call and one
// deadline however many frames it has. Frames are shared and never changed, so
// they are copied into a buffer from a pool and the buffer goes back when written.
type cork struct {
	net.Conn
	under atomic.Pointer[net.Conn] // the same, for cut

	mu     sync.Mutex // also control frames of the reading side pass here
	held   *[]byte
	within time.Duration // for each write of a burst
	until  time.Time     // the deadline that is set
}

const corkSize = 32 << 10

var corkBuffers = sync.Pool{New: func() any { b := make([]byte, 0, corkSize); return &b }}

// hold begins a burst, each write of which may take as long as within.
func (c *cork) hold(within time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.within = within
	if c.held == nil {
		c.held = corkBuffers.Get().(*[]byte)
	}
}

// release writes what was gathered.
func (c *cork) release() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		return nil
	}
	err := c.flush()
	*c.held = (*c.held)[:0]
	corkBuffers.Put(c.held)
	c.held = nil
	return err
}

func (c *cork) flush() error {
	if len(*c.held) == 0 {
		return nil
	}
	_, err := c.write(*c.held)
	*c.held = (*c.held)[:0]
	return err
}

func (c *cork) write(p []byte) (int, error) {
	// Setting a deadline costs as much as a tenth of a write: one that is at most a
	// second further off than asked for will do.
	if now := time.Now(); c.until.Before(now.Add(c.within)) {
		c.until = now.Add(c.within + time.Second)
		c.Conn.SetWriteDeadline(c.until)
	}
	return c.Conn.Write(p)
}

// Write is called by gorilla with whole frames.
func (c *cork) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		return c.Conn.Write(p)
	}
	if len(*c.held)+len(p) > corkSize {
		if err := c.flush(); err != nil {
			return 0, err
		}
	}
	if len(p) > corkSize/2 {
		return c.write(p)
	}
	*c.held = append(*c.held, p...)
	return len(p), nil
}

// SetWriteDeadline is left to the writes of the burst while one is gathered.
func (c *cork) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held != nil {
		return nil
	}
	c.until = time.Time{}
	return c.Conn.SetWriteDeadline(t)
}

// corked makes the upgrade hand a cork to gorilla instead of the bare connection.
type corked struct {
	http.ResponseWriter
	cork *cork
}

func (w *corked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	bound(c)
	w.cork.Conn = c
	w.cork.under.Store(&c)
	return w.cork, rw, nil
}

// bound keeps the kernel from holding megabytes for a client that does not read.
func bound(c net.Conn) {
	if t, ok := tcp(c); ok {
		t.SetWriteBuffer(128 << 10)
	}
}

func tcp(c net.Conn) (*net.TCPConn, bool) {
	if t, ok := c.(interface{ NetConn() net.Conn }); ok { // TLS
		c = t.NetConn()
	}
	t, ok := c.(*net.TCPConn)
	return t, ok
}

// abandon lets the kernel forget what a stalled client never took.
func (c *cork) abandon() {
	if t, ok := tcp(c.Conn); ok {
		t.SetLinger(0)
	}
}

// cut ends what is being written or read at t at the latest. It takes no lock: the
// writer holds it while it is stalled.
func (c *cork) cut(t time.Time) {
	if u := c.under.Load(); u != nil {
		(*u).SetDeadline(t)
	}
}
