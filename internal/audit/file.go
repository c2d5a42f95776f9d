package audit

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"ecabinet/ballots"
	"ecabinet/internal/chain"
)

// Header is the row of the first line.
type Header struct {
	Format  string           `json:"format"`
	Body    string           `json:"body"`
	MadeAt  string           `json:"made_at"`
	MadeBy  string           `json:"made_by"`
	Version string           `json:"version"` // of the program
	KeyID   string           `json:"key_id"`
	Counts  map[string]int64 `json:"counts"` // rows, by table
}

// trailer is the row of the last line: what seals the file.
type trailer struct {
	Lines  int64  `json:"lines"`  // before this one
	Header string `json:"header"` // SHA-256 of the first line
	Hash   string `json:"hash"`   // SHA-256 of all lines before this one, newlines included
	chain.Signature
}

// bytes is what is signed. Its type separates the signature from all others by the
// same key.
func (t trailer) bytes(body string) ([]byte, error) {
	return ballots.Canonical(map[string]any{
		"type": "ecabinet.audit-file.v1", "body": body, "lines": t.Lines, "header": t.Header, "hash": t.Hash,
	})
}

// writer writes lines, numbered, and keeps the hash of them.
type writer struct {
	to  io.Writer
	sum hash.Hash
	n   int64
}

func (w *writer) line(t string, row Row) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	w.n++
	if err := e.Encode(Line{w.n, t, row}); err != nil {
		return nil, fmt.Errorf("write line %d: %w", w.n, err)
	}
	w.sum.Write(b.Bytes())
	_, err := w.to.Write(b.Bytes())
	return b.Bytes(), err
}

// Write streams the audit file of a body to out, in one snapshot and in constant
// memory.
func Write(ctx context.Context, out io.Writer, s Source, madeBy, version string, now time.Time) error {
	s.Words = false
	z := gzip.NewWriter(out)
	w := &writer{to: z, sum: sha256.New()}
	var seal trailer
	err := s.Each(ctx, func(counts map[string]int64) error {
		row, err := rowOf(Header{
			Format: Format, Body: s.Body, MadeAt: chain.FormatTime(now), MadeBy: madeBy, Version: version,
			KeyID: chain.KeyID(s.DB.PublicKey()), Counts: counts,
		})
		if err != nil {
			return err
		}
		first, err := w.line(lineHeader, row)
		seal.Header = ballots.Hash(first)
		return err
	}, func(t string, row Row) error {
		_, err := w.line(t, row)
		return err
	})
	if err != nil {
		return err
	}
	seal.Lines, seal.Hash = w.n, hex.EncodeToString(w.sum.Sum(nil))
	raw, err := seal.bytes(s.Body)
	if err != nil {
		return err
	}
	seal.Signature = s.DB.Sign(raw)
	row, err := rowOf(seal)
	if err != nil {
		return err
	}
	if _, err := w.line(lineTrailer, row); err != nil {
		return err
	}
	return z.Close()
}

// VerifyDB verifies a body in the database itself, words and all. The error is a
// *Wrong, or why nothing could be read.
func VerifyDB(ctx context.Context, s Source, keys []ed25519.PublicKey) (Report, error) {
	s.Words = true
	v := newVerifier(s.Body, keys)
	v.words = true
	err := s.Each(ctx, func(counts map[string]int64) error {
		v.counts = counts
		return nil
	}, v.take)
	if err == nil {
		err = v.end()
	}
	return v.report, err
}

// ErrNotAFile is what is no audit file at all.
var ErrNotAFile = errors.New("this is not an audit file of ecabinet")

// VerifyFile verifies an audit file. The error is a *Wrong, or why it could not be
// read; ErrNotAFile where it is something else.
func VerifyFile(in io.Reader, keys []ed25519.PublicKey) (Report, error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrNotAFile, err)
	}
	f := &fileReader{in: bufio.NewReaderSize(z, 64<<10), sum: sha256.New(), keys: keys}
	if err := f.header(); err != nil {
		return Report{}, err
	}
	err = f.rest()
	return f.v.report, err
}

// maxLine is the longest line that is read: no row of this program comes near it.
const maxLine = 64 << 20

type fileReader struct {
	in   *bufio.Reader
	sum  hash.Hash
	keys []ed25519.PublicKey
	v    *Verifier
	head Header
	own  string // hash of the header's line
	n    int64
	odd  *Wrong // the first line whose number is not its place
}

