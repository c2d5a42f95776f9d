package files

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAttachments(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	count := func() (n int) {
		for _, folder := range []string{"q", "f"} {
			list, _ := os.ReadDir(filepath.Join(dir, "files", body, folder))
			n += len(list)
		}
		return n
	}
	for _, c := range []struct {
		name, content string
		want          error
	}{
		{"báo cáo.PDF", "%PDF-1.7 ...", nil},
		{"ảnh.jpeg", "\xff\xd8\xff\xe0", nil},
		{"báo cáo.pdf", "", ErrEmpty},
		{"báo cáo.pdf.exe", "%PDF-1.7", ErrKind},
		{"báo cáo.pdf", "MZ", ErrInside},
		{"ảnh.JPEG", "GIF89a", ErrInside},
		{"ảnh.png", "%PDF-1.7", ErrKind}, // its own name would do
		{"báo cáo.pdf", "\xff\xd8\xff\xe0", ErrKind},
		{"trang.html", "<script>", ErrKind},
		{"dài.pdf", "%PDF-1.7" + string(make([]byte, MaxAttachment)), ErrTooLarge},
	} {
		before := count()
		kept, err := s.Attach(t.Context(), body, "owner", c.name, bytes.NewReader([]byte(c.content)))
		if !errors.Is(err, c.want) || errors.Is(err, ErrInside) != (c.want == ErrInside) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if c.want != nil {
			if count() != before {
				t.Errorf("%s: something remains of what was refused", c.name)
			}
			continue
		}
		f, err := s.Open(t.Context(), kept.Ref)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(f); err != nil || string(got) != c.content || count() != before+1 {
			t.Errorf("%s: read back %q, %v, %d files", c.name, got, err, count()-before)
		}
	}
}

// What its caller has read is kept whatever its kind, as long as there is something in it.
func TestKeep(t *testing.T) {
	s := open(t, t.TempDir())
	kept, err := s.Keep(t.Context(), body, "owner", strings.NewReader("PK\x03\x04..."))
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Open(t.Context(), kept.Ref)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(f); err != nil || string(got) != "PK\x03\x04..." {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := s.Keep(t.Context(), body, "owner", strings.NewReader("")); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
}

// A name that is too long loses its end, not its ending, and no half letter stays.
func TestNamesAreCut(t *testing.T) {
	long := strings.Repeat("Tờ trình ", 40)
	for given, want := range map[string]string{
		"  báo cáo.pdf ":  "báo cáo.pdf",
		"bao\u0301o.pdf":  "baóo.pdf",
		" ":               "",
		"Tờ trình.pdf":    "Tờ trình.pdf",
		long + ".pdf":     long[:251] + ".pdf",
		"x." + long[:300]: "x." + long[:253],
	} {
		got := Name(given)
		if got != want || len(got) > 255 || !utf8.ValidString(got) {
			t.Errorf("%q is kept as %q (%d bytes), want %q", given, got, len(got), want)
		}
	}
}
