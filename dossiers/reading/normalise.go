package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"ecabinet"
)

// quiet keeps pdfcpu from making a configuration folder in the user's home.
var quiet = sync.OnceFunc(api.DisableConfigDir)

func configuration() *model.Configuration {
	quiet()
	c := model.NewDefaultConfiguration()
	c.Cmd = model.OPTIMIZE
	c.ValidationMode = model.ValidationRelaxed
	c.Offline = true
	c.Optimize = true
	c.OptimizeResourceDicts = false // analysing content streams costs minutes on long scans and wins nothing
	c.WriteObjectStream = true
	c.WriteXRefStream = true
	c.Limits = model.DefaultResourceLimits()
	c.Limits.MaxDecodeBytes = 256 << 20
	c.Limits.MaxObjectCount = 2_000_000
	c.Limits.MaxXRefEntries = 2_000_000
	return c
}

// Normalise writes to w the reading copy of the PDF in r: one cross-reference,
// no earlier revisions, nothing encrypted, and nothing that acts by itself
// (scripts, launching, forms sent elsewhere, embedded files, media). Refusals:
// document.encrypted, document.damaged.
func Normalise(ctx context.Context, r io.ReadSeeker, w io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = damaged(fmt.Errorf("normalise a PDF: %v", p))
		}
	}()
	doc, err := api.ReadAndValidate(stopper{ctx, r}, configuration())
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if isEncrypted(err) || err == nil && doc.Encrypt != nil {
		return ecabinet.E(ecabinet.Invalid, "document.encrypted")
	}
	if err != nil {
		return damaged(err)
	}
	disarm(doc)
	if err := api.OptimizeContext(doc); err != nil {
		return damaged(err)
	}
	if err := api.WriteContext(doc, w); err != nil {
		return fmt.Errorf("write the reading copy: %w", err)
	}
	return ctx.Err()
}

func isEncrypted(err error) bool {
	return errors.Is(err, pdfcpu.ErrWrongPassword) || errors.Is(err, pdfcpu.ErrEncrypted) ||
		err != nil && strings.Contains(err.Error(), "correct password")
}

// stopper ends the reading of a paper whose time is up.
type stopper struct {
	ctx context.Context
	io.ReadSeeker
}

func (s stopper) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.ReadSeeker.Read(p)
}

// disarm removes from every object of the document what acts by itself.
func disarm(doc *model.Context) {
	// pdfcpu writes its own copy of the name trees; the dictionaries go below.
	for _, tree := range []string{"JavaScript", "EmbeddedFiles", "Renditions"} {
		delete(doc.Names, tree)
	}
	for _, entry := range doc.Table {
		if entry == nil || entry.Free {
			continue
		}
		disarmObject(doc, entry.Object, 0)
	}
}

// armed are the keys under which a dictionary carries what acts by itself.
var armed = []string{"JS", "AA", "XFA", "EF", "AF", "RF", "EmbeddedFiles", "JavaScript", "Renditions", "RichMediaContent", "RichMediaSettings", "Collection"}

// actions are the kinds of action that a reading copy keeps.
var actions = map[string]bool{"GoTo": true, "URI": true, "Named": true, "Thread": true, "SetOCGState": true}

// media are the annotations that play or carry something.
var media = map[string]bool{"FileAttachment": true, "RichMedia": true, "Screen": true, "Movie": true, "Sound": true, "3D": true}

const maxNesting = 100

func disarmObject(doc *model.Context, o types.Object, depth int) {
	if depth > maxNesting {
		return
	}
	switch v := o.(type) {
	case types.Dict:
		disarmDict(doc, v, depth)
	case types.StreamDict:
		disarmDict(doc, v.Dict, depth)
	case *types.StreamDict:
		disarmDict(doc, v.Dict, depth)
	case types.ObjectStreamDict:
		disarmDict(doc, v.Dict, depth)
	case *types.ObjectStreamDict:
		disarmDict(doc, v.Dict, depth)
	case types.Array:
		for _, item := range v {
			disarmObject(doc, item, depth+1)
		}
	}
}

func disarmDict(doc *model.Context, d types.Dict, depth int) {
	for _, key := range armed {
		delete(d, key)
	}
	for _, key := range []string{"A", "OpenAction", "PA", "Next"} {
		if o, ok := d[key]; ok && isAction(doc, o) {
			delete(d, key)
		}
	}
	if annots, ok := d["Annots"]; ok {
		d["Annots"] = withoutMedia(doc, annots)
	}
	for _, o := range d {
		disarmObject(doc, o, depth+1)
	}
}

// isAction says whether o is an action, or a list of them, that is not kept.
func isAction(doc *model.Context, o types.Object) bool {
	o, err := doc.Dereference(o)
	if err != nil {
		return true
	}
	switch v := o.(type) {
	case types.Dict:
		kind := v.NameEntry("S")
		if kind == nil {
			return false // an attribute dictionary of a structure element, not an action
		}
		return !actions[*kind] || *kind == "URI" && !isPlainLink(doc, v)
	case types.Array:
		for _, item := range v {
			if d, ok := item.(types.Dict); ok && isAction(doc, d) {
				return true
			}
			if r, ok := item.(types.IndirectRef); ok && isAction(doc, r) {
				return true
			}
		}
	}
	return false
}

func isPlainLink(doc *model.Context, d types.Dict) bool {
	o, err := doc.Dereference(d["URI"])
	if err != nil {
		return false
	}
	text, err := types.StringOrHexLiteral(o)
	if err != nil || text == nil {
		return false
	}
	low := strings.ToLower(strings.TrimSpace(*text))
	return strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") || strings.HasPrefix(low, "mailto:")
}

func withoutMedia(doc *model.Context, annots types.Object) types.Object {
	o, err := doc.Dereference(annots)
	list, ok := o.(types.Array)
	if err != nil || !ok {
		return annots
	}
	kept := make(types.Array, 0, len(list))
	for _, item := range list {
		d, err := doc.DereferenceDict(item)
		if err != nil || d == nil {
			continue
		}
		if kind := d.NameEntry("Subtype"); kind != nil && media[*kind] {
			continue
		}
		kept = append(kept, item)
	}
	return kept
}
