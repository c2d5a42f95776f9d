package demo

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/testkit/scan"
)

// parts of files that a browser, a reader or an unpacker would act upon.
const (
	page     = "<!DOCTYPE html><html><body onload=alert(1)><script>alert(1)</script></body></html>"
	drawing  = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`
	feed     = `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>`
	pngHead  = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
	jpegHead = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
)

// hostile are contents that harm somewhere, by what they are.
func hostile(g *gallery) map[string][]byte {
	pdf := string(scan.Text("test", "one page"))
	active := func(catalog, annots string, objects ...string) []byte {
		return scan.Custom("test", scan.Extra{Catalog: catalog, Page: annots, Objects: objects}, "one page")
	}
	doc := string(g.zip("[Content_Types].xml", "<Types/>", "word/document.xml", "<x/>"))
	out := map[string][]byte{
		"script on opening":       active("/OpenAction 1000 0 R", "", `<< /S /JavaScript /JS (app.alert\(1\)) >>`),
		"script by name":          active("/Names << /JavaScript << /Names [ (x) 1000 0 R ] >> >>", "", `<< /S /JavaScript /JS (app.alert\(1\)) >>`),
		"script on a page":        active("", "/AA << /O 1000 0 R >>", `<< /S /JavaScript /JS (app.alert\(1\)) >>`),
		"script in an escape":     active("/OpenAction 1000 0 R", "", `<< /S /J#61vaScript /J#53 (app.alert\(1\)) >>`),
		"launch":                  active("/OpenAction 1000 0 R", "", `<< /S /Launch /F (cmd.exe) >>`),
		"submit":                  active("/OpenAction 1000 0 R", "", `<< /S /SubmitForm /F (https://elsewhere.example/) >>`),
		"fetch":                   active("/OpenAction 1000 0 R", "", `<< /S /GoToR /F (\\\\elsewhere\\share) >>`),
		"link to script":          active("", "/Annots [ 1000 0 R ]", `<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:alert\(1\)) >> >>`),
		"embedded program":        active("/Names << /EmbeddedFiles << /Names [ (a.exe) 1000 0 R ] >> >>", "", `<< /Type /Filespec /F (a.exe) /EF << /F 1001 0 R >> >>`, "<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream"),
		"form with XFA":           active("/AcroForm << /Fields [] /XFA (<script>alert\\(1\\)</script>) >>", ""),
		"film":                    active("", "/Annots [ 1000 0 R ]", `<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>`),
		"page of markup":          []byte(page),
		"page with a mark":        []byte("\xef\xbb\xbf" + page),
		"drawing":                 []byte(drawing),
		"feed":                    []byte(feed),
		"page in a PDF":           []byte("%PDF-1.7\n" + page + pdf),
		"page before a PDF":       []byte(page + pdf),
		"page behind a PDF":       []byte(pdf + page),
		"drawing in a PDF":        []byte("%PDF-1.7\n%" + drawing + "\n" + pdf),
		"archive behind a PDF":    append([]byte(pdf), g.zip("a.js", "alert(1)")...),
		"PDF behind an archive":   append(g.zip("a.js", "alert(1)"), pdf...),
		"picture before a PDF":    []byte("GIF89a/*" + pdf + "*/=alert(1)"),
		"PDF behind noise":        []byte(strings.Repeat("x", 900) + pdf),
		"cut PDF":                 []byte(pdf[:len(pdf)/2]),
		"loop of pages":           bytes.Replace([]byte(pdf), []byte("/Kids [ 4 0 R ]"), []byte("/Kids [ 2 0 R ]"), 1),
		"PostScript":              []byte("%!PS\n(/etc/passwd) (r) file"),
		"program":                 []byte("MZ\x90\x00"),
		"other program":           []byte("\x7fELF\x02\x01\x01"),
		"shell":                   []byte("#!/bin/sh\nrm -rf /\n"),
		"text":                    []byte("alert(1)"),
		"nothing":                 nil,
		"rich text":               []byte(`{\rtf1{\object\objautlink{\*\objclass Word.Document.8}}}`),
		"old office file":         []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)),
		"office file":             []byte(doc),
		"office file with macros": g.zip("[Content_Types].xml", "<Types/>", "word/document.xml", "<x/>", "word/vbaProject.bin", "x"),
		"office file, other case": g.zip("[Content_Types].xml", "<Types/>", "word/document.xml", "<x/>", "WORD/VBAPROJECT.BIN", "x"),
		"office file, bomb":       g.zip("[Content_Types].xml", "<Types/>", "word/document.xml", strings.Repeat("0", 20<<20)),
		"office file in a PDF":    []byte("%PDF-1.7\n" + doc),
		"page behind office file": []byte(doc + page),
		"applet":                  g.zip("META-INF/MANIFEST.MF", "Main-Class: A", "A.class", "\xca\xfe\xba\xbe"),
		"picture with a page":     []byte(pngHead + page),
		"photo with a page":       []byte(jpegHead + page),
		"photo with a drawing":    []byte(jpegHead + drawing),
	}
	return out
}

