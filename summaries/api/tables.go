package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet/internal/httpx"
	"ecabinet/summaries"
)

// TableLine is an approved table in the list of those who read or answer it.
type TableLine struct {
	ID         string    `json:"id" doc:"of the question"`
	Ballot     string    `json:"ballot"`
	Draft      string    `json:"draft"`
	Text       string    `json:"text"`
	Lead       string    `json:"lead"`
	Number     string    `json:"number"`
	Version    int       `json:"version"`
	ApprovedAt time.Time `json:"approved_at"`
	Answers    bool      `json:"answers" doc:"I answer its points"`
	Points     int       `json:"points"`
	Unanswered int       `json:"unanswered"`
	SentBack   int       `json:"sent_back" doc:"answers that the secretariat sent back"`
	Unchecked  int       `json:"unchecked" doc:"answers that wait for the secretariat"`
}

// TableList is one page of approved tables.
type TableList struct {
	Items []TableLine `json:"items"`
	Next  string      `json:"next" doc:"cursor of the next page; empty: this is the last"`
}

func (a *API) listRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-tables", Method: http.MethodGet, Path: "/api/tables", Object: "synthesis", Action: "read-table", List: true,
		Summary: "The approved tables that I may read, and how far their points are answered"}, nil, a.tables)
}

func (a *API) tables(ctx context.Context, in *listInput) (*out[TableList], error) {
	allow, deny := a.router.Relations(ctx, "synthesis", "read-table")
	v := &TableList{Next: in.After}
	for more := true; more; more = len(v.Items) == 0 && v.Next != "" { // a page of ballots may hold no table
		lines, next, err := a.house.Closed(ctx, allow, deny, v.Next)
		if err != nil {
			return nil, err
		}
		v.Next = next
		ids := make([]string, len(lines))
		for i, l := range lines {
			ids[i] = l.ID
		}
		states, err := a.store.States(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if states[l.ID].ApprovedVersion == 0 {
				continue
			}
			x, err := a.tableLine(ctx, l)
			if err != nil {
				return nil, err
			}
			v.Items = append(v.Items, x)
		}
	}
	return &out[TableList]{v}, nil
}

func (a *API) tableLine(ctx context.Context, l Line) (TableLine, error) {
	x := TableLine{ID: l.ID, Ballot: l.Ballot, Draft: l.Draft, Text: l.Text, Lead: l.Lead, Number: l.Number}
	held, err := a.held(ctx, l.ID)
	if err != nil {
		return x, err
	}
	t, approval, err := summaries.Approved(ctx, a.store, l.ID)
	if err != nil {
		return x, err
	}
	list, err := a.store.Replies(ctx, l.ID)
	if err != nil {
		return x, err
	}
	x.Version, x.ApprovedAt, x.Answers = approval.Version, approval.At, a.router.May(ctx, "synthesis", held, "answer-point")
	for _, row := range t.Rows {
		x.Points += len(row.Points)
	}
	var answers []summaries.Answer
	for _, r := range t.Holding(list) {
		answers = append(answers, r.Answer)
		switch r.Check {
		case summaries.SentBack:
			x.SentBack++
		case summaries.Unchecked:
			x.Unchecked++
		}
	}
	x.Unanswered = len(t.Unanswered(answers))
	return x, nil
}

// worksOn says that the actor answers the points of a table, checks the answers or arranges
// it, and so sees answers that are not passed yet.
func (a *API) worksOn(ctx context.Context, question string) (bool, error) {
	held, err := a.held(ctx, question)
	for _, action := range []string{"answer-point", "check-point", "edit-synthesis"} {
		if err == nil && a.router.May(ctx, "synthesis", held, action) {
			return true, nil
		}
	}
	return false, err
}
