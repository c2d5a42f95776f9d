package reading

import (
	"context"
	"errors"
	"io"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
)

// Workshop implements dossiers.Workshop.
type Workshop struct {
	// Sandbox opens PDFs; one for the whole program.
	Sandbox *Sandbox
	// Limit is how long one PDF may lie open; 0: 4 minutes.
	Limit time.Duration
	// Office is LibreOffice's program, by name or path; "": office files are kept
	// and can be downloaded, but are not shown.
	Office string
}

// Accept is the function of that name.
func (w *Workshop) Accept(name, declared string, head, tail []byte) (dossiers.Format, error) {
	return Accept(name, declared, head, tail)
}

// Inspect is the function of that name.
func (w *Workshop) Inspect(r io.ReaderAt, size int64, f dossiers.Format, thorough bool) error {
	return Inspect(r, size, f, thorough)
}

// Normalise is the function of that name.
func (w *Workshop) Normalise(ctx context.Context, r io.ReadSeeker, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, w.limit())
	defer cancel()
	err := Normalise(ctx, r, out)
	if errors.Is(err, context.DeadlineExceeded) {
		return tooComplex(err)
	}
	return err
}

func tooComplex(err error) error {
	e := ecabinet.E(ecabinet.Invalid, "document.too_complex")
	e.Err = err
	return e
}

// Open opens a PDF in the sandbox.
func (w *Workshop) Open(ctx context.Context, r io.ReadSeeker, size int64) (dossiers.Opened, error) {
	d, err := w.Sandbox.Open(ctx, r, size, w.limit())
	if err != nil {
		return nil, err
	}
	return d, nil
}

func (w *Workshop) limit() time.Duration {
	if w.Limit > 0 {
		return w.Limit
	}
	return 4 * time.Minute
}
