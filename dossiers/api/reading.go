package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/httpx"
)

func (a *API) relateVersion(req *http.Request) ([]string, error) {
	return a.aroundVersion(req.Context(), &ByID{ID: req.PathValue("id")})
}

func (a *API) readingRoutes() {
	httpx.HandleRaw(a.router, httpx.Op{ID: "read-reading", Method: http.MethodGet, Path: "/api/versions/{id}/reading",
		Object: "document", Action: "read-document", Produces: "application/pdf",
		Summary: "The copy made for reading, in ranges; for the application's own reader only"},
		a.relateVersion, func(w http.ResponseWriter, req *http.Request) error { return a.reading(w, req) })
	httpx.HandleRaw(a.router, httpx.Op{ID: "download-original", Method: http.MethodGet, Path: "/api/versions/{id}/original",
		Object: "document", Action: "download-document", Produces: "application/octet-stream",
		Summary: "The file as it was uploaded, as a download"},
		a.relateVersion, func(w http.ResponseWriter, req *http.Request) error { return a.original(w, req) })
	httpx.HandleRaw(a.router, httpx.Op{ID: "read-page-picture", Method: http.MethodGet, Path: "/api/versions/{id}/pages/{page}",
		Object: "document", Action: "read-document", Produces: "image/jpeg",
		Summary: "The small picture of a page (1, 2, ...); with size=large, of page 1 only, one that fills a screen"},
		a.relateVersion, func(w http.ResponseWriter, req *http.Request) error { return a.picture(w, req) })
}

// page and frame are the destinations under which a browser would open an answer
// as a document of its own; our reader asks by fetch.
var (
	page  = map[string]bool{"document": true}
	frame = map[string]bool{"iframe": true, "frame": true, "object": true, "embed": true}
)

func refuseInline(req *http.Request, alsoPage bool) error {
	dest := req.Header.Get("Sec-Fetch-Dest")
	if frame[dest] || alsoPage && page[dest] {
		return ecabinet.E(ecabinet.Forbidden, "document.not_inline")
	}
	return nil
}

// readable gives a version that may be served now: ready, and not recalled.
func (a *API) readable(ctx context.Context, id string) (dossiers.Version, error) {
	v, d, err := a.store.Version(ctx, id)
	switch {
	case err != nil:
		return v, err
	case d.Recalled():
		return v, ecabinet.E(ecabinet.NotFound, "document.recalled")
	case v.State != dossiers.VersionReady:
		return v, ecabinet.E(ecabinet.NotFound, "document.not_ready")
	}
	return v, nil
}

func (a *API) reading(w http.ResponseWriter, req *http.Request) error {
	return a.ServeReading(w, req, req.PathValue("id"))
}

// ServeReading serves the copy made for reading to whoever another room lets see it.
func (a *API) ServeReading(w http.ResponseWriter, req *http.Request, version string) error {
	if err := refuseInline(req, true); err != nil {
		return err
	}
	v, err := a.readable(req.Context(), version)
	if err != nil {
		return err
	}
	if v.Reading == "" {
		return ecabinet.E(ecabinet.NotFound, "document.no_reading")
	}
	return a.serve(w, req, v, v.ReadingBlob(), "application/pdf", strings.TrimSuffix(v.Name, "."+string(v.Format))+".pdf")
}

func (a *API) original(w http.ResponseWriter, req *http.Request) error {
	return a.ServeOriginal(w, req, req.PathValue("id"))
}

// ServeOriginal serves the file as it was uploaded to whoever another room lets have it.
func (a *API) ServeOriginal(w http.ResponseWriter, req *http.Request, version string) error {
	if err := refuseInline(req, false); err != nil { // a download is a navigation: the header below keeps it one
		return err
	}
	v, err := a.readable(req.Context(), version)
	if err != nil {
		return err
	}
	return a.serve(w, req, v, v.OriginalBlob(), "application/octet-stream", v.Name)
}

func (a *API) serve(w http.ResponseWriter, req *http.Request, v dossiers.Version, b dossiers.Blob, media, name string) error {
	f, err := a.service.Files.Open(req.Context(), b)
	if err != nil {
		return err
	}
	h := w.Header()
	isolate(h)
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", attachment(name))
	h.Set("ETag", `"`+f.SHA256()+`"`)
	g := &guard{a: a, w: w, ctx: req.Context(), version: v.ID, f: f}
	http.ServeContent(w, req, "", time.Time{}, g)
	if g.err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// isolate takes from an answer every right that a page of this application has,
// should a browser ever open it as one.
func isolate(h http.Header) {
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

func attachment(name string) string {
	if s := mime.FormatMediaType("attachment", map[string]string{"filename": name}); s != "" {
		return s
	}
	return "attachment"
}

// guard reads a paper and looks again, every few hundred kilobytes, whether it may
// still be served: a recall ends downloads that are under way.
type guard struct {
	a       *API
	w       http.ResponseWriter
	ctx     context.Context // of the request that it serves
	version string
	f       dossiers.File
	since   int
	err     error
}

const lookAgain = 512 << 10

func (g *guard) Seek(offset int64, whence int) (int64, error) { return g.f.Seek(offset, whence) }

func (g *guard) Read(b []byte) (int, error) {
	if g.since >= lookAgain {
		g.since = 0
		if _, err := g.a.readable(g.ctx, g.version); err != nil {
			g.err = err
			return 0, err
		}
	}
	_ = http.NewResponseController(g.w).SetWriteDeadline(time.Now().Add(stall)) // not every connection has one
	n, err := g.f.Read(b)
	g.since += n
	if err != nil && !errors.Is(err, io.EOF) {
		g.err = err
	}
	return n, err
}

func (a *API) picture(w http.ResponseWriter, req *http.Request) error {
	return a.ServePicture(w, req, req.PathValue("id"), req.PathValue("page"))
}

// ServePicture serves the small picture of a page, "1" or "1.jpg", to whoever another
// room lets see it.
func (a *API) ServePicture(w http.ResponseWriter, req *http.Request, version, page string) error {
	if err := refuseInline(req, true); err != nil {
		return err
	}
	number, _, _ := strings.Cut(page, ".")
	n, err := strconv.Atoi(number)
	if err != nil {
		return ecabinet.E(ecabinet.NotFound, "document.no_picture")
	}
	v, err := a.readable(req.Context(), version)
	if err != nil {
		return err
	}
	b, err := a.pictureBytes(req, v, n)
	if err != nil {
		return err
	}
	isolate(w.Header())
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	if _, err := w.Write(b); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (a *API) pictureBytes(req *http.Request, v dossiers.Version, n int) ([]byte, error) {
	if req.URL.Query().Get("size") == "large" {
		if n != 1 || v.Cover == "" {
			return nil, ecabinet.E(ecabinet.NotFound, "document.no_picture")
		}
		f, err := a.service.Files.Open(req.Context(), v.CoverBlob())
		if err != nil {
			return nil, err
		}
		return io.ReadAll(f)
	}
	at, length, ok := v.Thumb(n)
	if !ok {
		return nil, ecabinet.E(ecabinet.NotFound, "document.no_picture")
	}
	f, err := a.service.Files.Open(req.Context(), v.ThumbsBlob())
	if err != nil {
		return nil, err
	}
	b := make([]byte, length)
	_, err = f.ReadAt(b, at)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return b, err
}
