package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
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

// FindOffice is the path of LibreOffice where it is installed, else "".
func FindOffice() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
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
		e := ecabinet.E(ecabinet.Invalid, "document.too_complex")
		e.Err = err
		return e
	}
	return err
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

// Convert makes a PDF of an office file with LibreOffice, in a folder of its own
// that lies in memory where the system offers it and is removed at once. A file
// that LibreOffice cannot read is document.damaged.
func (w *Workshop) Convert(ctx context.Context, f dossiers.Format, r io.Reader, out io.Writer) (bool, error) {
	if w.Office == "" {
		return false, nil
	}
	dir, err := os.MkdirTemp(memory(), "ecabinet-office-")
	if err != nil {
		return false, fmt.Errorf("make a folder to convert in: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := writeFile(filepath.Join(dir, "in."+string(f)), r); err != nil {
		return false, fmt.Errorf("convert an office file: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, w.limit())
	defer cancel()
	cmd := exec.CommandContext(ctx, w.Office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--norestore",
		"--nolockcheck", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "in."+string(f)))
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir, "LANG=C.UTF-8"}
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		return false, damaged(fmt.Errorf("convert an office file: %w", err))
	}
	pdf, err := os.Open(filepath.Join(dir, "in.pdf"))
	if err != nil {
		return false, damaged(err)
	}
	defer pdf.Close()
	if _, err := io.Copy(out, pdf); err != nil {
		return false, fmt.Errorf("convert an office file: %w", err)
	}
	return true, nil
}

// memory is a folder that never reaches a disk, or "" for the usual one.
func memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

func writeFile(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
