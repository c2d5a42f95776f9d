package api

import (
	"context"
	"net/http"
	"slices"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/httpx"
)

// ByID is the input of a route on one thing.
type ByID struct {
	ID string `path:"id"`
}

func (b ByID) matter() string { return b.ID }

type onMatter interface{ matter() string }

// around is the relation function of every route on one matter.
func around[I onMatter](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		x, err := a.store.Access(ctx, (*in).matter())
		return a.store.Of(ecabinet.ActorFrom(ctx), x), err
	}
}

type out[T any] struct{ Body *T }

// MatterList is a page of matters.
type MatterList struct {
	Items []MatterSummary `json:"items"`
	Next  string          `json:"next" doc:"cursor of the next page; empty: the last one"`
}

type listInput struct {
	State  []string `query:"state" enum:"draft,submitted,returned,taken,deciding,decided,archived" doc:"only these, comma separated"`
	Agency string   `query:"agency"`
	After  string   `query:"after" doc:"cursor"`
	Limit  int      `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type makeInput struct {
	Body struct {
		Title  string `json:"title"`
		Agency string `json:"agency" doc:"the lead agency"`
		Class  string `json:"class" enum:"public,internal,restricted,placeholder"`
		Field  string `json:"field" required:"false"`
	}
}

func (in *makeInput) terms() dossiers.Terms {
	b := in.Body
	return dossiers.Terms{Title: b.Title, Agency: b.Agency, Class: dossiers.Class(b.Class), Field: b.Field}
}

type editInput struct {
	ByID
	Body struct {
		MatterRev int64  `json:"matter_rev"`
		Title     string `json:"title"`
		Agency    string `json:"agency"`
		Class     string `json:"class" enum:"public,internal,restricted,placeholder"`
		Field     string `json:"field" required:"false"`
	}
}

type revInput struct {
	ByID
	Body struct {
		MatterRev int64 `json:"matter_rev"`
	}
}

type reasonInput struct {
	ByID
	Body struct {
		MatterRev int64  `json:"matter_rev"`
		Reason    string `json:"reason"`
	}
}

type orderInput struct {
	ByID
	Body struct {
		MatterRev int64    `json:"matter_rev"`
		Documents []string `json:"documents" maxItems:"500" doc:"ids of all papers in their new order"`
	}
}

func (a *API) matterRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-matters", Method: http.MethodGet, Path: "/api/matters", List: true,
		Object: "matter", Action: "read-matter", Summary: "Matters that the actor may see, newest first"}, nil, a.list)
	httpx.Handle(a.router, httpx.Op{ID: "make-matter", Method: http.MethodPost, Path: "/api/matters", Status: http.StatusCreated,
		Object: "matter", Action: "make-matter", Summary: "Make a matter of an agency"},
		func(ctx context.Context, in *makeInput) ([]string, error) {
			return a.store.Of(ecabinet.ActorFrom(ctx), dossiers.Access{Agency: in.Body.Agency}), nil
		}, a.make)
	httpx.Handle(a.router, httpx.Op{ID: "read-matter", Method: http.MethodGet, Path: "/api/matters/{id}",
		Object: "matter", Action: "read-matter", Summary: "A matter with its papers"}, around[ByID](a),
		func(ctx context.Context, in *ByID) (*out[MatterView], error) { return a.read(ctx, in.ID) })
	httpx.Handle(a.router, httpx.Op{ID: "edit-matter", Method: http.MethodPut, Path: "/api/matters/{id}",
		Object: "matter", Action: "edit-matter", Summary: "Change title, agency, class and field while it is with its drafter"},
		around[editInput](a), a.edit)
	httpx.Handle(a.router, httpx.Op{ID: "order-documents", Method: http.MethodPut, Path: "/api/matters/{id}/order",
		Object: "matter", Action: "edit-matter", Summary: "Put the papers of a matter into order"}, around[orderInput](a),
		func(ctx context.Context, in *orderInput) (*out[MatterView], error) {
			_, err := a.service.Arrange(ctx, in.ID, in.Body.MatterRev, in.Body.Documents)
			return a.reply(ctx, in.ID, err)
		})
	for _, s := range []struct {
		step            dossiers.Step
		action, summary string
	}{
		{dossiers.Submit, "submit-matter", "Hand a matter to the secretariat"},
		{dossiers.Withdraw, "withdraw-matter", "Take a matter back before it is checked"},
		{dossiers.Take, "check-matter", "Take a checked matter"},
		{dossiers.Archive, "archive-matter", "Put a matter away"},
	} {
		httpx.Handle(a.router, httpx.Op{ID: string(s.step) + "-matter", Method: http.MethodPost, Path: "/api/matters/{id}/" + string(s.step),
			Object: "matter", Action: s.action, Summary: s.summary}, around[revInput](a),
			func(ctx context.Context, in *revInput) (*out[MatterView], error) {
				_, err := a.service.Move(ctx, in.ID, in.Body.MatterRev, s.step, "")
				return a.reply(ctx, in.ID, err)
			})
	}
	httpx.Handle(a.router, httpx.Op{ID: "return-matter", Method: http.MethodPost, Path: "/api/matters/{id}/return",
		Object: "matter", Action: "return-matter", Summary: "Send a matter back to its drafter, with a reason"}, around[reasonInput](a),
		func(ctx context.Context, in *reasonInput) (*out[MatterView], error) {
			_, err := a.service.Move(ctx, in.ID, in.Body.MatterRev, dossiers.Return, in.Body.Reason)
			return a.reply(ctx, in.ID, err)
		})
}

func (a *API) list(ctx context.Context, in *listInput) (*out[MatterList], error) {
	matters, err := a.store.List(ctx, dossiers.ListQuery{
		States: in.State, Agency: in.Agency, After: in.After, Limit: int64(in.Limit) + 1, Rights: a.rights(ctx, "matter", "read-matter"),
	})
	if err != nil {
		return nil, err
	}
	list := &MatterList{Items: []MatterSummary{}}
	if len(matters) > in.Limit {
		matters = matters[:in.Limit]
		list.Next = matters[in.Limit-1].ID
	}
	var people []*PersonName
	var agencies []*AgencyName
	for _, m := range matters {
		list.Items = append(list.Items, summary(m))
	}
	for i := range list.Items {
		people, agencies = append(people, &list.Items[i].Drafter), append(agencies, &list.Items[i].Agency)
	}
	return &out[MatterList]{list}, a.name(ctx, people, agencies)
}

func (a *API) make(ctx context.Context, in *makeInput) (*out[MatterView], error) {
	ref, err := a.service.Make(ctx, in.terms())
	if err != nil {
		return nil, err
	}
	return a.read(ctx, idOf(ref))
}

func (a *API) edit(ctx context.Context, in *editInput) (*out[MatterView], error) {
	actor := ecabinet.ActorFrom(ctx)
	if !a.router.May(ctx, "matter", a.store.Of(actor, dossiers.Access{Agency: in.Body.Agency}), "make-matter") {
		e := ecabinet.E(ecabinet.Invalid, "matter.fields")
		e.Fields = []ecabinet.FieldError{{Path: "agency", Code: "matter.not_your_agency"}}
		return nil, e
	}
	_, err := a.service.Edit(ctx, in.ID, in.Body.MatterRev, dossiers.Terms{
		Title: in.Body.Title, Agency: in.Body.Agency, Class: dossiers.Class(in.Body.Class), Field: in.Body.Field,
	})
	return a.reply(ctx, in.ID, err)
}

// read gives a matter as the actor in ctx may see it.
func (a *API) read(ctx context.Context, id string) (*out[MatterView], error) {
	x, err := a.store.Access(ctx, id)
	if err != nil {
		return nil, err
	}
	v, err := a.matterView(ctx, a.sight(ctx, x), id)
	return &out[MatterView]{v}, err
}

// reply answers a change with the matter as it is now, a stale one too.
func (a *API) reply(ctx context.Context, id string, err error) (*out[MatterView], error) {
	if err != nil && ecabinet.KindOf(err) != ecabinet.Stale {
		return nil, err
	}
	now, e := a.read(ctx, id)
	if e != nil {
		return nil, e
	}
	if err != nil {
		return nil, httpx.WithCurrent(err, now.Body)
	}
	return now, nil
}

func idOf(ref string) string {
	if i := slices.Index([]byte(ref), '/'); i >= 0 {
		return ref[i+1:]
	}
	return ref
}
