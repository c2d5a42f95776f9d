package api

import (
	"context"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/people"
)

// toOffice is how the actor stands to the office of member.
func toOffice(ctx context.Context, member string) []string {
	me := actor(ctx)
	held := []string{"any"}
	if member == me.Person {
		held = append(held, "own")
	}
	if slices.ContainsFunc(me.Offices, func(o ecabinet.OfficeAccess) bool { return o.Member == member }) {
		held = append(held, "office")
	}
	return held
}

// MemberPath is the member in a path.
type MemberPath struct {
	Member string `path:"member" maxLength:"40"`
}

func (a *API) offices() {
	type listOut struct {
		Body struct {
			Items []StaffView `json:"items"`
			Next  string      `json:"next"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "read-office", Method: "GET", Path: "/api/offices/{member}", Summary: "The staff of a member's office, ended ones included", Object: "person", Action: "read-office", Tag: "office"},
		func(ctx context.Context, in *MemberPath) ([]string, error) { return toOffice(ctx, in.Member), nil },
		func(ctx context.Context, in *MemberPath) (*listOut, error) {
			list, err := a.s.Office(ctx, actor(ctx).Body, in.Member)
			if err != nil {
				return nil, err
			}
			out := &listOut{}
			out.Body.Items, err = a.staffViews(ctx, list)
			return out, err
		})
	type delegateIn struct {
		MemberPath
		Body struct {
			Staff string     `json:"staff" maxLength:"40"`
			Step  string     `json:"step" enum:"clerk,unit,head"`
			From  *time.Time `json:"from,omitempty" doc:"Now where left out"`
			Until time.Time  `json:"until"`
		}
	}
	type staffOut struct{ Body StaffView }
	httpx.Handle(a.r, httpx.Op{ID: "delegate-office", Method: "POST", Path: "/api/offices/{member}/staff", Summary: "Let a person work in a member's office until a set time", Object: "person", Action: "edit-office", Tag: "office", Status: 201},
		func(ctx context.Context, in *delegateIn) ([]string, error) { return toOffice(ctx, in.Member), nil },
		func(ctx context.Context, in *delegateIn) (*staffOut, error) {
			ref, err := a.s.Delegate(ctx, people.Delegate{
				Member: in.Member, Staff: in.Body.Staff, Step: in.Body.Step, From: moment(in.Body.From), Until: in.Body.Until,
			})
			if err != nil {
				return nil, err
			}
			v, err := a.staff(ctx, afterSlash(ref))
			return &staffOut{v}, err
		})
	httpx.Handle(a.r, httpx.Op{ID: "end-delegation", Method: "POST", Path: "/api/delegations/{id}/end", Summary: "End a person's work in an office", Object: "person", Action: "edit-office", Tag: "office"},
		func(ctx context.Context, in *endIn) ([]string, error) {
			d, err := a.s.Delegation(ctx, actor(ctx).Body, in.ID)
			return toOffice(ctx, d.Member), err
		},
		func(ctx context.Context, in *endIn) (*staffOut, error) {
			_, err := a.s.EndDelegation(ctx, in.ID, in.Body.Rev, moment(in.Body.At))
			if err != nil {
				return nil, withCurrent(err, func() (StaffView, error) { return a.staff(ctx, in.ID) })
			}
			v, err := a.staff(ctx, in.ID)
			return &staffOut{v}, err
		})
}

func (a *API) staff(ctx context.Context, id string) (StaffView, error) {
	d, err := a.s.Delegation(ctx, actor(ctx).Body, id)
	if err != nil {
		return StaffView{}, err
	}
	views, err := a.staffViews(ctx, []people.Delegation{d})
	return views[0], err
}
