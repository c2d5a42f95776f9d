package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/realtime/client"
)

// Conn is one kept-alive HTTP connection. It writes prepared bytes and reads
// little, so that on a small machine the time goes to the server.
type Conn struct {
	conn net.Conn
	in   *bufio.Reader
}

// Dial connects to a server.
func Dial(addr string) (*Conn, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Conn{c, bufio.NewReaderSize(c, 16<<10)}, nil
}

// Close ends the connection.
func (c *Conn) Close() error { return c.conn.Close() }

// ErrGone says that the server went away before its answer was whole.
var ErrGone = errors.New("the server is gone")

// Do sends one request and reads its answer whole.
func (c *Conn) Do(request []byte) (status int, body []byte, err error) {
	if status, body, err = c.do(request); err != nil {
		err = fmt.Errorf("%w: %w", ErrGone, err)
	}
	return status, body, err
}

func (c *Conn) do(request []byte) (status int, body []byte, err error) {
	c.conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := c.conn.Write(request); err != nil {
		return 0, nil, err
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("not a status line: %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, fmt.Errorf("not a status line: %q", line)
	}
	length, err := c.length()
	if err != nil {
		return 0, nil, err
	}
	if length < 0 {
		body, err = c.chunks()
		return status, body, err
	}
	body = make([]byte, length)
	_, err = io.ReadFull(c.in, body)
	return status, body, err
}

// length reads the header up to its end; -1 stands for a body in chunks.
func (c *Conn) length() (int, error) {
	n := 0
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return n, nil
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if n, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			n = -1
		}
	}
}

func (c *Conn) chunks() (body []byte, err error) {
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		size, err := strconv.ParseInt(strings.TrimSpace(line), 16, 32)
		if err != nil {
			return nil, err
		}
		at := len(body)
		body = append(body, make([]byte, size+2)...)
		if _, err := io.ReadFull(c.in, body[at:]); err != nil {
			return nil, err
		}
		if body = body[:at+int(size)]; size == 0 {
			return body, nil
		}
	}
}

// Request is the bytes of a request of a member; key "" goes without one.
func Request(m Member, method, path, key string, body any) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: ecabinet\r\nCookie: ecabinet=%s\r\n", method, path, m.Cookie)
	if key != "" {
		fmt.Fprintf(&b, "Idempotency-Key: %s\r\n", key)
	}
	if body == nil {
		b.WriteString("\r\n")
		return b.Bytes(), nil
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(raw), raw)
	return b.Bytes(), nil
}

