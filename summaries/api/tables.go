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

// linesOfPage is how many tables a page holds at most.
const linesOfPage = 50

func (a *API) tables(ctx context.Context, in *listInput) (*out[TableList], error) {
	v := &TableList{Next: in.After}
	for more := true; more; more = len(v.Items) == 0 && v.Next != "" { // of many there may be none that the actor reads
		all, next, err := a.store.ApprovedTables(ctx, v.Next)
		if err != nil {
			return nil, err
		}
		readable, err := a.among(ctx, "read-table", all)
		if err != nil {
			return nil, err
		}
		page := slices.DeleteFunc(all, func(t store.ApprovedTable) bool { return !readable[t.Ballot] })
		if v.Next = next; len(page) > linesOfPage {
			page = page[:linesOfPage]
			v.Next = page[linesOfPage-1].After
		}
		if v.Items, err = a.tableLines(ctx, page); err != nil {
			return nil, err
		}
	}
	return &out[TableList]{v}, nil
}

// among are the ballots of tables to which the actor may do an action.
func (a *API) among(ctx context.Context, action string, list []store.ApprovedTable) (map[string]bool, error) {
	var ids []string
	for _, t := range list {
		if !slices.Contains(ids, t.Ballot) {
			ids = append(ids, t.Ballot)
		}
	}
	return a.may(ctx, action, ids)
}

// may are those of ballots to which the actor may do an action.
func (a *API) may(ctx context.Context, action string, ballots []string) (map[string]bool, error) {
	allow, deny := a.router.Relations(ctx, "synthesis", action)
	held, err := a.house.Among(ctx, allow, deny, ballots)
	found := make(map[string]bool, len(held))
	for _, id := range held {
		found[id] = true
	}
	return found, err
}

// tableLines says of each table how far it is answered. What it needs is read in sets.
func (a *API) tableLines(ctx context.Context, page []store.ApprovedTable) ([]TableLine, error) {
	if len(page) == 0 {
		return nil, nil
	}
	questions := make([]string, len(page))
	for i, t := range page {
		questions[i] = t.Question
	}
	lines, err := a.house.Lines(ctx, questions)
	if err != nil {
		return nil, err
	}
	answers, err := a.among(ctx, "answer-point", page)
	if err != nil {
		return nil, err
	}
	says, err := a.store.Says(ctx, page)
	if err != nil {
		return nil, err
	}
	replies, err := a.store.ReplyLists(ctx, questions)
	if err != nil {
		return nil, err
	}
	items := make([]TableLine, len(page))
	for i, t := range page {
		l, n := lines[t.Question], summaries.HowFar(says[t.Question], replies[t.Question])
		items[i] = TableLine{
			ID: t.Question, Ballot: t.Ballot, Draft: l.Draft, Text: l.Text, Lead: l.Lead, Number: l.Number, Version: t.Version, ApprovedAt: t.At,
			Answers: answers[t.Ballot], Points: n.Points, Unanswered: n.Unanswered, SentBack: n.SentBack, Unchecked: n.Unchecked,
		}
	}
	return items, nil
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
