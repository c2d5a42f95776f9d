package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/procedure"
)

// ReturningView is an item that was not adopted and is to be submitted again.
type ReturningView struct {
	Item       string `json:"item"`
	Meeting    string `json:"meeting"`
	Session    string `json:"session" doc:"its title"`
	Title      string `json:"title"`
	Lead       string `json:"lead"`
	Matter     string `json:"matter" doc:"empty: of no matter"`
	Conclusion string `json:"conclusion" doc:"what was asked for"`
	ResubmitBy string `json:"resubmit_by" doc:"a day"`
	DaysLeft   int    `json:"days_left" doc:"below 0: overdue"`
}

// ReturningList is what is to come back, the most urgent first.
type ReturningList struct {
	Items []ReturningView `json:"items"`
	Next  string          `json:"next"`
}

func (a *API) returningRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-returning", Method: http.MethodGet, Path: "/api/agenda-returning", Object: "meeting", Action: "read-meeting", List: true,
		Summary: "Items that were not adopted and are to be submitted again: for the secretariat, and for who drafts them"}, nil,
		func(ctx context.Context, _ *struct{}) (*out[ReturningList], error) { return a.returning(ctx) })
}

// returning leaves an item to the desk and to the agency that drafts it; it is gone
// once a later agenda has it.
func (a *API) returning(ctx context.Context) (*out[ReturningList], error) {
	v := &ReturningList{Items: []ReturningView{}}
	list, err := a.store.Returning(ctx)
	if err != nil {
		return nil, err
	}
	actor := ecabinet.ActorFrom(ctx)
	head, err := a.letterhead(ctx)
	if err != nil {
		return nil, err
	}
	today := procedure.DateOf(a.router.Now(), head.Zone)
	sights := map[string]Sight{}
	for _, it := range list {
		m, err := a.store.Meeting(ctx, it.Meeting)
		if err != nil {
			return nil, err
		}
		sight, seen := sights[it.Meeting]
		if !seen {
			if sight, err = a.look(ctx, it.Meeting); err != nil && ecabinet.KindOf(err) != ecabinet.NotFound {
				return nil, err
			}
			sights[it.Meeting] = sight
		}
		mine := it.Agency != "" && slices.Contains(actor.Agencies, it.Agency)
		if !sight.opens(it.ID) || !sight.Desk && !mine {
			continue
		}
		v.Items = append(v.Items, ReturningView{
			Item: it.ID, Meeting: it.Meeting, Session: m.Title, Title: it.Title, Lead: it.Lead, Matter: it.Matter, Conclusion: it.Conclusion,
			ResubmitBy: it.ResubmitBy.String(), DaysLeft: daysTo(today, *it.ResubmitBy),
		})
	}
	return &out[ReturningList]{v}, nil
}

func daysTo(today, day procedure.Date) int {
	return int(day.In(time.UTC).Sub(today.In(time.UTC)) / (24 * time.Hour))
}
