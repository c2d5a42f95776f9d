package papers

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
	"testing"
)

// DOCX is a DOCX as read.
type DOCX struct {
	Parts map[string][]byte // by their names
	Lines []string          // the texts of the document's paragraphs
}

// ReadDOCX reads a DOCX whose parts are all well formed, of a known type, and there
// where others name them.
func ReadDOCX(t testing.TB, raw []byte) DOCX {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatalf("open a DOCX: %v", err)
	}
	d := DOCX{Parts: map[string][]byte{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("open %s: %v", f.Name, err)
		}
		if d.Parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatalf("read %s: %v", f.Name, err)
		}
	}
	for name, part := range d.Parts {
		if err := d.check(name, part); err != "" {
			t.Errorf("%s: %s", name, err)
		}
	}
	d.Lines = lines(d.Parts["word/document.xml"])
	return d
}

// check says what is wrong with a part.
func (d DOCX) check(name string, part []byte) string {
	types := string(d.Parts["[Content_Types].xml"])
	ext := path.Ext(name)[1:]
	if name != "[Content_Types].xml" && !strings.Contains(types, `PartName="/`+name+`"`) && !strings.Contains(types, `Extension="`+ext+`"`) {
		return "has no content type"
	}
	if ext != "xml" && ext != "rels" {
		return ""
	}
	base := path.Dir(path.Dir(name)) // relations stand in _rels beside what they are of
	decoder := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "Relationship" {
			continue
		}
		for _, a := range start.Attr {
			if target := path.Join(base, a.Value); a.Name.Local == "Target" && d.Parts[target] == nil {
				return "names " + target + ", which is not there"
			}
		}
	}
}

// lines are the texts of the paragraphs; a break within one is a line feed.
func lines(part []byte) []string {
	var list []string
	var now strings.Builder
	decoder := xml.NewDecoder(bytes.NewReader(part))
	inText := false
	for {
		token, err := decoder.Token()
		if err != nil {
			return list // well formed, as checked before
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "t":
				inText = true
			case "br":
				now.WriteByte('\n')
			case "tab":
				now.WriteByte('\t')
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "t":
				inText = false
			case "p":
				if now.Len() > 0 {
					list = append(list, now.String())
				}
				now.Reset()
			}
		case xml.CharData:
			if inText {
				now.Write(e)
			}
		}
	}
}
