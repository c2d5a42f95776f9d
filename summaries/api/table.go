package api

import (
	"context"
	"net/http"
	"slices"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/summaries"
)

type answerInput struct {
	OfQuestion
	Body struct {
		Point    string `json:"point" maxLength:"300"`
		Rev      int64  `json:"rev" minimum:"0" doc:"of the answer as it was seen; 0: none"`
		Decision string `json:"decision" enum:"accepted,explained"`
		Text     string `json:"text" maxLength:"5000"`
	}
}

type checkInput struct {
	OfQuestion
	Body struct {
		Point  string `json:"point" maxLength:"300"`
		Rev    int64  `json:"rev" minimum:"1" doc:"of the answer as it was seen"`
		Passed bool   `json:"passed" doc:"false: sent back, with a remark"`
		Remark string `json:"remark" maxLength:"5000"`
	}
}

func (a *API) tableRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-table", Method: http.MethodGet, Path: "/api/syntheses/{id}/table", Object: "synthesis", Action: "read-table",
		Summary: "The approved table, with the drafter's answers; whoever only reads it sees those that were passed"}, on[OfQuestion](a), func(ctx context.Context, in *OfQuestion) (*out[TableView], error) {
		t, err := a.table(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		works, err := a.worksOn(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if !works {
			return &out[TableView]{asData(t)}, nil
		}
		return &out[TableView]{t.view}, nil
	})
	httpx.Handle(a.router, httpx.Op{ID: "answer-point", Method: http.MethodPost, Path: "/api/syntheses/{id}/answers", Object: "synthesis", Action: "answer-point",
		Summary: "The drafter accepts or explains one point of the approved table"}, on[answerInput](a),
		func(ctx context.Context, in *answerInput) (*out[TableView], error) {
			b := in.Body
			return a.answered(ctx, in.ID, a.service.Reply(ctx, in.ID, b.Rev, summaries.Answer{Point: b.Point, Decision: summaries.Decision(b.Decision), Text: b.Text}))
		})
	httpx.Handle(a.router, httpx.Op{ID: "check-point", Method: http.MethodPost, Path: "/api/syntheses/{id}/checks", Object: "synthesis", Action: "check-point",
		Summary: "The secretariat passes the drafter's answer to a point, or sends it back"}, on[checkInput](a),
		func(ctx context.Context, in *checkInput) (*out[TableView], error) {
			b := in.Body
			return a.answered(ctx, in.ID, a.service.Check(ctx, in.ID, b.Point, b.Rev, b.Passed, b.Remark))
		})
}

// approved is the approved table with what is needed to show it.
type approved struct {
	polled summaries.Polled
	table  summaries.Table
	view   *TableView
}

// table is the approved version; NotFound "synthesis.not_approved". What is only under
// review is not even loaded into it.
func (a *API) table(ctx context.Context, question string) (*approved, error) {
	t, approval, err := summaries.Approved(ctx, a.store, question)
	if err != nil {
		return nil, err
	}
	p, err := a.service.Poll.Polled(ctx, question)
	if err != nil {
		return nil, err
	}
	rev, _, err := a.store.Turns(ctx, question) // before the answers: what is answered between is heard of again
	if err != nil {
		return nil, err
	}
	list, err := a.store.Replies(ctx, question)
	if err != nil {
		return nil, err
	}
	list = t.Holding(list)
	persons := []string{approval.By}
	for _, r := range list {
		persons = append(persons, r.By, r.CheckedBy)
	}
	names, err := a.house.Names(ctx, slices.DeleteFunc(persons, func(p string) bool { return p == "" }))
	if err != nil {
		return nil, err
	}
	v := &TableView{Rev: rev, Asked: asked(p), Approval: ApprovalView{approval.Version, approval.Hash, names[approval.By], approval.At}, Stale: t.Stale(p.Question)}
	v.Asked.Assisted = t.Assisted
	replies, answers := map[string]*ReplyView{}, []summaries.Answer{}
	for _, r := range list {
		answers = append(answers, r.Answer)
		x := &ReplyView{Rev: r.Rev, Decision: string(r.Decision), Text: r.Text, By: names[r.By], At: r.At, Check: string(r.Check), Remark: r.Remark, CheckedBy: names[r.CheckedBy]}
		if !r.CheckedAt.IsZero() {
			x.CheckedAt = &r.CheckedAt
		}
		if r.Check == summaries.Unchecked {
			v.Unchecked++
		}
		replies[r.Point] = x
	}
	v.Unanswered = len(t.Unanswered(answers))
	v.Rows = rows(p, summaries.Read(p.Question), t, nil, replies, p.Named)
	return &approved{p, t, v}, nil
}

// answered is the table after an act on an answer; a stale act is answered with it as well.
func (a *API) answered(ctx context.Context, question string, err error) (*out[TableView], error) {
	if err != nil && ecabinet.KindOf(err) != ecabinet.Stale {
		return nil, err
	}
	t, readErr := a.table(ctx, question)
	switch {
	case err != nil && readErr == nil:
		return nil, httpx.WithCurrent(err, t.view)
	case err != nil:
		return nil, err
	case readErr != nil:
		return nil, readErr
	}
	return &out[TableView]{t.view}, nil
}
