package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
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
		Summary: "Items that were not adopted or put off and are to be submitted again: for the secretariat, and for the agency that drafts them"}, nil,
		func(ctx context.Context, in *PageInput) (*out[ReturningList], error) {
			return a.returning(ctx, in.page())
		})
	httpx.Handle(a.router, httpx.Op{ID: "list-session-notices", Method: http.MethodGet, Path: "/api/session-notices", Object: "meeting", Action: "read-meeting", List: true,
		Summary: "What was told of items of sessions to me, to my agency or to the secretariat, and I have not read"}, nil,
		func(ctx context.Context, _ *struct{}) (*out[SessionNotices], error) { return a.notices(ctx, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "read-session-notices", Method: http.MethodPost, Path: "/api/session-notices/read", Object: "meeting", Action: "read-meeting", List: true,
		Summary: "I have read the notices up to a moment"}, nil,
		func(ctx context.Context, in *struct {
			Body struct {
				To time.Time `json:"to" doc:"the moment of the newest that was shown"`
			}
		}) (*out[SessionNotices], error) {
			to := in.Body.To
			if now := a.router.Now(); to.After(now) {
				to = now // nobody has read what is still to come
			}
			return a.notices(ctx, a.store.NoticesRead(ctx, ecabinet.ActorFrom(ctx).Person, to))
		})
}

// SessionNotice tells that something has happened to an item of a session.
type SessionNotice struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind" enum:"paper.superseded,item.returns,item.returns_soon,item.returns_over"`
	Meeting string    `json:"meeting"`
	Session string    `json:"session" doc:"its title"`
	Title   string    `json:"title" doc:"of the item"`
	At      time.Time `json:"at"`
}

// SessionNotices are those that I have not read, the newest first.
type SessionNotices struct {
	Items []SessionNotice `json:"items"`
	Next  string          `json:"next"`
}

// mostNotices is how many notices are shown at once.
const mostNotices = 20

// hearers are to whom notices go that the actor in ctx hears.
func (a *API) hearers(ctx context.Context) []string {
	actor := ecabinet.ActorFrom(ctx)
	out := []string{actor.Person}
	for _, agency := range slices.Concat(actor.Agencies, actor.Ministries) {
		out = append(out, "agency/"+agency)
	}
	if allow, _ := a.router.Relations(ctx, "meeting", "make-meeting"); len(allow) > 0 {
		out = append(out, meetings.HearerDesk)
	}
	return out
}

// notices leaves out what the reader may not see any more.
func (a *API) notices(ctx context.Context, err error) (*out[SessionNotices], error) {
	if err != nil {
		return nil, err
	}
	list, err := a.store.Notices(ctx, ecabinet.ActorFrom(ctx).Person, a.hearers(ctx), a.router.Now(), mostNotices)
	if err != nil {
		return nil, err
	}
	v := &SessionNotices{Items: []SessionNotice{}}
	look := a.looking()
	for _, n := range list {
		m, sight, err := look(ctx, n.Meeting)
		if err != nil {
			return nil, err
		}
		if !sight.opens(n.Item) {
			continue
		}
		it, err := a.store.Item(ctx, n.Item)
		if err != nil {
			return nil, err
		}
		v.Items = append(v.Items, SessionNotice{n.ID, n.Kind, n.Meeting, m.Title, it.Title, n.At})
	}
	return &out[SessionNotices]{v}, nil
}

// looking gives meetings and what the actor sees of each, read once; of one that he may
// not see, nothing.
func (a *API) looking() func(ctx context.Context, meeting string) (*meetings.Meeting, Sight, error) {
	type seen struct {
		m *meetings.Meeting
		s Sight
	}
	known := map[string]seen{}
	return func(ctx context.Context, id string) (*meetings.Meeting, Sight, error) {
		if x, ok := known[id]; ok {
			return x.m, x.s, nil
		}
		m, err := a.store.Meeting(ctx, id)
		if err != nil {
			return nil, Sight{}, err
		}
		s, err := a.look(ctx, id)
		if err != nil && ecabinet.KindOf(err) != ecabinet.NotFound {
			return nil, Sight{}, err
		}
		known[id] = seen{m, s}
		return m, s, nil
	}
}

// returning leaves an item to the desk, to the agency that drafts it and to its minister; it is gone
// once a later agenda has it.
func (a *API) returning(ctx context.Context, p store.Page) (*out[ReturningList], error) {
	head, err := a.letterhead(ctx)
	if err != nil {
		return nil, err
	}
	today := procedure.DateOf(a.router.Now(), head.Zone)
	v := &ReturningList{Items: []ReturningView{}}
	var last meetings.Item
	err = a.eachReturning(ctx, p.After, func(m *meetings.Meeting, it meetings.Item) bool {
		if len(v.Items) == p.Limit {
			v.Next = store.AfterReturning(last)
			return false
		}
		v.Items = append(v.Items, ReturningView{
			Item: it.ID, Meeting: it.Meeting, Session: m.Title, Title: it.Title, Lead: it.Lead, Matter: it.Matter, Conclusion: it.Conclusion,
			ResubmitBy: it.ResubmitBy.String(), DaysLeft: daysTo(today, *it.ResubmitBy),
		})
		last = it
		return true
	})
	return &out[ReturningList]{v}, err
}

// eachReturning yields what returns and the actor is told of, from a cursor on, as long as
// yield asks for more. What he is not told of does not count: a page is full or the last.
func (a *API) eachReturning(ctx context.Context, after string, yield func(*meetings.Meeting, meetings.Item) bool) error {
	actor := ecabinet.ActorFrom(ctx)
	look := a.looking()
	for {
		list, next, err := a.store.Returning(ctx, store.Page{After: after, Limit: 200})
		if err != nil {
			return err
		}
		for _, it := range list {
			m, sight, err := look(ctx, it.Meeting)
			if err != nil {
				return err
			}
			mine := it.Agency != "" && slices.Contains(slices.Concat(actor.Agencies, actor.Ministries), it.Agency)
			if sight.opens(it.ID) && (sight.desk(it.ID) || mine) && !yield(m, it) {
				return nil
			}
		}
		if after = next; next == "" {
			return nil
		}
	}
}

func daysTo(today, day procedure.Date) int {
	return int(day.In(time.UTC).Sub(today.In(time.UTC)) / (24 * time.Hour))
}
