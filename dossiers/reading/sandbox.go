package reading

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"sync"
	"time"

	pdfium "github.com/klippa-app/go-pdfium"
	perrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"ecabinet"
)

// Sandbox runs PDFium as WebAssembly. One document is open at a time, in an
// instance of its own that ends with it: what a paper breaks stays broken for
// that paper only.
type Sandbox struct {
	// MemoryMiB bounds one document; 0 is 512.
	MemoryMiB uint32
	// Compiled is a folder that keeps PDFium as compiled for this machine; "": each
	// process compiles it at the first paper. It is for tests: whoever may write
	// there says what the server runs.
	Compiled string

	one    sync.Mutex // held while a document is open
	setup  sync.Once
	cache  wazero.CompilationCache
	broken error
}

// Document is a PDF open in the sandbox.
type Document struct {
	Pages int // how many

	ctx      context.Context
	cancel   context.CancelFunc
	pool     pdfium.Pool
	instance pdfium.Pdfium
	doc      references.FPDF_DOCUMENT
	release  func()
}

// Open opens the PDF in r for at most the time given. Refusals:
// document.encrypted, document.damaged. The caller closes what it opened.
func (s *Sandbox) Open(ctx context.Context, r io.ReadSeeker, size int64, limit time.Duration) (*Document, error) {
	s.setup.Do(func() {
		if s.cache = wazero.NewCompilationCache(); s.Compiled != "" {
			s.cache, s.broken = wazero.NewCompilationCacheWithDir(s.Compiled)
		}
	})
	if s.broken != nil {
		return nil, fmt.Errorf("start the PDF sandbox: %w", s.broken)
	}
	s.one.Lock()
	d := &Document{release: s.one.Unlock}
	d.ctx, d.cancel = context.WithTimeout(ctx, limit)
	if err := s.start(d); err != nil {
		d.Close()
		return nil, err
	}
	opened, err := d.instance.OpenDocument(&requests.OpenDocument{FileReader: stopper{d.ctx, r}, FileReaderSize: size})
	if err != nil {
		defer d.Close()
		return nil, d.refuse(err)
	}
	d.doc = opened.Document
	count, err := d.instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.doc})
	if err != nil {
		defer d.Close()
		return nil, d.refuse(err)
	}
	if count.PageCount < 1 {
		defer d.Close()
		return nil, ecabinet.E(ecabinet.Invalid, "document.damaged")
	}
	d.Pages = count.PageCount
	return d, nil
}

func (s *Sandbox) start(d *Document) error {
	memory := s.MemoryMiB
	if memory == 0 {
		memory = 512
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: d.ctx, MinIdle: 0, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // no folder at all; nil would mount the whole disk
		Stdout:   io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCompilationCache(s.cache).
			WithCloseOnContextDone(true).
			WithMemoryLimitPages(memory * 16),
	})
	if err != nil {
		return fmt.Errorf("start the PDF sandbox: %w", err)
	}
	d.pool = pool
	if d.instance, err = pool.GetInstanceWithContext(d.ctx); err != nil {
		return fmt.Errorf("start the PDF sandbox: %w", err)
	}
	return nil
}

// Close ends the instance and frees its memory.
func (d *Document) Close() {
	if d.release == nil {
		return
	}
	if d.instance != nil && d.ctx.Err() == nil {
		_ = d.instance.Close()
	}
	if d.pool != nil {
		_ = d.pool.Close()
	}
	d.cancel()
	d.release()
	d.release = nil
}

// refuse says what an error of the sandbox means for the paper: its time ran
// out, it needs a password, or it is damaged.
func (d *Document) refuse(err error) error {
	var e *ecabinet.Error
	if errors.As(err, &e) {
		return err
	}
	if errors.Is(d.ctx.Err(), context.DeadlineExceeded) {
		e = ecabinet.E(ecabinet.Invalid, "document.too_complex")
		e.Err = err
		return e
	}
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if errors.Is(err, perrors.ErrPassword) || errors.Is(err, perrors.ErrSecurity) {
		e = ecabinet.E(ecabinet.Invalid, "document.encrypted")
		e.Err = err
		return e
	}
	return damaged(err)
}

// Armed says how many scripts and embedded files PDFium still finds: the
// independent check that a reading copy carries none.
func (d *Document) Armed() (int, error) {
	js, err := d.instance.FPDFDoc_GetJavaScriptActionCount(&requests.FPDFDoc_GetJavaScriptActionCount{Document: d.doc})
	if err != nil {
		return 0, d.refuse(err)
	}
	files, err := d.instance.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: d.doc})
	if err != nil {
		return 0, d.refuse(err)
	}
	return js.JavaScriptActionCount + files.AttachmentCount, nil
}

// maxText bounds the text kept of one page, in bytes.
const maxText = 200_000

// Text is the text of page n (from 1), "" where it has none.
func (d *Document) Text(n int) (string, error) {
	t, err := d.instance.GetPageText(&requests.GetPageText{Page: d.page(n)})
	if err != nil {
		return "", d.refuse(err)
	}
	return cleanText(t.Text), nil
}

// Picture is page n (from 1) as a JPEG of at most width × height pixels, on white.
func (d *Document) Picture(n, width, height int) ([]byte, error) {
	img, err := d.instance.RenderPageInPixels(&requests.RenderPageInPixels{
		Page: d.page(n), Width: width, Height: height,
	})
	if err != nil {
		return nil, d.refuse(err)
	}
	defer img.Cleanup()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img.Result.Image, &jpeg.Options{Quality: 80}); err != nil {
		return nil, fmt.Errorf("encode a page picture: %w", err)
	}
	return out.Bytes(), nil
}

func (d *Document) page(n int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: d.doc, Index: n - 1}}
}

// Count is how many pages it has.
func (d *Document) Count() int { return d.Pages }
