package api

import (
	"context"
	"net/http"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
)

// ItemData is what the secretariat writes of an item. What its matter says of itself
// (lead, class, papers) is filled in.
type ItemData struct {
	Kind    string   `json:"kind" enum:"decide,discuss,note,heading"`
	Title   string   `json:"title" maxLength:"500"`
	Note    string   `json:"note" maxLength:"4000"`
	Matter  string   `json:"matter" maxLength:"40" doc:"a dossier's id; empty: none"`
	Lead    string   `json:"lead" maxLength:"300" doc:"who brings it, where there is no dossier"`
	Chair   string   `json:"chair" maxLength:"40" doc:"a person's id; empty: who chairs the meeting"`
	Minutes int      `json:"minutes" minimum:"0" maximum:"600"`
	Guests  []string `json:"guests" maxItems:"100"`
	Recused []string `json:"recused" maxItems:"100"`

	Secret bool `json:"secret,omitempty" doc:"without a dossier: its papers may not be stored and go round on paper"`
}

func (d ItemData) terms() meetings.ItemTerms {
	class := ""
	if d.Secret && d.Matter == "" {
		class = meetings.Placeholder
	}
	return meetings.ItemTerms{
		Class: class,
		Kind:  meetings.ItemKind(d.Kind), Title: d.Title, Note: d.Note, Matter: d.Matter, Lead: d.Lead, Chair: d.Chair,
		Minutes: d.Minutes, Guests: d.Guests, Papers: []meetings.Paper{},
	}
}

type addItemInput struct {
	ByID
	Body struct {
		Parent string   `json:"parent" maxLength:"40" doc:"an item below which it goes; empty: the top"`
		Item   ItemData `json:"item"`
	}
}

type editItemInput struct {
	ByID
	Body struct {
		Rev  int64    `json:"rev"`
		Item ItemData `json:"item"`
	}
}

type moveItemInput struct {
	ByID
	Body struct {
		AgendaRev int64  `json:"agenda_rev"`
		Parent    string `json:"parent" maxLength:"40"`
		Index     int    `json:"index" minimum:"0" doc:"among its siblings, from 0"`
	}
}

type itemRevInput struct {
	ByID
	Body struct {
		Rev int64 `json:"rev"`
	}
}

type markInput struct {
	ByID
	Body struct {
		Mark string `json:"mark" enum:"no_objection,objects,speaks"`
		Note string `json:"note" maxLength:"4000"`
	}
}

// DifferenceView is one line of a comparison of two versions.
type DifferenceView struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Change string   `json:"change" enum:"added,removed,changed,moved"`
	From   string   `json:"from"`
	To     string   `json:"to"`
	Fields []string `json:"fields"`
}

// ComparisonView is what differs between two published versions of the agenda.
type ComparisonView struct {
	From  int              `json:"from"`
	To    int              `json:"to"`
	Items []DifferenceView `json:"items"`
}

type compareInput struct {
	ByID
	From int `query:"from" minimum:"1" required:"true"`
	To   int `query:"to" minimum:"1" required:"true"`
}

func (a *API) agendaRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-agenda", Method: http.MethodGet, Path: "/api/meetings/{id}/agenda", Object: "meeting", Action: "read-meeting",
		Summary: "The agenda in order, as far as I may know of it"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[AgendaView], error) { return a.agenda(ctx, in.ID, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "compare-agendas", Method: http.MethodGet, Path: "/api/meetings/{id}/agenda/compare", Object: "meeting", Action: "read-meeting",
		Summary: "What differs between two published versions"}, on[compareInput](a), a.compare)
	httpx.Handle(a.router, httpx.Op{ID: "add-item", Method: http.MethodPost, Path: "/api/meetings/{id}/items", Object: "meeting", Action: "edit-meeting", Status: 201,
		Summary: "Put an item on the agenda, at the end of its siblings"}, on[addItemInput](a),
		func(ctx context.Context, in *addItemInput) (*out[AgendaView], error) {
			_, err := a.service.AddItem(ctx, in.ID, in.Body.Parent, in.Body.Item.terms(), in.Body.Item.Recused)
			return a.agenda(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "edit-item", Method: http.MethodPut, Path: "/api/items/{id}", Object: "meeting", Action: "edit-meeting",
		Summary: "Write the terms of an item"}, onItem[editItemInput](a),
		func(ctx context.Context, in *editItemInput) (*out[AgendaView], error) {
			_, err := a.service.EditItem(ctx, in.ID, in.Body.Rev, in.Body.Item.terms(), in.Body.Item.Recused)
			return a.afterItem(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "move-item", Method: http.MethodPost, Path: "/api/items/{id}/move", Object: "meeting", Action: "edit-meeting",
		Summary: "Give an item another place"}, onItem[moveItemInput](a),
		func(ctx context.Context, in *moveItemInput) (*out[AgendaView], error) {
			_, err := a.service.MoveItem(ctx, in.ID, in.Body.AgendaRev, meetings.Place{Parent: in.Body.Parent, Index: in.Body.Index})
			return a.afterItem(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "withdraw-item", Method: http.MethodPost, Path: "/api/items/{id}/withdraw", Object: "meeting", Action: "edit-meeting",
		Summary: "Take an item off the agenda"}, onItem[itemRevInput](a),
		func(ctx context.Context, in *itemRevInput) (*out[AgendaView], error) {
			_, err := a.service.WithdrawItem(ctx, in.ID, in.Body.Rev)
			return a.afterItem(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "mark-item", Method: http.MethodPut, Path: "/api/items/{id}/mark", Object: "item", Action: "mark-item",
		Summary: "Say beforehand where I stand on an item; it is no vote"}, onItem[markInput](a),
		func(ctx context.Context, in *markInput) (*out[MyMeetingView], error) {
			if _, err := a.service.Mark(ctx, in.ID, meetings.Mark(in.Body.Mark), in.Body.Note); err != nil {
				return nil, err
			}
			it, err := a.store.Item(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return a.myMeeting(ctx, it.Meeting, nil)
		})
}

// agenda answers with the agenda as the actor sees it; a stale change with the same.
func (a *API) agenda(ctx context.Context, meeting string, err error) (*out[AgendaView], error) {
	if err != nil && ecabinet.KindOf(err) != ecabinet.Stale {
		return nil, err
	}
	s, failed := a.look(ctx, meeting)
	if failed != nil {
		return nil, failed
	}
	v, failed := a.agendaView(ctx, s, meeting)
	if failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, httpx.WithCurrent(err, v)
	}
	return &out[AgendaView]{v}, nil
}

func (a *API) afterItem(ctx context.Context, item string, err error) (*out[AgendaView], error) {
	it, failed := a.store.Item(ctx, item)
	if failed != nil {
		return nil, failed
	}
	return a.agenda(ctx, it.Meeting, err)
}

func (a *API) compare(ctx context.Context, in *compareInput) (*out[ComparisonView], error) {
	s, err := a.look(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if !s.Whole {
		return nil, ecabinet.E(ecabinet.NotFound, "meeting.version_not_found")
	}
	before, err := a.store.Version(ctx, in.ID, in.From)
	if err != nil {
		return nil, err
	}
	after, err := a.store.Version(ctx, in.ID, in.To)
	if err != nil {
		return nil, err
	}
	v := &ComparisonView{From: in.From, To: in.To, Items: []DifferenceView{}}
	for _, d := range meetings.Compare(before.Entries, after.Entries) {
		v.Items = append(v.Items, DifferenceView(d))
	}
	return &out[ComparisonView]{v}, nil
}
