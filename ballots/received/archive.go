package received

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"ecabinet"
)

// Limits of a file.
const (
	MaxFile    = 10 << 20 // bytes as it came
	maxPlain   = 80 << 20 // bytes unpacked
	maxRatio   = 200      // of unpacked to packed, of a part above 1 MiB
	maxParts   = 3000
	MaxRows    = 2000 // of one table
	maxColumns = 60
	maxTables  = 50
	maxDepth   = 200 // of XML
)

// Kind is a format that is read.
type Kind string

// The formats.
const (
	XLSX Kind = "xlsx"
	DOCX Kind = "docx"
)

// Names says whether a file of the kind is called so: by its name somebody opens it later.
func (k Kind) Names(file string) bool { return strings.EqualFold(path.Ext(file), "."+string(k)) }

// IsNamed says whether a file is called like one that is read here.
func IsNamed(file string) bool { return XLSX.Names(file) || DOCX.Names(file) }

func refuse(code string, params ...any) error { return ecabinet.E(ecabinet.Invalid, code, params...) }

// archive is a file whose parts were looked at before any was read whole.
type archive struct {
	kind  Kind
	parts map[string]*zip.File
	spent int64 // bytes unpacked so far
}

// open looks at a file without unpacking it.
//
// It refuses with Invalid "letters.too_large", "letters.locked", "letters.kind",
// "letters.bomb", "letters.macros", "letters.external".
func open(content []byte) (*archive, error) {
	switch {
	case len(content) > MaxFile:
		return nil, refuse("letters.too_large", "most", MaxFile>>20)
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, refuse("letters.locked") // locked by a password, or of the time before 2007
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, refuse("letters.kind")
	}
	if len(z.File) > maxParts {
		return nil, refuse("letters.bomb")
	}
	a := &archive{parts: map[string]*zip.File{}}
	var plain uint64
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/"))
		if _, twice := a.parts[name]; twice {
			return nil, refuse("letters.kind") // two readers could read two files
		}
		a.parts[name] = f
		plain += f.UncompressedSize64
		switch {
		case plain > maxPlain, f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio:
			return nil, refuse("letters.bomb")
		case strings.HasSuffix(name, "vbaproject.bin"), strings.Contains(name, "/activex/"), strings.Contains(name, "/macrosheets/"):
			return nil, refuse("letters.macros")
		case strings.Contains(name, "/externallinks/"):
			return nil, refuse("letters.external")
		}
	}
	switch {
	case a.parts["xl/workbook.xml"] != nil:
		a.kind = XLSX
	case a.parts["word/document.xml"] != nil:
		a.kind = DOCX
	default:
		return nil, refuse("letters.kind")
	}
	return a, a.relations()
}

// relations refuses parts that lie elsewhere. A link in a text leads nobody there by
// being read.
func (a *archive) relations() error {
	for name := range a.parts {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		err := a.walk(name, func(_ *xml.Decoder, t xml.Token) error {
			e, ok := t.(xml.StartElement)
			if ok && e.Name.Local == "Relationship" && attr(e, "TargetMode") == "External" && !strings.HasSuffix(attr(e, "Type"), "/hyperlink") {
				return refuse("letters.external")
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// walk reads the XML of a part, never more of it than is left to unpack: what a header
// says of its size is a stranger's word.
func (a *archive) walk(name string, see func(d *xml.Decoder, t xml.Token) error) error {
	f := a.parts[name]
	if f == nil {
		return refuse("letters.kind")
	}
	r, err := f.Open()
	if err != nil {
		return refuse("letters.kind")
	}
	defer r.Close()
	count := &counted{r: r, left: maxPlain - a.spent}
	defer func() { a.spent = maxPlain - count.left }()
	d := xml.NewDecoder(count)
	for depth := 0; ; {
		t, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case count.left <= 0:
			return refuse("letters.bomb")
		case err != nil:
			return refuse("letters.damaged")
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.Directive:
			return refuse("letters.damaged") // no office writes a DTD
		}
		if depth > maxDepth {
			return refuse("letters.bomb")
		}
		if err := see(d, t); err != nil {
			return err
		}
	}
}

type counted struct {
	r    io.Reader
	left int64
}

func (c *counted) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}
