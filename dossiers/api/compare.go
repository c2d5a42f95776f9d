package api

import (
	"context"
	"net/http"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/httpx"
)

// PairView is a page of the earlier version beside one of the later.
type PairView struct {
	From int  `json:"from" doc:"page of the earlier version; 0: none"`
	To   int  `json:"to" doc:"page of the later version; 0: none"`
	Same bool `json:"same" doc:"by its words, or, of a scan, by its picture"`
}

// PaperDifferenceView is a place at which the words differ.
type PaperDifferenceView struct {
	From    int    `json:"from" doc:"page of the earlier version"`
	To      int    `json:"to" doc:"page of the later version"`
	Before  string `json:"before" doc:"words before it, of the later version"`
	Removed string `json:"removed"`
	Added   string `json:"added"`
	After   string `json:"after"`
}

// PaperComparisonView is what differs between two versions of a paper.
type PaperComparisonView struct {
	Title       string                `json:"title"`
	From        VersionView           `json:"from"`
	To          VersionView           `json:"to"`
	Pairs       []PairView            `json:"pairs" doc:"the pages side by side"`
	Differences []PaperDifferenceView `json:"differences" doc:"in the words; none of scans"`
	Vague       bool                  `json:"vague" doc:"some pages differ too much to be told word by word"`
}

// VersionBrief is a version that can be read.
type VersionBrief struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Pages  int    `json:"pages"`
}

// VersionList is the readable versions of a paper, by number.
type VersionList struct {
	Document string         `json:"document"`
	Title    string         `json:"title"`
	Items    []VersionBrief `json:"items"`
}

type compareInput struct {
	ByID
	With string `query:"with" required:"true" maxLength:"40" doc:"another version of the paper; the earlier of the two is the first"`
}

func (a *API) compareRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-versions", Method: http.MethodGet, Path: "/api/versions/{id}/versions",
		Object: "document", Action: "read-document", Summary: "The versions of this version's paper that can be read"}, a.aroundVersion,
		func(ctx context.Context, in *ByID) (*out[VersionList], error) { return a.versions(ctx, in.ID) })
	httpx.Handle(a.router, httpx.Op{ID: "compare-versions", Method: http.MethodGet, Path: "/api/versions/{id}/compare",
		Object: "document", Action: "read-document", Summary: "What differs between two versions of a paper"},
		func(ctx context.Context, in *compareInput) ([]string, error) { return a.aroundVersion(ctx, &in.ByID) }, a.compare)
}

func (a *API) versions(ctx context.Context, id string) (*out[VersionList], error) {
	v, err := a.readable(ctx, id)
	if err != nil {
		return nil, err
	}
	d, err := a.store.Paper(ctx, v.Document)
	if err != nil {
		return nil, err
	}
	list := &VersionList{Document: d.ID, Title: d.Title, Items: []VersionBrief{}}
	for _, one := range d.Versions {
		if one.State == dossiers.VersionReady {
			list.Items = append(list.Items, VersionBrief{one.ID, one.Number, one.Pages})
		}
	}
	return &out[VersionList]{list}, nil
}

func (a *API) compare(ctx context.Context, in *compareInput) (*out[PaperComparisonView], error) {
	one, err := a.readable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	other, err := a.readable(ctx, in.With)
	if err != nil {
		return nil, err
	}
	if one.Document != other.Document || one.ID == other.ID {
		return nil, ecabinet.E(ecabinet.NotFound, "document.not_found")
	}
	if one.Number > other.Number {
		one, other = other, one
	}
	from, to, c, err := a.service.Compare(ctx, one.ID, other.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.store.Paper(ctx, one.Document)
	if err != nil {
		return nil, err
	}
	v := &PaperComparisonView{
		Title: d.Title, From: a.versionView(from), To: a.versionView(to), Pairs: []PairView{}, Differences: []PaperDifferenceView{}, Vague: c.Vague,
	}
	for _, p := range c.Pairs {
		v.Pairs = append(v.Pairs, PairView(p))
	}
	for _, x := range c.Differences {
		v.Differences = append(v.Differences, PaperDifferenceView(x))
	}
	return &out[PaperComparisonView]{v}, a.name(ctx, []*PersonName{&v.From.Uploader, &v.To.Uploader}, nil)
}
