package reading

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/testkit"
	"ecabinet/internal/testkit/scan"
)

var sandbox = Sandbox{Compiled: testkit.Compiled()}

func ends(b []byte) (head, tail []byte) {
	return b[:min(len(b), 4096)], b[len(b)-min(len(b), 4096):]
}

// process is what the job does with a PDF: accept, normalise, open the copy.
func process(t *testing.T, name string, data []byte) (copied []byte, err error) {
	t.Helper()
	head, tail := ends(data)
	if _, err := Accept(name, "", head, tail); err != nil {
		return nil, err
	}
	d, err := sandbox.Open(t.Context(), bytes.NewReader(data), int64(len(data)), time.Minute)
	if err != nil {
		return nil, err
	}
	pages := d.Pages
	d.Close()
	var out bytes.Buffer
	if err := Normalise(t.Context(), bytes.NewReader(data), &out); err != nil {
		return nil, err
	}
	d = openCopy(t, out.Bytes())
	defer d.Close()
	if d.Pages != pages {
		t.Fatalf("%s: %d pages became %d", name, pages, d.Pages)
	}
	if n, err := d.Armed(); err != nil || n != 0 {
		t.Errorf("%s: %d scripts and files left, %v", name, n, err)
	}
	return out.Bytes(), nil
}

func openCopy(t *testing.T, b []byte) *Document {
	t.Helper()
	d, err := sandbox.Open(t.Context(), bytes.NewReader(b), int64(len(b)), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTextAndPictures(t *testing.T) {
	b, err := process(t, "to-trinh.pdf", scan.Text("test", "Submission to the Government\non the draft decree", "Second page"))
	if err != nil {
		t.Fatal(err)
	}
	d := openCopy(t, b)
	defer d.Close()
	text, err := d.Text(2)
	if err != nil || text != "Second page" {
		t.Fatalf("%q %v", text, err)
	}
	pic, err := d.Picture(1, 1200, 1200)
	if err != nil || !bytes.HasPrefix(pic, []byte("\xff\xd8")) {
		t.Fatal(err)
	}
}

// hostile is the corpus of papers that are refused, with the code of each.
func hostile(t *testing.T) map[string]struct {
	data []byte
	code string
} {
	pdf := scan.Text("test", "a page")
	type paper = struct {
		data []byte
		code string
	}
	return map[string]paper{
		"html.pdf":           {[]byte("<!DOCTYPE html><script>alert(1)</script>"), "document.mislabelled"},
		"program.pdf":        {[]byte("MZ\x90\x00 this program"), "document.mislabelled"},
		"elf.docx":           {[]byte("\x7fELF\x02\x01"), "document.mislabelled"},
		"picture.svg":        {[]byte(`<svg onload="alert(1)">`), "document.type_refused"},
		"svg.pdf":            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "document.mislabelled"},
		"polyglot-html.pdf":  {append([]byte("%PDF-1.4\n<html><script>alert(1)</script>\n"), pdf...), "document.mislabelled"},
		"polyglot-zip.pdf":   {append(bytes.Clone(pdf), zipOf(t, map[string]string{"a": "b"})...), "document.mislabelled"},
		"gif.pdf":            {append([]byte("GIF89a"), pdf...), "document.mislabelled"},
		"empty.pdf":          {nil, "document.empty"},
		"truncated.pdf":      {pdf[:len(pdf)/2], "document.damaged"},
		"only-header.pdf":    {[]byte("%PDF-1.7\n%%EOF"), "document.damaged"},
		"noise.pdf":          {append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("\x00\xffobj"), 3000)...), "document.damaged"},
		"noise-eof.pdf":      {append(append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("\x00\xffobj"), 3000)...), "\n%%EOF"...), "document.damaged"},
		"encrypted.pdf":      {encrypted(t, pdf), "document.encrypted"},
		"run.exe":            {[]byte("MZ\x90"), "document.type_refused"},
		"old.doc":            {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "document.type_refused"},
		"locked.docx":        {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "document.encrypted"},
		"plain.docx":         {zipOf(t, map[string]string{"a.txt": "b"}), "document.mislabelled"},
		"sheet-as-text.docx": {office(t, "xl/workbook.xml", nil), "document.mislabelled"},
		"macros.docx":        {office(t, "word/document.xml", map[string]string{"word/vbaProject.bin": "x"}), "document.macros"},
		"bomb.docx":          {office(t, "word/document.xml", map[string]string{"word/media/a.xml": strings.Repeat("0", 300<<20)}), "document.bomb"},
		"ratio.xlsx":         {office(t, "xl/workbook.xml", map[string]string{"xl/b.xml": strings.Repeat("0", 40<<20)}), "document.bomb"},
		"loop-pages.pdf":     {bytes.Replace(pdf, []byte("/Kids [ 4 0 R ]"), []byte("/Kids [ 2 0 R ]"), 1), "document.damaged"},
		"no-pages.pdf":       {bytes.Replace(pdf, []byte("/Type /Pages /Count 1 /Kids [ 4 0 R ]"), []byte("/Type /Pages /Count 0 /Kids [       ]"), 1), "document.damaged"},
	}
}

