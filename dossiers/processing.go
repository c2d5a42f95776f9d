package dossiers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"ecabinet"
)

const (
	coverSide = 1400 // pixels of the longer side of the first page's picture
	thumbSide = 240
	slice     = 200 // pages of text saved in one act
)

// JobLease is how long a job of this room may take before another node takes it:
// longer than the workshop's own limit.
const JobLease = 5 * time.Minute

// lastAttempt is the run after which a paper on which the storage or the database
// keeps failing is refused rather than left waiting for ever.
const lastAttempt = 5

// Process examines one uploaded version and makes it readable or refuses it. It
// is the handler of JobProcess, attempt counting its runs from 1: an error means
// that it should be tried again, a paper that cannot be accepted is none. It may
// be run again after a crash at any point.
func (s *Service) Process(ctx context.Context, id string, attempt int) error {
	v, again, err := s.begin(ctx, id)
	if err != nil || !again {
		return err
	}
	quarantined := Blob{Body: v.Body, Name: v.Original}
	made, err := s.make(ctx, v, quarantined)
	var refusal *ecabinet.Error
	switch {
	case errors.As(err, &refusal) && refusal.Kind == ecabinet.Invalid:
		err = s.refuse(context.WithoutCancel(ctx), id, refusal)
	case err != nil && attempt >= lastAttempt && ctx.Err() == nil:
		return errors.Join(err, s.refuse(ctx, id, ecabinet.E(ecabinet.Invalid, "document.unreadable")))
	case err != nil:
		return errors.Join(err, s.pause(context.WithoutCancel(ctx), id))
	default:
		err = s.ready(ctx, made)
	}
	if err != nil {
		return err
	}
	return s.Files.Delete(ctx, quarantined)
}

// begin counts the run before it starts, so that a paper that ends the program is
// known the third time.
func (s *Service) begin(ctx context.Context, id string) (v Version, again bool, err error) {
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		if v, err = tx.Version(ctx, id); ecabinet.KindOf(err) == ecabinet.NotFound {
			again = false // removed since
			return "", nil
		}
		if err != nil {
			return "", err
		}
		before := v.State
		if again = v.Begin(); !again && before == v.State {
			return "", nil
		}
		if err := tx.SaveVersion(ctx, v); err != nil {
			return "", err
		}
		event := "document.processing"
		if v.State == VersionRefused {
			event = "document.refused"
		}
		return "", changed(ctx, tx, v, event)
	})
	return v, again, err
}

// pause takes back the count of a run that ended with an ordinary error.
func (s *Service) pause(ctx context.Context, id string) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		v, err := tx.Version(ctx, id)
		if err != nil || v.State != VersionProcessing || v.Tries == 0 {
			return "", err
		}
		v.Tries--
		return "", tx.SaveVersion(ctx, v)
	})
	return err
}

func (s *Service) refuse(ctx context.Context, id string, why *ecabinet.Error) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		v, err := tx.Version(ctx, id)
		if err != nil {
			return "", err
		}
		v.Refuse(why)
		if err := tx.SaveVersion(ctx, v); err != nil {
			return "", err
		}
		return "", changed(ctx, tx, v, "document.refused")
	})
	return err
}

func (s *Service) ready(ctx context.Context, v Version) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		now, err := tx.Version(ctx, v.ID)
		if err != nil || now.State != VersionProcessing {
			return "", err
		}
		v.State, v.Tries = VersionReady, 0
		if err := tx.SaveVersion(ctx, v); err != nil {
			return "", err
		}
		if v.Reading != "" {
			if err := tx.Schedule(ctx, JobThumbs, v.ID, tx.Now()); err != nil {
				return "", err
			}
		}
		return "", changed(ctx, tx, v, "document.ready")
	})
	return err
}

// changed journals a turn in the life of a version.
func changed(ctx context.Context, tx Tx, v Version, event string) error {
	data := map[string]any{"document": v.Document, "version": v.ID, "sha256": v.SHA256}
	switch event {
	case "document.ready":
		data["reading_sha256"], data["pages"] = v.ReadingSHA256, v.Pages
	case "document.refused":
		data["code"] = v.Code
	case "document.processing", "document.pictured":
		emit(tx, v.Matter, event, data)
		return tx.Touch(ctx, v.Matter)
	}
	m := Matter{ID: v.Matter, Body: v.Body}
	return touched(ctx, tx, m, event, Entry{Document: v.Document, Version: v.ID}, data)
}