// next is the next line, and nil at the end. before is the hash of all lines before.
func (f *fileReader) next() (line *Line, raw []byte, before string, err error) {
	for {
		part, err := f.in.ReadSlice('\n')
		raw = append(raw, part...)
		if errors.Is(err, bufio.ErrBufferFull) && len(raw) < maxLine {
			continue
		}
		if errors.Is(err, io.EOF) && len(raw) == 0 {
			return nil, nil, "", nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, "", fmt.Errorf("read line %d: %w: the file is damaged or was cut", f.n+1, err)
		}
		break
	}
	before = hex.EncodeToString(f.sum.Sum(nil))
	f.sum.Write(raw)
	f.n++
	line = new(Line)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(line); err != nil || line.Row == nil {
		return nil, nil, "", &Wrong{Line: f.n, Table: "file", Why: "this line is not in the form of an audit file"}
	}
	if line.N != f.n && f.odd == nil {
		f.odd = &Wrong{Line: f.n, Table: "file",
			Why: fmt.Sprintf("line %d stands here (%s): lines were removed, added or moved", line.N, line.T)}
	}
	return line, raw, before, nil
}

// named is err, what was found while lines were out of their places. The first of
// these lines is told; which row is missing, added or moved there, only the rows say.
func (f *fileReader) named(err error) error {
	w, ok := err.(*Wrong)
	switch {
	case f.odd == nil:
		return err
	case !ok || w.Table == f.odd.Table:
		return f.odd
	}
	w.Line, w.Why = f.odd.Line, w.Why+"; "+f.odd.Why
	return w
}

func (f *fileReader) header() error {
	line, raw, _, err := f.next()
	if err != nil {
		return err
	}
	if line == nil || line.T != lineHeader {
		return ErrNotAFile
	}
	if f.odd != nil {
		return f.odd
	}
	f.own = ballots.Hash(raw)
	if w := unknown("file", "", line.Row, []string{"format", "body", "made_at", "made_by", "version", "key_id", "counts"}); w != nil {
		w.Line = 1
		return w
	}
	if !strict(line.Row, &f.head) {
		return &Wrong{Line: 1, Table: "file", Why: "the header cannot be read"}
	}
	if f.head.Format != Format {
		return fmt.Errorf("%w: its format is %q, this program reads %q", ErrNotAFile, f.head.Format, Format)
	}
	f.v = newVerifier(f.head.Body, f.keys)
	f.v.file, f.v.counts = true, f.head.Counts
	return nil
}

// strict reads a row into a value that knows all of its columns.
func strict(row Row, into any) bool {
	text, err := json.Marshal(row)
	if err != nil {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(into) == nil
}

func (f *fileReader) rest() error {
	for {
		line, _, before, err := f.next()
		switch {
		case err != nil:
			return f.named(err)
		case line == nil:
			return f.named(&Wrong{Line: f.n, Table: "file", Why: "the file ends without its last line: it was cut"})
		case line.T == lineTrailer:
			return f.end(line, before)
		}
		if err := f.v.take(line.T, line.Row); err != nil {
			return f.named(err)
		}
	}
}

// end checks the seal, last: what it finds cannot be named more closely.
func (f *fileReader) end(line *Line, before string) error {
	if err := f.v.end(); err != nil {
		return f.named(err)
	}
	if f.odd != nil {
		return f.odd
	}
	bad := func(at int64, why string) error { return &Wrong{Line: at, Table: "file", Why: why} }
	var t trailer
	if !strict(line.Row, &t) {
		return bad(f.n, "the last line cannot be read")
	}
	raw, err := t.bytes(f.head.Body)
	if err != nil {
		return err
	}
	signed := false
	for _, k := range f.keys {
		signed = signed || chain.Verify(k, raw, t.Signature) == nil
	}
	if !signed {
		return bad(f.n, "the seal of the file is not signed by the key given")
	}
	switch {
	case t.Header != f.own || f.head.KeyID != t.KeyID:
		return bad(1, "the header was changed after the file was made")
	case t.Lines != f.n-1 || t.Hash != before:
		return bad(f.n, "the file was changed after it was made")
	}
	if more, _, _, err := f.next(); err != nil || more != nil {
		return bad(f.n, "something stands after the last line")
	}
	return nil
}

// Keys reads public keys as an auditor gives them: hex digits, or PEM.
func Keys(texts ...[]byte) ([]ed25519.PublicKey, error) {
	var keys []ed25519.PublicKey
	for _, t := range texts {
		k, err := chain.ParsePublicKey(t)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}
