package api

import (
	"context"
	"errors"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/procedure"
	"ecabinet/rules"
)

// RuleProfileView is a rule profile as it stands in the body.
type RuleProfileView struct {
	ID       string        `json:"id"`
	Figures  FiguresView   `json:"figures"`
	Template bool          `json:"template" doc:"In force nowhere: own profiles are made from it"`
	Own      bool          `json:"own" doc:"The body's own; others came with the program"`
	InUse    bool          `json:"in_use" doc:"Not taken out of use"`
	InForce  bool          `json:"in_force" doc:"Today"`
	Changed  []string      `json:"changed" doc:"The parts that differ from what came with the program"`
	Shipped  *FiguresView  `json:"shipped" doc:"What came with the program; null for an own one"`
	Rev      int64         `json:"rev" doc:"0: never changed"`
	History  []*ChangeView `json:"history" doc:"Newest first"`
}

// RuleGapView is days on which no profile is in force, so that nothing can be opened.
type RuleGapView struct {
	From  string `json:"from"`
	Until string `json:"until" doc:"Empty: without an end"`
}

// ProfileListView is the profiles of the body.
type ProfileListView struct {
	Items   []RuleProfileView `json:"items" doc:"Dated ones by date, then the template"`
	Next    string            `json:"next"`
	Today   string            `json:"today"`
	InForce string            `json:"in_force" doc:"The id of today's; empty: none, and nothing can be opened"`
	Gaps    []RuleGapView     `json:"gaps"`
}

func (a *API) profileList(ctx context.Context) (ProfileListView, error) {
	out := ProfileListView{}
	b, err := a.s.Book(ctx, body(ctx))
	if err != nil {
		return out, err
	}
	today, err := a.today(ctx)
	if err != nil {
		return out, err
	}
	changes := make([]rules.Change, len(b.Profiles))
	for i, c := range b.Profiles {
		changes[i] = c.Change
	}
	named, err := a.named(ctx, changes...)
	if err != nil {
		return out, err
	}
	out.Today = today.String()
	for _, s := range b.Standing() {
		v := profileView(s, today)
		for i := len(b.Profiles) - 1; i >= 0; i-- {
			if b.Profiles[i].Profile.ID == v.ID {
				v.History = append(v.History, named(b.Profiles[i].Change))
			}
		}
		if v.InForce {
			out.InForce = v.ID
		}
		out.Items = append(out.Items, v)
	}
	for _, g := range b.Law().Gaps() {
		out.Gaps = append(out.Gaps, RuleGapView{g.From.String(), g.Until.String()})
	}
	return out, nil
}

func profileView(s rules.Standing, today procedure.Date) RuleProfileView {
	v := RuleProfileView{
		ID: s.Profile.ID, Figures: figures(s.Profile), Template: s.Profile.From.IsZero(), Own: s.Shipped == nil,
		InUse: s.InUse, InForce: s.InUse && s.Profile.InForce(today), Rev: s.Rev,
	}
	if s.Shipped != nil {
		shipped := figures(*s.Shipped)
		v.Shipped, v.Changed = &shipped, differences(s.Profile, *s.Shipped)
	}
	return v
}

func (a *API) profile(ctx context.Context, id string) (RuleProfileView, error) {
	list, err := a.profileList(ctx)
	for _, v := range list.Items {
		if v.ID == id {
			return v, err
		}
	}
	return RuleProfileView{}, err
}

func (a *API) profiles() {
	type listOut struct{ Body ProfileListView }
	httpx.Handle(a.r, httpx.Op{ID: "list-profiles", Method: "GET", Path: "/api/rules/profiles", Tag: "rules",
		Summary: "The rule profiles with every figure and where it comes from", Object: "body", Action: "read-profile"}, nil,
		func(ctx context.Context, _ *struct{}) (*listOut, error) {
			v, err := a.profileList(ctx)
			return &listOut{v}, err
		})
	type putIn struct {
		ID   string `path:"id" maxLength:"40"`
		Body struct {
			Rev     int64       `json:"rev" doc:"As seen; 0 for one that was never changed, or is new"`
			Reason  string      `json:"reason" maxLength:"500"`
			InUse   bool        `json:"in_use" doc:"false takes the profile out of use"`
			Figures FiguresView `json:"figures"`
		}
	}
	type putOut struct{ Body RuleProfileView }
	httpx.Handle(a.r, httpx.Op{ID: "put-profile", Method: "PUT", Path: "/api/rules/profiles/{id}", Tag: "rules",
		Summary: "Correct a rule profile, or set one of the body's own; ballots that run keep theirs", Object: "body", Action: "edit-profile"}, nil,
		func(ctx context.Context, in *putIn) (*putOut, error) {
			now := func() (RuleProfileView, error) { return a.profile(ctx, in.ID) }
			p, err := in.Body.Figures.profile(in.ID)
			if err != nil {
				return nil, inside(err)
			}
			if _, err := a.s.SetProfile(ctx, p, in.Body.InUse, in.Body.Rev, trim(in.Body.Reason)); err != nil {
				return nil, withCurrent(inside(err), now)
			}
			v, err := now()
			return &putOut{v}, err
		})
}

// inside puts the paths of what is wrong with a profile into the request body,
// where the figures are one field of it.
func inside(err error) error {
	e, ok := errors.AsType[*ecabinet.Error](err)
	if !ok {
		return err
	}
	own := map[string]bool{"reason": true, "id": true}
	for i, f := range e.Fields {
		if !own[f.Path] {
			e.Fields[i].Path = "figures." + f.Path
		}
	}
	return err
}
