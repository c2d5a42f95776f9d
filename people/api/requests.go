package api

import (
	"context"
	"encoding/json"
	"time"

	"ecabinet/internal/httpx"
	"ecabinet/people"
)

// ChangeRequestView is an act that takes two administrators.
type ChangeRequestView struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind" enum:"post,role,signin,policy"`
	Person    PersonBrief     `json:"person"`
	Wish      json.RawMessage `json:"wish" doc:"What is asked: the post, the role, or the lines of the policies"`
	State     string          `json:"state" enum:"waiting,approved,used,refused,withdrawn"`
	AskedBy   PersonBrief     `json:"asked_by"`
	AskedAt   time.Time       `json:"asked_at"`
	DecidedBy *PersonBrief    `json:"decided_by"`
	DecidedAt *time.Time      `json:"decided_at"`
	Reason    string          `json:"reason"`
	Until     time.Time       `json:"until" doc:"It can be approved until then"`
	Rev       int64           `json:"rev"`
}

func (a *API) requestViews(ctx context.Context, body string, list []people.ChangeRequest) ([]ChangeRequestView, error) {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.Person, r.AskedBy, r.DecidedBy)
	}
	names, err := a.s.Names(ctx, body, ids, a.r.Now())
	views := make([]ChangeRequestView, 0, len(list))
	for _, r := range list {
		v := ChangeRequestView{
			ID: r.ID, Kind: r.Kind, Person: brief(names[r.Person]), Wish: r.Data, State: r.State,
			AskedBy: brief(names[r.AskedBy]), AskedAt: r.AskedAt, DecidedAt: optional(r.DecidedAt),
			Reason: r.Reason, Until: r.AskedAt.Add(people.RequestLife), Rev: r.Rev,
		}
		if r.DecidedBy != "" {
			by := brief(names[r.DecidedBy])
			v.DecidedBy = &by
		}
		views = append(views, v)
	}
	return views, err
}

type requestOut struct{ Body ChangeRequestView }

func (a *API) request(ctx context.Context, id string) (ChangeRequestView, error) {
	r, err := a.s.Request(ctx, actor(ctx).Body, id)
	if err != nil {
		return ChangeRequestView{}, err
	}
	views, err := a.requestViews(ctx, r.Body, []people.ChangeRequest{r})
	return views[0], err
}

func (a *API) requests() {
	type listIn struct {
		State string `query:"state" enum:"waiting,approved,used,refused,withdrawn"`
	}
	type listOut struct {
		Body struct {
			Items []ChangeRequestView `json:"items"`
			Next  string              `json:"next"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "list-change-requests", Method: "GET", Path: "/api/change-requests", Summary: "Acts that take two administrators, newest first", Object: "person", Action: "give-role", Tag: "change-request"}, nil,
		func(ctx context.Context, in *listIn) (*listOut, error) {
			body := actor(ctx).Body
			list, err := a.s.Requests(ctx, body, people.RequestQuery{State: in.State})
			if err != nil {
				return nil, err
			}
			out := &listOut{}
			out.Body.Items, err = a.requestViews(ctx, body, list)
			return out, err
		})
	httpx.Handle(a.r, httpx.Op{ID: "ask-sign-in-replacement", Method: "POST", Path: "/api/people/{id}/sign-in-replacement", Summary: "Ask for new means of sign-in for a person who decides", Object: "person", Action: "reset-account", Tag: "change-request", Status: 201}, nil,
		func(ctx context.Context, in *IDPath) (*requestOut, error) {
			ref, err := a.s.AskSignInReplacement(ctx, in.ID)
			return a.requested(ctx, ref, err)
		})
	type approveIn struct {
		IDPath
		Body struct {
			Rev int64 `json:"rev"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "approve-change", Method: "POST", Path: "/api/change-requests/{id}/approve", Summary: "Approve, as the second administrator", Object: "person", Action: "give-role", Tag: "change-request"}, nil,
		func(ctx context.Context, in *approveIn) (*requestOut, error) {
			ref, err := a.s.Approve(ctx, in.ID, in.Body.Rev)
			err = withCurrent(err, func() (ChangeRequestView, error) { return a.request(ctx, in.ID) })
			return a.requested(ctx, ref, err)
		})
	type refuseIn struct {
		IDPath
		Body struct {
			Reason string `json:"reason,omitempty" maxLength:"1000"`
			Rev    int64  `json:"rev"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "refuse-change", Method: "POST", Path: "/api/change-requests/{id}/refuse", Summary: "Refuse, or withdraw what oneself asked for", Object: "person", Action: "give-role", Tag: "change-request"}, nil,
		func(ctx context.Context, in *refuseIn) (*requestOut, error) {
			ref, err := a.s.Refuse(ctx, in.ID, in.Body.Rev, trim(in.Body.Reason))
			err = withCurrent(err, func() (ChangeRequestView, error) { return a.request(ctx, in.ID) })
			return a.requested(ctx, ref, err)
		})
}

func (a *API) requested(ctx context.Context, ref string, err error) (*requestOut, error) {
	if err != nil {
		return nil, err
	}
	v, err := a.request(ctx, afterSlash(ref))
	return &requestOut{v}, err
}
