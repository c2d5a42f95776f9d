package reading

import (
	"bytes"
	"path"
	"strings"

	"ecabinet"
	"ecabinet/dossiers"
)

// signatures tell by its first bytes what a file is. The first match counts.
var signatures = []struct {
	found string
	at    int
	start string
}{
	{"pdf", 0, "%PDF-"},
	{"zip", 0, "PK\x03\x04"},
	{"zip", 0, "PK\x05\x06"},
	{"ole", 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
	{"exe", 0, "MZ"},
	{"exe", 0, "\x7fELF"},
	{"exe", 0, "\xca\xfe\xba\xbe"},
	{"exe", 0, "\xcf\xfa\xed\xfe"},
	{"exe", 0, "#!"},
	{"png", 0, "\x89PNG"},
	{"jpeg", 0, "\xff\xd8\xff"},
	{"gif", 0, "GIF8"},
	{"tiff", 0, "II*\x00"},
	{"tiff", 0, "MM\x00*"},
	{"rtf", 0, `{\rtf`},
	{"rar", 0, "Rar!"},
	{"7z", 0, "7z\xbc\xaf\x27\x1c"},
	{"gzip", 0, "\x1f\x8b"},
	{"postscript", 0, "%!PS"},
	{"video", 4, "ftyp"},
}

// markup betrays a page that a browser would run, wherever it hides near the start.
var markup = []struct{ found, tag string }{
	{"html", "<!doctype html"}, {"html", "<html"}, {"html", "<script"}, {"html", "<body"},
	{"html", "<iframe"}, {"html", "<object"}, {"html", "<embed"}, {"html", "<img"}, {"svg", "<svg"},
}

// Found names what the first bytes of a file say it is: "pdf", "zip", "html",
// "exe", ..., "empty" or "unknown".
func Found(head []byte) string {
	if len(head) == 0 {
		return "empty"
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for _, s := range signatures {
		if len(head) >= s.at && bytes.HasPrefix(head[s.at:], []byte(s.start)) {
			if s.found == "pdf" {
				if tag := findMarkup(head); tag != "" {
					return tag
				}
			}
			return s.found
		}
	}
	if tag := findMarkup(head); tag != "" {
		return tag
	}
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) {
		return "xml"
	}
	return "unknown"
}

// window is how far a browser looks when it guesses a type.
const window = 1445

func findMarkup(head []byte) string {
	low := bytes.ToLower(head[:min(len(head), window)])
	for _, m := range markup {
		if bytes.Contains(low, []byte(m.tag)) {
			return m.found
		}
	}
	return ""
}

// extensions are the names that papers may have.
var extensions = map[string]dossiers.Format{".pdf": dossiers.PDF, ".docx": dossiers.DOCX, ".xlsx": dossiers.XLSX, ".pptx": dossiers.PPTX}

// Accept decides from a file's name, its declared media type ("" where none) and
// its first and last bytes whether it may enter quarantine, and as what. The
// refusals are document.type_refused (no such papers), document.mislabelled (it is
// not what its name says; found tells what it is), document.empty,
// document.encrypted and document.damaged. What an office file holds inside is
// told by Inspect.
func Accept(name, declared string, head, tail []byte) (dossiers.Format, error) {
	ext := strings.ToLower(path.Ext(name))
	format, ok := extensions[ext]
	found := Found(head)
	switch {
	case found == "empty":
		return "", ecabinet.E(ecabinet.Invalid, "document.empty")
	case !ok:
		return "", ecabinet.E(ecabinet.Invalid, "document.type_refused", "extension", strings.TrimPrefix(ext, "."))
	}
	declared, _, _ = strings.Cut(declared, ";")
	declared = strings.ToLower(strings.TrimSpace(declared))
	if declared != "" && declared != "application/octet-stream" && declared != format.MediaType() {
		return "", mislabelled(format, found)
	}
	if format != dossiers.PDF {
		if found == "ole" {
			return "", ecabinet.E(ecabinet.Invalid, "document.encrypted")
		}
		if found != "zip" {
			return "", mislabelled(format, found)
		}
		return format, nil
	}
	return dossiers.PDF, acceptPDF(found, tail)
}

func acceptPDF(found string, tail []byte) error {
	switch {
	case found != "pdf":
		return mislabelled(dossiers.PDF, found)
	case bytes.Contains(tail, []byte("PK\x05\x06")):
		return mislabelled(dossiers.PDF, "zip") // opens as an archive too: two readers would see two papers
	case !bytes.Contains(tail, []byte("%%EOF")):
		return ecabinet.E(ecabinet.Invalid, "document.damaged")
	case bytes.Contains(tail, []byte("/Encrypt ")), bytes.Contains(tail, []byte("/Encrypt<<")):
		return ecabinet.E(ecabinet.Invalid, "document.encrypted")
	}
	return nil
}

func mislabelled(want dossiers.Format, found string) error {
	if found == "unknown" {
		found = "?"
	}
	return ecabinet.E(ecabinet.Invalid, "document.mislabelled", "expected", string(want), "found", found)
}
