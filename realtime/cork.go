package realtime

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

// cork is the one place through which bytes go to a socket, and so keeps their order:
// frames of a burst, control frames of gorilla, and what is sent without waking the
// writing side. It gathers the frames of one burst, so that a burst is one system call
// and one deadline however many frames it has. Frames are shared and never changed, so
// they are copied into a buffer from a pool and the buffer goes back when written.
type cork struct {
	net.Conn
	under atomic.Pointer[net.Conn] // the same, for cut

	mu     sync.Mutex // also control frames of the reading side pass here
	direct syscall.RawConn
	held   *[]byte       // waits to be written; whatever comes next stands behind it
	closed bool          // a close frame was said: nothing follows it
	within time.Duration // for each write of a burst
}

const corkSize = 32 << 10

var corkBuffers = sync.Pool{New: func() any { b := make([]byte, 0, corkSize); return &b }}

// hold begins a burst, each write of which may take as long as within.
func (c *cork) hold(within time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.within = within
	c.holdLocked()
}

func (c *cork) holdLocked() {
	if c.held == nil {
		c.held = corkBuffers.Get().(*[]byte)
	}
}

// holding says whether something waits to be written.
func (c *cork) holding() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held != nil
}

func (c *cork) letGoLocked() {
	*c.held = (*c.held)[:0]
	corkBuffers.Put(c.held)
	c.held = nil
}

// release writes what was gathered.
func (c *cork) release() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		return nil
	}
	err := c.flush()
	c.letGoLocked()
	return err
}

// finish writes what is left, even after a cut.
func (c *cork) finish(within time.Duration) {
	c.mu.Lock()
	c.within = within
	c.mu.Unlock()
	c.release()
}

// tryRelease writes what the kernel takes without waiting, and keeps the rest.
func (c *cork) tryRelease(a *attempt) (all bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		return true
	}
	if rest := a.write(c.direct, *c.held); len(rest) > 0 {
		*c.held = append((*c.held)[:0], rest...)
		return false
	}
	c.letGoLocked()
	return true
}

// tryWrite writes whole frames, of at most half a buffer, as far as the kernel takes
// them without waiting, and keeps the rest for a release. It copies nothing that is
// taken.
func (c *cork) tryWrite(a *attempt, p []byte) (all bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	if c.held == nil {
		if p = a.write(c.direct, p); len(p) == 0 {
			return true
		}
		c.holdLocked()
	}
	*c.held = append(*c.held, p...)
	return false
}

// attempt writes to one socket after the other without waiting for any. One goroutine
// uses it, so that nothing is allocated for a write.
type attempt struct {
	p     []byte
	wrote int
	once  func(fd uintptr) bool
}

func newAttempt() *attempt {
	a := &attempt{}
	a.once = func(fd uintptr) bool {
		a.wrote, _ = syscall.Write(int(fd), a.p)
		return true
	}
	return a
}

// write gives what was not taken. An error is left to the next write that waits, which
// meets it again.
func (a *attempt) write(to syscall.RawConn, p []byte) (rest []byte) {
	a.p, a.wrote = p, 0
	to.Write(a.once)
	a.p = nil
	return p[max(a.wrote, 0):]
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
	c.Conn.SetWriteDeadline(time.Now().Add(c.within))
	defer c.Conn.SetWriteDeadline(time.Time{}) // one that has passed would stop an attempt
	return c.Conn.Write(p)
}

// Write takes whole frames: those of data from us, control frames from gorilla. It waits
// only when a burst is larger than the buffer, which reach never makes.
func (c *cork) Write(p []byte) (int, error) {
	const closeFrame = 0x88
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return 0, websocket.ErrCloseSent
	}
	c.closed = p[0] == closeFrame
	c.holdLocked()
	large := len(p) > corkSize/2 // not copied, and so behind what is held only when that is written
	if large || len(*c.held)+len(p) > corkSize {
		if err := c.flush(); err != nil {
			return 0, err
		}
	}
	if large {
		return c.write(p)
	}
	*c.held = append(*c.held, p...)
	return len(p), nil
}

// SetWriteDeadline is left to the writes of the burst.
func (c *cork) SetWriteDeadline(time.Time) error { return nil }

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
	if t, ok := c.(*net.TCPConn); ok {
		w.cork.direct, _ = t.SyscallConn()
	}
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

// cut ends reading at once and what is being written at t at the latest. It takes
// no lock: the writer holds it while it is stalled.
func (c *cork) cut(t time.Time) {
	if u := c.under.Load(); u != nil {
		(*u).SetReadDeadline(time.Now())
		(*u).SetWriteDeadline(t)
	}
}
