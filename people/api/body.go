package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/people"
	"ecabinet/policies"
)

type bodyOut struct{ Body BodyView }

type agencyOut struct{ Body AgencyView }

// IDPath is the id in a path. It is exported because huma fills only the fields of
// exported embedded types.
type IDPath struct {
	ID string `path:"id" maxLength:"40"`
}

func (a *API) body() {
	httpx.Handle(a.r, httpx.Op{ID: "read-body", Method: "GET", Path: "/api/body", Summary: "The body that the session works for", Object: "body", Action: "read-body"}, nil,
		func(ctx context.Context, _ *struct{}) (*bodyOut, error) {
			b, err := a.s.Body(ctx, actor(ctx).Body)
			return &bodyOut{bodyView(b)}, err
		})
	type bodyIn struct {
		Body struct {
			NameVI   string            `json:"name_vi" maxLength:"200"`
			NameEN   string            `json:"name_en" maxLength:"200"`
			Zone     string            `json:"zone" maxLength:"60"`
			Settings map[string]string `json:"settings"`
			Rev      int64             `json:"rev"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "edit-body", Method: "PUT", Path: "/api/body", Summary: "Change the body's names, zone and settings", Object: "body", Action: "edit-body"}, nil,
		func(ctx context.Context, in *bodyIn) (*bodyOut, error) {
			now := func() (BodyView, error) {
				b, err := a.s.Body(ctx, actor(ctx).Body)
				return bodyView(b), err
			}
			_, err := a.s.ChangeBody(ctx, people.Body{
				NameVI: trim(in.Body.NameVI), NameEN: trim(in.Body.NameEN), Zone: in.Body.Zone, Settings: in.Body.Settings, Rev: in.Body.Rev,
			})
			if err != nil {
				return nil, withCurrent(err, now)
			}
			v, err := now()
			return &bodyOut{v}, err
		})
	a.agencies()
	a.members()
}

func (a *API) agencies() {
	type listOut struct {
		Body struct {
			Items []AgencyView `json:"items"`
			Next  string       `json:"next"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "list-agencies", Method: "GET", Path: "/api/agencies", Summary: "The agencies", Object: "body", Action: "read-body", Tag: "agency"}, nil,
		func(ctx context.Context, _ *struct{}) (*listOut, error) {
			list, err := a.s.Agencies(ctx, actor(ctx).Body)
			out := &listOut{}
			for _, x := range list {
				out.Body.Items = append(out.Body.Items, agencyView(x))
			}
			return out, err
		})
	type addIn struct {
		Body struct {
			Code   string `json:"code" maxLength:"30"`
			NameVI string `json:"name_vi" maxLength:"200"`
			NameEN string `json:"name_en,omitempty" maxLength:"200"`
		}
	}
	read := func(ctx context.Context, id string) (AgencyView, error) {
		x, err := a.s.Agency(ctx, actor(ctx).Body, id)
		return agencyView(x), err
	}
	httpx.Handle(a.r, httpx.Op{ID: "make-agency", Method: "POST", Path: "/api/agencies", Summary: "Add an agency", Object: "body", Action: "edit-body", Tag: "agency", Status: 201}, nil,
		func(ctx context.Context, in *addIn) (*agencyOut, error) {
			ref, err := a.s.AddAgency(ctx, people.Agency{Code: trim(in.Body.Code), NameVI: trim(in.Body.NameVI), NameEN: trim(in.Body.NameEN)})
			if err != nil {
				return nil, err
			}
			v, err := read(ctx, afterSlash(ref))
			return &agencyOut{v}, err
		})
	type editIn struct {
		IDPath
		Body struct {
			Code   string `json:"code" maxLength:"30"`
			NameVI string `json:"name_vi" maxLength:"200"`
			NameEN string `json:"name_en,omitempty" maxLength:"200"`
			Rev    int64  `json:"rev"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "edit-agency", Method: "PUT", Path: "/api/agencies/{id}", Summary: "Change an agency", Object: "body", Action: "edit-body", Tag: "agency"}, nil,
		func(ctx context.Context, in *editIn) (*agencyOut, error) {
			_, err := a.s.ChangeAgency(ctx, people.Agency{
				ID: in.ID, Code: trim(in.Body.Code), NameVI: trim(in.Body.NameVI), NameEN: trim(in.Body.NameEN), Rev: in.Body.Rev,
			})
			if err != nil {
				return nil, withCurrent(err, func() (AgencyView, error) { return read(ctx, in.ID) })
			}
			v, err := read(ctx, in.ID)
			return &agencyOut{v}, err
		})
}

// BodyMemberView is one line of the list of members.
type BodyMemberView struct {
	Person    string         `json:"person"`
	FullName  string         `json:"full_name"`
	Honorific string         `json:"honorific"`
	Seat      int            `json:"seat" doc:"0 for none"`
	Tie       bool           `json:"tie" doc:"Has the tie mark"`
	Posts     []HeldPostView `json:"posts"`
}

// HeldPostView is a post as held at the moment asked for.
type HeldPostView struct {
	ID       string `json:"id"`
	TitleVI  string `json:"title_vi"`
	TitleEN  string `json:"title_en"`
	AgencyVI string `json:"agency_vi"`
	AgencyEN string `json:"agency_en"`
}

func (a *API) members() {
	type listIn struct {
		At time.Time `query:"at" doc:"The moment; now where left out"`
	}
	type listOut struct {
		Body struct {
			Items []BodyMemberView `json:"items"`
			Next  string           `json:"next"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "list-members", Method: "GET", Path: "/api/members", Summary: "The members of the body at a moment, by seat", Object: "person", Action: "read-person"}, nil,
		func(ctx context.Context, in *listIn) (*listOut, error) {
			at := in.At
			if at.IsZero() {
				at = a.r.Now()
			}
			list, err := a.s.Members(ctx, actor(ctx).Body, at)
			out := &listOut{}
			for _, m := range list {
				v := BodyMemberView{Person: m.Person, FullName: m.FullName, Honorific: m.Honorific, Seat: m.Seat, Tie: m.Tie}
				for _, p := range m.Posts {
					v.Posts = append(v.Posts, HeldPostView{ID: p.ID, TitleVI: p.TitleVI, TitleEN: p.TitleEN, AgencyVI: p.AgencyVI, AgencyEN: p.AgencyEN})
				}
				out.Body.Items = append(out.Body.Items, v)
			}
			return out, err
		})
}

