package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/httpx"
)

type renameInput struct {
	ByID
	Body struct {
		DocumentRev int64  `json:"document_rev"`
		Kind        string `json:"kind" enum:"submission,draft,appraisal,explanation,summary,other"`
		Title       string `json:"title"`
	}
}

type documentRevInput struct {
	ByID
	Body struct {
		DocumentRev int64 `json:"document_rev"`
	}
}

type recallInput struct {
	ByID
	Body struct {
		DocumentRev int64  `json:"document_rev"`
		Reason      string `json:"reason"`
	}
}

// aroundPaper is the relation function of every route on one paper.
func aroundPaper[I onMatter](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		x, err := a.store.DocumentAccess(ctx, (*in).matter())
		return a.store.OfPaper(ecabinet.ActorFrom(ctx), x), err
	}
}

func (a *API) aroundVersion(ctx context.Context, in *ByID) ([]string, error) {
	x, err := a.store.VersionAccess(ctx, in.ID)
	return a.store.OfPaper(ecabinet.ActorFrom(ctx), x), err
}

func (a *API) paperRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "edit-document", Method: http.MethodPut, Path: "/api/documents/{id}",
		Object: "document", Action: "edit-document", Summary: "Change kind and title of a paper while its matter is with its drafter"},
		aroundPaper[renameInput](a), func(ctx context.Context, in *renameInput) (*out[MatterView], error) {
			ref, err := a.service.Rename(ctx, in.ID, in.Body.DocumentRev, dossiers.Kind(in.Body.Kind), in.Body.Title)
			return a.paperReply(ctx, in.ID, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "remove-document", Method: http.MethodPost, Path: "/api/documents/{id}/remove",
		Object: "document", Action: "remove-document", Summary: "Take a paper out while its matter is with its drafter"},
		aroundPaper[documentRevInput](a), func(ctx context.Context, in *documentRevInput) (*out[MatterView], error) {
			ref, err := a.service.Remove(ctx, in.ID, in.Body.DocumentRev)
			return a.paperReply(ctx, in.ID, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "recall-document", Method: http.MethodPost, Path: "/api/documents/{id}/recall",
		Object: "document", Action: "withdraw-document", Summary: "Call a paper back: nothing of it is served any more"},
		aroundPaper[recallInput](a), func(ctx context.Context, in *recallInput) (*out[MatterView], error) {
			ref, err := a.service.Recall(ctx, in.ID, in.Body.DocumentRev, in.Body.Reason)
			return a.paperReply(ctx, in.ID, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "read-version", Method: http.MethodGet, Path: "/api/versions/{id}",
		Object: "document", Action: "read-document", Summary: "A version of a paper"}, a.aroundVersion,
		func(ctx context.Context, in *ByID) (*out[VersionView], error) { return a.version(ctx, in.ID) })
}

// paperReply answers a change of a paper with its matter as it is now.
func (a *API) paperReply(ctx context.Context, document, ref string, err error) (*out[MatterView], error) {
	if err != nil && ecabinet.KindOf(err) == ecabinet.Stale {
		matter, e := a.matterOf(ctx, document)
		if e != nil {
			return nil, e
		}
		return a.reply(ctx, matter, err)
	}
	if err != nil {
		return nil, err
	}
	return a.read(ctx, idOf(ref))
}

func (a *API) version(ctx context.Context, id string) (*out[VersionView], error) {
	v, _, err := a.store.Version(ctx, id)
	if err != nil {
		return nil, err
	}
	x, err := a.store.Access(ctx, v.Matter)
	if err != nil {
		return nil, err
	}
	if v.State != dossiers.VersionReady && !a.sight(ctx, x).Desk {
		return nil, ecabinet.E(ecabinet.NotFound, "document.not_found")
	}
	view := a.versionView(v)
	return &out[VersionView]{&view}, a.name(ctx, []*PersonName{&view.Uploader}, nil)
}

// room is what a request may be longer than the greatest paper: no more than
// enough to read past the limit and to say so in our words.
const room = 1 << 20

func (a *API) uploadRoutes() {
	httpx.HandleRaw(a.router, httpx.Op{ID: "upload-document", Method: http.MethodPost, Path: "/api/matters/{id}/documents",
		Object: "document", Action: "upload-document", Status: http.StatusCreated, MaxBody: a.service.Limit() + room,
		Consumes: "application/octet-stream", Produces: "application/json",
		Summary: "Add a paper: the body is the file, Content-Type its media type; in the query kind, name (of the file) and title (may be empty). Answers a VersionView"},
		func(req *http.Request) ([]string, error) {
			x, err := a.store.Access(req.Context(), req.PathValue("id"))
			return a.store.OfPaper(ecabinet.ActorFrom(req.Context()), x), err
		},
		func(w http.ResponseWriter, req *http.Request) error {
			q := req.URL.Query()
			return a.upload(w, req, dossiers.Upload{
				Matter: req.PathValue("id"), Kind: dossiers.Kind(q.Get("kind")), Title: q.Get("title"), Name: q.Get("name"),
			})
		})
	httpx.HandleRaw(a.router, httpx.Op{ID: "upload-version", Method: http.MethodPost, Path: "/api/documents/{id}/versions",
		Object: "document", Action: "upload-document", Status: http.StatusCreated, MaxBody: a.service.Limit() + room,
		Consumes: "application/octet-stream", Produces: "application/json",
		Summary: "Add a version of a paper: the body is the file, Content-Type its media type; in the query name (of the file). Answers a VersionView"},
		func(req *http.Request) ([]string, error) {
			x, err := a.store.DocumentAccess(req.Context(), req.PathValue("id"))
			return a.store.OfPaper(ecabinet.ActorFrom(req.Context()), x), err
		},
		func(w http.ResponseWriter, req *http.Request) error {
			matter, err := a.matterOf(req.Context(), req.PathValue("id"))
			if err != nil {
				return err
			}
			return a.upload(w, req, dossiers.Upload{Matter: matter, Document: req.PathValue("id"), Name: req.URL.Query().Get("name")})
		})
}

func (a *API) matterOf(ctx context.Context, document string) (string, error) {
	d, err := a.store.Paper(ctx, document)
	return d.Matter, err
}

// stall is how long an upload or a download may stand still.
const stall = time.Minute

func (a *API) upload(w http.ResponseWriter, req *http.Request, u dossiers.Upload) error {
	u.Declared = req.Header.Get("Content-Type")
	u.Length = req.ContentLength
	u.Body = &patient{req: req, w: w}
	ref, err := a.service.Upload(req.Context(), u)
	if err != nil {
		return err
	}
	view, err := a.version(req.Context(), strings.TrimPrefix(ref, "version/"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	if err := json.NewEncoder(w).Encode(view.Body); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// patient moves the deadline of the connection on with every piece that arrives: a
// slow line may take long, a dead one may not.
type patient struct {
	req *http.Request
	w   http.ResponseWriter
}

func (p *patient) Read(b []byte) (int, error) {
	_ = http.NewResponseController(p.w).SetReadDeadline(time.Now().Add(stall)) // not every connection has one
	return p.req.Body.Read(b)
}
