package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/people"
)

// MeView is who asks, in the body that the session works for.
type MeView struct {
	Person   PersonView          `json:"person"`
	Body     BodyView            `json:"body"`
	Bodies   []BodyView          `json:"bodies" doc:"All bodies that the person serves, to choose from"`
	Roles    []string            `json:"roles"`
	Posts    []PostView          `json:"posts" doc:"Held now"`
	Offices  []OfficeView        `json:"offices" doc:"Members for whom the person prepares answers"`
	Agencies []AgencyView        `json:"agencies" doc:"Agencies for which the person drafts"`
	Notices  []ChangeRequestView `json:"notices" doc:"Changes asked for that concern the person"`
	Rev      int64               `json:"rev" doc:"Grows with each change of what stands here"`
}

// OfficeView is the office of a member, as seen by who works in it.
type OfficeView struct {
	Member PersonBrief `json:"member"`
	Step   string      `json:"step" enum:"clerk,unit,head"`
	Until  time.Time   `json:"until"`
}

type meOut struct {
	Body struct {
		MeView
		Session struct {
			ID           string     `json:"id"`
			SigningUntil *time.Time `json:"signing_until" doc:"The signing window is open until then; null: closed"`
			ValidUntil   time.Time  `json:"valid_until" doc:"Ask again then"`
			Now          time.Time  `json:"now" doc:"The server's clock"`
		} `json:"session"`
	}
}

func (a *API) me() {
	httpx.Handle(a.r, httpx.Op{ID: "read-me", Method: "GET", Path: "/api/me", Summary: "Who I am here", Object: "body", Action: "read-body", Tag: "me"}, nil,
		func(ctx context.Context, _ *struct{}) (*meOut, error) {
			me := actor(ctx)
			v, err := a.Me(ctx, me.Body, me.Person)
			if err != nil {
				return nil, err
			}
			out := &meOut{}
			out.Body.MeView = v
			out.Body.Session.ID = me.Session
			out.Body.Session.ValidUntil = me.ValidUntil
			out.Body.Session.Now = a.r.Now()
			if me.SigningEnd.After(a.r.Now()) {
				out.Body.Session.SigningUntil = &me.SigningEnd
			}
			return out, nil
		})
	type languageIn struct {
		Body struct {
			Language string `json:"language" enum:"vi,en"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "set-language", Method: "PUT", Path: "/api/me/language", Summary: "Choose one's language", Object: "person", Action: "edit-account", Tag: "me"}, own[languageIn],
		func(ctx context.Context, in *languageIn) (*done, error) {
			_, err := a.s.SetLanguage(ctx, in.Body.Language)
			return nil, err
		})
}

// Me is the same for the stream: the thing "me/<person>" over "user:<person>".
func (a *API) Me(ctx context.Context, body, person string) (MeView, error) {
	now := a.r.Now()
	p, err := a.s.Person(ctx, body, person)
	if err != nil {
		return MeView{}, err
	}
	b, err := a.s.Body(ctx, body)
	if err != nil {
		return MeView{}, err
	}
	st, err := a.s.Standing(ctx, body, person)
	if err != nil {
		return MeView{}, err
	}
	rights := st.At(now)
	v := MeView{Person: personView(p, true), Body: bodyView(b), Roles: rights.Roles}
	for _, x := range st.Posts {
		if x.Holds(now) {
			v.Posts = append(v.Posts, postView(x))
		}
	}
	if v.Bodies, err = a.bodiesOf(ctx, person, now); err != nil {
		return v, err
	}
	if v.Offices, err = a.officesOf(ctx, body, rights, now); err != nil {
		return v, err
	}
	if v.Agencies, err = a.agenciesOf(ctx, body, rights); err != nil {
		return v, err
	}
	asked, err := a.s.Requests(ctx, body, people.RequestQuery{Person: person})
	if err != nil {
		return v, err
	}
	v.Rev = p.Rev + b.Rev + st.Rev() + people.RequestsRev(asked)
	v.Notices, err = a.notices(ctx, body, asked, now)
	return v, err
}

func (a *API) bodiesOf(ctx context.Context, person string, now time.Time) ([]BodyView, error) {
	ids, err := a.s.BodiesOf(ctx, person, now)
	if err != nil {
		return nil, err
	}
	list, err := a.s.Bodies(ctx, ids)
	var views []BodyView
	for _, b := range list {
		views = append(views, bodyView(b))
	}
	return views, err
}

func (a *API) officesOf(ctx context.Context, body string, rights people.Rights, now time.Time) ([]OfficeView, error) {
	var ids []string
	for _, o := range rights.Offices {
		ids = append(ids, o.Member)
	}
	names, err := a.s.Names(ctx, body, ids, now)
	var views []OfficeView
	for _, o := range rights.Offices {
		views = append(views, OfficeView{Member: brief(names[o.Member]), Step: o.Step, Until: o.Until})
	}
	return views, err
}

func (a *API) agenciesOf(ctx context.Context, body string, rights people.Rights) ([]AgencyView, error) {
	if len(rights.Agencies) == 0 {
		return nil, nil
	}
	list, err := a.s.Agencies(ctx, body)
	var views []AgencyView
	for _, x := range list {
		if slices.Contains(rights.Agencies, x.ID) {
			views = append(views, agencyView(x))
		}
	}
	return views, err
}

// notices are the changes that the person is told of: those that wait, and those
// decided in the last two weeks.
func (a *API) notices(ctx context.Context, body string, asked []people.ChangeRequest, now time.Time) ([]ChangeRequestView, error) {
	fresh := slices.DeleteFunc(slices.Clone(asked), func(r people.ChangeRequest) bool {
		return r.State != people.Waiting && now.Sub(r.DecidedAt) > people.RequestLife
	})
	return a.requestViews(ctx, body, fresh)
}

// MeThing reads the thing "me/<person>" for the stream; ctx carries the system
// actor of the body.
func (a *API) MeThing(ctx context.Context, ref string) (rev int64, data any, err error) {
	v, err := a.Me(ctx, actor(ctx).Body, strings.TrimPrefix(ref, "me/"))
	httpx.FillLists(&v)
	return v.Rev, v, err
}

// MeRefs are the things "me/<person>" that an event touches, heard over the
// event's own topic.
func MeRefs(e ecabinet.Event) []string {
	person, ok := strings.CutPrefix(e.Topic, "user:")
	if !ok || !strings.HasPrefix(e.Type, "person.") && !strings.HasPrefix(e.Type, "office.") {
		return nil
	}
	return []string{"me/" + person}
}
