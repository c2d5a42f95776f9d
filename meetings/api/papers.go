package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
)

// CopyView is one numbered copy on paper.
type CopyView struct {
	ID        string     `json:"id"`
	Item      string     `json:"item"`
	Number    int        `json:"number"`
	Person    PersonName `json:"person"`
	State     string     `json:"state" enum:"out,returned,missing"`
	Note      string     `json:"note"`
	HandedAt  time.Time  `json:"handed_at"`
	HandedBy  PersonName `json:"handed_by"`
	SettledAt *time.Time `json:"settled_at" doc:"when it came back or was found missing"`
	SettledBy PersonName `json:"settled_by"`
}

func copyView(c meetings.Copy, n *named) CopyView {
	return CopyView{
		ID: c.ID, Item: c.Item, Number: c.Number, Person: n.of(c.Person), State: string(c.State), Note: c.Note, HandedAt: c.HandedAt,
		HandedBy: n.of(c.HandedBy), SettledAt: c.SettledAt, SettledBy: n.of(c.SettledBy),
	}
}

func paperView(s Sight, it meetings.Item, p meetings.Paper, now time.Time) PaperView {
	v := PaperView{
		Document: p.Document, Version: p.Version, Number: p.Number, Kind: p.Kind, Title: p.Title, Pages: p.Pages, Reading: p.Reading,
	}
	if !s.desk(it.ID) {
		return v
	}
	v.Reach, v.Release = string(it.Reach(p.Document, now)), string(meetings.ToAll)
	for _, r := range it.Releases {
		if r.Document == p.Document {
			v.Release, v.ReleaseAt = string(r.To), r.At
		}
	}
	return v
}

// ReleaseData is how far a paper is to be released.
type ReleaseData struct {
	Document string     `json:"document" maxLength:"40"`
	To       string     `json:"to" enum:"desk,members,all"`
	At       *time.Time `json:"at,omitempty" doc:"left out: at once"`
}

type releaseInput struct {
	ByID
	Body struct {
		Rev    int64         `json:"rev"`
		Papers []ReleaseData `json:"papers" maxItems:"200" doc:"those left out are shown to whoever follows the item"`
	}
}

type handInput struct {
	ByID
	Body struct {
		Person string `json:"person" maxLength:"40" doc:"who receives it"`
		Note   string `json:"note" maxLength:"4000"`
	}
}

type settleInput struct {
	ByID
	Body struct {
		State string `json:"state" enum:"returned,missing"`
		Note  string `json:"note" maxLength:"4000" doc:"wanted of one that is missing"`
	}
}

func (a *API) paperRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "release-papers", Method: http.MethodPut, Path: "/api/items/{id}/releases", Object: "item", Action: "release-papers",
		Summary: "Say to whom the papers of an item are shown, and when"}, onItem[releaseInput](a),
		func(ctx context.Context, in *releaseInput) (*out[AgendaView], error) {
			var list []meetings.Release
			for _, d := range in.Body.Papers {
				list = append(list, meetings.Release{Document: d.Document, To: meetings.Reach(d.To), At: d.At})
			}
			_, err := a.service.ReleasePapers(ctx, in.ID, in.Body.Rev, list)
			return a.afterItem(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "hand-copy", Method: http.MethodPost, Path: "/api/items/{id}/copies", Object: "item", Action: "keep-copies",
		Summary: "Record who received the next numbered copy of what may not be stored"}, onItem[handInput](a),
		func(ctx context.Context, in *handInput) (*out[AgendaView], error) {
			_, err := a.service.HandCopy(ctx, in.ID, in.Body.Person, in.Body.Note)
			return a.afterItem(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "settle-copy", Method: http.MethodPut, Path: "/api/copies/{id}", Object: "item", Action: "keep-copies",
		Summary: "Record that a copy came back, or is missing"},
		func(ctx context.Context, in *settleInput) ([]string, error) {
			c, err := a.store.Copy(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return a.held(ctx, store.OfItem, c.Item)
		},
		func(ctx context.Context, in *settleInput) (*out[AgendaView], error) {
			c, err := a.store.Copy(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			_, err = a.service.SettleCopy(ctx, in.ID, meetings.CopyState(in.Body.State), in.Body.Note)
			return a.afterItem(ctx, c.Item, err)
		})
}
