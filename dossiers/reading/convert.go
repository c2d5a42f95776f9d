package reading

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"ecabinet/dossiers"
)

// memory is where office files lie open: it never reaches a disk.
const memory = "/dev/shm"

// folders names the folders that one conversion has for itself.
const folders = "ecabinet-office-"

// settings are LibreOffice's: no macros, and nothing fetched that a paper points to,
// be it from the network or from this machine.
//
//go:embed office.xcu
var settings []byte

// limits bound the memory (4 GB) and the size of a file (1 GB) of what follows.
const limits = `ulimit -v 4194304 && ulimit -f 2097152 && exec "$@"`

// FindOffice is the path of LibreOffice, or "" where it is not installed. An error
// says that it is there, but that this system cannot shut it in.
func FindOffice() (string, error) {
	for _, name := range []string{"soffice", "libreoffice"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if _, err := os.Stat(memory); err != nil {
			return "", fmt.Errorf("office files need a folder in memory: %w", err)
		}
		cmd := exec.Command("sh", "-c", limits, "sh", "true")
		if err = shutIn(cmd); err == nil {
			err = cmd.Run()
		}
		if err != nil {
			return "", fmt.Errorf("take the network from LibreOffice: %w", err)
		}
		return path, nil
	}
	return "", nil
}

// Convert makes a PDF of an office file with LibreOffice, which has no network, sees
// no other process and ends with all its children. It works in a folder of its own
// in memory, which is removed at once; what a program that was killed left there is
// removed by the next conversion. A file that LibreOffice cannot read is
// document.damaged, one that takes it too long is document.too_complex.
func (w *Workshop) Convert(ctx context.Context, f dossiers.Format, r io.Reader, out io.Writer) (bool, error) {
	if w.Office == "" {
		return false, nil
	}
	dir, done, err := workbench()
	if err != nil {
		return false, fmt.Errorf("make a folder to convert in: %w", err)
	}
	defer done()
	in := filepath.Join(dir, "in."+string(f))
	if err := writeFile(in, r); err != nil {
		return false, fmt.Errorf("convert an office file: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, w.limit())
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", limits, "sh", w.Office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--norestore",
		"--nolockcheck", "--convert-to", "pdf", "--outdir", dir, in)
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir, "LANG=C.UTF-8"}
	cmd.Dir, cmd.WaitDelay = dir, 5*time.Second
	if err := shutIn(cmd); err != nil {
		return false, err
	}
	var exit *exec.ExitError
	switch err := cmd.Run(); {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return false, tooComplex(ctx.Err())
	case errors.As(err, &exit) && ctx.Err() == nil:
		return false, damaged(fmt.Errorf("convert an office file: %w", err))
	case err != nil:
		return false, fmt.Errorf("convert an office file: %w", err)
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

// workbench is a folder in memory that is held by a lock, with what removes it.
// Folders that nobody holds were left by a program that was killed: they go.
func workbench() (dir string, done func(), err error) {
	left, err := filepath.Glob(filepath.Join(memory, folders+"*"))
	if err != nil {
		return "", nil, err
	}
	for _, dir := range left {
		if held, err := hold(dir); err == nil { // else it is in use, or another user's
			_ = os.RemoveAll(dir)
			held.Close()
		}
	}
	if dir, err = os.MkdirTemp(memory, folders); err != nil {
		return "", nil, err
	}
	held, err := hold(dir)
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	done = func() {
		_ = os.RemoveAll(dir)
		held.Close()
	}
	profile := filepath.Join(dir, "profile", "user")
	if err = os.MkdirAll(profile, 0o700); err == nil {
		err = os.WriteFile(filepath.Join(profile, "registrymodifications.xcu"), settings, 0o600)
	}
	if err != nil {
		done()
		return "", nil, err
	}
	return dir, done, nil
}

func hold(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
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
