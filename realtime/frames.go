package realtime

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// frame is what a client sends. Which fields belong to which type is in frameFields.
type frame struct {
	Type     string          `json:"type"`
	Ticket   string          `json:"ticket,omitempty"`
	Topics   []string        `json:"topics,omitempty"`
	Position string          `json:"position,omitempty"`
	Lang     string          `json:"lang,omitempty"`
	ID       string          `json:"id,omitempty"`
	Method   string          `json:"method,omitempty"`
	Path     string          `json:"path,omitempty"`
	Key      string          `json:"key,omitempty"`
	Body     json.RawMessage `json:"body,omitempty"`
}

const (
	maxTicket   = 256
	maxPosition = 4096
	maxTopic    = 200
	maxID       = 64
	maxPath     = 1024
	maxKey      = 128
)

var errFrame = errors.New("realtime: bad frame")

// parseFrame reads one frame strictly: one JSON object, known fields, sizes
// within bounds, and for its type only the fields that it has.
func parseFrame(data []byte, maxTopics int) (frame, error) {
	var f frame
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return frame{}, fmt.Errorf("%w: %v", errFrame, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return frame{}, fmt.Errorf("%w: more than one value", errFrame)
	}
	if len(f.Ticket) > maxTicket || len(f.Position) > maxPosition || len(f.ID) > maxID || len(f.Path) > maxPath ||
		len(f.Key) > maxKey || len(f.Method) > 8 || len(f.Topics) > maxTopics {
		return frame{}, fmt.Errorf("%w: a field is too long", errFrame)
	}
	if f.Lang != "" && f.Lang != "vi" && f.Lang != "en" {
		return frame{}, fmt.Errorf("%w: unknown language", errFrame)
	}
	for _, t := range f.Topics {
		if !validTopic(t) {
			return frame{}, fmt.Errorf("%w: bad topic", errFrame)
		}
	}
	return f, f.fits()
}

func (f frame) fits() error {
	hello := f.Ticket != "" || f.Position != "" || f.Lang != ""
	command := f.ID != "" || f.Method != "" || f.Path != "" || f.Key != "" || f.Body != nil
	ok := false
	switch f.Type {
	case "hello":
		ok = f.Ticket != "" && !command
	case "subscribe", "unsubscribe":
		ok = len(f.Topics) > 0 && !hello && !command
	case "command":
		ok = f.ID != "" && f.Method != "" && f.Path != "" && !hello && f.Topics == nil
	}
	if !ok {
		return fmt.Errorf("%w: fields do not fit its type", errFrame)
	}
	return nil
}

// validTopic: "body", or a kind and an id, as in "ballot:<id>".
func validTopic(t string) bool {
	if t == "" || len(t) > maxTopic {
		return false
	}
	for _, r := range t {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(":-_.", r)) {
			return false
		}
	}
	return true
}

// What the server sends. Only ready, at and reply differ from one connection to
// the next; all others are encoded once and shared.
type (
	readyFrame struct {
		Type       string    `json:"type"`
		Connection string    `json:"connection"`
		ServerTime time.Time `json:"server_time"`
		Heartbeat  int       `json:"heartbeat"` // seconds
	}
	viewFrame struct {
		Type  string          `json:"type"`
		Topic string          `json:"topic"`
		Ref   string          `json:"ref"`
		Rev   int64           `json:"rev"`
		Data  json.RawMessage `json:"data"`
	}
	goneFrame struct {
		Type  string `json:"type"`
		Topic string `json:"topic"`
		Ref   string `json:"ref,omitempty"`
	}
	wholeFrame struct {
		Type  string   `json:"type"`
		Topic string   `json:"topic"`
		Refs  []string `json:"refs"`
	}
	gapFrame struct {
		Type  string `json:"type"`
		Topic string `json:"topic"`
	}
	signalFrame struct {
		Type  string          `json:"type"`
		Topic string          `json:"topic"`
		Ref   string          `json:"ref"`
		Data  json.RawMessage `json:"data"`
	}
	atFrame struct {
		Type       string     `json:"type"`
		N          uint64     `json:"n"`
		Position   string     `json:"position"`
		ServerTime *time.Time `json:"server_time,omitempty"`
	}
	replyFrame struct {
		Type   string          `json:"type"`
		ID     string          `json:"id"`
		Status int             `json:"status"`
		Body   json.RawMessage `json:"body,omitempty"`
	}
)

// encode cannot fail on the frames above: their only free part is checked JSON.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("realtime: encode frame: " + err.Error())
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

const textFrame = 0x81 // in one piece

// framed puts data into one text frame as a server sends it (RFC 6455, section 5.2):
// neither masked nor compressed, and so the same bytes for everyone.
func framed(data []byte) []byte {
	b := append(make([]byte, 0, len(data)+10), textFrame)
	switch n := len(data); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, data...)
}
