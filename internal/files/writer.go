package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"gocloud.dev/blob"
)

// ErrTooLarge is Put's answer to a stream longer than its limit.
var ErrTooLarge = errors.New("files: more bytes than allowed")

// Stored is what Put learnt about the bytes it sealed.
type Stored struct {
	Ref    Ref
	Size   int64
	SHA256 string // hex, of the plain bytes
	Head   []byte // the first plain bytes, at most HeadSize
	Tail   []byte // the last plain bytes, at most HeadSize
}

// HeadSize is how many bytes of a file Put gives back from its beginning and its
// end, enough to tell what kind of file it is.
const HeadSize = 4096

// Put seals a stream into quarantine and returns once it is durable. Nothing
// remains of a stream that fails, or that exceeds max bytes (ErrTooLarge).
func (s *Store) Put(ctx context.Context, body string, r io.Reader, max int64) (Stored, error) {
	w, err := s.newWriter(ctx, body)
	if err != nil {
		return Stored{}, err
	}
	n, err := io.Copy(onlyWriter{w}, io.LimitReader(r, max+1))
	if err == nil && n > max {
		err = ErrTooLarge
	}
	if err != nil {
		w.abort()
		return Stored{}, err
	}
	return w.finish()
}

// onlyWriter hides everything but Write, so that io.Copy brings its own buffer.
type onlyWriter struct{ io.Writer }

// Create is Put for a producer that writes: fill is called with the writer.
func (s *Store) Create(ctx context.Context, body string, fill func(io.Writer) error) (Stored, error) {
	w, err := s.newWriter(ctx, body)
	if err != nil {
		return Stored{}, err
	}
	if err := fill(onlyWriter{w}); err != nil {
		w.abort()
		return Stored{}, err
	}
	return w.finish()
}

type writer struct {
	store  *Store
	ref    Ref
	cancel context.CancelFunc
	out    *blob.Writer
	box    *box
	buf    []byte // plain bytes of the chunk not yet sealed; kept full until more come, so the last is known
	sealed []byte
	index  uint64
	size   int64
	hash   hash.Hash
	head   []byte
	tail   []byte
}

func (s *Store) newWriter(ctx context.Context, body string) (*writer, error) {
	keys, err := s.keys(ctx, body)
	if err != nil {
		return nil, err
	}
	var salt [saltSize]byte
	rand.Read(salt[:])
	b, err := newBox(keys.file, newHeader(salt))
	if err != nil {
		return nil, err
	}
	w := &writer{
		store: s, ref: Ref{Body: body, Name: quarantineName(body)}, box: b, hash: sha256.New(),
		buf: make([]byte, 0, chunkSize), sealed: make([]byte, 0, chunkSize+tagSize),
	}
	ctx, w.cancel = context.WithCancel(ctx)
	w.out, err = s.bucket.NewWriter(ctx, w.ref.Name, &blob.WriterOptions{ContentType: octets})
	if err == nil {
		_, err = w.out.Write(b.head.raw[:])
	}
	if err != nil {
		w.cancel()
		return nil, fmt.Errorf("write a file: %w", err)
	}
	return w, nil
}

func (w *writer) Write(p []byte) (int, error) {
	total := len(p)
	w.hash.Write(p)
	w.size += int64(total)
	if room := HeadSize - len(w.head); room > 0 {
		w.head = append(w.head, p[:min(room, len(p))]...)
	}
	w.keepTail(p)
	for len(p) > 0 {
		if len(w.buf) == chunkSize {
			if err := w.flush(false); err != nil {
				return 0, err
			}
		}
		n := min(chunkSize-len(w.buf), len(p))
		w.buf = append(w.buf, p[:n]...)
		p = p[n:]
	}
	return total, nil
}

func (w *writer) keepTail(p []byte) {
	if len(p) >= HeadSize {
		w.tail = append(w.tail[:0], p[len(p)-HeadSize:]...)
		return
	}
	w.tail = append(w.tail, p...)
	if extra := len(w.tail) - HeadSize; extra > 0 {
		w.tail = append(w.tail[:0], w.tail[extra:]...)
	}
}

func (w *writer) flush(last bool) error {
	w.sealed = w.box.seal(w.sealed[:0], w.buf, w.index, last)
	w.index++
	w.buf = w.buf[:0]
	if _, err := w.out.Write(w.sealed); err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	return nil
}

func (w *writer) finish() (Stored, error) {
	defer w.cancel()
	if len(w.buf) > 0 {
		if err := w.flush(true); err != nil {
			w.abort()
			return Stored{}, err
		}
	}
	var sum [sha256.Size]byte
	w.hash.Sum(sum[:0])
	if _, err := w.out.Write(w.box.sealFooter(sum, w.size)); err != nil {
		w.abort()
		return Stored{}, fmt.Errorf("write a file: %w", err)
	}
	if err := w.out.Close(); err != nil {
		return Stored{}, fmt.Errorf("write a file: %w", err)
	}
	if err := w.store.sync(w.ref.Name); err != nil {
		return Stored{}, err
	}
	return Stored{Ref: w.ref, Size: w.size, SHA256: hex.EncodeToString(sum[:]), Head: w.head, Tail: bytes.Clone(w.tail)}, nil
}

// abort cancels before closing: that is how a gocloud writer drops what it has.
func (w *writer) abort() {
	w.cancel()
	_ = w.out.Close()
}
