package dossiers

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"ecabinet"
)

// Kind says what a paper is for.
type Kind string

// The kinds of papers.
const (
	Submission  Kind = "submission"  // tờ trình
	DraftText   Kind = "draft"       // dự thảo
	Appraisal   Kind = "appraisal"   // thẩm định
	Explanation Kind = "explanation" // giải trình
	Summary     Kind = "summary"     // tóm tắt
	Other       Kind = "other"
)

// Kinds lists them in the order in which a dossier shows them.
var Kinds = []Kind{Submission, DraftText, Appraisal, Explanation, Summary, Other}

// Document is one paper of a matter, in one or more versions.
type Document struct {
	ID           string
	Body         string
	Matter       string
	Kind         Kind
	Title        string
	Place        int // order within the matter, from 1
	RecalledAt   time.Time
	RecalledBy   string
	RecallReason string
	Rev          int64
	Versions     []Version // by number
}

// Recalled says whether the paper was called back: nothing of it is served.
func (d *Document) Recalled() bool { return !d.RecalledAt.IsZero() }

// Newest is the version put in last.
func (d *Document) Newest() (Version, bool) {
	if len(d.Versions) == 0 {
		return Version{}, false
	}
	return d.Versions[len(d.Versions)-1], true
}

// Shown is the version that readers get: the newest that is ready.
func (d *Document) Shown() (Version, bool) {
	for _, v := range slices.Backward(d.Versions) {
		if v.State == VersionReady {
			return v, !d.Recalled()
		}
	}
	return Version{}, false
}

// Recall calls the paper back, with a reason.
func (d *Document) Recall(by, reason string, now time.Time) error {
	reason = strings.TrimSpace(reason)
	switch {
	case d.Recalled():
		return ecabinet.E(ecabinet.Refused, "document.recalled_already")
	case reason == "":
		return reasonError("field.required", nil)
	case utf8.RuneCountInString(reason) > maxReason:
		return reasonError("field.too_long", map[string]any{"max": maxReason})
	}
	d.RecalledAt, d.RecalledBy, d.RecallReason = now, by, reason
	return nil
}

// VersionState is how far a version has come.
type VersionState string

// The states of a version.
const (
	VersionQuarantined VersionState = "quarantined" // stored, not yet looked into
	VersionProcessing  VersionState = "processing"
	VersionReady       VersionState = "ready"
	VersionRefused     VersionState = "refused"
)

// Format is what a file really is.
type Format string

// The formats that are taken.
const (
	PDF  Format = "pdf"
	DOCX Format = "docx"
	XLSX Format = "xlsx"
	PPTX Format = "pptx"
)

// MediaType is the format's registered media type.
func (f Format) MediaType() string { return mediaTypes[f] }

