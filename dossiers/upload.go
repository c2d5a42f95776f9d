package dossiers

import (
	"context"
	"io"
	"slices"
	"strings"

	"ecabinet"
)

// Upload is one file that comes in: a new paper of Matter, or a new version of
// Document where that is given.
type Upload struct {
	Matter   string
	Document string
	Kind     Kind   // of a new paper
	Title    string // of a new paper; "": the file's name
	Name     string
	Declared string // media type as the client named it, "" for none
	Length   int64  // announced, -1 where unknown
	Body     io.Reader
}

// Limit is the greatest number of bytes of one upload.
func (s *Service) Limit() int64 {
	if s.MaxBytes > 0 {
		return s.MaxBytes
	}
	return MaxBytes
}

// Upload streams a file into quarantine and plans its examination. It returns
// "version/<id>". Refusals before anything is kept: TooLarge "document.too_large"
// (max), and those of Workshop.Accept and Inspect.
func (s *Service) Upload(ctx context.Context, u Upload) (string, error) {
	u.Name = cleanName(u.Name)
	if err := s.mayUpload(ctx, &u); err != nil {
		return "", err
	}
	if u.Length > s.Limit() {
		return "", tooLarge(s.Limit())
	}
	body := ecabinet.ActorFrom(ctx).Body
	stored, err := s.Files.Put(ctx, body, u.Body, s.Limit())
	if err != nil {
		return "", err
	}
	format, err := s.examine(ctx, u, stored)
	if err == nil {
		id := ecabinet.NewID()
		var ref string
		ref, err = s.keep(ctx, u, stored, format, id)
		if err == nil && ref == "version/"+id {
			return ref, nil
		}
		if err == nil {
			return ref, s.repeated(context.WithoutCancel(ctx), ref, stored)
		}
		if ecabinet.KindOf(err) == ecabinet.Unknown {
			return "", err // the row may be there: the bytes stay, an orphan is collected later
		}
	}
	if e := s.Files.Delete(context.WithoutCancel(ctx), stored.Blob); e != nil {
		return "", e
	}
	return "", err
}

// repeated ends an upload whose command came before: these bytes are one copy too
// many. Other bytes under the same key are another command.
func (s *Service) repeated(ctx context.Context, ref string, stored Stored) error {
	if err := s.Files.Delete(ctx, stored.Blob); err != nil {
		return err
	}
	v, _, err := s.Store.Version(ctx, strings.TrimPrefix(ref, "version/"))
	if err == nil && v.SHA256 != stored.SHA256 {
		return ecabinet.E(ecabinet.Conflict, "request.key_reused")
	}
	return err
}

func tooLarge(max int64) error {
	return ecabinet.E(ecabinet.TooLarge, "document.too_large", "max", max)
}

// mayUpload answers before the stream is read, so that nobody sends 90 MB to be
// told that the matter is closed.
func (s *Service) mayUpload(ctx context.Context, u *Upload) error {
	d, err := s.Store.Dossier(ctx, u.Matter)
	if err != nil {
		return err
	}
	return allowed(&d.Matter, d.Documents, u)
}

func allowed(m *Matter, docs []Document, u *Upload) error {
	if err := m.MayUpload(u.Document == ""); err != nil {
		return err
	}
	if u.Document == "" {
		title, err := checkPaper(u.Kind, u.Title, u.Name)
		u.Title = title
		return err
	}
	for _, d := range docs {
		if d.ID == u.Document {
			return d.MayAdd()
		}
	}
	return ecabinet.E(ecabinet.NotFound, "document.not_found")
}

func (s *Service) examine(ctx context.Context, u Upload, stored Stored) (Format, error) {
	if stored.Size == 0 {
		return "", ecabinet.E(ecabinet.Invalid, "document.empty")
	}
	format, err := s.Workshop.Accept(u.Name, u.Declared, stored.Head, stored.Tail)
	if err != nil || format == PDF {
		return format, err
	}
	f, err := s.Files.Open(ctx, stored.Blob)
	if err != nil {
		return "", err
	}
	return format, s.Workshop.Inspect(f, f.Size(), format, false)
}

func (s *Service) keep(ctx context.Context, u Upload, stored Stored, format Format, id string) (string, error) {
	paper := ecabinet.NewID()
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.Matter(ctx, u.Matter)
		if err != nil {
			return "", err
		}
		docs, err := tx.Documents(ctx, u.Matter)
		if err != nil {
			return "", err
		}
		if err := allowed(&m, docs, &u); err != nil {
			return "", err
		}
		d := Document{ID: paper, Body: m.Body, Matter: m.ID, Kind: u.Kind, Title: u.Title, Rev: 1}
		for _, old := range docs {
			if old.ID == u.Document {
				d = old
				d.Rev++
			}
		}
		if u.Document == "" {
			if d.Place, err = makeRoom(ctx, tx, docs, u.Kind); err != nil {
				return "", err
			}
		}
		if err := tx.SaveDocument(ctx, d); err != nil {
			return "", err
		}
		v := Version{
			ID: id, Body: m.Body, Document: d.ID, Matter: m.ID, Number: nextNumber(d), Name: u.Name, Format: format,
			Size: stored.Size, SHA256: stored.SHA256, Original: stored.Name, By: ecabinet.ActorFrom(ctx).Person,
			At: tx.Now(), State: VersionQuarantined,
		}
		if err := tx.SaveVersion(ctx, v); err != nil {
			return "", err
		}
		if err := tx.Schedule(ctx, JobProcess, v.ID, tx.Now()); err != nil {
			return "", err
		}
		return "version/" + v.ID, touched(ctx, tx, m, "document.uploaded", Entry{Document: d.ID, Version: v.ID}, map[string]any{
			"document": d.ID, "version": v.ID, "number": v.Number, "size": v.Size, "sha256": v.SHA256,
		})
	})
}

// makeRoom gives a new paper its place: behind the last one of its kind, or of a kind
// that a dossier shows before. Several that are sent at once come in in any order.
func makeRoom(ctx context.Context, tx Tx, docs []Document, kind Kind) (int, error) {
	place := 1
	for i, d := range docs {
		if slices.Index(Kinds, d.Kind) <= slices.Index(Kinds, kind) {
			place = i + 2
		}
	}
	for i, d := range docs {
		to := i + 1
		if to >= place {
			to++
		}
		if d.Place == to {
			continue
		}
		d.Place = to
		d.Rev++
		if err := tx.SaveDocument(ctx, d); err != nil {
			return 0, err
		}
	}
	return place, nil
}

func nextNumber(d Document) int {
	if v, ok := d.Newest(); ok {
		return v.Number + 1
	}
	return 1
}