func (g *gallery) zip(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		g.must(err)
		_, err = io.WriteString(w, parts[i+1])
		g.must(err)
	}
	g.must(z.Close())
	return b.Bytes()
}

// names under which they come, with the media type that is declared.
var names = [][2]string{
	{"a.pdf", "application/pdf"}, {"a.docx", "application/octet-stream"}, {"a.html", "text/html"}, {"a.svg", "image/svg+xml"},
	{"a.png", "image/png"}, {"a.JPEG", "image/jpeg"}, {"a.html.pdf", ""}, {"a.pdf.html", "application/pdf"}, {"../../a\r\nContent-Type: text/html\".pdf", "application/pdf"}, {"a\u202efdp.exe", "application/pdf"},
}

// Hostile files, brought as papers and with answers, are refused in words, or never
// shown as what they are: whatever of them is served is no page, script or drawing,
// is saved and not opened, and has no rights in the application's origin.
func (g *gallery) testBringing() {
	drafter, member := g.looker("soan-thao-tai-chinh"), g.looker("thu-tuong")
	rec := g.ask(drafter, http.MethodPost, "/api/matters", fmt.Sprintf(`{"title":"Hồ sơ thử","agency":%q,"class":"internal"}`, g.agencyOf(drafter)))
	var matter struct{ ID string }
	if err := json.Unmarshal(rec.Body.Bytes(), &matter); err != nil || matter.ID == "" {
		g.t.Fatal(rec.Code, rec.Body)
	}
	papers, files, refused := []string{}, []ballots.File{}, map[string]int{}
	note := func(what string, rec *httptest.ResponseRecorder) (id string) {
		var got struct{ ID, Code, Detail string }
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil {
			g.t.Errorf("%s: %d %s: %v", what, rec.Code, rec.Body, err)
		}
		switch {
		case rec.Code == http.StatusCreated:
			return got.ID
		case rec.Code == http.StatusUnprocessableEntity && got.Code != "" && got.Detail != "":
			refused[got.Code]++
		default:
			g.t.Errorf("%s: %d %s", what, rec.Code, rec.Body)
		}
		return ""
	}
	tried := 0
	for what, data := range hostile(g) {
		for i, n := range names {
			if strings.HasSuffix(n[0], ".pdf") && i > 0 && what != "script on opening" {
				continue // as a.pdf
			}
			tried++
			if id := note(what+" as "+n[0], g.bring(drafter, "/api/matters/"+matter.ID+"/documents?kind=other&name="+url.QueryEscape(n[0]), n[1], data)); id != "" {
				papers = append(papers, id)
			}
			tried++
			rec := g.bring(member, "/api/ballots/"+g.s.ballots["dat-dai"]+"/files?name="+url.QueryEscape(n[0]), n[1], data)
			if note(what+" with an answer as "+n[0], rec) != "" {
				var f ballots.File
				g.must(json.Unmarshal(rec.Body.Bytes(), &f))
				files = append(files, f)
				if ending := strings.ToLower(path.Ext(n[0])); !slices.Contains([]string{".pdf", ".png", ".jpeg"}, ending) {
					g.t.Errorf("%s is taken as %s", what, n[0])
				}
			}
		}
	}
	g.must(g.s.due(g.t.Context()))
	served := 0
	for _, id := range papers {
		for _, part := range []string{"", "/original", "/reading", "/pages/1"} {
			rec := g.ask(drafter, http.MethodGet, "/api/versions/"+id+part, "")
			if rec.Code < 300 && part != "" {
				served++
				g.harmless(id+part, rec)
			}
		}
		if rec := g.whole(drafter, "/api/versions/"+id+"/reading"); rec.Code < 300 && active.Match(rec.Body.Bytes()) {
			g.t.Errorf("the reading copy %s holds %q", id, active.Find(rec.Body.Bytes()))
		}
	}
	for some := range slices.Chunk(files, ballots.MaxFiles) { // the answer, changed again and again
		g.must(g.s.act(g.t.Context(), member.login, "dat-dai", func(ctx context.Context, b *ballots.Ballot) (string, error) {
			c := agree.content(b)
			c.Files = some
			p, err := g.s.app.Ballots.Prepare(ctx, b.ID, b.Round, c, g.s.clock.Now())
			g.must(err)
			done, err := g.s.app.Ballots.Confirm(ctx, b.ID, ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: c})
			return done.Ref, err
		}))
	}
	for _, a := range g.answers() {
		for _, f := range a.content.Files {
			if slices.Contains(files, f) {
				served++
				g.harmless("file "+f.ID, g.ask(member, http.MethodGet, "/api/answers/"+a.id+"/files/"+f.ID, ""))
			}
		}
	}
	g.t.Logf("%d files tried, %d papers and %d files taken, served %d times, refused %v", tried, len(papers), len(files), served, refused)
	if tried < 350 || served < 40 {
		g.t.Error("too little was tried: the test shows nothing")
	}
}

