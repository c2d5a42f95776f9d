package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"ecabinet"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
)

func (a *API) onPath(req *http.Request) ([]string, error) {
	return a.held(req.Context(), req.PathValue("id"))
}

func (a *API) fileRoutes() {
	httpx.HandleRaw(a.router, httpx.Op{
		ID: "upload-task-file", Method: http.MethodPost, Path: "/api/tasks/{id}/files", Object: "task", Action: "note-task", MaxBody: files.MaxAttachment, NoKey: true,
		Summary: "Bring a file (PDF, PNG, JPEG) that goes with a report or a note; its name in the query", Consumes: "application/octet-stream",
		Produces: "application/json", Status: http.StatusCreated,
	}, a.onPath, a.upload)
	httpx.HandleRaw(a.router, httpx.Op{
		ID: "download-task-file", Method: http.MethodGet, Path: "/api/tasks/{id}/files/{file}", Object: "task", Action: "read-report",
		Summary: "A file that goes with a report or a note", Produces: "application/octet-stream",
	}, a.onPath, a.download)
}

func (a *API) upload(w http.ResponseWriter, req *http.Request) error {
	ctx, actor := req.Context(), ecabinet.ActorFrom(req.Context())
	name := files.Name(req.URL.Query().Get("name"))
	if name == "" {
		return badField("name", "task.file_name")
	}
	id := ecabinet.NewID()
	kept, err := a.files.Attach(ctx, actor.Body, id, name, req.Body)
	switch {
	case errors.Is(err, files.ErrTooLarge):
		return ecabinet.E(ecabinet.TooLarge, "http.too_large", "limit", files.MaxAttachment)
	case errors.Is(err, files.ErrEmpty):
		return badField("file", "task.file_empty")
	case errors.Is(err, files.ErrInside):
		e := ecabinet.E(ecabinet.Invalid, "task.invalid")
		e.Fields = []ecabinet.FieldError{{Path: "file", Code: "task.file_inside", Params: map[string]any{"kind": files.KindOf(name)}}}
		return e
	case errors.Is(err, files.ErrKind):
		return badField("file", "task.file_kind")
	case err != nil:
		return err
	}
	f := store.StoredFile{
		File: tasks.File{ID: id, Name: name, Size: kept.Size, Hash: kept.SHA256}, Task: req.PathValue("id"), By: actor.Person, Blob: kept.Ref.Name,
	}
	if _, err := a.store.AddFile(ctx, f); err != nil {
		return err
	}
	return httpx.WriteJSON(w, http.StatusCreated, TaskFile(f.File))
}

func badField(path, code string) error {
	e := ecabinet.E(ecabinet.Invalid, "task.invalid")
	e.Fields = []ecabinet.FieldError{{Path: path, Code: code}}
	return e
}

// download hands out a file that the history names; one that was brought and not sent
// is given to nobody but who brought it.
func (a *API) download(w http.ResponseWriter, req *http.Request) error {
	ctx := req.Context()
	f, err := a.store.File(ctx, req.PathValue("id"), req.PathValue("file"))
	if err != nil {
		return err
	}
	if ok, err := a.mayHave(ctx, f); err != nil || !ok {
		return errors.Join(err, ecabinet.E(ecabinet.NotFound, "task.file_not_found"))
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

func (a *API) mayHave(ctx context.Context, f store.StoredFile) (bool, error) {
	if f.By == ecabinet.ActorFrom(ctx).Person {
		return true, nil
	}
	history, err := a.store.Entries(ctx, f.Task)
	for _, e := range history {
		for _, named := range e.Files {
			if named.ID == f.ID {
				return true, nil
			}
		}
	}
	return false, err
}
