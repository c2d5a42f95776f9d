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

// PolicyRowView is one rule of the table: who may do what.
type PolicyRowView struct {
	Row      string `json:"row" doc:"As it stands in the table: allow, member, ballot:voter, read-ballot"`
	Effect   string `json:"effect" enum:"allow,deny"`
	Role     string `json:"role" doc:"* for every role"`
	Object   string `json:"object"`
	Relation string `json:"relation"`
	Action   string `json:"action" doc:"* for every action on this kind of thing"`
	Origin   string `json:"origin" enum:"default,added,removed,fixed" doc:"removed: the default has it, the body does not"`
}

// PolicySetView is one change of the policies.
type PolicySetView struct {
	Rev        int64       `json:"rev"`
	Lines      []string    `json:"lines" doc:"The whole difference from the default: + row, - row"`
	Reason     string      `json:"reason"`
	AskedBy    PersonBrief `json:"asked_by"`
	ApprovedBy PersonBrief `json:"approved_by"`
	At         time.Time   `json:"at"`
}

// PolicyTableView is who may do what in a body.
type PolicyTableView struct {
	Rev     int64           `json:"rev" doc:"0: the default as it comes"`
	Lines   []string        `json:"lines" doc:"The difference from the default"`
	Rows    []PolicyRowView `json:"rows"`
	History []PolicySetView `json:"history" doc:"Newest first"`
}

// PolicyEffectView is one line of a dry run.
type PolicyEffectView struct {
	Role      string   `json:"role"`
	Object    string   `json:"object"`
	Relations []string `json:"relations"`
	Action    string   `json:"action"`
	Gains     bool     `json:"gains" doc:"false: loses"`
	Rule      string   `json:"rule" doc:"The row that decides afterwards; empty where none allows"`
}

func policyRow(r policies.Row, origin string) PolicyRowView {
	if r.Fixed {
		origin = "fixed"
	}
	return PolicyRowView{
		Row: r.String(), Effect: string(r.Effect), Role: r.Role, Object: r.Object, Relation: r.Relation, Action: r.Action, Origin: origin,
	}
}

// policyRows are the rows that hold, in the order of the table, those fixed in the
// code first, and among them those that the body took away.
func policyRows(lines []string) []PolicyRowView {
	table, _ := policies.Overlay(lines)
	base := policies.Default()
	var rows []PolicyRowView
	for _, r := range policies.Fixed() {
		rows = append(rows, policyRow(r, "fixed"))
	}
	for _, r := range base {
		origin := "default"
		if !slices.Contains(table, r) {
			origin = "removed"
		}
		rows = append(rows, policyRow(r, origin))
	}
	for _, r := range table {
		if !slices.Contains(base, r) {
			rows = append(rows, policyRow(r, "added"))
		}
	}
	return rows
}

func (a *API) policyView(ctx context.Context) (PolicyTableView, error) {
	history, err := a.s.PolicyHistory(ctx, actor(ctx).Body)
	if err != nil {
		return PolicyTableView{}, err
	}
	var ids []string
	for _, p := range history {
		ids = append(ids, p.AskedBy, p.ApprovedBy)
	}
	names, err := a.s.Names(ctx, actor(ctx).Body, ids, a.r.Now())
	if err != nil {
		return PolicyTableView{}, err
	}
	v := PolicyTableView{}
	if len(history) > 0 {
		v.Rev, v.Lines = history[0].Rev, history[0].Lines
	}
	v.Rows = policyRows(v.Lines)
	for _, p := range history {
		v.History = append(v.History, PolicySetView{
			Rev: p.Rev, Lines: p.Lines, Reason: p.Reason, AskedBy: brief(names[p.AskedBy]), ApprovedBy: brief(names[p.ApprovedBy]), At: p.At,
		})
	}
	return v, nil
}

func (a *API) policyTable() {
	type tableOut struct{ Body PolicyTableView }
	httpx.Handle(a.r, httpx.Op{ID: "read-policies", Method: "GET", Path: "/api/policies", Summary: "Who may do what in this body, and what the body changed", Object: "policy", Action: "read-policy"}, nil,
		func(ctx context.Context, _ *struct{}) (*tableOut, error) {
			v, err := a.policyView(ctx)
			return &tableOut{v}, err
		})
	type tryIn struct {
		Body struct {
			Lines []string `json:"lines" maxItems:"500" doc:"The whole difference from the default that is wished for"`
		}
	}
	type tryOut struct {
		Body struct {
			Items []PolicyEffectView `json:"items"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "try-policies", Method: "POST", Path: "/api/policies/try", Summary: "Who would gain and who would lose what; changes nothing", Object: "policy", Action: "try-policy", NoKey: true}, nil,
		func(ctx context.Context, in *tryIn) (*tryOut, error) {
			lines := trimLines(in.Body.Lines)
			if err := (people.ChangePolicies{Lines: lines, Reason: "?"}).Check(policies.CheckLines); err != nil {
				return nil, err
			}
			set, err := a.s.Policies(ctx, actor(ctx).Body)
			if err != nil {
				return nil, err
			}
			now, _ := policies.Overlay(set.Lines)
			then, _ := policies.Overlay(lines)
			out := &tryOut{}
			for _, e := range policies.DryRun(now, then) {
				out.Body.Items = append(out.Body.Items, PolicyEffectView(e))
			}
			return out, nil
		})
	type changeIn struct {
		Body struct {
			Rev    int64    `json:"rev" doc:"Of the set that was seen"`
			Lines  []string `json:"lines" maxItems:"500"`
			Reason string   `json:"reason"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "ask-policies", Method: "POST", Path: "/api/policies/changes", Summary: "Ask a second administrator to change the policies", Object: "policy", Action: "edit-policy", Status: 201}, nil,
		func(ctx context.Context, in *changeIn) (*requestOut, error) {
			ref, err := a.s.AskPolicies(ctx, people.ChangePolicies{Rev: in.Body.Rev, Lines: trimLines(in.Body.Lines), Reason: strings.TrimSpace(in.Body.Reason)})
			if ecabinet.KindOf(err) == ecabinet.Stale {
				err = withCurrent(err, func() (PolicyTableView, error) { return a.policyView(ctx) })
			}
			return a.requested(ctx, ref, err)
		})
}

func trimLines(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		out = append(out, trim(l))
	}
	return out
}
