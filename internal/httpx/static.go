package httpx

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// types of files that the client's build holds; a machine's own table may lack or
// misname them.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".ico": "image/x-icon",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".json": "application/json",
	".map": "application/json", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
	".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
	".bcmap": "application/octet-stream", ".pfb": "application/octet-stream", ".ttf": "font/ttf",
}

// packed are the types that become smaller by gzip.
var packed = map[string]bool{".css": true, ".html": true, ".js": true, ".mjs": true, ".json": true, ".map": true,
	".svg": true, ".txt": true, ".wasm": true, ".webmanifest": true, ".bcmap": true, ".ttf": true}

// file is one file of the client, read and packed once.
type file struct {
	plain, gzip       []byte // gzip: nil where it does not pay
	plainTag, gzipTag string
	kind              string
}

// static serves the built client.
type static struct {
	files fs.FS

	mu    sync.Mutex // guards cache
	cache map[string]*file
}

// Static serves the built client from files: names under assets/ carry a hash and
// are kept for ever; every path that names no file gets index.html, which the
// client's own router reads, except under /assets and /pdfjs, where a missing file
// is missing. A file beside it with .gz is taken as its packed form.
func Static(files fs.FS) http.Handler { return &static{files: files, cache: map[string]*file{}} }

func (s *static) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+req.URL.Path), "/")
	f := s.file(name)
	if f == nil && !strings.HasPrefix(name, "assets/") && !strings.HasPrefix(name, "pdfjs/") && path.Ext(name) == "" {
		name = "index.html"
		f = s.file(name)
	}
	if f == nil {
		http.NotFound(w, req)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	content, tag := f.plain, f.plainTag
	if f.gzip != nil {
		h.Add("Vary", "Accept-Encoding")
		if takesGzip(req) {
			content, tag = f.gzip, f.gzipTag
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", tag)
	http.ServeContent(w, req, name, time.Time{}, bytes.NewReader(content))
}

// takesGzip: a range of a packed file would be a range of other bytes, so a client
// that asks for a range gets the plain ones.
func takesGzip(req *http.Request) bool {
	if req.Header.Get("Range") != "" {
		return false
	}
	for _, part := range strings.Split(req.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}

func (s *static) file(name string) *file {
	if name == "" || strings.HasSuffix(name, ".gz") || strings.HasPrefix(path.Base(name), ".") {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.cache[name]; ok {
		return f
	}
	plain, err := fs.ReadFile(s.files, name)
	if err != nil {
		return nil // not kept: the names that people make up have no end
	}
	ext := path.Ext(name)
	f := &file{plain: plain, plainTag: tag(plain), kind: types[ext]}
	if f.kind == "" {
		f.kind = mime.TypeByExtension(ext)
	}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	if packed[ext] && len(plain) > 1000 {
		f.gzip = s.pack(name, plain)
		f.gzipTag = tag(f.gzip)
	}
	s.cache[name] = f
	return f
}

func (s *static) pack(name string, plain []byte) []byte {
	if ready, err := fs.ReadFile(s.files, name+".gz"); err == nil {
		return ready
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(plain)
	z.Close()
	if b.Len() >= len(plain) {
		return nil
	}
	return b.Bytes()
}

func tag(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