func TestHostilePapersAreRefused(t *testing.T) {
	for name, c := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			head, tail := ends(c.data)
			format, err := Accept(name, "", head, tail)
			if err == nil && format == dossiers.PDF {
				_, err = process(t, name, c.data)
			} else if err == nil {
				err = Inspect(bytes.NewReader(c.data), int64(len(c.data)), format, true)
			}
			var e *ecabinet.Error
			if !errors.As(err, &e) || e.Code != c.code {
				t.Fatalf("got %v, want %s", err, c.code)
			}
		})
	}
}

func TestDeclaredTypeMustAgree(t *testing.T) {
	head, tail := ends(scan.Text("test", "a"))
	for declared, ok := range map[string]bool{"": true, "application/pdf": true, "application/octet-stream": true, "application/pdf; x=y": true, "text/html": false, "image/png": false} {
		if _, err := Accept("a.pdf", declared, head, tail); (err == nil) != ok {
			t.Errorf("declared %q: %v", declared, err)
		}
	}
}

func TestWhatActsByItselfIsRemoved(t *testing.T) {
	catalog := `/OpenAction 1000 0 R /AA << /WC 1000 0 R >> /Names << /JavaScript << /Names [ (x) 1000 0 R ] >> /EmbeddedFiles << /Names [ (a.exe) 1002 0 R ] >> >> /AcroForm << /Fields [] /XFA (evil-xfa) >>`
	objects := []string{
		`<< /S /JavaScript /JS (app.alert\('evil-script'\)) >>`,
		`<< /S /Launch /F (evil-launch.exe) >>`,
		`<< /Type /Filespec /F (evil-file.exe) /EF << /F 1003 0 R >> >>`,
		"<< /Type /EmbeddedFile /Length 9 >>\nstream\nevil-body\nendstream",
		`<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A 1001 0 R >>`,
		`<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:evil-uri) >> >>`,
		`<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://good.example/) >> >>`,
		`<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 1002 0 R /Contents (evil-note) >>`,
	}
	annots := "/AA << /O 1000 0 R >> /Annots [ 1004 0 R 1005 0 R 1006 0 R 1007 0 R ]"
	data := scan.Custom("test", scan.Extra{Catalog: catalog, Page: annots, Objects: objects}, "a page")
	b, err := process(t, "armed.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	conf := configuration()
	conf.WriteObjectStream, conf.WriteXRefStream, conf.Optimize = false, false, false
	doc, err := api.ReadAndValidate(bytes.NewReader(b), conf)
	if err != nil {
		t.Fatal(err)
	}
	if err := api.WriteContext(doc, &plain); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"evil-", "/JavaScript", "/Launch", "/EmbeddedFile", "/XFA", "/FileAttachment"} {
		if bytes.Contains(plain.Bytes(), []byte(word)) || bytes.Contains(b, []byte(word)) {
			t.Errorf("the reading copy still holds %q", word)
		}
	}
	if !bytes.Contains(plain.Bytes(), []byte("good.example")) {
		t.Error("an ordinary link was lost")
	}
}

