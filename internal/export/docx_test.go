package export

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ecabinet/internal/testkit/papers"
)

func TestADocumentHasTheFormOfTheDecree(t *testing.T) {
	raw := mustDOCX(t, sample(30))
	d := papers.ReadDOCX(t, raw)
	document, styles := string(d.Parts["word/document.xml"]), string(d.Parts["word/styles.xml"])
	for _, want := range []string{
		`<w:pgSz w:w="11906" w:h="16838"/>`, `w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"`, "<w:titlePg/>",
	} {
		if !strings.Contains(document, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if !strings.Contains(styles, `w:ascii="Times New Roman"`) || !strings.Contains(styles, `<w:sz w:val="26"/>`) || !strings.Contains(styles, `<w:lang w:val="vi-VN"`) {
		t.Errorf("the text is set as %s", styles)
	}
	if rows, whole := strings.Count(document, "<w:tr>"), strings.Count(document, "<w:cantSplit/>"); rows != whole || strings.Count(document, "<w:tblHeader/>") != 2 {
		t.Errorf("%d of %d rows are kept whole, %d heads repeat", whole, rows, strings.Count(document, "<w:tblHeader/>"))
	}
	if first, others := string(d.Parts["word/header2.xml"]), string(d.Parts["word/header1.xml"]); strings.Contains(first, "PAGE") || !strings.Contains(others, " PAGE ") ||
		!strings.Contains(first, "Bản tạm tính") || !strings.Contains(others, "Bản tạm tính") {
		t.Errorf("above the first page %s, above the others %s", first, others)
	}
}

// Where LibreOffice is installed it opens the document; elsewhere the parts were
// checked above.
func TestADocumentOpens(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.docx")
	if err := os.WriteFile(path, mustDOCX(t, sample(30)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "a.pdf")); err != nil {
		t.Errorf("LibreOffice made nothing of it: %s", out)
	}
}
