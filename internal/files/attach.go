package files

import (
	"context"
	"errors"
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
)

// attachments are the kinds taken, by how they begin, with the endings that their
// names may have.
var attachments = []struct {
	begin   string
	endings []string
}{
	{"%PDF-", []string{".pdf"}},
	{"\x89PNG\r\n\x1a\n", []string{".png"}},
	{"\xff\xd8\xff", []string{".jpg", ".jpeg"}},
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

// isAttachment says whether a file is of a kind that is taken, and named so: who
// saves it opens it by its name.
func isAttachment(name string, head []byte) bool {
	for _, k := range attachments {
		if strings.HasPrefix(string(head), k.begin) {
			return slices.Contains(k.endings, strings.ToLower(filepath.Ext(name)))
		}
	}
	return false
}

// Attach keeps a stream for owner as it came: a file (PDF, PNG or JPEG) that goes
// with an answer or a report, is never shown within the application and only handed
// out again under its name. Nothing remains of what is refused. A file whose row
// never comes is collected.
func (s *Store) Attach(ctx context.Context, body, owner, name string, r io.Reader) (Stored, error) {
	return s.keep(ctx, body, owner, r, func(head []byte) error {
		if !isAttachment(name, head) {
			return ErrKind
		}
		return nil
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
