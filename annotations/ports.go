package annotations

import (
	"context"
	"time"

	"ecabinet"
)

// Store is where annotations rest, sealed. Everything is within the body of the actor
// in ctx; InTx is the one door to writing, see db.DB.InTx.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (ref string, err error)) (string, error)
	// Own are the actor's annotations of a paper that changed after since, erased ones
	// too where since is above 0.
	Own(ctx context.Context, document string, since int64) (Head, []Annotation, error)
	// Shared are those of others that they let the offices of these members read.
	Shared(ctx context.Context, document string, offices []string) ([]Annotation, error)
}

// Tx is one act of the actor in ctx.
type Tx interface {
	Now() time.Time
	Emit(e ecabinet.Event) *ecabinet.Event
	// Head locks and reads the actor's annotations of a paper as a whole; a new one
	// where there are none.
	Head(ctx context.Context, document string) (Head, error)
	SaveHead(ctx context.Context, h Head) error
	// Held are all of the head's, erased ones too, without their contents where bare.
	Held(ctx context.Context, h Head, bare bool) ([]Annotation, error)
	// Some are those with these ids, erased ones too.
	Some(ctx context.Context, h Head, ids []string) ([]Annotation, error)
	// Count is how many there are without those erased.
	Count(ctx context.Context, h Head) (int, error)
	// Save inserts or replaces contents; who reads them stays as it is stored.
	Save(ctx context.Context, list []Annotation) error
	// SaveOffices writes who reads them, and their Seq, and nothing else.
	SaveOffices(ctx context.Context, list []Annotation) error
}

// Papers is what must be known of the papers, in this room's words.
type Papers interface {
	// Version is a version of a paper that can be read; NotFound where it is none.
	Version(ctx context.Context, id string) (Paper, error)
	// Same gives for each page of a version (page 1 first) the page of another version
	// of its paper that is unchanged, 0 for none.
	Same(ctx context.Context, from, to string) ([]int, error)
	// Texts are the texts of a version's pages, page 1 first.
	Texts(ctx context.Context, version string) ([]string, error)
}

// Paper is a version of a paper and the paper's readable versions by number.
type Paper struct {
	Document string
	Version  string
	Versions []Version
}

// Version is one of the readable versions of a paper.
type Version struct {
	ID     string
	Number int
	Pages  int
}
