package api

import (
	"context"
	"net/http"

	"ecabinet/internal/httpx"
)

// downloadRoutes give a result as files to keep: the official sheet, and the table
// of opinions as far as the reader may see them. They show what the result's view
// and the matrix show to the same person, and nothing else.
func (a *API) downloadRoutes() {
	add := func(ext, media, kind, summary string, write func(ctx context.Context, s scribe, st standing, v *ResultView) ([]byte, error)) {
		httpx.HandleRaw(a.router, httpx.Op{
			ID: "download-result-" + ext, Method: http.MethodGet, Path: "/api/ballots/{id}/result." + ext, Object: "result", Action: "read-result",
			Summary: summary + ", in the language of the request", Produces: media,
		}, a.onPath, func(w http.ResponseWriter, req *http.Request) error {
			ctx := req.Context()
			st, err := a.stand(ctx, req.PathValue("id"))
			if err != nil {
				return err
			}
			v, err := a.resultView(ctx, a.sight(ctx, st), st.ballot.ID)
			if err != nil {
				return err
			}
			s, err := a.scribe(ctx)
			if err != nil {
				return err
			}
			content, err := write(ctx, s, st, v)
			if err != nil {
				return err
			}
			name := kind
			if kind == "result" && !v.certified() {
				name = "provisional"
			}
			return httpx.WriteFile(w, media, s.fileName(name, ext, v), content)
		})
	}
	add("pdf", "application/pdf", "result", "The official result sheet as PDF; provisional until certified",
		func(_ context.Context, s scribe, st standing, v *ResultView) ([]byte, error) {
			return s.resultPaper(st.ballot, v).PDF()
		})
	add("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "result", "The result sheet as a text to work on",
		func(_ context.Context, s scribe, st standing, v *ResultView) ([]byte, error) {
			return s.resultPaper(st.ballot, v).DOCX()
		})
	add("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "opinions", "The counts and the table of opinions, as far as they may be seen",
		func(ctx context.Context, s scribe, st standing, v *ResultView) ([]byte, error) {
			r, err := a.service.Reckon(ctx, st.ballot, a.router.Now())
			if err != nil {
				return nil, err
			}
			return s.resultBook(a.sight(ctx, st), r, v).XLSX()
		})
}
