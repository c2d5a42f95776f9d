package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"gocloud.dev/gcerrors"

	"ecabinet"
)

// File reads a sealed file: whole, in ranges, from several goroutines. Only the
// chunks that a read touches are fetched and opened.
type File struct {
	store *Store
	ctx   context.Context // of the request that opened it: an io.ReaderAt has no place for one
	name  string
	size  int64
	sum   [sha256.Size]byte
	box   *box

	mu     sync.Mutex
	at     int64 // of Read and Seek
	first  int64 // index of the first chunk in ahead
	ahead  []byte
	ranges int // chunks to fetch at once; grows while the reading is sequential
}

// Open opens a file for reading within ctx. It checks, before any byte is given,
// that the length is the one sealed and that the file is the one that Ref names:
// whole files cannot be exchanged. A missing file is NotFound "file.missing".
func (s *Store) Open(ctx context.Context, r Ref) (*File, error) {
	keys, err := s.keys(ctx, r.Body)
	if err != nil {
		return nil, err
	}
	attrs, err := s.bucket.Attributes(ctx, r.Name)
	if gcerrors.Code(err) == gcerrors.NotFound {
		e := ecabinet.E(ecabinet.NotFound, "file.missing")
		e.Err = err
		return nil, e
	}
	if err != nil {
		return nil, fmt.Errorf("open a file: %w", err)
	}
	f := &File{store: s, ctx: ctx, name: r.Name, first: -1}
	var ok bool
	if f.size, ok = plainSize(attrs.Size); !ok {
		return nil, ErrTampered
	}
	if err := f.readEnds(keys, attrs.Size); err != nil {
		return nil, err
	}
	if r.Owner != "" && r.Name != r.Body+"/f/"+keys.nameOf(f.sum, r.Owner) {
		return nil, ErrTampered
	}
	return f, nil
}

func (f *File) readEnds(keys *bodyKeys, sealed int64) error {
	raw, err := f.fetch(0, int64(headerSize))
	if err != nil {
		return err
	}
	h, err := parseHeader(raw)
	if err != nil {
		return err
	}
	if f.box, err = newBox(keys.file, h); err != nil {
		return err
	}
	raw, err = f.fetch(sealed-int64(footerSize), int64(footerSize))
	if err != nil {
		return err
	}
	sum, size, err := f.box.openFooter(raw)
	if err != nil {
		return err
	}
	if size != f.size {
		return ErrTampered
	}
	f.sum = sum
	return nil
}

// Size is the number of plain bytes.
func (f *File) Size() int64 { return f.size }

// SHA256 is the hex hash of the plain bytes, as sealed when they were written.
func (f *File) SHA256() string { return hex.EncodeToString(f.sum[:]) }

// ReadAt implements io.ReaderAt.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readAt(p, off)
}

// Read implements io.Reader.
func (f *File) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(p) == 0 {
		return 0, nil
	}
	n, err := f.readAt(p, f.at)
	f.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

// Seek implements io.Seeker.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.size
	}
	if offset < 0 {
		return 0, errors.New("files: seek before the start")
	}
	f.at = offset
	return offset, nil
}

func (f *File) readAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("files: read before the start")
	}
	for n < len(p) {
		if off >= f.size {
			return n, io.EOF
		}
		if err := f.load(off / chunkSize); err != nil {
			return n, err
		}
		c := copy(p[n:], f.ahead[off-f.first*chunkSize:])
		n += c
		off += int64(c)
	}
	return n, nil
}

// maxAhead bounds what a sequential reader holds: 16 chunks, 1 MiB.
const maxAhead = 16

// load makes f.ahead hold the chunk. A reader that goes on where it stopped gets
// twice as many chunks each time, so that streaming costs few requests to the
// storage and a jump costs one chunk.
func (f *File) load(chunk int64) error {
	held := (int64(len(f.ahead)) + chunkSize - 1) / chunkSize
	if f.first >= 0 && chunk >= f.first && chunk < f.first+held {
		return nil
	}
	if f.first >= 0 && chunk == f.first+held {
		f.ranges = min(max(f.ranges, 1)*2, maxAhead)
	} else {
		f.ranges = 1
	}
	last := chunks(f.size) - 1
	count := min(int64(f.ranges), last-chunk+1)
	start := int64(headerSize) + chunk*(chunkSize+tagSize)
	length := count * (chunkSize + tagSize)
	if chunk+count-1 == last {
		length -= (last+1)*chunkSize - f.size
	}
	f.first = -1
	raw, err := f.fetch(start, length)
	if err != nil {
		return err
	}
	if f.ahead == nil || cap(f.ahead) < int(count)*chunkSize {
		f.ahead = make([]byte, 0, count*chunkSize)
	}
	f.ahead = f.ahead[:0]
	for i := chunk; i < chunk+count; i++ {
		part := raw[:min(len(raw), chunkSize+tagSize)]
		raw = raw[len(part):]
		if f.ahead, err = f.box.open(f.ahead, part, uint64(i), i == last); err != nil {
			f.ahead = nil
			return err
		}
	}
	f.first = chunk
	return nil
}

// fetch reads exactly the sealed bytes asked for.
func (f *File) fetch(offset, length int64) ([]byte, error) {
	r, err := f.store.bucket.NewRangeReader(f.ctx, f.name, offset, length, nil)
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	defer r.Close()
	out := make([]byte, length)
	if _, err := io.ReadFull(r, out); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return nil, ErrTampered
		}
		return nil, fmt.Errorf("read a file: %w", err)
	}
	return out, nil
}
