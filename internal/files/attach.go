package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxAttachment is the largest attachment, in bytes.
const MaxAttachment = 20 << 20

// What Attach refuses besides ErrTooLarge.
var (
	ErrEmpty = errors.New("files: nothing in it")
	ErrKind  = errors.New("files: not of a kind that is taken, or not named so")
	// ErrInside is ErrKind where the name is right and what is inside is not: another name
	// helps nobody.
	ErrInside = fmt.Errorf("%w: another thing is inside", ErrKind)
)

// attachments are the kinds taken, by how they begin, with the endings that their
// names may have.
var attachments = []struct {
	begin   string
	endings []string
	kind    string
}{
	{"%PDF-", []string{".pdf"}, "PDF"},
	{"\x89PNG\r\n\x1a\n", []string{".png"}, "PNG"},
	{"\xff\xd8\xff", []string{".jpg", ".jpeg"}, "JPEG"},
}

// KindOf is the kind that the name of an attachment says: "PDF"; "" for none that is taken.
func KindOf(name string) string {
	for _, k := range attachments {
		if slices.Contains(k.endings, strings.ToLower(filepath.Ext(name))) {
			return k.kind
		}
	}
	return ""
}

// maxName is the longest name of a file that every system can save, in bytes.
const maxName = 255

// Name is a name as it is kept: of one that is too long the end is cut off, before the
// ending. A camera, or letters with their marks apart, soon make one longer.
func Name(given string) string {
	name := norm.NFC.String(strings.TrimSpace(given))
	if len(name) <= maxName {
		return name
	}
	ending := filepath.Ext(name)
	if len(ending) > 16 {
		ending = ""
	}
	cut := maxName - len(ending)
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + ending
}

// asAttachment refuses a file that is not of a kind that is taken, or not named so: who
// saves it opens it by its name.
func asAttachment(name string, head []byte) error {
	ending, refused := strings.ToLower(filepath.Ext(name)), ErrKind
	for _, k := range attachments {
		named := slices.Contains(k.endings, ending)
		switch {
		case !strings.HasPrefix(string(head), k.begin):
			if named {
				refused = ErrInside
			}
		case named:
			return nil
		default:
			return ErrKind // its own name would do
		}
	}
	return refused
}

// Attach keeps a stream for owner as it came: a file (PDF, PNG or JPEG) that goes
// with an answer or a report, is never shown within the application and only handed
// out again under its name. Nothing remains of what is refused. A file whose row
// never comes is collected.
func (s *Store) Attach(ctx context.Context, body, owner, name string, r io.Reader) (Stored, error) {
	return s.keep(ctx, body, owner, r, func(head []byte) error {
		return asAttachment(name, head)
	})
}

// Keep is Attach for a file of another kind, which the caller has read before and found
// to be what it says.
func (s *Store) Keep(ctx context.Context, body, owner string, r io.Reader) (Stored, error) {
	return s.keep(ctx, body, owner, r, func([]byte) error { return nil })
}

func (s *Store) keep(ctx context.Context, body, owner string, r io.Reader, takes func(head []byte) error) (Stored, error) {
	kept, err := s.Put(ctx, body, r, MaxAttachment)
	if err != nil {
		return Stored{}, err
	}
	quarantined := kept.Ref
	if kept.Size == 0 {
		err = ErrEmpty
	} else if err = takes(kept.Head); err == nil {
		kept.Ref, err = s.Accept(ctx, quarantined, owner)
	}
	return kept, errors.Join(err, s.Delete(ctx, quarantined))
}
