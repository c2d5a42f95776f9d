package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/received"
	"ecabinet/ballots/store"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
)

// onPath relates the actor to the ballot that a raw route's path names.
func (a *API) onPath(req *http.Request) ([]string, error) {
	s, err := a.stand(req.Context(), req.PathValue("id"))
	return s.held, err
}

func (a *API) fileRoutes() {
	upload := func(id, path, object, action string, relate func(*http.Request) ([]string, error), may func(*http.Request) error) {
		httpx.HandleRaw(a.router, httpx.Op{
			ID: id, Method: http.MethodPost, Path: path, Object: object, Action: action, MaxBody: files.MaxAttachment, NoKey: true,
			Summary: "Bring a file (PDF, PNG, JPEG) that goes with an answer; its name in the query", Consumes: "application/octet-stream",
			Produces: "application/json", Status: http.StatusCreated,
		}, relate, func(w http.ResponseWriter, req *http.Request) error {
			if err := may(req); err != nil {
				return err
			}
			return a.upload(w, req)
		})
	}
	staff := func(*http.Request) error { return nil }
	upload("upload-answer-file", "/api/ballots/{id}/files", "answer", "cast-answer", a.onPath, a.mayBring)
	upload("upload-scan", "/api/ballots/{id}/scans", "answer", "record-on-behalf", a.onPath, staff)
	upload("upload-draft-file", "/api/ballots/{id}/drafts/{member}/files", "draft", "prepare-draft", func(req *http.Request) ([]string, error) {
		return aroundDraft[ByDraft](a)(req.Context(), &ByDraft{req.PathValue("id"), req.PathValue("member")})
	}, staff)
	httpx.HandleRaw(a.router, httpx.Op{
		ID: "download-answer-file", Method: http.MethodGet, Path: "/api/answers/{id}/files/{file}", Object: "answer", Action: "read-answer",
		Summary: "A file that goes with an answer", Produces: "application/octet-stream",
	}, func(req *http.Request) ([]string, error) {
		return a.aroundAnswer(req.Context(), &ByAnswer{req.PathValue("id")})
	}, a.download)
}

// mayBring bounds what somebody who is asked leaves here: only while he may answer, and
// no more files that no answer of his names than two answers take.
func (a *API) mayBring(req *http.Request) error {
	ctx, person := req.Context(), ecabinet.ActorFrom(req.Context()).Person
	b, err := a.store.Ballot(ctx, req.PathValue("id"))
	if err != nil {
		return err
	}
	mine, _, err := a.store.Mine(ctx, b.ID, person, "")
	if err != nil {
		return err
	}
	if _, err := b.MayCast(&mine.Seat, person, b.Round, a.router.Now()); err != nil {
		return err
	}
	brought, err := a.store.Brought(ctx, b.ID, person)
	if err != nil {
		return err
	}
	for _, answer := range mine.History {
		for _, f := range answer.Content.Files {
			delete(brought, f.ID)
		}
	}
	if len(brought) >= 2*ballots.MaxFiles {
		return ecabinet.E(ecabinet.Refused, "file.too_many_unsent", "max", 2*ballots.MaxFiles)
	}
	return nil
}

func (a *API) upload(w http.ResponseWriter, req *http.Request) error {
	ctx, ballot := req.Context(), req.PathValue("id")
	actor := ecabinet.ActorFrom(ctx)
	name := files.Name(req.URL.Query().Get("name"))
	if name == "" {
		return badField("name", "file.name_missing")
	}
	id := ecabinet.NewID()
	kept, err := a.files.Attach(ctx, actor.Body, id, name, req.Body)
	if err != nil {
		return refusedFile(name, err)
	}
	f := store.StoredFile{File: ballots.File{ID: id, Name: name, Size: kept.Size, Hash: kept.SHA256}, Ballot: ballot, By: actor.Person, Blob: kept.Ref.Name}
	if _, err := a.store.AddFile(ctx, f); err != nil {
		return err
	}
	return httpx.WriteJSON(w, http.StatusCreated, FileData(f.File))
}

// refusedFile says in words what the file storage did not take.
func refusedFile(name string, err error) error {
	switch {
	case errors.Is(err, files.ErrTooLarge):
		return ecabinet.E(ecabinet.TooLarge, "http.too_large", "limit", files.MaxAttachment)
	case errors.Is(err, files.ErrEmpty):
		return badField("file", "file.empty")
	case errors.Is(err, files.ErrInside):
		return otherInside(name)
	case errors.Is(err, files.ErrKind):
		return badField("file", "file.kind")
	}
	return err
}

// otherInside says that a file is not what its name says, and what that is.
func otherInside(name string) error {
	kind := map[string]any{"kind": files.KindOf(name)}
	return &ecabinet.Error{
		Kind: ecabinet.Invalid, Code: "file.inside", Params: kind,
		Fields: []ecabinet.FieldError{{Path: "file", Code: "file.inside", Params: kind}},
	}
}

func (a *API) download(w http.ResponseWriter, req *http.Request) error {
	ctx := req.Context()
	answer, err := a.store.Answer(ctx, req.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := a.fileOf(ctx, answer, req.PathValue("file"))
	if err != nil {
		return err
	}
	if received.IsNamed(f.Name) { // beside this answer others stand in it
		if all, err := a.readsAll(ctx, answer.Ballot); err != nil || !all {
			return errors.Join(err, ecabinet.E(ecabinet.Forbidden, "file.of_several"))
		}
	}
	r, err := a.files.Open(ctx, files.Ref{Body: ecabinet.ActorFrom(ctx).Body, Name: f.Blob, Owner: f.ID})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": url.PathEscape(f.Name)}))
	if _, err := io.Copy(w, r); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// fileOf is a file of the answer's ballot that the answer names.
func (a *API) fileOf(ctx context.Context, answer *ballots.Answer, id string) (store.StoredFile, error) {
	for _, f := range answer.Content.Files {
		if f.ID == id {
			return a.store.File(ctx, answer.Ballot, id)
		}
	}
	return store.StoredFile{}, fmt.Errorf("file of an answer: %w", ecabinet.E(ecabinet.NotFound, "file.not_found"))
}
