package api

import (
	"net/http"
	"slices"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/httpx"
)

// Papers serves a version of a paper to whoever this room lets see it.
type Papers interface {
	ServeReading(w http.ResponseWriter, req *http.Request, version string) error
	ServeOriginal(w http.ResponseWriter, req *http.Request, version string) error
	ServePicture(w http.ResponseWriter, req *http.Request, version, page string) error
}

// askedPaperRoutes give who is asked in a consultation the papers of it, and nothing
// else of the matter: they do not lead over the dossier.
func (a *API) askedPaperRoutes() {
	add := func(id, ending, action, media, summary string, serve func(w http.ResponseWriter, req *http.Request, version string) error) {
		httpx.HandleRaw(a.router, httpx.Op{
			ID: id, Method: http.MethodGet, Path: "/api/ballots/{id}/papers/{version}/" + ending, Object: "document", Action: action,
			Summary: summary, Produces: media,
		}, a.onAskedPaper, func(w http.ResponseWriter, req *http.Request) error { return serve(w, req, req.PathValue("version")) })
	}
	add("read-asked-paper", "reading", "read-document", "application/pdf", "A paper of the consultation in which one is asked, in ranges; for the application's own reader only",
		func(w http.ResponseWriter, req *http.Request, version string) error {
			return a.papers.ServeReading(w, req, version)
		})
	add("download-asked-paper", "original", "download-document", "application/octet-stream", "A paper of the consultation in which one is asked, as it was uploaded",
		func(w http.ResponseWriter, req *http.Request, version string) error {
			return a.papers.ServeOriginal(w, req, version)
		})
	add("read-asked-picture", "pages/{page}", "read-document", "image/jpeg", "The small picture of a page of such a paper",
		func(w http.ResponseWriter, req *http.Request, version string) error {
			return a.papers.ServePicture(w, req, version, req.PathValue("page"))
		})
}

// onAskedPaper relates the actor to a paper by the consultation that it is bound to, as
// one who is asked and in no other way.
func (a *API) onAskedPaper(req *http.Request) ([]string, error) {
	ctx := req.Context()
	held, err := a.held(ctx, req.PathValue("id"))
	if err != nil || !slices.Contains(held, "respondent") {
		return nil, err
	}
	b, err := a.store.Ballot(ctx, req.PathValue("id"))
	if err != nil {
		return nil, err
	}
	version := req.PathValue("version")
	if b.State == ballots.Recalled { // nobody is asked any more
		return nil, nil
	}
	if !slices.ContainsFunc(b.Papers, func(p ballots.Paper) bool { return p.Version == version }) {
		return nil, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
	}
	matter, err := a.service.Dossier.Matter(ctx, b.Matter) // as it is classed today
	if err != nil {
		return nil, err
	}
	related := []string{"respondent"}
	if !ballots.MayLeave(matter.Class) {
		related = append(related, "restricted")
	}
	return related, nil
}
