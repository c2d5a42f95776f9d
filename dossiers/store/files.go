package store

import (
	"context"
	"errors"
	"io"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/files"
)

// Files implements dossiers.Files over the file storage.
type Files struct{ S *files.Store }

var _ dossiers.Files = Files{}

// Put stores a stream in quarantine.
func (f Files) Put(ctx context.Context, body string, r io.Reader, max int64) (dossiers.Stored, error) {
	s, err := f.S.Put(ctx, body, r, max)
	if errors.Is(err, files.ErrTooLarge) {
		return dossiers.Stored{}, ecabinet.E(ecabinet.TooLarge, "document.too_large", "max", max)
	}
	return stored(s), err
}

// Create stores what fill writes in quarantine.
func (f Files) Create(ctx context.Context, body string, fill func(io.Writer) error) (dossiers.Stored, error) {
	s, err := f.S.Create(ctx, body, fill)
	return stored(s), err
}

// Open opens stored bytes.
func (f Files) Open(ctx context.Context, b dossiers.Blob) (dossiers.File, error) {
	file, err := f.S.Open(ctx, files.Ref(b))
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Accept gives bytes their lasting name.
func (f Files) Accept(ctx context.Context, b dossiers.Blob, owner string) (dossiers.Blob, error) {
	r, err := f.S.Accept(ctx, files.Ref(b), owner)
	return dossiers.Blob(r), err
}

// Delete removes stored bytes.
func (f Files) Delete(ctx context.Context, b dossiers.Blob) error {
	return f.S.Delete(ctx, files.Ref(b))
}

func stored(s files.Stored) dossiers.Stored {
	return dossiers.Stored{Blob: dossiers.Blob(s.Ref), Size: s.Size, SHA256: s.SHA256, Head: s.Head, Tail: s.Tail}
}

// orphanAge is how old a file without a row must be: older than any upload lasts.
const orphanAge = 24 * time.Hour

// Collect deletes the files of body that nobody knows: those whose transaction
// never came, of refused and of removed papers. Others that keep files in the same
// storage say with known which are theirs.
func Collect(ctx context.Context, f *files.Store, s *Store, body string, now time.Time, known ...func(ctx context.Context, name string) (bool, error)) (int, error) {
	all := append([]func(context.Context, string) (bool, error){s.KnowsBlob}, known...)
	return f.Collect(ctx, body, now.Add(-orphanAge), func(ctx context.Context, name string) (bool, error) {
		for _, k := range all {
			if ok, err := k(ctx, name); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	})
}
