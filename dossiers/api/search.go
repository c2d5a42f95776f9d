package api

import (
	"context"
	"net/http"

	"ecabinet/dossiers"
	"ecabinet/internal/httpx"
)

// HitView is a page on which the words stand.
type HitView struct {
	Version  string   `json:"version"`
	Document string   `json:"document"`
	Title    string   `json:"title" doc:"of the paper"`
	Page     int      `json:"page"`
	Exact    bool     `json:"exact" doc:"the very words, with the same marks"`
	Snippet  string   `json:"snippet"`
	Marks    [][2]int `json:"marks" doc:"ranges within snippet to be lit, in characters (code points): [from, to)"`
}

// SearchResult is what was found, best first.
type SearchResult struct {
	Items   []HitView `json:"items"`
	Count   int       `json:"count" doc:"pages found; more: at least these"`
	More    bool      `json:"more" doc:"there are further pages: the words should be narrowed"`
	HasText bool      `json:"has_text" doc:"of a single version: false says that it is a scan, in which nothing can be found"`
}

type searchInput struct {
	ByID
	Q string `query:"q" required:"true" maxLength:"200"`
}

// mostHits is how many pages are read and shown.
const mostHits = 200

func (a *API) searchRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "search-version", Method: http.MethodGet, Path: "/api/documents/{id}/search",
		Object: "document", Action: "read-document", Summary: "Find words in one version of a paper (id: the version); the last word may be a beginning"},
		func(ctx context.Context, in *searchInput) ([]string, error) { return a.aroundVersion(ctx, &in.ByID) },
		func(ctx context.Context, in *searchInput) (*out[SearchResult], error) {
			v, err := a.readable(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			res, err := a.search(ctx, in.Q, dossiers.SearchQuery{Version: in.ID})
			if err != nil {
				return nil, err
			}
			res.Body.HasText = v.HasText
			return res, nil
		})
	httpx.Handle(a.router, httpx.Op{ID: "search-matter", Method: http.MethodGet, Path: "/api/matters/{id}/search",
		Object: "matter", Action: "read-matter", Summary: "Find words in the papers of a matter that the actor may read"},
		around[searchInput](a), func(ctx context.Context, in *searchInput) (*out[SearchResult], error) {
			return a.search(ctx, in.Q, dossiers.SearchQuery{Matter: in.ID})
		})
}

func (a *API) search(ctx context.Context, q string, ask dossiers.SearchQuery) (*out[SearchResult], error) {
	if err := dossiers.ValidQuery(q); err != nil {
		return nil, err
	}
	ask.Q, ask.Limit, ask.Rights = q, mostHits+1, a.rights(ctx, "document", "read-document")
	found, err := a.store.Search(ctx, ask)
	if err != nil {
		return nil, err
	}
	res := &SearchResult{Items: []HitView{}, More: len(found) > mostHits, HasText: true}
	found = found[:min(len(found), mostHits)]
	res.Count = len(found)
	for _, h := range dossiers.Hits(q, found) {
		res.Items = append(res.Items, HitView{
			Version: h.Version, Document: h.Document, Title: h.Title, Page: h.Number, Exact: h.Exact, Snippet: h.Snippet, Marks: h.Marks,
		})
	}
	return &out[SearchResult]{res}, nil
}
