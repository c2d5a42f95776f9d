// Package chain says what the bytes of a journal row, of a checkpoint and of
// their signatures are, so that an auditor can recompute them anywhere. It is
// pure: no database, no file, no clock. Nothing here may change for rows that
// exist: a new form needs a new checkpoint type.
package chain

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
	"ecabinet/canonical"
)

// TimeLayout is the one form of a time in rows and in hashed bytes: UTC,
// microseconds, fixed width, so that text order is time order.
const TimeLayout = "2006-01-02T15:04:05.000000Z"

// Genesis is the PrevHash of the first row of every body: 32 zero bytes in hex.
const Genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// FormatTime writes t in TimeLayout.
func FormatTime(t time.Time) string { return t.UTC().Format(TimeLayout) }

// ParseTime reads exactly TimeLayout.
func ParseTime(s string) (time.Time, error) {
	t, err := time.Parse(TimeLayout, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("parse time: %w", err)
	}
	if FormatTime(t) != s {
		return time.Time{}, fmt.Errorf("parse time: %q is not in the form %s", s, TimeLayout)
	}
	return t, nil
}

// maxExact is the largest integer that an RFC 8785 number holds exactly.
const maxExact = 1<<53 - 1

// Data is the canonical (RFC 8785) text of the data of an event; empty data
// is "{}". Text that two databases would not keep alike is refused.
func Data(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) == 0 {
		return json.RawMessage("{}"), nil
	}
	if !utf8.Valid(raw) {
		return nil, errors.New("event data is not UTF-8")
	}
	out, err := canonical.Transform(raw)
	if err != nil {
		return nil, fmt.Errorf("canonical event data: %w", err)
	}
	if out[0] != '{' {
		return nil, errors.New("event data is not a JSON object")
	}
	return out, nil
}

// CanonicalEvent is the RFC 8785 text of every column of e except PrevHash and
// Hash: the bytes that are hashed, the same on every database.
func CanonicalEvent(e ecabinet.Event) ([]byte, error) {
	data, err := Data(e.Data)
	if err != nil {
		return nil, err
	}
	return canonicalRow(e, data)
}

// canonicalRow writes the row directly: its names are fixed and stand in the
// order of RFC 8785, and its data is canonical already.
func canonicalRow(e ecabinet.Event, data json.RawMessage) ([]byte, error) {
	if e.Seq < 1 || e.Seq > maxExact {
		return nil, fmt.Errorf("canonical event: seq %d is out of range", e.Seq)
	}
	b := make([]byte, 0, 256+len(data))
	b = appendString(append(b, `{"actor":`...), e.Actor)
	b = appendString(append(b, `,"at":`...), FormatTime(e.At))
	b = appendString(append(b, `,"body":`...), e.Body)
	b = append(append(b, `,"data":`...), data...)
	b = appendString(append(b, `,"ref":`...), e.Ref)
	b = strconv.AppendInt(append(b, `,"seq":`...), e.Seq, 10)
	b = appendString(append(b, `,"topic":`...), e.Topic)
	b = appendString(append(b, `,"type":`...), e.Type)
	return append(b, '}'), nil
}

// appendString writes s as RFC 8785 section 3.2.2.2 says. What is not UTF-8
// becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	const short = "\b\t\n\v\f\r"
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			b = append(b, '\\', byte(r))
		case r >= '\b' && r <= '\r' && r != '\v':
			b = append(b, '\\', "btn_fr"[strings.IndexByte(short, byte(r))])
		case r < 0x20:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// ChainHash is hex SHA-256(prev ‖ canonical), where prev is the 32 bytes that
// prevHash spells in hex.
func ChainHash(prevHash string, canonical []byte) (string, error) {
	prev, err := hex.DecodeString(prevHash)
	if err != nil || len(prev) != sha256.Size {
		return "", fmt.Errorf("chain hash: %q is not the hex of 32 bytes", prevHash)
	}
	h := sha256.New()
	h.Write(prev)
	h.Write(canonical)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Link fills PrevHash and Hash of e, the row after the one whose hash is prev.
// e.Data must come from Data.
func Link(prevHash string, e *ecabinet.Event) error {
	b, err := canonicalRow(*e, e.Data)
	if err != nil {
		return err
	}
	h, err := ChainHash(prevHash, b)
	if err != nil {
		return err
	}
	e.PrevHash, e.Hash = prevHash, h
	return nil
}

// A RowError names the first wrong row of a journal.
type RowError struct {
	Body   string
	Seq    int64 // the number that the row has, or should have
	Reason string
}

func (e *RowError) Error() string {
	return fmt.Sprintf("journal of body %s, row %d: %s", e.Body, e.Seq, e.Reason)
}

// Verifier follows the journal of one body row by row in constant memory.
// The zero Verifier stands before row 1.
type Verifier struct {
	Body string // "" takes the body of the first row
	Seq  int64
	Hash string
	At   time.Time
}

// Next checks the next row: number, body, time, link and hash. It returns a
// *RowError for a wrong one, and then stays where it is.
func (v *Verifier) Next(e ecabinet.Event) error {
	if v.Body == "" {
		v.Body = e.Body
	}
	want, prev := v.Seq+1, v.Hash
	if prev == "" {
		prev = Genesis
	}
	wrong := func(format string, args ...any) error {
		return &RowError{Body: v.Body, Seq: want, Reason: fmt.Sprintf(format, args...)}
	}
	switch {
	case e.Seq != want:
		return wrong("missing, added or moved: the row found here has number %d", e.Seq)
	case e.Body != v.Body:
		return wrong("it belongs to body %s", e.Body)
	case e.PrevHash != prev:
		return wrong("it does not follow the row before: prev_hash differs")
	case e.At.Before(v.At):
		return wrong("its time is before the row before")
	}
	data, err := Data(e.Data)
	if err != nil {
		return wrong("its data cannot be read: %v", err)
	}
	if string(data) != string(e.Data) {
		return wrong("its data is not in canonical form")
	}
	b, err := canonicalRow(e, data)
	if err != nil {
		return wrong("%v", err)
	}
	h, err := ChainHash(prev, b)
	if err != nil {
		return wrong("%v", err)
	}
	if h != e.Hash {
		return wrong("changed: its hash does not match its content")
	}
	v.Seq, v.Hash, v.At = want, h, e.At
	return nil
}