func zipOf(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func office(t *testing.T, main string, parts map[string]string) []byte {
	all := map[string]string{"[Content_Types].xml": "<Types/>", main: "<x/>"}
	for k, v := range parts {
		all[k] = v
	}
	return zipOf(t, all)
}

func encrypted(t *testing.T, pdf []byte) []byte {
	t.Helper()
	quiet()
	var b bytes.Buffer
	conf := model.NewAESConfiguration("user", "owner", 256)
	if err := api.Encrypt(bytes.NewReader(pdf), &b, conf); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNormaliseRefusesEncryptedPapers(t *testing.T) {
	err := Normalise(t.Context(), bytes.NewReader(encrypted(t, scan.Text("test", "a page"))), io.Discard)
	if !errors.Is(err, &ecabinet.Error{Code: "document.encrypted"}) {
		t.Errorf("got %v", err)
	}
}

func TestOfficePapersAreTaken(t *testing.T) {
	for name, main := range map[string]string{"a.docx": "word/document.xml", "b.xlsx": "xl/workbook.xml", "c.pptx": "ppt/presentation.xml"} {
		b := office(t, main, nil)
		head, tail := ends(b)
		format, err := Accept(name, "", head, tail)
		if err == nil {
			err = Inspect(bytes.NewReader(b), int64(len(b)), format, true)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Papers of six different producers, which pdfcpu keeps for its own tests and
// which therefore stand in the module cache of everyone who builds this program.
func TestPapersOfManyProducers(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/pdfcpu/pdfcpu").Output()
	if err != nil {
		t.Fatalf("find pdfcpu's own papers: %v", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "pkg", "testdata")
	papers := map[string]string{
		"grid_example.pdf":     "pdfTeX",
		"VectorApple.pdf":      "Adobe PDF library",
		"read.go.pdf":          "Skia/PDF (Chromium)",
		"testWithText.pdf":     "Quartz PDFContext (macOS)",
		"text_annotations.pdf": "iText",
		"Walden.pdf":           "pdfcpu",
	}
	for name, producer := range papers {
		t.Run(producer, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			b, err := process(t, name, data)
			if err != nil {
				t.Fatal(err)
			}
			d := openCopy(t, b)
			defer d.Close()
			if pic, err := d.Picture(1, 1200, 1200); err != nil || len(pic) < 2000 {
				t.Fatalf("the first page is %d bytes: %v", len(pic), err)
			}
		})
	}
}

func TestTheLongScan(t *testing.T) {
	var data bytes.Buffer
	if err := scan.Large(&data); err != nil {
		t.Fatal(err)
	}
	if n := data.Len(); n < 92_000_000 || n > 94_000_000 {
		t.Fatalf("the scan has %d bytes", n)
	}
	start := time.Now()
	var out bytes.Buffer
	if err := Normalise(t.Context(), bytes.NewReader(data.Bytes()), &out); err != nil {
		t.Fatal(err)
	}
	normalised := time.Since(start)
	d := openCopy(t, out.Bytes())
	defer d.Close()
	if d.Pages != 300 {
		t.Fatalf("%d pages", d.Pages)
	}
	if pic, err := d.Picture(1, 1200, 1200); err != nil || len(pic) < 10_000 {
		t.Fatalf("the first page is %d bytes: %v", len(pic), err)
	}
	t.Logf("%d bytes, normalised to %d in %s, first page after %s", data.Len(), out.Len(), normalised, time.Since(start))
}

func TestTimeRunsOut(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	data := scan.Text("test", "a")
	if _, err := sandbox.Open(ctx, bytes.NewReader(data), int64(len(data)), time.Minute); err == nil {
		t.Fatal("opened within a ctx that had ended")
	}
	d, err := sandbox.Open(t.Context(), bytes.NewReader(data), int64(len(data)), time.Minute)
	if err != nil {
		t.Fatalf("the sandbox does not open another paper after one that was stopped: %v", err)
	}
	d.Close()
}

func FuzzAccept(f *testing.F) {
	f.Add("a.pdf", "application/pdf", []byte("%PDF-1.4\n%%EOF"))
	f.Add("a.docx", "", []byte("PK\x03\x04"))
	f.Add("a.svg", "image/svg+xml", []byte("<svg"))
	f.Fuzz(func(t *testing.T, name, declared string, data []byte) {
		format, err := Accept(name, declared, data, data)
		if err != nil {
			if ecabinet.KindOf(err) != ecabinet.Invalid {
				t.Fatal(err)
			}
			return
		}
		if format.MediaType() == "" || !strings.HasSuffix(strings.ToLower(name), "."+string(format)) {
			t.Fatalf("%q taken as %q", name, format)
		}
		if findMarkup(data) != "" && format == dossiers.PDF {
			t.Fatal("a page that a browser would run was taken")
		}
	})
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = Inspect(bytes.NewReader(data), int64(len(data)), dossiers.DOCX, true)
	})
}
