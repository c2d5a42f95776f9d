package dossiers

import (
	"context"
	"io"
	"time"

	"ecabinet"
)

// Dossier is a matter with its papers in order and its history.
type Dossier struct {
	Matter
	Documents []Document
	History   []Entry // oldest first
}

// Access is what decides, besides the roles, who may see a matter or a paper.
type Access struct {
	Agency       string
	Class        Class
	State        State
	BallotClosed bool
	Voters       []string // persons on the list of a ballot on it
	Listed       []string // persons who read it for a session
	Recused      []string // from the matter, or from it in a session
	Recalled     bool     // of a paper
}

// Store reads, and opens the one door to writing. Everything is within the body
// of the actor in ctx; what another body has is NotFound.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (ref string, err error)) (string, error)

	// Matter is NotFound "matter.not_found" where there is none.
	Matter(ctx context.Context, id string) (Matter, error)
	Dossier(ctx context.Context, id string) (Dossier, error)
	// Version gives a version with its paper (without its other versions);
	// NotFound "document.not_found".
	Version(ctx context.Context, id string) (Version, Document, error)
	// Texts are the texts of a version's pages, page 1 first, "" where there is none.
	Texts(ctx context.Context, v Version) ([]string, error)
}

// Tx is one act.
type Tx interface {
	Now() time.Time
	Emit(e ecabinet.Event)
	// Matter reads and locks a matter until the act ends.
	Matter(ctx context.Context, id string) (Matter, error)
	// SaveMatter inserts or replaces a matter; its rev has been raised by one.
	SaveMatter(ctx context.Context, m Matter) error
	// Touch raises the matter's view_rev: something that its view shows changed.
	Touch(ctx context.Context, matter string) error
	Documents(ctx context.Context, matter string) ([]Document, error)
	Document(ctx context.Context, id string) (Document, error)
	SaveDocument(ctx context.Context, d Document) error
	// RemoveDocument deletes a paper with its versions and their text.
	RemoveDocument(ctx context.Context, id string) error
	Version(ctx context.Context, id string) (Version, error)
	SaveVersion(ctx context.Context, v Version) error
	// SavePages replaces the text of these pages of a version.
	SavePages(ctx context.Context, body string, pages []Page) error
	Note(ctx context.Context, e Entry) error
	// SetVoters and SetRecused replace who stands on a ballot on the matter.
	SetVoters(ctx context.Context, matter string, persons []string) error
	SetRecused(ctx context.Context, matter string, persons []string) error
	// SetSession replaces who reads the matter for one session, and who is recused
	// from it there.
	SetSession(ctx context.Context, matter, session string, listed, aside []string, held []Hold) error
	Schedule(ctx context.Context, kind, ref string, due time.Time) error
}

// Blob names stored bytes. Owner is the id that they were accepted for, "" in
// quarantine.
type Blob struct{ Body, Name, Owner string }

// Stored is what was learnt about bytes while they were stored.
type Stored struct {
	Blob
	Size       int64
	SHA256     string
	Head, Tail []byte
}

// File reads stored bytes.
type File interface {
	io.ReadSeeker
	io.ReaderAt
	Size() int64
	SHA256() string
}

// Files keeps bytes, encrypted and durable before it returns.
type Files interface {
	// Put stores a stream in quarantine; TooLarge "document.too_large" above max bytes.
	Put(ctx context.Context, body string, r io.Reader, max int64) (Stored, error)
	Create(ctx context.Context, body string, fill func(io.Writer) error) (Stored, error)
	Open(ctx context.Context, b Blob) (File, error)
	// Accept gives bytes in quarantine their lasting name.
	Accept(ctx context.Context, b Blob, owner string) (Blob, error)
	Delete(ctx context.Context, b Blob) error
}

// Workshop looks into papers and makes reading copies. Its refusals are Invalid
// errors whose code says what is wrong with the paper.
type Workshop interface {
	// Accept decides from outside whether a file may come in, and as what.
	Accept(name, declared string, head, tail []byte) (Format, error)
	// Inspect looks into an office file; thorough unpacks it.
	Inspect(r io.ReaderAt, size int64, f Format, thorough bool) error
	// Convert makes a PDF of an office file; false where the installation cannot.
	Convert(ctx context.Context, f Format, r io.Reader, w io.Writer) (bool, error)
	Normalise(ctx context.Context, r io.ReadSeeker, w io.Writer) error
	Open(ctx context.Context, r io.ReadSeeker, size int64) (Opened, error)
}

// Opened is a PDF that lies open in the workshop. Pages are numbered from 1.
type Opened interface {
	Count() int
	// Armed is the number of scripts and embedded files.
	Armed() (int, error)
	Text(n int) (string, error)
	Picture(n, width, height int) ([]byte, error)
	Close()
}

// The kinds of jobs of this room; the ref is the id of a version.
const (
	JobProcess = "document.process"
	JobThumbs  = "document.thumbnails"
)