// active are the words with which a PDF acts. Streams are packed, but these stand in
// dictionaries.
var active = regexp.MustCompile(`/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|SubmitForm|GoToR|OpenAction|AA)\b|javascript:`)

func (g *gallery) looker(login string) *looker {
	return &g.lookers[slices.IndexFunc(g.lookers, func(l looker) bool { return l.login == login })]
}

func (g *gallery) bring(l *looker, path, media string, data []byte) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(g.t.Context(), http.MethodPost, path, bytes.NewReader(data))
	if media == "" {
		media = "application/octet-stream"
	}
	req.Header.Set("Content-Type", media)
	req.Header.Set("Idempotency-Key", ecabinet.NewID())
	return g.send(l, req)
}

func (g *gallery) whole(l *looker, path string) *httptest.ResponseRecorder {
	return g.send(l, httptest.NewRequestWithContext(g.t.Context(), http.MethodGet, path, nil))
}

// harmless looks at what a browser is told of a served file; the headers of every
// answer were looked at before.
func (g *gallery) harmless(what string, rec *httptest.ResponseRecorder) {
	g.t.Helper()
	media, _, err := mime.ParseMediaType(rec.Header().Get("Content-Type"))
	if err != nil || !slices.Contains([]string{"application/octet-stream", "application/pdf", "image/jpeg", "image/png", "image/webp"}, media) {
		g.t.Errorf("%s is served as %q", what, media)
	}
	way, params, err := mime.ParseMediaType(rec.Header().Get("Content-Disposition"))
	if strings.HasPrefix(media, "image/") && err != nil {
		return // a picture that the program drew
	}
	if err != nil || way != "attachment" || strings.ContainsAny(params["filename"], "/\\\r\n\"") {
		g.t.Errorf("%s is served as %q", what, rec.Header().Get("Content-Disposition"))
	}
}

// nothingPlain looks for what was written and printed in all files at rest but the
// database, in temporary folders and in the log.
func (g *gallery) nothingPlain(tmp string) {
	g.t.Helper()
	var words []string
	for _, s := range g.secrets() {
		words = append(words, s.text)
	}
	words = append(words, "one page")
	files := 0
	for _, dir := range []string{tmp, filepath.Join(g.s.app.Settings.Data, "files")} {
		g.must(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			files++
			b, err := os.ReadFile(path)
			for _, w := range words {
				if bytes.Contains(b, []byte(w)) {
					g.t.Errorf("%s holds %q", path, w)
				}
			}
			return err
		}))
	}
	if files < 50 {
		g.t.Errorf("only %d files at rest", files)
	}
}
