package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ecabinet"
)

const body = "01900000-0000-7000-8000-000000000001"

func open(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{URL: filepath.Join(dir, "files"), KeyFile: filepath.Join(dir, "keys", "files.key")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func noise(n int, seed uint64) []byte {
	r := rand.NewChaCha8([32]byte{byte(seed)})
	b := make([]byte, n)
	r.Read(b)
	return b
}

func put(t *testing.T, s *Store, data []byte) Stored {
	t.Helper()
	st, err := s.Put(t.Context(), body, bytes.NewReader(data), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func path(dir string, r Ref) string { return filepath.Join(dir, "files", filepath.FromSlash(r.Name)) }

func TestRangesAreByteEqual(t *testing.T) {
	s := open(t, t.TempDir())
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize, 5*chunkSize + 17} {
		data := noise(n, 1)
		f, err := s.Open(t.Context(), put(t, s, data).Ref)
		if err != nil {
			t.Fatal(n, err)
		}
		all, err := io.ReadAll(f)
		if err != nil || !bytes.Equal(all, data) || f.Size() != int64(n) {
			t.Fatalf("%d bytes: read back %d, %v", n, len(all), err)
		}
		r := rand.New(rand.NewPCG(uint64(n), 2))
		for range 50 {
			if n == 0 {
				break
			}
			from := r.IntN(n)
			p := make([]byte, r.IntN(n-from)+1)
			if _, err := f.ReadAt(p, int64(from)); err != nil || !bytes.Equal(p, data[from:from+len(p)]) {
				t.Fatalf("%d bytes: range %d+%d differs: %v", n, from, len(p), err)
			}
		}
	}
}

func TestAReaderTouchesOnlyItsChunks(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	data := noise(8*chunkSize, 3)
	st := put(t, s, data)
	// The sixth chunk is destroyed; ranges elsewhere must not notice.
	mangle(t, path(dir, st.Ref), func(b []byte) []byte { b[headerSize+5*(chunkSize+tagSize)+9] ^= 1; return b })
	f, err := s.Open(t.Context(), st.Ref)
	if err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 100)
	if _, err := f.ReadAt(p, 7*chunkSize); err != nil || !bytes.Equal(p, data[7*chunkSize:7*chunkSize+100]) {
		t.Fatal(err)
	}
	if _, err := f.ReadAt(p, 5*chunkSize+10); !errors.Is(err, ErrTampered) {
		t.Fatalf("a changed chunk was read: %v", err)
	}
}

func mangle(t *testing.T, path string, f func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(b), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTampering(t *testing.T) {
	const step = chunkSize + tagSize
	cases := map[string]func([]byte) []byte{
		"first byte":       func(b []byte) []byte { b[0] ^= 1; return b },
		"salt":             func(b []byte) []byte { b[20] ^= 1; return b },
		"body":             func(b []byte) []byte { b[headerSize+step+5] ^= 1; return b },
		"footer":           func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"cut last chunk":   func(b []byte) []byte { return append(b[:headerSize+2*step], b[len(b)-footerSize:]...) },
		"cut one byte":     func(b []byte) []byte { return b[:len(b)-1] },
		"cut to nothing":   func(b []byte) []byte { return nil },
		"append":           func(b []byte) []byte { return append(b, 0) },
		"append a chunk":   func(b []byte) []byte { return append(b, b[headerSize:headerSize+step]...) },
		"swap two chunks":  swapChunks,
		"repeat a chunk":   func(b []byte) []byte { copy(b[headerSize+step:], b[headerSize:headerSize+step]); return b },
		"other chunk size": func(b []byte) []byte { b[5] ^= 1; return b },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			st := put(t, s, noise(2*chunkSize+100, 4))
			mangle(t, path(dir, st.Ref), change)
			f, err := s.Open(t.Context(), st.Ref)
			if err == nil {
				_, err = io.ReadAll(f)
			}
			if !errors.Is(err, ErrTampered) {
				t.Fatalf("not noticed: %v", err)
			}
		})
	}
}

func swapChunks(b []byte) []byte {
	const step = chunkSize + tagSize
	one := bytes.Clone(b[headerSize : headerSize+step])
	copy(b[headerSize:], b[headerSize+step:headerSize+2*step])
	copy(b[headerSize+step:], one)
	return b
}

func TestWholeFilesCannotBeExchanged(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	accept := func(data []byte, owner string) Ref {
		r, err := s.Accept(t.Context(), put(t, s, data).Ref, owner)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	one, two := accept([]byte("one"), "v1"), accept([]byte("two"), "v2")
	if err := os.Rename(path(dir, two), path(dir, one)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), one); !errors.Is(err, ErrTampered) {
		t.Fatalf("another file was opened in its place: %v", err)
	}
	if _, err := s.Open(t.Context(), two); ecabinet.KindOf(err) != ecabinet.NotFound {
		t.Fatalf("a missing file: %v", err)
	}
}

func TestBodiesAndKeysAreApart(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	st := put(t, s, []byte("secret"))
	again := open(t, dir)
	if _, err := again.Open(t.Context(), st.Ref); err != nil {
		t.Fatalf("the same key file does not open it: %v", err)
	}
	other := st.Ref
	other.Body = "01900000-0000-7000-8000-000000000002"
	if _, err := s.Open(t.Context(), other); !errors.Is(err, ErrTampered) {
		t.Fatalf("opened under another body: %v", err)
	}
	foreign, err := Open(t.Context(), Options{URL: filepath.Join(dir, "files"), KeyFile: filepath.Join(dir, "other.key")})
	if err != nil {
		t.Fatal(err)
	}
	defer foreign.Close()
	if _, err := foreign.Open(t.Context(), st.Ref); err == nil {
		t.Fatal("another key file opens it")
	}
	if err := os.Chmod(filepath.Join(dir, "keys", "files.key"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{URL: filepath.Join(dir, "files"), KeyFile: filepath.Join(dir, "keys", "files.key")}); err == nil {
		t.Fatal("a key file that others can read was taken")
	}
}

// F3: the canary is looked for in every byte under the folder, temporary files
// included, while a write is under way and afterwards.
func TestCanaryIsNowhereAtRest(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", filepath.Join(dir, "tmp"))
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	canary := "CANARY-ho-so-trinh-Chinh-phu-7391"
	data := []byte(strings.Repeat(canary, 20000))
	st, err := s.Create(t.Context(), body, func(w io.Writer) error {
		if _, err := w.Write(data); err != nil {
			return err
		}
		grep(t, dir, canary)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Accept(t.Context(), st.Ref, "v1"); err != nil {
		t.Fatal(err)
	}
	if n := grep(t, dir, canary); n < 3 {
		t.Fatalf("only %d files were searched", n)
	}
}

func grep(t *testing.T, dir, canary string) (files int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(p)
		if bytes.Contains(b, []byte(canary)) || strings.Contains(p, canary) {
			t.Errorf("%s holds the canary", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestLimitLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := s.Put(t.Context(), body, bytes.NewReader(noise(100, 5)), 100); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), body, bytes.NewReader(noise(101, 5)), 100); !errors.Is(err, ErrTooLarge) {
		t.Fatal(err)
	}
	broken := io.MultiReader(bytes.NewReader(noise(300000, 5)), failing{})
	if _, err := s.Put(t.Context(), body, broken, 1<<30); !errors.Is(err, fs.ErrClosed) {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Join(dir, "files", body, "q"))
	if err != nil || len(left) != 1 {
		t.Fatalf("%d files left, %v", len(left), err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, fs.ErrClosed }

func TestCollect(t *testing.T) {
	s := open(t, t.TempDir())
	kept, orphan := put(t, s, []byte("kept")), put(t, s, []byte("orphan"))
	known := func(_ context.Context, name string) (bool, error) { return name == kept.Ref.Name, nil }
	n, err := s.Collect(t.Context(), body, time.Now().Add(-time.Hour), known)
	if err != nil || n != 0 {
		t.Fatalf("a young file was collected: %d %v", n, err)
	}
	n, err = s.Collect(t.Context(), body, time.Now().Add(time.Hour), known)
	if err != nil || n != 1 {
		t.Fatalf("collected %d, %v", n, err)
	}
	if _, err := s.Open(t.Context(), kept.Ref); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), orphan.Ref); ecabinet.KindOf(err) != ecabinet.NotFound {
		t.Fatal(err)
	}
}

func TestPutGivesHeadAndTail(t *testing.T) {
	s := open(t, t.TempDir())
	data := noise(3*HeadSize+5, 6)
	st, err := s.Put(t.Context(), body, io.MultiReader(bytes.NewReader(data[:10]), bytes.NewReader(data[10:])), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(st.Head, data[:HeadSize]) || !bytes.Equal(st.Tail, data[len(data)-HeadSize:]) {
		t.Fatal("head or tail differs")
	}
}

func FuzzHeader(f *testing.F) {
	h := newHeader([saltSize]byte{1})
	f.Add(h.raw[:])
	f.Add([]byte("ECB1"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := parseHeader(b)
		if err == nil && (!bytes.Equal(got.raw[:], b[:headerSize]) || newHeader(got.salt) != got) {
			t.Fatal("a header was read that is not the one written")
		}
	})
}

func FuzzSizes(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(chunkSize))
	f.Add(int64(chunkSize + 1))
	f.Fuzz(func(t *testing.T, n int64) {
		if n < 0 || n > 1<<50 {
			return
		}
		if back, ok := plainSize(sealedSize(n)); !ok || back != n {
			t.Fatalf("%d sealed is read as %d", n, back)
		}
		if m, ok := plainSize(n); ok && sealedSize(m) != n {
			t.Fatalf("%d is taken as the length of %d plain bytes", n, m)
		}
	})
}
