package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet/internal/httpx"
	"ecabinet/summaries"
	"ecabinet/summaries/store"
)

// SubmissionView says that the version on the desk was handed over for approval, and
// whether it was sent back.
type SubmissionView struct {
	No         int        `json:"no" doc:"of the question, from 1"`
	By         string     `json:"by" doc:"name"`
	At         time.Time  `json:"at"`
	Changed    bool       `json:"changed" doc:"the table is another by now: approval is of the present one, and it may be handed over anew"`
	ReturnedBy string     `json:"returned_by" doc:"name; empty: it waits for approval"`
	ReturnedAt *time.Time `json:"returned_at"`
	Reason     string     `json:"reason" doc:"why it was sent back"`
}

// DueLine is a table that was handed over and is not approved, in the list of who reviews.
type DueLine struct {
	ID         string         `json:"id" doc:"of the question"`
	Draft      string         `json:"draft"`
	Text       string         `json:"text"`
	Lead       string         `json:"lead"`
	Version    int            `json:"version"`
	Submission SubmissionView `json:"submission"`
}

type submitInput struct {
	OfQuestion
	Body struct {
		Hash string `json:"hash" maxLength:"64" doc:"of the version on the analyst's screen"`
	}
}

type returnInput struct {
	OfQuestion
	Body struct {
		Submission int    `json:"submission" minimum:"1" doc:"number of what was seen to wait"`
		Reason     string `json:"reason" maxLength:"2000"`
	}
}

func (a *API) submissionRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "submit-synthesis", Method: http.MethodPost, Path: "/api/syntheses/{id}/submission", Object: "synthesis", Action: "submit-synthesis",
		Summary: "Hand the version over for approval as it was seen, by its hash"}, on[submitInput](a),
		func(ctx context.Context, in *submitInput) (*out[SynthesisView], error) {
			return a.after(ctx, in.ID, a.service.Submit(ctx, in.ID, in.Body.Hash))
		})
	httpx.Handle(a.router, httpx.Op{ID: "return-synthesis", Method: http.MethodPost, Path: "/api/syntheses/{id}/return", Object: "synthesis", Action: "return-synthesis",
		Summary: "Send back what was handed over, with the reason"}, on[returnInput](a),
		func(ctx context.Context, in *returnInput) (*out[SynthesisView], error) {
			return a.after(ctx, in.ID, a.service.Return(ctx, in.ID, in.Body.Submission, in.Body.Reason))
		})
}

// submissionView is what became of the version on the desk; nil where it was not handed over.
func submissionView(s summaries.Submission, changed bool, names map[string]string) *SubmissionView {
	if s.No == 0 {
		return nil
	}
	v := &SubmissionView{No: s.No, By: names[s.By], At: s.At, Changed: changed, Reason: s.Reason}
	if !s.Waits() {
		v.ReturnedBy, v.ReturnedAt = names[s.ReturnedBy], &s.ReturnedAt
	}
	return v
}

// persons are those whose names a submission needs.
func persons(s summaries.Submission) []string {
	return slices.DeleteFunc([]string{s.By, s.ReturnedBy}, func(p string) bool { return p == "" })
}

// due are the tables that wait for approval or were sent back, as far as the actor reviews
// them, the one that was handed over first first.
func (a *API) due(ctx context.Context) ([]DueLine, error) {
	list, err := a.store.Due(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var ballots []string
	for _, one := range list {
		if !slices.Contains(ballots, one.Ballot) {
			ballots = append(ballots, one.Ballot)
		}
	}
	readable, err := a.may(ctx, "read-synthesis", ballots)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(one store.Due) bool { return !readable[one.Ballot] })
	var questions, who []string
	for _, one := range list {
		questions, who = append(questions, one.Question), append(who, persons(one.Submission)...)
	}
	lines, err := a.house.Lines(ctx, questions)
	if err != nil {
		return nil, err
	}
	names, err := a.house.Names(ctx, who)
	if err != nil {
		return nil, err
	}
	var due []DueLine
	for _, one := range list {
		l := lines[one.Question]
		due = append(due, DueLine{one.Question, l.Draft, l.Text, l.Lead, one.Submission.Version, *submissionView(one.Submission, one.Changed, names)})
	}
	return due, nil
}