// make does the work of the workshop and returns the version as it will be.
func (s *Service) make(ctx context.Context, v Version, from Blob) (Version, error) {
	original, err := s.Files.Open(ctx, from)
	if err != nil {
		return v, err
	}
	if original.SHA256() != v.SHA256 {
		return v, fmt.Errorf("version %s: the stored bytes are not those uploaded", v.ID)
	}
	pdf := original
	if v.Format != PDF {
		converted, err := s.convert(ctx, v, original)
		if err != nil {
			return v, err
		}
		if converted.Name != "" {
			defer s.drop(ctx, converted)
			if pdf, err = s.Files.Open(ctx, converted); err != nil {
				return v, err
			}
		} else {
			pdf = nil
		}
	}
	if pdf != nil {
		if v, err = s.makeReading(ctx, v, pdf); err != nil {
			return v, err
		}
	}
	kept, err := s.Files.Accept(ctx, from, v.ID+"/original")
	v.Original = kept.Name
	return v, err
}

func (s *Service) drop(ctx context.Context, b Blob) {
	_ = s.Files.Delete(context.WithoutCancel(ctx), b) // else collected as an orphan
}

func (s *Service) convert(ctx context.Context, v Version, original File) (Blob, error) {
	if err := s.Workshop.Inspect(original, original.Size(), v.Format, true); err != nil {
		return Blob{}, err
	}
	made := false
	stored, err := s.Files.Create(ctx, v.Body, func(w io.Writer) (err error) {
		made, err = s.Workshop.Convert(ctx, v.Format, original, w)
		return err
	})
	if err == nil && !made {
		s.drop(ctx, stored.Blob)
		return Blob{}, nil
	}
	return stored.Blob, err
}

func (s *Service) makeReading(ctx context.Context, v Version, pdf File) (Version, error) {
	opened, err := s.Workshop.Open(ctx, pdf, pdf.Size())
	if err != nil {
		return v, err
	}
	pages := opened.Count()
	opened.Close()
	if _, err := pdf.Seek(0, io.SeekStart); err != nil {
		return v, err
	}
	stored, err := s.Files.Create(ctx, v.Body, func(w io.Writer) error { return s.Workshop.Normalise(ctx, pdf, w) })
	if err != nil {
		return v, err
	}
	defer s.drop(ctx, stored.Blob)
	reading, err := s.Files.Open(ctx, stored.Blob)
	if err != nil {
		return v, err
	}
	if opened, err = s.Workshop.Open(ctx, reading, reading.Size()); err != nil {
		return v, err
	}
	defer opened.Close()
	armed, err := opened.Armed()
	switch {
	case err != nil:
		return v, err
	case armed > 0:
		return v, ecabinet.E(ecabinet.Invalid, "document.active")
	case opened.Count() != pages:
		return v, ecabinet.E(ecabinet.Invalid, "document.damaged")
	}
	v.Pages, v.ReadingSize, v.ReadingSHA256 = pages, stored.Size, stored.SHA256
	if v.Cover, err = s.cover(ctx, v, opened); err != nil {
		return v, err
	}
	if v.HasText, err = s.index(ctx, v, opened); err != nil {
		return v, err
	}
	kept, err := s.Files.Accept(ctx, stored.Blob, v.ID+"/reading")
	v.Reading = kept.Name
	return v, err
}

func (s *Service) cover(ctx context.Context, v Version, p Opened) (string, error) {
	picture, err := p.Picture(1, coverSide, coverSide)
	if err != nil {
		return "", err
	}
	b, err := s.keepBytes(ctx, v, "cover", func(w io.Writer) error { _, err := w.Write(picture); return err })
	return b.Name, err
}

func (s *Service) keepBytes(ctx context.Context, v Version, part string, fill func(io.Writer) error) (Blob, error) {
	stored, err := s.Files.Create(ctx, v.Body, fill)
	if err != nil {
		return Blob{}, err
	}
	defer s.drop(ctx, stored.Blob)
	return s.Files.Accept(ctx, stored.Blob, v.ID+"/"+part)
}