// Call asks a server as a member: in is the body of the request, nil for none, and the
// reply goes into out, unless that is nil. A *Refused is a refusal; after any other
// error nobody knows what became of it.
func (c *Conn) Call(m Member, method, path string, in, out any) error {
	key := ""
	if method != http.MethodGet {
		key = ecabinet.NewID()
	}
	ask, err := Request(m, method, path, key, in)
	if err != nil {
		return err
	}
	status, body, err := c.Do(ask)
	if err != nil {
		return err
	}
	if status >= 300 {
		return &Refused{status, body}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(body, out)
}

// Listen opens the live socket of a member; it comes back by itself after a break.
func Listen(ctx context.Context, addr string, m Member, o client.Options) (*client.Client, error) {
	return client.Dial(ctx, "ws://"+addr+"/api/live", "http://"+addr, func(context.Context) (string, error) { return Ticket(addr, m) }, o)
}

// Ticket fetches the ticket of a live socket.
func Ticket(addr string, m Member) (string, error) {
	c, err := Dial(addr)
	if err != nil {
		return "", err
	}
	defer c.Close()
	var t struct{ Ticket string }
	ask, err := Request(m, http.MethodPost, "/api/session/ticket", "", nil)
	if err != nil {
		return "", err
	}
	status, body, err := c.Do(ask)
	if err != nil {
		return "", err
	}
	if status != http.StatusOK {
		return "", &Refused{status, body}
	}
	err = json.Unmarshal(body, &t)
	return t.Ticket, err
}

// content is what the members of a house answer.
var content = map[string]any{
	"opinions": []map[string]any{
		{"question": "q1", "choice": "agree", "text": "", "points": []any{}},
		{"question": "q2", "choice": "other", "text": "Đề nghị làm rõ khoản 2 Điều 5 trước khi ban hành.", "points": []any{}},
	},
	"reserve": "", "files": []any{},
}

// Answer is one answer on its way: prepared, to be confirmed under its key.
type Answer struct {
	Member  Member
	Ballot  string
	Key     string
	Hash    string // of the record
	Request []byte // the confirmation
}

// Prepare makes the record of an answer, and the request that confirms it.
func Prepare(c *Conn, m Member, ballot string) (*Answer, error) {
	ask, err := Request(m, http.MethodPost, "/api/ballots/"+ballot+"/prepare", "", map[string]any{"round": 1, "content": content})
	if err != nil {
		return nil, err
	}
	status, body, err := c.Do(ask)
	if err != nil {
		return nil, err
	}
	var p struct{ Record, Hash, Seal string }
	if status != http.StatusOK {
		return nil, &Refused{status, body}
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, fmt.Errorf("read what was prepared: %w", err)
	}
	a := &Answer{Member: m, Ballot: ballot, Key: ecabinet.NewID(), Hash: p.Hash}
	a.Request, err = Request(m, http.MethodPost, "/api/ballots/"+ballot+"/confirm", a.Key,
		map[string]any{"record": p.Record, "seal": p.Seal, "content": content})
	return a, err
}

// Receipt is what acknowledges an answer, and its bytes as they came.
type Receipt struct {
	Answer     string    `json:"answer"`
	Ballot     string    `json:"ballot"`
	At         time.Time `json:"at"`
	RecordHash string    `json:"record_hash"`
	Checkpoint string    `json:"checkpoint"`
	Count      int64     `json:"count"`
	Raw        string    `json:"-"`
}

// Refused is an answer that was not given: the status and the problem.
type Refused struct {
	Status int
	Body   []byte
}

func (r *Refused) Error() string { return fmt.Sprintf("status %d: %s", r.Status, r.Body) }

// Code is what the problem calls itself.
func (r *Refused) Code() string {
	var p struct{ Code string }
	if json.Unmarshal(r.Body, &p) != nil {
		return ""
	}
	return p.Code
}

// Current is the thing as it is now, which a refusal as stale brings with it.
func (r *Refused) Current(into any) error {
	var p struct{ Current json.RawMessage }
	if err := json.Unmarshal(r.Body, &p); err != nil {
		return err
	}
	return json.Unmarshal(p.Current, into)
}

// Confirm casts the answer; a *Refused is a refusal, other errors say nothing of
// what became of it.
func (a *Answer) Confirm(c *Conn) (Receipt, error) {
	status, body, err := c.Do(a.Request)
	if err != nil {
		return Receipt{}, err
	}
	if status != http.StatusOK {
		return Receipt{}, &Refused{status, body}
	}
	return readReceipt(body)
}

func readReceipt(body []byte) (r Receipt, err error) {
	var reply struct{ Receipt json.RawMessage }
	if err = json.Unmarshal(body, &reply); err == nil {
		err = json.Unmarshal(reply.Receipt, &r)
	}
	r.Raw = string(reply.Receipt)
	return r, err
}

// PrepareAll prepares an answer of every member to every ballot of a house, in
// the order member by member.
func PrepareAll(ctx context.Context, addr string, h *House, list []string) ([][]*Answer, error) {
	all := make([][]*Answer, len(h.Members))
	places := make(chan struct{}, 8)
	err := Together(len(h.Members), func(i int) error {
		places <- struct{}{}
		defer func() { <-places }()
		c, err := Dial(addr)
		if err != nil {
			return err
		}
		defer c.Close()
		for _, b := range list {
			a, err := Prepare(c, h.Members[i], b)
			if err != nil {
				return err
			}
			all[i] = append(all[i], a)
		}
		return ctx.Err()
	})
	return all, err
}