var mediaTypes = map[Format]string{
	PDF:  "application/pdf",
	DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// Version is one state of a paper: the original as it came, and the copy made for
// reading.
type Version struct {
	ID       string
	Body     string
	Document string
	Matter   string
	Number   int
	Name     string // file name as given, cleaned
	Format   Format
	Size     int64
	SHA256   string // of the original
	Original string // blob
	By       string
	At       time.Time

	State  VersionState
	Code   string         // why it was refused
	Params map[string]any // of Code
	Tries  int            // runs of the workshop begun and not ended

	Reading       string // blob of the reading copy; "" where there is none
	ReadingSHA256 string
	ReadingSize   int64
	Pages         int
	HasText       bool
	Cover         string  // blob of the first page's picture
	Thumbs        string  // blob of all thumbnails, one behind the other
	ThumbsAt      []int64 // where each begins in Thumbs, and the end
}

// maxTries is how often a paper may end the program that works on it.
const maxTries = 2

// Begin notes that the workshop takes the version up; false: nothing is to be
// done any more. A paper that has ended the program twice is refused.
func (v *Version) Begin() bool {
	switch {
	case v.State == VersionReady || v.State == VersionRefused:
		return false
	case v.Tries >= maxTries:
		v.Refuse(ecabinet.E(ecabinet.Invalid, "document.unreadable"))
		return false
	}
	v.Tries++
	v.State = VersionProcessing
	return true
}

// Refuse ends a version that cannot be accepted; its bytes are not kept.
func (v *Version) Refuse(why *ecabinet.Error) {
	v.State, v.Code, v.Params = VersionRefused, why.Code, why.Params
	v.Original, v.Reading, v.Cover, v.Thumbs = "", "", "", ""
}

// Thumb is where the thumbnail of page n lies in the blob; false where it is not
// there, or not yet.
func (v *Version) Thumb(n int) (at, length int64, ok bool) {
	if v.Thumbs == "" || n < 1 || n >= len(v.ThumbsAt) {
		return 0, 0, false
	}
	at, end := v.ThumbsAt[n-1], v.ThumbsAt[n]
	return at, end - at, end > at
}

// MayUpload says whether a file may come in now. A new paper only while the
// matter is open; a new version also later, since a paper on an open ballot can be
// replaced.
func (m *Matter) MayUpload(newPaper bool) error {
	switch {
	case m.Class == Placeholder:
		return ecabinet.E(ecabinet.Refused, "matter.placeholder")
	case m.Open(), m.State == Taken || m.State == Deciding && !newPaper:
		return nil
	}
	return m.not("matter.not_open")
}

// MayAdd says whether the paper takes another version.
func (d *Document) MayAdd() error {
	if d.Recalled() {
		return ecabinet.E(ecabinet.Refused, "document.recalled")
	}
	if v, ok := d.Newest(); ok && (v.State == VersionQuarantined || v.State == VersionProcessing) {
		return ecabinet.E(ecabinet.Refused, "document.in_progress")
	}
	return nil
}

// maxName is how long the name of a file may be, in runes.
const maxName = 200

// cleanName keeps of a file's name what can be shown and saved anywhere.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/:*?"<>|`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.TrimSpace(name), ".")
	if utf8.RuneCountInString(name) > maxName {
		ext := path.Ext(name)
		if utf8.RuneCountInString(ext) > 10 {
			ext = "" // no extension that anything knows
		}
		name = string([]rune(name)[:maxName-utf8.RuneCountInString(ext)]) + ext
	}
	if name == "" {
		return "document"
	}
	return name
}

// checkPaper trims and checks what the uploader says of a paper.
func checkPaper(kind Kind, title, name string) (string, error) {
	title = strings.TrimSpace(title)
	if title == "" {
		title = strings.TrimSuffix(name, path.Ext(name))
	}
	e := ecabinet.E(ecabinet.Invalid, "document.fields")
	if !slices.Contains(Kinds, kind) {
		e.Fields = append(e.Fields, ecabinet.FieldError{Path: "kind", Code: "field.required"})
	}
	if utf8.RuneCountInString(title) > maxTitle {
		e.Fields = append(e.Fields, ecabinet.FieldError{Path: "title", Code: "field.too_long", Params: map[string]any{"max": maxTitle}})
	}
	if len(e.Fields) > 0 {
		return "", e
	}
	return title, nil
}

// Paper is a version that may be read, as other rooms know it.
type Paper struct {
	Document string
	Version  string
	Number   int
	Kind     Kind
	Title    string
	Pages    int
	Original string // hex SHA-256
	Reading  string // hex SHA-256, "" where there is no reading copy
}

// Papers are the versions that readers of a dossier get, in its order.
func Papers(docs []Document) []Paper {
	papers := []Paper{}
	for _, d := range docs {
		if v, ok := d.Shown(); ok {
			papers = append(papers, Paper{
				Document: d.ID, Version: v.ID, Number: v.Number, Kind: d.Kind, Title: d.Title,
				Pages: v.Pages, Original: v.SHA256, Reading: v.ReadingSHA256,
			})
		}
	}
	return papers
}