// index saves the text of every page, in slices, and says whether there is any.
func (s *Service) index(ctx context.Context, v Version, p Opened) (bool, error) {
	has := false
	var pages []Page
	for n := 1; n <= v.Pages; n++ {
		text, err := p.Text(n)
		if err != nil {
			return false, err
		}
		has = has || text != ""
		pages = append(pages, Page{Version: v.ID, Number: n, Text: text})
		if len(pages) < slice && n < v.Pages {
			continue
		}
		s.progress(ctx, v, n)
		save := pages
		if _, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
			return "", tx.SavePages(ctx, v.Body, save)
		}); err != nil {
			return false, err
		}
		pages = nil
	}
	return has, nil
}

func (s *Service) progress(ctx context.Context, v Version, page int) {
	if s.Progress != nil {
		s.Progress(ctx, v, page, v.Pages)
	}
}

// Thumbnails makes the small picture of every page of a ready version: the
// handler of JobThumbs. A page that cannot be drawn has none, and a paper whose
// pages cannot be drawn in time is given up: the client draws what it shows.
func (s *Service) Thumbnails(ctx context.Context, id string, attempt int) error {
	v, _, err := s.Store.Version(ctx, id)
	if ecabinet.KindOf(err) == ecabinet.NotFound || attempt > lastAttempt {
		return nil
	}
	if err != nil || v.State != VersionReady || v.Reading == "" || v.Thumbs != "" {
		return err
	}
	reading, err := s.Files.Open(ctx, v.ReadingBlob())
	if err != nil {
		return err
	}
	at := make([]int64, 1, v.Pages+1)
	b, err := s.keepBytes(ctx, v, "thumbs", func(w io.Writer) error {
		for first := 1; first <= v.Pages; first += sheet {
			if at, err = s.draw(ctx, v, reading, first, at, w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		if ecabinet.KindOf(err) == ecabinet.Invalid {
			return nil
		}
		return err
	}
	return s.pictured(ctx, id, b.Name, at)
}

// sheet is how many pages are drawn before other papers have their turn in the
// workshop: somebody waits for those, nobody for the last thumbnail of a long scan.
const sheet = 25

func (s *Service) draw(ctx context.Context, v Version, reading File, first int, at []int64, w io.Writer) ([]int64, error) {
	opened, err := s.Workshop.Open(ctx, reading, reading.Size())
	if err != nil {
		return at, err
	}
	defer opened.Close()
	last := min(first+sheet-1, v.Pages)
	for n := first; n <= last; n++ {
		picture, err := opened.Picture(n, thumbSide, thumbSide)
		if err != nil && ecabinet.KindOf(err) != ecabinet.Invalid || errors.Is(err, &ecabinet.Error{Code: "document.too_complex"}) {
			return at, err
		}
		if _, err := w.Write(picture); err != nil {
			return at, err
		}
		at = append(at, at[n-1]+int64(len(picture)))
	}
	s.progress(ctx, v, last)
	return at, nil
}

func (s *Service) pictured(ctx context.Context, id, blob string, at []int64) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		v, err := tx.Version(ctx, id)
		if err != nil || v.State != VersionReady {
			return "", err
		}
		v.Thumbs, v.ThumbsAt = blob, at
		if err := tx.SaveVersion(ctx, v); err != nil {
			return "", err
		}
		return "", changed(ctx, tx, v, "document.pictured")
	})
	return err
}

// OriginalBlob, ReadingBlob, CoverBlob and ThumbsBlob name the parts of an accepted version.
func (v *Version) OriginalBlob() Blob { return Blob{v.Body, v.Original, v.ID + "/original"} }

// ReadingBlob names the reading copy.
func (v *Version) ReadingBlob() Blob { return Blob{v.Body, v.Reading, v.ID + "/reading"} }

// CoverBlob names the picture of the first page.
func (v *Version) CoverBlob() Blob { return Blob{v.Body, v.Cover, v.ID + "/cover"} }

// ThumbsBlob names the thumbnails.
func (v *Version) ThumbsBlob() Blob { return Blob{v.Body, v.Thumbs, v.ID + "/thumbs"} }

// Blobs are the names of all stored bytes of a version.
func (v *Version) Blobs() []string {
	var names []string
	for _, n := range []string{v.Original, v.Reading, v.Cover, v.Thumbs} {
		if n != "" {
			names = append(names, n)
		}
	}
	return names
}
