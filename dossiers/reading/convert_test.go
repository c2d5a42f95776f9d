package reading

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ecabinet"
)

// stand-ins for LibreOffice: scripts that are called as it is, with the folder to
// write to before the last argument.
func standIn(t *testing.T, script string) *Workshop {
	t.Helper()
	path := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nset -e\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return &Workshop{Office: path, Limit: time.Minute}
}

func TestLibreOfficeIsShutIn(t *testing.T) {
	w := standIn(t, `
		grep -q . in.docx
		cat /proc/net/dev profile/user/registrymodifications.xcu > in.pdf
		echo "processes: $$" >> in.pdf
		ulimit -v >> in.pdf
		pwd >> in.pdf`)
	var out bytes.Buffer
	made, err := w.Convert(t.Context(), "docx", strings.NewReader("PK a paper"), &out)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	text := out.String()
	for _, line := range strings.Split(text, "\n") {
		if name, _, ok := strings.Cut(line, ":"); ok && strings.Count(line, " ") > 30 && strings.TrimSpace(name) != "lo" {
			t.Errorf("it has a network: %s", line)
		}
	}
	for _, want := range []string{"lo:", "BlockUntrustedRefererLinks", "processes: 1\n", "4194304", memory + "/" + folders} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	nothingLeft(t, text)
}

// nothingLeft looks for the folder that the last line of text names.
func nothingLeft(t *testing.T, text string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if _, err := os.Stat(lines[len(lines)-1]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

// A paper on which LibreOffice hangs, with children that hold on, takes none of
// them beyond the limit.
func TestLibreOfficeEndsWithAllItsChildren(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "alive")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	alive, err := syscall.Open(pipe, syscall.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(alive)
	w := standIn(t, fmt.Sprintf(`exec 3> %s; echo here >&3; setsid sleep 100 & sleep 100`, pipe))
	w.Limit = 200 * time.Millisecond
	_, err = w.Convert(t.Context(), "docx", strings.NewReader("PK"), io.Discard)
	if !errors.Is(err, &ecabinet.Error{Code: "document.too_complex"}) {
		t.Errorf("got %v", err)
	}
	b := make([]byte, 100)
	if n, err := syscall.Read(alive, b); err != nil || string(b[:n]) != "here\n" {
		t.Fatalf("it did not start: %q, %v", b[:max(n, 0)], err)
	}
	if n, err := syscall.Read(alive, b); n != 0 || err != nil { // EAGAIN: somebody holds the other end
		t.Errorf("somebody lives on: %d, %v", n, err)
	}
}

func TestAPaperThatLibreOfficeCannotReadIsDamaged(t *testing.T) {
	for _, script := range []string{"exit 1", "kill -9 $$", "true"} {
		if _, err := standIn(t, script).Convert(t.Context(), "docx", strings.NewReader("PK"), io.Discard); !errors.Is(err, &ecabinet.Error{Code: "document.damaged"}) {
			t.Errorf("%s: got %v", script, err)
		}
	}
}

// That the server's machine is out of something says nothing of the paper: it is tried again.
func TestAConversionThatCouldNotStartSaysNothingOfThePaper(t *testing.T) {
	var e *ecabinet.Error
	w := standIn(t, "true")
	t.Setenv("PATH", "/nowhere")
	if _, err := w.Convert(t.Context(), "docx", strings.NewReader("PK"), io.Discard); err == nil || errors.As(err, &e) {
		t.Errorf("got %v", err)
	}
}

func TestWhatAKilledProgramLeftInMemoryGoes(t *testing.T) {
	left, err := os.MkdirTemp(memory, folders)
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(left)
	if err := os.WriteFile(filepath.Join(left, "in.docx"), []byte("a paper"), 0o600); err != nil {
		t.Fatal(err)
	}
	used, done, err := workbench()
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was left is still there: %v", err)
	}
	_, again, err := workbench()
	if err != nil {
		t.Fatal(err)
	}
	defer again()
	if _, err := os.Stat(used); err != nil {
		t.Errorf("a folder in use was removed: %v", err)
	}
}