// ExplanationView answers why somebody may, or may not, do something.
type ExplanationView struct {
	Allow  bool     `json:"allow"`
	Code   string   `json:"code"`
	Detail string   `json:"detail" doc:"The code as a sentence, where there is one"`
	Role   string   `json:"role" doc:"That decided; * where the rule is for all"`
	Rule   string   `json:"rule" doc:"The row that decided"`
	Roles  []string `json:"roles" doc:"Held now"`
	Allows []string `json:"allows" doc:"Rows that allow it"`
	Denies []string `json:"denies" doc:"Rows that deny it; one is enough"`
	Would  []string `json:"would" doc:"Rows that would allow it in another role or relation"`
}

// PolicyWordView is a word of the policies and how people call it.
type PolicyWordView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// PolicyKindView is what can be asked about one kind of thing.
type PolicyKindView struct {
	ID        string           `json:"id" doc:"the kind of thing"`
	Name      string           `json:"name"`
	Relations []PolicyWordView `json:"relations" doc:"in which somebody can stand to it"`
	Actions   []PolicyWordView `json:"actions"`
}

func (a *API) questions() {
	type listOut struct {
		Body struct {
			Items []PolicyKindView `json:"items"`
			Next  string           `json:"next"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "list-policy-questions", Method: "GET", Path: "/api/policies/questions", Summary: "What can be asked of explain, in the words of the language asked for", Object: "policy", Action: "explain-policy"}, own[struct{}],
		func(ctx context.Context, _ *struct{}) (*listOut, error) {
			out, words, lang := &listOut{}, policies.NewWords(), httpx.ClientFrom(ctx).Lang
			enforcer := a.policies.For(actor(ctx).Body)
			if enforcer == nil {
				return out, nil
			}
			table := enforcer.Table()
			for _, kind := range policies.Kinds() {
				q := PolicyKindView{ID: kind, Name: words.Name(lang, "object", kind)}
				for _, name := range table.Actions(kind) {
					q.Actions = append(q.Actions, PolicyWordView{name, words.Name(lang, "action", name)})
				}
				for _, name := range policies.RelationNames() {
					if name != policies.Any && slices.ContainsFunc(table, func(r policies.Row) bool { return r.Object == kind && r.Relation == name }) {
						q.Relations = append(q.Relations, PolicyWordView{name, words.Name(lang, "relation", name)})
					}
				}
				if len(q.Actions) > 0 {
					out.Body.Items = append(out.Body.Items, q)
				}
			}
			return out, nil
		})
}

func (a *API) explain() {
	a.questions()
	type explainIn struct {
		Person string `query:"person" maxLength:"40" doc:"Whom; oneself where left out"`
		Object string `query:"object" required:"true" maxLength:"100" doc:"Kind of thing, with the relations that hold: ballot or ballot:voter,shown"`
		Action string `query:"action" required:"true" maxLength:"60"`
	}
	type explainOut struct{ Body ExplanationView }
	httpx.Handle(a.r, httpx.Op{ID: "explain-policy", Method: "GET", Path: "/api/policies/explain", Summary: "Why somebody may, or may not, do something", Object: "policy", Action: "explain-policy"},
		func(ctx context.Context, in *explainIn) ([]string, error) {
			if in.Person == "" || in.Person == actor(ctx).Person {
				return []string{"own"}, nil
			}
			_, err := a.s.Person(ctx, actor(ctx).Body, in.Person)
			return []string{"any"}, err
		},
		func(ctx context.Context, in *explainIn) (*explainOut, error) {
			me := actor(ctx)
			person := in.Person
			if person == "" {
				person = me.Person
			}
			who, err := a.s.Actor(ctx, me.Body, person, a.r.Now())
			if err != nil {
				return nil, err
			}
			kind, rest, _ := strings.Cut(in.Object, ":")
			relations := []string{"any"}
			for r := range strings.SplitSeq(rest, ",") {
				if r != "" {
					relations = append(relations, r)
				}
			}
			enforcer := a.policies.For(me.Body)
			if enforcer == nil {
				return nil, ecabinet.E(ecabinet.NotFound, "person.not_found")
			}
			x := enforcer.Explain(who.Roles, kind, relations, in.Action)
			v := ExplanationView{Allow: x.Allow, Code: x.Code, Role: x.Role, Rule: x.Rule, Roles: x.Roles}
			v.Detail = policies.NewWords().Say(httpx.ClientFrom(ctx).Lang, x)
			for _, r := range x.Allows {
				v.Allows = append(v.Allows, r.String())
			}
			for _, r := range x.Denies {
				v.Denies = append(v.Denies, r.String())
			}
			for _, r := range x.Would {
				v.Would = append(v.Would, r.String())
			}
			return &explainOut{v}, nil
		})
}
