// Package api is the people room over HTTP: who I am, the persons of a body with
// their posts, roles and offices, and the requests that take two administrators.
// It holds no rule and no SQL; its types never embed those of the room.
package api

import (
	"context"
	_ "embed"
	"errors"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/people"
)

//go:embed texts.json
var texts []byte

// API serves the people room.
type API struct {
	r        *httpx.Router
	s        *people.Service
	policies httpx.Policies
}

// New makes the room's api without routes.
func New(r *httpx.Router, s *people.Service, policies httpx.Policies) *API {
	return &API{r: r, s: s, policies: policies}
}

// Register adds the routes of the room.
func Register(r *httpx.Router, s *people.Service, policies httpx.Policies) *API {
	a := New(r, s, policies)
	r.AddTexts(texts)
	a.me()
	a.body()
	a.people()
	a.posts()
	a.roles()
	a.offices()
	a.requests()
	a.explain()
	a.policyTable()
	return a
}

type done struct{}

func own[I any](context.Context, *I) ([]string, error) { return []string{"own"}, nil }

func actor(ctx context.Context) ecabinet.Actor { return ecabinet.ActorFrom(ctx) }

// BodyView is a body.
type BodyView struct {
	ID       string            `json:"id"`
	NameVI   string            `json:"name_vi"`
	NameEN   string            `json:"name_en"`
	Zone     string            `json:"zone" doc:"IANA time zone; deadlines end in it"`
	Settings map[string]string `json:"settings"`
	Rev      int64             `json:"rev"`
}

func bodyView(b people.Body) BodyView {
	v := BodyView{ID: b.ID, NameVI: b.NameVI, NameEN: b.NameEN, Zone: b.Zone, Settings: b.Settings, Rev: b.Rev}
	if v.Settings == nil {
		v.Settings = map[string]string{}
	}
	return v
}

// AgencyView is an agency.
type AgencyView struct {
	ID     string `json:"id"`
	Code   string `json:"code"`
	NameVI string `json:"name_vi"`
	NameEN string `json:"name_en"`
	Rev    int64  `json:"rev"`
}

func agencyView(a people.Agency) AgencyView {
	return AgencyView{ID: a.ID, Code: a.Code, NameVI: a.NameVI, NameEN: a.NameEN, Rev: a.Rev}
}

// PersonBrief is how a person is shown in passing.
type PersonBrief struct {
	ID        string `json:"id"`
	FullName  string `json:"full_name"`
	Honorific string `json:"honorific"`
	TitleVI   string `json:"title_vi" doc:"Of the post with the lowest seat held now"`
	TitleEN   string `json:"title_en"`
	AgencyVI  string `json:"agency_vi"`
	AgencyEN  string `json:"agency_en"`
}

func brief(n people.Name) PersonBrief {
	return PersonBrief{
		ID: n.Person, FullName: n.FullName, Honorific: n.Honorific,
		TitleVI: n.TitleVI, TitleEN: n.TitleEN, AgencyVI: n.AgencyVI, AgencyEN: n.AgencyEN,
	}
}

// PostView is a post that somebody holds, held or will hold.
type PostView struct {
	ID      string     `json:"id"`
	TitleVI string     `json:"title_vi"`
	TitleEN string     `json:"title_en"`
	Agency  string     `json:"agency" doc:"Id; empty for none"`
	Seat    int        `json:"seat" doc:"0 for none"`
	Member  bool       `json:"member" doc:"Makes the person a member of the body"`
	Tie     bool       `json:"tie" doc:"Carries the tie mark"`
	From    time.Time  `json:"from"`
	Until   *time.Time `json:"until" doc:"null: without an end"`
	Rev     int64      `json:"rev"`
}

func postView(p people.Post) PostView {
	return PostView{
		ID: p.ID, TitleVI: p.TitleVI, TitleEN: p.TitleEN, Agency: p.Agency, Seat: p.Seat,
		Member: p.Member, Tie: p.Tie, From: p.From, Until: optional(p.Until), Rev: p.Rev,
	}
}

// RoleView is a role given to somebody.
type RoleView struct {
	ID     string     `json:"id"`
	Role   string     `json:"role"`
	Agency string     `json:"agency" doc:"Id, for a drafter; else empty"`
	From   time.Time  `json:"from"`
	Until  *time.Time `json:"until" doc:"null: without an end"`
	Rev    int64      `json:"rev"`
}

func roleView(r people.Assignment) RoleView {
	return RoleView{ID: r.ID, Role: r.Role, Agency: r.Agency, From: r.From, Until: optional(r.Until), Rev: r.Rev}
}

// StaffView is one person's work in one member's office.
type StaffView struct {
	ID     string      `json:"id"`
	Member PersonBrief `json:"member"`
	Staff  PersonBrief `json:"staff"`
	Step   string      `json:"step" enum:"clerk,unit,head"`
	From   time.Time   `json:"from"`
	Until  time.Time   `json:"until"`
	Rev    int64       `json:"rev"`
}

func (a *API) staffViews(ctx context.Context, list []people.Delegation) ([]StaffView, error) {
	var ids []string
	for _, d := range list {
		ids = append(ids, d.Member, d.Staff)
	}
	names, err := a.s.Names(ctx, actor(ctx).Body, ids, a.r.Now())
	views := make([]StaffView, 0, len(list))
	for _, d := range list {
		views = append(views, StaffView{
			ID: d.ID, Member: brief(names[d.Member]), Staff: brief(names[d.Staff]), Step: d.Step,
			From: d.From, Until: d.Until, Rev: d.Rev,
		})
	}
	return views, err
}

func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// withCurrent adds to a stale change what view answers now.
func withCurrent[V any](err error, view func() (V, error)) error {
	if err == nil || ecabinet.KindOf(err) != ecabinet.Stale {
		return err
	}
	v, failed := view()
	if failed != nil {
		return errors.Join(err, failed)
	}
	return httpx.WithCurrent(err, v)
}

// afterSlash is the id in a reference such as "post/<id>".
func afterSlash(ref string) string {
	_, id, _ := strings.Cut(ref, "/")
	return id
}

func trim(s string) string { return strings.Join(strings.Fields(s), " ") }
