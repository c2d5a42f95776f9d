// Package files keeps the bytes of papers: streamed in, sealed with AES-256-GCM
// in chunks that can be read apart, and named so that the storage tells nothing.
// It works over any gocloud.dev/blob bucket, a folder by default.
//
// It must not know what a document is, who may read it, or which row refers to
// it: the rooms do. It never writes a plain byte to storage, temporary folders
// included, and never logs.
package files

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // s3://bucket?endpoint=... as a URL of Options
	"gocloud.dev/gcerrors"

	"ecabinet"
)

const octets = "application/octet-stream"

// Options say where files rest and under which key.
type Options struct {
	URL     string // a folder ("/var/lib/ecabinet/files", "file:///..."), or any gocloud.dev/blob URL such as s3://name?endpoint=...
	KeyFile string // holds the installation's key, 0600; made if missing
}

// Store keeps sealed files. It is safe for concurrent use.
type Store struct {
	bucket *blob.Bucket
	folder string // set when files rest in a folder that this program must sync
	master []byte

	mu     sync.Mutex
	bodies map[string]*bodyKeys
}

// Open opens the storage and the key file, making both where they are missing.
func Open(ctx context.Context, o Options) (*Store, error) {
	master, err := readKeyFile(o.KeyFile)
	if err != nil {
		return nil, err
	}
	s := &Store{master: master, bodies: map[string]*bodyKeys{}}
	s.folder = localFolder(o.URL)
	if s.folder != "" {
		if err := os.MkdirAll(s.folder, 0o700); err != nil {
			return nil, fmt.Errorf("make the folder of files: %w", err)
		}
		s.bucket, err = fileblob.OpenBucket(s.folder, &fileblob.Options{
			DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite,
		})
	} else {
		s.bucket, err = blob.OpenBucket(ctx, o.URL)
	}
	if err != nil {
		return nil, fmt.Errorf("open the storage of files: %w", err)
	}
	return s, nil
}

func localFolder(where string) string {
	if !strings.Contains(where, "://") {
		return where
	}
	u, err := url.Parse(where)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	return filepath.FromSlash(u.Path)
}

// Close releases the storage.
func (s *Store) Close() error { return s.bucket.Close() }

// Ref names one stored file. Owner is the id that the file was accepted for, ""
// while it is in quarantine.
type Ref struct {
	Body  string
	Name  string
	Owner string
}

// Accept moves a file out of quarantine to its lasting name for owner and returns
// its new Ref. Doing it again gives the same name; the quarantined one stays
// until Delete, so that a caller whose transaction fails can begin again.
func (s *Store) Accept(ctx context.Context, from Ref, owner string) (Ref, error) {
	f, err := s.Open(ctx, from)
	if err != nil {
		return Ref{}, err
	}
	keys, err := s.keys(ctx, from.Body)
	if err != nil {
		return Ref{}, err
	}
	to := Ref{Body: from.Body, Name: from.Body + "/f/" + keys.nameOf(f.sum, owner), Owner: owner}
	if err := s.bucket.Copy(ctx, to.Name, from.Name, nil); err != nil {
		return Ref{}, fmt.Errorf("accept a file: %w", err)
	}
	return to, s.sync(to.Name)
}

// Delete removes a file; one that is not there is no error.
func (s *Store) Delete(ctx context.Context, r Ref) error {
	err := s.bucket.Delete(ctx, r.Name)
	if err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("delete a file: %w", err)
	}
	return nil
}

// Collect deletes the files of body that were written before the time given and
// that known does not know, and says how many. The age protects files whose row
// is about to be committed.
func (s *Store) Collect(ctx context.Context, body string, before time.Time, known func(ctx context.Context, name string) (bool, error)) (int, error) {
	if !plainName(body) {
		return 0, fmt.Errorf("files: %q is no id of a body", body)
	}
	deleted := 0
	list := s.bucket.List(&blob.ListOptions{Prefix: body + "/"})
	for {
		o, err := list.Next(ctx)
		if err == io.EOF {
			return deleted, nil
		}
		if err != nil {
			return deleted, fmt.Errorf("list files: %w", err)
		}
		if o.IsDir || o.Key == body+"/key" || !o.ModTime.Before(before) {
			continue
		}
		ok, err := known(ctx, o.Key)
		if err != nil {
			return deleted, err
		}
		if ok {
			continue
		}
		if err := s.Delete(ctx, Ref{Body: body, Name: o.Key}); err != nil {
			return deleted, err
		}
		deleted++
	}
}

// sync makes a written file last through a power cut, where that is ours to do.
func (s *Store) sync(name string) error {
	if s.folder == "" {
		return nil
	}
	path := filepath.Join(s.folder, filepath.FromSlash(name))
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync a file: %w", err)
	}
	err = f.Sync()
	if e := f.Close(); err == nil {
		err = e
	}
	for dir := filepath.Dir(path); err == nil && len(dir) >= len(s.folder); dir = filepath.Dir(dir) {
		err = syncFolder(dir)
	}
	if err != nil {
		return fmt.Errorf("sync a file: %w", err)
	}
	return nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if e := d.Close(); err == nil {
		err = e
	}
	return err
}

func (s *Store) writeAll(ctx context.Context, name string, b []byte, o *blob.WriterOptions) error {
	if err := s.bucket.WriteAll(ctx, name, b, o); err != nil {
		return err
	}
	return s.sync(name)
}

// quarantineName is a fresh name that says nothing about the content.
func quarantineName(body string) string { return body + "/q/" + ecabinet.NewVoteID() }
